"""Define a figure: its value, unit, modifier and printed words, within the limits of a claim's fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from claims.text.words import Span

NUMBER, COUNT, PERCENTAGE, MONEY, SHARE, AGE, ORDER, DATE, TIME = (
    "number",
    "count",
    "percentage",
    "money",
    "share",
    "age",
    "ordinal",
    "date",
    "time",
)
ABOUT, MORE, LESS, AT_LEAST, AT_MOST = "about", "more_than", "less_than", "at_least", "at_most"
_LARGEST, _SMALLEST = Decimal(10) ** 18, Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    `value` (and `high`, of a range) has at most 18 digits before the point and 6 after it; None if the words give no
    number (`dozens`), and for dates and times of day. `unit` is as printed: the counted noun without whose it is
    (`battle tanks`), `%`, `$`, `years`. `modifier` is "", about, more_than, less_than, at_least or at_most. A share (`a
    third of voters`) has a value between 0 and 1 and the shared noun as its unit.
    """

    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    unit: str
    modifier: str
    kind: str
    words: str


def bounded(value: Decimal | None) -> Decimal | None:
    """Return the value rounded to what a claim can store; None if it is too large."""
    if value is None or abs(value) >= _LARGEST:
        return None
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.quantize(_SMALLEST, ROUND_HALF_UP).normalize()


def within(found: Iterable[Figure], spans: Sequence[Span]) -> list[Figure]:
    """Return the figures that lie inside one of the spans, in the order of the text."""
    spans, at, reach = sorted(spans), 0, -1
    inside = []
    for figure in sorted(found, key=lambda figure: figure.start):
        while at < len(spans) and spans[at][0] <= figure.start:
            reach = max(reach, spans[at][1])
            at += 1
        if figure.end <= reach:
            inside.append(figure)
    return inside
