"""Decide which old line became which new line.

Equal lines are matched first, then copies by their neighbours, then rewritten lines by likeness. Two equally good
matches are tied. A line that occurs once in each text is matched wherever it moved. Copies are told apart only by the
lines beside them. What is left may be a rewritten line, one that was split or two that were merged. No new line is used
twice.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from claims.text.anchors.columns import NUMBER, Links
from claims.text.anchors.cutting import Text
from claims.text.anchors.likeness import SHORT, UNLIKE, Likeness
from claims.text.common import rising

# Likeness by weight of the words in the same order. Below UNLIKE two lines are different; from ALIKE on a rewritten
# line is the old one; between them the letters decide too, by the share that both lines have in the same order. A line
# in another place than the old one must be more alike.
UNLIKE_ELSEWHERE, ALIKE = 0.55, 0.7
LETTERS = 0.6
# The longer two lines are, the more letters they share by chance. Of two long lines the shorter one, which may be a
# part of the other, must share more of its own letters.
LONG, OF_THE_SHORTER = 200, 0.75
_READ = 2_000  # letters at each end of a line that are compared; only a line of very long words has more
PART = 0.6  # of a line that was split off or merged in: the share of its words that come from the other
EQUALLY_GOOD = 0.03
_PASSES = 30  # over the copies; each pass places those beside the ones that the last pass placed


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

    def became(self, old: range, new: range) -> bool:
        """Return whether each of these lines became the one at its place among the new ones, and nothing else did."""
        return self.links.are(old, new) and self.back.are(new, old)

    def _align(self, keys: int) -> None:
        old_count, new_count = _counted(self._old_keys, keys), _counted(self._new_keys, keys)
        at = dict(zip(self._new_keys, range(len(self._new_keys)), strict=True))
        for i, key in enumerate(self._old_keys):
            if old_count[key] == new_count[key] == 1 and self.likeness.words_in(i) >= SHORT:
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
            if self.likeness.words_in(lines[0]) < SHORT:
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
        known: dict[tuple[int, bool], float] = {}  # scores of the last old line, which may come again
        of = -1
        for i, tried in self.likeness.pairs(lines, places, self._first, self._last):
            self._check()
            first_of[i] = len(scores)
            if of != self._old_keys[i]:
                of, known = self._old_keys[i], {}
            first, last = self._first[i], self._last[i]
            for j in tried:
                # between the neighbours' places, or beside one of them if the other was moved
                in_place = first <= j < last if first <= last else j in (first, last - 1)
                pair = self._new_keys[j], in_place
                if (score := known.get(pair)) is None:
                    score = known[pair] = self.likeness.score(i, j, UNLIKE if in_place else UNLIKE_ELSEWHERE)
                if score:
                    scores.append(score)
                    olds.append(i)
                    news.append(j)
                    there.append(in_place)
        # The most similar first, then those in their place, then the first lines.
        order = sorted(range(len(scores)), key=there.__getitem__, reverse=True)
        order.sort(key=scores.__getitem__, reverse=True)
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
        old = _ends(self.old.folded[slice(*self.old.line_spans[i])])
        new = _ends(self.new.folded[slice(*self.new.line_spans[j])])
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

    # --- split and merged --------------------------------------------------------------------------------------------

    def _split_and_merge(self) -> None:
        like = self.likeness
        for j in [j for j, i in enumerate(self._from) if i < 0 and like.new_words_in(j) >= SHORT]:
            self._check()
            for beside in (j - 1, j + 1):
                if 0 <= beside < len(self.back) and not self.back[j] and len(self.back[beside]) == 1:
                    i = self.back[beside][0]
                    if like.left_over(like.old(i), like.new(beside), like.new(j)) >= PART:
                        self.links[i] = sorted([*self.links[i], j])
                        self.back[j] = [i]
        for i in [i for i, j in enumerate(self._to) if j < 0 and i not in self.tied and like.words_in(i) >= SHORT]:
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


def _counted(keys: Sequence[int], every: int) -> array[int]:
    found = array(NUMBER, [0]) * every
    for key in keys:
        found[key] += 1
    return found


def _ends(line: str) -> str:
    return line if len(line) <= 2 * _READ else line[:_READ] + line[-_READ:]


def _go_on() -> None:
    """Do nothing: the default check never stops the work."""
