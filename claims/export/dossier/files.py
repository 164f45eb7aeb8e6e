"""Write a dossier's files, and the zip of them: the same dossier always gives the same bytes."""

import csv
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from claims.export.dossier.page import index_html
from claims.export.dossier.read import Document
from claims.export.dossier.rows import Row
from claims.export.dossier.verify import hashes_of, sha256
from claims.text.cells import as_text

HERE = Path(__file__).parent
#: Above this length of index.html no PDF is made: it takes a second for every 10,000, and a task has 50.
PDF_MOST = 200_000
#: The columns of each CSV, in order; the keys are those of dossier.json.
COLUMNS = {
    "claims.csv": (
        "claims",
        "number line_number state quoted statement kind risk_flags speech_act speaker speaker_as_printed via form verb"
        " figure_modifier figure_value figure_high figure_unit attribution attribution_note verdict verdict_cited"
        " verdict_flags true_for known_on rationale line_decision proposed_words reworded_statement reworded_verdict"
        " content_hash",
    ),
    "evidence.csv": (
        "evidence",
        "id claim source citation bears_on stance directness against_interest excerpt_kind excerpt excerpt_language"
        " translation translator locator figure_found calculated note answer confirmed added_by added_at removed_by"
        " removed_at",
    ),
    "sign-offs.csv": (
        "sign_offs",
        "id claim kind signer signed_at content_hash note voided_by voided_at void_reason",
    ),
    "events.csv": ("events", "sequence at actor verb claim words previous_hash hash"),
}

type Files = dict[str, bytes]
type Before = Callable[[str], None]


def files_of(
    document: Document,
    kept: Mapping[str, bytes] | None = None,
    before: Before = lambda name: None,
) -> Files:
    """Return {name: bytes} of a dossier in a profile. ``before`` is called with "pages" and with "pdf" before these.

    ``kept`` are files that the desk keeps, by the names that the document gives them (`kept_files` in making.py).
    A PDF is among them where WeasyPrint is installed, and the page is not too long for it.
    """
    before("pages")
    write_pdf = pdf_writer()
    page = index_html(document, has_pdf=False)
    with_pdf = write_pdf is not None and len(page) <= PDF_MOST
    page = index_html(document, has_pdf=with_pdf)
    files = {
        "dossier.json": dossier_json(document),
        "index.html": page.encode(),
        "verify.py": (HERE / "verify.py").read_bytes(),
    }
    for name, (part, columns) in COLUMNS.items():
        files[name] = _csv(document[part], columns.split())
    if write_pdf is not None and with_pdf:
        before("pdf")
        files["article.pdf"] = write_pdf(page)
    files |= kept or {}
    files["MANIFEST"] = manifest(document, files)
    return files


def dossier_json(document: Document) -> bytes:
    """Return dossier.json: UTF-8, keys in alphabetical order."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _csv(rows: Iterable[Row], columns: list[str]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()  # with its mark, Excel reads UTF-8


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return as_text("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def manifest(document: Document, files: Mapping[str, bytes]) -> bytes:
    """Return MANIFEST: each file's SHA-256, each hash that was signed, the head of the chain, and its own hash."""
    lines = [f"file {sha256(content)} {name}" for name, content in sorted(files.items())] + hashes_of(document)
    text = "".join(f"{line}\n" for line in lines)
    return f"{text}manifest {sha256(text)}\n".encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files by name; its times are always the same, and say nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, content)
    return made.getvalue()


def pdf_writer() -> Callable[[str], bytes] | None:
    """Return what writes HTML as PDF, or None where WeasyPrint, or the Pango that it needs, is not installed."""
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError):
        return None

    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of each style that is for screens

    def write(page: str) -> bytes:
        pdf: bytes = weasyprint.HTML(string=page, url_fetcher=_refuse).write_pdf()
        return pdf

    return write


def _refuse(address: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"A dossier fetches nothing: {address}")
