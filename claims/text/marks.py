"""Marks that combine with a letter stand at most 30 in a row, and Unicode's normal forms are only taken of such text.

Sorting a run of marks, which every normal form does, takes time that grows with the square of its length. The bound is
that of Unicode's Stream-Safe Text Format (UAX #15, section 13): no language comes near it.
"""

import re
import unicodedata
from typing import Literal

#: Marks in a row, at most. Behind them stands a combining grapheme joiner, which nobody sees and which ends the run.
LONGEST_RUN = 30
_JOINER = "\u034f"


def _is_mark(code: int) -> bool:
    """Whether the character is, or is taken apart into, a mark that is sorted among its neighbours."""
    return bool(unicodedata.combining(unicodedata.normalize("NFKD", chr(code))[0]))


_MARKS = "".join(chr(code) for code in range(0x300, 0x20000) if _is_mark(code))
_TOO_LONG = re.compile(f"[{_MARKS}]{{{LONGEST_RUN}}}(?=[{_MARKS}])")


def bound_marks(text: str) -> str:
    """The text with a joiner behind every 30 marks in a row; nothing else changes. Linear, and idempotent."""
    return text if text.isascii() else _TOO_LONG.sub(rf"\g<0>{_JOINER}", text)


def normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode, with runs of marks bounded before and after. Linear, and idempotent."""
    if 2 * len(text) <= LONGEST_RUN:  # the marks of a word need not be counted
        return unicodedata.normalize(form, text)
    # A mark may be taken apart into two, so that a run can be longer afterwards than it was before.
    return bound_marks(unicodedata.normalize(form, bound_marks(text)))
