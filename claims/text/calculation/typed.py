"""Read a figure that somebody types: its modifier, number and unit, and how exactly it is given.

All that is typed is understood, or it is refused: half a number would be a wrong one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from claims.text.calculation.quantity import Quantity, Uncomputable
from claims.text.calculation.units import SIGNS, atom, proportion, tidy
from claims.text.figures import ABOUT, SHARE, Figure, figures
from claims.text.figures.modifiers import modifier_before, modifier_behind
from claims.text.figures.scan import Scan
from claims.text.numerals import (
    BEHIND_DIGITS,
    DIGITS,
    FOREIGN_SCALES,
    SCALES,
    SPELLED,
    digits_value,
    part_value,
    spelled_value,
)

LONGEST = 200  # characters of a figure with its unit

_ENGLISH = {word: power for word, power in SCALES.items() if len(word) > 1} | {"k": 3}
_POWERS = FOREIGN_SCALES | _ENGLISH
_LETTERS = {"m": 6, "b": 9}  # millions and billions only before what is counted, or behind money: 5 m are metres


def _scale_pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"[\s\u00a0]?({longest_first})(?:s\b|\.|(?![^\W\d_]))", re.IGNORECASE)


# “min” is a thousand in Azerbaijani alone: elsewhere 30 min are minutes.
_SCALE = {
    "en": _scale_pattern(_ENGLISH),
    "az": _scale_pattern(_POWERS),
    "": _scale_pattern(word for word in _POWERS if word != "min"),
}
_LETTER = re.compile(r"([mb])(?=\s[^\W\d_])", re.IGNORECASE)
_LETTER_OF_MONEY = re.compile(r"([mb])(?!\w)", re.IGNORECASE)
_SIGN = "|".join(map(re.escape, SIGNS))
_DIGITS = re.compile(
    rf"(?P<minus>[-−–]\s?)?(?P<sign>{_SIGN})?\s?(?P<minus_behind>[-−–])?(?P<digits>{DIGITS})(?P<part>{BEHIND_DIGITS})?"
)
_BEGINS = re.compile(rf"(?:[-−–]\s?)?(?:(?:{_SIGN})\s?)?[-−–]?\.?\d")
_SPELLED = re.compile(rf"{SPELLED}(?![\w-])", re.IGNORECASE)
_GOES_ON = re.compile(r"\d|[.,'’٬٫]\d|\s?\^|[⁰¹²³⁴-⁹]|[eE][-+−]?\d")
_TO = re.compile(rf"\s?(?:[-–—]|\bto\b|\band\b|\bbis\b)\s?(?=(?:{_SIGN})?\s?\d)")
_PER = re.compile(r"\s?/\s?|(?:^|\s)(?:per|pro|par|por)\s")
_LED = re.compile(r"(?P<led>between|from)\s", re.IGNORECASE)
_FALLS = re.compile(
    r"(?:an?\s|the\s)?(?P<falls>fall|drop|decrease|decline|loss|cut|reduction|down)(?:\sof|\sby)?\s", re.IGNORECASE
)
_RISES = re.compile(r"(?:an?\s|the\s)?(?:rise|increase|growth|gain|up)(?:\sof|\sby)?\s", re.IGNORECASE)
_NEARLY = re.compile(r"(?:nearly|almost|close to)\s", re.IGNORECASE)
_ABOUT = re.compile(r"(?:etwa|rund|ungefähr|environ|около|примерно)\s", re.IGNORECASE)
#: A digit is part of a unit only in a name: S-300 systems.
_NO_UNIT = re.compile(r"(?<![^\W\d_][-‑])(?<!\w)\d|\b(?:or|than|more|less|fewer|about)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure as it is typed.

    ``modifier`` is as a Figure has it; ``nearly``: it is a little less. ``high`` is the upper end of a range.
    ``step`` is one of the last digit that is given, and ``round_step`` of the last one that is no zero: 100,000 and
    1,000,000 for "3.0 million"; of a share in words (a third) one and ten per cent. ``direction`` is 1 where it is
    called a rise, -1 for a fall, else 0.
    """

    words: str
    quantity: Quantity
    high: Quantity | None = None
    modifier: str = ""
    nearly: bool = False
    step: Fraction = Fraction(1)
    round_step: Fraction = Fraction(1)
    direction: int = 0


