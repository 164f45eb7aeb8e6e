"""Read a captured text: its paragraphs with their pages or times, and where in it words stand, for a person to find.

A form feed is between two pages of a PDF. A blank line ends a paragraph. Offsets are code points
into one paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.text.places import Place
from claims.text.words import Span

#: Characters of a locator, and of the words that it gives from before and behind the excerpt.
LONGEST, _AROUND = 200, 40
_PARAGRAPH_END = re.compile(r"\n(?:[^\S\n]*\n)+")
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
#: What stands above the words of a cue in subtitles (SubRip, WebVTT), and before those of a transcript.
_CUE = re.compile(rf"({_TIME})[^\S\n]{{0,9}}-->[^\n]{{0,200}}")
_NUMBER_OF_CUE = re.compile(r"\d{1,6}")
_SAID_AT = re.compile(rf"[\[(]?({_TIME})[\])]?(?=[\s:–-]|$)")
_PAGE, _NUMBER = re.compile(r"\bp\. ?(\d{1,6})"), re.compile(r"\bparagraph (\d{1,7})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``page`` is that of a PDF on which it begins, from 1; 0 where the text has none. ``number`` counts from 1 on its
    page, or else in the text. ``time`` is the timecode at which it is said, as printed; "" for none."""

    text: str
    number: int
    page: int = 0
    time: str = ""


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a captured text; numbers and times of subtitles are of the words behind them."""
    pages = text.split("\f")
    paged, cues = len(pages) > 1, "-->" in text
    found: list[Paragraph] = []
    number, time = 0, ""
    for page, part in enumerate(pages, start=1):
        number = 0 if paged else number
        for words in _without_cues(part, cues):
            if cue := _CUE.fullmatch(words) if cues else None:
                time = cue[1]
                continue
            number += 1
            time = said[1] if (said := _SAID_AT.match(words)) else time
            found.append(Paragraph(words, number, page if paged else 0, time))
    return found


def _without_cues(part: str, cues: bool) -> Iterator[str]:
    """Yield the paragraphs of a page, without those that only number a cue."""
    parts = [words.strip() for words in _PARAGRAPH_END.split(part)]
    rows = [row for words in parts for row in (words.split("\n") if cues else [words]) if row.strip()]
    for at, row in enumerate(rows):
        if not (cues and _NUMBER_OF_CUE.fullmatch(row) and at + 1 < len(rows) and _CUE.fullmatch(rows[at + 1])):
            yield row


def locator(paragraphs: Sequence[Paragraph], pieces: Sequence[Place]) -> str:
    """Return where in a captured text pieces of it stand, in words: page, paragraph, time, and what is around them.

    It has at most LONGEST characters. ``place_in`` finds the paragraph again.
    """
    (first, start, _), (last, _, end) = pieces[0], pieces[-1]
    before, behind = paragraphs[first].text[:start].rstrip(), paragraphs[last].text[end:].lstrip()
    around = [f"behind “{_tail(before)}”"] if before else []
    around += [f"before “{_head(behind)}”"] if any(map(str.isalnum, behind)) else []
    where = where_in(paragraphs[first])
    return f"{where}, {' and '.join(around)}"[:LONGEST] if around else where


def where_in(paragraph: Paragraph) -> str:
    """Return where a paragraph stands, in words: its page, its time, its number."""
    page = f"p. {paragraph.page}" if paragraph.page else ""
    return ", ".join(filter(None, [page, paragraph.time, f"paragraph {paragraph.number}"]))


def place_in(paragraphs: Sequence[Paragraph], said: str) -> int:
    """Return the number (from 0) of the paragraph that a locator names, by hand or by machine; the first for none."""
    page, number = _PAGE.search(said), _NUMBER.search(said)
    wanted = int(page[1]) if page and any(one.page for one in paragraphs) else 0
    for at, one in enumerate(paragraphs):
        if (not wanted or one.page == wanted) and (not number or one.number == int(number[1])):
            return at
    return next((at for at, one in enumerate(paragraphs) if wanted and one.page == wanted), 0)


def _tail(words: str) -> str:
    """Return the last few words."""
    if len(words) <= _AROUND:
        return words
    cut = words[-_AROUND:]
    return f"…{cut[cut.find(' ') + 1 :].lstrip() if ' ' in cut else cut}"


def _head(words: str) -> str:
    """Return the first few words."""
    return words if len(words) <= _AROUND else f"{words[:_AROUND].rpartition(' ')[0] or words[:_AROUND]}…"


def pages_of(paragraphs: Sequence[Paragraph], size: int) -> list[list[Place]]:
    """Return the pages of a text as they are read one after another: pieces of paragraphs, ``size`` characters each.

    A paragraph that is longer than a page is cut between words, where it has any blank.
    """
    pages: list[list[Place]] = [[]]
    room = size
    for block, one in enumerate(paragraphs):
        for start, end in _cut(one.text, size):
            if end - start > room and pages[-1]:
                pages.append([])
                room = size
            pages[-1].append((block, start, end))
            room -= end - start
    return pages


def _cut(text: str, size: int) -> Iterator[Span]:
    start = 0
    while len(text) - start > size:
        end = text.rfind(" ", start + size // 2, start + size) + 1 or start + size
        yield start, end
        start = end
    yield start, len(text)
