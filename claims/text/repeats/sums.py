"""Check sums. An error is reported only if the article itself calls the figures parts and whole.

Otherwise a note is made only if the sum is right.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, islice

from claims.text.figures import Figure
from claims.text.repeats.note import ADDS_UP, NOT_ADDING_UP, Note, spans_of
from claims.text.repeats.values import LENGTHS, exact, in_digits, noun_of
from claims.text.words import Span

COUNTABLE = ("count", "number", "money")
_MANY = 16  # figures; more is a table, in which some three always fit by chance
_TABLE = 200  # figures; in a line with more no parts and wholes are looked for
_FEW = 8  # figures of which all sums are tried; with more figures, only sums of adjoining ones
_TOTALS = 2  # totals of one line that are checked
_SLIP = Decimal("1.05")  # a sum that is off by more is not an error: the parts overlap, or are not parts
_FAR = 300  # characters after a row that are searched for words saying that some are counted twice
_NEAR = 3  # lines within which three figures are read together
_TOTAL_BEFORE = re.compile(
    r"\b(?:(?:a|the|for a|grand|combined|overall)\s)?(?:totals?(?:\sof|ling|ing|led|ed)?|sum of|altogether,?"
    r"|in all,?|in total,?"
    r"|making|bringing the (?:total|toll) to|for a combined)\s(?:of\s|to\s)?$",
    re.IGNORECASE,
)
_TOTAL_BEHIND = re.compile(r"\s?,?\s?(?:in all|in total|altogether|all told|combined|total)\b", re.IGNORECASE)
_ROW = re.compile(r"[^.;:!?()]{0,45}(?:,|\band\b|\bplus\b)[^.;:!?()]{0,45}", re.IGNORECASE)
_OF_THEM = re.compile(r"\b[Oo]f (?:the|these|those|its|their|his|her)?\s?$")
_INCLUDING = re.compile(r"\s*,?\s?(?:including|among them|of (?:whom|which|them))\s", re.IGNORECASE)


def sums(text: str, line: Span, numbers: list[Figure]) -> list[Note]:
    """Check a figure that the line calls the total of the others: `5 men and 3 women, 8 in all`."""
    if len(numbers) > _MANY:
        return []
    totals = (f for f in numbers if f.kind in COUNTABLE and exact(f) and _is_total(text, line, f))
    for total in islice(totals, _TOTALS):
        rest = [f for f in numbers if f is not total and f.kind in COUNTABLE and exact(f) and _alike(f, total)]
        rest = [f for f in rest if not _is_whole(text, line, f)]
        fits = _summing(rest, total)
        if fits:
            return [_adds_up(fits, total)]
        row = _row(text, rest, total)
        if (
            len(row) > 1
            and not _hold_a_whole(row)
            and all(f.value < total.value or total.value < sum(r.value for r in row) for f in row)
        ):
            return [_not_adding(row, total)]
    return []


def _is_total(text: str, line: Span, figure: Figure) -> bool:
    """Return whether the figure is called a total: `a total of 8`, `8 in all`."""
    before, behind = (
        text[max(line[0], figure.start - 30) : figure.start],
        text[figure.end : min(line[1], figure.end + 20)],
    )
    return bool(_TOTAL_BEFORE.search(before) or _TOTAL_BEHIND.match(behind))


def _is_whole(text: str, line: Span, figure: Figure) -> bool:
    """Return whether the figure is called a whole (`Of the 366, …`), so that its parts follow."""
    return bool(_OF_THEM.search(text[max(line[0], figure.start - 12) : figure.start]))


def _hold_a_whole(row: list[Figure]) -> bool:
    """Return whether the others add up to the largest, or nearly: `366, 287 and 79` are a whole and its parts."""
    most = max(figure.value for figure in row)
    others = sum(figure.value for figure in row) - most
    return len(row) > 2 and most <= others * _SLIP and others <= most * _SLIP


def _alike(one: Figure, two: Figure) -> bool:
    """Return whether the figures are not of different kinds: money is not added to men."""
    return (one.kind == "money") == (two.kind == "money") and noun_of(one.unit) not in LENGTHS


def _summing(rest: list[Figure], total: Figure) -> list[Figure]:
    """Return the most figures, at least two, that add up to the total; [] if none do."""
    for size in range(min(len(rest), 6), 1, -1):
        beside = (rest[at : at + size] for at in range(len(rest) - size + 1))
        for some in combinations(rest, size) if len(rest) <= _FEW else beside:
            if sum(figure.value for figure in some) == total.value:
                return list(some)
    return []


def _row(text: str, rest: list[Figure], total: Figure) -> list[Figure]:
    """Return the figures in one row beside the total, all of one unit or all of different ones.

    [] if it is not clear that they are its parts.
    """
    before = [figure for figure in rest if figure.end <= total.start]
    behind = [figure for figure in rest if figure.start >= total.end]
    if bool(before) == bool(behind):
        return []
    row = before or behind
    if any(not _ROW.fullmatch(text[a.end : b.start]) for a, b in zip(row, row[1:], strict=False)):
        return []
    gap = text[row[-1].end : total.start] if before else text[total.end : row[0].start]
    joined = (
        re.fullmatch(
            r"[^.;!?]{0,30}?,?\s?(?:for|making|a|or|–|—|-|\(|=|:)?\s?(?:an?\s)?(?:grand\s|combined\s)?(?:totals?"
            r"|sum)?\s?(?:of\s|ling\s|ing\s)?",
            gap,
        )
        if before
        else re.fullmatch(r"[^.;!?]{0,30}?(?::|,|–|—|\()\s?(?:namely\s|that is,?\s)?", gap)
    )
    return (
        row
        if joined
        and not re.search(
            r"\b(?:includ\w+|among|of whom|most|other|another|more|since|last|previous|earlier|compared)\b", gap
        )
        else []
    )


def of_them(text: str, line: Span, numbers: list[Figure]) -> list[Note]:
    """Check parts against their whole: `Of the 366, 287 were burnt and 79 taken`, `366 tanks, including 287 …`.

    Parts cannot be more than the whole.
    """
    for at, whole in enumerate(numbers[:-1] if len(numbers) <= _TABLE else ()):
        if whole.kind != "count" and whole.kind != "number" or not exact(whole):
            continue
        opened = _is_whole(text, line, whole)
        gap = text[whole.end : numbers[at + 1].start]
        included = _INCLUDING.match(gap) and len(gap) < 30
        if not (opened and re.match(r"[^.;!?]{0,40},\s?$", gap)) and not included:
            continue
        row = [numbers[at + 1]]
        for following in islice(numbers, at + 2, at + 2 + _MANY):
            if not _ROW.fullmatch(text[row[-1].end : following.start]) or _is_total(text, line, following):
                break
            row.append(following)
        if any(f.kind not in ("count", "number") or not exact(f) or noun_of(f.unit) in LENGTHS for f in row):
            continue
        made = sum(figure.value for figure in row)
        if len(row) > 1 and made == whole.value:
            return [_adds_up(row, whole)]
        # Much more than the whole is not an error: the same people may be counted twice, as tea and as coffee drinkers.
        near = whole.value < made <= whole.value * _SLIP
        behind = text[whole.end : min(line[1], row[-1].end + _FAR)]
        if opened and len(row) > 1 and near and not re.search(r"\b(?:both|also)\b", behind):
            return [_not_adding(row, whole)]
        if row[0].value > whole.value and opened:
            words = f"“{row[0].words}” of “{whole.words}”: the part is more than the whole."
            return [Note(NOT_ADDING_UP, spans_of([whole, row[0]]), words)]
    return []


def across(lines: Sequence[Span], shelves: list[list[Figure]], told: set[Span]) -> Iterable[Note]:
    """Yield two figures of neighbouring lines that add up to a third of the same thing; say nothing otherwise."""
    for at in range(len(lines)):
        near = [f for shelf in shelves[at : at + _NEAR] for f in shelf if f.kind == "count" or f.kind == "number"]
        near = [
            f for f in near if exact(f) and f.value >= 10 and f.value == int(f.value) and (f.start, f.end) not in told
        ]
        if not 3 <= len(near) <= _MANY:
            continue
        for one, two, total in _triples(near):
            heads = [head for head in (noun_of(one.unit), noun_of(two.unit), noun_of(total.unit)) if head]
            rounds = all(f.value % 10 == 0 for f in (one, two, total))
            if len(heads) < 2 or len(set(heads)) > 1 or heads[0] in LENGTHS or not total.unit or rounds:
                continue
            told.update(spans_of([one, two, total]))
            yield _adds_up([one, two], total)
            break


def _triples(near: list[Figure]) -> Iterable[tuple[Figure, Figure, Figure]]:
    by_value: dict[Decimal, list[Figure]] = defaultdict(list)
    for figure in near:
        by_value[figure.value].append(figure)
    for one, two in combinations(near, 2):
        for total in by_value.get(one.value + two.value, ()):
            if total is not one and total is not two:
                yield one, two, total


def _in_words(row: Sequence[Figure]) -> str:
    printed = [in_digits(figure.value) for figure in row]
    return f"{', '.join(printed[:-1])} and {printed[-1]}"


def _adds_up(row: Sequence[Figure], total: Figure) -> Note:
    return Note(ADDS_UP, spans_of([*row, total]), f"{_in_words(row)} make {in_digits(total.value)}, as printed.")


def _not_adding(row: Sequence[Figure], total: Figure) -> Note:
    made = in_digits(sum((figure.value for figure in row), Decimal(0)))
    return Note(NOT_ADDING_UP, spans_of([*row, total]), f"{_in_words(row)} make {made}, not {in_digits(total.value)}.")
