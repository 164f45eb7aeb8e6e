"""Cut a text into words within lines within blocks. Words are the same if they differ only in typography.

Offsets are code points into the text as it came: line ends, byte-order marks and blanks are counted, never changed.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from claims.text.anchors.columns import NUMBER, Ranges, Spans
from claims.text.lines import lines, paragraphs
from claims.text.marks import normal_form
from claims.text.words import word_spans

# The replacements keep the length, so that offsets stay the same.
_FOLD = str.maketrans({**dict.fromkeys("’‘‛ʼ`", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑", "-")})
_JOINING_DASH = re.compile(r"(?<=[\d%])[‒–](?=[$£€]?\d)")  # 3–5: a hyphen to most keyboards
_SIGN = re.compile(r"(?:^|(?<=[\s(\[\"']))(?:[-−–+~≈≤≥<>±]|[$€£¥₺₽₼₾֏]\s)$")  # before a figure: part of it
_PER_CENT = re.compile(r"[^\S\r\n]?[%‰°]")
_BEFORE, _BEHIND = frozenset("-−–+~≈≤≥<>±$€£¥₺₽₼₾֏"), frozenset("%‰°")  # a figure without these beside it has neither
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Signs that mean something: all symbols, and punctuation that stands beside figures and letters. Not accents typed for
# quotation marks, nor a minus typed for a dash.
_SIGNS = frozenset("%‰‱٪％#＃")
_QUOTING = frozenset("`´")
_MAYBE_SIGN = re.compile(r"[^\w\s.,;:!?'\"()…–—“”‘’«»\[\]。，、：；？！「」『』（）《》،؛؟।։-]")
_SHORT_BLOCK, _BLOCKS_KEPT = 100, 5_000  # characters of a block, and blocks, that are kept in case they come again
_SHORT_GAP = 16  # characters; a text has few different gaps that are shorter, and what is in them is kept
_DASHED = re.compile(r"(?<=\s)−(?=\s)")
# ‘We won’: a quotation. An apostrophe in it has letters on both sides.
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)(?:[^'\r\n]|(?<=\w)'(?=\w))*'(?![\w'])")
_QUOTATION = re.compile(r"[“”„«»\"]|''")
# A hyphen is a dash only with blanks on both sides; without them it belongs to a word (two- and three-year).
_DASHES = re.compile(r"(?<=\s)-(?=\s)|-{2,}|[‒–—―]")
_BLANKS = re.compile("(?<![-−]) (?![-−])")  # blanks beside a hyphen show which word it belongs to
_DOTS = re.compile(r"\.{3}")
_NUMBERLIKE = re.compile(r"[$€£¥₺₽₼₾֏]?\d")

PARAGRAPH = "paragraph"

# A line longer than this (a text without sentence marks) is cut into pieces. The words themselves decide where: the
# same words are cut at the same places wherever they stand, so an edit moves no other cut.
LONGEST = 120
_SHORTEST = 12
_ONE_IN = 24


# The words of a block (first and last code points, keys) and its lines (spans, and the words before the end of each).
type _Block = tuple[list[int], list[int], list[str], list[tuple[int, int]], list[int]]


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
        self.folded = _JOINING_DASH.sub("-", text.translate(_FOLD))
        self.starts, self.ends = array(NUMBER), array(NUMBER)  # code points
        self.keys: list[str] = []
        self.line_spans = Spans()  # code points
        self.line_words = Ranges()
        self.line_block = array(NUMBER)
        self.block_lines = Ranges()
        self.word_line = array(NUMBER)
        self.block_kinds: list[str] = []
        self._key_of: dict[str, str] = {}
        self._blocks: dict[str, _Block] = {}
        kind_at = _kinds_at(text, kinds)
        for start, end in paragraphs(text):
            if check:
                check()
            self._read_block(start, end, language)
            self.block_kinds.append(kind_at(start))
        del self._key_of, self._blocks

    def _read_block(self, start: int, end: int, language: str) -> None:
        said = self.text[start:end]
        if block := self._blocks.get(said):  # as in a table or a list, where many blocks are the same
            self._repeat(block, start)
            return
        first_word, first_line = len(self.starts), len(self.line_spans)
        self._read_new(start, end, language)
        if len(said) <= _SHORT_BLOCK and len(self._blocks) < _BLOCKS_KEPT:
            words, found = range(first_word, len(self.starts)), range(first_line, len(self.line_spans))
            spans = [self.line_spans[line] for line in found]
            self._blocks[said] = (
                [self.starts[word] - start for word in words],
                [self.ends[word] - start for word in words],
                self.keys[first_word:],
                [(a - start, b - start) for a, b in spans],
                [self.line_words[line][1] - first_word for line in found],
            )

    def _repeat(self, block: _Block, start: int) -> None:
        """Add the words and lines of a block that was read before."""
        starts, ends, keys, spans, last_words = block
        first_word = len(self.starts)
        self.starts.extend([at + start for at in starts])
        self.ends.extend([at + start for at in ends])
        self.keys += keys
        for (a, b), last in zip(spans, last_words, strict=True):
            self._add_line(a + start, b + start, first_word + last)
        self.block_lines.end(len(self.line_spans))

    def _read_new(self, start: int, end: int, language: str) -> None:
        first_word = len(self.starts)
        block = self.folded[start:end]
        words = word_spans(block)
        if len(words) == 1 and words[0] == (0, len(block)):  # as most headings of a list and cells of a table are
            self._add_word(block, start, end)
            self._add_line(start, end, len(self.starts))
            self.block_lines.end(len(self.line_spans))
            return
        for a, b in words:
            if not block[a:b].isalpha():
                before, behind = max(0, a - 2), block[b : b + 2]
                if not _BEFORE.isdisjoint(block[before:a]) and is_figure(block[a:b]):
                    a = sign.start() if (sign := _SIGN.search(block, before, a)) else a
                if not _BEHIND.isdisjoint(behind) and block[b - 1].isdigit() and (unit := _PER_CENT.match(block, b)):
                    b = unit.end()
            self._add_word(block[a:b], a + start, b + start)
        shown = re.sub(r"[\r\n\x0b\x0c\x85\u2028\u2029]", " ", self.text[start:end])
        at = first_word
        for a, b in lines(shown, language):
            last = bisect_left(self.starts, b + start, at)
            for first, final in self._pieces(at, last):
                left = a + start if first == at else self.starts[first]
                right = b + start if final == last else self.starts[final]
                right = left + len(self.text[left:right].rstrip())
                self._add_line(left, right, final)
            at = last
        self.block_lines.end(len(self.line_spans))

    def _add_word(self, word: str, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        if (key := self._key_of.get(word)) is None:
            key = self._key_of[word] = word_key(word)
        self.keys.append(key)

    def _add_line(self, start: int, end: int, last_word: int) -> None:
        """Add a line with all words, up to this one, that are not in a line yet."""
        line = len(self.line_spans)
        self.line_spans.append((start, end))
        self.line_block.append(len(self.block_lines))
        self.word_line.extend([line] * (last_word - len(self.word_line)))
        self.line_words.end(last_word)

    def _pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        if last - first <= LONGEST:
            return [(first, last)]
        pieces: list[tuple[int, int]] = []
        start = first
        for at in range(first + 1, last):
            length = at - start
            if length >= LONGEST or (length >= _SHORTEST and _chooses(self.keys[at - 1])):
                pieces.append((start, at))
                start = at
        return [*pieces, (start, last)]

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that the code points start to end touch."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def between(self, word: int) -> str:
        """Return what stands between a word and the next one, or the end of its line, folded."""
        first, last = self.line_words[self.word_line[word]]
        end = self.starts[word + 1] if word + 1 < last else self.line_spans[self.word_line[word]][1]
        return self.folded[self.ends[word] : end]

    def lead(self, line: int) -> str:
        """Return what stands before the first word of a line, folded."""
        first, last = self.line_words[line]
        return self.folded[self.line_spans[line][0] : self.starts[first]] if first < last else ""

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
        for line, span in enumerate(self.line_spans):
            if _MAYBE_SIGN.search(self.folded, *span):
                gaps = [self.lead(line), *(self.between(word) for word in range(*self.line_words[line]))]
                if every := tuple(f"{n} {sign}" for n, gap in enumerate(gaps) if (sign := signs(gap))):
                    found[line] = same.setdefault(every, every)
        return found

    @cached_property
    def quoted(self) -> list[bool | None]:
        """Return for each word whether it is in a quotation; None if the block's marks do not pair."""
        found: list[bool | None] = []
        for first, last in self.block_lines:
            start, end = self.line_words[first][0], self.line_words[last - 1][1]
            if start < end:
                found += self._quoted_block(start, end, self.line_spans[first][0])
        return found

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
        word = normal_form("NFC", word).replace("−", "-").replace("–", "-")
    return "".join(word.split())


