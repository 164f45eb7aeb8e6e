"""Calculate how far a line is covered: all its words lie in live claims or in pieces marked *no claim here*.

Spans are half-open code-point offsets into one block. The caller passes only what counts (no retired claim, no draft).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from claims.text.words import Span, word_spans

COVERED, PARTLY, UNTOUCHED = "covered", "partly", "untouched"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The result for one line. `open`: the longest runs of words that nothing covers, with the text between them."""

    state: str
    open: list[Span]


def coverage(block_text: str, line: Span, claimed: Iterable[Span], marked: Iterable[Span]) -> Coverage:
    """Return how far the line is covered. A line without words (a row of asterisks) counts as covered."""
    first, last = line
    done = _union([*claimed, *marked])
    open_runs: list[Span] = []
    touched = extend = False
    at = 0
    for start, end in word_spans(block_text[first:last]):
        start, end = start + first, end + first
        while at < len(done) and done[at][1] <= start:
            at += 1
        meets = at < len(done) and done[at][0] < end
        touched = touched or meets
        if meets and done[at][0] <= start and end <= done[at][1]:
            extend = False
            continue
        open_runs[-1:] = [(open_runs[-1][0], end)] if extend else [*open_runs[-1:], (start, end)]
        extend = True
    if not open_runs:
        return Coverage(COVERED, [])
    return Coverage(PARTLY if touched else UNTOUCHED, open_runs)


def segments[Id: Hashable](line: Span, spans: Mapping[Id, Iterable[Span]]) -> list[tuple[int, int, frozenset[Id]]]:
    """Cut the line at every edge of a span and return each part with the ids that lie over it.

    The parts are in order, without gaps, and no two neighbours have the same ids. The page draws overlapping and nested
    claims from them.
    """
    first, last = line
    edges: dict[int, list[tuple[Id, int]]] = {}
    for owner, pieces in spans.items():
        for start, end in pieces:
            start, end = max(start, first), min(end, last)
            if start < end:
                edges.setdefault(start, []).append((owner, 1))
                edges.setdefault(end, []).append((owner, -1))
    cut: list[tuple[int, int, frozenset[Id]]] = []
    over: Counter[Id] = Counter()
    at = first
    for edge in sorted({*edges, last}):
        if edge > at:
            ids = frozenset(over)
            if cut and cut[-1][2] == ids:
                cut[-1] = (cut[-1][0], edge, ids)
            else:
                cut.append((at, edge, ids))
            at = edge
        for owner, step in edges.get(edge, ()):
            over[owner] += step
        for owner, _ in edges.get(edge, ()):
            if not over[owner]:
                del over[owner]
    return cut


def _union(spans: list[Span]) -> list[Span]:
    """Return the spans sorted; those that overlap or touch are joined."""
    union: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union
