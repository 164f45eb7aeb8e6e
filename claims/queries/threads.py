"""Threads, in a constant number of queries: those of an article or a claim with all that was said, and open queries."""

from typing import Any

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from claims.models import Article, Claim, Evidence, Message, Thread
from claims.queries.paging import after_place, place_of

#: Threads that a page shows: so many of those that are open, and of those that were resolved; the newest of each.
OPEN, RESOLVED = 100, 30
LAST_RESOLVED = ("-resolved_at", "-id")


def threads_of(article: Article, claim: Claim | None = None, also: int | None = None, after: str = "") -> list[Any]:
    """The threads of an article, or of one claim of it, with their messages: open ones first, then by age.

    Of open ones the newest OPEN; of others the RESOLVED that were resolved last, or last before the place ``after`` (a
    cursor of LAST_RESOLVED); and the one whose id is ``also``. ``every`` of each says how many there are of its sort,
    ``place`` which of them it is, the newest being 1. Two queries.
    """
    threads = Thread.objects.filter(article=article)
    if claim is not None:
        threads = threads.filter(claim=claim)
    if place := place_of(after, Thread, LAST_RESOLVED):
        threads = threads.filter(resolved_at=None) | after_place(threads, LAST_RESOLVED, place)
    is_open = Case(When(resolved_at=None, then=Value(True)), default=Value(False))
    newest_first = [F("resolved_at").desc(), F("id").desc()]
    messages = Message.objects.select_related("author").order_by("id")
    return list(
        threads.annotate(
            every=Window(Count("pk"), partition_by=is_open),
            place=Window(RowNumber(), partition_by=is_open, order_by=newest_first),
        )
        .filter(Q(place__lte=Case(When(resolved_at=None, then=OPEN), default=RESOLVED)) | Q(pk=also or 0))
        .select_related("claim", "evidence__source", "opened_by", "resolved_by")
        .prefetch_related(Prefetch("messages", messages))
        .order_by(F("resolved_at").asc(nulls_first=True), "id")
    )


def open_threads() -> Coalesce:
    """How many threads of an article are open, queries among them, for a query of articles to be annotated with."""
    found = Thread.objects.filter(article=OuterRef("pk"), resolved_at__isnull=True).order_by()
    return Coalesce(Subquery(found.values("article").annotate(n=Count("pk")).values("n")), 0)


def open_queries(article: Article) -> QuerySet[Any]:
    """The article's open queries, oldest first, each with its claim and its first message as ``asked``; one query."""
    queries = Thread.objects.filter(article=article, is_query=True, resolved_at__isnull=True)
    return queries.select_related("claim").annotate(asked=Subquery(_messages("words", "id"))).order_by("id")


def _messages(field: str, order: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Message.objects.filter(thread=OuterRef("pk")).order_by(order).values(field)
    return found[:1]


def as_asked(threads: QuerySet[Thread]) -> QuerySet[Any]:
    """Threads as rows of a list: with their first message as ``asked``, and who spoke last as ``last_by``."""
    return (
        threads.select_related("article", "claim", "opened_by", "given_to")
        .defer("article__search", "claim__search")
        .annotate(asked=Subquery(_messages("words", "id")), last_by=Subquery(_messages("author__name", "-id")))
    )


def evidence_to_ask_about(claim: Claim) -> QuerySet[Evidence]:
    """The claim's live evidence with its sources, oldest first; one query."""
    return Evidence.objects.filter(claim=claim, removed_at__isnull=True).select_related("source").order_by("id")
