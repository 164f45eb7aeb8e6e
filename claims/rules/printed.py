"""A claim says of its words only what they hold: a figure, verb or speaker that the text no longer has is stale.

The claim's own words decide; their sentence counts for what they do not speak of. Judged on the words that stand in
the article now, by ``text/printed``. A field left empty says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.models import Claim
from claims.states import FigureModifier, Form, SpeechAct
from claims.text.denials import denial_in, folded, verb_denies
from claims.text.printed import Unheld, deed_restated, figure_restated, holds_speaker, holds_verb, unheld_figure
from claims.text.suggest.naming import of_record
from claims.text.told import Telling, figures_told, telling
from claims.text.words import Span

#: Characters of words and their sentences that are read for what they say; no real claim has so many.
LONGEST_HELD = 30_000


@dataclass(frozen=True)
class Around:
    """The ``sentences`` that a claim's words stand in, and the ``paragraphs`` around these; empty where not loaded.

    ``own`` are the spans of the claim's words in ``sentences``.
    """

    sentences: str = ""
    paragraphs: str = ""
    own: tuple[Span, ...] = ()
    too_long: bool = False


@dataclass(frozen=True)
class Mismatch:
    """A fact that the words do not hold (figure, verb, speech_act or speaker_as_printed; "" for all), in words."""

    fact: str
    words: str


#: The label of the Offer that empties what the words say nothing of.
CLEAR = "Clear it"


@dataclass(frozen=True)
class Offer:
    """What one press puts into the claim instead: ``values`` by field, ``label`` as a button names them."""

    label: str
    values: dict[str, Any]

    @property
    def says(self) -> str:
        """The button's words before the label."""
        return "" if self.label == CLEAR else "Take over"


def stale(claim: Claim, around: Around) -> list[str]:
    """What the claim's words and their sentences do not hold, in words."""
    return [one.words for one in mismatches(claim, around)]


def mismatches(claim: Claim, around: Around) -> list[Mismatch]:
    """What the claim's words and their sentences do not hold: figure, verb, speaker as printed, speech act.

    A quotation may go on over several sentences, so who says a direct one may stand anywhere in the paragraph.
    Loaded: the claim's article.
    """
    sentences = around.sentences or claim.quoted
    if not says_what_is_printed(claim) or not sentences:
        return _unsaid_denial(claim)
    if around.too_long or len(sentences) > LONGEST_HELD:
        words = (
            "The claim’s words are too long to be compared with its figure, reporting verb and speaker as printed. "
            "Choose fewer words, or clear these fields."
        )
        return [Mismatch("", words)]
    found = []
    if unheld := _unheld(
        claim, around, claim.figure_value, claim.figure_high, claim.figure_unit, claim.figure_modifier
    ):
        found.append(Mismatch("figure", _figure_words(claim, unheld)))
    elif restated := _restated(claim):
        ends = " to ".join(filter(None, (plain_number(claim.figure_value), plain_number(claim.figure_high))))
        modifier = f"{FigureModifier(claim.figure_modifier).label} " if claim.figure_modifier else ""
        words = (
            f"Statement: it says “{restated}”, but the claim’s figure is {modifier}{ends}, as its words have it. "
            "Correct the statement, or clear the figure."
        )
        found.append(Mismatch("", words))
    direct = claim.form == Form.DIRECT
    place = _place(claim, around)
    if claim.verb.strip():
        if not holds_verb(place, claim.verb):
            words = (
                f"Reporting verb: “{claim.verb}” does not stand in the claim’s words or their sentence"
                f"{', or stands there behind a “not”' if claim.article.language.startswith('en') else ''}. "
                "Write the verb as it is printed, or clear the field."
            )
            found.append(Mismatch("verb", words))
        elif (denies := _denies(claim)) not in (None, claim.speech_act == SpeechAct.DENIES):
            words = (
                f"Speech act: it is “{claim.get_speech_act_display()}”, but “{claim.verb}” is "
                f"{'a' if denies else 'no'} denial. Choose the speech act that is printed, or correct the verb."
            )
            found.append(Mismatch("speech_act", words))
    else:
        found += _unsaid_denial(claim)
    if claim.verb.strip() and (deed := _other_deed(claim, place)):
        words = (
            f"Statement: it says “{deed}”, but the claim’s words have “{claim.verb}”. "
            "Write in the statement what is held or done as the words have it now."
        )
        found.append(Mismatch("", words))
    # A turn of an interview has its speaker's name somewhere above it.
    asked = claim.speaker_as_printed.strip() and (claim.verb.strip() or not direct)
    if asked and not holds_speaker(place, claim.speaker_as_printed):
        words = (
            f"Speaker as printed: “{claim.speaker_as_printed}” does not stand in the claim’s words or their "
            "sentence. Write the speaker as it is printed, or clear the field."
        )
        found.append(Mismatch("speaker_as_printed", words))
    return found


