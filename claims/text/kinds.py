"""Guess what kind of thing a claim says from its words. The first rule that fits decides; a person can correct it.

The values are those of the claim's kind (name, number, date_place, quotation, event, cause, comparison, other).
"""

import re
from collections.abc import Sequence

from claims.text.figures import DATE, ORDER, TIME, Figure, figures, within
from claims.text.words import Span

_QUOTED = re.compile(r"\s*(?:“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»|''.*'')[.,;]?\s*", re.DOTALL)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|results? (?:of|in)|resulted in|caus(?:e[sd]?|ing)"
    r"|leads? to|led to"
    r"|trigger\w*|spark(?:s|ed)|provok\w+|blam\w+|responsible for|contribut\w+ to|stems? from|stemmed from)\b",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"\b(?:than|compared (?:with|to)|twice|thrice|double[ds]?|doubling|tripled?|(?:two|three|ten)fold|(?:as|so) \w+ as"
    r"|the same \w+ as|unlike|record (?:high|low)|most|least|best|worst|fastest|highest|lowest|largest|biggest|smallest"
    r"|longest|shortest|oldest|youngest|strongest|weakest|greatest|deadliest|richest|poorest|cheapest)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:(?:was|were|is|are) (?:born|founded|built|based|located|situated|held|signed|scheduled|due|buried"
    r"|headquartered)"
    r"|lies|lay|takes? place|took place|beg[ai]n|began|begun|ended|start(?:s|ed)|open(?:s|ed)|borders?)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?:\W*(?:that\s)?)(?:[A-Z][\w’'.-]*\s){1,4}(?:is|was|remains|became|becomes)\s(?:the|a|an|its|his|her|their)\s"
    r"(?:[\w’'-]+\s){0,3}?(?:president|minister|leader|head|chief|chair\w*|director|commander|general|governor"
    r"|mayor|senator"
    r"|spokes\w+|ambassador|secretary|judge|prosecutor|founder|owner|editor|author|capital|king|queen"
    r"|chancellor|member)\b"
    r"|\b(?:named|called|known as|titled|renamed|nicknamed)\b"
)
_HAPPENED = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|do)\b|\b\w{2,}ed\b|\b(?:took|gave|made|went|came|got|lost|won"
    r"|held|left|met"
    r"|sent|built|bought|brought|caught|fought|found|fell|fled|flew|grew|hit|led|put|rose|saw|sold|shot|struck"
    r"|broke|drove"
    r"|withdrew|began|became|said|told|knew|ran|paid|cut|set)\b"
)


def kind(text: str, content: Sequence[Span], found: Sequence[Figure] | None = None) -> str:
    """Return the likely kind of the claim made of these spans. `found`: the figures of the text, if known."""
    words = " ".join(text[start:end] for start, end in content)
    inside = figures(words) if found is None else within(found, content)
    counted = [f for f in inside if f.kind not in (DATE, TIME) and is_counted(f)]
    if counted:
        return "number"
    if _QUOTED.fullmatch(words):
        return "quotation"
    if _CAUSE.search(words):
        return "cause"
    if COMPARED.search(words):
        return "comparison"
    if _CALLED.search(words):
        return "name"
    if _PLACED.search(words) and (
        any(f.kind in (DATE, TIME) for f in inside) or re.search(r"\b(?:in|at|near) [A-Z]", words)
    ):
        return "date_place"
    if _HAPPENED.search(words):
        return "event"
    return "date_place" if any(f.kind == DATE for f in inside) else "other"


def is_counted(figure: Figure) -> bool:
    """Return whether the figure carries the claim. `one day`, `the two sides` and `the first time` do not."""
    if figure.kind == ORDER:
        return figure.value is not None and figure.value > 1
    spelled = not any(c.isdigit() for c in figure.words)
    return not (spelled and not figure.modifier and figure.value in (1, 2) and figure.kind in ("count", "number"))
