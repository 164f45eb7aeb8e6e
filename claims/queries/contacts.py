"""The contact log of an article: what waits for an answer, what is settled, and what may cover another claim."""

from django.db.models import Prefetch, Q, QuerySet

from claims.models import Article, Claim, Contact, ContactClaim
from claims.queries.paging import Page, page_of

#: Requests that wait, on one page; and earlier ones that are offered for another claim.
MOST, OFFERED = 200, 10
_WAITS = Q(outcome="", struck_at=None)


def _shown(article: Article) -> QuerySet[Contact]:
    covers = ContactClaim.objects.select_related("claim").only("contact_id", "claim__number", "claim__article_id")
    return article.contacts.select_related("logged_by", "answer_logged_by", "struck_by").prefetch_related(
        Prefetch("covers", covers.order_by("claim__number"))
    )


def open_requests(article: Article) -> tuple[list[Contact], bool]:
    """(The requests that wait for an answer, by deadline: late ones first; whether there are more). Two queries."""
    found = list(_shown(article).filter(_WAITS).order_by("deadline", "id")[: MOST + 1])
    return found[:MOST], len(found) > MOST


def settled_requests(article: Article, after: str = "") -> Page[Contact]:
    """One page of the requests that were answered or struck out, the newest first. Two queries."""
    return page_of(_shown(article).exclude(_WAITS), ["-id"], after)


def others_of(claim: Claim) -> list[Contact]:
    """The newest requests of the article that stand, and do not cover the claim. One query."""
    others = Contact.objects.filter(article=claim.article_id, struck_at=None).exclude(covers__claim=claim)
    return list(others.order_by("-id")[:OFFERED])
