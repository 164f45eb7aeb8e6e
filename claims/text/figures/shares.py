"""Find shares, parts of a whole between 0 and 1: a fraction, or so many out of so many."""

import re
from decimal import Decimal

from claims.text.figures.figure import PERCENTAGE, SHARE
from claims.text.figures.modifiers import is_modified, modifier_before
from claims.text.figures.scan import LONGEST, Scan
from claims.text.figures.units import TIME_UNITS, counted_behind
from claims.text.numerals import BROKEN, ONES, PARTS, TENS, VULGAR, printed_value

_FRACTIONS = re.compile(
    rf"\b(?:(?=[a-z])(?P<over>an?|one|two|three|four|five|six|seven|eight|nine)[- ](?P<part>{'|'.join(PARTS)})s?"
    r"|(?P<half>half)(?=\s(?:of|the|its|their|his|her|our|all)\b|\s?[,.;]|$)|(?P<top>[1-9])/(?P<bottom>[2-9]"
    r"|10))\b(?![-/\d])",
    re.IGNORECASE,
)
#: a third of a percent, half a percentage point
_OF_PERCENT = re.compile(
    rf"\b(?P<over>(?:(?P<top>an?|one|two|three)[- ](?P<part>{'|'.join(PARTS)})s?(?:\sof)?|half)\s(?:an?|one)\s)"
    r"(?P<unit>per\s?cent(?:age\spoint)?)\b",
    re.IGNORECASE,
)
_VULGAR = re.compile(rf"[{''.join(VULGAR)}]")
_ONE_IN = re.compile(
    rf"\b(?P<top>\d{{1,3}}|(?=[a-z])(?:{'|'.join(list(ONES)[:10])}))"
    rf"(?:[\s-]in[\s-](?:every\s)?|\sout\sof\s(?:every\s)?)"
    rf"(?P<bottom>\d{{1,3}}(?:,\d{{3}})*|{'|'.join(reversed(ONES))}|{'|'.join(TENS)})\b(?![-:/%])",
    re.IGNORECASE,
)
#: one nurse in eight
_SOME_IN = re.compile(
    rf"\b(?P<top>(?=[a-z])(?:{'|'.join(list(ONES)[:10])}))\s(?P<what>[a-z][a-z-]{{2,24}})\s(?:in|out\sof)\s(?:every\s)?"
    rf"(?P<bottom>\d{{1,3}}|{'|'.join(reversed(ONES))}|{'|'.join(TENS)})\b(?![-:/%.,]\d|[-:/%])",
    re.IGNORECASE,
)
#: Parts that belong to a number: two and a half, 2 1/2, a quarter of a million.
_OF_NUMBERS = re.compile(
    rf"\b{BROKEN}|(?<![\d.,/])\d{{1,4}}(?:[ -][1-9]/\d|[\s-]and[\s-](?:an?|one|two|three)[- ](?:{'|'.join(PARTS)}))",
    re.IGNORECASE,
)
_ROUND_BASES = {Decimal(n) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000, 10000, 100000)}


def take_shares(scan: Scan) -> None:
    """Take `a third of voters`, `two in five`, `half`."""
    within = bytearray(len(scan.text))
    for m in _OF_NUMBERS.finditer(scan.text):
        within[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    for m in _OF_PERCENT.finditer(scan.text):
        if scan.free(*m.span()):
            over = Decimal(ONES.get((m["top"] or "a").lower(), 1))
            first, modifier = modifier_before(scan, m.start())
            unit = "percentage points" if "point" in m["unit"].lower() else "%"
            value = over / PARTS[(m["part"] or "half").lower()]
            scan.add(*m.span(), value, PERCENTAGE, unit, modifier, words=(first, m.end()))
    for m in _FRACTIONS.finditer(scan.text):
        share = _fraction(scan, m)
        if share is not None and scan.free(*m.span()) and not within[m.start()]:
            _add_share(scan, m.start(), m.end(), share)
    for m in _VULGAR.finditer(scan.text):
        if scan.free(*m.span()) and not scan.text[max(0, m.start() - 2) : m.start()].rstrip()[-1:].isdigit():
            _add_share(scan, m.start(), m.end(), VULGAR[m.group()])
    for m in _ONE_IN.finditer(scan.text):
        if m.end() - m.start() > LONGEST:
            continue
        top, bottom = printed_value(m["top"]), printed_value(m["bottom"].replace(",", ""))
        if not scan.free(*m.span()) or not top or not bottom or top > bottom:
            continue
        unit, _ = counted_behind(scan, m.end(), bottom)
        out_of = "out" in m.group().lower()
        if not out_of and (top == bottom or unit in TIME_UNITS or not (bottom in _ROUND_BASES or m["top"].isalpha())):
            continue
        _add_share(scan, m.start(), m.end(), top / bottom)
    for m in _SOME_IN.finditer(scan.text):
        top, bottom = printed_value(m["top"]), printed_value(m["bottom"])
        counted = counted_behind(scan, m.end(), bottom)[0]  # “one bridge in three towns” is two numbers
        if top and bottom and top < bottom and not counted and scan.free(*m.span()):
            first, modifier = modifier_before(scan, m.start())
            scan.add(*m.span(), top / bottom, SHARE, m["what"].lower(), modifier, words=(first, m.end()))


def _fraction(scan: Scan, m: re.Match[str]) -> Decimal | None:
    before, behind = scan.text[max(0, m.start() - 25) : m.start()], scan.text[m.end() : m.end() + 12]
    modified = bool(re.search(r"\bby\s$", before) or is_modified(before))
    if m["half"]:
        whole = re.match(r"\s(?:of|the|its|their|his|her|our|all)\b", behind)
        if re.search(
            r"\b(?:first|second|other|latter|better|last|early|top|bottom|upper|lower|a|the)\s$",
            before,
            re.IGNORECASE,
        ):
            return None
        return Decimal("0.5") if whole or modified else None
    if m["top"]:
        return Decimal(m["top"]) / Decimal(m["bottom"]) if int(m["top"]) < int(m["bottom"]) else None
    over, part = m["over"].lower(), PARTS[m["part"].lower()]
    top = 1 if over in ("a", "an") else ONES[over]
    plural = m.group().lower().endswith("s")
    if plural != (top > 1) or top >= part:
        return None
    alone = modified or re.match(r"\s(?:of|as|more|less|fewer|higher|lower)\b|\s?[,.;)]|$", behind)
    if over in ("a", "an") and not (alone and (modified or re.match(r"\s(?:of|as|more|less|fewer)\b", behind))):
        return None
    return Decimal(top) / part if over not in ("one",) or alone or "-" in m.group() else None


def _add_share(scan: Scan, start: int, end: int, value: Decimal) -> None:
    first, modifier = modifier_before(scan, start)
    unit, last = counted_behind(scan, end, None)
    scan.add(start, last if unit else end, value, SHARE, unit, modifier, words=(first, last if unit else end))
