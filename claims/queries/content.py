"""What a sign-off binds, in words: the database's claim_content as facts to read, and as what changed between two."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.states import (
    Attribution,
    BearsOn,
    ClaimKind,
    Directness,
    ExcerptKind,
    FigureModifier,
    Form,
    LineDecision,
    LinkKind,
    Reply,
    RiskFlag,
    SpeechAct,
    Stance,
    Verdict,
    VerdictFlag,
)
from claims.text.differences import word_diff

#: Each fact's label, in reading order. ``figure`` is made of four columns; evidence and links of rows.
LABELS = {
    "words": "Words in the article",
    "statement": "Statement",
    "kind": "Kind",
    "risk_flags": "Risk flags",
    "speaker": "Speaker",
    "speaker_as_printed": "As printed",
    "via": "Via",
    "speech_act": "Speech act",
    "verb": "Reporting verb",
    "verb_endorses": "The verb endorses",
    "form": "Form",
    "figure": "Figure",
    "attribution": "Did the speaker say it?",
    "attribution_note": "About the attribution",
    "verdict": "Is it true?",
    "verdict_flags": "Verdict flags",
    "true_for": "True for",
    "known_on": "Known on",
    "scheme": "Verdict scheme",
    "rationale": "Rationale",
    "line_decision": "Line decision",
    "proposed_words": "Proposed words",
    "reworded_statement": "Statement as reworded",
    "reworded_verdict": "Verdict as reworded",
    "decision_reason": "Why the line cannot stay",
    "must_fix": "Must be fixed",
    "reply": "Reply of the accused",
    "reply_note": "About the reply",
    "reply_accepted_by": "Accepted without reply by",
    "rules_passed": "Reason for overriding warnings",
    "links": "Links",
    "evidence": "Evidence",
}
CHOICES = {
    "kind": ClaimKind,
    "risk_flags": RiskFlag,
    "speech_act": SpeechAct,
    "form": Form,
    "attribution": Attribution,
    "verdict_flags": VerdictFlag,
    "line_decision": LineDecision,
    "reply": Reply,
}
#: What says nothing while it stands at its first value.
UNSAID = {"form": "none", "line_decision": "keep", "attribution": "not_applicable"}


@dataclass(frozen=True)
class Fact:
    key: str
    label: str
    words: str


@dataclass(frozen=True)
class Difference:
    """One fact that changed; ``parts`` are (op, old, new) as text/differences gives them."""

    label: str
    old: str
    new: str
    parts: list


def loaded(text: str | None) -> Any:
    """claim_content's JSON text as a dict; figures stay exact. None for None."""
    return None if text is None else json.loads(text, parse_float=Decimal)


def figure_words(value, high, unit, modifier):
    """A figure as a reader says it: "about 300 tanks", "40 to 60 lorries"; empty without a value."""
    if value in (None, ""):
        return ""
    said = [FigureModifier(modifier).label if modifier else "", _grouped(value, unit)]
    if high not in (None, ""):
        said += ["to", _grouped(high, unit)]
    return " ".join(part for part in [*said, unit] if part)


def _grouped(number, unit):
    """Digits in groups of three; four of them of nothing may be a year, and stay as they are."""
    number = Decimal(number)
    words = format(number, ",f" if unit or abs(number) >= 10_000 else "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def facts(content, *, verdicts=None, people=None):
    """The facts of ``content`` that say something, in reading order.

    ``verdicts`` maps verdicts to the scheme's labels, ``people`` ids to names.
    """
    found = [Fact(key, label, _words(key, content, verdicts or {}, people or {})) for key, label in LABELS.items()]
    return [fact for fact in found if fact.words]


def _words(key, content, verdicts, people):
    value = content.get(key)
    match key:
        case "figure":
            return figure_words(*(content.get(f"figure_{part}") for part in ("value", "high", "unit", "modifier")))
        case "words":
            return " … ".join(value or [])
        case "verdict" | "reworded_verdict":
            return verdicts.get(value) or (Verdict(value).label if value else "")
        case "reply_accepted_by":
            return people.get(value, "somebody") if value else ""
        case "verb_endorses" | "must_fix":
            return "Yes" if value else ""
        case "known_on":
            return f"{(day := date.fromisoformat(value)).day} {day:%b %Y}" if value else ""
        case "scheme":
            return f"Scheme {value}" if value else ""
        case "links":
            return "; ".join(f"claim {one} {LinkKind(kind).label} claim {two}" for one, kind, two in value or [])
        case "evidence":
            return "\n".join(evidence_words(row) for row in value or [])
    if value is None or value == "" or value == UNSAID.get(key):
        return ""
    if key in CHOICES:
        return ", ".join(CHOICES[key](one).label for one in (value if isinstance(value, list) else [value]))
    return str(value)


def evidence_words(row):
    """One piece of evidence on one line: its citation and all that was said of it."""
    excerpt = row["excerpt"] and (
        f"“{row['excerpt']}”" if row["excerpt_kind"] == ExcerptKind.VERBATIM else f"Gist: {row['excerpt']}"
    )
    parts = [
        row["citation"],
        Stance(row["stance"]).label.lower(),
        f"bears on {BearsOn(row['bears_on']).label.lower()}",
        Directness(row["directness"]).label.lower(),
        "against its own interest" if row["against_interest"] else "",
        row["locator"],
        row["figure_found"] and f"figure: {row['figure_found']}",
        row["excerpt_language"],
        excerpt,
        row["translation"] and f"translated by {row['translator']}: {row['translation']}",
        row["note"],
    ]
    return " · ".join(part for part in parts if part)


def differences(old, new, *, verdicts=None, people=None):
    """What changed between two contents, fact by fact in reading order; evidence piece by piece."""
    changed = []
    for key, label in LABELS.items():
        if key == "evidence":
            changed += _evidence_differences(old.get(key) or [], new.get(key) or [])
            continue
        was, is_ = (_words(key, content, verdicts or {}, people or {}) for content in (old, new))
        if was != is_:
            changed.append(Difference(label, was, is_, word_diff(was, is_)))
    return changed


def _evidence_differences(old, new):
    before, after = ({row["id"]: evidence_words(row) for row in rows} for rows in (old, new))
    changed = []
    for pk in dict.fromkeys([*before, *after]):
        was, is_ = before.get(pk, ""), after.get(pk, "")
        if was != is_:
            label = "Evidence added" if not was else "Evidence removed" if not is_ else "Evidence changed"
            changed.append(Difference(label, was, is_, word_diff(was, is_)))
    return changed
