"""Cut a text into words within lines within blocks. Words are the same if they differ only in typography.

Offsets are code points into the text as it came: line ends, byte-order marks and blanks are counted, never changed.
"""

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from claims.text.anchors.columns import NUMBER, Ranges, Spans
from claims.text.anchors.gaps import FOLD, MAYBE_SIGN, marks, signs
from claims.text.blocks import paragraphs
from claims.text.lines import lines_with_doubts
from claims.text.marks import normal_form
from claims.text.typography import LIGATURES
from claims.text.words import each_word

_SAME_WORD = str.maketrans({"−": "-", "–": "-", "\u200b": "", "\u2060": ""})
_JOINING_DASH = re.compile(r"(?<=[\d%])[‒–](?=[$£€]?\d)")  # 3–5: a hyphen to most keyboards
_SIGN = re.compile(r"(?:^|(?<=[\s(\[\"']))(?:[-−–+~≈≤≥<>±]|[$€£¥₺₽₼₾֏]\s)$")  # before a figure: part of it
_PER_CENT = re.compile(r"[^\S\r\n]?[%‰°]")
_BEFORE, _BEHIND = frozenset("-−–+~≈≤≥<>±$€£¥₺₽₼₾֏"), frozenset("%‰°")  # a figure without these beside it has neither
_SHORT_LINE = 100  # characters of a line whose signs are kept
_LONGEST_KEPT, _BLOCKS_KEPT = 1_000, 5_000  # characters of a block, and blocks, that are kept as they were read
_ROW_END = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]")
# ‘We won’: a quotation. An apostrophe in it has letters on both sides.
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)(?:[^'\r\n]|(?<=\w)'(?=\w))*'(?![\w'])")
_QUOTATION = re.compile(r"[“”„«»\"]|''")
_MAYBE_QUOTED = re.compile(r"[\"']")  # in the folded text: without one, no word of a block is in a quotation
_NUMBERLIKE = re.compile(r"[$€£¥₺₽₼₾֏]?\d")

PARAGRAPH = "paragraph"

# A line longer than this (a text without sentence marks) is cut into pieces. The words themselves decide where: the
# same words are cut at the same places wherever they stand, so an edit moves no other cut.
LONGEST = 120
_SHORTEST = 12
_ONE_IN = 24
_FARTHEST = 4  # lines on each side that are read with a line if the ends between them are doubtful


class _Block(NamedTuple):
    """The words and lines of one block. Code points and words are counted from its beginning.

    `lines` are (first code point, last code point, words before the end of the line, whether its end is doubtful).
    """

    starts: array[int]
    ends: array[int]
    keys: list[str]
    lines: list[tuple[int, int, int, bool]]


