"""Check whether words contain a figure, a verb or a speaker as somebody typed it.

Only what is printed counts, nothing calculated: half of 480 is not 240, and a mile is not 1.6 km. English is read in
full; in other languages the digits are compared, and units that are written alike everywhere.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.text.denials import behind_a_not, folded, is_not
from claims.text.figures import DATE, ORDER, SHARE, TIME, Figure, figures
from claims.text.figures.reading import unread_spans
from claims.text.figures.scan import Scan
from claims.text.figures.units import counted_behind
from claims.text.numerals import (
    DIGITS,
    FOREIGN_SCALES,
    ORDINAL,
    SCALES,
    SPELLED,
    digits_value,
    listed,
    ordinal_value,
    spelled_value,
)
from claims.text.suggest.lexicon import lexicon, singular
from claims.text.words import Span

#: Signs and the words that newspapers print for them, each with the sign that they are compared by.
_SIGN_OF = {
    word: sign
    for sign, words in (
        ("%", "%|٪|pct|percent|per cent|prozent|por ciento|por cento|pour cent|per cento|процентов|процента|процент"),
        ("pp", "pp|p.p.|percentage points|percentage point"),
        ("$", "$|us$|usd|us dollars|us dollar|dollars|dollar"),
        ("€", "€|eur|euros|euro"),
        ("£", "£|gbp|pounds sterling|pound sterling|pounds|pound"),
        ("₹", "₹|inr|rs.|rs|rupees|rupee"),
        ("km", "km|kilometres|kilometers|kilometre|kilometer"),
        ("kg", "kg|kilograms|kilogram|kilogrammes|kilos|kilo"),
        ("°c", "°c|degrees celsius|degree celsius|degrees centigrade"),
    )
    for word in words.split("|")
}
_SIGN_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _SIGN_OF), key=len, reverse=True))})(?!\w)")
#: Units that are written alike in all languages, and so are compared in all.
_EVERYWHERE = frozenset([*_SIGN_OF.values(), *listed("km kg cm mm mg ha km/h km² kwh mwh mw gw")])
_YEARS = range(1900, 2100)
_UNIT_WORD = re.compile(r"[^\W_]+(?:[-‑'’/.][^\W_]+)*|[^\w\s,.;:()]+")
# In English a name with digits in it (S-300, F16) is not a number. Chinese and Japanese set numbers between letters.
_ENGLISH_NUMBER = re.compile(rf"(?<![\w.,])(?<![^\W\d_][-‑–]){DIGITS}")
_NUMBER = re.compile(rf"(?<![\d.,]){DIGITS}")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d.,]?\d)")
_SPELLED = re.compile(rf"\b{SPELLED}", re.IGNORECASE)
_NONE = re.compile(r"\b(?:zero|nil|no|none|nobody|nothing|neither)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'-]+")
_ORDINAL = re.compile(rf"(?<![\w.,])(?:{ORDINAL}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
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
_SCALES = {
    language: re.compile(rf"[\s\u00a0-]?({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})", re.I)
    for language, words in (("en", SCALES), ("", FOREIGN_SCALES))
}


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
class _Number:
    """One number as printed. ``modifier`` and ``unit`` are None if they cannot be determined.

    ``phrase``: the words around it, up to the numbers beside it. ``speaks``: it is a figure of the text, so that words
    which hold it give no other figure of the same things.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    modifier: str | None
    unit: str | None
    words: str
    speaks: bool = False
    phrase: str = ""


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
    english = _is_english(language)
    numbers = _numbers(words, language, english)
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
    english = _is_english(language)
    numbers = _numbers(words, language, english)
    for typed in _readings(_Typed(value, high, unit, modifier), english):
        ends = {abs(end) for end in (typed.value, typed.high) if end is not None}
        if ends <= {abs(end) for one in numbers for end in (one.value, one.high) if end is not None}:
            there = [one for one in numbers if {abs(end) for end in (one.value, one.high) if end is not None} & ends]
            kept = not english or any(one.modifier in (None, modifier) for one in there)
            return "" if kept else _printed(there)
    same = [one for one in numbers if one.speaks and (not english or (one.unit and unit and _of_one_thing(one, unit)))]
    return _printed(same)


