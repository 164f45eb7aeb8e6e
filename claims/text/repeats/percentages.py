"""Recalculate a percentage or a change, but only if both of its numbers stand right beside it."""

import re
from decimal import Decimal

from claims.text.figures import Figure
from claims.text.numerals import listed
from claims.text.repeats.note import ADDS_UP, NOT_ADDING_UP, Note, spans_of
from claims.text.repeats.values import bounds, exact, in_digits, rounded, rounding

_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s|their\s|his\s|her\s|some\s)?(?:total\s)?$", re.IGNORECASE)
_OR = re.compile(
    r"\s?(?:,\sor\s|\sor\s|\s?\(|,\s?|\s[–—-]\s)(?:that is,?\s|about\s|some\s|roughly\s|nearly\s|almost\s)?$"
)
_FROM_TO = re.compile(r"\sto\s$")
_GREW_BY = re.compile(
    r",?\s(?:an?|which is an?|a \w+)?\s?(?P<way>increase|rise|gain|jump|growth|decrease|drop|fall|decline|loss"
    r"|cut|reduction)\sof\s$",
    re.IGNORECASE,
)
_UP_WORDS = frozenset(listed("increase rise gain jump growth"))


def percentages(text: str, numbers: list[Figure]) -> list[Note]:
    """Check `287 of the 366 tanks, or 78 per cent` and `12 per cent of the 50 seats, or 6`."""
    for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if not _OUT_OF.match(text[one.end : two.start]) or not _OR.match(text[two.end : three.start]):
            continue
        if one.kind in ("count", "number") and two.kind in ("count", "number") and three.kind == "percentage":
            part, whole, share = one, two, three
        elif one.kind == "percentage" and two.kind == "count" and three.kind in ("count", "number"):
            part, whole, share = three, two, one
        else:
            continue
        if not (exact(part) and exact(whole)) or not whole.value or part.value > whole.value:
            continue
        right = part.value * 100 / whole.value
        low, high = bounds(share)
        slack = max(Decimal("0.5"), rounding(part, part.value) * 50 / whole.value if share is one else Decimal(0))
        if low - slack <= right <= high + slack:
            words = f"{in_digits(part.value)} of {in_digits(whole.value)} is {rounded(right)}%, as printed."
            return [Note(ADDS_UP, spans_of([one, two, three]), words)]
        words = f"{in_digits(part.value)} of {in_digits(whole.value)} is {rounded(right)}%, not “{share.words}”."
        return [Note(NOT_ADDING_UP, spans_of([one, two, three]), words)]
    return []


def changes(text: str, numbers: list[Figure]) -> list[Note]:
    """Check `from 200 to 250, a rise of 25 per cent` (or of 50)."""
    for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        grew = _GREW_BY.fullmatch(text[two.end : _begin(text, three)])
        if not grew or not _FROM_TO.fullmatch(text[one.end : two.start]) or not (exact(one) and exact(two)):
            continue
        if (
            not re.search(r"\bfrom\s$", text[max(0, one.start - 6) : one.start])
            or "percentage" in (one.kind, two.kind)
            or not one.value
        ):
            continue
        step = two.value - one.value
        if grew["way"].lower() not in _UP_WORDS:
            step = -step
        right = step * 100 / one.value if three.kind == "percentage" else step
        low, high = bounds(three)
        slack = Decimal("0.5") if three.kind == "percentage" else Decimal(0)
        said = f"{rounded(right)}%" if three.kind == "percentage" else in_digits(right)
        fits = low - slack <= right <= high + slack
        judged = "as printed" if fits else f"not “{three.words}”"
        words = f"From {in_digits(one.value)} to {in_digits(two.value)} is {said}, {judged}."
        return [Note(ADDS_UP if fits else NOT_ADDING_UP, spans_of([one, two, three]), words)]
    return []


def _begin(text: str, figure: Figure) -> int:
    return max(0, figure.start - max(0, figure.words.find(text[figure.start : figure.end])))
