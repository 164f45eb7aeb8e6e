"""A note says in a sentence for a person what two places of a text have to do with each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.text.figures import Figure
from claims.text.words import Span

REPEATS, DIFFERS, SPELLING, ADDS_UP, NOT_ADDING_UP = "repeats", "differs", "spelling", "adds_up", "does_not_add_up"


@dataclass(frozen=True, slots=True)
class Note:
    """`kind` is repeats, differs, spelling, adds_up or does_not_add_up; `spans` are the lines or words that it is
    about, in the order of the text; `words` is a sentence for a person."""

    kind: str
    spans: tuple[Span, ...]
    words: str


def spans_of(row: Iterable[Figure]) -> tuple[Span, ...]:
    """Where the figures stand, in the order of the text."""
    return tuple(sorted((figure.start, figure.end) for figure in row))
