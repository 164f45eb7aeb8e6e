"""Find the words of an article's blocks in the paragraphs of a document, which may be spaced or spelt otherwise."""

import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from claims.text.marks import normal_form

#: How often what is left of a text between paragraphs that are found is divided again.
_DEPTH = 12
#: Pairs of characters that are compared with each other at most: in one gap, and in all of them.
_PAIRS, _ALL_PAIRS = 25_000_000, 250_000_000
_SEEN = 200_000_000  # characters that are searched at most
NOWHERE = -1


class Aligned:
    """``places[block][offset]`` is where a character of a block stands in all paragraphs joined, or NOWHERE.

    Characters that are not compared (blanks, and what no reader sees) are NOWHERE, too.
    """

    def __init__(self, blocks: Sequence[str], paragraphs: Sequence[str]) -> None:
        self.starts = array("q", [0])
        for text in paragraphs:
            self.starts.append(self.starts[-1] + len(text))
        self.places = [array("q", [NOWHERE]) * len(text) for text in blocks]
        self._old = [folded(text) for text in blocks]
        self._new = [folded(text) for text in paragraphs]
        self._pairs, self._seen = _ALL_PAIRS, _SEEN
        self._align()

    def paragraph_of(self, place: int) -> tuple[int, int]:
        """Return the number of the paragraph in which a place is, and the offset in it."""
        at = bisect_left(self.starts, place + 1) - 1
        return at, place - self.starts[at]

    def _align(self) -> None:
        todo = [(0, len(self._old), 0, len(self._new), 0)]
        while todo:
            first, last, top, bottom, depth = todo.pop()
            while first < last and top < bottom and self._old[first][0] == self._new[top][0]:
                self._same(first, top)
                first, top = first + 1, top + 1
            while first < last and top < bottom and self._old[last - 1][0] == self._new[bottom - 1][0]:
                last, bottom = last - 1, bottom - 1
                self._same(last, bottom)
            if first == last or top == bottom:
                continue
            pairs = self._only_once(range(first, last), range(top, bottom)) if depth < _DEPTH else []
            if not pairs:
                self._characters(range(first, last), range(top, bottom))
            for block, paragraph in pairs:
                self._same(block, paragraph)
                todo.append((first, block, top, paragraph, depth + 1))
                first, top = block + 1, paragraph + 1
            if pairs:
                todo.append((first, last, top, bottom, depth + 1))

    def _only_once(self, blocks: range, paragraphs: range) -> list[tuple[int, int]]:
        """Return the longest run of pairs of the same text, of texts that occur once on either side, in their order."""
        once = [
            Counter(texts[at][0] for at in among) for texts, among in ((self._old, blocks), (self._new, paragraphs))
        ]
        there = {self._new[at][0]: at for at in paragraphs}
        tails: list[int] = []
        chain: list[tuple[int, int, int]] = []  # block, paragraph, the link before
        ends: list[int] = []
        for block in blocks:
            text = self._old[block][0]
            if not text or once[0][text] != 1 or once[1][text] != 1:
                continue
            place = there[text]
            at = bisect_left(tails, place)
            chain.append((block, place, ends[at - 1] if at else -1))
            tails[at : at + 1], ends[at : at + 1] = [place], [len(chain) - 1]
        found: list[tuple[int, int]] = []
        link = ends[-1] if ends else -1
        while link >= 0:
            block, place, link = chain[link]
            found.append((block, place))
        return found[::-1]

    def _same(self, block: int, paragraph: int) -> None:
        start = self.starts[paragraph]
        places = self.places[block]
        for one, other in zip(self._old[block][1], self._new[paragraph][1], strict=True):
            places[one] = start + other

    def _characters(self, blocks: range, paragraphs: range) -> None:
        """Pair what is left between paragraphs that are the same, character by character."""
        old = "".join(self._old[block][0] for block in blocks)
        new = "".join(self._new[paragraph][0] for paragraph in paragraphs)
        whose = array("q", [block for block in blocks for _ in self._old[block][1]])
        left = array("q", [at for block in blocks for at in self._old[block][1]])
        right = array("q", [self.starts[one] + at for one in paragraphs for at in self._new[one][1]])
        pairs = len(old) * len(new)
        if pairs <= min(_PAIRS, self._pairs):
            self._pairs -= pairs
            for op in Levenshtein.opcodes(old, new):
                if op.tag == "equal":
                    for offset in range(op.src_end - op.src_start):
                        at = op.src_start + offset
                        self.places[whose[at]][left[at]] = right[op.dest_start + offset]
            return
        start = 0
        for block in blocks:
            text, spots = self._old[block]
            self._seen -= len(new) - start
            found = new.find(text, start) if text and self._seen > 0 else -1
            if found >= 0:
                for offset, at in enumerate(spots):
                    self.places[block][at] = right[found + offset]
                start = found + len(text)


def folded(text: str) -> tuple[str, array]:
    """Return the characters of a text that are compared, decomposed, and where each of them stands in it."""
    found: list[str] = []
    spots = array("q")
    for at, char in enumerate(text):
        for one in _parts(char):
            found.append(one)
            spots.append(at)
    return "".join(found), spots


@lru_cache(maxsize=65_536)
def _parts(char: str) -> str:
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cf"):
        return ""
    return "".join(one for one in normal_form("NFKD", char) if not one.isspace())
