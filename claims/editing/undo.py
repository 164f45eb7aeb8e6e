"""Taking back what one just did: the claim just cut, the marks just made, a split."""

from claims.editing.drafts import reopen_drafts, take_up_again
from claims.editing.marks import remove_mark
from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Claim, Event, NoClaimMark
from claims.queries.workbench import UNDOABLE, last_act
from claims.states import ClaimState
from claims.workflow.articles import keep_signoff, lock_article
from claims.workflow.claims import perform


def undo_last(article, *, actor, sequence, voids=True):
    """Take back the actor's last act, the event of this ``sequence``: retire the claim cut, remove the marks made,
    retire the parts of a split and restore the claim that they came from.

    Returns (its verb, the claim that is open again or None). Raises NotNow when it is not their last any more, or
    somebody worked on the claim since. ``voids`` as in cut_claim.
    """
    with acting(actor):
        article = lock_article(article.pk)
        act = last_act(article, actor)
        if act is None or act["sequence"] != sequence or act["verb"] not in UNDOABLE:
            raise NotNow("There is nothing of yours to take back any more.")
        if not voids:
            keep_signoff(article)
        restored = None
        if act["verb"] == "claim_split":
            restored = _rejoin(article, act, actor)
        elif act["verb"] in ("claim_made", "drafts_accepted"):
            _retire(Claim.objects.filter(pk__in=act["claims"] or [act["claim"]]), actor, "made by mistake")
            reopen_drafts([*(act["drafts"] or []), *([act["draft"]] if act["draft"] else [])])
        elif act["verb"] == "draft_dropped":
            words = f"{actor} took a dropped draft up again: “{take_up_again(act['drafts'], article)}”"
            record("draft_reopened", words, actor=actor, article=article)
        else:
            for mark in NoClaimMark.objects.filter(pk__in=act["marks"], removed_at__isnull=True).order_by("pk"):
                remove_mark(mark, actor=actor)
    return act["verb"], restored


def _retire(claims, actor, reason):
    """Retire claims that nobody worked on since they were made. Raises NotNow."""
    for claim in claims.order_by("pk"):
        if claim.state != ClaimState.OPEN or Event.objects.filter(claim=claim).count() > 1:
            said = f"Somebody worked on claim {claim.number} since. If it must go, retire it with a reason."
            raise NotNow(said)
        perform("retire", claim, actor=actor, reason=reason)


def _rejoin(article, act, actor):
    """The claim that was split, open again with what it held, and its actor's once more where they had it."""
    parts = Claim.objects.filter(article=article, number__in=act["parts"])
    mine = all(part.assignee_id == actor.pk for part in parts)
    _retire(parts, actor, "the split was undone")
    claim = perform("restore", Claim.objects.get(pk=act["claim"]), actor=actor, reason="the split was undone")
    return perform("take", claim, actor=actor) if mine else claim
