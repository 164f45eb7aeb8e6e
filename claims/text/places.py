"""Find where words stand in a text that was cut into blocks, by the words and what stood around them.

Blanks do not count. The time grows with the text, and with the number of quotations.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from claims.text.normalise import normalise

#: Letters that a search begins with: shorter words are found only where they are a whole block.
_SEED = 12
#: Places with the same beginning that are looked at for one quotation, the nearest first; and that are kept of a text.
_TRIED, _KEPT = 40, 2_000
#: How much longer than the quotation the words may be that stand in its place now, in letters.
_LONGER = 80


@dataclass(frozen=True, slots=True)
class Quotation:
    """``quote`` with what stood around it in the same block; ``block`` is about where that was, counted from 0."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    block: int = 0


#: The block, counted from 0, and code points in it.
type Place = tuple[int, int, int]


def places(texts: Sequence[str], quotations: Sequence[Quotation]) -> list[Place | None]:
    """Return where each quotation stands in the texts of the blocks, or None.

    It stands where its words do, with what is around them or, if that changed, without; else between the words that
    stood before and behind it, if other words took its place there. Of several places it is the nearest to its block.
    """
    search = _Search(texts)
    folded = [(_fold(one.prefix), _fold(one.quote), _fold(one.suffix), one.block) for one in quotations]
    search.index({needle[:_SEED] for one in folded for needle, _, _ in _needles(*one[:3])})
    return [search.place(*one) for one in folded]


def _fold(words: str) -> str:
    return "".join(normalise(words).split())


def _needles(prefix: str, quote: str, suffix: str) -> Iterator[tuple[str, int, int]]:
    """What is searched for, with the letters of it before the quotation, and behind it; the surest first."""
    if quote:
        for before, behind in ((prefix, suffix), (prefix, ""), ("", suffix), ("", "")):
            yield before + quote + behind, len(before), len(behind)
    yield prefix, 0, 0
    yield suffix, 0, 0


class _Search:
    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.folded = ["".join(text.split()) for text in texts]
        self.whole = "\n".join(self.folded)
        self.starts = [0, *accumulate(len(words) + 1 for words in self.folded)][: len(self.folded)]
        self.letters: dict[int, list[int]] = {}
        self.hits: dict[str, list[int]] = {}
        self.blocks: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self.folded):
            self.blocks[words].append(at)

    def index(self, seeds: set[str]) -> None:
        """Note where each of the seeds stands."""
        whole, hits = self.whole, self.hits
        hits.update((seed, []) for seed in seeds if len(seed) == _SEED)
        if hits:
            for at in range(len(whole) - _SEED + 1):
                found = hits.get(whole[at : at + _SEED])
                if found is not None and len(found) < _KEPT:
                    found.append(at)

    def place(self, prefix: str, quote: str, suffix: str, block: int) -> Place | None:
        if not quote:
            return None
        near = self.starts[min(block, len(self.starts) - 1)] if self.starts else 0
        for needle, before, behind in list(_needles(prefix, quote, suffix))[:4]:
            at = next(self._found(needle, near), None)
            if at is not None:
                return self._in_block(at + before, at + len(needle) - behind)
        return self._between(prefix, suffix, len(quote) + _LONGER, near)

    def _found(self, needle: str, near: int) -> Iterator[int]:
        """Where a needle stands, the nearest first."""
        if len(needle) < _SEED:
            blocks = self.blocks.get(needle, [])
            return iter(sorted((self.starts[at] for at in blocks[:_KEPT]), key=lambda at: abs(at - near))[:_TRIED])
        hits = self.hits.get(needle[:_SEED], [])
        middle = bisect_left(hits, near)
        around = hits[max(0, middle - _TRIED) : middle + _TRIED]
        tried = sorted(around, key=lambda at: abs(at - near))
        return (at for at in tried if self.whole.startswith(needle, at))

    def _between(self, prefix: str, suffix: str, most: int, near: int) -> Place | None:
        """Where other words stand now between what stood before and behind; a side without words is the block's end.

        One side is searched for, the other is looked for near it.
        """
        forward = len(prefix) >= _SEED
        if not forward and len(suffix) < _SEED:
            return None
        for at in self._found(prefix if forward else suffix, near):
            block = self._block(at)
            first, last = self.starts[block], self.starts[block] + len(self.folded[block])
            if forward:
                start = at + len(prefix)
                near_end = min(last, start + most + len(suffix) + 1)
                end = self.whole.find(suffix, start, near_end) if suffix else last
            else:
                found = self.whole.rfind(prefix, max(first, at - most - len(prefix)), at) if prefix else first
                start, end = found + len(prefix) if found >= 0 else at, at
            if start < end <= start + most:
                return self._in_block(start, end)
        return None

    def _block(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def _in_block(self, start: int, end: int) -> Place:
        block = self._block(start)
        if block not in self.letters:
            self.letters[block] = [at for at, letter in enumerate(self.texts[block]) if not letter.isspace()]
        letters, first = self.letters[block], self.starts[block]
        return block, letters[start - first], letters[end - 1 - first] + 1
