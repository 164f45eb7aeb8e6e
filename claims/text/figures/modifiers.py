"""Find the modifier right before or right after a number, which says how exact the number is."""

import re

from claims.text.figures.figure import ABOUT, AT_LEAST, AT_MOST, LESS, MORE
from claims.text.figures.scan import Scan

_ABOUT_WORDS = (
    "about|around|some|roughly|approximately|approx\\.|circa|ca?\\.|nearly|almost|close to|an"
    " estimated|estimated(?: at)?"
    "|virtually|in the region of|in the order of|somewhere (?:around|near)"
)
_DEGREE = "well |just |slightly |far |much |a little "
_MODIFIERS = (
    (AT_LEAST, r"(?:at least|(?:no|not) (?:fewer|less) than|a minimum of|minimum)"),
    (
        AT_MOST,
        r"(?:at most|up to|as (?:many|much|few|little|high|low) as|(?:no|not) (?:more|greater|higher) than"
        r"|a maximum of|maximum)",
    ),
    (
        MORE,
        rf"(?:(?:{_DEGREE})?(?:more|greater|higher|longer|larger|bigger|better) than|(?:{_DEGREE})?(?:over|above)"
        r"|upwards? of|in excess of|exceed(?:s|ed|ing)?|north of|beyond)",
    ),
    (
        LESS,
        rf"(?:(?:{_DEGREE})?(?:less|fewer|lower|smaller|shorter) than|(?:{_DEGREE})?(?:under|below)|short of)",
    ),
    (ABOUT, rf"(?:{_ABOUT_WORDS})"),
)
_BEFORE = [
    (name, re.compile(rf"\b{pattern}(?:\s(?:the|a|an|total of|a total of))?\s$", re.IGNORECASE))
    for name, pattern in _MODIFIERS
]
#: The last words of the modifiers: a quick check that rules out most words before a number.
_LAST = (
    *("least", "than", "minimum", "most", "up to", "as", "maximum", "over", "above", "of", "exceed", "exceeds"),
    *("exceeded", "exceeding", "beyond", "under", "below", "about", "around", "some", "roughly", "approximately"),
    *("approx.", "circa", "c.", "ca.", "nearly", "almost", "close to", "estimated", "at", "virtually", "near"),
    *("the", "a", "an"),
)
_SIGN_BEFORE = re.compile(r"(?<![^\s(])(?:(?P<sign>[<>≥≤])|(?P<about>[~≈])\s?)$")
_SIGNS = {"<": LESS, ">": MORE, "≥": AT_LEAST, "≤": AT_MOST}
_BEHIND = (
    (
        AT_LEAST,
        re.compile(
            r"\+(?!\d)|-?\splus\b(?!\s\d)|\sor (?:more|higher|greater|older|above)\b|,?\sat (?:the very )?least\b"
        ),
    ),
    (AT_MOST, re.compile(r"\sor (?:less|fewer|lower|below|under|younger)\b|\sat (?:the )?most\b")),
    (ABOUT, re.compile(r"-odd\b|\sor so\b")),
)


def is_modified(before: str) -> bool:
    """Return whether the text before a number ends with a modifier."""
    return before.rstrip().lower().endswith(_LAST) and any(pattern.search(before) for _, pattern in _BEFORE)


def modifier_before(scan: Scan, start: int) -> tuple[int, str]:
    """Return where the phrase begins with its modifier, and the modifier."""
    at = max(0, start - 45)
    before = scan.text[at:start]
    if before[-2:].strip()[-1:] in ("<", ">", "≥", "≤", "~", "≈") and (m := _SIGN_BEFORE.search(before)):
        return at + m.start(), _SIGNS.get(m["sign"], ABOUT)
    if not scan.english or not before[-1:].isspace() or not before.rstrip().lower().endswith(_LAST):
        return start, ""
    for name, pattern in _BEFORE:
        if m := pattern.search(before):
            return at + m.start(), name
    return start, ""


def modifier_behind(scan: Scan, end: int, modifier: str) -> tuple[int, int, str]:
    """Return (end of number and unit, end of the phrase, modifier)."""
    if not modifier:
        for name, pattern in _BEHIND:
            if m := pattern.match(scan.text, end):
                return end, m.end(), name
    return end, end, modifier
