"""Accepted texts that wait to become a version, and those that were refused."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from claims.models import Article, IncomingVersion, Person
from claims.queries.compiled import Slot

#: How many refused texts the page of a next version lists.
LISTED = 20


def incoming_now(person: Person | Slot) -> Subquery:
    """Return an expression of an article: the text that waits, or the latest one of ``person`` that was refused.

    It is {"id", "whose", "waits"}, or None.
    """
    said = JSONObject(id="id", whose=Coalesce(NullIf("actor__name", Value("")), "actor__username"), waits=Q(refusal=""))
    texts = _open(article=OuterRef("pk")).filter(Q(refusal="") | Q(actor=person))
    return Subquery(texts.order_by("refusal", "-pk").values(said=said)[:1])


def refused_texts(article: Article, person: Person) -> list[IncomingVersion]:
    """Return the refused texts of an article that nobody discarded, without their blocks: those of ``person`` first."""
    texts = _open(article=article).exclude(refusal="").select_related("actor").defer("blocks")
    latest = list(texts.order_by("-pk")[:LISTED])
    return sorted(latest, key=lambda text: text.actor_id != person.pk)


def _open(**where: Any) -> QuerySet[IncomingVersion]:
    return IncomingVersion.objects.filter(version=None, discarded_at=None, **where)
