"""Read what stands between two words: punctuation without its typography, signs, and what nobody sees."""

import re
import unicodedata
from functools import lru_cache

from claims.text.marks import normal_form

# The replacements keep the length, so that offsets stay the same.
FOLD = str.maketrans({**dict.fromkeys("’‘‛ʼ`", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‐‑", "-")})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Signs that mean something: all symbols, and punctuation that stands beside figures and letters. Not accents typed for
# quotation marks, nor a minus typed for a dash.
_SIGNS = frozenset("%‰‱٪％#＃")
_QUOTING = frozenset("`´")
MAYBE_SIGN = re.compile(r"[^\w\s.,;:!?'\"()…–—“”‘’«»\[\]。，、：；？！「」『』（）《》،؛؟।։-]")
_SHORT_GAP = 16  # characters; a text has few different gaps that are shorter, and what is in them is kept
_DASHED = re.compile(r"(?<=\s)−(?=\s)")
# A hyphen is a dash only with blanks on both sides; without them it belongs to a word (two- and three-year).
_DASHES = re.compile(r"(?<=\s)-(?=\s)|-{2,}|[‒–—―]")
_BLANKS = re.compile("(?<![-−]) (?![-−])")  # blanks beside a hyphen show which word it belongs to
_DOTS = re.compile(r"\.{3}")


def marks(between: str) -> str:
    """Return the punctuation between two words without its typography.

    Blanks, kinds of quotation marks, dashes and dots do not count, nor whether a comma stands inside or outside a
    quotation mark. A hyphen or a minus is not a dash, and keeps its blanks.
    """
    return _known_marks(between) if len(between) <= _SHORT_GAP else _marks(between)


def _marks(between: str) -> str:
    found = _UNSEEN.sub("", between)
    if not found or found.isspace():
        return ""
    found = _BLANKS.sub("", re.sub(r"\s+", " ", _DASHES.sub("—", found.translate(FOLD))))
    found = _DOTS.sub("…", normal_form("NFC", found.replace("''", '"').replace("'", '"')))
    quotes = found.count('"')
    return '"' * quotes + found.replace('"', "")


_known_marks = lru_cache(maxsize=4096)(_marks)


def signs(between: str) -> str:
    """Return the signs among the marks between two words, in order: currency, per cent, plus, number sign, emoji."""
    if not MAYBE_SIGN.search(between):
        return ""
    return _known_signs(between) if len(between) <= _SHORT_GAP else _signs(between)


def _signs(between: str) -> str:
    found = _DASHED.sub("", normal_form("NFC", between))
    return "".join(c for c in found if c in _SIGNS or (unicodedata.category(c)[0] == "S" and c not in _QUOTING))


_known_signs = lru_cache(maxsize=4096)(_signs)


def joined_otherwise(between: str, other: str) -> bool:
    """Return whether a word of one text reads as two in the other.

    One gap then holds only characters that nobody sees, and the other a blank.
    """
    if between == other:
        return False
    unseen, beside = _nothing_seen(between), _nothing_seen(other)
    return unseen != beside and any(c.isspace() for c in (other if unseen else between))


def _nothing_seen(between: str) -> bool:
    return bool(between) and not _UNSEEN.sub("", between)
