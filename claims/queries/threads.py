"""Threads, in a constant number of queries: those of an article or a claim with all that was said, and open queries."""

from django.db.models import Count, F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from claims.models import Evidence, Message, Thread


def threads_of(article, claim=None):
    """The threads of an article, or of one claim of it, with their messages: open ones first, then by age.

    Two queries.
    """
    threads = Thread.objects.filter(article=article)
    if claim is not None:
        threads = threads.filter(claim=claim)
    messages = Message.objects.select_related("author").order_by("id")
    return list(
        threads.select_related("claim", "evidence__source", "opened_by", "resolved_by")
        .prefetch_related(Prefetch("messages", messages))
        .order_by(F("resolved_at").asc(nulls_first=True), "id")
    )


def open_threads():
    """How many threads of an article are open, queries among them, for a query of articles to be annotated with."""
    found = Thread.objects.filter(article=OuterRef("pk"), resolved_at__isnull=True).order_by()
    return Coalesce(Subquery(found.values("article").annotate(n=Count("pk")).values("n")), 0)


def open_queries(article):
    """The article's open queries, oldest first, each with its claim and its first message as ``asked``; one query."""
    queries = Thread.objects.filter(article=article, is_query=True, resolved_at__isnull=True)
    return queries.select_related("claim").annotate(asked=Subquery(_messages("words", "id"))).order_by("id")


def _messages(field, order):
    return Message.objects.filter(thread=OuterRef("pk")).order_by(order).values(field)[:1]


def as_asked(threads):
    """Threads as rows of a list: with their first message as ``asked``, and who spoke last as ``last_by``."""
    return (
        threads.select_related("article", "claim", "opened_by")
        .defer("article__search", "claim__search")
        .annotate(asked=Subquery(_messages("words", "id")), last_by=Subquery(_messages("author__name", "-id")))
    )


def evidence_to_ask_about(claim):
    """The claim's live evidence with its sources, oldest first; one query."""
    return Evidence.objects.filter(claim=claim, removed_at__isnull=True).select_related("source").order_by("id")
