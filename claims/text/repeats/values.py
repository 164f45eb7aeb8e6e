"""Compare values. A value is as exact as its words; two figures disagree only if no reading lets both be right."""

import re
from decimal import Decimal
from functools import lru_cache

from claims.text.figures import Figure
from claims.text.numerals import listed

LENGTHS = frozenset(
    listed(
        "year month week day hour minute second decade century time point percent mile kilometre kilometer metre"
        " meter foot"
        " inch km km² ° °c °f degree % age way thing night"
    )
)
_POSSESSIVE = re.compile(r"[’']s?$")


def exact(figure: Figure) -> bool:
    """Return whether the figure is one number without a modifier."""
    return figure.value is not None and figure.high is None and not figure.modifier


def bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """Return the lowest and highest number that the figure can mean, read as generously as its words allow.

    A value without high, about or more than is as exact as its last digit that is not 0.
    """
    value = figure.value
    far = Decimal("Infinity")
    high = figure.high if figure.high is not None else value
    slack = max(rounding(figure, value), rounding(figure, high)) / 2
    if figure.modifier == "about":
        slack = max(slack, abs(value) * Decimal("0.15"))
    low, high = value - slack, high + slack
    if figure.modifier in ("more_than", "at_least"):
        high = far
    if figure.modifier in ("less_than", "at_most"):
        low = -far
    return low, high


def rounding(figure: Figure, value: Decimal) -> Decimal:
    """Return the value of the last digit that is not 0: 100 for 300, 1 for 287, 0.1 for 4.5.

    Percentages and values below a hundred are not treated as rounded.
    """
    digit = Decimal(1).scaleb(value.normalize().as_tuple().exponent) if value else Decimal(1)
    return min(digit, Decimal(1)) if figure.kind == "percentage" or abs(value) < 100 else digit


def agree(one: Figure, two: Figure) -> bool:
    """Return whether both figures can be right about one thing: about 300 and 287 can, 300 and 366 cannot."""
    if one.value is None or two.value is None:
        return True
    (low, high), (bottom, top) = bounds(one), bounds(two)
    return low <= top and bottom <= high


def in_digits(value: Decimal) -> str:
    """Return the value as a note prints it: 1,250 or 4.5."""
    whole = value.to_integral_value()
    return f"{int(value):,}" if value == whole else f"{value.normalize():,f}"


def rounded(value: Decimal) -> str:
    """Return the same, to one decimal place."""
    return in_digits(round(value, 1))


@lru_cache(maxsize=16384)
def noun_of(unit: str) -> str:
    """Return the noun of a unit in the singular: battle tanks and tank give tank."""
    words = re.sub(r"\sof\s.*", "", unit.lower()).split()
    return stem(words[-1]) if words else ""


def stem(word: str) -> str:
    """Return a word in small letters without its plural or possessive ending."""
    small = _POSSESSIVE.sub("", word.lower())
    for end, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if small.endswith(end) and not small.endswith("ss") and len(small) > len(end) + 2:
            return small[: len(small) - len(end)] + instead
    return small
