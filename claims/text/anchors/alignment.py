"""Decide which old line became which new line.

Equal lines are matched first, then copies by their neighbours, then rewritten lines by likeness. Two equally good
matches are tied. A line that occurs once in each text is matched wherever it moved. Copies are told apart only by the
lines beside them. What is left may be a rewritten line, one that was split or two that were merged. No new line is used
twice.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from math import log

from rapidfuzz.distance import Indel, LCSseq

from claims.text.anchors.columns import NUMBER, Links
from claims.text.anchors.cutting import Text
from claims.text.common import common_ops, rising

# Likeness by weight of the words in the same order. Below UNLIKE two lines are different; from ALIKE on a rewritten
# line is the old one; between them the letters decide too, by the share that both lines have in the same order. A line
# in another place than the old one must be more alike.
UNLIKE, UNLIKE_ELSEWHERE, ALIKE = 0.35, 0.55, 0.7
LETTERS = 0.6
# The longer two lines are, the more letters they share by chance. Of two long lines the shorter one, which may be a
# part of the other, must share more of its own letters.
LONG, OF_THE_SHORTER = 200, 0.75
PART = 0.6  # of a line that was split off or merged in: the share of its words that come from the other
EQUALLY_GOOD = 0.03
_REORDERED = 0.85  # how much the same words in another order count
_SHORT = 3  # words; a shorter line is matched only by its neighbours
_COMMON = 24  # lines; a word that occurs in more is not used to find candidates
_TRIED = 6  # most similar lines, and nearest lines at each end of a gap, that are compared
_PASSES = 30  # over the copies; each pass places those beside the ones that the last pass placed
_LAST_CHARACTER = 0x10FFFF


class Alignment:
    """The result: which old line became which new lines.

    `links`: the new lines of each old line, in order. `tied`: for an old line without one, the new lines that are
    equally good.
    """

    def __init__(self, old: Text, new: Text, check: Callable[[], None] | None = None) -> None:
        """Align two texts. `check` is called for every line that is compared, and may raise to stop."""
        self.old, self.new = old, new
        self._check = check or _go_on
        self.likeness = Likeness(old, new)
        self._old_keys, self._new_keys, keys = self.likeness.same_lines()
        self._to = array(NUMBER, [-1]) * len(self._old_keys)
        self._from = array(NUMBER, [-1]) * len(self._new_keys)
        self.tied: dict[int, list[int]] = {}
        if self._old_keys == self._new_keys:
            for line in range(len(self._to)):
                self._take(line, line)
        else:
            self._align(keys)
        self.links, self.back = Links(self._to), Links(self._from)
        self._split_and_merge()
        self.moved = self._moved()

    def reads_same(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """Return whether these are one line each, with the same words."""
        return len(old) == len(new) == 1 and self._old_keys[old[0]] == self._new_keys[new[0]]

    def _align(self, keys: int) -> None:
        old_count, new_count = _counted(self._old_keys, keys), _counted(self._new_keys, keys)
        at = dict(zip(self._new_keys, range(len(self._new_keys)), strict=True))
        for i, key in enumerate(self._old_keys):
            if old_count[key] == new_count[key] == 1 and self.likeness.words_in(i) >= _SHORT:
                self._take(i, at[key])
        del at
        # Lines that may be placed by their neighbours. A line of fewer than three words is one, even if it is unique.
        copies = [i for i, key in enumerate(self._old_keys) if self._to[i] < 0 and new_count[key]]
        copies = self._copies(copies, both_sides=True)
        self._alike(old_count, new_count)
        copies = self._copies(copies, both_sides=False)
        self._copies_left(copies)

    def _take(self, i: int, j: int) -> None:
        self._to[i], self._from[j] = j, i

    # --- copies ------------------------------------------------------------------------------------------------------

    def _copies(self, lines: list[int], both_sides: bool) -> list[int]:
        """Place copies by neighbours that are placed, and then the copies beside those. Return those that are left."""
        for _ in range(_PASSES):
            self._check()
            after = self._beside(lines, -1)
            before = self._beside(reversed(lines), 1)
            wanted: dict[int, int] = {}
            for i in lines:
                places = {after.get(i, -1), before.get(i, -1)} - {-1}
                if len(places) == 1 and (not both_sides or (i in after and i in before)):
                    (j,) = places
                    best = wanted.get(j)
                    if best is None or (i in after) + (i in before) > (best in after) + (best in before):
                        wanted[j] = i
            if not wanted:
                break
            for j, i in wanted.items():
                self._take(i, j)
            lines = [i for i in lines if self._to[i] < 0]
        return lines

    def _beside(self, lines: Iterable[int], step: int) -> dict[int, int]:
        """Return, for each unplaced line, the free new line with the same words beside its neighbour's place.

        `step` says which neighbour: 1 or -1.
        """
        found: dict[int, int] = {}
        for i in lines:
            neighbour = i + step
            if not 0 <= neighbour < len(self._to):
                j = 0 if step < 0 else len(self._from) - 1
            elif self._to[neighbour] >= 0:
                j = self._to[neighbour] - step
            elif neighbour in found:
                j = found[neighbour] - step
            else:
                continue
            if 0 <= j < len(self._from) and self._from[j] < 0 and self._old_keys[i] == self._new_keys[j]:
                found[i] = j
        return found

    def _copies_left(self, copies: list[int]) -> None:
        """Place the copies that are left, in order, if there are as many places. With more places they are tied."""
        self._measure_gaps()
        old_at: dict[int, list[int]] = defaultdict(list)
        for i in copies:
            old_at[self._old_keys[i]].append(i)
        new_at: dict[int, list[int]] = defaultdict(list)
        for j, key in enumerate(self._new_keys):
            if self._from[j] < 0 and key in old_at:
                new_at[key].append(j)
        for key, places in new_at.items():
            lines = old_at[key]
            if self.likeness.words_in(lines[0]) < _SHORT:
                lines, places = self._in_their_places(lines, places)
            if len(places) > len(lines):
                self.tied.update((i, places) for i in lines)
            else:
                for i, j in zip(lines, places, strict=False):
                    self._take(i, j)

    def _in_their_places(self, lines: list[int], places: list[int]) -> tuple[list[int], list[int]]:
        """Return the lines that have one of the places in their gap, and the places that lie in a line's gap."""
        there: list[int] = []
        # How many gaps begin at a place, minus those that end there.
        begin = [0] * (len(places) + 1)
        for i in lines:
            first, last = self._first[i], self._last[i]
            spans = [(first, last)] if first <= last else [(first, first + 1), (last - 1, last)]
            found = [(bisect_left(places, a), bisect_left(places, b)) for a, b in spans]
            if any(a < b for a, b in found):
                there.append(i)
                for a, b in found:
                    begin[a] += 1
                    begin[b] -= 1
        return there, [j for j, gaps in zip(places, accumulate(begin), strict=False) if gaps]

    # --- rewritten lines ---------------------------------------------------------------------------------------------

    def _alike(self, old_count: Sequence[int], new_count: Sequence[int]) -> None:
        lines = [i for i, key in enumerate(self._old_keys) if self._to[i] < 0 and not new_count[key]]
        places = [j for j, key in enumerate(self._new_keys) if self._from[j] < 0 and not old_count[key]]
        self._measure_gaps()
        scores, olds, news, there = array("d"), array(NUMBER), array(NUMBER), bytearray()
        first_of: dict[int, int] = {}
        for i, tried in self.likeness.pairs(lines, places, self._first, self._last):
            self._check()
            first_of[i] = len(scores)
            for j in tried:
                in_place = self._in_place(i, j)
                score = self.likeness.score(i, j, UNLIKE if in_place else UNLIKE_ELSEWHERE)
                if score:
                    scores.append(score)
                    olds.append(i)
                    news.append(j)
                    there.append(in_place)
        order = sorted(range(len(scores)), key=lambda n: (-scores[n], -there[n], olds[n], news[n]))
        lines_of: dict[int, list[int]] = defaultdict(list)  # the most similar last
        for n in reversed(order):
            lines_of[news[n]].append(n)
        letters: dict[tuple[int, int], bool] = {}

        def holds(n: int) -> bool:
            """Return whether a pair is alike enough, also by its letters."""
            if scores[n] >= ALIKE:
                return True
            pair = (self._old_keys[olds[n]], self._new_keys[news[n]])
            if pair not in letters:
                self._check()
                letters[pair] = self._share_letters(olds[n], news[n])
            return letters[pair]

        def likest_left(j: int) -> float:
            """Return the greatest likeness of a new line to an old line that has no place yet."""
            left = lines_of[j]
            while left and (self._to[olds[left[-1]]] >= 0 or not holds(left[-1])):
                left.pop()
            return scores[left[-1]] if left else 0.0

        for n in order:
            score, where, i, j = scores[n], there[n], olds[n], news[n]
            if self._to[i] >= 0 or self._from[j] >= 0 or i in self.tied or not holds(n):
                continue
            others = []
            m = first_of[i]
            while m < len(scores) and olds[m] == i:
                k = news[m]
                if (
                    scores[m] > score - EQUALLY_GOOD
                    and there[m] == where
                    and k != j
                    and self._from[k] < 0
                    and holds(m)
                    # unless another line is a better match for it
                    and not likest_left(k) > scores[m]
                    and self._left_over(i, j, k) < PART
                ):
                    others.append(k)
                m += 1
            if others:
                self.tied[i] = sorted([j, *others])
            else:
                self._take(i, j)

    def _left_over(self, i: int, j: int, k: int) -> float:
        like = self.likeness
        return like.left_over(like.old(i), like.new(j), like.new(k))

    def _share_letters(self, i: int, j: int) -> bool:
        old = self.old.folded[slice(*self.old.line_spans[i])]
        new = self.new.folded[slice(*self.new.line_spans[j])]
        share = Indel.normalized_similarity(old, new, score_cutoff=LETTERS)
        shorter = min(len(old), len(new))
        return share >= LETTERS and (shorter < LONG or share * (len(old) + len(new)) / 2 >= OF_THE_SHORTER * shorter)

    def _measure_gaps(self) -> None:
        """Calculate, for each old line, the new lines between the places of its nearest placed neighbours."""
        self._first, self._last = array(NUMBER), array(NUMBER)
        place = -1
        for j in self._to:
            self._first.append(place + 1)
            place = j if j >= 0 else place
        place = len(self._from)
        for j in reversed(self._to):
            self._last.append(place)
            place = j if j >= 0 else place
        self._last.reverse()

    def _in_place(self, i: int, j: int) -> bool:
        """Return whether j is between the neighbours' places, or beside one of them if the other was moved."""
        first, last = self._first[i], self._last[i]
        return first <= j < last if first <= last else j in (first, last - 1)

    # --- split and merged --------------------------------------------------------------------------------------------

    def _split_and_merge(self) -> None:
        like = self.likeness
        for j in [j for j, i in enumerate(self._from) if i < 0 and like.new_words_in(j) >= _SHORT]:
            self._check()
            for beside in (j - 1, j + 1):
                if 0 <= beside < len(self.back) and not self.back[j] and len(self.back[beside]) == 1:
                    i = self.back[beside][0]
                    if like.left_over(like.old(i), like.new(beside), like.new(j)) >= PART:
                        self.links[i] = sorted([*self.links[i], j])
                        self.back[j] = [i]
        for i in [i for i, j in enumerate(self._to) if j < 0 and i not in self.tied and like.words_in(i) >= _SHORT]:
            self._check()
            for beside in (i - 1, i + 1):
                if 0 <= beside < len(self.links) and not self.links[i] and len(self.links[beside]) == 1:
                    j = self.links[beside][0]
                    if like.left_over(like.new(j), like.old(beside), like.old(i)) >= PART:
                        self.links[i] = [j]
                        self.back[j] = sorted([*self.back[j], i])

    def _moved(self) -> set[int]:
        """Return the smallest set of lines that must have moved if the others kept their order."""
        placed = [i for i, places in enumerate(self.links) if places]
        # Two lines merged into one count as in order.
        still = rising([self.links[i][0] for i in placed], again=True)
        return {*placed}.difference(placed[n] for n in still) if len(still) < len(placed) else set()


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
        often: dict[str, int] = defaultdict(int)
        for text, line_of in ((old, self.old), (new, self.new)):
            for line in range(len(text.line_spans)):
                for word in {*line_of(line)}:
                    often[word] += 1
        every = len(old.line_spans) + len(new.line_spans) + 1
        self.weight = {word: log(1 + every / count) for word, count in often.items()}
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
        return sum(self.weight[self._numbers[key.lower()]] for key in keys)

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
        if whole == taken or sum(word in part for word in whole) < _SHORT:
            return 0.0
        rest = "".join(whole[op.a : op.b] for op in common_ops(whole, taken) if op.tag == "delete")
        words = "".join(rest[op.a : op.b] for op in common_ops(rest, part) if op.tag == "equal")
        if len(words) < _SHORT:
            return 0.0
        smaller = min(self.total(part), self.total(rest) if len(rest) > _SHORT else self.total(part))
        return self.total(words) / smaller

    def pairs(
        self, lines: list[int], places: list[int], first: Sequence[int], last: Sequence[int]
    ) -> Iterator[tuple[int, list[int]]]:
        """Return, for each old line, the new lines worth comparing.

        They are those that share rare words with it, and those at about the same distance from the beginning or the end
        of its gap (`first` to `last`).
        """
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
                tried = set(self._sharing(words, holds))
                for at in (inside[0] + n, inside[1] - len(together) + n):
                    near = max(inside[0], min(at - _TRIED // 2, inside[1] - _TRIED))
                    tried.update(places[near : min(near + _TRIED, inside[1])])
                if inside[1] - inside[0] <= 2 * _TRIED:
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


def _counted(keys: Sequence[int], every: int) -> array[int]:
    found = array(NUMBER, [0]) * every
    for key in keys:
        found[key] += 1
    return found


def _go_on() -> None:
    """Do nothing: the default check never stops the work."""
