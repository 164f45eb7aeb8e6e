"""What can become of a claim when its article changes: one of five results, always with a reason."""

from dataclasses import dataclass

from claims.text.anchors.differences import Difference
from claims.text.words import Span

KEPT, CONTEXT_CHANGED, CHANGED, LOST, AMBIGUOUS = "kept", "context_changed", "changed", "lost", "ambiguous"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a person might choose; `score` is the share of the claim's words that stand there, by weight."""

    pieces: list[Span]
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """`pieces`: code points into the new text; none when lost or ambiguous, and then `candidates` says what else may be
    meant. `score`: the share of the words that are the same, by weight; of the best candidate when there is no place.
    `reason`: a sentence for a person. `minor`: the words differ in spelling, capitals, numeral style or punctuation
    only."""

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
    """`kind`: unchanged, moved, changed (also split, merged, or with other marks), deleted, ambiguous (stood in the old
    text; several new lines are as good), new. `old` and `new` are spans of lines."""

    kind: str
    old: list[Span]
    new: list[Span]