def _readings(typed: _Typed, english: bool) -> list[_Typed]:
    """Return the figure with the scale that its unit begins with (1.5, million people) in its value, and as typed."""
    scale, _, unit = typed.unit.strip().partition(" ")
    power = (SCALES if english else FOREIGN_SCALES).get(scale.lower())
    if power is None or scale.lower() in ("m", "b", "k"):
        return [typed]
    high = None if typed.high is None else typed.high * 10**power
    return [_Typed(typed.value * 10**power, high, unit, typed.modifier), typed]


type _Parts = dict[str, Callable[[_Number], bool]]


def _english_parts(typed: _Typed) -> _Parts:
    """Return {part of the figure: whether a number has it}."""
    return {
        "value": lambda one: one.value == typed.value,
        "high": lambda one: one.high == typed.high,
        "modifier": lambda one: one.modifier in (None, typed.modifier),
        "unit": lambda one: not typed.unit or not one.unit or _of_one_thing(one, typed.unit),
    }


def _parts(typed: _Typed, numbers: list[_Number]) -> _Parts:
    """Return the same for languages that are not read: digits, and the units that are written alike everywhere."""
    ends = {typed.high, None} if typed.high is None else {end for one in numbers for end in (one.value, one.high)}
    unit = _signs(folded(typed.unit))
    return {
        "value": lambda one: one.value == typed.value,
        "high": lambda one: typed.high in ends,
        "unit": lambda one: not one.unit or unit not in _EVERYWHERE or _signs(folded(one.unit)) == unit,
    }


def _lacking(numbers: list[_Number], parts: _Parts) -> Unheld | None:
    """Return the first part that none of the numbers has that have the parts before it; None if one has all."""
    for part, has in parts.items():
        if not (near := [number for number in numbers if has(number)]):
            return Unheld(part, _printed(numbers))
        numbers = near
    return None


def _printed(numbers: list[_Number]) -> str:
    return ", ".join(list(dict.fromkeys(number.words for number in numbers))[:6])


def _inside(numbers: list[_Number], spans: Iterable[Span]) -> list[_Number]:
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
    cited = [number for number in _numbers(words, language, _is_english(language)) if _cites(number, words)]
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
            numbers = _numbers(text, tongue, _is_english(tongue))
            held |= {abs(end) for one in numbers for end in (one.value, one.high) if end is not None}
    lacking: dict[Decimal, _Number] = {}
    for number in cited:
        ends = [abs(end) for end in (number.value, number.high) if end is not None]
        if number.unit == "m" and number.value * 10**6 in held:
            continue  # 1.2m, where nothing that is counted follows
        if not all(end in held or any(_in_digits(end, text) for text in unread) for end in ends):
            lacking.setdefault(number.value, number)
    return [Uncited(number.value, number.words) for number in lacking.values()]


def _cites(number: _Number, words: str) -> bool:
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
    if not _is_english(language):
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


def _is_english(language: str) -> bool:
    return language.partition("-")[0].lower() == "en"


