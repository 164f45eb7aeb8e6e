"""The corrections of articles that are out, and which articles wait for theirs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, F, Func, IntegerField, JSONField, OuterRef, Q, QuerySet, Value

from claims.models import Article, ArticleSignOff, Claim, Correction, Person, Publication
from claims.permissions import desks_of
from claims.queries.compiled import CompiledFor
from claims.queries.desk import SHOWN
from claims.states import ArticleState, ClaimState, Ownership
from claims.text.differences import word_diff

#: Corrections of an article, and lines of one text that went out, that a page shows.
MOST = 100


def corrections_of(article: Article, person: Person) -> list[Any]:
    """An article's corrections, open ones first; ``standing`` is how ``person`` stands towards settling each.

    At most MOST and one more, which only says that there are more.
    """
    standing = Func(F("pk"), Value(person.pk), function="correction_standing", output_field=CharField())
    return list(
        Correction.objects.filter(article=article)
        .select_related("claim", "opened_by", "settled_by")
        .defer("claim__search")
        .annotate(standing=standing)
        .order_by(F("settled_at").desc(nulls_first=True), "number")[: MOST + 1]
    )


def publications_of(article: Article, corrections: Iterable[Correction]) -> list[Any]:
    """What went out, newest first, at most SHOWN; ``count`` is how many lines differ.

    ``lines`` are the first MOST of them, each {kind, old, new, parts, correction}, with the one of ``corrections`` that
    is about it, or None.
    """
    of_line = {(one.publication_id, one.line): one for one in corrections if one.publication_id}
    found: list[Any] = list(
        Publication.objects.filter(article=article)
        .select_related("by", "version")
        .annotate(
            count=Func("differences", function="jsonb_array_length", output_field=IntegerField()),
            first=Func(
                "differences",
                Value(f"$[0 to {MOST - 1}]"),
                template="jsonb_path_query_array(%(expressions)s::jsonpath)",
                output_field=JSONField(),
            ),
        )
        .defer("text", "differences")
        .order_by("-id")[:SHOWN]
    )
    for one in found:
        one.lines = [
            row
            | {
                "parts": word_diff(row["old"], row["new"]) if row["kind"] == "changed" else [],
                "correction": of_line.get((one.pk, at)),
            }
            for at, row in enumerate(one.first)
        ]
    return found


def claims_to_correct(article: Article) -> list[Claim]:
    """The claims that a complaint may be about, in reading order."""
    claims = Claim.objects.filter(article=article).exclude(state=ClaimState.RETIRED)
    return list(claims.only("number", "statement", "quoted").order_by("line_number", "number"))


def articles_to_settle(person: Person) -> list[Article]:
    """Articles that are out with a correction open, or settled and not signed since; at most SHOWN and one more."""
    return _TO_SETTLE(person)


def _to_settle(person: Person) -> QuerySet[Article]:
    of_article = Correction.objects.filter(article=OuterRef("pk"))
    signed = ArticleSignOff.objects.filter(article=OuterRef("pk"), voided_at=None)
    return (
        Article.objects.filter(desk_id__in=desks_of(person), ownership=Ownership.OURS, state__in=ArticleState.out())
        .filter(Exists(of_article), Q(Exists(of_article.filter(settled_at=None))) | ~Q(Exists(signed)))
        .annotate(open_correction=Exists(of_article.filter(settled_at=None)))
        .defer("search")
        .order_by("id")[: SHOWN + 1]
    )


_TO_SETTLE = CompiledFor(_to_settle)
