"""Split words that say several things at once, but only if each part is a fact by itself.

`Hadrut and Fuzuli are not held` is two facts, `Hadrut and Fuzuli are far apart` is one. A part keeps what the parts
share (who, when, negation, attribution). If the reading is unclear, the whole is the only part. English only.
"""

from claims.text.compounds.part import Part, parts
from claims.text.compounds.statements import statement

__all__ = ["Part", "parts", "statement"]
