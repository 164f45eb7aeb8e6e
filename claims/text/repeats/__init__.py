"""Note what an article says twice, and where its own figures and names disagree, for a person to check.

A wrong "does not add up" costs more than a missed one, so a note is made only if the article itself says that the
figures belong together. Nothing is compared with facts outside of the text.
"""

from claims.text.repeats.names import folded, name_key
from claims.text.repeats.note import ADDS_UP, DIFFERS, NOT_ADDING_UP, REPEATS, SPELLING, Note
from claims.text.repeats.reading import notes
from claims.text.repeats.values import agree

__all__ = [
    "ADDS_UP",
    "DIFFERS",
    "NOT_ADDING_UP",
    "REPEATS",
    "SPELLING",
    "Note",
    "agree",
    "folded",
    "name_key",
    "notes",
]
