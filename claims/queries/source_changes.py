"""Changes of what claims rest on (sources, speakers, linked claims, the article), which wait for a person."""

from django.contrib.postgres.functions import TransactionNow

from claims.models import Claim, SourceChange
from claims.queries.compiled import Compiled, Slot


def waiting_said() -> str:
    """What this transaction's change means for claims, as the end of an event's words; empty where it means nothing."""
    count = waiting_now()
    if not count:
        return ""
    return f"; {count} claims that rest on it are flagged" if count > 1 else "; a claim that rests on it is flagged"


def waiting_now() -> int:
    """How many claims wait because of what this transaction changed."""
    mine = SourceChange.objects.filter(settled_at__isnull=True, changed_at=TransactionNow())
    return mine.values("claim").distinct().count()


def changes_of(claim: Claim) -> list[SourceChange]:
    """The changes that wait on a claim, the oldest first."""
    return _CHANGES(claim=claim.pk)


_CHANGES = Compiled(
    lambda: SourceChange.objects.filter(claim=Slot("claim"), settled_at__isnull=True).select_related(
        "changed_by", "evidence"
    )
)


def settled_last(claim: Claim) -> SourceChange | None:
    """The change of a claim's sources that was settled last, or None."""
    settled = SourceChange.objects.filter(claim=claim, settled_at__isnull=False).select_related("settled_by")
    return settled.order_by("-settled_at", "-id").first()