def _numbers(words: str, language: str, english: bool) -> list[_Number]:
    """Return every number of the words, in order: as figures, and as the digits alone say."""
    every = figures(words, language)
    read = [figure for figure in every if figure.value is not None]
    scan = Scan(words, language, english, None)
    found = [_as_number(figure) for figure in read]
    unread = unread_spans(words, language) if english else []
    dates = [figure for figure in every if figure.kind in (DATE, TIME)]
    plain = [
        *(one for one in _plain_numbers(words, language) if one[2] in _YEARS or not _over(one, dates)),
        *(
            one
            for one in (_in_words(words) if english else ())
            if not any(a < one[1] and one[0] < b for a, b in unread)
        ),
    ]
    at = 0
    for start, end, value in sorted(plain):
        while at < len(read) and read[at].end <= start:
            at += 1
        over = read[at] if at < len(read) and read[at].start < end else None
        if over is None:
            modifier, printed = None, words[start:end]
        elif over.high is None and abs(over.value) != value and over.kind != SHARE:
            modifier, printed = over.modifier, over.words
        else:
            continue
        unit = counted_behind(scan, end, value)[0] if english else ""
        found.append(_Number(start, end, value, None, modifier, unit or None, printed))
    return _with_phrases(words, sorted(found, key=lambda number: number.start))


def _over(number: tuple[int, int, Decimal], dates: list[Figure]) -> bool:
    """Return whether a number is a part of one of the dates, which are in order."""
    at = bisect_left(dates, number[1], key=lambda date: date.start) - 1
    return at >= 0 and number[0] < dates[at].end


def _as_number(figure: Figure) -> _Number:
    speaks = figure.kind != ORDER and (bool(figure.unit) or figure.value not in _YEARS)
    return _Number(
        figure.start, figure.end, figure.value, figure.high, figure.modifier, figure.unit, figure.words, speaks
    )


def _with_phrases(words: str, numbers: list[_Number]) -> list[_Number]:
    """Return the numbers, in order, each with the words from the number before it to the number behind it."""
    starts = sorted({number.start for number in numbers})
    found, reach, last, before = [], 0, -1, 0
    for number in numbers:
        if number.start != last:
            last, before = number.start, reach
        at = bisect_left(starts, max(number.end, number.start + 1))
        behind = starts[at] if at < len(starts) else len(words)
        found.append(replace(number, phrase=words[min(before, number.start) : behind]))
        reach = max(reach, number.end)
    return found


def _plain_numbers(words: str, language: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (start, end, value) for every way to read the digits."""
    english = _is_english(language)
    scales = _SCALES["en" if english else ""]
    for match in (_ENGLISH_NUMBER if english else _NUMBER).finditer(words):
        if (value := digits_value(match.group(), language)) is None:
            continue
        scale = scales.match(words, match.end())
        if not (english and scale):  # 1.5 of “1.5 million” is nothing that the words say
            yield *match.span(), value
        if scale:
            power = (SCALES if english else FOREIGN_SCALES)[scale.group(1).lower()]
            yield match.start(), scale.end(), value * 10**power
    for match in _SPACED.finditer(words):
        if (value := digits_value(re.sub(r"\D", "", match.group()), language)) is not None:
            yield *match.span(), value


def _in_words(words: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (start, end, value) of English numbers in words that are not figures: fourth, no one."""
    for match in _ORDINAL.finditer(words):
        if (value := ordinal_value(match.group())) is not None:
            yield *match.span(), value
    for match in _SPELLED.finditer(words):
        yield *match.span(), spelled_value(match.group())
    for match in _NONE.finditer(words):
        yield *match.span(), Decimal(0)


def _of_one_thing(number: _Number, unit: str) -> bool:
    """Return whether a number's unit is ``unit``, or shares a word with it and has the rest of it in its phrase."""
    printed, unit = _signs(folded(number.unit or "")), _signs(folded(unit))
    if printed == unit:
        return True
    heads, typed = _unit_words(printed), _unit_words(unit)
    return bool(heads & typed) and typed <= heads | _unit_words(_signs(folded(number.phrase)))


def _unit_words(words: str) -> set[str]:
    """Return the words of a unit, each in the singular."""
    return {word if len(word) < 4 else singular(word) for word in _UNIT_WORD.findall(words)}


def _signs(words: str) -> str:
    """Return folded words with the names of units that have a sign replaced by it."""
    return _SIGN_WORDS.sub(lambda match: _SIGN_OF[match.group()], words)
