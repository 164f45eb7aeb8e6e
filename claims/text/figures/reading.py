"""Read the figures of a text in steps: first what is never a figure, last the bare numbers."""

import re
from collections.abc import Iterable
from dataclasses import replace

from claims.text.figures.ages import take_ages
from claims.text.figures.dates import MONTHS, take_dates
from claims.text.figures.figure import Figure
from claims.text.figures.lookalikes import take_lookalikes, take_phrases
from claims.text.figures.numbers import take_numbers
from claims.text.figures.ordinals import take_ordinals
from claims.text.figures.scan import Scan
from claims.text.figures.shares import take_shares
from claims.text.figures.units import NUMBER_WORDS, own_units
from claims.text.numerals import ORDINAL_WORDS, PARTS, VULGAR
from claims.text.plain import plain
from claims.text.words import Span

_DIGIT = re.compile(rf"[\d{''.join(VULGAR)}]")
#: Every figure in English has a digit or one of these in it, as six is in sixths. Short scales stand behind digits.
_HINTS = [
    "centur",
    *(month.lower()[:3] for month in MONTHS),
    *sorted({word for word in (*NUMBER_WORDS, *ORDINAL_WORDS, *PARTS) if len(word) > 2}),
]
_NUMBER = re.compile(rf"\d+|[{''.join(VULGAR)}]|{'|'.join(sorted(_HINTS, key=len, reverse=True))}")


def figures(text: str, language: str = "en", units: Iterable[str] = ()) -> list[Figure]:
    """Return the figures of the text in order; they never overlap.

    Ligatures and full-width signs are read as their plain letters; `words` has these, the spans count the text's own.
    `units`: more words that stand after a number as its unit, as a desk adds them (`GRAD launchers`).
    """
    shown, places = plain(text)
    found = sorted(_scanned(shown, language, units).found, key=lambda figure: figure.start)
    if places is None:
        return found
    return [replace(figure, start=places[figure.start], end=places[figure.end - 1] + 1) for figure in found]


def unread_numbers(text: str, language: str = "en") -> list[str]:
    """Return the numbers that give no figure because they were not understood to their end: `1,23,4567`."""
    shown, _ = plain(text)
    return [shown[start:end] for start, end in _scanned(shown, language, ()).unread]


def unread_spans(text: str, language: str = "en") -> list[Span]:
    """Return where these numbers stand, in order."""
    shown, places = plain(text)
    found = sorted(_scanned(shown, language, ()).unread)
    return found if places is None else [(places[start], places[end - 1] + 1) for start, end in found]


def may_have_two(text: str) -> bool:
    """Return whether an English text can have two figures: it has two numbers, in digits or words. Fast."""
    numbers = _NUMBER.finditer(text.lower())
    return next(numbers, None) is not None and next(numbers, None) is not None


def _scanned(text: str, language: str, units: Iterable[str]) -> Scan:
    language = language.split("-")[0].lower()
    scan = Scan(text, language or "en", language == "en", own_units(tuple(units)))
    if not _DIGIT.search(text) and not (scan.english and _has_number_word(text)):
        return scan
    take_lookalikes(scan)
    take_dates(scan)
    if scan.english:
        take_ages(scan)
        take_phrases(scan)
        take_shares(scan)
        take_ordinals(scan)
    take_numbers(scan)
    return scan


def _has_number_word(text: str) -> bool:
    small = text.lower()
    return any(word in small for word in _HINTS)
