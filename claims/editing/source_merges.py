"""Sources that are the same: merging one into another, and what a change of a source would do before it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import Count

from claims.editing.sources import titled
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Capture, Claim, Derivation, Evidence, Person, Placement, Source, SourceChange
from claims.permissions import allow, may_edit_source
from claims.queries.library import group_of
from claims.queries.source_changes import waiting_said
from claims.states import ClaimState

#: Claims, and articles, that a preview lists.
MOST_SHOWN = 20
#: What the record that is left says for both: label, and the field.
SAID_ONCE = (
    ("Kind", "kind"),
    ("Title", "title"),
    ("Publisher", "publisher"),
    ("Author", "author"),
    ("Address", "address"),
    ("Published on", "published_on"),
    ("Language", "language"),
    ("Whose word", "speaker"),
    ("Who controls it", "controlled_by"),
    ("Interests", "interests"),
    ("Reliability", "reliability"),
    ("Reference list", "reference"),
)


@dataclass(frozen=True)
class Flagged:
    """The claims that a change would flag as *source changed*: the newest, how many, and in how many articles."""

    claims: list[Claim]
    count: int
    articles: int


def flagged_by(change: Callable[[], object], *, actor: Person) -> Flagged:
    """Return what ``change`` would flag: it is made and taken back, so that the database itself says it.

    Raises what ``change`` raises.
    """
    with acting(actor):
        with transaction.atomic():
            change()
            waits = SourceChange.objects.filter(settled_at=None, changed_at=TransactionNow(), changed_by=actor)
            claims = Claim.objects.filter(pk__in=waits.values("claim")).select_related("article")
            newest = list(claims.defer("search", "article__search").order_by("-id")[:MOST_SHOWN])
            count = claims.order_by().aggregate(claims=Count("pk"), articles=Count("article", distinct=True))
            transaction.set_rollback(True)
        return Flagged(newest, count["claims"], count["articles"])


def merge(source: Source, into: Source, *, actor: Person) -> Source:
    """Say that a source is the same as another one, ``into``. Returns ``into``.

    No evidence, capture or placement is written: the record stays, and the rules read what the other one says. So every
    sign-off holds what it held; the claims that it concerns are flagged. Raises NotYours, NotNow, Invalid.
    """
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        rows = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("desk")
        both = {one.pk: one for one in rows.filter(pk__in=[source.pk, into.pk]).order_by("pk")}
        source, into = both[source.pk], both[into.pk]
        if source.pk == into.pk or source.desk_id != into.desk_id:
            raise Invalid("Choose another source of this desk.", "into")
        if source.merged_into_id or into.merged_into_id:
            raise NotNow("One of the two was merged meanwhile. Look again.")
        source.merged_into = into
        source.edition += 1
        source.save(update_fields=["merged_into", "edition"])
        words = f"{actor} merged the source {titled(source)} into {titled(into)}{waiting_said()}"
        data = {"source": source.pk, "into": into.pk}
        record("sources_merged", words, actor=actor, desk=source.desk, data=data)
    return into


def undo_merge(source: Source, *, actor: Person) -> Source:
    """Undo the merge of a source into another one. Returns the source. Raises NotYours, NotNow."""
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        rows = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("desk", "merged_into")
        source = rows.get(pk=source.pk)
        if source.merged_into is None:
            raise NotNow("This source is not merged.")
        into, source.merged_into = source.merged_into, None
        source.edition += 1
        source.save(update_fields=["merged_into", "edition"])
        words = f"{actor} undid the merge of the source {titled(source)} into {titled(into)}{waiting_said()}"
        data = {"source": source.pk, "into": into.pk}
        record("sources_parted", words, actor=actor, desk=source.desk, data=data)
    return source


@dataclass(frozen=True)
class Preview:
    """What a merge would do: how much goes along, what the two say otherwise (label, this one's, the other's), and the
    claims that would be flagged. ``sides`` are articles in which the two stand on different sides."""

    claims: int
    captures: int
    derived: int
    placements: int
    differ: list[tuple[str, Any, Any]]
    flagged: Flagged
    sides: list[str]


def preview(source: Source, into: Source, *, actor: Person) -> Preview:
    """Return what ``merge`` would do; it is made and taken back. Raises NotYours, NotNow, Invalid where it would."""
    flagged = flagged_by(lambda: merge(source, into, actor=actor), actor=actor)
    ids = group_of(source)
    evidence = Evidence.objects.filter(source__in=ids, removed_at=None).exclude(claim__state=ClaimState.RETIRED)
    placements = Placement.objects.filter(source__in=ids)
    on_sides = Placement.objects.filter(source__in=[*ids, *group_of(into)]).values("article__headline", "article")
    two = on_sides.annotate(sides=Count("side", distinct=True)).filter(sides__gt=1).order_by("-article")
    return Preview(
        claims=evidence.aggregate(n=Count("claim", distinct=True))["n"],
        captures=Capture.objects.filter(source__in=ids).count(),
        derived=Derivation.objects.filter(origin__in=ids).count(),
        placements=placements.count(),
        differ=[
            (label, _shown(source, name), _shown(into, name))
            for label, name in SAID_ONCE
            if getattr(source, name) != getattr(into, name)
        ],
        flagged=flagged,
        sides=[row["article__headline"] for row in two[:MOST_SHOWN]],
    )


def _shown(source: Source, name: str) -> Any:
    value = getattr(source, name)
    if isinstance(value, bool):
        return "on it" if value else "not on it"
    return getattr(source, f"get_{name}_display")() if hasattr(source, f"get_{name}_display") else value
