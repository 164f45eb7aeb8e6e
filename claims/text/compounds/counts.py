"""Split counted things in a row into one fact each, unless they make one measure or one is part of another."""

import re

from claims.text.compounds.grammar import agreeing
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import AUXILIARIES, SYMMETRIC, TOGETHER, TRIES
from claims.text.figures import Figure, figures
from claims.text.figures.reading import may_have_two
from claims.text.numerals import listed


def counted(view: View) -> list[View]:
    """Split `lost 300 tanks and 6 guns there`: the words before and after the counted things are shared."""
    text = view.text
    if " and " not in text or not may_have_two(text) or TOGETHER.search(text):
        return []
    found = [f for f in figures(text) if f.kind in ("count", "money", "percentage")]
    if len(found) > TRIES:
        return []
    for at, first in enumerate(found[:-1]):
        row, edges = [first], [(_begin(text, first), _joint_after(text, first, found[at + 1]))]
        while edges[-1][1] is not None and at + len(row) < len(found):
            following = found[at + len(row)]
            row.append(following)
            after = found[at + len(row)] if at + len(row) < len(found) else None
            edges.append((_begin(text, following), _joint_after(text, following, after) if after else None))
        if len(row) < 2 or not any(
            re.search(r"\band\b", text[a.end : _begin(text, b)]) for a, b in zip(row, row[1:], strict=False)
        ):
            continue
        last = row[-1]
        own = [text[f.end : edge[1]] for f, edge in zip(row, edges, strict=True) if edge[1] is not None]
        close = last.end
        ways = [_WAY.fullmatch(words) for words in own]
        if any(ways):  # “1.4 km long and 2.6 metres high”: each has its own
            m = _WAY.match(text, close)
            if not all(ways) or not m:
                continue
            close = m.end()
            own.append(m.group())
        elif _one_measure(row):
            continue
        elif all(re.search(r"\sof\s", words) for words in own) and (m := _OF_WHOM.match(text, close)):
            close = m.end()
            own.append(m.group())
        else:
            own.append("")
        if len({f"{f.unit}{words}".lower() for f, words in zip(row, own, strict=True)}) < len(row):
            continue
        tail = text[close:]
        if re.match(
            r"\s*(?:,?\s*(?:who|which|that|whose|of|and|each|ago|later|earlier)\b|[-’'])", tail
        ) or SYMMETRIC.match(tail.strip()):
            continue
        if re.search(r"\b(?:from|than|ratio|with|of)\s*$", text[: edges[0][0]]):
            continue
        head, shared = view[: edges[0][0]], view[close:]
        ends = [edge[1] if edge[1] is not None else close for edge in edges]
        cut = []
        for (begin, _), end, figure in zip(edges, ends, row, strict=True):
            part = head + view[begin:end] + shared
            cut.append(agreeing(part, head + view[begin:end]) if figure.value == 1 and not head.text.strip() else part)
        return cut
    return []


def _begin(text: str, figure: Figure) -> int:
    """Return where the figure's phrase begins, with its modifier."""
    return max(0, figure.start - max(0, figure.words.find(text[figure.start : figure.end])))


def _joint_after(text: str, figure: Figure, following: Figure | None) -> int | None:
    """Return where the figure's own words end, if a comma or "and" joins the next figure to it."""
    if following is None:
        return None
    m = re.fullmatch(
        r"((?:\s[a-z][\w-]*){0,2}?(?:\sof(?:\s[\w’'-]+){1,3}?)?)(?:,\s|,?\sand\s(?:also\s)?)",
        text[figure.end : _begin(text, following)],
    )
    if not m or re.search(r"\b(?:and|in|on|at|to|for|by|with|from|killed|died|was|were)\b", m.group(1)):
        return None
    return figure.end + len(m.group(1))


_OF_WHOM = re.compile(
    rf"\sof(?:\s[\w’'-]+){{1,3}}?(?=\s(?:{'|'.join(sorted(AUXILIARIES))}|sa(?:y|id)|want|think|believe|voted?"
    rf"|support(?:ed)?)\b"
    r"|[,.;]|$)"
)
#: Which way something is measured.
_WAY = re.compile(r"\s(?:long|wide|broad|high|tall|deep|thick|across|old|in (?:length|width|height|depth|diameter))\b")
_MEASURES = (
    frozenset(listed("year years month months week weeks day days hour hours minute minutes second seconds")),
    frozenset(
        listed("foot feet inch inches yard yards mile miles metre metres meter meters kilometre kilometres centimetres")
    ),
    frozenset(listed("pound pounds ounce ounces stone kilo kilos kilogram kilograms gram grams")),
    frozenset(listed("$ € £ dollars cents euros pence pounds")),
)


def _one_measure(row: list[Figure]) -> bool:
    """Return whether the figures are one measure: two years and three months are one length of time."""
    return any(all(figure.unit.lower() in units for figure in row) for units in _MEASURES)
