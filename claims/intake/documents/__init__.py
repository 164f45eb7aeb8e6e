"""Read an article from a document: .docx, .odt, .rtf, .html and .pdf with a text layer; and the rows of a spreadsheet.

Documents come from anywhere, so each is read in a process of its own (`reader`), which has no secret of the desk, and
limits on time and memory: what would hang or fill this process ends that one.
"""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.text.normalise import TextRefused

MAX_DOCUMENT = 20 * 1024 * 1024  # bytes
#: What a form's file field offers to choose.
SUFFIXES = ".docx,.odt,.rtf,.html,.htm,.pdf"
_SECONDS = 25  # for the reader to answer, its start included
_HOME = Path(__file__).parents[3]
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is Markdown if ``markdown`` says so; ``notes`` are what the editor has to know, in words.

    ``backing`` are the writer's comments, notes and links, as Backing has them (claims/intake/documents/backing.py).
    ``page`` is what a page of the web says beside its text, as `beside` has it (claims/intake/documents/page.py); of
    another document it has at most ``outside``; and of either ``kinds``, as `kinds_of` has them (written.py).
    """

    text: str
    markdown: bool
    notes: list[str] = field(default_factory=list)
    backing: list[dict[str, str]] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)


def kind_of(raw: bytes, name: str = "") -> str:
    """Return docx, odt, rtf, html or pdf; "" for what is no document. Its bytes decide; for a page also its name.

    Raises TextRefused (binary, old_word, damaged) for what might be a document and cannot be read as one.
    """
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_zip(raw)
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if raw.startswith(_OLD):
        raise TextRefused("old_word")
    page = Path(name).suffix.lower() in {".html", ".htm", ".xhtml"}
    return "html" if page or head[:15].lower().startswith((b"<!doctype html", b"<html")) else ""


def is_markdown(name: str) -> bool:
    """Return whether a text file's name says that it is in Markdown."""
    return Path(name).suffix.lower() in {".md", ".markdown"}


def _kind_of_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = set(parts.namelist())
            if "word/document.xml" in names:
                return "docx"
            small = "mimetype" in names and parts.getinfo("mimetype").file_size < 100
            if small and parts.read("mimetype").strip().startswith(_ODT):
                return "odt"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise TextRefused("damaged") from None
    raise TextRefused("binary")


def read_document(raw: bytes, kind: str, charset: str = "", address: str = "") -> Document:
    """Return the Document of bytes of a ``kind`` as kind_of names it, or of a "paste" in HTML.

    ``charset`` is what a site said of its page, ``address`` where that was fetched.

    Raises TextRefused (large_document, too_large, locked, scanned, damaged, too_much, empty).
    """
    said = _read(raw, kind, charset, address)
    if not said["text"].strip():
        raise TextRefused("empty")
    return Document(said["text"], said["markdown"], said["notes"], said["backing"], said["page"])


def read_sheet(raw: bytes, name: str) -> tuple[str, list[list[Any]]]:
    """Return the kind of a spreadsheet (csv or xlsx), and its rows: [number in the file, texts of its cells] each.

    Its bytes decide what it is. The first row has the heads of the columns; empty rows are left out.

    Raises TextRefused (no_sheet, old_sheet, locked_sheet, damaged_sheet, large_sheet, empty_sheet, undecodable_sheet).
    """
    if raw.startswith(_OLD):
        raise TextRefused("old_sheet")
    try:
        kind = "xlsx" if _has_sheets(raw) else "csv"
        if kind == "csv" and kind_of(raw, name):
            raise TextRefused("no_sheet")
        rows = _read(raw, kind)["rows"]
    except TextRefused as refused:
        raise TextRefused(_OF_SHEETS.get(refused.code, refused.code)) from None
    if len(rows) < 2:
        raise TextRefused("empty_sheet")
    return kind, rows


#: What is said of a spreadsheet, where other words are said of a text.
_OF_SHEETS = {
    "binary": "no_sheet",
    "damaged": "damaged_sheet",
    "empty": "empty_sheet",
    "large_document": "large_sheet",
    "too_large": "large_sheet",
    "too_much": "large_sheet",
    "undecodable": "undecodable_sheet",
}


def _has_sheets(raw: bytes) -> bool:
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            return any(name.startswith("xl/") for name in parts.namelist())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise TextRefused("damaged") from None


def _read(raw: bytes, kind: str, charset: str = "", address: str = "") -> dict[str, Any]:
    """Return what the reader's process says of a document. Raises TextRefused."""
    if len(raw) > MAX_DOCUMENT:
        raise TextRefused("large_document")
    command = [sys.executable, "-m", "claims.intake.documents.reader", kind, charset, address]
    try:
        # Its environment has neither the database's address nor any key.
        ran = subprocess.run(command, input=raw, capture_output=True, timeout=_SECONDS, cwd=_HOME, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise TextRefused("too_much") from None
    if ran.returncode:
        raise TextRefused("too_much")  # the system ended it at one of its limits
    said = json.loads(ran.stdout)
    if "refused" in said:
        raise TextRefused(said["refused"])
    return said