def _restated(claim: Claim) -> str:
    """The figures of the same things that the statement gives instead of the claim's; empty if it gives that one."""
    if claim.figure_value is None:
        return ""
    statement, language = claim.statement[:LONGEST_HELD], claim.article.language
    return figure_restated(
        statement, claim.figure_value, claim.figure_high, claim.figure_unit, claim.figure_modifier, language
    )


def _other_deed(claim: Claim, place: str) -> str:
    """The verb by which the statement says that the speaker did something else than the words say; "" if none."""
    names = [claim.speaker_as_printed, claim.speaker.name if claim.speaker else ""]
    return deed_restated(claim.statement[:LONGEST_HELD], place, names, claim.article.language)


def _denies(claim: Claim) -> bool | None:
    """Whether the claim's verb is a denial, by itself or with the words behind it: “rejected allegations that …”."""
    denies = verb_denies(claim.verb, claim.article.language)
    return True if denies is None and _denial(claim) in folded(claim.verb).split() else denies


def _unsaid_denial(claim: Claim) -> list[Mismatch]:
    """Say that the claim's own words deny something, though it has no verb and another speech act."""
    if claim.verb.strip() or claim.speech_act == SpeechAct.DENIES or not (verb := _denial(claim)):
        return []
    words = (
        f"Speech act: it is “{claim.get_speech_act_display()}”, but the claim’s words have “{verb}”. "
        "Choose “denies”, or write the reporting verb as it is printed."
    )
    return [Mismatch("speech_act", words)]


def _denial(claim: Claim) -> str:
    return denial_in(claim.quoted[:LONGEST_HELD], claim.article.language)


def offers(claim: Claim, around: Around, found: Iterable[Mismatch]) -> dict[str, list[Offer]]:
    """{fact: what the words say instead} for each fact of ``found``; to clear it, where they say nothing.

    Nothing is offered that the words do not hold. Loaded: the claim's article.
    """
    facts = [one.fact for one in found if one.fact]
    told = telling(*_own(claim, around), claim.article.language) if {*facts} - {"figure"} else None
    return {fact: _offers(claim, around, fact, told) or [Offer(CLEAR, _CLEAR[fact])] for fact in facts}


