"""An article's gate as the database decides it, in two queries; what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from claims.models import Article, Claim, SignOff
from claims.rules.gate import MET, GateItem, items_of
from claims.states import Verdict


def gate_of(article: Article) -> list[GateItem]:
    """The GateItems of an article as it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, kind, claim_number, line_number, detail, blocks FROM article_gate(%s)", [article.pk]
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT article_gate_asks(%s)", [article.pk])
        (asks,) = cursor.fetchone()
    return items_of(rows, parts=[kind for kind in MET if kind in asks])


@dataclass(frozen=True)
class Found:
    """What a check found: [(a claim with the verdict, claims)] in the order of Verdict, [(name, claims that they
    signed)] most first."""

    verdicts: list[tuple[Claim, int]]
    signers: list[tuple[str, int]]


def found_in(article: Article, claims: Iterable[Claim]) -> Found:
    """What the check of an article found, of its live ``claims``; one query."""
    claims = [claim for claim in claims if claim.verdict]
    counts = Counter((claim.verdict_choice, claim.verdict_label) for claim in claims)
    order = list(Verdict)
    one_each = {(claim.verdict_choice, claim.verdict_label): claim for claim in claims}
    signers = SignOff.objects.filter(claim__article=article, voided_at=None).values_list("signer__name")
    by_number = signers.annotate(n=Count("claim", distinct=True)).order_by("-n", "signer__name")
    keys = sorted(one_each, key=lambda key: (order.index(one_each[key].verdict), key))  # type: ignore[arg-type]
    return Found([(one_each[key], counts[key]) for key in keys], list(by_number))
