"""A phrase made of several spans, with the position in the block of each of its characters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.words import Span

_PRINTED = re.compile(r"\S+|\s+")
_OUTER = " \t\n\u00a0,;"
_CLOSING = ".:!?)”’"


@dataclass(frozen=True, slots=True)
class View:
    """A phrase made of several spans of a block.

    `text` is what the claim says in one phrase, with single blanks. `at[i]` is the position in the block of character
    i, -1 for an inserted blank. `edits` say what `words` has instead of a stretch of the block: (start, end, words).
    """

    text: str
    at: tuple[int, ...]
    edits: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> "View":
        words: list[str] = []
        at: list[int] = []
        for start, end in spans:
            while start < end and text[start] in _OUTER:
                start += 1
            while start < end and text[end - 1] in _OUTER:
                end -= 1
            if words and start < end and text[start] not in _CLOSING:
                words.append(" ")
                at.append(-1)
            for run in _PRINTED.finditer(text, start, end):
                blank = run.group().isspace()
                words.append(" " if blank else run.group())
                at += [run.start()] if blank else range(*run.span())
        return cls("".join(words), tuple(at))

    def __getitem__(self, span: slice) -> "View":
        return View(self.text[span], self.at[span], self.edits)

    def __add__(self, other: "View") -> "View":
        one, two = self.stripped(), other.stripped()
        edits = tuple(dict.fromkeys((*one.edits, *two.edits)))
        if not one.text or not two.text:
            return View(one.text or two.text, one.at or two.at, edits)
        gap = "" if two.text[0] in _CLOSING else " "
        return View(one.text + gap + two.text, (*one.at, *[-1] * len(gap), *two.at), edits)

    def stripped(self) -> "View":
        first = len(self.text) - len(self.text.lstrip(_OUTER))
        last = max(first, len(self.text.rstrip(_OUTER)))
        return self[first:last]

    def edited(self, start: int, end: int, words: str) -> "View":
        """Return the view with these words in that place; the pieces do not change."""
        return View(self.text, self.at, (*self.edits, (self.at[start], self.at[end - 1] + 1, words)))

    def pieces(self, block: str) -> list[Span]:
        spans: list[Span] = []
        for char, position in zip(self.text, self.at, strict=True):
            if position < 0 or char.isspace():
                continue
            if spans and position >= spans[-1][1] and not block[spans[-1][1] : position].strip():
                spans[-1] = (spans[-1][0], position + 1)
            else:
                spans.append((position, position + 1))
        return spans

    def words(self) -> str:
        if not self.edits:
            return " ".join(self.text.split()).strip(" ,;")
        said, instead = [], {start: (end, words) for start, end, words in self.edits}
        until = -1
        for char, position in zip(self.text, self.at, strict=True):
            if 0 <= position < until:
                continue
            if position in instead:
                until, words = instead[position]
                said.append(words)
            else:
                said.append(char)
        return " ".join("".join(said).split()).strip(" ,;")