def marks(between: str) -> str:
    """Return the punctuation between two words without its typography.

    Blanks, kinds of quotation marks, dashes and dots do not count, nor whether a comma stands inside or outside a
    quotation mark. A hyphen or a minus is not a dash, and keeps its blanks.
    """
    return _known_marks(between) if len(between) <= _SHORT_GAP else _marks(between)


def _marks(between: str) -> str:
    found = _UNSEEN.sub("", between)
    if not found or found.isspace():
        return ""
    found = _BLANKS.sub("", re.sub(r"\s+", " ", _DASHES.sub("—", found.translate(_FOLD))))
    found = _DOTS.sub("…", normal_form("NFC", found.replace("''", '"').replace("'", '"')))
    quotes = found.count('"')
    return '"' * quotes + found.replace('"', "")


_known_marks = lru_cache(maxsize=4096)(_marks)


def signs(between: str) -> str:
    """Return the signs among the marks between two words, in order: currency, per cent, plus, number sign, emoji."""
    if not _MAYBE_SIGN.search(between):
        return ""
    return _known_signs(between) if len(between) <= _SHORT_GAP else _signs(between)


def _signs(between: str) -> str:
    found = _DASHED.sub("", normal_form("NFC", between))
    return "".join(c for c in found if c in _SIGNS or (unicodedata.category(c)[0] == "S" and c not in _QUOTING))


_known_signs = lru_cache(maxsize=4096)(_signs)


def joined_otherwise(between: str, other: str) -> bool:
    """Return whether a word of one text reads as two in the other.

    One gap then holds only characters that nobody sees, and the other a blank.
    """
    if between == other:
        return False
    unseen, beside = _nothing_seen(between), _nothing_seen(other)
    return unseen != beside and any(c.isspace() for c in (other if unseen else between))


def _nothing_seen(between: str) -> bool:
    return bool(between) and not _UNSEEN.sub("", between)


def is_figure(key: str) -> bool:
    return bool(_NUMBERLIKE.match(key.lstrip("-+~≈≤≥<>±")))


def _chooses(key: str) -> bool:
    number = 0
    for character in key:  # hash() differs from run to run
        number = (number * 31 + ord(character)) % 1_000_003
    return number % _ONE_IN == 0
