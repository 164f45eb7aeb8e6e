"""Claims as the rows of a list."""

from django.db.models import Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Now

from claims.fields import VERDICT
from claims.models import (
    Claim,
    Lease,
    SignOff,
    SourceChange,
)


def any_of[Row: Model](rows: QuerySet[Row]) -> Coalesce:
    """Whether there is one of ``rows``, asked of each row of the list by itself: a list needs it of a few rows.

    For EXISTS, PostgreSQL reads all sign-offs of the desk or the person first.
    """
    return Coalesce(Subquery(rows.order_by().values(found=Value(value=True))[:1]), Value(value=False))


def as_rows(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with what a row of a list shows, and no more."""
    voided = SignOff.objects.filter(claim=OuterRef("pk"), voided_at__isnull=False)
    changed = SourceChange.objects.filter(claim=OuterRef("pk"), settled_at__isnull=True).order_by("-changed_at")
    held = Lease.objects.filter(claim=OuterRef("pk"), until__gt=Now())
    change = JSONObject(words="words", by="changed_by__name", at="changed_at")
    claims = claims.annotate(
        signed_before=any_of(voided),
        source_change=Subquery(changed.values(change=change)[:1]),
        lease_of=Subquery(held.values("person__name")),
        lease_until=Subquery(held.values("until")),
    )
    return claims.select_related("article", "assignee", "sent_by").only(
        "number",
        "state",
        "statement",
        "reworded_statement",
        "wording_applied",
        "quoted",
        "line_number",
        "speaker_cited",
        "speaker_as_printed",
        "speech_act",
        *VERDICT,
        "priority",
        "due",
        "waiting_on",
        "waiting_until",
        "returned_reason",
        "desk_id",
        "article__headline",
        "assignee__name",
        "assignee__username",
        "sent_by__name",
        "sent_by__username",
    )
