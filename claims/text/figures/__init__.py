"""Find the figures of a text: what is counted, measured, priced, dated or ranked, but no name that has digits in it.

A figure's span holds the number and its unit (`300 Armenian battle tanks`); `words` is the whole phrase with its
modifier (`about 300 Armenian battle tanks`). Offsets are code points. English in full; in other languages only what is
written in digits.
"""

from claims.text.figures.dates import MONTHS
from claims.text.figures.figure import (
    ABOUT,
    AGE,
    AT_LEAST,
    AT_MOST,
    COUNT,
    DATE,
    LESS,
    MONEY,
    MORE,
    NUMBER,
    ORDER,
    PERCENTAGE,
    SHARE,
    TIME,
    Figure,
    within,
)
from claims.text.figures.reading import figures, unread_numbers

__all__ = [
    "ABOUT",
    "AGE",
    "AT_LEAST",
    "AT_MOST",
    "COUNT",
    "DATE",
    "LESS",
    "MONEY",
    "MONTHS",
    "MORE",
    "NUMBER",
    "ORDER",
    "PERCENTAGE",
    "SHARE",
    "TIME",
    "Figure",
    "figures",
    "unread_numbers",
    "within",
]
