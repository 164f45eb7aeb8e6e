"""The sources that an article's claims rest on, as its source list has them."""

from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from claims.models import Article, Evidence, Source
from claims.states import ClaimState, Terms


@dataclass
class Cited:
    """A source, and the numbers of the claims that have evidence from it, in their order."""

    source: Source
    claims: list[int] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return what it is in one line: its title, publisher and address."""
        return ", ".join(filter(None, [self.source.title, self.source.publisher, self.source.address]))


def cited_in(article: Article) -> list[Cited]:
    """Return the sources of the evidence of an article's claims, in the order of the article, in one query.

    Retired claims and removed evidence do not count. Only sources on the record are in a list that leaves the desk.
    """
    rows = (
        _evidence(article)
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


def cited_by_claim(article: Article) -> dict[int, list[Cited]]:
    """Return {number of a claim: its sources} of what cited_in has, in one query."""
    found: dict[int, list[Cited]] = {}
    for one in cited_in(article):
        for number in one.claims:
            found.setdefault(number, []).append(one)
    return found


def count_cited(article: Article) -> int:
    """Return how many sources cited_in has, in one query."""
    return _evidence(article).values("source").distinct().count()


def _evidence(article: Article) -> QuerySet[Evidence]:
    on_record = Evidence.objects.filter(claim__article=article, removed_at__isnull=True, source__terms=Terms.ON_RECORD)
    return on_record.exclude(claim__state=ClaimState.RETIRED)
