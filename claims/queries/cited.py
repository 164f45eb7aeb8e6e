"""The sources that an article's claims rest on, as its source list has them."""

from dataclasses import dataclass, field

from django.db.models import F

from claims.models import Article, Evidence, Source
from claims.states import ClaimState


@dataclass
class Cited:
    """A source, and the numbers of the claims that have evidence from it, in their order."""

    source: Source
    claims: list[int] = field(default_factory=list)


def cited_in(article: Article) -> list[Cited]:
    """Return the sources of the evidence of an article's claims, in the order of the article, in one query.

    Retired claims and removed evidence do not count. A source off the record is in no list that leaves the desk.
    """
    rows = (
        Evidence.objects.filter(claim__article=article, removed_at__isnull=True, source__off_record=False)
        .exclude(claim__state=ClaimState.RETIRED)
        .select_related("source")
        .order_by("claim__line_number", "claim__number", "id")
        .annotate(number=F("claim__number"))
    )
    found: dict[int, Cited] = {}
    for row in rows:
        one = found.setdefault(row.source_id, Cited(row.source))
        if one.claims[-1:] != [row.number]:
            one.claims.append(row.number)
    return list(found.values())
