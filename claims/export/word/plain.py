"""Make a Word document of an article's blocks."""

import re
import unicodedata
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

from claims.export.word.order import Order

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


def made_of(order: Order) -> Any:
    """Return a document of the blocks of an Order that are part of the article.

    Cells that follow each other are one table with a row for each of them. A note whose mark stands in the text is a
    footnote there.
    """
    made = docx.Document()
    properties = made.core_properties
    properties.title, properties.author, properties.comments = UNSEEN.sub("", order.title)[:255], "", ""
    for found in made.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), order.language)
        found.set(qn("w:bidi"), order.language)
    out = set(order.left_out)
    marks: dict[int, list[tuple[int, int]]] = {}  # of a block: offset, number of the footnote
    notes: dict[int, int] = {}  # blocks that are footnotes, with their numbers
    for note, block, at in order.footnotes:
        # A note of a note stays where it is: Word has none.
        if not out & {note, block} and order.texts[block][0] != "note":
            notes[note] = len(notes) + 1
            marks.setdefault(block, []).append((at, notes[note]))
    table = None
    for place, (kind, words) in enumerate(order.texts):
        if place in out or place in notes:
            continue
        if kind == "table_cell":
            table = table or made.add_table(0, 1, "Table Grid")
            row = table.add_row().cells[0].paragraphs[0]
        else:
            table = None
            row = made.add_paragraph(style=_style(kind, words))
        _add_words(row, words, sorted(marks.get(place, ())))
    if notes:
        _add_footnotes(made, [order.texts[note][1] for note in notes])
    return made


def _add_words(row: Any, words: str, marks: list[tuple[int, int]]) -> None:
    from_right = _from_right(words)
    if from_right:
        row._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    start = 0
    for end, number in [*marks, (len(words), 0)]:
        run = row.add_run(UNSEEN.sub("", words[start:end]))
        if from_right:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        if number:
            mark = row.add_run()
            mark.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number))
            mark._r.append(reference)
        start = end


def _add_footnotes(made: Any, texts: list[str]) -> None:
    """Add the part that holds the footnotes, numbered from 1; Word asks for the two lines above them."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    for number, words in enumerate(texts, 1):
        bidi, rtl = ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>") if _from_right(words) else ("", "")
        text = f'<w:r>{rtl}<w:t xml:space="preserve"> {escape(UNSEEN.sub("", words))}</w:t></w:r>'
        lines += f'<w:footnote w:id="{number}"><w:p>{bidi}{mark}{text}</w:p></w:footnote>'
    blob = f"<w:footnotes {nsdecls('w')}>{lines}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _style(kind: str, words: str) -> str | None:
    if kind == "list_item":
        return "List Paragraph" if _NUMBERED.match(words) else "List Bullet"
    return _STYLES.get(kind)


def _from_right(words: str) -> bool:
    ways = (unicodedata.bidirectional(char) for char in words)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
