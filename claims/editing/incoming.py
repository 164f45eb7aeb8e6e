"""An accepted text becomes the next version: at once or, of a long article, in a worker."""

from django.db.models import F
from django.db.models.functions import Now

from claims.editing.alone import alone
from claims.editing.versions import bring_in
from claims.editing.wording import carry_out
from claims.errors import DeskError, NotNow, NotYours, TooLong
from claims.history import acting, record
from claims.models import Claim, IncomingVersion
from claims.permissions import allow, may_discard, may_take_back
from claims.workflow.articles import lock_article

GIVEN_UP = (
    f"Nothing was written: it was tried {IncomingVersion.ATTEMPTS} times, and did not come to an end. Try it again,"
    " bring the changes in by parts, one version after another, or tell whoever runs the desk."
)


def accept_text(article, blocks, *, actor, base, note="", decision=None, upload=None, seconds):
    """Write the next version; if placing its claims takes more than ``seconds`` of processing, leave it to a worker.

    The arguments are those of IncomingVersion. Returns (Version, Plan), or the IncomingVersion that waits; sent twice,
    it is one. Raises NotYours, NotNow (Rebase among it), Invalid.
    """
    try:
        return _write(
            article, blocks, actor=actor, base=base, note=note, decision=decision, upload=upload, seconds=seconds
        )
    except TooLong:
        with acting(actor):
            article = lock_article(article.pk)
            waiting = IncomingVersion.objects.filter(IncomingVersion.WAITS, article=article, actor=actor).first()
            sent = {"base": base, "blocks": blocks, "decision": decision, "note": note[:300], "upload": upload}
            if waiting and all(getattr(waiting, name) == value for name, value in sent.items()):
                return waiting
            return IncomingVersion.objects.create(article=article, actor=actor, **sent)


def _write(article, blocks, *, actor, base, note, decision, upload, seconds=None):
    if decision is None:
        return bring_in(article, blocks, actor=actor, base=base, note=note, seconds=seconds, upload=upload)
    said = decision | {"claim": Claim(pk=decision["claim"])}  # it is read under lock
    return carry_out(**said, actor=actor, base=base, seconds=seconds)


def bring_in_text(pk):
    """Create the version of a text that waits, as the person who accepted it, or write down why it is refused.

    Returns False if there was nothing to do: it does not wait any more, or somebody else works on it. An attempt that
    is interrupted leaves the text waiting; after ATTEMPTS of them it is refused.
    """
    with alone("incoming version", pk) as ours:
        return ours and _bring_in(pk)


def _bring_in(pk):
    waiting = IncomingVersion.objects.filter(IncomingVersion.WAITS, pk=pk)
    text = waiting.select_related("article", "actor").first()
    if text is None:
        return False
    if text.attempts >= IncomingVersion.ATTEMPTS:
        _refuse(text, GIVEN_UP)
        return True
    # Counted in its own transaction, so that it counts even if this process dies.
    waiting.update(attempts=F("attempts") + 1)
    try:
        if not text.actor.is_active:
            raise NotYours(f"{text.actor} has no access any more.")
        with acting(text.actor):
            # The database writes the version on the row (article_takes_what_waits), in the same transaction.
            said = {name: getattr(text, name) for name in ("base", "note", "decision", "upload")}
            _write(text.article, text.blocks, actor=text.actor, **said)
            if not IncomingVersion.objects.filter(pk=pk, version__isnull=False).exists():
                raise NotNow("The version was taken back.")  # while its claims were being placed
    except DeskError as refused:
        _refuse(text, refused.words)
    return True


def _refuse(text, words):
    """Write down, for whoever accepted a text, why it does not become a version; without effect if it has an end."""
    with acting(text.actor):
        if IncomingVersion.objects.filter(IncomingVersion.WAITS, pk=text.pk).update(refusal=words):
            said = f"{text.actor} could not add a version: {words}"
            record("version_refused", said, actor=text.actor, article=text.article, data={"text": text.pk})


def take_back(text, *, actor):
    """Have a text that waits become no version; then it is one that was refused. Raises NotYours, NotNow."""
    allow(may_take_back(actor, text))
    with acting(actor):
        # The row is locked from when the article goes on to the version until the end of that transaction.
        waiting = IncomingVersion.objects.select_for_update(skip_locked=True).filter(IncomingVersion.WAITS, pk=text.pk)
        if not waiting.values_list("pk").first():
            raise NotNow("The version was not taken back: it is being written, or it waits no more.")
        IncomingVersion.objects.filter(pk=text.pk).update(refusal=f"{actor} took it back before it was created.")
        whose = "" if actor.pk == text.actor_id else f", accepted by {text.actor}"
        said = f"{actor} took back a version that waited to be created{whose}"
        record("version_taken_back", said, actor=actor, article=text.article, data={"text": text.pk})


def discard(text, *, actor):
    """Stop showing a refused text. Raises NotYours; without effect on one that is not refused."""
    allow(may_discard(actor, text))
    with acting(actor):
        refused = IncomingVersion.objects.filter(pk=text.pk, discarded_at=None).exclude(refusal="")
        if refused.update(discarded_at=Now()):
            said = f"{actor} discarded the text of a refused version, accepted by {text.actor}"
            record("version_discarded", said, actor=actor, article=text.article, data={"text": text.pk})
