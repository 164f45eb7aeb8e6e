"""Quantities: exact numbers with what they are numbers of, and the four kinds of arithmetic on them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import prod

from claims.text.calculation.units import PERCENT, POINTS, Atom

MOST = Fraction(10) ** 18  # what a claim's figure can be
_SHOWN = 6  # digits that say something, of a number that does not end


class Uncomputable(ValueError):
    """Raised with words for a person where something cannot be computed.

    ``at`` is what the words are about: "formula", "result", or the letter of a figure.
    """

    def __init__(self, words: str, at: str = "formula"):
        super().__init__(words)
        self.words, self.at = words, at


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in the bases of its ``units``, of which each has an exponent; ``of`` is "", PERCENT or POINTS.

    Of PERCENT and POINTS the value is a share: 0.25 for 25 %. ``label`` is how its unit was typed, and ``scale`` what
    one of it is then: 1/100,000 for "deaths per 100,000 people". Both are lost in a calculation.
    """

    value: Fraction
    units: tuple[tuple[Atom, int], ...] = ()
    of: str = ""
    label: str = ""
    scale: Fraction = Fraction(1)

    @property
    def bases(self) -> dict[str, int]:
        """Return {base: its exponent}, without those that cancel out."""
        found: dict[str, int] = {}
        for unit, exponent in self.units:
            found[unit.base] = found.get(unit.base, 0) + unit.power * exponent
        return {base: exponent for base, exponent in found.items() if exponent}

    @property
    def size(self) -> Fraction:
        """Return what one of its unit is in its bases."""
        one = self.scale / 100 if self.of else self.scale
        return one * prod((unit.size**exponent for unit, exponent in self.units), start=Fraction(1))

    @property
    def is_bare(self) -> bool:
        """Return whether it is a number and nothing else."""
        return not self.of and not self.units

    @property
    def number(self) -> Fraction:
        """Return how many of its unit it is."""
        return self.value / self.size

    @property
    def unit(self) -> str:
        """Return its unit as it is said: "km per h", "%"; "" for a bare number."""
        if self.of:
            said = "%" if self.of == PERCENT else "percentage points"
            return f"{said} {self._per()}".strip()
        if self.label:
            return self.label
        over = "·".join(_powered(unit, exponent) for unit, exponent in self.units if exponent > 0)
        return f"{over} {self._per()}".strip()

    def _per(self) -> str:
        under = "·".join(_powered(unit, -exponent) for unit, exponent in self.units if exponent < 0)
        return f"per {under}" if under else ""

    def times(self, number: Fraction) -> "Quantity":
        """Return so many of it, in the same unit."""
        return replace(self, value=self.value * number)

    @property
    def words(self) -> str:
        """Return it as a reader says it: "25.5 %", "1,200 people"; with ≈ where it does not end."""
        words = f"{shown(self.number)} {self.unit}".strip()
        return words.removesuffix("s") if words.removeprefix("−") == "1 percentage points" else words

    @property
    def is_count(self) -> bool:
        """Return whether it is so many things for so many things, of which a share can be taken."""
        things = all(unit.counted and not unit.money for unit, _ in self.units)
        return things and not sum(exponent for _, exponent in self.units)

    @property
    def is_thing(self) -> bool:
        """Return whether it is so many of one thing that is counted, or so much money."""
        return len(self.units) == 1 and self.units[0][0].counted


def _powered(unit: Atom, exponent: int) -> str:
    powers = {1: "", 2: "²", 3: "³"}
    return unit.label + powers.get(exponent, f"^{exponent}")


def shown(number: Fraction) -> str:
    """Return a number in groups of three digits, whole or with the digits that say something; ≈ before the latter."""
    if number.denominator == 1:
        return f"{number.numerator:,}".replace("-", "−")
    exact = _exact(number)
    if exact is not None:
        return f"{exact:,f}".replace("-", "−")
    digits = max(_SHOWN, len(str(abs(int(number)))) + 2)
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    rounded = context.divide(Decimal(number.numerator), Decimal(number.denominator)).normalize(context)
    return f"≈ {rounded:,f}".replace("-", "−")


