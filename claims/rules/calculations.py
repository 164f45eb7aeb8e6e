"""The desk's own calculations as evidence: what they give, what they rest on, and what of it does not follow.

A calculation by itself proves nothing: the sources of its figures count, and it says what follows from them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from claims.models import Claim, Evidence
from claims.rules.case import Case, One, Said
from claims.rules.weight import Weighed
from claims.states import CalculationKind, Stance
from claims.text.calculation import NOT, Checked, Uncomputable, check, names_for, read_figure
from claims.text.printed import figures_not_in

type Calculation = Mapping[str, Any]


@dataclass(frozen=True)
class Input:
    """One figure of a calculation. ``evidence`` is the one that it is from, if the claim has that (or a copy of it);
    ``gone``: it was from one that the claim does not have any more. ``read`` is how its number was understood, where
    that is not how it is written."""

    letter: str
    label: str
    figure: str
    where: str
    evidence: Evidence | None
    gone: bool
    read: str


@dataclass(frozen=True)
class Worked:
    """A calculation as it is shown: ``checked`` is what became of it."""

    kind: str
    inputs: list[Input]
    checked: Checked

    @property
    def words(self) -> str:
        """Return it in one line: its formula, its figures with where they are from, and what it gives."""
        figures = "; ".join(f"{one.letter}, {one.label or 'no name'}: {one.figure}{_from(one)}" for one in self.inputs)
        return f"{self.checked.formula or 'No formula'}, with {figures}. {self.checked.words}"


def _from(one: Input) -> str:
    source = one.evidence.citation if one.evidence else "evidence that was removed" if one.gone else ""
    said = ", ".join(filter(None, [source, one.where]))
    return f" ({said})" if said else ""


def worked(calculation: Calculation, evidence: Iterable[Evidence]) -> Worked:
    """Compute a calculation; ``evidence`` is that of its claim."""
    rows = [row for row in calculation.get("inputs", ()) if isinstance(row, dict)]
    checked = _checked(calculation, rows)
    evidence = list(evidence)
    by_id = {item.copied_from_id: item for item in reversed(evidence) if item.copied_from_id is not None}
    by_id |= {item.pk: item for item in evidence}
    kind = str(calculation.get("kind", ""))
    letters = names_for(len(rows))
    return Worked(
        CalculationKind(kind).label if kind in CalculationKind else kind,
        [_input(letter, row, by_id, checked) for letter, row in zip(letters, rows, strict=False)],
        checked,
    )


def _checked(calculation: Calculation, rows: Iterable[Calculation]) -> Checked:
    said = [str(calculation.get(name) or "") for name in ("kind", "formula", "result", "language")]
    kind, formula, result, language = said
    return check(kind, formula, [str(row.get("figure") or "") for row in rows], result, language or "en")


def _input(letter: str, row: Calculation, by_id: Mapping[int, Evidence], checked: Checked) -> Input:
    named = row.get("evidence")
    item = by_id.get(named) if named else None
    figure = str(row.get("figure") or "")
    said = checked.read[letter].quantity.words if letter in checked.read else ""
    read = "" if said.replace(" ", "") in figure.replace(" ", "").replace("-", "−") else said
    return Input(
        letter,
        str(row.get("label") or ""),
        figure,
        str(row.get("where") or ""),
        item,
        bool(named) and item is None,
        read,
    )


def calculations(case: Case) -> Said:
    """Return one finding for each calculation: it follows, or all that is wrong with it."""
    return [_calculation(case, w) for w in case.weighed if w.item.calculation]


def _calculation(case: Case, weighed: Weighed) -> One:
    of = worked(weighed.item.calculation, [w.item for w in case.weighed])
    wrong = [words for one in of.inputs for words in _unsound(case, one)]
    wrong += _does_not_follow(weighed.item, of.checked)
    if other := _other_figure(case.claim, weighed.item, of.checked):
        wrong.append(other)
    if not wrong:
        return True, f"{weighed.name[0].upper()}{weighed.name[1:]} holds. {of.checked.words}"
    words = f"Look at {weighed.name} again. {' '.join(wrong)}"
    # A reason covers what is wrong now, and nothing that comes later.
    return False, words, f"{weighed.item.pk}:{sha256(words.encode()).hexdigest()[:12]}"


def _does_not_follow(item: Evidence, checked: Checked) -> list[str]:
    if checked.trouble:
        return [checked.words]
    if item.stance == Stance.CONTRADICTS:
        if checked.stated is None or checked.status == NOT:
            return []
        return [f"It is said to contradict the claim, but what it is held against follows. {checked.words}"]
    return [checked.words] if checked.status == NOT else []


def _unsound(case: Case, one: Input) -> Iterable[str]:
    name = f"Figure {one.letter} (“{one.label}”)" if one.label else f"Figure {one.letter}"
    if one.gone:
        yield f"{name} is from evidence that was removed, or does not count yet."
    elif one.evidence is None:
        if not one.where.strip():
            yield f"Say where {name[0].lower()}{name[1:]} is from."
    else:
        source = next(w for w in case.weighed if w.item.pk == one.evidence.pk)
        if source.void:
            yield f"{name} rests on {source.name}: {source.void}."
        if _not_there(one, one.evidence, case.claim.article.language):
            yield f"{name} does not stand in the excerpt or the figure of {source.name}."


def _not_there(one: Input, item: Evidence, language: str) -> bool:
    """Whether the evidence says figures, and not this one."""
    if item.calculation or not (item.excerpt.strip() or item.figure_found.strip()):
        return False
    texts = [(item.excerpt, item.excerpt_language or item.source.language), (item.translation, language)]
    texts += [(text, tongue) for text in (item.figure_found, item.note, item.locator) for tongue in {language, "en"}]
    return bool(figures_not_in(one.figure, texts, language))


def _other_figure(claim: Claim, item: Evidence, checked: Checked) -> str:
    """Return in words that the result is held against another figure than the claim's, of the same unit."""
    if item.stance == Stance.CONTEXT or checked.stated is None or claim.figure_value is None:
        return ""
    stated = checked.stated.quantity
    try:
        unit = read_figure(f"1 {claim.figure_unit}").quantity
    except Uncomputable:
        return ""
    if (unit.bases, unit.of) != (stated.bases, stated.of):
        return ""
    off = abs(unit.size * Fraction(claim.figure_value) - stated.value)
    if off <= abs(stated.value) / 10**5:
        return ""
    number = (
        f"{claim.figure_value:,f}".rstrip("0").rstrip(".") if claim.figure_value % 1 else f"{claim.figure_value:,.0f}"
    )
    figure = f"{number} {claim.figure_unit}".strip()
    return f"Its result is held against “{checked.stated.words}”, and the claim’s figure is {figure}."
