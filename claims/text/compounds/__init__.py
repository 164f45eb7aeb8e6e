"""Words that say several things at once, taken apart: only where each part is a fact by itself, else left whole.

`Hadrut and Fuzuli are not held` is two facts, `Hadrut and Fuzuli are far apart` is one. A part keeps what its
conjuncts share (who, when, negation, attribution); when the reading is unclear the whole is the only part. English.
"""

from claims.text.compounds.part import Part, parts
from claims.text.compounds.statements import statement

__all__ = ["Part", "parts", "statement"]
