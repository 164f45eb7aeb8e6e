"""Check whether words contain a figure or a verb as somebody typed it. Only what is printed counts, nothing calculated.

Half of 480 is not 240, and a mile is not 1.6 km. English is read in full; in other languages only the digits are
compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.text.figures import Figure, figures
from claims.text.marks import normal_form
from claims.text.numerals import (
    DIGITS,
    FOREIGN_SCALES,
    ORDINAL,
    SCALES,
    SPELLED,
    digits_value,
    ordinal_value,
    spelled_value,
)
from claims.text.suggest.lexicon import singular

#: Signs and the words that newspapers print for them.
_SAME_UNIT = [
    {"%", "percent", "per cent", "pct", "٪"},
    {"$", "us$", "usd", "dollar", "us dollar"},
    {"€", "eur", "euro"},
    {"£", "gbp", "pound", "pound sterling"},
]
_UNIT_WORD = re.compile(r"[^\W_]+(?:[-‑'’/.][^\W_]+)*|[^\w\s,.;:()]+")
# In English a name with digits in it (S-300, F16) is not a number. Chinese and Japanese set numbers between letters.
_ENGLISH_NUMBER = re.compile(rf"(?<![\w.,])(?<![^\W\d_][-‑–]){DIGITS}")
_NUMBER = re.compile(rf"(?<![\d.,]){DIGITS}")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d.,]?\d)")
_AND_A_HALF = re.compile(r"\sand a half\b", re.IGNORECASE)
_SPELLED = re.compile(rf"\b{SPELLED}", re.IGNORECASE)
_NONE = re.compile(r"\b(?:zero|nil|no|none|nobody|nothing|neither)\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?<![\w.,])(?:{ORDINAL}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_SCALES = {
    language: re.compile(rf"[\s\u00a0-]?({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})", re.I)
    for language, words in (("en", SCALES), ("", FOREIGN_SCALES))
}


@dataclass(frozen=True, slots=True)
class Unheld:
    """What the words lack. ``part`` is value, high, unit or modifier; ``printed`` is what they say instead."""

    part: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """One number as printed. ``modifier`` and ``unit`` are None if they cannot be determined."""

    value: Decimal
    high: Decimal | None
    modifier: str | None
    unit: str | None
    words: str


def unheld_figure(
    words: str, value: Decimal, high: Decimal | None, unit: str, modifier: str, language: str = "en"
) -> Unheld | None:
    """Return the first part of a figure that ``words`` do not contain, or None if they contain all of it.

    The unit is compared only if the number has one there: a number by itself may count what was named before.
    """
    english = _is_english(language)
    numbers = _numbers(words, language, english)
    printed = ", ".join(dict.fromkeys(number.words for number in numbers[:6]))
    if not (near := [number for number in numbers if number.value == value]):
        return Unheld("value", printed)
    if not english:
        held = high is None or any(number.value == high or number.high == high for number in numbers)
        return None if held else Unheld("high", printed)
    printed = ", ".join(dict.fromkeys(number.words for number in near))
    if not (near := [number for number in near if number.high == high]):
        return Unheld("high", printed)
    if not (near := [number for number in near if number.modifier in (None, modifier)]):
        return Unheld("modifier", printed)
    return None if not unit or _has_unit(near, unit, words) else Unheld("unit", printed)


def holds_verb(words: str, verb: str) -> bool:
    """Return whether ``words`` contain the words of a verb, with the same spelling and in the same order (put … at)."""
    words, verb = _folded(words), _folded(verb)
    if verb in words and not re.search(r"[a-z]", verb):
        return True  # languages without blanks between words
    there = iter(re.findall(r"[\w'-]+", words))
    return all(any(word == one for one in there) for word in re.findall(r"[\w'-]+", verb))


def _is_english(language: str) -> bool:
    return language.partition("-")[0].lower() == "en"


def _folded(words: str) -> str:
    words = normal_form("NFKC", words).casefold()
    return " ".join(words.replace("’", "'").replace("‘", "'").replace("‑", "-").split())


def _numbers(words: str, language: str, english: bool) -> list[_Number]:
    """Return every number of the words, in order: as figures, and as the digits alone say."""
    read = [figure for figure in figures(words, language) if figure.value is not None]
    found = [(figure.start, _as_number(figure)) for figure in read]
    plain = _plain_numbers(words, language)
    at = 0
    for start, end, value in sorted([*plain, *_in_words(words, read)] if english else plain, key=lambda one: one[0]):
        while at < len(read) and read[at].end <= start:
            at += 1
        over = read[at] if at < len(read) and read[at].start < end else None
        if over is None:
            found.append((start, _Number(value, None, None, None, words[start:end])))
        elif over.high is None and over.value != value:
            found.append((start, _Number(value, None, over.modifier, None, over.words)))
    return [number for _, number in sorted(found, key=lambda pair: pair[0])]


def _as_number(figure: Figure) -> _Number:
    return _Number(figure.value, figure.high, figure.modifier, figure.unit, figure.words)


def _plain_numbers(words: str, language: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (start, end, value) for every way to read the digits."""
    english = _is_english(language)
    scales = _SCALES["en" if english else ""]
    for match in (_ENGLISH_NUMBER if english else _NUMBER).finditer(words):
        if (value := digits_value(match.group(), language)) is None:
            continue
        yield *match.span(), value
        if scale := scales.match(words, match.end()):
            power = (SCALES if english else FOREIGN_SCALES)[scale.group(1).lower()]
            yield match.start(), scale.end(), value * 10**power
    for match in _SPACED.finditer(words):
        if (value := digits_value(re.sub(r"\D", "", match.group()), language)) is not None:
            yield *match.span(), value


def _in_words(words: str, read: list[Figure]) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (start, end, value) of English numbers in words that are not figures: fourth, two and a half, no one."""
    for match in _ORDINAL.finditer(words):
        if (value := ordinal_value(match.group())) is not None:
            yield *match.span(), value
    for match in _SPELLED.finditer(words):
        yield *match.span(), spelled_value(match.group())
    for match in _NONE.finditer(words):
        yield *match.span(), Decimal(0)
    for figure in read:
        if match := _AND_A_HALF.match(words, figure.end):
            yield figure.start, match.end(), figure.value + Decimal("0.5")
        if words[max(0, figure.start - 6) : figure.start].lower().endswith("minus "):
            yield figure.start - len("minus "), figure.end, -figure.value


def _has_unit(numbers: list[_Number], unit: str, words: str) -> bool:
    """Return whether a number stands without a unit or with this one, or the unit stands elsewhere in the words."""
    if not all(number.unit for number in numbers):
        return True
    unit = _folded(unit)
    return any(_same_unit(unit, one) for one in {_folded(number.unit) for number in numbers}) or _stand_in(
        unit, _folded(words)
    )


def _same_unit(one: str, two: str) -> bool:
    return one == two or any({_one_of(one), _one_of(two)} <= group for group in _SAME_UNIT)


def _one_of(unit: str) -> str:
    return unit if len(unit) < 4 else singular(unit)


def _stand_in(unit: str, words: str) -> bool:
    """Return whether each word of a unit occurs in the words, in the singular or the plural."""
    if unit in words and not re.search(r"\w", unit):
        return True
    there = {_one_of(word) for word in _UNIT_WORD.findall(words)}
    return all(_one_of(word) in there for word in _UNIT_WORD.findall(unit))
