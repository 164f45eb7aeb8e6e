"""Keep what each step of a reading has taken, so that later steps leave it alone."""

import re
from collections.abc import Iterable
from decimal import Decimal

from claims.text.figures.figure import Figure, bounded
from claims.text.words import Span

LONGEST = 200  # characters of one number; a longer one is not a figure of an article
_HEADLINE = 160  # characters; a longer line is not a headline


class Scan:
    """One reading of one text. What a step has taken, later steps leave alone."""

    def __init__(self, text: str, language: str, english: bool, units: re.Pattern[str] | None):
        self.text, self.language, self.english, self.units = text, language, english, units
        self.taken = bytearray(len(text))
        self.found: list[Figure] = []
        self.unread: list[Span] = []  # numbers that were not understood to their end

    def take(self, spans: Iterable[Span]) -> None:
        """Mark these spans as read: no later step sees them."""
        for start, end in spans:
            self.taken[start:end] = b"\1" * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Return whether no step has taken any part of it."""
        return self.taken.find(1, start, end) < 0

    def add(
        self,
        start: int,
        end: int,
        value: Decimal | None,
        kind: str,
        unit: str = "",
        modifier: str = "",
        high: Decimal | None = None,
        words: Span | None = None,
    ) -> None:
        """Add a figure and mark its place as taken. `words` is the span of the whole phrase."""
        first, last = words or (start, end)
        value, high = bounded(value), bounded(high)
        self.take([(start, end)])
        self.found.append(Figure(start, end, value, high, unit[:80], modifier, kind, self.text[first:last]))

    def said_small(self, start: int, end: int) -> bool:
        """Return False for a spelled number that is part of a name: `Group of Seven`, `the Second Amendment`.

        A capital at the start of a sentence, or in a headline in capitals, does not count.
        """
        if not self.text[start].isupper():
            return True
        before = start
        while before and self.text[before - 1] in " “”\"‘'(—–-":
            before -= 1
        if not before or self.text[before - 1] in ".!?:;\n…":
            return True
        line = self._line(start, end)
        words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]
        return len(words) > 2 and line[0].isupper() and sum(word[0].isupper() for word in words) >= 0.9 * len(words)

    def _line(self, start: int, end: int) -> str:
        """Return the line around it; "" if that is too long for a headline."""
        first = self.text.rfind("\n", max(0, start - _HEADLINE), start) + 1
        last = self.text.find("\n", end, end + _HEADLINE)
        if (not first and start > _HEADLINE) or (last < 0 and len(self.text) > end + _HEADLINE):
            return ""
        line = self.text[first : last if last >= 0 else len(self.text)]
        return line if len(line) < _HEADLINE else ""