@dataclass(frozen=True, slots=True)
class _Number:
    """``last`` and ``last_round`` are powers of ten, without the ``scale`` that is printed behind."""

    value: Fraction
    last: int
    last_round: int
    scale: int
    sign: str
    end: int

    def scaled(self, scale: int) -> Fraction:
        return self.value * Fraction(10**scale)


def read_figure(typed: str, language: str = "en", at: str = "result") -> Typed:
    """Return a figure with its unit, as it is typed alone: "about 1.2 million people", "€5 per litre", "a third".

    Digits are read as the language of ``language`` prints them. Raises Uncomputable, about ``at``, for what is not
    understood to its end.
    """
    words = tidy(typed[: 2 * LONGEST])
    if not words:
        raise Uncomputable("Type a figure.", at)
    if len(words) > LONGEST:
        raise Uncomputable(f"A figure with its unit has at most {LONGEST} characters.", at)
    rest, direction, nearly, modifier = words, 0, False, ""
    if found := _FALLS.match(rest) or _RISES.match(rest):
        direction, rest = -1 if "falls" in found.groupdict() else 1, rest[found.end() :]
    if found := _NEARLY.match(rest):
        nearly, modifier, rest = True, ABOUT, rest[found.end() :]
    elif found := _ABOUT.match(rest):
        modifier, rest = ABOUT, rest[found.end() :]
    if share := _share(rest):
        made, said = Quantity(Fraction(share.value or 0).limit_denominator(100)), modifier or share.modifier
        return Typed(words, made, None, said, nearly, Fraction(1, 100), Fraction(1, 10), direction)
    digits = _BEGINS.search(rest)
    start = digits.start() if digits else spelled.start() if (spelled := _SPELLED.search(rest)) else -1
    if start < 0:
        raise Uncomputable("No number was understood here. Type a number with its unit.", at)
    led = rest[:start]
    if led and not modifier and not _LED.fullmatch(led):
        first, modifier = modifier_before(Scan(rest, "en", True, None), start)
        led = rest[:first]
    if led and not _LED.fullmatch(led):
        raise Uncomputable(f"“{led.strip()}” was not understood. Type a number with its unit.", at)
    read = _number_and_unit(rest[start:], language, modifier, at)
    return replace(read, words=words, nearly=nearly, direction=direction)


def _share(words: str) -> Figure | None:
    """Return a share in words that is all of ``words`` (two thirds of voters, half); else None."""
    for asked in (words, f"{words} of all"):  # a quarter alone may be three months
        found = figures(asked)
        if len(found) == 1 and found[0].kind == SHARE and found[0].value is not None:
            return found[0]
    return None


def _number_and_unit(words: str, language: str, modifier: str, at: str) -> Typed:
    """Read a number, the upper end of a range, and the unit, to the end of the words."""
    low = _number(words, 0, language, at)
    end, scale, sign, high = low.end, low.scale, low.sign, None
    if between := _TO.match(words, end):
        high = _number(words, between.end(), language, at)
        end, sign, scale = high.end, sign or high.sign, scale or high.scale  # 20 to 30 million
    scan = Scan(words, "en", True, None)
    _, last, modifier = modifier_behind(scan, end, modifier)
    unit = unit_of(f"{sign} {words[last:].strip()}".strip(), language, at)
    quantity, upper = unit.times(low.scaled(scale)), None
    if high:
        upper = unit.times(high.scaled(high.scale))
        if upper.value <= quantity.value:
            raise Uncomputable("The upper end of a range is the larger number.", at)
    step, round_step = (Fraction(10) ** (power + scale) for power in (low.last, low.last_round))
    return Typed(words, quantity, upper, modifier, step=Fraction(step), round_step=Fraction(round_step))


