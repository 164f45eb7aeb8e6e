"""`python -m claims.intake.documents.reader KIND [CHARSET [ADDRESS]]`: read one document from standard input.

It has limits on time and memory.

It runs by itself, with the document's bytes and nothing else of the desk, and prints one JSON object: {text, markdown,
notes, backing, page}, or {rows} of a spreadsheet, or {refused: a key of WORDS}. CHARSET is what a site said of its
page, ADDRESS where it was fetched.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from claims.intake.documents.backing import Backing
from claims.intake.documents.written import HEAD, Piece, beside_body, kinds_of, outside, written
from claims.text.normalise import MAX_BYTES, TextRefused

SECONDS = 15  # of processing
MEMORY = 450 * 1024 * 1024  # bytes
_UNPACKED = 100 * 1024 * 1024  # bytes that the parts of a document may have together
_PARTS = 5_000


class TooMuch(ValueError):
    """A document unpacks to more than any article has."""


def read(kind: str, raw: bytes, charset: str = "", address: str = "") -> dict[str, Any]:
    """Return {text, markdown, notes, backing, page} of a document of a kind that `kind_of` names, or of a "paste".

    Of "csv" and "xlsx" return {rows}.

    ``page`` is what a page says beside its text; of other documents it has what stands at the heads and feet of pages.
    Its ``kinds`` are those that Markdown cannot say.
    Raises what its reader raises.
    """
    notes: list[str] = []
    page: dict[str, Any] = {}
    backing, markdown = Backing(), kind in ("docx", "odt", "rtf", "html", "paste")
    match kind:
        case "docx" | "odt":
            _refuse_bomb(raw)
            pieces, notes = _reader(kind, f"read_{kind}")(raw, backing)
            heads = beside_body(pieces, _reader(kind, f"heads_of_{kind}")(raw))
            text, page = written([*pieces, *heads]), _outside(words for _, words in heads) | _kinds(pieces)
        case "html":
            found = _reader("page", "read_page")(raw, charset, backing, address)
            text, page = written(found.pieces), _reader("page", "beside")(found) | _kinds(found.pieces)
        case "paste":
            pieces = _reader("html", "read_html")(raw, backing)
            text, page = written(pieces), _kinds(pieces)
        case "rtf":
            pieces, notes, ends = _reader("rtf", "read_rtf")(raw, backing)
            heads = beside_body(pieces, ends)
            text, page = written([*pieces, *heads]), _outside(words for _, words in heads) | _kinds(pieces)
        case "csv":
            return {"rows": _reader("sheets", "read_csv")(raw)}
        case "xlsx":
            _refuse_bomb(raw)
            return {"rows": _reader("sheets", "read_xlsx")(raw)}
        case _:
            text, notes, ends = _reader("pdf", "read_pdf")(raw)
            page = _outside(ends)
    notes += backing.note()
    said = {"text": text, "markdown": markdown, "notes": notes, "page": page}
    return said | {"backing": backing.pieces}


def _reader(module: str, function: str) -> Any:
    """Return what reads a kind of document. Only its own libraries are loaded: all of them take a second."""
    return getattr(import_module(f"claims.intake.documents.{module}"), function)


def _outside(heads: Iterable[str]) -> dict[str, Any]:
    found = outside(heads, HEAD)
    return {"outside": found} if found else {}


def _kinds(pieces: Iterable[Piece]) -> dict[str, Any]:
    found = kinds_of(pieces)
    return {"kinds": found} if found else {}


def _refuse_bomb(raw: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise TooMuch


def _size(said: dict[str, Any]) -> int:
    texts = (cell for _, cells in said["rows"] for cell in cells) if "rows" in said else [said["text"]]
    return sum(len(text.encode(errors="replace")) for text in texts)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no part of the answer
    try:
        said = read(sys.argv[1], sys.stdin.buffer.read(), *sys.argv[2:])
        if _size(said) > MAX_BYTES:
            said = {"refused": "too_large"}
    except TextRefused as refused:
        said = {"refused": refused.code}
    except (MemoryError, TooMuch):
        said = {"refused": "too_much"}
    except Exception:  # noqa: BLE001 - readers of damaged documents fail in every way there is
        said = {"refused": "damaged"}
    answer.write(json.dumps(said))


if __name__ == "__main__":
    main()
