"""Which line became which: the same words first, then their neighbours' word, then likeness; two equally good are tied.

A line that stands once in each text is itself, wherever it moved. Copies are told apart only by the lines beside them.
What is left may be a rewritten line, one that was split or two that were merged. No place is taken twice.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from difflib import SequenceMatcher
from math import log

from claims.text.anchors.cutting import Text
from claims.text.common import common_ops, rising

# Likeness by weight of the words in the same order. Below UNLIKE two lines are two lines; from ALIKE on a rewritten
# line is the old one; between them the letters decide too, by the length of the runs that they share (difflib's ratio).
# A line that does not stand where the old one stood must be more alike.
UNLIKE, UNLIKE_ELSEWHERE, ALIKE = 0.35, 0.55, 0.7
RUNS = 0.6
PART = 0.6  # of a line that was split off or merged in: the share of its words that come from the other
EQUALLY_GOOD = 0.03
_REORDERED = 0.85  # what the same words are worth in another order
_SHORT = 3  # words; a line of fewer is found only beside its neighbours
_COMMON = 24  # lines; a word that stands in more finds nothing
_TRIED = 6  # likest lines, and nearest ones, that are looked at
# In one text, at most: pairs of lines that are compared, and pairs of equal letters in those where the letters decide.
# That is a few seconds, and enough for an article of 3,000 lines with every line rewritten. What is not compared is
# not found: a person decides.
_COMPARED = 60_000
_LETTERS = 40_000_000


class Alignment:
    """`links`: of each old line its new lines, in order. `tied`: of an old line without one, those that are as good."""

    def __init__(self, old: Text, new: Text) -> None:
        self.old, self.new = old, new
        self._old_keys = [old.line_keys(line) for line in range(len(old.line_spans))]
        self._new_keys = [new.line_keys(line) for line in range(len(new.line_spans))]
        self._to = [-1] * len(self._old_keys)
        self._from = [-1] * len(self._new_keys)
        self.tied: dict[int, list[int]] = {}
        self._letters = _LETTERS
        self.likeness = Likeness(self._old_keys, self._new_keys)
        if self._old_keys == self._new_keys:
            for line in range(len(self._to)):
                self._take(line, line)
        else:
            self._align()
        self.links: list[list[int]] = [[j] if j >= 0 else [] for j in self._to]
        self.back: list[list[int]] = [[i] if i >= 0 else [] for i in self._from]
        self._split_and_merge()
        self.moved = self._moved()

    def _align(self) -> None:
        old_at, new_at = _where(self._old_keys), _where(self._new_keys)
        for key, at in old_at.items():
            if len(at) == 1 and len(new_at.get(key, ())) == 1 and len(key) >= _SHORT:
                self._take(at[0], new_at[key][0])
        while self._copies(both_sides=True):
            pass
        self._alike(new_at, old_at)
        while self._copies(both_sides=False):
            pass
        self._copies_left(old_at, new_at)

    def _take(self, i: int, j: int) -> None:
        self._to[i], self._from[j] = j, i

    # --- copies ------------------------------------------------------------------------------------------------------

    def _copies(self, both_sides: bool) -> bool:
        """Place copies by the neighbours that were placed; whether any was."""
        after = self._beside(range(len(self._to)), -1)
        before = self._beside(range(len(self._to) - 1, -1, -1), 1)
        wanted: dict[int, list[int]] = defaultdict(list)
        for i in after.keys() | before.keys():
            places = {after.get(i, -1), before.get(i, -1)} - {-1}
            if len(places) == 1 and (not both_sides or (i in after and i in before)):
                wanted[places.pop()].append(i)
        for j, lines in wanted.items():
            best = max(lines, key=lambda i: ((i in after) + (i in before), -i))
            self._take(best, j)
        return bool(wanted)

    def _beside(self, lines: Iterable[int], step: int) -> dict[int, int]:
        """For each unplaced line the free new line with the same words, beside that of its neighbour (step away)."""
        found: dict[int, int] = {}
        for i in lines:
            if self._to[i] >= 0:
                continue
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

    def _copies_left(self, old_at: dict[tuple[str, ...], list[int]], new_at: dict[tuple[str, ...], list[int]]) -> None:
        """As many left as there are places: in order. More places than lines: tied, and nobody guesses."""
        self._measure_gaps()
        for key, every in old_at.items():
            lines = [i for i in every if self._to[i] < 0]
            places = [j for j in new_at.get(key, ()) if self._from[j] < 0]
            if not lines or not places:
                continue
            if len(key) < _SHORT:
                lines = [i for i in lines if any(self._in_place(i, j) for j in places)]
                places = [j for j in places if any(self._in_place(i, j) for i in lines)]
            if len(places) > len(lines):
                self.tied.update((i, places) for i in lines)
            else:
                for i, j in zip(lines, places, strict=False):
                    self._take(i, j)

    # --- rewritten lines ---------------------------------------------------------------------------------------------

    def _alike(self, new_at: dict[tuple[str, ...], list[int]], old_at: dict[tuple[str, ...], list[int]]) -> None:
        lines = [i for i, key in enumerate(self._old_keys) if self._to[i] < 0 and not self._copied(key, new_at)]
        places = [j for j, key in enumerate(self._new_keys) if self._from[j] < 0 and not self._copied(key, old_at)]
        self._measure_gaps()
        scored = []
        compared: dict[tuple[int, int], float] = {}
        in_runs: dict[tuple[int, int], bool] = {}
        old_same, new_same = _numbered(self._old_keys), _numbered(self._new_keys)
        for i, j in self.likeness.pairs(lines, places, self._gaps):
            pair = (old_same[i], new_same[j])
            if (score := compared.get(pair)) is None:
                if len(compared) >= _COMPARED:
                    continue
                score = compared[pair] = self.likeness.score(i, j)
            in_place = self._in_place(i, j)
            if score < (UNLIKE if in_place else UNLIKE_ELSEWHERE):
                continue
            if score < ALIKE and pair not in in_runs:
                in_runs[pair] = self._in_runs(i, j)
            if score >= ALIKE or in_runs[pair]:
                scored.append((score, in_place, i, j))
        scored.sort(key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3]))
        places_of: dict[int, list[tuple[float, bool, int]]] = defaultdict(list)
        lines_of: dict[int, deque[tuple[float, int]]] = defaultdict(deque)
        for score, in_place, i, j in scored:
            places_of[i].append((score, in_place, j))
            lines_of[j].append((score, i))
        for score, in_place, i, j in scored:
            if self._to[i] >= 0 or self._from[j] >= 0 or i in self.tied:
                continue
            others = [
                k
                for other, there, k in places_of[i]
                if other > score - EQUALLY_GOOD
                and there == in_place
                and k != j
                and self._from[k] < 0
                # unless another line has the better right to it
                and not self._likest_left(lines_of[k]) > other
                and self.likeness.left_over(self.likeness.old[i], self.likeness.new[j], self.likeness.new[k]) < PART
            ]
            if others:
                self.tied[i] = sorted([j, *others])
            else:
                self._take(i, j)

    def _likest_left(self, lines: deque[tuple[float, int]]) -> float:
        """The greatest likeness among these lines, the likest first, of one that has no place yet."""
        while lines and self._to[lines[0][1]] >= 0:
            lines.popleft()
        return lines[0][0] if lines else 0.0

    def _in_runs(self, i: int, j: int) -> bool:
        old = self.old.folded[slice(*self.old.line_spans[i])]
        new = self.new.folded[slice(*self.new.line_spans[j])]
        letters = Counter(new)
        self._letters -= sum(count * letters[letter] for letter, count in Counter(old).items())
        if self._letters < 0:
            return False
        matcher = SequenceMatcher(None, old, new)
        return matcher.real_quick_ratio() >= RUNS and matcher.quick_ratio() >= RUNS and matcher.ratio() >= RUNS

    def _copied(self, key: tuple[str, ...], there: dict[tuple[str, ...], list[int]]) -> bool:
        return key in there

    def _measure_gaps(self) -> None:
        """Of each old line, the new lines between the places of its nearest placed neighbours."""
        first, last = [], []
        place = -1
        for j in self._to:
            first.append(place + 1)
            place = j if j >= 0 else place
        place = len(self._from)
        for j in reversed(self._to):
            last.append(place)
            place = j if j >= 0 else place
        self._gaps = list(zip(first, reversed(last), strict=True))

    def _in_place(self, i: int, j: int) -> bool:
        """Between the neighbours' places; or beside one of them, where the other was moved."""
        first, last = self._gaps[i]
        return first <= j < last if first <= last else j in (first, last - 1)

    # --- split and merged --------------------------------------------------------------------------------------------

    def _split_and_merge(self) -> None:
        like = self.likeness
        for j, sources in enumerate(self.back):
            for beside in (j - 1, j + 1):
                if not sources and 0 <= beside < len(self.back) and len(self.back[beside]) == 1:
                    i = self.back[beside][0]
                    if not self.back[j] and like.left_over(like.old[i], like.new[beside], like.new[j]) >= PART:
                        self.links[i] = sorted([*self.links[i], j])
                        self.back[j] = [i]
        for i, places in enumerate(self.links):
            for beside in (i - 1, i + 1):
                if not places and i not in self.tied and 0 <= beside < len(self.links) and len(self.links[beside]) == 1:
                    j = self.links[beside][0]
                    if not self.links[i] and like.left_over(like.new[j], like.old[beside], like.old[i]) >= PART:
                        self.links[i] = [j]
                        self.back[j] = sorted([*self.back[j], i])

    def _moved(self) -> set[int]:
        """The fewest lines that must have moved for the others to stand in their old order."""
        placed = [i for i, places in enumerate(self.links) if places]
        # Two lines merged into one stand in order.
        still = rising([self.links[i][0] for i in placed], again=True)
        return {*placed}.difference(placed[n] for n in still)


