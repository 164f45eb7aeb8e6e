"""Links between claims: *denies*, *repeats*, *is part of*; each binds both ends."""

from claims.editing.claims import must_be_live
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import ClaimLink
from claims.permissions import allow, may_cut
from claims.workflow.articles import lock_article
from claims.workflow.claims import lock


def link_claims(claim, to, kind, *, actor):
    """Say that ``claim`` denies, repeats or is part of ``to``. It voids both sign-offs. Raises Invalid, NotNow."""
    with acting(actor):
        article = lock_article(claim.article_id)
        allow(may_cut(actor, article))
        if claim.article_id != to.article_id or claim.pk == to.pk:
            raise Invalid("Link it to another claim of this article.", "to")
        claim, to = _both(claim, to)
        must_be_live(claim)
        must_be_live(to)
        link, made = ClaimLink.objects.get_or_create(claim=claim, to=to, kind=kind, defaults={"created_by": actor})
        if not made:
            raise Invalid("They are linked so already.", "to")
        words = f"{actor} linked: claim {claim.number} {link.get_kind_display()} claim {to.number}"
        for end in (claim, to):
            record("linked", words, actor=actor, claim=end, data={"kind": kind, "from": claim.number, "to": to.number})
    return link


def unlink_claims(link, *, actor):
    """Take a link back. It voids the sign-off of both claims. Raises NotNow."""
    with acting(actor):
        article = lock_article(link.claim.article_id)
        allow(may_cut(actor, article))
        if not ClaimLink.objects.filter(pk=link.pk).exists():
            raise NotNow("That link is gone already.")
        claim, to = _both(link.claim, link.to)
        if not claim.is_live:
            must_be_live(to)  # a live claim is freed of a retired one; two retired ones stay as they were
        words = f"{actor} unlinked: claim {claim.number} {link.get_kind_display()} claim {to.number}"
        data = {"kind": link.kind, "from": claim.number, "to": to.number}
        link.delete()
        for end in (claim, to):
            record("unlinked", words, actor=actor, claim=end, data=data)


def _both(one, two):
    """Two claims as they are now, the lower id locked first."""
    now = {pk: lock(pk) for pk in sorted((one.pk, two.pk))}
    return now[one.pk], now[two.pk]
