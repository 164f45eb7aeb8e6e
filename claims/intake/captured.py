"""Capture a source: fetch what stands at its address, keep the bytes, and read its text."""

import re
from email.message import Message
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from claims.addresses import without_login
from claims.editing.alone import alone
from claims.editing.captures import COPY, begin, end, end_off_record
from claims.fetch import Answer, fetch, why
from claims.files import NotKept, keep
from claims.intake.documents import kind_of, read_document
from claims.intake.fetched import why_unread
from claims.intake.metadata import metadata_of, without_metadata
from claims.text.blocks import blocks
from claims.text.normalise import TextRefused, decode, normalise

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "html": "text/html",
    "pdf": "application/pdf",
}
_UNKNOWN, _ZIP = "application/octet-stream", "application/zip"
_SVG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]"
)
#: How the bytes of other files begin, and from where on: what a site or a file's name says of them is not believed.
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    *((0, bytes((0xFF, second)), "audio/mpeg") for second in (0xFB, 0xFA, 0xF3, 0xF2)),
    (0, b"fLaC", "audio/flac"),
    (0, b"PK\x03\x04", _ZIP),
)
_NO_TEXT = "This file has no text to be read in it: {}."
#: Why a file has no text, by the code of TextRefused, whose own words ask for an article instead.
_LACKS = {
    "binary": "It is not a text, and no kind of file that is known here.",
    "undecodable": "It is a text whose characters cannot be read for certain.",
    "locked": "It is protected by a password, so its text was not read.",
    "old_word": "It is in the format of old Word (.doc), or protected by a password, so its text was not read.",
    "scanned": "It has no text layer: its pages are pictures.",
    "damaged": "It is damaged, or not what its name says, so its text was not read.",
    "too_large": "It has more text than is read here: over 2 MB.",
    "too_much": "Its text was not read: that takes more memory or time than a source may take.",
}


def capture_source(pk: int) -> bool:
    """Make one capture, once, whoever else tries at the same time.

    Returns False if there was nothing to do. An attempt that is interrupted leaves it waiting.
    """
    with alone("capture", pk) as ours:
        asked = begin(pk) if ours else None
        if asked is None:
            return False
        answer = fetch(asked.address, settings.FETCH_NETWORKS)
        if end_off_record(asked):
            return True
        facts: dict[str, Any] = {
            name: getattr(answer, name) for name in ("status", "redirects", "headers", "exchanges")
        }
        facts |= read_answer(answer)
        if settings.CHROMIUM and facts.get("media") == _MEDIA["html"]:
            facts["draws"] = 0  # attempts: a browser draws it at a later sweep
        end(asked, final_address=answer.address[:4000], **facts)
        return True


def read_answer(answer: Answer) -> dict[str, Any]:
    """Return what is kept of an answer, as `end` takes it: the fields of `read_file`, or a failure."""
    if answer.failed:
        return {"failure": why(answer.failed, COPY)}
    try:
        return _kept(answer.body, _read(answer))
    except NotKept as error:
        return {"failure": str(error)}


def text_of(answer: Answer) -> str:
    """Return the text of an answer as a capture has it, without keeping anything of it; "" without one."""
    return str(_read(answer)["text"])


def _read(answer: Answer) -> dict[str, Any]:
    said = Message()
    said["Content-Type"] = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    is_page = said.get_content_type() in ("text/html", "application/xhtml+xml")
    charset = str(said.get_param("charset", ""))
    name = answer.address.partition("?")[0].rstrip("/").rpartition("/")[2]
    return _facts(answer.body, name, charset, answer.address, is_page)


def read_file(raw: bytes, name: str, *, charset: str = "", address: str = "", is_page: bool = False) -> dict[str, Any]:
    """Keep a file, and return what a Capture says of it: name, media, metadata, sha256, size, text, lacks and tool.

    Raises NotKept. ``is_page`` says that it came as a page of the web from ``address``, in ``charset`` as the site
    says.
    """
    return _kept(raw, _facts(raw, name, charset, address, is_page))


def _facts(raw: bytes, name: str, charset: str, address: str, is_page: bool) -> dict[str, Any]:
    found = {"name": name[-255:], "size": len(raw), "tool": _tool(), "text": "", "lacks": ""}
    media, kind = _media(raw), ""
    try:
        if media in (_UNKNOWN, _ZIP):
            kind = kind_of(raw, "page.html" if is_page else name)
        if kind:
            media = _MEDIA[kind]
            document = read_document(raw, kind, charset, without_login(address) if address else "")
            found["text"] = _plain(document.text, document.markdown)
            found["own_address"] = _own_address(document.page.get("address") or "")
            if document.page.get("trouble") == "script_only":
                found["lacks"] = why("script_only", COPY)
        elif media == _UNKNOWN:
            found["text"], media = _plain(decode(raw)[0].text), "text/plain"
        else:
            found["lacks"] = _NO_TEXT.format(media)
    except TextRefused as refused:
        found["lacks"] = _LACKS.get(refused.code) or why_unread(refused, raw, COPY)
    return found | {"media": media}


def _kept(raw: bytes, found: dict[str, Any]) -> dict[str, Any]:
    """Keep a file; return what is known of it, with what it says of itself. Raises NotKept."""
    takes_long = found["lacks"] == _LACKS["too_much"]  # and would take the task past its limit
    metadata = [] if takes_long else metadata_of(raw, found["media"])
    return found | {"metadata": metadata, "sha256": keep(raw)}


def strip_file(raw: bytes) -> bytes:
    """Return a file without what it says of itself. Raises NotRemoved."""
    return without_metadata(raw, _MEDIA["pdf"] if b"%PDF-" in raw[:1024] else _media(raw))


def _own_address(said: str) -> str:
    """Return what a page calls its own address, "" where that is none that a source could have."""
    try:
        URLValidator(["http", "https"])(said)
    except ValidationError:
        return ""
    return said if len(said) <= 2000 else ""


def _plain(text: str, markdown: bool = False) -> str:
    """Return the words of a text, without marks of headings and lists, a paragraph after another.

    A form feed is between two pages (claims/text/captured.py).
    """
    pages = [blocks(normalise(page), markdown) for page in text.split("\f")]
    return "\n\n\f".join("\n\n".join(block.text for block in page) for page in pages)


def _media(raw: bytes) -> str:
    for at, begins, media in _SIGNATURES:
        if raw[at : at + len(begins)] == begins:
            return media
    return "image/svg+xml" if _SVG.match(raw[:2000]) else _UNKNOWN


def _tool() -> str:
    """Return what fetches and reads, with versions."""
    return f"Factcheck, trafilatura {version('trafilatura')}, pypdf {version('pypdf')}"
