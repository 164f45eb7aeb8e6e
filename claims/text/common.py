"""Find what two sequences of words have in common. Time and memory are bounded for any input."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import isqrt
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

# The matcher's table needs one bit for each pair of words: 63 MB at this limit. Two texts of 22,000 words are below it.
_PAIRS = 500_000_000


class Op(NamedTuple):
    """One step from the old sequence to the new one.

    `tag` is equal, insert, delete or replace. Words a to b of the old sequence became words c to d of the new one.
    """

    tag: str
    a: int
    b: int
    c: int
    d: int


def common_ops(old: Sequence[Any], new: Sequence[Any]) -> list[Op]:
    """Return the ops, in order, that keep as many words as possible.

    Sequences that are too long for one comparison are first cut at the words that occur once in each of them, in the
    same order. A part that has no such word and is still too long is cut into equal parts that are short enough.
    """
    if len(old) * len(new) <= _PAIRS:
        return [Op(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in LCSseq.opcodes(old, new)]
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    found: list[Op] = [Op("equal", 0, first, 0, first)] if first else []
    end, to = len(old) - last, len(new) - last
    found += _between(old, new, first, end, first, to)
    if last:
        found.append(Op("equal", end, len(old), to, len(new)))
    return _joined(found)


def _same(old: Sequence[Any], new: Sequence[Any]) -> int:
    """Return how many words are the same from the beginning."""
    return next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _between(old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int) -> list[Op]:
    found: list[Op] = []
    for i, j in [*_anchors(old, new, a, b, c, d), (b, d)]:
        found += _part(old, new, a, i, c, j)
        if (i, j) != (b, d):
            found.append(Op("equal", i, i + 1, j, j + 1))
        a, c = i + 1, j + 1
    return found


def _part(old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int) -> list[Op]:
    if a == b or c == d:
        return [Op("delete" if c == d else "insert", a, b, c, d)] if a < b or c < d else []
    parts = isqrt((b - a) * (d - c) // _PAIRS) + 1
    found: list[Op] = []
    for n in range(parts):
        i, j = a + (b - a) * n // parts, c + (d - c) * n // parts
        end, to = a + (b - a) * (n + 1) // parts, c + (d - c) * (n + 1) // parts
        found += [
            Op(op.tag, i + op.src_start, i + op.src_end, j + op.dest_start, j + op.dest_end)
            for op in LCSseq.opcodes(old[i:end], new[j:to])
        ]
    return found


def _anchors(old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Return pairs of positions of words that occur once in each range; as many as stand in the same order."""
    often, there = Counter(old[a:b]), Counter(new[c:d])
    at = {new[j]: j for j in range(c, d) if there[new[j]] == 1}
    pairs = [(i, at[old[i]]) for i in range(a, b) if often[old[i]] == 1 and old[i] in at]
    return [pairs[n] for n in rising([j for _, j in pairs])]


def rising(numbers: Sequence[int], again: bool = False) -> list[int]:
    """Return the positions of a longest rising run of numbers; numbers between them are left out.

    With ``again`` a number may also stay the same.
    """
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        k = bisect_right(ends, number) if again else bisect_left(ends, number)
        before.append(at[k - 1] if k else -1)
        ends[k : k + 1] = [number]
        at[k : k + 1] = [n]
    found: list[int] = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(n)
        n = before[n]
    return found[::-1]


def _joined(ops: list[Op]) -> list[Op]:
    joined: list[Op] = []
    for op in ops:
        if joined and (joined[-1].tag == "equal") == (op.tag == "equal"):
            a, c = joined[-1].a, joined[-1].c
            tag = "equal" if op.tag == "equal" else "insert" if a == op.b else "delete" if c == op.d else "replace"
            joined[-1] = Op(tag, a, op.b, c, op.d)
        else:
            joined.append(op)
    return joined
