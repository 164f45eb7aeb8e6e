"""Compare texts without typography (quotation marks, dashes, blanks and ligatures).

Texts that differ only in typography hold the same words. A hyphen is part of its word, and a minus is part of its
figure; neither is a dash. *twenty-four of them* and *twenty – four of them* are different words.
"""

import re

from claims.text.marks import normal_form

_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_HYPHENS = "\u2010\u2011"
_BLANKS = "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
#: Letters that are set as one: ﬁ is f and i. They are taken apart before marks are composed.
LIGATURES = str.maketrans(
    dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ["ff", "fi", "fl", "ffi", "ffl", "st", "st"], strict=True))
)
_FOLDED = str.maketrans(
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_HYPHENS, "-")
    | {"\u2012": "\u2013", "\u2015": "\u2014"}
    | dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys("\u200b\u2060", "")
    | {"\u2026": "..."}
)
# What folding may change in a text in ASCII: it leaves letters and digits as they are.
_NOT_FOLDED = str.maketrans(dict.fromkeys(chr(at) for at in range(128) if not chr(at).isalnum()))
_D = "0-9\u0660-\u0669\u06f0-\u06f9"
_FIGURE = f"[$\u00a3\u20ac]?[{_D}]"
# In this order, each with signs: a text without any of them is not changed by the step, and most texts have none. The
# function in the database has the same steps, but joins blanks last. Here they are joined first: the other steps do not
# depend on the number of blanks, and would search for the end of a run from each blank in it.
_STEPS = [
    (("  ",), re.compile("  +"), " "),
    (("\u2013",), re.compile(f"(?<=[{_D}%])\u2013(?={_FIGURE})"), "-"),  # 3–5: from one figure to the next
    (("\u2013",), re.compile(f"(?:^|(?<=[ (['\"]))\u2013(?={_FIGURE})"), "-"),  # –5: a minus
    ((" - ",), re.compile("(?<= )-(?= )"), "\u2014"),
    (("--", "\u2013", "\u2014"), re.compile("(?: *(?:--+|[\u2013\u2014]))+ *"), "\u2014"),
    (("\u2212",), re.compile(f"(?<![-{_D}])\u2212(?={_FIGURE})"), "-"),
    (('"',), re.compile(' *" *'), '"'),
]


def fold(text: str) -> str:
    """Return the text without its typography. Use it for comparison only, not for display.

    The database folds in the same way before it keeps a sign-off for a new version (``typography_fold``).
    """
    text = normal_form("NFC", text.translate(LIGATURES)).translate(_FOLDED)
    for signs, pattern, instead in _STEPS:
        if any(sign in text for sign in signs):
            text = pattern.sub(instead, text)
    return text.strip(" ")


def same_words(one: str, other: str) -> bool:
    """Return whether the texts are the same or differ only in typography."""
    if one == other:
        return True
    if one.isascii() and other.isascii() and one.translate(_NOT_FOLDED) != other.translate(_NOT_FOLDED):
        return False  # quicker, and most texts that are compared are not the same
    return fold(one) == fold(other)
