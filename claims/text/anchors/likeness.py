"""How alike an old line and a new one are, by the weight of the words that they share, and which pairs are compared."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from math import log

from rapidfuzz.distance import LCSseq

from claims.text.anchors.columns import NUMBER
from claims.text.anchors.cutting import Text
from claims.text.common import common_ops

UNLIKE = 0.35  # two lines that are less alike are different
SHORT = 3  # words; a shorter line is matched only by its neighbours
_REORDERED = 0.85  # how much the same words in another order count
_COMMON = 24  # lines; a word that occurs in more is not used to find candidates
_TRIED = 6  # most similar lines, and nearest lines at each end of a gap, that are compared
# A text with more than 20,000 rewritten lines is a table: fewer lines are tried for each of them. With more rewritten
# lines than this, the short ones are not compared.
_TRIALS = 120_000
_LAST_CHARACTER = 0x10FFFF


class Likeness:
    """Measure how much two lines share: the same words in the same order, where a rare word counts more.

    Each word is stored as one character and each line as a string. Words that differ only in capitals get the same
    character.
    """

    def __init__(self, old: Text, new: Text) -> None:
        self._old, self._new = old, new
        self._numbers: dict[str, str] = {}
        self._old_words, self._new_words = (self._numbered(text.keys) for text in (old, new))
        self._holds: dict[str, list[int]] | None = None
        said = (map(line_of, range(len(text.line_spans))) for text, line_of in ((old, self.old), (new, self.new)))
        often = Counter(chain.from_iterable(map(set, chain.from_iterable(said))))
        every = len(old.line_spans) + len(new.line_spans) + 1
        self.weight = {word: log(1 + every / count) for word, count in often.items()}
        self._weight_of_key = {
            key: self.weight[self._numbers[key.lower()]] for key in dict.fromkeys(chain(old.keys, new.keys))
        }
        self._scored = -1  # the old line that was scored last, and the sum of its weights
        self._sums: list[float] = []
        self._totals: dict[int, float] = {}  # of new lines

    def _numbered(self, keys: list[str]) -> str:
        return "".join(map({key: self._number(key.lower()) for key in dict.fromkeys(keys)}.__getitem__, keys))

    def _number(self, word: str) -> str:
        # If there are more different words than characters, the rest share one. No text of less than 4 MB has so many.
        return self._numbers.setdefault(word, chr(min(len(self._numbers), _LAST_CHARACTER)))

    def old(self, line: int) -> str:
        first, last = self._old.line_words[line]
        return self._old_words[first:last] or self._marks(self._old, line)

    def new(self, line: int) -> str:
        first, last = self._new.line_words[line]
        return self._new_words[first:last] or self._marks(self._new, line)

    def _marks(self, text: Text, line: int) -> str:
        return self._number(text.line_keys(line)[0].lower())

    def words_in(self, line: int) -> int:
        first, last = self._old.line_words[line]
        return last - first

    def new_words_in(self, line: int) -> int:
        first, last = self._new.line_words[line]
        return last - first

    def same_lines(self) -> tuple[array[int], array[int], int]:
        """Return a number for each old and new line, equal if all words are equal (with capitals), and their count."""
        words = dict.fromkeys(chain(self._old.keys, self._new.keys))
        numbers = {key: chr(min(number, _LAST_CHARACTER)) for number, key in enumerate(words)}
        known: dict[str | tuple[str, ...], int] = {}
        found = []
        for text in (self._old, self._new):
            said = "".join(map(numbers.__getitem__, text.keys))
            found.append(
                array(
                    NUMBER,
                    (
                        known.setdefault(said[first:last] or text.line_keys(line), len(known))
                        for line, (first, last) in enumerate(text.line_words)
                    ),
                )
            )
        return found[0], found[1], len(known)

    def total_of(self, keys: Iterable[str]) -> float:
        return sum(map(self._weight_of_key.__getitem__, keys))

    def likest(self, i: int) -> list[int]:
        """Return the new lines that are most like an old one, placed or not, the most similar first."""
        if self._holds is None:
            self._holds = {}
            for j in range(len(self._new.line_spans)):
                for word in {*self.new(j)}:
                    _put(self._holds.setdefault(word, []), j)
        tried = self._sharing({*self.old(i)}, self._holds)
        return sorted(tried, key=lambda j: (-self.score(i, j), j))[:_TRIED]

    def total(self, line: Iterable[str]) -> float:
        return sum(map(self.weight.__getitem__, line))

    def score(self, i: int, j: int, least: float = 0.0) -> float:
        """Return how alike an old line and a new one are, from 0 to 1; 0 if that is less than `least`."""
        old, new = self.old(i), self.new(j)
        if i != self._scored:
            self._scored, self._sums = i, [0.0, *accumulate(map(self.weight.__getitem__, old))]
        if j not in self._totals:
            self._totals[j] = self.total(new)
        sums = self._sums
        every = sums[-1] + self._totals[j] or 1
        anywhere = self.total(filter(new.__contains__, old))
        if 2 * anywhere < least * every:
            return 0.0
        if len({*old}) < len(old):
            anywhere = self.total((Counter(old) & Counter(new)).elements())
        if 2 * anywhere < least * every:
            return 0.0
        same = sum(sums[op.src_end] - sums[op.src_start] for op in LCSseq.opcodes(old, new) if op.tag == "equal")
        score = 2 * max(same, _REORDERED * anywhere) / every
        return score if score >= least else 0.0

    def left_over(self, whole: str, taken: str, part: str) -> float:
        """Return the greater share, of `part` or of `whole` without `taken`, that the other contains in order."""
        if whole == taken or sum(word in part for word in whole) < SHORT:
            return 0.0
        rest = "".join(whole[op.a : op.b] for op in common_ops(whole, taken) if op.tag == "delete")
        words = "".join(rest[op.a : op.b] for op in common_ops(rest, part) if op.tag == "equal")
        if len(words) < SHORT:
            return 0.0
        smaller = min(self.total(part), self.total(rest) if len(rest) > SHORT else self.total(part))
        return self.total(words) / smaller

    def pairs(
        self, lines: list[int], places: list[int], first: Sequence[int], last: Sequence[int]
    ) -> Iterator[tuple[int, list[int]]]:
        """Return, for each old line, the new lines worth comparing.

        They are those that share rare words with it, and those at about the same distance from the beginning or the end
        of its gap (`first` to `last`).
        """
        most = max(3, min(_TRIED, _TRIALS // (len(lines) + 1)))
        if len(lines) > _TRIALS:
            lines = [i for i in lines if self.words_in(i) >= SHORT]
        mine = {word for i in lines for word in self.old(i)}
        holds: dict[str, list[int]] = {}
        for j in places:
            for word in mine.intersection(self.new(j)):
                _put(holds.setdefault(word, []), j)
        for (start, end), group in groupby(lines, key=lambda i: (first[i], last[i])):
            inside = bisect_left(places, start), bisect_left(places, max(start, end))
            together = [*group]
            for n, i in enumerate(together):
                words = {word for word in self.old(i) if word in holds}
                shared = self.total(word for word in self.old(i) if word in words)
                if 2 * shared < UNLIKE * (self.total(self.old(i)) + shared) or not shared:
                    continue  # unlike any line
                tried = set(self._sharing(words, holds)[:most])
                for at in (inside[0] + n, inside[1] - len(together) + n):
                    near = max(inside[0], min(at - most // 2, inside[1] - most))
                    tried.update(places[near : min(near + most, inside[1])])
                if inside[1] - inside[0] <= 2 * most:
                    tried.update(places[slice(*inside)])
                yield i, sorted(tried)

    def _sharing(self, words: set[str], holds: dict[str, list[int]]) -> list[int]:
        """Return the few lines that share the rarest words with these."""
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            lines = holds.get(word, ())
            if len(lines) <= _COMMON:
                for j in lines:
                    shared[j] += self.weight[word]
        return sorted(shared, key=lambda j: (-shared[j], j))[:_TRIED]


def _put(lines: list[int], line: int) -> None:
    """Add a line to those that hold a word, unless there are too many for the word to be useful."""
    if len(lines) <= _COMMON:
        lines.append(line)
