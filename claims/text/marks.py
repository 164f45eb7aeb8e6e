"""Limit runs of combining marks to 30, and take Unicode's normal forms only of such text.

Every normal form sorts a run of marks, which takes time that grows with the square of its length. The limit is that of
Unicode's Stream-Safe Text Format (UAX #15, section 13): no language comes near it.
"""

import re
import unicodedata
from typing import Literal

#: The most marks in a row. After them an invisible combining grapheme joiner is inserted, which ends the run.
LONGEST_RUN = 30
_JOINER = "\u034f"


def _is_mark(code: int) -> bool:
    """Return whether the character is, or decomposes into, a mark that normal forms sort among its neighbours."""
    return bool(unicodedata.combining(unicodedata.normalize("NFKD", chr(code))[0]))


_MARKS = "".join(chr(code) for code in range(0x300, 0x20000) if _is_mark(code))
_TOO_LONG = re.compile(f"[{_MARKS}]{{{LONGEST_RUN}}}(?=[{_MARKS}])")


def bound_marks(text: str) -> str:
    """Return the text with a joiner after every 30 marks in a row; nothing else changes. Linear, and idempotent."""
    return text if text.isascii() else _TOO_LONG.sub(rf"\g<0>{_JOINER}", text)


def normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return the text in a Unicode normal form, with runs of marks limited before and after. Linear, and idempotent."""
    if 2 * len(text) <= LONGEST_RUN:  # a single word is too short to need counting
        return unicodedata.normalize(form, text)
    # A mark may decompose into two, so a run can be longer after normalising than before.
    return bound_marks(unicodedata.normalize(form, bound_marks(text)))
