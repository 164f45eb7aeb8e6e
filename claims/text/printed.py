"""Check whether words contain a figure, a verb or a speaker as somebody typed it.

Only what is printed counts, nothing calculated: half of 480 is not 240, and a mile is not 1.6 km. English is read in
full; in other languages the digits are compared, and units that are written alike everywhere.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from claims.text.denials import behind_a_not, folded, is_not
from claims.text.numerals import (
    FOREIGN_SCALES,
    SCALES,
)
from claims.text.printed_numbers import EVERYWHERE, Number, is_english, numbers_in, of_one_thing, signs_in
from claims.text.suggest.lexicon import lexicon
from claims.text.words import Span

_WORD = re.compile(r"[\w'-]+")
#: Characters of evidence in which the figures of a rationale are looked for.
_MOST_READ = 60_000
_TELLS = 20  # words of a statement in which it says who does what
_DEEDS = frozenset(["announces", "agrees", "orders", "promises", "denies"])
_BEFORE_A_VERB = frozenset(["has", "have", "had", "also", "again", "later", "then"])
_FEW = 12  # up to here a number in words mostly counts sources
_COUNTED = re.compile(r"\b(?:source|record|report|account|claim|page|piece|document|origin|outlet)s?\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:\b(?:claim|source|line|page|paragraph|para|section|table|figure|fig|chart|number|version|article|chapter|item|"
    r"row|column|cell|note|footnote|slide|minute|annex|appendix)s?|\b(?:pp?|nos?)\.|[§#№])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unheld:
    """What the words lack. ``part`` is value, high, unit or modifier; ``printed`` is what they say instead.

    ``own``: the claim's own words say it, not the rest of their sentence.
    """

    part: str
    printed: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Uncited:
    """A figure that no text holds: its value, and its ``words`` with modifier and unit."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """A figure as somebody typed it."""

    value: Decimal
    high: Decimal | None
    unit: str
    modifier: str


def unheld_figure(
    words: str,
    value: Decimal,
    high: Decimal | None,
    unit: str,
    modifier: str,
    language: str = "en",
    own: Iterable[Span] | None = None,
) -> Unheld | None:
    """Return the first part of a figure that ``words`` do not contain, or None if they contain all of it.

    ``own`` are the spans of the claim's own words (None: all of ``words`` are). They decide first: what else stands in
    ``words`` counts only if the claim's own give no figure of the same things. The unit is compared only if the number
    has one there: a number by itself may count what was named before.
    """
    english = is_english(language)
    numbers = numbers_in(words, language, english)
    mine = numbers if own is None else _inside(numbers, own)
    found = None
    for typed in _readings(_Typed(value, high, unit, modifier), english):
        of_it = _english_parts(typed) if english else _parts(typed, numbers)
        found = _lacking(mine, of_it)
        if found and own is not None:
            if speaking := [one for one in mine if one.speaks and of_it["unit"](one)]:
                found = Unheld(found.part, found.printed or _printed(speaking), own=True)
            else:
                found = _lacking(numbers, of_it)
        if not found:
            return None
    return found


def figure_restated(
    words: str, value: Decimal, high: Decimal | None, unit: str, modifier: str, language: str = "en"
) -> str:
    """Return the figures of the same things that ``words`` give instead of this one; "" if they give it, or none.

    The same number with another modifier is another figure. In a language that is not read, every number counts as one
    of the same things, and no modifier is compared.
    """
    english = is_english(language)
    numbers = numbers_in(words, language, english)
    for typed in _readings(_Typed(value, high, unit, modifier), english):
        ends = {abs(end) for end in (typed.value, typed.high) if end is not None}
        if ends <= {abs(end) for one in numbers for end in (one.value, one.high) if end is not None}:
            there = [one for one in numbers if {abs(end) for end in (one.value, one.high) if end is not None} & ends]
            kept = not english or any(one.modifier in (None, modifier) for one in there)
            return "" if kept else _printed(there)
    same = [one for one in numbers if one.speaks and (not english or (one.unit and unit and of_one_thing(one, unit)))]
    return _printed(same)


def _readings(typed: _Typed, english: bool) -> list[_Typed]:
    """Return the figure with the scale that its unit begins with (1.5, million people) in its value, and as typed."""
    scale, _, unit = typed.unit.strip().partition(" ")
    power = (SCALES if english else FOREIGN_SCALES).get(scale.lower())
    if power is None or scale.lower() in ("m", "b", "k"):
        return [typed]
    high = None if typed.high is None else typed.high * 10**power
    return [_Typed(typed.value * 10**power, high, unit, typed.modifier), typed]


type _Parts = dict[str, Callable[[Number], bool]]


def _english_parts(typed: _Typed) -> _Parts:
    """Return {part of the figure: whether a number has it}."""
    return {
        "value": lambda one: one.value == typed.value,
        "high": lambda one: one.high == typed.high,
        "modifier": lambda one: one.modifier in (None, typed.modifier),
        "unit": lambda one: not typed.unit or not one.unit or of_one_thing(one, typed.unit),
    }


def _parts(typed: _Typed, numbers: list[Number]) -> _Parts:
    """Return the same for languages that are not read: digits, and the units that are written alike everywhere."""
    ends = {typed.high, None} if typed.high is None else {end for one in numbers for end in (one.value, one.high)}
    unit = signs_in(folded(typed.unit))
    return {
        "value": lambda one: one.value == typed.value,
        "high": lambda one: typed.high in ends,
        "unit": lambda one: not one.unit or unit not in EVERYWHERE or signs_in(folded(one.unit)) == unit,
    }


def _lacking(numbers: list[Number], parts: _Parts) -> Unheld | None:
    """Return the first part that none of the numbers has that have the parts before it; None if one has all."""
    for part, has in parts.items():
        if not (near := [number for number in numbers if has(number)]):
            return Unheld(part, _printed(numbers))
        numbers = near
    return None


def _printed(numbers: list[Number]) -> str:
    return ", ".join(list(dict.fromkeys(number.words for number in numbers))[:6])


def _inside(numbers: list[Number], spans: Iterable[Span]) -> list[Number]:
    """Return the numbers that begin in one of the spans."""
    spans, at, reach, inside = sorted(spans), 0, -1, []
    for number in numbers:
        while at < len(spans) and spans[at][0] <= number.start:
            reach = max(reach, spans[at][1])
            at += 1
        if number.start < reach:
            inside.append(number)
    return inside


def figures_not_in(words: str, texts: Iterable[tuple[str, str]], language: str = "en") -> list[Uncited]:
    """Return the figures of ``words`` that none of ``texts`` has, one for each value, in order.

    ``texts`` are (text, its language). What only counts the sources ("two reports"), names a place in them ("p. 4") or
    is a date, a time or a year is no such figure. No more than _MOST_READ characters of the texts are read; of what is
    longer, a figure counts as held that stands anywhere in it in digits.
    """
    cited = [number for number in numbers_in(words, language, is_english(language)) if _cites(number, words)]
    if not cited:
        return []
    texts = [(text, spoken) for text, spoken in texts if text.strip()]
    left = _MOST_READ
    held: set[Decimal] = set()
    unread = []
    for text, spoken in texts:
        if len(text) > left:
            unread.append(text)
            continue
        left -= len(text)
        for tongue in {spoken or language, language}:
            numbers = numbers_in(text, tongue, is_english(tongue))
            held |= {abs(end) for one in numbers for end in (one.value, one.high) if end is not None}
    lacking: dict[Decimal, Number] = {}
    for number in cited:
        ends = [abs(end) for end in (number.value, number.high) if end is not None]
        if number.unit == "m" and number.value * 10**6 in held:
            continue  # 1.2m, where nothing that is counted follows
        if not all(end in held or any(_in_digits(end, text) for text in unread) for end in ends):
            lacking.setdefault(number.value, number)
    return [Uncited(number.value, number.words) for number in lacking.values()]


def _cites(number: Number, words: str) -> bool:
    """Return whether a number of a rationale is a figure of what it is about."""
    few = number.value <= _FEW and not number.words[:1].isdigit() and number.modifier in (None, "")
    counts = few or bool(_COUNTED.search(number.unit or ""))
    return number.speaks and not counts and not _LABEL.search(words[max(0, number.start - 20) : number.start])


def _in_digits(value: Decimal, text: str) -> bool:
    forms = {f"{value:f}", f"{value:,f}", f"{value.normalize():f}"}
    return any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text) for form in forms)


def holds_verb(words: str, verb: str) -> bool:
    """Return whether ``words`` contain the words of a verb, with the same spelling and in the same order (put … at).

    A verb that stands only behind a "not" is not in them: "said" is not in "has never said".
    """
    there, typed = _words(words), _words(verb)
    if not any(map(is_not, typed)):
        there = [word for at, word in enumerate(there) if not behind_a_not(there[max(0, at - 3) : at])]
    return _run_together(words, verb) or _in_order(typed, there)


def deed_restated(statement: str, words: str, names: Iterable[str], language: str = "en") -> str:
    """Return the verb by which a statement says that one of ``names`` announced, ordered, promised or denied something.

    Empty if ``words`` have that verb in any of its forms, not behind a "not". English only.
    """
    if not is_english(language):
        return ""
    reporting = lexicon("en").reporting
    last = {found[-1] for name in names if (found := _named(name))}
    there = _words(words)
    printed = {
        verb.lemma
        for at, word in enumerate(there)
        if word in reporting and not behind_a_not(there[max(0, at - 3) : at])
        for verb in reporting[word]
    }
    said = _named(statement)
    for at, word in enumerate(said[:_TELLS]):
        verbs = reporting.get(word, ())
        if not verbs or not all(verb.act in _DEEDS for verb in verbs) or any(verb.lemma in printed for verb in verbs):
            continue
        before = [one for one in said[max(0, at - 3) : at] if one not in _BEFORE_A_VERB]
        if before and before[-1] in last:
            return word
    return ""


def holds_speaker(words: str, printed: str) -> bool:
    """Return whether ``words`` contain a speaker as printed: the same words in the same order."""
    return _run_together(words, printed) or _in_order(_named(printed), _named(words))


def _run_together(words: str, typed: str) -> bool:
    """Return whether ``typed`` stands in the words of a language that has no blanks between words."""
    return not re.search(r"[a-z]", typed := folded(typed)) and typed in folded(words)


def _in_order(typed: list[str], there: list[str]) -> bool:
    rest = iter(there)
    return all(any(word == one for one in rest) for word in typed)


def _words(words: str) -> list[str]:
    return _WORD.findall(folded(words))


def _named(words: str) -> list[str]:
    """Return the words without the "'s" of what is somebody's."""
    return [word.removesuffix("'s").rstrip("'") for word in _words(words)]
