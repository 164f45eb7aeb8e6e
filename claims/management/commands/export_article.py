"""`manage.py export_article ARTICLE OUT.json --as USERNAME`: write an article so that another desk can import it."""

import io
import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.management.dossiers import ask_and_make
from claims.states import DossierProfile


class Command(BaseCommand):
    help = "Write the dossier.json of an article, with all that is internal, for import_article on another desk."

    def add_arguments(self, parser):
        parser.add_argument("article", type=int, metavar="ARTICLE", help="the number in the address of the article")
        parser.add_argument("to", type=Path, metavar="OUT.json", help="where it is written")
        parser.add_argument("--as", dest="person", metavar="USERNAME", required=True, help="who asks for it")

    def handle(self, *, article, to, person, **options):
        dossier = ask_and_make(article, person, DossierProfile.INTERNAL)
        with zipfile.ZipFile(io.BytesIO(dossier.content)) as files:
            content = files.read("dossier.json")
        try:
            to.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror or error}.") from None
        self.stdout.write(f"Wrote {to}: {len(content):,} bytes.")
