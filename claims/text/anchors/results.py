"""The five possible results for a claim when its article changes, each with a reason."""

from dataclasses import dataclass

from claims.text.anchors.differences import Difference
from claims.text.words import Span

KEPT, CONTEXT_CHANGED, CHANGED, LOST, AMBIGUOUS = "kept", "context_changed", "changed", "lost", "ambiguous"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a person might choose. `score` is the share of the claim's words that stand there, by weight."""

    pieces: list[Span]
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """The result for one claim.

    `pieces`: code points into the new text; empty when lost or ambiguous, and then `candidates` says what else is
    possible. `score`: the share of the words that are the same, by weight; without a place, that of the best candidate.
    `reason`: a sentence for a person. `minor`: the words differ only in spelling, capitals, numeral style or
    punctuation.
    """

    result: str
    pieces: list[Span]
    score: float
    reason: str
    differences: list[Difference]
    candidates: list[Candidate]
    moved: bool
    minor: bool


@dataclass(frozen=True, slots=True)
class LineChange:
    """The change of one line.

    `kind`: unchanged, moved, changed (also split, merged, or with other marks), deleted, ambiguous (in the old text;
    several new lines are equally good), new. `old` and `new` are spans of lines.
    """

    kind: str
    old: list[Span]
    new: list[Span]