class Likeness:
    """How much of two lines is the same words in the same order, a rare word weighing more than a common one."""

    def __init__(self, old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
        self._numbers: dict[str, int] = {}
        self._holds: dict[int, list[int]] | None = None
        self.old = [self._numbered(key) for key in old]
        self.new = [self._numbered(key) for key in new]
        often: dict[int, int] = defaultdict(int)
        for line in (*self.old, *self.new):
            for word in {*line}:
                often[word] += 1
        every = len(old) + len(new) + 1
        self.weight = {word: log(1 + every / count) for word, count in often.items()}

    def _numbered(self, key: tuple[str, ...]) -> list[int]:
        return [self._numbers.setdefault(word.lower(), len(self._numbers)) for word in key]

    def total_of(self, keys: Iterable[str]) -> float:
        return sum(self.weight[self._numbers[key.lower()]] for key in keys)

    def likest(self, i: int) -> list[int]:
        """The new lines that are most like an old one, placed or not, the likest first."""
        if self._holds is None:
            self._holds = defaultdict(list)
            for j, line in enumerate(self.new):
                for word in {*line}:
                    self._holds[word].append(j)
        tried = self.sharing(self.old[i], self._holds)
        return sorted(tried, key=lambda j: (-self.score(i, j), j))[:_TRIED]

    def total(self, line: Iterable[int]) -> float:
        return sum(self.weight[word] for word in line)

    def score(self, i: int, j: int) -> float:
        return self.alike(self.old[i], self.new[j])

    def alike(self, old: list[int], new: list[int]) -> float:
        same = sum(self.total(old[op.a : op.b]) for op in common_ops(old, new) if op.tag == "equal")
        anywhere = self.total((Counter(old) & Counter(new)).elements())
        return 2 * max(same, _REORDERED * anywhere) / ((self.total(old) + self.total(new)) or 1)

    def left_over(self, whole: list[int], taken: list[int], part: list[int]) -> float:
        """Of `part` or of what `taken` leaves of `whole`, the greater share that is found in the other, in order."""
        if whole == taken:
            return 0.0
        ops = common_ops(whole, taken)
        rest = [word for op in ops if op.tag == "delete" for word in whole[op.a : op.b]]
        same = [rest[op.a : op.b] for op in common_ops(rest, part) if op.tag == "equal"]
        words = [word for run in same for word in run]
        if len(words) < _SHORT:
            return 0.0
        smaller = min(self.total(part), self.total(rest) if len(rest) > _SHORT else self.total(part))
        return self.total(words) / smaller

    def pairs(self, lines: list[int], places: list[int], gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The pairs worth a look: those that share rare words, and those that stand in the same gap."""
        holds: dict[int, list[int]] = defaultdict(list)
        for j in places:
            for word in {*self.new[j]}:
                holds[word].append(j)
        found: list[tuple[int, int]] = []
        for i in lines:
            tried = set(self.sharing(self.old[i], holds))
            first, last = gaps[i]
            near = places[bisect_left(places, first) : bisect_left(places, last)] if first < last else []
            tried.update(near if len(near) <= 2 * _TRIED else [*near[:_TRIED], *near[-_TRIED:]])
            found += [(i, j) for j in sorted(tried)]
        return found

    def sharing(self, words: Iterable[int], holds: dict[int, list[int]]) -> list[int]:
        """The few lines that share the rarest words with these."""
        shared: dict[int, float] = defaultdict(float)
        for word in {*words}:
            lines = holds.get(word, ())
            if len(lines) <= _COMMON:
                for j in lines:
                    shared[j] += self.weight[word]
        return sorted(shared, key=lambda j: (-shared[j], j))[:_TRIED]


def _numbered(keys: list[tuple[str, ...]]) -> list[int]:
    """For each line a number that it has in common with its copies."""
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _where(keys: list[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line, key in enumerate(keys):
        at[key].append(line)
    return at
