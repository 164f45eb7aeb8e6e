"""Find other places where a claim's words may belong. A person chooses; none is used automatically."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from claims.text.anchors.alignment import Alignment
from claims.text.anchors.results import Candidate
from claims.text.common import common_ops
from claims.text.words import Span

_SHOWN = 3
_LEAST = 0.25  # share of the words, by weight
_LINES = 12  # of a claim, from its first on, whose likely places are looked for


class Elsewhere:
    def __init__(self, alignment: Alignment) -> None:
        self.alignment, self.old, self.new = alignment, alignment.old, alignment.new
        self._likeness = alignment.likeness

    @cached_property
    def _new_words(self) -> dict[str, list[int]]:
        at: dict[str, list[int]] = defaultdict(list)
        for x, key in enumerate(self.new.keys):
            at[key].append(x)
        return at

    def candidates(self, words: list[int], lines: list[int]) -> list[Candidate]:
        """Return the places to offer: those that the line became, likely lines, and the same phrase elsewhere."""
        lines = lines[:_LINES]
        likely = [j for line in lines for j in self.alignment.links[line]]
        for line in lines:
            if not self.alignment.links[line]:
                likely += self._likeness.likest(line)
        found = [*self.in_lines(words, likely), *self._phrase(words)]
        best: dict[tuple[Span, ...], Candidate] = {}
        for candidate in found:
            if candidate.score >= _LEAST:
                best.setdefault(tuple(candidate.pieces), candidate)
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.pieces))[:_SHOWN]

    def _phrase(self, words: list[int]) -> list[Candidate]:
        if len(words) < 2 or words[-1] - words[0] + 1 != len(words):
            return []
        keys = [self.old.keys[word] for word in words]
        rarest = min(range(len(keys)), key=lambda n: len(self._new_words.get(keys[n], ())))
        found: list[Candidate] = []
        for x in self._new_words.get(keys[rarest], ())[:100]:
            first = x - rarest
            if first >= 0 and self.new.keys[first : first + len(keys)] == keys:
                found.append(Candidate([(self.new.starts[first], self.new.ends[first + len(keys) - 1])], 1.0))
        return found[:_SHOWN]

    def in_lines(self, words: list[int], lines: Iterable[int]) -> list[Candidate]:
        """Return where in each of these new lines the words would stand."""
        mine = [self.old.keys[word].lower() for word in words]
        whole = self._total(words) or 1
        return [self._in_line(words, mine, whole, line) for line in lines]

    def _in_line(self, words: list[int], mine: list[str], whole: float, line: int) -> Candidate:
        first, last = self.new.line_words[line]
        theirs = [key.lower() for key in self.new.keys[first:last]]
        same = [op for op in common_ops(mine, theirs) if op.tag == "equal"]
        if not same:
            return Candidate([self.new.line_spans[line]], 0.0)
        found = sum(self._total(words[op.a : op.b]) for op in same)
        start, end = self.new.starts[first + same[0].c], self.new.ends[first + same[-1].d - 1]
        return Candidate([(start, end)], round(found / whole, 3))

    def _total(self, words: Iterable[int]) -> float:
        return self._likeness.total_of(self.old.keys[word] for word in words)
