"""The sources of a desk as a library: which records are the same, and what depends on one."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from claims.models import Capture, Claim, Evidence, Source
from claims.queries.paging import Page, page_of
from claims.queries.rows import as_rows
from claims.states import Access, ClaimState

NEWEST = ("-id",)
#: Sources that are offered as perhaps the same.
MOST_ALIKE = 8


def group_of(source: Source) -> list[int]:
    """The ids of a source, and of all that were merged into it; one query, once for each object that was fetched."""
    known: dict[str, list[int]] = source.__dict__
    if "_of_group" not in known:
        found = Source.objects.filter(Q(root=source.pk) | Q(pk=source.pk))
        known["_of_group"] = list(found.order_by("pk").values_list("pk", flat=True))
    return known["_of_group"]


def dependents_page(source: Source, after: str | None = "") -> Page[Claim]:
    """A Page of the claims that rest on a source, or on what derives from it, newest first, without retired ones."""
    return page_of(as_rows(_dependents(source)), NEWEST, after)


def count_dependents(source: Source) -> tuple[int, int]:
    """How many claims rest on a source or on what derives from it, and in how many articles."""
    found = _dependents(source).order_by()
    return found.count(), found.values("article").distinct().count()


def _dependents(source: Source) -> QuerySet[Claim]:
    on = RawSQL("SELECT unnest(evidence_on_sources(ARRAY[%s]::bigint[]))", [source.pk])  # noqa: S611 - a parameter
    claims = Evidence.objects.filter(pk__in=on).values("claim")
    return Claim.objects.filter(pk__in=claims).exclude(state=ClaimState.RETIRED)


def same_page(source: Source) -> list[Source]:
    """Other sources of the desk that stand at the page of a source, or at one where its captures say that it stands."""
    ids = group_of(source)
    pages = Q(page=source.page) if source.page else Q(pk__in=[])
    there = Capture.objects.filter(source__in=ids).exclude(page="").values("page")
    here = Capture.objects.filter(source=OuterRef("pk"), page=source.page) if source.page else Capture.objects.none()
    same = {"desk": source.desk_id, "merged_into": None, "terms": source.terms, "access": Access.DESK}
    found = Source.objects.filter(**same).exclude(pk__in=ids)
    return list(found.filter(pages | Q(page__in=there) | Exists(here)).defer("search").order_by("id")[:MOST_ALIKE])