class Text:
    """One text, read once. Words, lines and blocks are numbered from 0; ranges of them are half-open."""

    def __init__(
        self,
        text: str,
        language: str = "en",
        kinds: Sequence[str] | None = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        """Read the text.

        `kinds` are the kinds of the blocks, which are then separated by blank lines; None if they are not known.
        `check` is called before each block, and may raise to stop.
        """
        self.text = text
        self.english = language.lower().split("-")[0] == "en"
        self.folded = _folded(text)
        self.starts, self.ends = array(NUMBER), array(NUMBER)  # code points
        self.keys: list[str] = []
        self.line_spans = Spans()  # code points
        self.line_words = Ranges()
        self.line_block = array(NUMBER)
        self.doubtful: set[int] = set()  # lines that may be one sentence with the next line
        self.block_lines = Ranges()
        self.word_line = array(NUMBER)
        self.block_kinds: list[str] = []
        kind_at = _kinds_at(text, kinds)
        for start, end in paragraphs(text):
            if check:
                check()
            read = _kept_block if end - start <= _LONGEST_KEPT else _read_block
            self._add(read(text[start:end], language), start)
            self.block_kinds.append(kind_at(start))

    def _add(self, block: _Block, start: int) -> None:
        first_word, number = len(self.starts), len(self.block_lines)
        self.starts.extend([at + start for at in block.starts] if start else block.starts)
        self.ends.extend([at + start for at in block.ends] if start else block.ends)
        self.keys += block.keys
        before = 0
        for line, (first, last, words, doubtful) in enumerate(block.lines, len(self.line_spans)):
            self.line_spans.append((first + start, last + start))
            self.word_line.extend([line] * (words - before))
            self.line_words.end(first_word + words)
            before = words
            if doubtful:
                self.doubtful.add(line)
        self.line_block.extend([number] * len(block.lines))
        self.block_lines.end(len(self.line_spans))

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that the code points start to end touch."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def words_of(self, block: int) -> tuple[int, int]:
        """Return the range of words of a block."""
        first, last = self.block_lines[block]
        return self.line_words[first][0], self.line_words[last - 1][1]

    def text_of(self, block: int) -> str:
        """Return the text of a block, from the first of its lines to the last."""
        first, last = self.block_lines[block]
        return self.text[self.line_spans[first][0] : self.line_spans[last - 1][1]]

    def as_printed(self, first: int, last: int) -> str:
        """Return the text from one word to another, with both."""
        return self.text[self.starts[first] : self.ends[last]]

    def between(self, word: int) -> str:
        """Return what stands between a word and the next one, or the end of its line, folded."""
        first, last = self.line_words[self.word_line[word]]
        end = self.starts[word + 1] if word + 1 < last else self.line_spans[self.word_line[word]][1]
        return self.folded[self.ends[word] : end]

    def lead(self, line: int) -> str:
        """Return what stands before the first word of a line, folded."""
        first, last = self.line_words[line]
        return self.folded[self.line_spans[line][0] : self.starts[first]] if first < last else ""

    def longer(self, lines: Iterable[int]) -> set[int]:
        """Return these lines with those beside them that may be the same sentence, up to four on each side."""
        lines = {*lines}
        found = {*lines}
        for line in lines:
            if line not in self.doubtful and line - 1 not in self.doubtful:
                continue
            # A line of these that is reached is asked for what lies behind it by itself.
            for at in range(line, line + _FARTHEST):
                if at + 1 in lines or at not in self.doubtful:
                    break
                found.add(at + 1)
            for at in range(line - 1, line - 1 - _FARTHEST, -1):
                if at in lines or at not in self.doubtful:
                    break
                found.add(at)
        return found

    def line_keys(self, line: int) -> tuple[str, ...]:
        """Return the words of a line; if it has none, its marks."""
        first, last = self.line_words[line]
        return tuple(self.keys[first:last]) or (marks(self.folded[slice(*self.line_spans[line])]),)

    def line_marks(self, line: int) -> list[str]:
        """Return the marks between the words of a line, without typography and without what closes the line."""
        first, last = self.line_words[line]
        return [marks(self.between(word)) for word in range(first, last - 1)]

    def line_signs(self, line: int) -> tuple[str, ...]:
        """Return the signs before, between and after a line's words, each with the number of the word before it."""
        return self._signs.get(line, ())

    def line_says(self, line: int) -> tuple[str, ...]:
        """Return the words of a line and its signs. Two lines that read the same have the same ones."""
        return self.line_keys(line) + self.line_signs(line)

    @cached_property
    def signed(self) -> set[int]:
        """Return the words that have a sign before or after them."""
        found: set[int] = set()
        for line, every in self._signs.items():
            first, last = self.line_words[line]
            for one in every:
                behind = first + int(one.split(" ", 1)[0])  # the word after the sign
                found.update(range(max(first, behind - 1), min(last, behind) + 1))
        return found

    @cached_property
    def _signs(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        same: dict[tuple[str, ...], tuple[str, ...]] = {}  # what many lines have is kept once
        if not MAYBE_SIGN.search(self.folded):
            return found
        read: dict[str, tuple[str, ...]] = {}  # short lines, which may come again
        for line, (start, end) in enumerate(self.line_spans):
            said = self.folded[start:end]
            if (every := read.get(said)) is None:
                every = self._signs_of(line) if MAYBE_SIGN.search(said) else ()
                every = same.setdefault(every, every)
                if len(said) <= _SHORT_LINE and len(read) < _BLOCKS_KEPT:
                    read[said] = every
            if every:
                found[line] = every
        return found

    def _signs_of(self, line: int) -> tuple[str, ...]:
        gaps = [self.lead(line), *(self.between(word) for word in range(*self.line_words[line]))]
        return tuple(f"{n} {sign}" for n, gap in enumerate(gaps) if (sign := signs(gap)))

    @cached_property
    def quoted(self) -> list[bool | None]:
        """Return for each word whether it is in a quotation; None if the block's marks do not pair."""
        found: list[bool | None] = []
        every = iter(_MAYBE_QUOTED.finditer(self.folded))
        mark = next(every, None)
        for first, last in self.block_lines:
            start, end = self.line_words[first][0], self.line_words[last - 1][1]
            while mark and mark.start() < self.line_spans[first][0]:
                mark = next(every, None)
            if not mark or mark.start() >= self.line_spans[last - 1][1]:
                found += [False] * (end - start)
            elif start < end:
                found += self._quoted_block(start, end, self.line_spans[first][0])
        return found

    @cached_property
    def quotes(self) -> bool:
        """Return whether any word is in a quotation, or may be."""
        return not {*self.quoted} <= {False}

    @cached_property
    def names_within(self) -> set[str]:
        """Return the words that have a capital other than at the beginning of a line or a quotation."""
        return {
            key
            for word, key in enumerate(self.keys)
            if key[0].isupper() and word != self.line_words[self.word_line[word]][0] and not self.opens(word)
        }

    def opens(self, word: int) -> bool:
        """Return whether a quotation mark or a colon stands before a word."""
        before = marks(self.between(word - 1)) if word else ""
        return '"' in before or ":" in before

    @cached_property
    def small_words(self) -> set[str]:
        """Return the words that occur in this text in small letters."""
        return {key for key in self.keys if key.islower()}

    def _quoted_block(self, first: int, last: int, start: int) -> list[bool | None]:
        depth = straight = 0
        at = start
        found: list[bool | None] = []
        end = self.line_spans[self.word_line[last - 1]][1]
        german = self.text.find("„", start, end)
        single = {n for m in _SINGLE.finditer(self.folded, start, end) for n in range(*m.span())}
        every = deque(_QUOTATION.finditer(self.text, start, end))
        if not every and not single:
            return [False] * (last - first)
        for word in range(first, last):
            while every and every[0].end() <= self.starts[word]:
                mark = every.popleft().group()
                if mark in ("“", "„", "«") and not (mark == "“" and depth and 0 <= german < at):
                    depth = 1
                elif mark in ("“", "”", "»"):
                    depth = 0
                else:
                    straight += 1
            found.append(bool(depth or straight % 2) or self.starts[word] in single)
            at = self.ends[word]
        straight += sum(mark.group() in ('"', "''") for mark in every)
        return [None] * len(found) if straight % 2 else found


def _folded(text: str) -> str:
    return _JOINING_DASH.sub("-", text.translate(FOLD))


def _read_block(text: str, language: str) -> _Block:
    """Read a block, by its own words alone."""
    folded = _folded(text)
    starts, ends, keys = array(NUMBER), array(NUMBER), []
    key_of: dict[str, str] = {}  # a block has few different words
    beside = not (_BEFORE.isdisjoint(folded) and _BEHIND.isdisjoint(folded))
    for a, b in each_word(folded):
        word = folded[a:b]
        if beside and not word.isalpha():
            before = max(0, a - 2)
            if not word[0].isalpha() and not _BEFORE.isdisjoint(folded[before:a]) and is_figure(word):
                a = sign.start() if (sign := _SIGN.search(folded, before, a)) else a
            if word[-1].isdigit() and not _BEHIND.isdisjoint(folded[b : b + 2]):
                b = unit.end() if (unit := _PER_CENT.match(folded, b)) else b
            word = folded[a:b]
        starts.append(a)
        ends.append(b)
        keys.append(key_of.get(word) or key_of.setdefault(word, word_key(word)))
    found: list[tuple[int, int, int, bool]] = []
    at = 0
    spans, doubtful = lines_with_doubts(_ROW_END.sub(" ", text), language)
    doubts = {*doubtful}
    for line, (a, b) in enumerate(spans):
        last = bisect_left(starts, b, at)
        if last - at <= LONGEST:
            found.append((a, b, last, line in doubts))
            at = last
            continue
        for first, final in _pieces(keys, at, last):
            left = a if first == at else starts[first]
            right = b if final == last else starts[final]
            found.append((left, left + len(text[left:right].rstrip()), final, final < last or line in doubts))
        at = last
    return _Block(starts, ends, keys, found)


# The blocks of an article come again in each of its versions, and those of a table within one text.
_kept_block = lru_cache(maxsize=_BLOCKS_KEPT)(_read_block)


def _pieces(keys: list[str], first: int, last: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = first
    for at in range(first + 1, last):
        length = at - start
        if length >= LONGEST or (length >= _SHORTEST and _chooses(keys[at - 1])):
            pieces.append((start, at))
            start = at
    return [*pieces, (start, last)]


def _kinds_at(text: str, kinds: Sequence[str] | None) -> Callable[[int], str]:
    if not kinds:
        return lambda at: PARAGRAPH
    starts = [0, *(m.end() for m in re.finditer("\n\n", text))]
    if len(starts) != len(kinds):
        raise ValueError(f"{len(kinds)} kinds were given for {len(starts)} blocks")
    return lambda at: kinds[bisect_right(starts, at) - 1]


def word_key(word: str) -> str:
    """Return the key of a word. Words that differ only in typography have the same key."""
    if not word.isascii():
        word = normal_form("NFC", word.translate(LIGATURES)).translate(_SAME_WORD)
    return sys.intern("".join(word.split()))  # a text has few different words


def is_figure(key: str) -> bool:
    return bool(_NUMBERLIKE.match(key.lstrip("-+~≈≤≥<>±")))


def _chooses(key: str) -> bool:
    number = 0
    for character in key:  # hash() differs from run to run
        number = (number * 31 + ord(character)) % 1_000_003
    return number % _ONE_IN == 0
