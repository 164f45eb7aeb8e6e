"""Read a text for its names, its arithmetic within and across lines, and its repetitions."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from claims.text.figures import Figure, figures
from claims.text.repeats.likeness import same_again
from claims.text.repeats.names import offices, spellings
from claims.text.repeats.note import NOT_ADDING_UP, Note
from claims.text.repeats.percentages import changes, percentages
from claims.text.repeats.sums import COUNTABLE, across, of_them, sums
from claims.text.words import Span

#: Figures of one text that are compared. A long book has half as many.
MOST_FIGURES = 50_000
#: Lines of one text that are read. A long book has half as many; a table may have more.
MOST_LINES = 50_000
_PART = 50_000  # characters whose figures are read at once, so that no more are read than are compared


def notes(text: str, lines: Sequence[Span], found: Sequence[Figure] | None = None, language: str = "en") -> list[Note]:
    """Return the notes on a text, ordered by where they begin.

    `lines`: the spans of its sentences (or claims), of which the first MOST_LINES are read. `found`: its figures, with
    offsets into the same text, if known; otherwise the first MOST_FIGURES are read.
    """
    lines = lines[:MOST_LINES]
    found = _figures(text, language) if found is None else sorted(found, key=lambda figure: figure.start)
    shelves = _by_line(lines, found)
    made = [*spellings(text, lines)]
    if language.split("-")[0].lower() == "en":
        made += offices(text)
        for line, inside in zip(lines, shelves, strict=True):
            made += _in_line(text, line, inside)
        made += across(lines, shelves, {span for note in made for span in note.spans})
    made += same_again(text, lines, shelves)
    return sorted(_grouped(made), key=lambda note: (note.spans[0], note.kind))


def _figures(text: str, language: str) -> list[Figure]:
    found: list[Figure] = []
    at = 0
    while at < len(text) and len(found) < MOST_FIGURES:
        end = at + _PART
        if end < len(text):
            end = text.rfind("\n", at, end) + 1 or text.rfind(" ", at, end) + 1 or end
        part = figures(text[at:end], language)
        found += [replace(one, start=one.start + at, end=one.end + at) for one in part] if at else part
        at = end
    return found[:MOST_FIGURES]


def _by_line(lines: Sequence[Span], found: Sequence[Figure]) -> list[list[Figure]]:
    """Return the figures of each line; lines may overlap."""
    starts = [figure.start for figure in found]
    return [
        [figure for figure in found[bisect_left(starts, start) : bisect_left(starts, end)] if figure.end <= end]
        for start, end in lines
    ]


def _in_line(text: str, line: Span, inside: list[Figure]) -> list[Note]:
    numbers = [figure for figure in inside if figure.kind in (*COUNTABLE, "percentage") and figure.value is not None]
    parts = of_them(text, line, numbers)
    if any(note.kind == NOT_ADDING_UP for note in parts):
        return parts  # if parts do not fit their whole, a wrong total after them is the same error
    return [*sums(text, line, numbers), *percentages(text, numbers), *changes(text, numbers)] or parts


def _grouped(made: list[Note]) -> list[Note]:
    """Return one note for all places that have the same message."""
    spans: dict[tuple[str, str], set[Span]] = defaultdict(set)
    for note in made:
        spans[note.kind, note.words].update(note.spans)
    return [Note(kind, tuple(sorted(found)), words) for (kind, words), found in spans.items()]
