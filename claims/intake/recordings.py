"""What recordings of sound and video say of themselves, and how that is removed: parts are blanked where they stand.

Nothing of sound and pictures is moved or written anew. Formats: ISO 14496-12 and the QuickTime File Format (MP4, M4A,
MOV), ID3v2.4 and APEv2 (MP3), RFC 9639 (FLAC), RIFF (WAV). It runs in the process of claims/intake/metadata.py.
"""

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

#: Media whose files can be kept without what they say of themselves.
BLANKED = frozenset({"video/mp4", "audio/mp4", "audio/mpeg", "audio/flac", "audio/wav"})
RECORDINGS = BLANKED | {"audio/ogg"}
_BOXES_WITHIN = frozenset({b"moov", b"trak", b"mdia", b"udta", b"meta", b"ilst"})
_BLANK_BOXES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"})
_TRACKS = frozenset({b"vide", b"soun", b"subt", b"sbtl", b"text", b"clcp", b"tmcd", b"hint"})
_TIMES = frozenset({b"mvhd", b"tkhd", b"mdhd"})  # boxes that begin with when it was made, and changed
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_DEEPEST = 8
_FLAC_KEEPS = frozenset({0, 3})  # STREAMINFO, SEEKTABLE
_WAV_KEEPS = frozenset({b"fmt ", b"fact", b"data"})


def said_in(raw: bytes, media: str) -> Iterator[tuple[str, Any]]:
    """Yield (name, value) of what a recording of RECORDINGS says of itself."""
    from tinytag import TinyTag

    found = TinyTag.get(file_obj=io.BytesIO(raw), duration=False, ignore_errors=True).as_dict()
    for name, value in found.items():
        if name not in ("filename", "filesize", "mime_type"):
            yield name, "; ".join(map(str, value)) if isinstance(value, list) else value
    if media.endswith("/mp4"):
        yield from _of_boxes(raw)


def without(raw: bytes, media: str) -> bytes:
    """Return a recording of BLANKED without what it says of itself. Raises ValueError where that is not certain."""
    if media == "audio/mpeg":
        return _mp3(raw)
    blanked = bytearray(raw)
    {"audio/flac": _flac, "audio/wav": _wav}.get(media, _mp4)(blanked)
    return bytes(blanked)


def _boxes(raw: bytes | bytearray, start: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield (kind, start, start of its content, end) of each box, and of those within it after it."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", raw[start : start + 8])
        inner = start + 8
        if size == 1:
            (size,) = struct.unpack(">Q", raw[inner : inner + 8])
            inner += 8
        stop = end if size == 0 else start + size
        if not inner <= stop <= end:
            raise ValueError("no box")
        yield kind, start, inner, stop
        if kind in _BOXES_WITHIN and depth < _DEEPEST:
            if kind == b"meta" and raw[inner + 4 : inner + 8] != b"hdlr":  # with a version, as ISO has it
                inner += 4
            yield from _boxes(raw, inner, stop, depth + 1)
        start = stop
    if start != end and any(raw[start:end]):
        raise ValueError("no box")


def _of_boxes(raw: bytes) -> Iterator[tuple[str, Any]]:
    """Yield what QuickTime and telephones write beside the tags: where and with what it was made, and when."""
    keys: list[str] = []
    for kind, _, inner, stop in _boxes(raw, 0, len(raw)):
        if kind[:1] == b"\xa9" and raw[inner + 4 : inner + 8] != b"data":
            name = {b"\xa9xyz": "Location"}.get(kind, kind[1:].decode("latin-1"))
            yield name, raw[inner + 4 : stop].decode(errors="replace")
        elif kind == b"loci":
            yield "Location", raw[inner + 6 : stop]
        elif kind == b"mvhd":
            made = struct.unpack(">Q" if raw[inner] else ">I", raw[inner + 4 : inner + (12 if raw[inner] else 8)])[0]
            if made:
                yield "Created", f"{_EPOCH + timedelta(seconds=made):%Y-%m-%d %H:%M:%S} UTC"
        elif kind == b"keys":
            keys = list(_keys(raw[inner + 8 : stop]))
        elif raw[inner + 4 : inner + 8] == b"data" and 0 < int.from_bytes(kind) <= len(keys):
            yield keys[int.from_bytes(kind) - 1], raw[inner + 16 : stop]


def _keys(raw: bytes) -> Iterator[str]:
    at = 0
    while at + 8 <= len(raw):
        size = max(8, int.from_bytes(raw[at : at + 4]))
        yield raw[at + 8 : at + size].decode(errors="replace")
        at += size


def _mp4(raw: bytearray) -> None:
    gone = 0
    for kind, start, inner, stop in list(_boxes(raw, 0, len(raw))):
        if start < gone:
            continue
        if kind in _BLANK_BOXES:
            raw[start + 4 : start + 8] = b"free"
            raw[inner:stop] = bytes(stop - inner)
            gone = stop
        elif kind in _TIMES:
            long = 16 if raw[inner] else 8
            raw[inner + 4 : inner + 4 + long] = bytes(long)
        elif kind == b"hdlr" and bytes(raw[inner + 8 : inner + 12]) not in _TRACKS:
            # Such as one of where it was, second by second.
            raise ValueError("a track of something else than sound, pictures and words")


def _mp3(raw: bytes) -> bytes:
    start, end = 0, len(raw)
    while raw[start : start + 3] == b"ID3" and start + 10 <= end:
        size = sum((byte & 0x7F) << by for byte, by in zip(raw[start + 6 : start + 10], (21, 14, 7, 0), strict=True))
        start += 10 + size + (10 if raw[start + 5] & 0x10 else 0)
    while end - start > 227:
        if raw[end - 128 : end - 125] == b"TAG":
            end -= 128
        elif raw[end - 227 : end - 223] == b"TAG+":
            end -= 227
        elif raw[end - 32 : end - 24] == b"APETAGEX":
            size, _, flags = struct.unpack("<III", raw[end - 20 : end - 8])
            end -= max(32, size) + (32 if flags & 0x80000000 else 0)
        elif raw[end - 9 : end] == b"LYRICS200":
            end -= int(raw[end - 15 : end - 9]) + 15
        else:
            break
    if end - start < 4 or raw[start] != 0xFF or raw[start + 1] & 0xE0 != 0xE0:
        raise ValueError("no MP3")
    return raw[start:end]


def _flac(raw: bytearray) -> None:
    at, last = 4, False
    while not last:
        head = raw[at]
        last, size = bool(head & 0x80), int.from_bytes(raw[at + 1 : at + 4])
        if at + 4 + size > len(raw):
            raise ValueError("no FLAC")
        if head & 0x7F not in _FLAC_KEEPS:
            raw[at] = head & 0x80 | 1  # PADDING
            raw[at + 4 : at + 4 + size] = bytes(size)
        at += 4 + size


def _wav(raw: bytearray) -> None:
    at = 12
    while at + 8 <= len(raw):
        kind, size = struct.unpack("<4sI", raw[at : at + 8])
        if kind not in _WAV_KEEPS:
            raw[at : at + 4] = b"JUNK"
            end = min(at + 8 + size, len(raw))
            raw[at + 8 : end] = bytes(end - at - 8)
        at += 8 + size + size % 2
