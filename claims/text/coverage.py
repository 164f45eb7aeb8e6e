"""Calculate how far a line is covered: all its words lie in live claims or in pieces marked *no claim here*.

Spans are half-open code-point offsets into one block. The caller passes only what counts (no retired claim, no draft).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from claims.text.words import Span, word_spans

_NOBODY: frozenset[Any] = frozenset()
COVERED, PARTLY, UNTOUCHED = "covered", "partly", "untouched"
#: Words that only join what stands beside them, by language. Where nothing else of a line is open, it is covered. The
#: database has the same list (``joining_words`` in claims/sql/gate.sql).
JOINING = {
    "az": "və amma ancaq ya",
    "de": "und aber oder",
    "en": "and but or",
    "es": "y e pero o u",
    "fr": "et mais ou",
    "hy": "և իսկ բայց կամ",
    "it": "e ed ma o",
    "ka": "და მაგრამ ან",
    "nl": "en maar of",
    "pl": "i oraz ale lub",
    "pt": "e mas ou",
    "ru": "и а но или",
    "tr": "ve ama fakat veya",
    "uk": "і й та але або",
}


def joining(language: str) -> frozenset[str]:
    """The joining words of a language, in small letters; none for one that is not known."""
    return frozenset(JOINING.get(language.partition("-")[0].lower(), "").split())


@dataclass(frozen=True, slots=True)
class Coverage:
    """The result for one line. `open`: the longest runs of words that nothing covers, with the text between them."""

    state: str
    open: list[Span]


def coverage(
    block_text: str,
    line: Span,
    claimed: Iterable[Span],
    marked: Iterable[Span],
    joins: frozenset[str] = frozenset(),
) -> Coverage:
    """Return how far the line is covered. A line without words (a row of asterisks) counts as covered.

    A run of nothing but ``joins``, as ``joining`` gives them, is not open.
    """
    first, last = line
    done = _union([*claimed, *marked])
    if len(done) == 1 and done[0][0] <= first and last <= done[0][1]:
        return Coverage(COVERED, [])
    open_runs: list[Span] = []
    says: list[bool] = []  # of each run, whether it has a word that does more than join
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
        joined = block_text[start:end].lower() in joins
        if extend:
            open_runs[-1] = (open_runs[-1][0], end)
            says[-1] = says[-1] or not joined
        else:
            open_runs.append((start, end))
            says.append(not joined)
        extend = True
    open_runs = [run for run, said in zip(open_runs, says, strict=True) if said]
    if not open_runs:
        return Coverage(COVERED, [])
    return Coverage(PARTLY if touched else UNTOUCHED, open_runs)


def segments[Id: Hashable](line: Span, spans: Mapping[Id, Iterable[Span]]) -> list[tuple[int, int, frozenset[Id]]]:
    """Cut the line at every edge of a span and return each part with the ids that lie over it.

    The parts are in order, without gaps, and no two neighbours have the same ids. The page draws overlapping and nested
    claims from them.
    """
    first, last = line
    edges: list[tuple[int, Id, int]] = []
    for owner, pieces in spans.items():
        for start, end in pieces:
            start, end = max(start, first), min(end, last)
            if start < end:
                edges += ((start, owner, 1), (end, owner, -1))
    edges.sort(key=itemgetter(0))
    cut: list[tuple[int, int, frozenset[Id]]] = []
    over: Counter[Id] = Counter()
    at = first

    def until(edge: int) -> None:
        ids = frozenset(over) if over else _NOBODY
        if cut and cut[-1][2] == ids:
            cut[-1] = (cut[-1][0], edge, ids)
        else:
            cut.append((at, edge, ids))

    for edge, group in groupby(edges, key=itemgetter(0)):
        if edge > at:
            until(edge)
            at = edge
        # All steps of one place are taken before it is asked who is over: a claim's next piece may begin there.
        steps = [*group]
        for _, owner, step in steps:
            over[owner] += step
        for _, owner, _ in steps:
            if not over[owner]:
                del over[owner]
    if last > at:
        until(last)
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
