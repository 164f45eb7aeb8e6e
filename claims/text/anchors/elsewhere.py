"""Find other places where a claim's words may belong. A person chooses; none is used automatically."""

from collections import defaultdict
from functools import cached_property

from claims.text.anchors.alignment import Alignment
from claims.text.anchors.results import Candidate
from claims.text.common import common_ops
from claims.text.words import Span

_SHOWN = 3
_LEAST = 0.25  # share of the words, by weight


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
        found = [self.in_line(words, j) for line in lines for j in self.alignment.links[line]]
        for line in lines:
            if not self.alignment.links[line]:
                found += [self.in_line(words, j) for j in self._likeness.likest(line)]
        found += self._phrase(words)
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

    def in_line(self, words: list[int], line: int) -> Candidate:
        """Return where in this new line the words would stand."""
        first, last = self.new.line_words[line]
        mine = [self.old.keys[word].lower() for word in words]
        theirs = [key.lower() for key in self.new.keys[first:last]]
        same = [op for op in common_ops(mine, theirs) if op.tag == "equal"]
        if not same:
            return Candidate([self.new.line_spans[line]], 0.0)
        total = self._likeness.total_of
        found = sum(total(self.old.keys[w] for w in words[op.a : op.b]) for op in same)
        start, end = self.new.starts[first + same[0].c], self.new.ends[first + same[-1].d - 1]
        return Candidate([(start, end)], round(found / (total(self.old.keys[w] for w in words) or 1), 3))
