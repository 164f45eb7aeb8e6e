"""Define a note: a sentence for a person about how two places of a text are related."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.text.figures import Figure
from claims.text.words import Span

REPEATS, DIFFERS, SPELLING, ADDS_UP, NOT_ADDING_UP = "repeats", "differs", "spelling", "adds_up", "does_not_add_up"


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `kind` is repeats, differs, spelling, adds_up or does_not_add_up.

    `spans` are the lines or words that it is about, in the order of the text; `words` is a sentence for a person.
    """

    kind: str
    spans: tuple[Span, ...]
    words: str


def spans_of(row: Iterable[Figure]) -> tuple[Span, ...]:
    """Return where the figures stand, in the order of the text."""
    return tuple(sorted((figure.start, figure.end) for figure in row))
