"""Check a calculation: read its figures, compute its formula exactly, and say whether the stated result follows.

A figure is typed with its unit (`1.2 million people`, `12 deaths per 100,000 people`), a formula names figures by
letters (`(b − a) ÷ a`). Units are carried along: what cannot be added is refused, a difference of two percentages is in
percentage points, and no currency becomes another without a rate. Everything that cannot be computed is said in words.
"""

from claims.text.calculation.checking import FOLLOWS, MOST, NOT, ROUNDED, Checked, check, formula_of, names_for
from claims.text.calculation.quantity import Quantity, Uncomputable
from claims.text.calculation.typed import read_figure

__all__ = [
    "FOLLOWS",
    "MOST",
    "NOT",
    "ROUNDED",
    "Checked",
    "Quantity",
    "Uncomputable",
    "check",
    "formula_of",
    "names_for",
    "read_figure",
]
