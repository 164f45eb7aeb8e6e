"""Split what is denied of two into a denial for each, unless the two do it together."""

import re

from claims.text.compounds.grammar import beginning, is_past
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import AUXILIARIES, BODIES, FIXED, SYMMETRIC, TOGETHER
from claims.text.numerals import listed

_TWO_DENIED = re.compile(
    r"\s*(?:that\s+)?(?P<one>(?:[\w’'-]+\s){1,5}?)and\s(?P<two>(?:[\w’'-]+\s){1,5}?)"
    r"(?P<verb>(?:are|were|do|did|have|had|will|would|can|could)\s(?:not|never|no longer)\b|(?:aren|weren|don"
    r"|didn|haven|hadn|won|wouldn|can|couldn)[’']t\b)"
)
_LITTLE = frozenset(listed("of in on at to for from by with who which that as than or but if when"))


def denied(view: View) -> list[View]:
    """Split `the army and the militia do not take part` into one denial for each."""
    m = _TWO_DENIED.match(view.text)
    if not m or TOGETHER.search(view.text) or SYMMETRIC.search(beginning(view.text[m.start("verb") :])):
        return []
    one, two = m["one"].split(), m["two"].split()
    if any(word.lower() in _LITTLE or word.lower() in AUXILIARIES for word in (*one[1:], *two[1:])):
        return []
    if any(is_past(word, strict=True) for word in (one[-1], two[-1])):
        return []
    bodies = BODIES.search(m["one"]) or FIXED.search(m.group())
    if bodies or re.search(r"\b(?:their|them|themselves)\b", view.text[m.end() :]):
        return []
    tail = view[m.start("verb") :]
    return [view[m.start("one") : m.end("one")] + tail, view[m.start("two") : m.end("two")] + tail]
