"""The parts of a claim's form as its panel draws them."""

from dataclasses import dataclass

from claims.fields import PARTS
from claims.queries.content import figure_words
from claims.rules.sending import is_attributed
from claims.states import RiskFlag, SpeechAct, VerdictFlag
from claims.templatetags.desk_words import dated


@dataclass
class PartShown:
    """One of PARTS as the panel draws it: ``summary`` says what is set in it; closed parts open on a click.

    ``kinds`` are those that open it when they are chosen, ``spoken`` whether a speaker does.
    """

    title: str
    at: str
    columns: bool
    boxes: list
    summary: str
    open: bool
    kinds: str
    spoken: bool


def parts_of(form, claim, unread):
    """{a part of the form: its PartShown}, but for those with no box on this claim.

    ``unread`` are numbers of its words that no figure was made of.
    """
    summary = _summary(claim)
    shown = {}
    for key, part in PARTS.items():
        if boxes := form.boxes(key):
            asked = claim.kind in part.kinds or (part.spoken and is_attributed(claim))
            says = any(box.errors or form.says(box.name) for box in boxes) or (key == "figure" and unread)
            shown[key] = PartShown(
                part.title,
                part.at,
                part.columns,
                boxes,
                summary.get(key, ""),
                bool(asked or says),
                " ".join(part.kinds),
                part.spoken,
            )
    return shown


def _summary(claim):
    """Return {a part of the form: what is set in it, in a few words}."""
    flags = ", ".join(RiskFlag(flag).label for flag in claim.risk_flags)
    verdict_flags = ", ".join(VerdictFlag(flag).label for flag in claim.verdict_flags)
    known = dated(claim.known_on, "j M Y")
    act = SpeechAct(claim.speech_act).label
    links = [claim.waiting_on and f"waiting on {claim.waiting_on}", claim.priority and f"priority {claim.priority}"]
    return {
        "attribution": claim.get_attribution_display(),
        "kind": ", ".join(filter(None, [flags, verdict_flags])),
        "when": ", ".join(filter(None, [claim.true_for, known and f"known on {known}"])),
        "speech": ", ".join(filter(None, [act, claim.via_cited and f"via {claim.via_cited}"])),
        "figure": figure_words(claim.figure_value, claim.figure_high, claim.figure_unit, claim.figure_modifier),
        "decision": claim.get_line_decision_display(),
        "waiting": ", ".join(filter(None, links)),
    }
