"""The unmet rules of a claim as the panel shows them: warnings with their reasons, and what keeps it from review."""

from dataclasses import dataclass

from claims.forms.claim import tidy
from claims.rules.evidence import unpassed


@dataclass
class Warn:
    """An unmet rule that warns: the ``reason`` for overriding it as it is stored, and as ``typed`` in its box."""

    words: str
    key: str
    reason: str
    typed: str

    @property
    def box(self):
        return f"rules_passed-{self.key}"


def unmet_rules(claim, about, findings, form, over, whom=(), *, boxes=False):
    """Return what the rules say, and what keeps the claim from being sent or approved; ``boxes`` as in _holds."""
    return {
        "findings": findings,
        "holds": _holds(claim, findings, about, whom, boxes=boxes),
        "overridden": len(findings.warns) - len(unpassed(claim, findings.warns)),
        **_reasons(claim, findings.warns, form, over.get("passed_typed")),
    }


def _reasons(claim, warns, form, typed):
    """Return the warnings with their boxes, and reasons that were typed for a warning that is gone."""
    if typed is None:
        typed = form["rules_passed"].value() if form is not None else claim.rules_passed
    stored = claim.rules_passed
    keys = {finding.key for finding in warns}
    return {
        "warns": [
            Warn(one.words, one.key, stored.get(one.key, ""), typed.get(one.key, stored.get(one.key, "")))
            for one in warns
        ],
        "reason_for_all": stored.get("", ""),
        "unasked": [text for key, text in typed.items() if key not in keys and tidy(text) != stored.get(key, "")],
    }


def _holds(claim, findings, about, whom, *, boxes):
    """Return what keeps a claim from being sent or approved: (the id of where it is mended, words) each.

    With ``boxes``, what is lacking leads to its box; else to the note that says it.
    """
    changed = [("claim-sources-changed", "What it rests on changed: say what that means.")] if about.changes else []
    who = [("claim-whom", f"Say who “{claim.speaker_as_printed}” is.")] if whom else []
    lacks = [
        (f"claim-{field}" if boxes and field else f"lacks-{number}", words)
        for number, (field, words) in enumerate(findings.missing, start=1)
    ]
    mismatches = [(f"mismatch-{one.fact}", one.words) for one, _ in findings.mismatches]
    stops = [(f"stops-{number}", one.words) for number, one in enumerate(findings.stops, start=1)]
    warns = [
        (f"warns-{one.key}", f"{one.words} Or say why you override it.") for one in unpassed(claim, findings.warns)
    ]
    return changed + lacks + who + mismatches + stops + warns
