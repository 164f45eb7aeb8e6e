"""Map old words to new words within lines that became each other, and keep what else changed in them as changes."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from claims.text.anchors.alignment import Alignment
from claims.text.anchors.columns import NUMBER, Pairs
from claims.text.anchors.cutting import Text
from claims.text.anchors.differences import Op, changes, kinds
from claims.text.common import common_ops

# Kinds of words that may move within the sentence. A moved “not”, name or figure changes the meaning.
_MAY_MOVE = {"date", "words"}
_CLAUSE = 3  # words; a shorter run that occurs elsewhere in the sentence is not treated as moved


class WordMap:
    """Which word became which.

    `image[w]`: the new words (first, last) that old word w became, None if it is gone. `source[x]`: the old word that
    new word x came from, -1 if it is new. `same[w]`: whether it is still the same word.
    """

    def __init__(self, alignment: Alignment, check: Callable[[], None] | None = None) -> None:
        self.old, self.new, self.alignment = alignment.old, alignment.new, alignment
        self.image = Pairs(len(self.old.starts))
        self.same = bytearray(len(self.old.starts))
        self.source = array(NUMBER, [-1]) * len(self.new.starts)
        self.group_of_old = array(NUMBER, [-1]) * len(self.old.line_spans)  # -1: a line that is gone
        self.ops: list[Sequence[Op]] = []
        self._changes: dict[int, list[tuple[Op, list[str]]]] = {}
        for line, places in enumerate(alignment.links):
            if check:
                check()
            if places and self.group_of_old[line] < 0:
                self._map(*self._group(line))

    def _group(self, line: int) -> tuple[list[int], list[int]]:
        places = self.alignment.links[line]
        if len(places) == 1 and self.alignment.back[places[0]] == [line]:
            return [line], places
        old, new = {line}, {*places}
        while True:
            wider = {i for j in new for i in self.alignment.back[j]} | old
            if wider == old:
                return sorted(old), sorted(new)
            old, new = wider, {j for i in wider for j in self.alignment.links[i]} | new

    def _map(self, old_lines: list[int], new_lines: list[int]) -> None:
        number = len(self.ops)
        for line in old_lines:
            self.group_of_old[line] = number
        if self.alignment.reads_same(old_lines, new_lines):
            first, last = self.old.line_words[old_lines[0]]
            self._are_in_a_row(range(first, last), range(*self.new.line_words[new_lines[0]]))
            self.ops.append(())
            return
        before, after = _words(self.old, old_lines), _words(self.new, new_lines)
        ops = changes([self.old.keys[w] for w in before], [self.new.keys[x] for x in after])
        found: list[Op] = []
        a = c = 0
        for op in [*ops, (len(before), len(before), len(after), len(after))]:
            self._are(before[a : op[0]], after[c : op[2]])
            a, c = op[1], op[3]
        self._elsewhere(
            [w for op in ops for w in before[op[0] : op[1]]], [x for op in ops for x in after[op[2] : op[3]]]
        )
        for op in ops:
            found += self._became(before[op[0] : op[1]], after[op[2] : op[3]], before, op[0], after, op[2])
        self.ops.append(found or ())

    def _are_in_a_row(self, old: range, new: range) -> None:
        self.image.put_in_a_row(old.start, new)
        self.source[new.start : new.stop] = array(NUMBER, old)
        self.same[old.start : old.stop] = b"\1" * len(old)

    def _are(self, old: Sequence[int], new: Sequence[int]) -> None:
        if isinstance(old, range) and isinstance(new, range):
            self._are_in_a_row(old, new)
            return
        for w, x in zip(old, new, strict=True):
            self.image[w], self.source[x], self.same[w] = (x, x + 1), w, True

    def _elsewhere(self, old: list[int], new: list[int]) -> None:
        """Match runs of the words left over that stand elsewhere in the sentence (a clause was moved)."""
        before, after = [self.old.keys[w] for w in old], [self.new.keys[x] for x in new]
        for tag, a, b, c, d in common_ops(before, after):
            if tag == "equal":
                olds, news = _together(old[a:b]), _together(new[c:d])
                if len(olds) == len(news) == 1 and len(olds[0]) >= _CLAUSE:
                    self._are(list(olds[0]), list(news[0]))

    def _became(
        self, old: Sequence[int], new: Sequence[int], before: Sequence[int], at: int, after: Sequence[int], to: int
    ) -> list[Op]:
        """Return one change as changes of adjoining words, with their images, without what was found elsewhere."""
        found: list[Op] = []
        if len(left := [w for w in old if not self.same[w]]) < len(old) or any(self.source[x] >= 0 for x in new):
            to_place, at_place = (
                after[to] if to < len(after) else len(self.new.keys),
                before[at] if at < len(before) else len(self.old.keys),
            )
            gone = [(run.start, run.stop, to_place, to_place) for run in _together(left)]
            come = _together(x for x in new if self.source[x] < 0)
            return gone + [(at_place, at_place, run.start, run.stop) for run in come]
        olds, news = _together(old), _together(new)
        for n in range(max(len(olds), len(news))):
            run = olds[n] if n < len(olds) else range(0)
            other = news[n] if n < len(news) else range(0)
            if run and other:
                for w in run:
                    self.image[w] = (other.start, other.stop)
                for x in other:
                    self.source[x] = run.start
            a = run.start if run else (before[at] if at < len(before) else len(self.old.keys))
            c = other.start if other else (after[to] if to < len(after) else len(self.new.keys))
            found.append((a, a + len(run), c, c + len(other)))
        return found

    def changes_of(self, group: int) -> list[tuple[Op, list[str]]]:
        """Return the changes in a group of lines with the kinds of each; words that only moved have the kind order."""
        if group not in self._changes:
            ops = self.ops[group]
            found = [kinds(self.old, self.new, op) for op in ops]
            gone, come = Counter[str](), Counter[str]()
            for a, b, c, d in ops:
                gone.update(key.lower() for key in self.old.keys[a:b])
                come.update(key.lower() for key in self.new.keys[c:d])
            for n, (a, b, c, d) in enumerate(ops):
                moved = (a == b or c == d) and (
                    Counter(key.lower() for key in self.old.keys[a:b]) <= come
                    and Counter(key.lower() for key in self.new.keys[c:d]) <= gone
                )
                if moved and _MAY_MOVE.issuperset(found[n]):
                    found[n] = ["order"]
            self._changes[group] = list(zip(ops, found, strict=True))
        return self._changes[group]


def _words(text: Text, lines: list[int]) -> Sequence[int]:
    """Return the words of these lines, as a range if it is one line."""
    if len(lines) == 1:
        return range(*text.line_words[lines[0]])
    return [word for line in lines for word in range(*text.line_words[line])]


def _together(words: Iterable[int]) -> list[range]:
    runs: list[range] = []
    for word in words:
        if runs and runs[-1].stop == word:
            runs[-1] = range(runs[-1].start, word + 1)
        else:
            runs.append(range(word, word + 1))
    return runs
