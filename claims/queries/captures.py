"""The captures of a source, as its page lists them."""

from claims.models import Capture, Source
from claims.queries.library import group_of

#: How many captures a source's page lists at a time.
LISTED = 20


def captures_of(source: Source, before: int | None = None) -> tuple[list[Capture], int | None]:
    """Return a page of the captures of a source and of those merged into it, newest first.

    They come without their texts, headers and exchanges. Second is the id to page on ``before``, None where there are
    no more.
    """
    of_source = Capture.objects.filter(source__in=group_of(source)).select_related("person").order_by("-id")
    found = of_source.defer("text", "headers", "exchanges")
    rows = list((found.filter(pk__lt=before) if before else found)[: LISTED + 1])
    return rows[:LISTED], rows[LISTED - 1].pk if len(rows) > LISTED else None
