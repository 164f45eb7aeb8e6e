"""A claim's words are placed again when the article changes, and never called the same when they are not."""

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
