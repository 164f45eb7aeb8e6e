"""Read a .docx (Word, Google Docs, LibreOffice): its text as accepted, notes at the end, comments as backing."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import mammoth
from lxml import etree

from claims.intake.documents.backing import Backing, begin, finish
from claims.intake.documents.html import read_html
from claims.intake.documents.written import TRACKED, Piece

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.standfirst:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Quotations'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEAD = re.compile(r"word/(?:header|footer)\d{0,6}\.xml")
_TEXT, _COMMENTS = "word/document.xml", "word/comments.xml"
#: What was moved under Track changes is deleted in one place and inserted in another; mammoth knows these two.
_MOVED = {f"{_W}moveFrom": f"{_W}del", f"{_W}moveTo": f"{_W}ins"}


def read_docx(raw: bytes, backing: Backing) -> tuple[list[Piece], list[str]]:
    """Return (kind, words) of a document's blocks, and what the editor has to know in words.

    Inserted text counts and deleted text does not. Footnotes and endnotes come last. Comments, notes and links go to
    ``backing``. Raises lxml's XMLSyntaxError where a part is damaged.
    """
    parts = zipfile.ZipFile(io.BytesIO(raw))
    text = _parsed(parts.read(_TEXT))
    comments = _comments(parts, backing)
    _mark(text, comments)
    for moved in text.iter(*_MOVED):
        moved.tag = _MOVED[moved.tag]
    tracked = next(text.iter(f"{_W}ins", f"{_W}del"), None) is not None
    made = mammoth.convert_to_html(
        _with_text(parts, etree.tostring(text)),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
    )
    return read_html(f"<html><body>{made.value}</body></html>", backing), [TRACKED] if tracked else []


def heads_of_docx(raw: bytes) -> Iterator[str]:
    """Return the words of each paragraph at the head or foot of pages. Raises lxml's XMLSyntaxError."""
    parts = zipfile.ZipFile(io.BytesIO(raw))
    for name in sorted(set(filter(_HEAD.fullmatch, parts.namelist()))):
        for paragraph in _parsed(parts.read(name)).iter(f"{_W}p"):
            yield "".join(_words(paragraph))


def _parsed(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _comments(parts: zipfile.ZipFile, backing: Backing) -> dict[str, int]:
    """Add the comments, replies among them, to the backing. Return {id of the comment: its number there}."""
    if _COMMENTS not in parts.namelist():
        return {}
    found = {}
    for comment in _parsed(parts.read(_COMMENTS)).iter(f"{_W}comment"):
        words = " ".join("".join(_words(paragraph)) for paragraph in comment.iter(f"{_W}p"))
        author, date = comment.get(f"{_W}author") or "", (comment.get(f"{_W}date") or "")[:10]
        found[comment.get(f"{_W}id") or ""] = backing.add("comment", words=words, author=author, date=date)
    return found


def _words(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        yield (element.text or "") if element.tag == f"{_W}t" else " "


def _mark(text: Any, comments: dict[str, int]) -> None:
    """Put a mark into the text where each comment begins, and one where it ends.

    A comment without a range that ends stands at its sign. What stands between paragraphs goes into the next one, or
    the last.
    """
    waiting: list[Any] = []
    paragraph = None
    signs = (f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference")
    ranged = {element.get(f"{_W}id") for element in text.iter(signs[1])}
    for element in list(text.iter(f"{_W}p", *signs)):
        if element.tag == f"{_W}p":
            paragraph = element
            first = element.find(f"{_W}pPr")
            for mark in reversed(waiting):
                element.insert(0 if first is None else element.index(first) + 1, mark)
            waiting = []
            continue
        number = comments.get(element.get(f"{_W}id") or "")
        if (
            number is None
            or (element.tag in (signs[0], signs[2]))
            and (element.tag == signs[2]) == (element.get(f"{_W}id") in ranged)
        ):
            continue
        mark = _run(begin(number) if element.tag == signs[0] else finish(number))
        place = element.getparent() if element.tag == signs[2] else element
        if next(element.iterancestors(f"{_W}p"), None) is not None:
            place.addnext(mark)
        elif element.tag == signs[0]:
            waiting.append(mark)
        elif paragraph is not None:
            paragraph.append(mark)


def _run(words: str) -> Any:
    run = etree.Element(f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = words
    return run


def _with_text(parts: zipfile.ZipFile, text: bytes) -> io.BytesIO:
    """Return the document with another text. Only mammoth reads it: it is not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in dict.fromkeys(parts.namelist()):
            if not name.startswith("word/media/"):
                file.writestr(name, text if name == _TEXT else parts.read(name))
    made.seek(0)
    return made
