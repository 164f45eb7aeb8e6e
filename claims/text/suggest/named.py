"""Somebody whom a text names."""

from bisect import bisect_left
from dataclasses import dataclass, field

from claims.text.words import Span

_FEW = 20  # of the places where somebody spoke, the last


@dataclass(slots=True, eq=False)
class Known:
    """A person or organisation named in the text. A mention is (offset, number of its line, counted from 1)."""

    name: str
    body: bool
    nations: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    gender: str = ""
    mentions: list[Span] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)

    def last(self, before: int) -> Span | None:
        at = bisect_left(self.mentions, (before, 0))
        return self.mentions[at - 1] if at else None

    def last_said(self, before: int) -> int:
        """Return the offset where this was last the source, -1 if it never was."""
        return max((offset for offset in self.spoke[-_FEW:] if offset < before), default=-1)
