"""Take next: the next claim of a queue is handed out to one person, for as long as they work on it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from claims.errors import DeskError, NotNow, NotYours
from claims.history import acting
from claims.models import Article, Claim, Lease, Person
from claims.queries.queues import next_in
from claims.states import ClaimState
from claims.workflow.claims import lock, perform

TRIES = 20  # claims that turn out to be somebody else's, after which Take next hands out none
AT_ONCE = 100  # leases that one sweep ends
UNTOUCHED = "nobody worked on it for 30 minutes after Take next"


def take_next(name: str, *, actor: Person, after: str = "", article: Article | None = None) -> Claim | None:
    """Hand out the next claim of a queue to ``actor``, with a Lease; nobody else is handed it before that ends.

    ``after`` and ``article`` are as next_in takes them. A claim that nobody has becomes theirs. Returns None where
    nothing is left.
    """
    passed: set[int] = set()
    for _ in range(TRIES):
        claim = None
        try:
            with acting(actor):
                if (claim := _next_free(name, actor, after, article, passed)) is None:
                    return None
                Lease.objects.bulk_create(
                    [Lease(claim=claim, person=actor)],
                    update_conflicts=True,
                    unique_fields=["claim"],
                    update_fields=["person"],
                )
            if claim.state != ClaimState.IN_REVIEW and claim.assignee_id is None:
                claim = perform("take", claim, actor=actor)
        except (NotNow, NotYours):
            # Somebody was handed it, took it or changed it at the same moment.
            if claim is None:
                raise
            end_lease(claim, actor=actor)
            passed.add(claim.pk)
        else:
            return claim
    return None


def _next_free(name: str, actor: Person, after: str, article: Article | None, passed: set[int]) -> Any:
    """The next claim that nobody else has by Take next, locked; one that is locked by somebody is waited for last."""
    held = Lease.objects.filter(claim=OuterRef("pk"), until__gt=Now()).exclude(person=actor)

    def free(skip: bool) -> Any:
        def narrowed(rows: QuerySet[Claim]) -> QuerySet[Claim]:
            rows = rows.filter(~Exists(held)).exclude(pk__in=passed)
            return rows.select_for_update(no_key=True, of=("self",), skip_locked=skip)

        return next_in(name, actor, after, article, narrowed)

    return free(skip=True) or free(skip=False)


def end_lease(claim: Claim, *, actor: Person) -> None:
    """End a person's own lease of a claim. One in review is free then; one that they took stays in their work."""
    with acting(actor):
        Lease.objects.filter(claim=claim, person=actor).delete()


def end_leases() -> int:
    """Give back the claims whose leases ended by themselves. Returns how many leases there were.

    A claim that cannot be given back (its person has no role here any more) stays with them: a chief hands it on.
    """
    ended = list(Lease.objects.filter(until__lte=Now()).select_related("person")[:AT_ONCE])
    for lease in ended:
        try:
            _end(lease)
        except DeskError:
            with acting(lease.person):
                Lease.objects.filter(pk=lease.pk, until__lte=Now()).delete()
    return len(ended)


def _end(lease: Lease) -> None:
    with acting(lease.person):
        claim = lock(lease.claim_id)
        if not Lease.objects.filter(claim=claim, person=lease.person, until__lte=Now()).delete()[0] or not lease.took:
            return
        if claim.state == ClaimState.CHECKING and claim.assignee_id == lease.person_id:
            perform("give_back", claim, actor=lease.person, reason=UNTOUCHED)
