"""`manage.py export ARTICLE NAME [--as USERNAME] [--to FILE]`: write what the page Export of an article gives."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from claims.errors import Refused
from claims.export.files import FILES
from claims.models import Article, Person
from claims.queries import get_article_for
from claims.views.report import report_html

WRITERS = {name: file.write for name, file in FILES.items()} | {"report.html": report_html}


class Command(BaseCommand):
    help = "Write one file of an article, as the page Export gives it."

    def add_arguments(self, parser):
        parser.add_argument("article", type=int, metavar="ARTICLE", help="the number in the address of the article")
        parser.add_argument("name", choices=sorted(WRITERS), metavar="NAME", help=f"one of {', '.join(WRITERS)}")
        parser.add_argument("--as", dest="person", metavar="USERNAME", help="only if this person can see the article")
        parser.add_argument("--to", type=Path, metavar="FILE", help="where it is written (default: standard output)")

    def handle(self, *, article, name, person, to, **options):
        try:
            content = WRITERS[name](_article(article, person))
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if to is None:
            sys.stdout.buffer.write(content)
            return
        try:
            to.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror or error}.") from None


def _article(pk: int, username: str | None) -> Article:
    try:
        if username is None:
            return Article.objects.select_related("desk", "current_version").get(pk=pk)
        return get_article_for(Person.objects.get(username=username, is_active=True), pk)
    except Person.DoesNotExist:
        raise CommandError(f"There is no account with the name {username} that may log in.") from None
    except Article.DoesNotExist:
        raise CommandError(f"There is no article {pk}.") from None
    except Http404:
        raise CommandError(f"{username} can see no article {pk}.") from None
