"""What a desk has set up, for its pages: people with their roles, and who put a work on the reference list."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch

from claims.models import Desk, Membership, Person, RowHistory, Source
from claims.queries.paging import Page, page_of

#: Names that are offered where somebody is chosen.
NAMES_OFFERED = 200


def people_page(desk: Desk, after: str | None = "") -> Page[Person]:
    """A Page of the people with a role on a desk, newest account first; each has ``roles``, Memberships in order."""
    roles = Membership.objects.filter(desk=desk)
    shown = Prefetch("memberships", roles.select_related("given_by").order_by("id"), to_attr="roles")
    people = Person.objects.filter(Exists(roles.filter(person=OuterRef("pk")))).prefetch_related(shown)
    return page_of(people, ["-id"], after)


def names_offered() -> list[tuple[str, str]]:
    """(user name, name) of people who can be given a role, by name."""
    people = Person.objects.filter(is_active=True).order_by("name", "id")
    return list(people.values_list("username", "name")[:NAMES_OFFERED])


def works_page(desk: Desk, after: str | None = "") -> Page[Source]:
    """A Page of the sources on a desk's reference list, newest first; each has ``listed_by`` and ``listed_at``.

    Both come from the history of the row, and are None for a work that was listed before there was one.
    """
    page = page_of(Source.objects.filter(desk=desk, reference=True).defer("search"), ["-id"], after)
    _set_listed(page.rows)
    return page


def _set_listed(sources: Iterable[Source]) -> None:
    rows = RowHistory.objects.filter(
        table=Source._meta.db_table, row_id__in=[source.pk for source in sources], new__reference=True
    )
    last = {row_id: (at, actor) for row_id, at, actor in rows.order_by("id").values_list("row_id", "at", "actor_id")}
    names = {person.pk: person for person in Person.objects.filter(pk__in={actor for _, actor in last.values()})}
    for source in sources:
        at, actor = last.get(source.pk, (None, None))
        source.listed_at, source.listed_by = at, names.get(actor or 0)  # type: ignore[attr-defined]
