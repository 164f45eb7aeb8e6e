"""Taking back what one just did: the claim just cut, marks just made or removed, a split, a merge."""

from claims.editing.drafts import reopen_drafts, take_up_again
from claims.editing.marks import mark_again, remove_mark
from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Claim, Event, NoClaimMark
from claims.queries.workbench import can_be_undone, last_act
from claims.states import ClaimState
from claims.workflow.articles import keep_signoff, lock_article
from claims.workflow.claims import perform


def undo_last(article, *, actor, sequence, voids=True):
    """Take back the actor's last act, the event of this ``sequence``: retire the claim cut, remove the marks made,
    retire what a split or a merge made and restore what it was made from.

    Returns (its verb, the claims that are there again). Raises NotNow when it is not their last any more, or somebody
    worked on the claim since. ``voids`` as in cut_claim.
    """
    with acting(actor):
        article = lock_article(article.pk)
        act = last_act(article, actor)
        if act is None or act["sequence"] != sequence or not can_be_undone(act):
            raise NotNow("You have nothing left to undo here.")
        if not voids:
            keep_signoff(article)
        restored = []
        if act["verb"] == "claim_split":
            restored = _rebuild(article, act, actor, made=act["parts"], of=[act["parent"]], why="the split was undone")
        elif act["verb"] == "claims_merged":
            restored = _rebuild(
                article, act, actor, made=[act["merged"]], of=act["parents"], why="the merge was undone"
            )
        elif act["verb"] in ("claim_made", "drafts_accepted"):
            _retire(Claim.objects.filter(pk__in=act["claims"] or [act["claim"]]), actor, "made by mistake")
            reopen_drafts([*(act["drafts"] or []), *([act["draft"]] if act["draft"] else [])])
            _unmark(act, actor)
        elif act["verb"] == "draft_dropped":
            words = f"{actor} took a dropped draft up again: “{take_up_again(act['drafts'], article)}”"
            record("draft_reopened", words, actor=actor, article=article)
        elif act["verb"] == "mark_removed":
            mark_again(act["marks"], article, actor=actor)
        else:
            _unmark(act, actor)
    return act["verb"], restored


def _unmark(act, actor):
    """Remove the marks that an act made, but those that are gone already."""
    for mark in NoClaimMark.objects.filter(pk__in=act["marks"] or [], removed_at__isnull=True).order_by("pk"):
        remove_mark(mark, actor=actor, undoable=False)


def _retire(claims, actor, reason):
    """Retire claims that nobody worked on since they were made. Raises NotNow."""
    for claim in claims.order_by("pk"):
        if claim.state != ClaimState.OPEN or Event.objects.filter(claim=claim).count() > 1:
            said = f"Somebody worked on claim {claim.number} since. If it must go, retire it with a reason."
            raise NotNow(said)
        perform("retire", claim, actor=actor, reason=reason)


def _rebuild(article, act, actor, *, made, of, why):
    """Retire the claims ``made`` and restore those that they were made ``of`` (numbers), each for whoever had it.

    A claim that the actor had is in their work again. Sent to review, signed or waiting, none of them is any more.
    """
    if Event.objects.filter(article=article, verb="version_in", sequence__gt=act["sequence"]).exists():
        raise NotNow("A new version of the article came in since. Retire and restore the claims one by one.")
    _retire(Claim.objects.filter(article=article, number__in=made), actor, why)
    restored = []
    for claim in Claim.objects.filter(article=article, number__in=of).select_related("assignee").order_by("number"):
        if claim.state != ClaimState.RETIRED:
            raise NotNow(f"Claim {claim.number} was restored since. Look again, then retire what is not needed.")
        mine = claim.assignee_id == actor.pk
        claim = perform("restore", claim, actor=actor, reason=why, assignee=claim.assignee)
        restored.append(perform("take", claim, actor=actor) if mine else claim)
    return restored
