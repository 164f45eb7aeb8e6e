"""Find dates and times. A bare year is a date only if the words around it say so."""

import re

from claims.text.figures.figure import DATE, TIME
from claims.text.figures.modifiers import is_modified
from claims.text.figures.scan import Scan
from claims.text.figures.units import counted_behind
from claims.text.months import MONTHS as MONTHS_ABROAD
from claims.text.numerals import listed
from claims.text.words import Span

MONTHS = listed("January February March April May June July August September October November December")
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{_SHORT})(?:\.|\b))"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WHEN = (
    r"(?:in|since|until|till|by|from|to|of|during|before|after|through|throughout|between|and|last|next|this|early|late"
    r"|around|every|each|on|for)"
)
_DATES_ANY = (
    re.compile(
        rf"\b{_YEAR}-\d\d-\d\d(?:T\d\d:\d\d\S*)?\b|(?<![\w.,/])\d{{1,2}}([/.-])\d{{1,2}}\1(?:{_YEAR}|\d\d)\b(?![/.,]\d)"
    ),
    re.compile(rf"(?<![\w.,$€£-]){_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)\b(?![\w%,.-]\w)"),
)
_DATES = (
    re.compile(
        rf"\b{_MONTH}\s{_DAY}(?![\d%])(?!,\d{{3}})(?:\s?[-–]\s?(?:{_MONTH}\s)?{_DAY}(?!\d)|\sto\s{_MONTH}\s{_DAY}(?!\d)"
        rf"|\sand\s{_DAY}(?=[,.;)]))?(?:,?\s{_YEAR}\b)?"
    ),
    re.compile(
        rf"(?<![\w.,$-]){_DAY}(?:(?:\s?[-–]\s?|\s(?:and|to)\s){_DAY})?\s(?:of\s)?{_MONTH}(?!\w)(?:,?\s{_YEAR}\b)?"
    ),
    re.compile(rf"\b(?:{_MONTH}\s?[-–]\s?)?{_MONTH},?\s(?:of\s)?{_YEAR}\b"),
    re.compile(rf"(?:\b(?i:{_WHEN})\s|\b[Mm]id-)(?P<date>(?:{'|'.join(MONTHS)}|(?:{_SHORT})\.)(?![\w-]|\s[A-Z]))"),
    re.compile(r"\b(?:(?:1[5-9]|20)\d0|['’]?[2-9]0)s\b(?!-)|['’]\d0s\b"),
    re.compile(
        r"\b(?:(?:1\d|2[01]|\d)(?:st|nd|rd|th)|nineteenth|twentieth|eighteenth|twenty-first)[- ]centur(?:y|ies)\b"
    ),
    re.compile(
        rf"\b(?:[Bb]etween\s(?P<date>{_YEAR}\sand\s{_YEAR})"
        rf"|[Ff]rom\s(?P<dates>{_YEAR}\s(?:to|through|until)\s{_YEAR}))\b"
    ),
)
_YEAR_ALONE = re.compile(
    rf"(?<![\w.,$€£:/’'-])(?<!mid-){_YEAR}(?![\w%,]\w|[\w%]|[.:]\d|\s(?:million|billion|percent|per\s))"
)
_MID_YEAR = re.compile(rf"\bmid[-‑]({_YEAR})\b")
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:{_WHEN}|the|year|fiscal|early|mid|late|his|her|its|their|our|a|election|circa|spring|summer|autumn|fall"
    rf"|winter|season|class of)|[(\[]|’s|'s)\s?$",
    re.IGNORECASE,
)
_MONTHS_ABROAD = "|".join(sorted(MONTHS_ABROAD, key=len, reverse=True))
_DATES_ABROAD = (
    re.compile(
        rf"(?<![\w.,])(?:3[01]|[12]\d|0?[1-9])(?:er|\.|º|ª|°)?\s(?:de\s|d['’])?(?:{_MONTHS_ABROAD})\b\.?"
        rf"(?:,?\s(?:de\s|del\s)?{_YEAR}\b)?",
        re.IGNORECASE,
    ),
    # a year stands alone: 2020 people are rarely counted so
    re.compile(r"(?<![\w.,$€£:/’'-])(?:19|20)\d\d(?![\w%€$₽]|[.,:/-]\d|\s[%€$₽\d])"),
)
_TIMES = re.compile(
    r"(?<![\w.,:$])(?:1[0-2]|0?\d)(?:[:.][0-5]\d)?\s?(?:[aApP]\.[mM]|[aApP][mM])\b|(?<![\w.,:])(?:[01]?\d"
    r"|2[0-3]):[0-5]\d(?::[0-5]\d)?\b(?![:\d])"
    r"|(?<![\w.,:$])(?:[01]?\d|2[0-3])\s?(?:h\s?[0-5]\d|\.[0-5]\d\s?h)\b"  # 18h30, 18.30 h
    r"|(?<![\w.,:$])(?:[01]\d|2[0-3])[0-5]\d\s?(?:hours|hrs|GMT|UTC)\b"  # 0600 hours
)


def take_dates(scan: Scan) -> None:
    """Find dates and times of day; in other languages than English only what is written in digits."""
    if not scan.english:
        for pattern in (*_DATES_ANY, *_DATES_ABROAD, _TIMES):
            for m in pattern.finditer(scan.text):
                _add_date(scan, m.span(), TIME if pattern is _TIMES else DATE)
        return
    for pattern in (*_DATES_ANY, *_DATES):
        for m in pattern.finditer(scan.text):
            group = next((name for name, found in m.groupdict().items() if found), 0)
            _add_date(scan, m.span(group), DATE)
    for m in _MID_YEAR.finditer(scan.text):
        _add_date(scan, m.span(1), DATE)
    for m in _TIMES.finditer(scan.text):
        _add_date(scan, m.span(), TIME)
    for m in _YEAR_ALONE.finditer(scan.text):
        if _is_year(scan, m):
            _add_date(scan, m.span(), DATE)


def _add_date(scan: Scan, span: Span, kind: str) -> None:
    if scan.free(*span):
        before = re.search(rf"\b(?:{_WHEN}|at)\s(?:the\s)?$", scan.text[max(0, span[0] - 16) : span[0]], re.IGNORECASE)
        first = span[0] - len(before.group()) if before and scan.english else span[0]
        scan.add(*span, None, kind, words=(first, span[1]))


def _is_year(scan: Scan, m: re.Match[str]) -> bool:
    """Return whether it is a year: `in 2019`, `the 2016 elections`; not `2000 soldiers` or `more than 1500`."""
    before = scan.text[max(0, m.start() - 40) : m.start()]
    if _YEAR_BEFORE.search(before):
        return True
    if is_modified(before) or not m.group().startswith(("19", "20")):
        return False
    return not counted_behind(scan, m.end(), None)[0]
