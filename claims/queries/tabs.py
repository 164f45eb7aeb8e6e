"""What the tabs of an article count: how much of its gate is met, what is to reconcile, open threads,
requests for comment, backing."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, IntegerField, OuterRef, Subquery

from claims.models import Article, Backing, Contact
from claims.queries.compiled import Compiled, Slot
from claims.queries.threads import open_threads


def gate_ready() -> Func:
    """[parts of an article's gate that are met, parts that there are], for a query of articles to be annotated with."""
    return Func("pk", function="article_gate_ready", output_field=ArrayField(IntegerField()))


def tab_counts() -> dict[str, Any]:
    """``gate`` (gate_ready), ``to_reconcile``, ``open_threads``, ``contacts_logged`` and ``pieces_of_backing`` for a
    query of articles to be annotated with."""
    backing = Backing.objects.filter(version=OuterRef("current_version")).order_by().values("version")
    return {
        "gate": gate_ready(),
        "to_reconcile": Func("pk", function="claims_adrift", output_field=IntegerField()),
        "open_threads": open_threads(),
        "contacts_logged": Subquery(
            Contact.objects.filter(article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(n=Count("pk"))
            .values("n")
        ),
        "pieces_of_backing": Subquery(backing.annotate(n=Count("pk")).values("n")),
    }


def _counts(*names: str) -> Compiled:
    return Compiled(lambda: Article.objects.filter(pk=Slot("article")).annotate(**tab_counts()).values(*names))


_BESIDE = ("to_reconcile", "open_threads", "contacts_logged", "pieces_of_backing")
_ALL, _BESIDE_GATE = _counts("gate", *_BESIDE), _counts(*_BESIDE)


def count_tabs(article: Article) -> None:
    """Set the tab_counts on an article, in one query, unless it was fetched with them; a known ``gate`` stays."""
    if not hasattr(article, "open_threads"):
        counts = _BESIDE_GATE if hasattr(article, "gate") else _ALL
        vars(article).update(counts.first(article=article.pk))
