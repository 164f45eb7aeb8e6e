"""Read the text files that commands are given."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.text import get_text_list

from claims.intake.documents import MAX_DOCUMENT, Document, is_markdown, kind_of, read_document
from claims.text.normalise import TextRefused, decode


def read_text(path: str | Path) -> str:
    """Return the text exactly as in the file, line ends included, so that offsets count the file's characters.

    A byte-order mark is no character of the text. Raises CommandError, in words, for a file that cannot be read, that
    is no text, or whose letters can be read in more than one way.
    """
    try:
        first, *others = decode(Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None
    except TextRefused as refusal:
        raise CommandError(f"{path}: {refusal.words}") from None
    if others:
        read = get_text_list([one.name for one in (first, *others)], "or")
        raise CommandError(f"{path}: its letters can be read as {read}. Save it as UTF-8.")
    return first.text


def read_article(path: str | Path) -> Document:
    """Return the Document of a text file, or of a document of a kind that the desk reads. Raises CommandError."""
    try:
        if Path(path).stat().st_size > MAX_DOCUMENT:  # it is not read into memory first
            raise TextRefused("large_document")
        raw = Path(path).read_bytes()
        if kind := kind_of(raw, str(path)):
            return read_document(raw, kind)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None
    except TextRefused as refusal:
        raise CommandError(f"{path}: {refusal.words}") from None
    return Document(read_text(path), is_markdown(str(path)))


def read_rows(file: Path) -> list[dict]:
    """Return the objects of a file with one JSON object in each line; empty lines do not count.

    Raises CommandError, in words, for a file that cannot be read, a line that is no object, and a file without any.
    """
    try:
        rows = file.read_text(encoding="utf-8").split("\n")  # a text may contain a line separator
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text.") from None
    records = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            record = json.loads(row)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise CommandError(f"Line {number} of {file} is no JSON object.")
        records.append(record)
    if not records:
        raise CommandError(f"There is no record in {file}.")
    return records
