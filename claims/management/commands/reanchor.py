"""`manage.py reanchor`: place spans of an old text in a new one, with the engine that the site uses."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.management.files import read_text
from claims.text.anchors import Reanchoring


class Command(BaseCommand):
    help = "Place spans of an old text in a new one. Needs no database."
    requires_system_checks = []  # they would need a database

    def add_arguments(self, parser):
        parser.add_argument("--old", type=Path, required=True, help="the text as it was")
        parser.add_argument("--new", type=Path, required=True, help="the text as it is")
        parser.add_argument(
            "--spans",
            type=Path,
            required=True,
            help="JSON: a list of {id, pieces: [[start, end], …]}, code points of OLD",
        )
        parser.add_argument("--language", default="en", help="of the texts, for their sentences (en)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of a table")

    def handle(self, *, old, new, spans, language, as_json, **options):
        before, after = read_text(old), read_text(new)
        asked = _spans(spans, len(before))
        anchors = Reanchoring(before, after, language)
        found = [(name, pieces, anchors.place(pieces)) for name, pieces in asked]
        if as_json:
            self.stdout.write(json.dumps([_row(name, placed) for name, _, placed in found], ensure_ascii=False))
            return
        for name, pieces, placed in found:
            self.stdout.write(f"{name}  {placed.result}  {placed.score:.2f}  {placed.reason}")
            self.stdout.write(f"    - {_quoted(before, pieces)}")
            if placed.pieces:
                self.stdout.write(f"    + {_quoted(after, placed.pieces)}")
            for candidate in placed.candidates:
                self.stdout.write(f"    ? {candidate.score:.2f} {_quoted(after, candidate.pieces)}")


def _row(name, placed):
    return {
        "id": name,
        "result": placed.result,
        "pieces": placed.pieces,
        "score": placed.score,
        "reason": placed.reason,
        "differences": [asdict(difference) for difference in placed.differences],
        "candidates": [asdict(candidate) for candidate in placed.candidates],
        "moved": placed.moved,
        "minor": placed.minor,
    }


def _quoted(text, pieces):
    return " … ".join(" ".join(text[start:end].split()) for start, end in pieces)


def _spans(path, length):
    try:
        rows = json.loads(read_text(path))
    except ValueError as error:
        raise CommandError(f"{path} is not JSON: {error}.") from error
    if not isinstance(rows, list):
        raise CommandError(f"{path} must hold a list of spans.")
    return [_span(row, number, length) for number, row in enumerate(rows, 1)]


def _span(row, number, length):
    if not isinstance(row, dict) or "id" not in row:
        raise CommandError(f"Span {number} has no id.")
    pieces = row.get("pieces")
    if not isinstance(pieces, list) or not pieces:
        raise CommandError(f"Span {row['id']} has no pieces.")
    for piece in pieces:
        whole = isinstance(piece, list) and len(piece) == 2 and all(type(at) is int for at in piece)
        if not whole or not 0 <= piece[0] < piece[1] <= length:
            raise CommandError(
                f"Span {row['id']}: {json.dumps(piece)} is no piece of the old text, which has {length} characters."
            )
    return row["id"], [(start, end) for start, end in pieces]
