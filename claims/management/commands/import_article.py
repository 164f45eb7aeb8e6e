"""`manage.py import_article FILE --desk SLUG --as USERNAME`: make an article of what export_article wrote."""

import json
import zipfile
import zlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.editing.imported import import_article
from claims.errors import DeskError
from claims.export.dossier.read import FORMAT, SCHEMA
from claims.export.dossier.verify import UNSOUND, check_dossier
from claims.management.dossiers import person_named
from claims.queries import desks_for
from claims.states import DossierProfile

MOST = 200_000_000  # bytes of a dossier.json


class Command(BaseCommand):
    help = "Make an article of a dossier.json, or of an internal dossier's zip. Its sign-offs come as history."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a dossier.json, or the zip of an internal dossier")
        parser.add_argument("--desk", required=True, metavar="SLUG", help="the desk that it becomes an article of")
        parser.add_argument("--as", dest="person", metavar="USERNAME", required=True, help="who answers for it")

    def handle(self, *, file, desk, person, **options):
        content = _content(file)
        document = _verified(file, content)
        actor = person_named(person)
        here = desks_for(actor).filter(slug=desk).first()
        if here is None:
            raise CommandError(f"{person} has no role on a desk {desk}.")
        try:
            article = import_article(here, document, content, actor=actor)
        except DeskError as refused:
            raise CommandError(refused.words) from None
        self.stdout.write(f"Article {article.pk} on {here}: {article.claims.count()} claims, no sign-off is live here.")


def _content(file: Path) -> bytes:
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as files:
                if files.getinfo("dossier.json").file_size > MOST:
                    raise CommandError(f"{file}: its dossier.json is too large.")
                return files.read("dossier.json")
        return file.read_bytes()
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:  # also one with a password
        raise CommandError(f"{file} cannot be read: {error}.") from None


def _verified(file: Path, content: bytes) -> dict:
    """Return what a dossier.json says. Raises CommandError if it is none, is shareable, or does not verify."""
    try:
        document = json.loads(content)
        if (document["format"], document["schema"]) != (FORMAT, SCHEMA):
            raise CommandError(f"{file} is of another format than {FORMAT} {SCHEMA}.")
        if document["profile"] != DossierProfile.INTERNAL:
            raise CommandError(f"{file} is a shareable dossier, which leaves out too much. Export an internal one.")
        problems, _ = check_dossier(document)
    except UNSOUND as error:
        raise CommandError(f"{file} is no dossier.json: {error!r}.") from None
    if problems:
        raise CommandError(f"{file} was changed: {problems[0]}.")
    return document