def _number(words: str, start: int, language: str, at: str) -> _Number:
    found = _DIGITS.match(words, start)
    if found is None:
        spelled = _SPELLED.match(words, start)
        if spelled is None:
            raise Uncomputable("No number was understood here. Type a number with its unit.", at)
        value = Fraction(spelled_value(spelled.group()))
        return _Number(value, *_places(value), 0, "", spelled.end())
    digits, end = found["digits"], found.end()
    if _GOES_ON.match(words, end):
        raise Uncomputable(
            f"“{words[start : end + 12]}” was not understood to its end. Type it with all its digits.", at
        )
    exact = digits_value(digits, language)
    if exact is None:
        raise Uncomputable("This number has too many digits.", at)
    value = Fraction(exact) + (Fraction(part_value(found["part"])) if found["part"] else 0)
    scale = 0
    language = language.partition("-")[0].lower()
    while more := _SCALE.get(language, _SCALE[""]).match(words, end):  # two thousand million
        scale, end = scale + _POWERS[more[1].casefold()], more.end()
    letter = (_LETTER_OF_MONEY if found["sign"] else _LETTER).match(words, end)
    if letter and not scale:
        scale, end = _LETTERS[letter[1].casefold()], letter.end()
    places = (exact.as_tuple().exponent, _places(value)[1]) if not found["part"] else _places(value)
    last = min(int(places[0]), 0)
    sign = -1 if found["minus"] or found["minus_behind"] else 1
    return _Number(sign * value, last, max(places[1], last), scale, found["sign"] or "", end)


def _places(value: Fraction) -> tuple[int, int]:
    """Return the powers of ten of the last digit of a number, and of its last digit that is no zero."""
    power = 0
    while value and power > -12 and (value / Fraction(10) ** power).denominator != 1:
        power -= 1
    last = power
    while value and power < 18 and (value / Fraction(10) ** (power + 1)).denominator == 1:
        power += 1
    return last, power


def unit_of(words: str, language: str = "en", at: str = "result") -> Quantity:
    """Return one of a unit as it is typed: "%", "km/h", "deaths per 100,000 people"; a bare number for "".

    Raises Uncomputable, about ``at``.
    """
    if of := proportion(words):
        return Quantity(Fraction(1, 100), of=of)
    parts = _PER.split(words)
    if len(parts) > 2:
        raise Uncomputable(f"“{words}” was not understood: a unit has at most one “per”.", at)
    made = _units(parts[0], at)
    if len(parts) == 1:
        return made if not made.units else replace(made, label=words)
    under, many = parts[1].strip(), Fraction(1)
    if (found := _DIGITS.match(under)) and not found["minus"]:
        number = _number(under, 0, language, at)
        many, under = number.scaled(number.scale), under[number.end :].strip()
    below = _units(under, at)
    if not many or not below.units:
        raise Uncomputable(f"“{words}” was not understood: say per what it is.", at)
    units = made.units + tuple((unit, -exponent) for unit, exponent in below.units)
    return Quantity(made.size / below.size / many, units, made.of, label=words, scale=1 / many)


def _units(words: str, at: str) -> Quantity:
    """Return one of a unit without a "per"."""
    words = words.strip()
    if not words:
        return Quantity(Fraction(1))
    if of := proportion(words):
        return Quantity(Fraction(1, 100), of=of)
    if _NO_UNIT.search(words):
        raise Uncomputable(f"“{words}” was not understood. Type one number with its unit.", at)
    unit = atom(words)
    if unit.counted and (scale := next((word for word in words.split() if word.rstrip(".").casefold() in _POWERS), "")):
        raise Uncomputable(f"“{scale}” was not understood. Type the number with all its digits.", at)
    return Quantity(unit.size, ((unit, 1),), label=words)
