"""The numbers that are printed in words, as a claim's figure is held to them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.text.denials import folded
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
from claims.text.suggest.lexicon import singular

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
EVERYWHERE = frozenset([*_SIGN_OF.values(), *listed("km kg cm mm mg ha km/h km² kwh mwh mw gw")])
_UNIT_WORD = re.compile(r"[^\W_]+(?:[-‑'’/.][^\W_]+)*|[^\w\s,.;:()]+")
# In English a name with digits in it (S-300, F16) is not a number. Chinese and Japanese set numbers between letters.
_ENGLISH_NUMBER = re.compile(rf"(?<![\w.,])(?<![^\W\d_][-‑–]){DIGITS}")
_NUMBER = re.compile(rf"(?<![\d.,]){DIGITS}")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d.,]?\d)")
_SPELLED = re.compile(rf"\b{SPELLED}", re.IGNORECASE)
WRITTEN_ORDINAL = re.compile(rf"(?<![\w.,])(?:{ORDINAL}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:zero|nil|no|none|nobody|nothing|neither)\b", re.IGNORECASE)
YEARS = range(1900, 2100)
_SCALES = {
    language: re.compile(rf"[\s\u00a0-]?({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})", re.I)
    for language, words in (("en", SCALES), ("", FOREIGN_SCALES))
}


@dataclass(frozen=True, slots=True)
class Number:
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


def numbers_in(words: str, language: str, english: bool) -> list[Number]:
    """Return every number of the words, in order: as figures, and as the digits alone say."""
    every = figures(words, language)
    read = [figure for figure in every if figure.value is not None]
    scan = Scan(words, language, english, None)
    found = [_as_number(figure) for figure in read]
    unread = unread_spans(words, language) if english else []
    dates = [figure for figure in every if figure.kind in (DATE, TIME)]
    plain = [
        *(one for one in _plain_numbers(words, language) if one[2] in YEARS or not _over(one, dates)),
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
        found.append(Number(start, end, value, None, modifier, unit or None, printed))
    return _with_phrases(words, sorted(found, key=lambda number: number.start))


def _over(number: tuple[int, int, Decimal], dates: list[Figure]) -> bool:
    """Return whether a number is a part of one of the dates, which are in order."""
    at = bisect_left(dates, number[1], key=lambda date: date.start) - 1
    return at >= 0 and number[0] < dates[at].end


def _as_number(figure: Figure) -> Number:
    speaks = figure.kind != ORDER and (bool(figure.unit) or figure.value not in YEARS)
    return Number(
        figure.start, figure.end, figure.value, figure.high, figure.modifier, figure.unit, figure.words, speaks
    )


def _with_phrases(words: str, numbers: list[Number]) -> list[Number]:
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
    english = is_english(language)
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
    for match in WRITTEN_ORDINAL.finditer(words):
        if (value := ordinal_value(match.group())) is not None:
            yield *match.span(), value
    for match in _SPELLED.finditer(words):
        yield *match.span(), spelled_value(match.group())
    for match in _NONE.finditer(words):
        yield *match.span(), Decimal(0)


def of_one_thing(number: Number, unit: str) -> bool:
    """Return whether a number's unit is ``unit``, or shares a word with it and has the rest of it in its phrase."""
    printed, unit = signs_in(folded(number.unit or "")), signs_in(folded(unit))
    if printed == unit:
        return True
    heads, typed = _unit_words(printed), _unit_words(unit)
    return bool(heads & typed) and typed <= heads | _unit_words(signs_in(folded(number.phrase)))


def _unit_words(words: str) -> set[str]:
    """Return the words of a unit, each in the singular."""
    return {word if len(word) < 4 else singular(word) for word in _UNIT_WORD.findall(words)}


def signs_in(words: str) -> str:
    """Return folded words with the names of units that have a sign replaced by it."""
    return _SIGN_WORDS.sub(lambda match: _SIGN_OF[match.group()], words)


def is_english(language: str) -> bool:
    return language.partition("-")[0].lower() == "en"
