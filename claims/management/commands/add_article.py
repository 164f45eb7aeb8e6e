"""`manage.py add_article FILE|ADDRESS… --desk SLUG --as USERNAME`: add articles as New article proposes them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from claims.addresses import without_login
from claims.editing.articles import ARTICLE_FIELDS, create_article, people_named
from claims.editing.fetches import fitting_address
from claims.editing.uploads import keep_upload
from claims.errors import DeskError
from claims.fetch import fetch
from claims.forms.article import IntakeForm
from claims.intake.documents import kind_of
from claims.intake.fetched import read_answer
from claims.intake.pasted import refuse_if_unusable
from claims.management.files import read_article
from claims.models import Article, Desk, Person
from claims.states import NO_DUE, Ownership, UploadKind
from claims.text.normalise import TextRefused


class Command(BaseCommand):
    help = "Add articles from files and addresses, with everything as it is proposed. Ends with status 1 if one fails."

    def add_arguments(self, parser):
        parser.add_argument("sources", nargs="+", metavar="FILE|ADDRESS", help="a document, or the address of a page")
        parser.add_argument("--desk", required=True, metavar="SLUG", help="the desk that they are for")
        parser.add_argument("--as", dest="person", required=True, metavar="USERNAME", help="who adds them")
        parser.add_argument(
            "--ownership", choices=Ownership.values, help="whose they are, where byline and outlet do not say"
        )

    def handle(self, *, sources, desk, person, ownership, **options):
        try:
            desk, person = Desk.objects.get(slug=desk), Person.objects.get(username=person)
        except Desk.DoesNotExist:
            raise CommandError(f"There is no desk {desk}.") from None
        except Person.DoesNotExist:
            raise CommandError(f"There is no account with the name {person}.") from None
        failed = 0
        for source in sources:
            try:
                article = _add(source, desk, person, ownership)
            except (CommandError, DeskError, TextRefused) as refused:
                failed += 1
                self.stderr.write(f"{source}: {getattr(refused, 'words', refused)}")
            else:
                self.stdout.write(f"{source}: {reverse('claims:bench', args=[article.pk])} {article.headline}")
        if failed:
            raise CommandError(f"{failed} of {len(sources)} not added.")


def _add(source: str, desk: Desk, person: Person, ownership: str | None) -> Article:
    read = _fetched(source) if source.startswith(("http://", "https://")) else _file(source)
    refuse_if_unusable(read["text"])
    page = read["document"].get("page") or {}
    form, proposal = IntakeForm.proposed(
        read["text"],
        markdown=read["markdown"],
        notes=read["notes"],
        page=page,
        desk=desk,
        desks=Desk.objects.filter(pk=desk.pk),
        person=person,
        address=fitting_address(page.get("address"), read.get("address"), read.get("asked")),
    )
    said = {name: form.initial.get(name) for name in ARTICLE_FIELDS} | {"deadline": NO_DUE}
    said["ownership"] = said["ownership"] or ownership
    if not said["ownership"]:
        raise CommandError("It does not say whose it is. Say so with --ownership.")
    return create_article(
        desk,
        actor=person,
        upload=keep_upload(actor=person, **read["document"]),
        blocks=form.chosen_blocks(),
        authors=people_named(desk, form.initial["authors"]),
        chain=proposal.chain,
        **said,
    )


def _fetched(address: str) -> dict[str, Any]:
    address = without_login(address)
    answer = fetch(address, settings.FETCH_NETWORKS)
    read = read_answer(answer)
    if "failure" in read:
        raise CommandError(read["failure"])
    return read | {"address": answer.address, "asked": address}


def _file(path: str) -> dict[str, Any]:
    found = read_article(path)
    raw = Path(path).read_bytes()
    kind = kind_of(raw, path) or (UploadKind.MARKDOWN if found.markdown else UploadKind.TEXT)
    document = {"raw": raw, "name": Path(path).name, "kind": kind, "backing": found.backing, "page": found.page}
    return {"document": document, "text": found.text, "markdown": found.markdown, "notes": found.notes}
