"""Searching by words, over the stored search vectors; and by letters, whatever their case and accents."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Count, Func, Lookup, Prefetch, Q, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

from claims.models import Claim, Derivation, Desk, Evidence, Person, Source, Speaker
from claims.permissions import desks_of
from claims.queries import withheld_from
from claims.queries.library import group_of
from claims.queries.paging import Page, page_of
from claims.queries.rows import as_rows

NEWEST = ("-id",)
#: Speakers whose claims are looked up by the speakers' ids.
MOST_SPEAKERS = 200


class WordsQuery(SearchQuery):
    """What somebody typed, as claims/sql/search.sql reads it: words, “phrases”, -words and ``or``.

    The last word may be unfinished, or ``each`` of them. Where no word is in it, it finds nothing.
    """

    def __init__(self, typed: str, *, each: bool = False) -> None:
        super().__init__(Value(typed))
        self.function = "search_query"
        self.set_source_expressions([*self.get_source_expressions(), Value(each)])


class Fold(Func):
    """A text as claims/sql/search.sql compares it: small letters, without accents."""

    function, output_field = "search_fold", TextField()


@CharField.register_lookup
@TextField.register_lookup
class Folded(Lookup):
    """``name__folded="lodz"``: the text contains these letters, whatever their case and accents."""

    lookup_name = "folded"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"strpos(search_fold({lhs}), search_fold({rhs})) > 0", (*lhs_params, *rhs_params)


def claims_page(
    person: Person,
    *,
    query: WordsQuery | None = None,
    state: str = "",
    verdict: str = "",
    article: int | None = None,
    assignee: Person | None = None,
    speaker: str = "",
    desk: Desk | None = None,
    after: str | None = "",
) -> Page[Claim]:
    """A Page of the claims that this person can see, newest first. ``query`` is a WordsQuery.

    ``speaker`` is a folded part of a speaker's name or alias; ``article`` an id; the others are values or objects.
    """
    claims = as_rows(Claim.objects.filter(desk_id__in=desks_of(person)))
    if query is not None:
        claims = claims.filter(search=query)
    if state:
        claims = claims.filter(state=state)
    if verdict:
        claims = claims.filter(verdict=verdict)
    if article:
        claims = claims.filter(article=article)
    if assignee:
        claims = claims.filter(assignee=assignee)
    if desk:
        claims = claims.filter(desk=desk)
    if speaker:
        of_desks = Speaker.objects.filter(desk_id__in=desks_of(person)).order_by()
        named = of_desks.filter(Q(key__folded=speaker) | Q(aliases__key__folded=speaker))
        # PostgreSQL knows how many claims the speakers with these ids have, but not those of a subquery: it would read
        # all claims, newest first, until it had a page of them.
        group = Speaker.objects.filter(root__in=named.values("root")).order_by()  # merged ones are the same speaker
        ids = list(group.values_list("pk", flat=True).distinct()[: MOST_SPEAKERS + 1])
        if not ids:
            claims = claims.none()
        elif len(ids) <= MOST_SPEAKERS:
            claims = claims.filter(speaker__in=ids)
        else:
            claims = claims.filter(speaker__root__in=named.values("root"))
    return page_of(claims, NEWEST, after)


def sources_page(
    person: Person,
    *,
    query: WordsQuery | None = None,
    kind: str = "",
    desk: Desk | None = None,
    reference: bool = False,
    after: str | None = "",
) -> Page[Source]:
    """A Page of sources, newest first, without those that were merged."""
    sources = Source.objects.filter(desk_id__in=desks_of(person)).exclude(pk__in=withheld_from(person))
    sources = sources.select_related("desk").defer("search")
    sources = sources.filter(merged_into=None)
    sources = sources.prefetch_related(Prefetch("derivations", Derivation.objects.select_related("origin")))
    if query is not None:
        sources = sources.filter(search=query)
    if kind:
        sources = sources.filter(kind=kind)
    if desk:
        sources = sources.filter(desk=desk)
    if reference:
        sources = sources.filter(reference=True)
    return page_of(sources, NEWEST, after)


def count_uses(sources: Collection[Any]) -> None:
    """Set ``uses`` on each source: the claims that it, or one merged into it, is evidence on, removed evidence apart.

    One query.
    """
    found = dict(
        Evidence.objects.filter(source__root__in=sources, removed_at__isnull=True)
        .order_by()
        .values_list("source__root_id")
        .annotate(n=Count("claim", distinct=True))
    )
    for source in sources:
        source.uses = found.get(source.pk, 0)


def uses_page(source: Source, after: str | None = "") -> Page[Evidence]:
    """A Page of the evidence that a source is, or one merged into it, removed evidence too, with its claims."""
    return page_of(
        Evidence.objects.filter(source__in=group_of(source))
        .select_related("claim__article", "added_by", "removed_by")
        .defer("claim__search", "claim__article__search"),
        NEWEST,
        after,
    )


def derived_page(source: Source) -> Page[Derivation]:
    """The newest 50 derivations of other sources from this one; ``next`` where there are more."""
    found = Derivation.objects.filter(origin__in=group_of(source)).select_related("source")
    return page_of(found.defer("source__search"), NEWEST)
