"""Make a Word document of an article's blocks."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from claims.export.word.order import Text

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
_STYLES = {
    "headline": "Title",
    "standfirst": "Subtitle",
    "heading": "Heading 2",
    "quote": "Quote",
    "caption": "Caption",
    "picture": "Caption",
    "map": "Caption",
    "chart": "Caption",
    "video": "Caption",
}
_NUMBERED = re.compile(r"\d{1,9}[.)] ")


def made_of(texts: Sequence[Text], title: str, language: str) -> Any:
    """Return a document of these blocks. Cells that follow each other are one table with a row for each of them."""
    made = docx.Document()
    properties = made.core_properties
    properties.title, properties.author, properties.comments = UNSEEN.sub("", title)[:255], "", ""
    for found in made.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
        found.set(qn("w:bidi"), language)
    table = None
    for kind, words in texts:
        if kind == "table_cell":
            table = table or made.add_table(0, 1, "Table Grid")
            row = table.add_row().cells[0].paragraphs[0]
        else:
            table = None
            row = made.add_paragraph(style=_style(kind, words))
        run = row.add_run(UNSEEN.sub("", words))
        if _from_right(words):
            row._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    return made


def _style(kind: str, words: str) -> str | None:
    if kind == "list_item":
        return "List Paragraph" if _NUMBERED.match(words) else "List Bullet"
    return _STYLES.get(kind)


def _from_right(words: str) -> bool:
    ways = (unicodedata.bidirectional(char) for char in words)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