def _offers(claim: Claim, around: Around, fact: str, told: Telling | None) -> list[Offer]:
    if fact == "figure":
        own = around.own if around.sentences else ((0, len(claim.quoted)),)
        printed = figures_told(around.sentences or claim.quoted, own, claim.article.language)
        return [
            Offer(
                f"“{one.words}”",
                {
                    "figure_value": one.value,
                    "figure_high": one.high,
                    "figure_unit": one.unit[:_UNIT],
                    "figure_modifier": one.modifier,
                },
            )
            for one in printed
            if not _unheld(claim, around, one.value, one.high, one.unit, one.modifier)
        ]
    if fact == "speech_act" and not claim.verb.strip() and not (told and told.speech_act == SpeechAct.DENIES):
        return [Offer("“denies”", {"speech_act": SpeechAct.DENIES})]
    if told is None:
        return []
    place = _place(claim, around)
    if fact == "speaker_as_printed":
        if not told.printed or not holds_speaker(place, told.printed):
            return []
        values: dict[str, Any] = {"speaker_as_printed": told.printed}
        named = of_record(told.speaker) or not claim.article.language.startswith("en")
        return [Offer(f"“{told.printed}”", values | ({"speaker": told.speaker} if told.speaker and named else {}))]
    if fact == "speech_act" and (verb := _denial(claim)) and holds_verb(place, verb):
        return [Offer(f"“{verb}” (denies)", {"verb": verb, "speech_act": SpeechAct.DENIES, "verb_endorses": False})]
    if not told.verb or not holds_verb(place, told.verb):
        return []
    values = {"verb": told.verb, "speech_act": told.speech_act, "verb_endorses": told.endorses}
    return [Offer(f"“{told.verb}” ({SpeechAct(told.speech_act).label.lower()})", values)]


_UNIT = 80  # characters, as the column has them
_CLEAR: dict[str, dict[str, Any]] = {
    "figure": {"figure_value": None, "figure_high": None, "figure_unit": "", "figure_modifier": ""},
    "verb": {"verb": "", "verb_endorses": False},
    "speech_act": {"verb": "", "verb_endorses": False},
    "speaker_as_printed": {"speaker_as_printed": ""},
}


def _place(claim: Claim, around: Around) -> str:
    """Where the verb and the speaker of a claim may stand."""
    sentences = around.sentences or claim.quoted
    return (around.paragraphs or sentences) if claim.form == Form.DIRECT else sentences


def _own(claim: Claim, around: Around) -> tuple[str, list[Span]]:
    """Where the verb and the speaker may stand, at most LONGEST_HELD characters; the claim's own words there."""
    place = _place(claim, around)[:LONGEST_HELD]
    if place == around.sentences:
        return place, list(around.own)
    pieces = [(place.find(piece), len(piece)) for piece in claim.quoted.split(" … ")]
    return place, [(at, at + length) for at, length in pieces if at >= 0]


def _unheld(
    claim: Claim, around: Around, value: Decimal | None, high: Decimal | None, unit: str, modifier: str
) -> Unheld | None:
    if value is None:
        return None
    own = around.own if around.sentences else None
    return unheld_figure(around.sentences or claim.quoted, value, high, unit, modifier, claim.article.language, own)


def says_what_is_printed(claim: Claim) -> bool:
    """Whether any field is filled that the claim's words are held to."""
    return claim.figure_value is not None or bool(claim.verb.strip() or claim.speaker_as_printed.strip())


def _figure_words(claim: Claim, unheld: Unheld) -> str:
    there = f"say “{unheld.printed}”" if unheld.printed else "give no such number"
    words = f"the claim’s {'own words' if unheld.own else 'words and their sentence'} {there}"
    match unheld.part:
        case "value":
            printed = "" if claim.article.language.startswith("en") else " (only digits are compared in this language)"
            return (
                f"Figure: it is {plain_number(claim.figure_value)}, but {words}{printed}. "
                "Correct the figure, change the words, or clear the figure."
            )
        case "high":
            high = f"it is {plain_number(claim.figure_high)}" if claim.figure_high is not None else "it is empty"
            return f"Upper figure: {high}, but {words}. Give both ends of a range as printed, or clear the figure."
        case "modifier":
            modifier = FigureModifier(claim.figure_modifier).label
            return f"Modifier: it is “{modifier}”, but {words}. Choose the modifier that is printed."
    return f"Unit: it is “{claim.figure_unit}”, but {words}. Write the unit as it is printed, or clear it."


def plain_number(number: Decimal | None) -> str:
    """A number in digits, in groups of three, without the zeros at its end; empty for None."""
    if number is None:
        return ""
    words = f"{number:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words
