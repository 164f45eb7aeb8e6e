"""`python -m claims.intake.metadata read|remove MEDIA`: what a file says of itself, beside what it shows.

Who made it, when, where and with what: of pictures (EXIF, texts in a PNG), PDFs, Word and OpenDocument files, and
recordings of sound and video. The file comes from anywhere, so it is read in a process of its own, with limits, which
has no secret of the desk. That process reads the file from standard input, and prints {said: [[name, value]]} or the
file without it.
"""

import contextlib
import io
import json
import re
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.intake.recordings import BLANKED, RECORDINGS, said_in, without

#: Media whose files can be kept without what they say of themselves: here nothing else in them names anybody unseen.
REMOVABLE = frozenset({"application/pdf", "image/jpeg", "image/png"}) | BLANKED
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"})
_DOCUMENTS = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
    }
)
_SECONDS = 5
_MEMORY = 450 * 1024 * 1024  # bytes
_MOST = 40  # names
_LONGEST = 300  # characters of a value
_PARTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_PART = 1_000_000  # bytes
_HOME = Path(__file__).parents[2]
# What a JPEG keeps beside its picture: how its colours are meant. What a PNG keeps: that, and how it moves.
_JPEG_KEEPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_DROPS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825


class NotRemoved(Exception):
    """What a file says of itself could not be removed."""


def metadata_of(raw: bytes, media: str) -> list[list[str]]:
    """Return [name, value] of what a file says of itself; nothing of a kind that is not read, or a damaged file."""
    if media not in _PICTURES | _DOCUMENTS | RECORDINGS | {"application/pdf"}:
        return []
    answer = _run("read", raw, media)
    said: list[list[str]] = json.loads(answer)["said"] if answer else []
    return said


def without_metadata(raw: bytes, media: str) -> bytes:
    """Return a file of REMOVABLE without what it says of itself; its picture or pages stay. Raises NotRemoved."""
    found = _run("remove", raw, media) if media in REMOVABLE else b""
    if not found or metadata_of(found, media):
        raise NotRemoved
    return found


def _run(action: str, raw: bytes, media: str) -> bytes:
    """Return what the process prints; nothing where it was ended at a limit, or failed."""
    command = [sys.executable, "-m", "claims.intake.metadata", action, media]
    try:
        ran = subprocess.run(  # noqa: S603
            command, input=raw, capture_output=True, timeout=_SECONDS + 5, cwd=_HOME, env={}
        )
    except subprocess.TimeoutExpired:
        return b""
    return ran.stdout if ran.returncode == 0 else b""


def _read(raw: bytes, media: str) -> Iterator[tuple[str, Any]]:
    if media == "application/pdf":
        yield from _of_pdf(raw)
    elif media in _DOCUMENTS:
        yield from _of_document(raw)
    elif media in RECORDINGS:
        yield from said_in(raw, media)
    else:
        yield from _of_picture(raw)


def _of_pdf(raw: bytes) -> Iterator[tuple[str, Any]]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    for name, value in (reader.metadata or {}).items():
        yield name.removeprefix("/"), value
    root = reader.trailer["/Root"]
    if "/Metadata" in root:
        yield "XMP", "There is more, in the format XMP."


def _of_document(raw: bytes) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        for name in _PARTS:
            with contextlib.suppress(KeyError):
                if parts.getinfo(name).file_size <= _PART:
                    root = etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
                    for element in root.iter("*"):
                        yield etree.QName(element).localname, element.text


def _of_picture(raw: bytes) -> Iterator[tuple[str, Any]]:
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(raw)) as picture:
        exif = picture.getexif()
        for tags, found in (
            (ExifTags.TAGS, dict(exif)),
            (ExifTags.TAGS, exif.get_ifd(_EXIF)),
            (ExifTags.GPSTAGS, exif.get_ifd(_GPS)),
        ):
            for tag, value in found.items():
                if tag not in (_ORIENTATION, _EXIF, _GPS):
                    yield str(tags.get(tag, tag)), value
        for name, value in picture.info.items():
            if name in ("comment", "xmp", "photoshop", "XML:com.adobe.xmp") or isinstance(value, str):
                yield name, value


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = f"{len(value)} bytes"
    if isinstance(value, tuple):
        value = " ".join(map(_in_words, value))
    words = "".join(sign if sign.isprintable() else " " for sign in str(value))
    return " ".join(words.split())[:_LONGEST]


def _without(raw: bytes, media: str) -> bytes:
    if media in BLANKED:
        return without(raw, media)
    return {"application/pdf": _pdf, "image/jpeg": _jpeg, "image/png": _png}[media](raw)


def _pdf(raw: bytes) -> bytes:
    """Return a PDF written anew from its pages, so that nothing of what was there before stays in it."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    writer.metadata = None
    for one in writer._objects:
        if isinstance(one, DictionaryObject):  # pages and pictures may have their own
            for name in ("/Metadata", "/PieceInfo"):
                one.pop(name, None)
    writer.compress_identical_objects(remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _jpeg(raw: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(raw)) as picture:
        turned = picture.getexif().get(_ORIENTATION)
    exif = Image.Exif()
    if turned in range(2, 9):  # else it would lie on its side
        exif[_ORIENTATION] = turned
    said = exif.tobytes() if turned in range(2, 9) else b""
    kept = [b"\xff\xd8", b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said if said else b""]
    at = 2
    while raw[at] == 0xFF and raw[at + 1] != 0xD9:
        kind, (size,) = raw[at + 1], struct.unpack(">H", raw[at + 2 : at + 4])
        # After the head of a scan its picture goes on up to the next marker.
        ends = _MARKER.search(raw, at + 2 + size).start() if kind == 0xDA else at + 2 + size
        begins = _JPEG_KEEPS.get(kind) if 0xE0 <= kind <= 0xEF or kind == 0xFE else b""
        if begins is not None and raw.startswith(begins, at + 4):
            kept.append(raw[at:ends])
        at = ends
    if raw[at : at + 2] != b"\xff\xd9":
        raise ValueError("no JPEG")
    return b"".join([*kept, b"\xff\xd9"])  # what comes after the end is another file


def _png(raw: bytes) -> bytes:
    kept, at = [raw[:8]], 8
    while True:
        (size,) = struct.unpack(">I", raw[at : at + 4])
        kind = raw[at + 4 : at + 8]
        if kind not in _PNG_DROPS:
            kept.append(raw[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(kept)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of the answer
    action, media = sys.argv[1:]
    raw = sys.stdin.buffer.read()
    if action == "remove":
        out.write(_without(raw, media))
        return
    found = ([name[:80], _in_words(value)] for name, value in _read(raw, media))
    said = [one for one in found if one[1]][:_MOST]
    out.write(json.dumps({"said": said}).encode())


if __name__ == "__main__":
    main()
