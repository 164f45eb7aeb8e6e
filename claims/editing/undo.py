"""Taking back what one just did: the claim just cut, the marks just made."""

from claims.editing.marks import remove_mark
from claims.errors import NotNow
from claims.history import acting
from claims.models import Claim, Event, NoClaimMark
from claims.queries.workbench import UNDOABLE, last_act
from claims.states import ClaimState
from claims.workflow.articles import lock_article
from claims.workflow.claims import perform


def undo_last(article, *, actor, sequence):
    """Take back the actor's last act, the event of this ``sequence``: retire the claim cut, remove the marks made.

    Returns its verb. Raises NotNow when it is not their last any more, or somebody worked on the claim since.
    """
    with acting(actor):
        article = lock_article(article.pk)
        act = last_act(article, actor)
        if act is None or act["sequence"] != sequence or act["verb"] not in UNDOABLE:
            raise NotNow("There is nothing of yours to take back any more.")
        if act["verb"] == "claim_made":
            claim = Claim.objects.get(pk=act["claim"])
            if claim.state != ClaimState.OPEN or Event.objects.filter(claim=claim).count() > 1:
                raise NotNow(f"Somebody worked on claim {claim.number} since. If it must go, retire it with a reason.")
            perform("retire", claim, actor=actor, reason="made by mistake")
        else:
            for mark in NoClaimMark.objects.filter(pk__in=act["marks"], removed_at__isnull=True).order_by("pk"):
                remove_mark(mark, actor=actor)
    return act["verb"]
