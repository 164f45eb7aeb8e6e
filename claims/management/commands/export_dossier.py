"""`manage.py export_dossier ARTICLE OUT.zip --as USERNAME`: make a dossier now, and write it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.management.dossiers import ask_and_make
from claims.states import DossierProfile


class Command(BaseCommand):
    help = "Make a dossier of an article and write it as a zip. The record says who asked for it."

    def add_arguments(self, parser):
        parser.add_argument("article", type=int, metavar="ARTICLE", help="the number in the address of the article")
        parser.add_argument("to", type=Path, metavar="OUT.zip", help="where it is written")
        parser.add_argument("--as", dest="person", metavar="USERNAME", required=True, help="who asks for it")
        parser.add_argument("--profile", choices=DossierProfile.values, default=DossierProfile.INTERNAL)
        parser.add_argument("--version-number", type=int, metavar="NUMBER", help="default: the version in work")
        parser.add_argument("--as-roles", action="store_true", help="shareable: roles stand for names")

    def handle(self, *, article, to, person, profile, version_number, as_roles, **options):
        dossier = ask_and_make(article, person, profile, version_number, as_roles)
        try:
            to.write_bytes(dossier.content)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror or error}.") from None
        self.stdout.write(f"Wrote {to}: {dossier.size:,} bytes, SHA-256 {dossier.sha256}.")
