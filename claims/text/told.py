"""What words say of themselves: their figures, and who says them with which verb."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from claims.text.figures import DATE, ORDER, TIME, Figure, figures
from claims.text.suggest import suggest
from claims.text.words import Span

#: Figures that are named of one text.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """Who says some words, as printed, and how. ``speaker`` is the name as a suggestion gives it; "" for nobody's."""

    speaker: str
    printed: str
    verb: str
    speech_act: str
    endorses: bool


def figures_told(text: str, own: Sequence[Span], language: str = "en") -> list[Figure]:
    """Return the figures in the spans ``own`` of a text, or of all of it if these have none; no more than _MOST.

    The spans may come in any order, and do not overlap.
    """
    read = figures(text, language)
    found = [figure for figure in read if figure.value is not None and figure.kind not in (DATE, ORDER, TIME)]
    own = sorted(own)
    mine = islice((figure for figure in found if _touches((figure.start, figure.end), own)), _MOST)
    return list(mine) or found[:_MOST]


def telling(text: str, own: Sequence[Span], language: str = "en") -> Telling | None:
    """Return who says the words in the spans ``own`` of a text, as a suggestion would have it; None if nobody does.

    The spans may come in any order, and do not overlap.
    """
    likely, own = None, sorted(own)
    most = 0
    for draft in suggest(text, language):
        common = _in_common([*draft.content, *draft.cue, *draft.source], own)
        if (draft.verb or draft.source) and common > most:
            likely, most = draft, common
    if likely is None:
        return None
    printed = " ".join(text[start:end] for start, end in likely.source)
    return Telling(likely.speaker, " ".join(printed.split()), likely.verb, likely.speech_act, likely.verb_endorses)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    """Return whether a span has characters in common with ``others``, which are sorted."""
    at = bisect_right(others, span[0], key=_end)
    return at < len(others) and others[at][0] < span[1]


def _in_common(spans: Iterable[Span], own: Sequence[Span]) -> int:
    """Return how many characters the spans have in common with ``own``, which is sorted."""
    return sum(
        min(end, last) - max(start, first)
        for start, end in spans
        for first, last in own[bisect_right(own, start, key=_end) : bisect_left(own, end, key=_start)]
    )


def _start(span: Span) -> int:
    return span[0]


def _end(span: Span) -> int:
    return span[1]
