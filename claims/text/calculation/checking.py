"""Check whether the stated result of a calculation follows from its figures, as far as its digits say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from claims.text.calculation.formula import compute, letters_in, tidied
from claims.text.calculation.quantity import Quantity, Uncomputable
from claims.text.calculation.typed import Typed, read_figure
from claims.text.calculation.units import PERCENT, POINTS
from claims.text.figures import ABOUT, AT_LEAST, AT_MOST, LESS, MORE

MOST = 12  # figures of one calculation
FOLLOWS, ROUNDED, NOT = "follows", "rounded", "not"
#: What each kind of calculation computes of its figures; {sum} stands for all of them, {n} for how many there are. One
#: of another number of figures has another formula, or none.
_FORMULAS: dict[str, dict[int, str] | str] = {
    "sum": "{sum}",
    "mean": "({sum}) ÷ {n}",
    "difference": {2: "a − b"},
    "share": {2: "a ÷ b"},
    "change": {2: "(b − a) ÷ a"},
    "rate": {2: "a ÷ b"},
    "conversion": {1: "a", 2: "a × b"},
}
_ASKS = {
    "difference": "A difference has two figures: the first minus the second.",
    "share": "A share has two figures: the part, and the whole.",
    "change": "A change has two figures: the one before, and the one after.",
    "rate": "A rate has two figures: what is counted, and per what.",
    "conversion": "A conversion has one figure, or two: the figure, and the rate.",
}
_OF_SHARE = frozenset(("share", "change"))
_DIRECTED = frozenset(("difference", "change"))
_LOOSE = Fraction(1, 10)  # what “about” allows at most, as a share of the figure


@dataclass(frozen=True, slots=True)
class Checked:
    """What a calculation gives. ``computed`` is in the unit of the result that was stated, where that can be.

    ``status`` is FOLLOWS, ROUNDED, NOT, or "" where no result was stated; ``why`` says in words why it does not follow,
    or as what it does. ``trouble`` says in words why nothing could be computed; all else is empty then. ``notes`` say
    what limits the result. ``read`` are the figures as they were understood, by letter.
    """

    formula: str = ""
    computed: Quantity | None = None
    status: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    read: Mapping[str, Typed] = field(default_factory=dict)
    stated: Typed | None = None
    trouble: str = ""
    at: str = ""

    @property
    def words(self) -> str:
        """Return the outcome in one sentence."""
        if self.computed is None:
            return f"It cannot be computed. {self.trouble}"
        given = f"It gives {self.computed.words}"
        if self.stated is None:
            return f"{given}."
        ends = {
            FOLLOWS: f"{given}: “{self.stated.words}” follows{self.why}.",
            ROUNDED: f"{given}: “{self.stated.words}” follows when rounded{self.why}.",
        }
        return ends.get(self.status, f"{given}: “{self.stated.words}” does not follow. {self.why}".strip())


def names_for(count: int) -> str:
    """Return the letters of so many figures: "abc"."""
    return "abcdefghijkl"[:count]


def formula_of(kind: str, count: int, own: str = "") -> str:
    """Return the formula of a kind of calculation with so many figures; ``own`` is that of any other kind.

    Raises Uncomputable if there is none for so many.
    """
    made = _FORMULAS.get(kind, own)
    if isinstance(made, dict):
        if count not in made:
            raise Uncomputable(_ASKS[kind])
        return made[count]
    if made is not own and count < 2:
        raise Uncomputable("This needs two figures or more.")
    return tidied(own) if made is own else made.format(sum=" + ".join(names_for(count)), n=count)


def check(kind: str, formula: str, figures: Sequence[str], result: str, language: str = "en") -> Checked:
    """Return what became of a calculation: ``figures`` as they were typed, in the order of their letters.

    ``result`` is the figure that it should give, as it is printed; "" to compute only.
    """
    try:
        return _check(kind, formula, figures, result, language)
    except Uncomputable as error:
        return Checked(trouble=error.words, at=error.at)


def _check(kind: str, formula: str, figures: Sequence[str], result: str, language: str) -> Checked:
    if not 1 <= len(figures) <= MOST:
        raise Uncomputable(f"A calculation has from 1 to {MOST} figures.")
    read = {
        name: _exact(read_figure(figure, language, name), name)
        for name, figure in zip(names_for(len(figures)), figures, strict=True)
    }
    formula = formula_of(kind, len(figures), formula)
    if unused := sorted(read.keys() - letters_in(formula)):
        raise Uncomputable(f"The formula does not use {', '.join(unused)}.")
    computed = compute(formula, {name: one.quantity for name, one in read.items()}, language)
    if kind in _OF_SHARE:
        computed = _as_share(computed)
    stated = read_figure(result, language) if result.strip() else None
    notes = tuple(
        f"“{one.words}” is no exact figure, so the result is no more exact than that."
        for one in read.values()
        if one.modifier
    )
    made = Checked(formula, computed, "", "", notes, read, stated)
    return _compared(made, stated, computed, kind) if stated else made


def _exact(figure: Typed, name: str) -> Typed:
    if figure.high is not None:
        raise Uncomputable("This is a range. Compute with one end, and then with the other.", name)
    return figure


def _as_share(computed: Quantity) -> Quantity:
    """Return it in per cent. So many women of so many teachers are a share; so much money of so many people is none."""
    if computed.of:
        return computed
    if computed.bases and not computed.is_count:
        raise Uncomputable(f"It gives {computed.words}, which is no share.")
    return Quantity(computed.value, of=PERCENT)


def _compared(made: Checked, stated: Typed, computed: Quantity, kind: str) -> Checked:
    if unlike := _unlike(computed, stated.quantity):
        return replace(made, status=NOT, why=unlike)
    unit = stated.quantity
    if not unit.is_bare:
        computed = replace(unit, value=computed.value)
        made = replace(made, computed=computed)
    number = computed.value / (computed.size if computed.units else unit.size)
    why = ""
    if stated.direction or (kind in _DIRECTED and number < 0 <= unit.value):
        falls = number < 0
        if stated.direction and number * stated.direction < 0:
            return replace(made, status=NOT, why=f"It is a {'fall' if falls else 'rise'}.")
        why, number = f", as a {'fall' if falls else 'rise'}", abs(number)
    status = _status(stated, number)
    return replace(made, status=status, why=why if status != NOT else _hint(stated, computed, number))


def _unlike(computed: Quantity, stated: Quantity) -> str:
    """Return why the two cannot be compared, in words; "" if they can."""
    if stated.is_bare or (computed.bases == stated.bases and computed.of == stated.of):
        return ""
    if stated.of == PERCENT and computed.of == POINTS:
        return "The difference of two percentages is in percentage points, not in per cent."
    if stated.of == POINTS:
        return "It is not the difference of two percentages, so it is not in percentage points."
    if stated.of and not computed.of:
        return "" if not stated.bases and computed.is_count else f"It is no share, but “{computed.unit}”."
    if computed.is_bare:
        return f"The figures have no unit. Type “{stated.unit}” behind those that count it."
    return f"“{computed.unit}” is not “{stated.unit}”."


def _status(stated: Typed, number: Fraction) -> str:
    low = stated.quantity.number
    high = stated.high.number if stated.high else low
    exactly = {
        MORE: number > low,
        AT_LEAST: number >= low,
        LESS: number < high,
        AT_MOST: number <= high,
    }
    if stated.modifier in exactly:
        return FOLLOWS if exactly[stated.modifier] else NOT
    allowed = stated.step / 2
    if stated.modifier == ABOUT:
        allowed = max(allowed, min(stated.round_step / 2, abs(low) * _LOOSE))
    if stated.nearly:
        return FOLLOWS if low - allowed <= number < low else NOT
    if low <= number <= high or (stated.modifier == ABOUT and low - allowed <= number <= high + allowed):
        return FOLLOWS
    return ROUNDED if low - allowed <= number <= high + allowed else NOT


def _hint(stated: Typed, computed: Quantity, number: Fraction) -> str:
    """Return what may have been meant instead; "" where nothing is near."""
    if stated.nearly and number >= stated.quantity.number:
        return f"“{stated.words}” says that it is less."
    if not stated.modifier and _status(replace(stated, modifier=ABOUT), number) != NOT:
        return f"It follows only as “about {stated.words}”."
    if stated.quantity.of == PERCENT and not computed.units and _status(stated, number / 100) != NOT:
        return "Leave out “× 100”: a share is put into per cent without it."
    if stated.quantity.is_bare and computed.of and _status(stated, number * 100) != NOT:
        return f"Type “{stated.words} %” if per cent is meant."
    return ""
