"""Read the text layer of a .pdf: its rows, put together again to paragraphs by where they stand on the page."""

import io
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from claims.intake.documents.actual import spell_out
from claims.intake.documents.fields import fields_of
from claims.text.blocks import is_item, unwrapped
from claims.text.normalise import TextRefused

MOST_PAGES = 500
_STOPS = '.!?…։。؟:"”’»)'
_LONGEST_HEAD = 120  # characters of a row that may be the head or foot of a page


@dataclass(slots=True)
class _Row:
    """A row of words; ``y`` is its height on the page, in points from the bottom, ``size`` that of its letters."""

    words: str
    y: float
    size: float


def read_pdf(raw: bytes) -> tuple[str, list[str], list[str]]:
    """Return the text as paragraphs with blank lines between them, what the editor has to know, and heads and feet.

    A form feed is between pages; a paragraph that goes on over the end of its page is before it. Heads and feet are the
    rows that stand at the top or foot of most pages; in the text they stay where they are. Raises TextRefused (locked,
    scanned), and pypdf's errors for a damaged document.
    """
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise TextRefused("locked")
    pages = [_rows(page, reader) for page in reader.pages[:MOST_PAGES]]
    if not any(row.words for page in pages for row in page):
        raise TextRefused("scanned")
    notes = ["The text of a PDF has no marks for headings, lists and tables. Look through its blocks."]
    if len(reader.pages) > MOST_PAGES:
        notes.append(f"Only the first {MOST_PAGES} pages were read.")
    repeated = _repeated(pages)
    ends = [row.words for page in pages for at, row in enumerate(page) if at in _ends(page)]
    heads = [words for words in ends if _shape(words) in repeated]
    found = _paragraphs(pages, repeated)
    return "\f".join("\n\n".join(page) for page in found), notes, heads


def _rows(page: Any, reader: PdfReader) -> list[_Row]:
    rows: list[_Row] = []
    spell_out(page, reader)

    def visit(words: str, matrix: list[float], text: list[float], font: Any, size: float) -> None:
        y = matrix[1] * text[4] + matrix[3] * text[5] + matrix[5]
        height = abs(size * text[3] * matrix[3]) or abs(size) or 10.0
        for at, part in enumerate(words.split("\n")):
            if at or not rows or abs(rows[-1].y - y) > height / 2:
                rows.append(_Row("", y, height))
            rows[-1].words += part

    page.extract_text(visitor_text=visit)
    for row in rows:
        row.words = " ".join(row.words.split())
    return _with_fields(page, [row for row in rows if row.words])


def _with_fields(page: Any, rows: list[_Row]) -> list[_Row]:
    """Add what the page's fields say to the rows that they stand in; the rest comes last."""
    heights = sorted((row.y, at) for at, row in enumerate(rows))
    last = []
    for words, y in fields_of(page):
        near = bisect_left(heights, (y, 0))
        beside = min(heights[max(near - 1, 0) : near + 1], key=lambda one: abs(one[0] - y), default=None)
        if beside is not None and abs(beside[0] - y) < rows[beside[1]].size:
            rows[beside[1]].words += f" {words}"
        else:
            last.append(_Row(words, y, 10.0))
    return [*rows, *last]


def _paragraphs(pages: list[list[_Row]], repeated: set[str]) -> list[list[str]]:
    """Return the paragraphs that begin on each page, their rows joined, also over the end of a page.

    A head or foot of a page stays by itself.
    """
    usual = _usual_step(pages)
    widest = max(len(row.words) for page in pages for row in page)
    whole: list[list[list[str]]] = []
    open_: list[str] = []  # the paragraph that the next row may go on with
    above: _Row | None = None
    for page in pages:
        found: list[list[str]] = []
        whole.append(found)
        for at, row in enumerate(page):
            if at in _ends(page) and _shape(row.words) in repeated:
                found.append([row.words])
                continue
            ended = above is None or (above.words[-1] in _STOPS and len(above.words) < widest * 0.7)
            step = 0.0 if above is None else above.y - row.y
            near = 0 < step <= usual * 1.2 or (step <= 0 and row.words[0].islower())
            if above is not None and near and not ended and abs(above.size - row.size) < 0.5 and not is_item(row.words):
                open_.append(row.words)
            else:
                open_ = [row.words]
                found.append(open_)
            above = row
    return [[unwrapped(rows) for rows in page] for page in whole]


def _usual_step(pages: list[list[_Row]]) -> float:
    """The room between two rows of one paragraph, in points: that of the closest quarter of all rows."""
    pairs = [pair for page in pages for pair in pairwise(page)]
    steps = sorted(above.y - below.y for above, below in pairs if above.y > below.y and above.size == below.size)
    return steps[len(steps) // 4] if steps else 0.0


def _ends(page: list[_Row]) -> set[int]:
    return {0, 1, len(page) - 2, len(page) - 1}


def _shape(words: str) -> str:
    return "".join("0" if letter.isdigit() else letter for letter in words)


def _repeated(pages: list[list[_Row]]) -> set[str]:
    """The rows, digits aside, that stand at the top or foot of three pages or more."""
    heads = [[row.words for at, row in enumerate(page) if at in _ends(page)] for page in pages]
    ends = [{_shape(words) for words in rows if len(words) <= _LONGEST_HEAD} for rows in heads]
    return {shape for shape, count in Counter(shape for page in ends for shape in page).items() if count > 2}
