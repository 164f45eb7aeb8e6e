"""Find ages: named as such (`aged 34`, `34-year-old`), or between commas after a name."""

import re

from claims.text.figures.dates import MONTHS
from claims.text.figures.figure import AGE
from claims.text.figures.modifiers import modifier_before, modifier_behind
from claims.text.figures.scan import Scan
from claims.text.numerals import BEHIND_DIGITS, SPELLED, printed_value

_COUNTING = rf"(?:(?<![\d/])(?<!\d[.,])\d{{1,3}}(?:{BEHIND_DIGITS})?|{SPELLED})"
_TO = r"(?:\s?[-–]\s?|-?\s?(?:to|and|or)[\s-])"
_AGES = (
    re.compile(
        rf"\b(?P<low>{_COUNTING})(?:{_TO}(?P<high>{_COUNTING}))?[-‑\s](?P<unit>years?|months?|weeks?"
        rf"|days?)[-‑\s]olds?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:aged?|ages)\s(?:of\s)?(?:(?:between|from)\s)?(?P<low>{_COUNTING})(?:{_TO}(?P<high>{_COUNTING}))?\b"
        r"(?!\s?(?:%|per))",
        re.IGNORECASE,
    ),
    # Jane Smith, 34, said
    re.compile(r"(?<=[a-zà-ÿ]),\s(?P<low>[1-9]\d?|10\d)(?=,\s(?:[a-z“\"A-Z]))"),
)
# two men, ages 20 and 23
_EACH = re.compile(
    rf"\b(?:aged|ages)\s(?P<each>{_COUNTING}(?:,\s{_COUNTING}){{0,20}},?\sand\s{_COUNTING})"
    rf"\b(?!\s?(?:%|per)|[-‑\s]years?)",
    re.IGNORECASE,
)
_ONE = re.compile(_COUNTING, re.IGNORECASE)
#: What each of _AGES has in it, in small letters: “told” and “page” are common, and the patterns slow.
_HINTS = (
    re.compile(r"(?:year|month|week|day)s?[-‑\s]old"),
    re.compile(r"\bage[ds]?\s"),
    re.compile(r",\s\d{1,3},"),
)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'-]+$")


def take_ages(scan: Scan) -> None:
    """Find `34-year-old`, `aged 5 to 7`, `Jane Smith, 34, said`, and each of `ages 20 and 23`."""
    small = scan.text.lower()
    named = [hint.search(small) is not None for hint in _HINTS]
    for m in _EACH.finditer(scan.text) if named[1] else ():
        for one in _ONE.finditer(scan.text, *m.span("each")):
            if scan.free(*one.span()):
                scan.add(*one.span(), printed_value(one.group()), AGE, "years")
    for pattern, hinted in zip(_AGES, named, strict=True):
        for m in pattern.finditer(scan.text) if hinted else ():
            if pattern is _AGES[2]:
                name = _NAME_BEFORE.search(scan.text[max(0, m.start() - 30) : m.start()])
                if not name or name.group() in MONTHS:
                    continue
            start, end = m.start("low"), m.end()
            if not scan.free(start, end):
                continue
            low, high = (printed_value(part) for part in (m["low"], m.groupdict().get("high")))
            if low is None or (high is not None and high < low):
                continue
            begin = start if pattern is _AGES[2] else m.start()
            unit = (m.groupdict().get("unit") or "year").rstrip("s") + "s"
            first, modifier = modifier_before(scan, begin)
            end, last, modifier = modifier_behind(scan, end, modifier)
            scan.add(start, end, low, AGE, unit.lower(), modifier, high, (first, last))
