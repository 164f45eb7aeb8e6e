"""`manage.py evaluate_independence PATH`: which statements the rules count as one, beside what is said of them."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from claims.errors import DeskError
from claims.management.independence import Loaded, checked
from claims.rules.weight import independence


class Command(BaseCommand):
    help = (
        "Count statements and their relations as the rules do, beside what README.md and claims.json say of them."
        " Ends with status 1 if something differs. Nothing stays in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="the folder of statements.json and claims.json")

    def handle(self, *, path: Path, **options: Any) -> None:
        statements, claims = _rows(path / "statements.json"), _rows(path / "claims.json")
        readme = path / "README.md"
        words = " ".join(readme.read_text(encoding="utf-8").split()) if readme.exists() else ""
        with transaction.atomic():
            try:
                loaded = Loaded(statements, claims)
                found = checked(loaded, words)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise CommandError(f"{path} lacks what a statement or a claim needs: {error!r}.") from error
            except DeskError as error:
                raise CommandError(f"{path} cannot be read as sources and claims: {error}") from error
            transaction.set_rollback(True)
        for row in claims:
            self.stdout.write(row["id"])
            for said in independence(loaded.weighed[row["id"]].values()) or ["Nothing counts as fewer."]:
                self.stdout.write(f"  {said}")
        self.stdout.write("")
        for one in found:
            self.stdout.write(f"{'held' if one.holds else 'NOT HELD'} {one.claim}".rstrip())
            self.stdout.write(f"  expected {one.expected}")
            self.stdout.write(f"  found    {one.found}")
        wrong = sum(not one.holds for one in found)
        self.stdout.write(f"{len(found) - wrong} of {len(found)} held")
        if wrong or not found:
            raise CommandError(f"{wrong} of {len(found)} groups differ.", returncode=1)


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        raise CommandError(f"{file} is no JSON.") from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise CommandError(f"{file} holds no list of objects.")
    return rows
