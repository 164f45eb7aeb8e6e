"""A captured text as people read it: page by page, with the sentences that bear on a claim, and an excerpt marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.models import Capture, Claim, Source
from claims.text.bearing import bearing
from claims.text.captured import LONGEST, locator, pages_of, paragraphs_of, place_in, where_in
from claims.text.lines import lines
from claims.text.passages import Passage, held
from claims.text.places import Place

#: Characters of one page of a text; captures that can be chosen between; sentences of one paragraph that are listed.
PAGE, CAPTURES, SENTENCES = 20_000, 20, 100
#: Characters of a sentence that is listed.
_SHOWN = 400
_LEFT_OUT = " […] "


def readable(source: Source) -> list[Capture]:
    """Return the captures of a source that have a text, the newest first, without their texts."""
    rows = Capture.objects.filter(source=source).exclude(text_sha256="").order_by("-id")
    return list(rows.only("source_id", "ended_at", "text_sha256", "media")[:CAPTURES])


def names_of(claim: Claim) -> list[str]:
    """Return the names that a claim's speaker goes by; one query, or none."""
    if claim.speaker is None:
        return [claim.speaker_as_printed] if claim.speaker_as_printed else []
    return [claim.speaker.name, *claim.speaker.aliases.values_list("name", flat=True)[:50]]


@dataclass(frozen=True)
class Run:
    """A run of letters of a paragraph, and whether it is ``marked`` as the excerpt; ``first`` of all that are."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True)
class Shown:
    """A paragraph of a page, or a piece of it from ``start`` on: ``block`` counts from 0 in the whole text.

    ``label`` is its number; ``page`` and ``time`` are where it begins, "" where the paragraph before says the same.
    """

    block: int
    start: int
    label: int
    page: str
    time: str
    runs: list[Run]


@dataclass(frozen=True)
class Page:
    """A page of a text, ``number`` of ``count``, from 1; ``at`` is the number of the paragraph that was asked for.

    ``holds`` says whether the text has the excerpt that was asked for, on whichever page.
    """

    number: int
    count: int
    shown: list[Shown]
    at: int | None
    holds: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def behind(self) -> int:
        return self.number + 1 if self.number < self.count else 0


@dataclass(frozen=True)
class Row:
    """A sentence to choose: ``use`` is what its button sends, ``where`` it stands, ``why`` it is listed."""

    text: str
    use: str
    block: int
    where: str
    why: str = ""


class Reading:
    """The text of one capture. ``language`` is that of its source."""

    def __init__(self, capture: Capture, language: str = "") -> None:
        self.paragraphs = paragraphs_of(capture.text)
        self.texts = [one.text for one in self.paragraphs]
        self.language = language or "en"
        self.language_said = language

    def place(self, excerpt: str, said: str) -> Passage | None:
        """Return where an excerpt stands, near what its locator says."""
        return held(self.texts, [excerpt], [place_in(self.paragraphs, said)])[0] if excerpt.strip() else None

    def page(self, number: int | None = None, paragraph: int | None = None, excerpt: str = "", said: str = "") -> Page:
        """Return the page of that number; else that of a paragraph; else that on which an excerpt stands, marked."""
        pages = pages_of(self.paragraphs, PAGE)
        found = self.place(excerpt, said)
        pieces = list(found.pieces) if found else []
        if number is None:
            at = (paragraph, 0) if paragraph is not None else pieces[0][:2] if pieces else (0, 0)
            number = _page_at(pages, *at)
        number = min(max(1, number), len(pages))
        shown = [self._shown(place, pieces) for place in pages[number - 1]]
        return Page(number, len(pages), shown, paragraph, found is not None)

    def bearing(self, about: Sequence[str], names: Iterable[str], of: str) -> list[Row]:
        """Return the sentences that bear on a claim, the most telling first."""
        found = bearing(self.texts, about, names, language=self.language, of=of or "en")
        return [self._row(one.place, " · ".join([*one.names, *one.figures, *one.words][:8])) for one in found]

    def sentences(self, paragraph: int) -> list[Row]:
        """Return the sentences of one paragraph."""
        if paragraph >= len(self.texts):
            return []
        spans = lines(self.texts[paragraph], self.language)[:SENTENCES]
        return [self._row((paragraph, *span)) for span in spans]

    def excerpt(self, typed: str, pieces: Sequence[Place]) -> str:
        """Return the words of some pieces as an excerpt, with what was typed before in the order of the text."""
        words = "\n\n".join(self.texts[block][start:end].strip() for block, start, end in pieces)
        if not typed:
            return words
        there = held(self.texts, [typed])[0]
        if there and held([typed], [words])[0]:
            return typed
        before = there is not None and pieces[0] < there.pieces[0]
        return f"{words}{_LEFT_OUT}{typed}" if before else f"{typed}{_LEFT_OUT}{words}"

    def locator(self, typed: str, pieces: Sequence[Place], excerpt: str) -> str:
        """Return where the words stand; where something was typed, behind that, as far as both fit."""
        where = locator(self.paragraphs, pieces)
        if not typed or typed == where:
            return where
        both = f"{typed}; {where}"
        return both if len(both) <= LONGEST and _LEFT_OUT in excerpt else typed

    def _row(self, place: Place, why: str = "") -> Row:
        block, start, end = place
        words, one = self.texts[block][start:end], self.paragraphs[block]
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
        where = where_in(one)
        return Row(shown, f"use {block}.{start}-{block}.{end}", block, where, why)

    def _shown(self, place: Place, marked: Sequence[Place]) -> Shown:
        block, start, end = place
        one, above = self.paragraphs[block], self.paragraphs[block - 1] if block else None
        text, at, runs = one.text, start, list[Run]()
        for of, first, last in marked:
            if of == block and first < end and last > at:
                first, last = max(first, at), min(last, end)
                runs += [Run(text[at:first])] if first > at else []
                runs.append(Run(text[first:last], True, (of, first) == marked[0][:2]))
                at = last
        runs += [Run(text[at:end])] if at < end else []
        page = f"p. {one.page}" if one.page and (above is None or above.page != one.page) else ""
        time = one.time if above is None or above.time != one.time else ""
        return Shown(block, start, one.number, page if not start else "", time if not start else "", runs)


def _page_at(pages: Sequence[Sequence[Place]], block: int, offset: int) -> int:
    for number, places in enumerate(pages, start=1):
        if places and (block, offset) < (places[-1][0], places[-1][2]):
            return number
    return len(pages)