def _exact(number: Fraction) -> Decimal | None:
    """Return a number that ends after at most six digits behind the point; else None."""
    scaled = number * 10**_SHOWN
    if scaled.denominator != 1:
        return None
    context = Context(prec=len(str(scaled.numerator)) + _SHOWN)
    return context.scaleb(Decimal(scaled.numerator), -_SHOWN).normalize(context)


def add(one: Quantity, two: Quantity, sign: int = 1) -> Quantity:
    """Return the sum of two quantities, or their difference with ``sign`` -1. Raises Uncomputable for unlike ones.

    The difference of two percentages is in percentage points.
    """
    if one.bases != two.bases or bool(one.of) != bool(two.of):
        raise Uncomputable(_unlike(one, two))
    of = one.of
    if one.of == two.of == PERCENT and sign < 0 and one.value != 1:  # what is left of 100 % is a share
        of = POINTS
    elif one.of != two.of:
        of = PERCENT
    units = one.units
    if not of and one.is_thing and one.unit != two.unit:
        units = ((replace(units[0][0], label=one.unit.rpartition(" ")[2]), units[0][1]),)
    return _bounded(Quantity(one.value + sign * two.value, units, of))


def _unlike(one: Quantity, two: Quantity) -> str:
    if one.is_bare or two.is_bare:
        bare, other = (one, two) if one.is_bare else (two, one)
        return f"“{bare.words}” has no unit, and “{other.words}” has. Give both the same."
    if one.of or two.of:
        return f"“{one.words}” and “{two.words}” are not alike: only one of them is a share."
    if one.is_thing and two.is_thing and one.units[0][0].money and two.units[0][0].money:
        return f"“{one.unit}” and “{two.unit}” are different currencies. Multiply one of them by a rate first."
    if one.is_thing and two.is_thing:
        return f"“{one.unit}” and “{two.unit}” are different things. Give both the unit that the result counts."
    return f"“{one.words}” and “{two.words}” do not measure the same."


def multiply(one: Quantity, two: Quantity) -> Quantity:
    """Return the product; percentage points stay so if the other one is a bare number or a share."""
    of = (
        ""
        if one.units or two.units
        else POINTS
        if POINTS in (one.of, two.of)
        else PERCENT
        if PERCENT in (one.of, two.of)
        else ""
    )
    return _bounded(Quantity(one.value * two.value, _together(one.units + two.units), of))


def divide(one: Quantity, two: Quantity) -> Quantity:
    """Return the quotient. Raises Uncomputable for a division by zero."""
    if not two.value:
        raise Uncomputable("It divides by zero.")
    units = _together(one.units + tuple((unit, -exponent) for unit, exponent in two.units))
    return _bounded(Quantity(one.value / two.value, units, "" if two.of else one.of))


def _together(units: Iterable[tuple[Atom, int]]) -> tuple[tuple[Atom, int], ...]:
    """Return one unit for each base, the first that fits: 90 km/h for 30 min are so many km."""
    of_base: dict[str, list[tuple[Atom, int]]] = {}
    for unit, exponent in units:
        of_base.setdefault(unit.base, []).append((unit, exponent))
    found = []
    for base, parts in of_base.items():
        power = sum(unit.power * exponent for unit, exponent in parts)
        fits = [unit for unit, _ in parts if power % unit.power == 0]
        chosen = fits[0] if fits else Atom(base, base)
        if power:
            found.append((chosen, power // chosen.power))
    return tuple(found)


def _bounded(found: Quantity) -> Quantity:
    if abs(found.value) >= MOST * max(found.size, Fraction(1)):
        raise Uncomputable("A number in it is too large: at most 18 digits are computed.")
    return found
