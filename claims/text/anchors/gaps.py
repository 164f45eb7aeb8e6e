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


@lru_cache(maxsize=4096)
def reach(wanted: str, gap: str) -> int:
    """Return how many characters of the gap behind a word belong to a piece that had these marks behind it."""
    for end in range(1, len(gap) + 1):
        if marks(gap[:end]) == wanted:
            return end
    return up_to_sign(wanted, gap)


def up_to_sign(wanted: str, gap: str) -> int:
    """Return how many characters of a gap, from the word on, belong to a piece that included these marks.

    This is for a gap whose sign changed: up to the last sign, and the marks after it that the piece included.
    """
    least = max((n for n, c in enumerate(gap, 1) if signs(c)), default=0)
    rest = [c for c in wanted if not signs(c)]
    if len(rest) == len(wanted) and not least:
        return 0
    for end in range(least, len(gap) + 1):
        found = marks(gap[:end])
        if not gap[end - 1 : end].isspace() and [c for c in found if not signs(c)] == rest:
            return end
    return least


def row_end(blanks: str) -> bool:
    """Return whether a row of text ends in these blanks."""
    return len(blanks.splitlines()) > 1 or blanks[-1:] in "\r\n"


def second_begins(between: str) -> int:
    """Return where, in the text between two words, the part begins that is attached to the second word only."""
    blank = max((n for n, c in enumerate(between) if c.isspace()), default=-1)
    return blank + 1 if blank >= 0 else len(between)


def gap_kind(before: str, after: str, *, figures: bool) -> str:
    """Return the kind of a change in the marks between two words: typography if they mean the same."""
    if joined_otherwise(before, after):
        return "number" if figures else "words"
    return mark_kind(marks(before), marks(after))


def mark_kind(before: str, after: str) -> str:
    """Return the kind of a change from some marks to others, as `marks` gives them."""
    if before == after:
        return "typography"
    if before.count('"') != after.count('"'):
        return "speaker"
    if asks(before) != asks(after):
        return "question"
    changed = {*before} ^ {*after}
    return "punctuation" if all(unicodedata.category(c).startswith("P") for c in changed) else "words"


def asks(between: str) -> bool:
    """Return whether a question ends here."""
    return any(c in between for c in "?؟՞;？") and (";" not in between or "?" in between)
