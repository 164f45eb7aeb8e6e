"""The captures of a source, as its page lists them."""

from django.db import connection

from claims.models import Capture, Deposit, Source
from claims.queries.library import group_of

#: How many captures a source's page lists at a time.
LISTED = 20


def captures_of(source: Source, before: int | None = None) -> tuple[list[Capture], int | None]:
    """Return a page of the captures of a source and of those merged into it, newest first.

    They come without their texts, headers and exchanges; each has its newest ``deposit``, or None. Second is the id to
    page on ``before``, None where there are no more.
    """
    of_source = Capture.objects.filter(source__in=group_of(source)).select_related("person").order_by("-id")
    found = of_source.defer("text", "headers", "exchanges")
    rows = list((found.filter(pk__lt=before) if before else found)[: LISTED + 1])
    deposits = Deposit.objects.filter(capture__in=rows).select_related("person").order_by("id")
    newest = {one.capture_id: one for one in deposits}
    for row in rows:
        row.deposit = newest.get(row.pk)
    return rows[:LISTED], rows[LISTED - 1].pk if len(rows) > LISTED else None


def may_be_deposited(source_id: int) -> bool:
    """Return whether a web archive may be asked to keep the address of a source (claims/sql/deposit.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT may_be_deposited(s) FROM claims_source s WHERE s.id = %s", [source_id])
        found: bool = cursor.fetchone()[0]
    return found
