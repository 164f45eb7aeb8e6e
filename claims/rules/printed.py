"""A claim says of its words only what they hold: a figure or a reporting verb that the text no longer has is stale.

Judged on the words that stand in the article now, by ``text/printed``. A field left empty says nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from claims.models import Claim
from claims.states import FigureModifier, Form
from claims.text.printed import Unheld, holds_verb, unheld_figure

#: Characters of words and their sentences in which a figure is looked for; no real claim has so many.
LONGEST_HELD = 30_000


@dataclass(frozen=True)
class Around:
    """The ``sentences`` that a claim's words stand in, and the ``paragraphs`` around these; empty where not loaded."""

    sentences: str = ""
    paragraphs: str = ""
    too_long: bool = False


def stale(claim: Claim, around: Around) -> list[str]:
    """The figure and the reporting verb where the claim's words and their sentences do not hold them, in words.

    A quotation may go on over several sentences, so the verb of a direct one may stand anywhere in the paragraph.
    Loaded: the claim's article.
    """
    sentences = around.sentences or claim.quoted
    if claim.figure_value is None and not claim.verb.strip():
        return []
    if around.too_long or len(sentences) > LONGEST_HELD:
        return [
            "The claim’s words are too long to be compared with its figure and reporting verb. "
            "Choose fewer words, or clear both fields."
        ]
    found = []
    if claim.figure_value is not None and sentences:
        unheld = unheld_figure(
            sentences,
            claim.figure_value,
            claim.figure_high,
            claim.figure_unit,
            claim.figure_modifier,
            claim.article.language,
        )
        if unheld:
            found.append(_figure_words(claim, unheld))
    if claim.verb.strip() and sentences:
        place = (around.paragraphs or sentences) if claim.form == Form.DIRECT else sentences
        if not holds_verb(place, claim.verb):
            found.append(
                f"Reporting verb: “{claim.verb}” does not stand in the claim’s words or their sentence. "
                "Write the verb as it is printed, or clear the field."
            )
    return found


def _figure_words(claim: Claim, unheld: Unheld) -> str:
    there = f"say “{unheld.printed}”" if unheld.printed else "give no such number"
    words = f"the claim’s words and their sentence {there}"
    match unheld.part:
        case "value":
            printed = "" if claim.article.language.startswith("en") else " (only digits are compared in this language)"
            return (
                f"Figure: it is {_plain(claim.figure_value)}, but {words}{printed}. "
                "Correct the figure, change the words, or clear the figure."
            )
        case "high":
            high = f"it is {_plain(claim.figure_high)}" if claim.figure_high is not None else "it is empty"
            return f"Upper figure: {high}, but {words}. Give both ends of a range as printed, or clear the figure."
        case "modifier":
            modifier = FigureModifier(claim.figure_modifier).label
            return f"Modifier: it is “{modifier}”, but {words}. Choose the modifier that is printed."
    return f"Unit: it is “{claim.figure_unit}”, but {words}. Write the unit as it is printed, or clear it."


def _plain(number: Decimal | None) -> str:
    words = f"{number:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words
