"""The pages that somebody asked for, with what can be done about each."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from claims.models import Article, Fetch, Person, Publication, Version
from claims.permissions import desks_of

#: How many pages the list shows; those that became articles or versions stay in the record of these.
LISTED = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that somebody asked for, and what it became: a version, or what went out; neither while both are None.

    ``known`` are articles of the person's desks at the same address.
    """

    fetch: Fetch
    version: Version | None
    publication: Publication | None
    known: list[Article]


def fetches_of(person: Person) -> list[Asked]:
    """Return the pages that a person asked for, the latest first.

    Those for a desk that the person is not on any more are not among them.
    """
    asked = _here(person).select_related("desk", "article").defer("text", "headers")
    rows = list(asked.order_by("-id")[:LISTED])
    uploads = [row.upload_id for row in rows if row.upload_id]
    made = {
        version.upload_id: version
        for version in Version.objects.filter(upload__in=uploads, article__desk__in=desks_of(person))
        .select_related("article")
        .order_by("-id")
    }
    out = {one.upload_id: one for one in Publication.objects.filter(upload__in=uploads).defer("text", "differences")}
    open_ = [row for row in rows if row.upload_id and row.upload_id not in made and not row.went_out]
    known = _known(person, open_)
    return [
        Asked(row, made.get(row.upload_id or 0), out.get(row.upload_id or 0), known.get(row.pk, [])) for row in rows
    ]


def waiting_of(person: Person) -> list[Fetch]:
    """Return those of them that wait, with nothing else about them: a page asks for it every second."""
    return list(_here(person).filter(ended_at=None).only("attempts", "ended_at").order_by("-id")[:LISTED])


def _here(person: Person) -> QuerySet[Fetch]:
    return Fetch.objects.filter(person=person, desk__in=desks_of(person))


def _known(person: Person, rows: list[Fetch]) -> dict[int, list[Article]]:
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT asked.id, at.article
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS asked (id, address, final),
                 unnest(ARRAY[asked.address, asked.final]) AS page (address),
                 LATERAL articles_at(%s::bigint[], page.address) AS at (article)
            """,
            [
                [row.pk for row in rows],
                [row.address for row in rows],
                [row.final_address for row in rows],
                [*desks_of(person)],
            ],
        )
        pairs = cursor.fetchall()
    articles = Article.objects.in_bulk({article for _, article in pairs})
    found: dict[int, list[Article]] = {}
    for pk, article in pairs:
        found.setdefault(pk, []).append(articles[article])
    return found
