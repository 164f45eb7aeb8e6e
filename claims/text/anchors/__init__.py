"""Place a claim's words again when the article changes. Changed words are never reported as the same."""

from claims.text.anchors.differences import Difference
from claims.text.anchors.placing import Reanchoring
from claims.text.anchors.results import (
    AMBIGUOUS,
    CHANGED,
    CONTEXT_CHANGED,
    KEPT,
    LOST,
    Candidate,
    LineChange,
    Placed,
)

__all__ = [
    "AMBIGUOUS",
    "CHANGED",
    "CONTEXT_CHANGED",
    "KEPT",
    "LOST",
    "Candidate",
    "Difference",
    "LineChange",
    "Placed",
    "Reanchoring",
]
