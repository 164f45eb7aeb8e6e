"""Quotation marks, dashes and blanks are typography: texts that differ in nothing else hold the same words."""

import re
import unicodedata

_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BLANKS = "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FOLDED = str.maketrans(
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys("\u200b\u2060", "")
    | {"\u2026": "..."}
)


def fold(text: str) -> str:
    """The text without its typography, for comparison only: nothing that anybody reads is made of it.

    The database folds in the same way before it lets a sign-off go along (``typography_fold``).
    """
    text = unicodedata.normalize("NFC", text).translate(_FOLDED)
    text = re.sub(' *" *', '"', text)
    return re.sub(" +", " ", re.sub(" +-+ +|--+", "-", text)).strip(" ")


def same_words(one: str, other: str) -> bool:
    """Whether the texts differ in typography alone, if at all."""
    return one == other or fold(one) == fold(other)
