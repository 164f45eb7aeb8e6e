"""Find ordinals that rank a thing, but not those in names (`Fifth Avenue`)."""

import re
from bisect import bisect_right

from claims.text.figures.figure import ORDER
from claims.text.figures.scan import LONGEST, Scan
from claims.text.figures.units import NUMBER_WORDS, STOP, TOKEN
from claims.text.numerals import BROKEN, ORDINAL, ordinal_value
from claims.text.words import Span

_ORDINALS = re.compile(
    rf"(?<![\w.,-])(?P<digits>\d+(?:,\d{{3}})*(?:st|nd|rd|th))\b|\b(?P<spelled>{ORDINAL})\b", re.IGNORECASE
)
_PARTED = re.compile(rf"\b{BROKEN}", re.IGNORECASE)
_NAMED = (
    "District|Congressional|Street|St|Avenue|Ave|Circuit|Amendment|Brigade|Division|Regiment|Battalion"
    "|Infantry|Ward"
    "|Airborne|Mountain|Arm(?:ou?red|y)|Cavalry|Marines?|Battery|Squadron|Wing|Guards?|Rifles?|Congress|Parliament"
    "|Lt|Lieutenant|Sgt|Sergeant|Class|Road|Artillery|Engineers?|Panzer|Motori[sz]ed|Expeditionary|Group|Combat"
    "|Precinct|Fleet|Corps|Floor|Arrondissement"
)
_RANKED = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|every|each|only|very|for|previous|last)|['’]s)\s$",
    re.IGNORECASE,
)
_NOT_RANKED = re.compile(
    r"(?:[-\s](?:lady|ladies|hand|aid|amendments?|names?|class|responders?|place|glance|and|or|half|halves"
    r"|quarters?|later"
    r"|ago|before|after|parties|party|world|base|thoughts?|nature|guess\w*|floor|grade\w*|rate|day|step)\b"
    r"|\s?[,.;:!?)]|$|['’])",
    re.IGNORECASE,
)


def take_ordinals(scan: Scan) -> None:
    """Take `the third attack`, `27th`; never `the Second Amendment`, `5th Street` or `a third of a million`."""
    parts = [m.span() for m in _PARTED.finditer(scan.text)]
    for m in _ORDINALS.finditer(scan.text):
        behind = scan.text[m.end() : m.end() + 20]
        if m.end() - m.start() > LONGEST or _within(parts, m.start()):
            continue
        if m["spelled"]:
            ranked = _RANKED.search(scan.text[max(0, m.start() - 12) : m.start()])
            if not ranked or _NOT_RANKED.match(behind) or not scan.said_small(m.start(), m.end()):
                continue
        elif re.match(rf"\s(?:{_NAMED})\b", behind):
            continue
        if scan.free(*m.span()):
            unit, last = _thing(scan, m.end())
            scan.add(m.start(), last, ordinal_value(m.group()), ORDER, unit)


def _within(parts: list[Span], start: int) -> bool:
    """Return whether one of these spans, which are in order, holds an offset."""
    at = bisect_right(parts, start, key=lambda part: part[0]) - 1
    return at >= 0 and start < parts[at][1]


def _thing(scan: Scan, at: int) -> tuple[str, int]:
    """Return what an ordinal ranks: the one to three words after it, up to a verb or a function word."""
    words: list[str] = []
    end = at
    while len(words) < 3 and (m := TOKEN.match(scan.text, end)):
        word = m.group(1)
        if (
            word.lower() in STOP
            or word.lower() in NUMBER_WORDS
            or not word[0].islower()
            or word.endswith(("ed", "ing", "ly"))
        ):
            break
        if not scan.free(m.start(1), m.end(1)):
            break
        words.append(word)
        end = m.end()
    return " ".join(words), end
