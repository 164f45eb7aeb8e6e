"""Read the figures of a text in steps: first what is never a figure, last the bare numbers."""

from collections.abc import Iterable

from claims.text.figures.ages import take_ages
from claims.text.figures.dates import take_dates
from claims.text.figures.figure import Figure
from claims.text.figures.lookalikes import take_lookalikes, take_phrases
from claims.text.figures.numbers import take_numbers
from claims.text.figures.ordinals import take_ordinals
from claims.text.figures.scan import Scan
from claims.text.figures.shares import take_shares
from claims.text.figures.units import own_units


def figures(text: str, language: str = "en", units: Iterable[str] = ()) -> list[Figure]:
    """Return the figures of the text in order; they never overlap.

    `units`: more words that stand after a number as its unit, as a desk adds them (`GRAD launchers`).
    """
    language = language.split("-")[0].lower()
    scan = Scan(text, language or "en", language == "en", own_units(tuple(units)))
    if not scan.english and not any(c.isdigit() for c in text):
        return []
    take_lookalikes(scan)
    take_dates(scan)
    if scan.english:
        take_ages(scan)
        take_phrases(scan)
        take_shares(scan)
        take_ordinals(scan)
    take_numbers(scan)
    return sorted(scan.found, key=lambda figure: figure.start)
