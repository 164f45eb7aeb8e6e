"""Read a .docx (Word, Google Docs, LibreOffice): its text as accepted, notes at the end, comments as backing."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import mammoth
from lxml import etree

from claims.intake.documents.backing import Backing, begin, finish
from claims.intake.documents.html import read_html
from claims.intake.documents.markup import parsed
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
#: What a part in UTF-8 has where it may hold code points that are no characters, and any other part.
_MAY_MARK = re.compile(rb"\xef[\xb7\xbf]|&#|\0")
#: What was moved under Track changes is deleted in one place and inserted in another; mammoth knows these two.
_MOVED = {f"{_W}moveFrom": f"{_W}del", f"{_W}moveTo": f"{_W}ins"}


def read_docx(raw: bytes, backing: Backing) -> tuple[list[Piece], list[str]]:
    """Return (kind, words) of a document's blocks, and what the editor has to know in words.

    Inserted text counts and deleted text does not. Footnotes and endnotes come last. Comments, notes and links go to
    ``backing``. Raises lxml's XMLSyntaxError where a part is damaged.
    """
    parts = zipfile.ZipFile(io.BytesIO(raw))
    text = parsed(parts.read(_TEXT))
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
    return read_html(f"<html><body>{made.value}</body></html>", backing, marked=True), [TRACKED] if tracked else []


def heads_of_docx(raw: bytes) -> Iterator[str]:
    """Return the words of each paragraph at the head or foot of pages. Raises lxml's XMLSyntaxError."""
    parts = zipfile.ZipFile(io.BytesIO(raw))
    for name in sorted(set(filter(_HEAD.fullmatch, parts.namelist()))):
        for paragraph in parsed(parts.read(name)).iter(f"{_W}p"):
            yield "".join(_words(paragraph))


def _comments(parts: zipfile.ZipFile, backing: Backing) -> dict[str, list[int]]:
    """Add the comments, replies among them, to the backing. Return {id of comments: their numbers there}."""
    if _COMMENTS not in parts.namelist():
        return {}
    found: dict[str, list[int]] = {}
    for comment in parsed(parts.read(_COMMENTS)).iter(f"{_W}comment"):
        words = " ".join("".join(_words(paragraph)) for paragraph in comment.iter(f"{_W}p"))
        author, date = comment.get(f"{_W}author") or "", comment.get(f"{_W}date") or ""
        number = backing.add("comment", words=words, author=author, date=date)
        found.setdefault(comment.get(f"{_W}id") or "", []).append(number)
    return found


def _words(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        yield (element.text or "") if element.tag == f"{_W}t" else " "


def _mark(text: Any, comments: dict[str, list[int]]) -> None:
    """Put a mark into the text where each comment begins, and one where it ends.

    A comment without a range that ends stands at its sign. What stands between paragraphs goes into the next one, or
    the last. Comments with one id stand at its places in their order, and all that are left at its last one.
    """
    waiting: list[Any] = []
    paragraph = None
    signs = (f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}commentReference")
    ranged = {element.get(f"{_W}id") for element in text.iter(signs[1])}
    places = Counter((element.tag, element.get(f"{_W}id")) for element in text.iter(*signs))
    seen: Counter[tuple[str, str | None]] = Counter()
    for element in list(text.iter(f"{_W}p", *signs)):
        if element.tag == f"{_W}p":
            paragraph = element
            first = element.find(f"{_W}pPr")
            for mark in reversed(waiting):
                element.insert(0 if first is None else element.index(first) + 1, mark)
            waiting = []
            continue
        place = (element.tag, element.get(f"{_W}id"))
        known = comments.get(place[1] or "", [])
        numbers = known[seen[place] : seen[place] + 1 if seen[place] + 1 < places[place] else None] or known[-1:]
        seen[place] += 1
        if element.tag in (signs[0], signs[2]) and (element.tag == signs[2]) == (place[1] in ranged):
            continue
        mark = _run("".join(map(begin if element.tag == signs[0] else finish, numbers)))
        beside = element.getparent() if element.tag == signs[2] else element
        if next(element.iterancestors(f"{_W}p"), None) is not None:
            beside.addnext(mark)
        elif element.tag == signs[0]:
            waiting.append(mark)
        elif paragraph is not None:
            paragraph.append(mark)


def _run(words: str) -> Any:
    run = etree.Element(f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = words
    return run


def _cleaned(part: bytes) -> bytes:
    """Return a part without code points that are no characters; what is no XML stays as it is."""
    if not _MAY_MARK.search(part):
        return part
    try:
        return etree.tostring(parsed(part))
    except etree.XMLSyntaxError:
        return part


def _with_text(parts: zipfile.ZipFile, text: bytes) -> io.BytesIO:
    """Return the document with another text. Only mammoth reads it: it is not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in dict.fromkeys(parts.namelist()):
            if not name.startswith("word/media/"):
                file.writestr(name, text if name == _TEXT else _cleaned(parts.read(name)))
    made.seek(0)
    return made
