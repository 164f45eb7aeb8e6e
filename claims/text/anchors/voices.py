"""Find out who has the word in a block if another block says it: turns of a conversation, speeches, long quotations.

The name of a turn holds until the next one. A quotation of several paragraphs, each with an opening mark and only the
last with a closing one, is of whoever is named before its first mark or behind its last.
"""

import re
from collections import Counter
from functools import cached_property

from claims.text.anchors import vocabulary as known
from claims.text.anchors.cutting import Text

_OPENING, _MARKS = '“„«"', re.compile('[“”„«»"]')
_LABEL = re.compile(
    r"[“\"]?(?:[\[(]?\d{1,2}(?::\d\d){1,2}[\])]?\s*)?\*{0,2}"
    r"(?:(?P<who>(?:[^\W\d_]{1,5}\.\s)?[^\W\d_][^:\n.?!“”\"]{0,60}?)\s?\*{0,2}:"
    r"|(?P<letter>[QA]\d{0,2})\s?\.)\*{0,2}(?=\s|$)"
)
_SPEECH = re.compile(
    r"(?:[\w ]{0,30}\b)?(?:remarks|speech|address|statement|testimony|interview)\s+"
    r"(?:by|of|from|with)\s+(?P<who>[^\n]{3,80})",
    re.IGNORECASE,
)
_SMALL = frozenset(
    ["of", "the", "de", "der", "van", "von", "and", "for", "al", "bin", "di", "del", "la", "und", "et", "y"]
)
_MOST_WORDS, _HEADING = 6, 100  # words of a name, and characters of a heading


class Voices:
    """Who has the word in each block of one text, in the words of another block."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._spans = [
            (text.line_spans[first][0], text.line_spans[last - 1][1]) if first < last else (0, 0)
            for first, last in text.block_lines
        ]

    @cached_property
    def converse(self) -> bool:
        """Return whether this is a conversation: two are named before what they say."""
        return len({name for name in self._labels if name}) > 1

    @cached_property
    def turns(self) -> list[str]:
        """Return for each block the name that its turn stands under; "" before the first."""
        found, name = [], ""
        for label in self._labels:
            name = label or name
            found.append(name)
        return found

    @cached_property
    def speech(self) -> str:
        """Return whose speech this is, as its first block has it: “Remarks by Ann Lee”; "" if it is none."""
        start, end = self._spans[0] if self._spans else (0, 0)
        m = _SPEECH.match(self._text.text, start, end) if end - start < _HEADING else None
        return _plain(m["who"]) if m else ""

    @cached_property
    def quotations(self) -> list[tuple[str, ...]]:
        """Return for each block of a quotation of several paragraphs the words that say whose it is."""
        found: list[tuple[str, ...]] = [()] * len(self._spans)
        first = 0
        while first < len(self._spans):
            last = first
            while last + 1 < len(self._spans) and self._open_at(last) is not None and self._opens(last + 1):
                last += 1
            if last > first:
                found[first : last + 1] = [self._said_of(first, last)] * (last + 1 - first)
            first = last + 1
        return found

    @cached_property
    def _labels(self) -> list[str]:
        blocks = [self._text.text[start:end] for start, end in self._spans]
        bare = Counter(block for block in blocks if len(block) <= _HEADING // 2)
        return [self._label(block, bare[block] > 1) for block in blocks]

    @staticmethod
    def _label(block: str, again: bool) -> str:
        """Return who is named before a colon, or on a line of its own that occurs again; "" if nobody is."""
        m = _LABEL.match(block, 0, _HEADING)
        if m and m["letter"]:
            return m["letter"][0]
        who = re.sub(r"\([^()]*\)", "", m["who"]) if m else block if again and block[-1:].isalpha() else ""
        words = who.split()
        named = all(not word[0].islower() or word in _SMALL for word in words)
        return _plain(who) if words and named and len(words) <= _MOST_WORDS else ""

    def _opens(self, block: int) -> bool:
        start, end = self._spans[block]
        return start < end and self._text.text[start] in _OPENING

    def _open_at(self, block: int) -> int | None:
        """Return where the mark is that opens a quotation which does not end in this block; None if there is none."""
        start, end = self._spans[block]
        at: int | None = None
        german = self._text.text.find("„", start, end) >= 0
        for m in _MARKS.finditer(self._text.text, start, end):
            opens = m.group() in "„«" or (m.group() == "“" and not german) or (m.group() == '"' and at is None)
            at = m.start() if opens else None
        return at

    def _said_of(self, first: int, last: int) -> tuple[str, ...]:
        """Return the words before the first mark of a quotation and behind its last that say whose it is."""
        text, opened = self._text.text, self._open_at(first) or 0
        begin, (start, end) = self._spans[first][0], self._spans[last]
        before = max((m.end() for m in _MARKS.finditer(text, begin, opened)), default=begin)
        marks = [*(m for m in _MARKS.finditer(text, start + 1, end)), None][:2]
        closing = marks[0].end() if marks[0] else end
        after = marks[1].start() if len(marks) > 1 and marks[1] else end
        words = [*self._beside(first, before, opened, -1), *self._beside(last, closing, after, 0)]
        if first and opened == begin and not any(known.reports(word) for word in words):
            words += self._beside(first - 1, *self._spans[first - 1], -1)
        return tuple(words)

    def _beside(self, block: int, start: int, end: int, which: int) -> list[str]:
        """Return the names, verbs and denials between two marks, in the line nearest to the quotation."""
        text = self._text
        lines = (range(*text.line_words[line]) for line in range(*text.block_lines[block]))
        inside = [[word for word in line if start <= text.starts[word] and text.ends[word] <= end] for line in lines]
        nearest = [words for words in inside if words][which:][:1]
        keys = [text.keys[word] for words in nearest for word in words]
        return [key for key in keys if _says(key)] if text.english else keys


def _says(key: str) -> bool:
    low = key.lower()
    named = not key[0].islower() and low not in known.NO_NAMES
    return named or known.reports(key) or low in known.PERSONS | known.NEGATIONS | known.KNOWING


def _plain(who: str) -> str:
    return " ".join(who.casefold().split())
