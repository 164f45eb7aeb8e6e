"""The queues: whose turn it is on which claim or query; one definition each for the list, its count and the next one.

The claims of a withdrawn article wait for nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from claims.models import (
    Article,
    ArticleAuthor,
    Claim,
    Evidence,
    Person,
    SignOff,
    Thread,
)
from claims.permissions import SIGNS_NOT, SIGNS_WITH, desks_of
from claims.queries.findings import sides_of
from claims.queries.paging import SIZE, Page, page_of, place_of, rows_after
from claims.queries.threads import as_asked
from claims.rules.weight import Keys, independent, keys_of
from claims.states import ArticleState, ClaimState, Role, Verdict

#: Orders a queue: higher priority first, then the oldest deadline; or by deadline alone; or the oldest first.
KEYS, BY_DUE, OLDEST = ("-priority", "due", "id"), ("due", "id"), ("id",)
ORDERS: dict[tuple[str, ...], str] = {
    KEYS: "Highest priority first, then the oldest deadline.",
    BY_DUE: "The longest late first.",
    OLDEST: "The oldest first.",
}
WORK = [ClaimState.OPEN, ClaimState.CHECKING, ClaimState.CHANGED]
UNFINISHED = [*WORK, ClaimState.IN_REVIEW]
#: Verdicts that need no source: they say where the desk looked, or why nobody needs to look.
WITHOUT_EVIDENCE = [Verdict.NOT_ENOUGH, Verdict.NOT_CHECKABLE, Verdict.NOT_EXAMINED]
COUNTED_TO = 1000


@dataclass(frozen=True)
class Queue:
    """``rows(person)`` is all that is in it; ``parts(person)`` the same, divided where some come first.

    Rows are claims, or threads where ``of_threads`` is set; ``heads`` are the names of two parts.
    """

    name: str
    title: str
    about: str
    empty: str
    rows: Callable[[Person], QuerySet[Any]]
    parts: Callable[[Person], list[QuerySet[Any]]]
    keys: tuple[str, ...] = KEYS
    heads: tuple[str, str] = ("", "")
    of_threads: bool = False

    @property
    def order(self) -> str:
        return ORDERS[self.keys]


def signable(claims: QuerySet[Claim], person: Person) -> QuerySet[Claim]:
    """Those of ``claims`` (a QuerySet) that ``person`` may sign now, by ``claim_standings`` in SQL."""
    # What may be signed is the rest: PostgreSQL takes what equals an expression for rare, and would sort the whole
    # queue for it instead of reading its beginning in order.
    sql = "SELECT s.claim_id FROM claim_standings(%s, false, true) s WHERE s.standing <> ALL (%s)"
    return claims.filter(pk__in=RawSQL(sql, [person.pk, list(SIGNS_NOT)]))  # noqa: S611 - nothing of it was typed


def standings_of(claims: Iterable[Claim], person: Person, anew: bool = False) -> dict[int, str]:
    """{claim's id: how ``person`` stands towards signing it}, by ``claim_standings`` in SQL; one query.

    ``claims`` are Claims; ``anew``: as if nobody had signed yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claim_id, standing FROM claim_standings(%s, %s, true) WHERE claim_id = ANY (%s)",
            [person.pk, anew, [claim.pk for claim in claims]],
        )
        return dict(cursor.fetchall())


def _not_signable(claims: QuerySet[Claim], person: Person) -> Counter[str]:
    """Counter of how ``person`` stands towards those of ``claims`` (a QuerySet) that they cannot sign, to 1,000."""
    sql, params = claims.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.standing FROM ({sql}) c (id) JOIN claim_standings(%s, false, true) s ON s.claim_id = c.id"  # noqa: S608
            f" WHERE s.standing <> ALL (%s) LIMIT {COUNTED_TO}",
            [*params, person.pk, list(SIGNS_WITH)],
        )
        return Counter(standing for (standing,) in cursor.fetchall())


def signs(person: Person) -> bool:
    """Whether a person signs claims on any desk; everybody else reads the review queue whole."""
    return bool(desks_of(person, {Role.REVIEWER, Role.LEGAL}))


def _not_withdrawn[Row: Model](rows: QuerySet[Row], desks: list[int]) -> QuerySet[Row]:
    """Without what belongs to a withdrawn article: few ids, read from an index, so that counting needs no article."""
    return rows.exclude(article__in=Article.objects.filter(desk_id__in=desks, state=ArticleState.WITHDRAWN))


def _claims(desks: list[int], **where: Any) -> QuerySet[Claim]:
    return _not_withdrawn(Claim.objects.filter(desk_id__in=desks, **where), desks)


def _in_review(person: Person) -> QuerySet[Claim]:
    desks = desks_of(person, {Role.REVIEWER, Role.LEGAL}) or desks_of(person)
    return _claims(desks, state=ClaimState.IN_REVIEW)


def _review(person: Person) -> QuerySet[Claim]:
    if not signs(person):
        return _in_review(person)
    return signable(_in_review(person), person)


def _mine(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), assignee=person, state__in=WORK)


def _returned(person: Person) -> QuerySet[Claim]:
    return _mine(person).filter(state=ClaimState.CHECKING).exclude(returned_reason="")


def _mine_in_parts(person: Person) -> list[QuerySet[Claim]]:
    returned = Q(state=ClaimState.CHECKING) & ~Q(returned_reason="")
    return [_returned(person), _mine(person).exclude(returned)]


def _unassigned(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), assignee__isnull=True, state__in=WORK)


def _any_changed(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), state=ClaimState.CHANGED)


def _changed(person: Person) -> QuerySet[Claim]:
    """Whoever only signs on a desk sees those that they signed; whoever works or reads there sees all."""
    whole = desks_of(person, set(Role.values) - {Role.REVIEWER, Role.LEGAL})
    signed = Exists(SignOff.objects.filter(claim=OuterRef("pk"), signer=person))
    return _any_changed(person).filter(Q(desk_id__in=whole) | Q(signed))


def _needs_evidence(person: Person) -> QuerySet[Claim]:
    found = Evidence.objects.filter(claim=OuterRef("pk"), confirmed=True, removed_at__isnull=True)
    claims = _claims(desks_of(person), state__in=WORK)
    return claims.exclude(verdict__in=WITHOUT_EVIDENCE).filter(~Exists(found))


def _overdue(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), state__in=UNFINISHED, due__lt=timezone.now())


def _queries(person: Person) -> QuerySet[Thread]:
    desks = desks_of(person)
    queries = Thread.objects.filter(is_query=True, resolved_at__isnull=True, article__desk_id__in=desks)
    return _not_withdrawn(queries, desks)


def _queries_in_parts(person: Person) -> list[QuerySet[Thread]]:
    """First those that a person opened or was given, and those on articles of theirs and on claims that they have."""
    wrote = Exists(ArticleAuthor.objects.filter(article=OuterRef("article_id"), person=person))
    yours = Case(
        When(Q(opened_by=person) | Q(given_to=person) | Q(claim__assignee=person) | wrote, then=True),
        default=False,
        output_field=BooleanField(),
    )
    queries = _queries(person).alias(yours=yours)
    return [queries.filter(yours=True), queries.filter(yours=False)]


def _queue(
    name: str,
    title: str,
    about: str,
    empty: str,
    rows: Callable[[Person], QuerySet[Any]],
    parts: Callable[[Person], list[QuerySet[Any]]] | None = None,
    **more: Any,
) -> Queue:
    return Queue(name, title, about, empty, rows, parts or (lambda person: [rows(person)]), **more)


QUEUES = {
    queue.name: queue
    for queue in [
        _queue(
            "review",
            "Ready for review",
            "Sent to review, and yours to sign.",
            "Nothing waits for your signature.",
            _review,
        ),
        _queue(
            "returned",
            "Returned to me",
            "A reviewer sent these back with a reason.",
            "Nothing was returned to you.",
            _returned,
        ),
        _queue(
            "mine",
            "My work",
            "Claims that you took or were given; returned ones first.",
            "You have no claim in work.",
            _mine,
            _mine_in_parts,
            heads=("Returned", "In work"),
        ),
        _queue("unassigned", "Unassigned", "Nobody works on these yet.", "Every claim has somebody.", _unassigned),
        _queue(
            "changed",
            "Changed since sign-off",
            "Signed content changed, so its sign-off is void.",
            "No sign-off is void.",
            _changed,
        ),
        _queue(
            "needs_evidence",
            "Needs evidence",
            "In work, with no source that counts yet.",
            "Every claim in work has a source, or a verdict that stands without one.",
            _needs_evidence,
        ),
        _queue(
            "queries",
            "Queries",
            "Questions that keep their article from being signed off and published.",
            "No query is open.",
            _queries,
            _queries_in_parts,
            keys=OLDEST,
            heads=("Yours to answer or resolve", "Between others"),
            of_threads=True,
        ),
        _queue(
            "overdue",
            "Overdue",
            "Past their deadline, and neither signed off nor retired.",
            "Nothing is late.",
            _overdue,
            keys=BY_DUE,
        ),
    ]
}


def counts_for(person: Person, names: Collection[str] = tuple(QUEUES)) -> dict[str, int]:
    """{queue's name: its rows, counted to 1,000}; once a request each, and in one query those asked for together."""
    known = person.__dict__.setdefault("_queue_counts", {})
    if asked := [name for name in names if name not in known]:
        selects: list[str] = []
        values: list[Any] = []
        for name in asked:
            try:
                sql, params = QUEUES[name].rows(person).order_by().values("pk")[:COUNTED_TO].query.sql_with_params()
            except EmptyResultSet:  # somebody without a desk
                sql, params = "SELECT 1 WHERE false", ()
            selects.append(f"(SELECT count(*) FROM ({sql}) AS {name})")  # noqa: S608 - Django's own SQL
            values += params
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(selects)}", values)  # noqa: S608 - Django's own SQL
            known.update(zip(asked, cursor.fetchone(), strict=True))
    return {name: known[name] for name in names}


def waiting_for(person: Person) -> int:
    """How many claims wait for this person: those they may sign now, and those they have in work."""
    return sum(counts_for(person, ("mine", "review") if signs(person) else ("mine",)).values())


def hidden_from(name: str, person: Person) -> list[tuple[int, str]]:
    """[(how many, why)] of the claims that a queue hides from this person, counted to 1,000."""
    if name == "review" and signs(person):
        found = _not_signable(_in_review(person), person)
        said = [(found[key], why.of_one, why.of_several) for key, why in SIGNS_NOT.items()]
    elif name == "changed":
        visible = _changed(person).values("pk")
        others = _any_changed(person).exclude(pk__in=visible)[:COUNTED_TO].count()
        said = [(others, "somebody else signed it", "other people signed them")]
    else:
        said = []
    return [(count, one if count == 1 else many) for count, one, many in said if count and one]


def _parts(queue: Queue, person: Person, article: Article | None) -> list[QuerySet[Any]]:
    parts = queue.parts(person)
    return parts if article is None else [part.filter(article=article) for part in parts]


def queue_page(
    name: str, person: Person, after: str | None = "", article: Article | None = None
) -> tuple[list[Any], Page[Any]]:
    """(the rows that come first, at most 50, on the first page only; a Page of the others), of one ``article`` or all.

    ``after`` is a cursor; ``article`` one that the person can see.
    """
    queue = QUEUES[name]
    dressed: Callable[[QuerySet[Any]], QuerySet[Any]] = as_asked if queue.of_threads else as_rows
    *before, last = _parts(queue, person, article)
    page = page_of(dressed(last), queue.keys, after)
    first = [] if page.later else [row for part in before for row in dressed(part).order_by(*queue.keys)[:SIZE]]
    if not queue.of_threads:
        weigh_rows([*first, *page.rows])
    return first, page


def next_in(name: str, person: Person, after: str | None = "", article: Article | None = None) -> Claim | Thread | None:
    """The next row of a queue after one (in it or no longer, wherever it is now), from the start at its end; or None.

    ``after`` is that row's cursor; ``article`` as in queue_page.
    """
    queue = QUEUES[name]
    parts = [part.select_related("claim" if queue.of_threads else "article") for part in _parts(queue, person, article)]
    place = place_of(after, parts[0].model, queue.keys)
    if place is not None:
        parts = [part.exclude(pk=place[-1]) for part in parts]
    rows = (
        row
        for start in ([None] if place is None else [place, None])
        for part in parts
        for row in rows_after(part, queue.keys, start, 1)
    )
    return next(rows, None)


def as_rows(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with what a row of a list shows, and no more."""
    voided = SignOff.objects.filter(claim=OuterRef("pk"), voided_at__isnull=False)
    # Asked of each row by itself: for EXISTS, PostgreSQL reads all sign-offs of the desk first.
    claims = claims.annotate(signed_before=Subquery(voided.values(before=Value(value=True))[:1]))
    return claims.select_related("article", "assignee", "sent_by").only(
        "number",
        "state",
        "statement",
        "reworded_statement",
        "wording_applied",
        "quoted",
        "line_number",
        "speaker_cited",
        "speaker_as_printed",
        "speech_act",
        "verdict",
        "priority",
        "due",
        "waiting_on",
        "waiting_until",
        "returned_reason",
        "desk_id",
        "article__headline",
        "assignee__name",
        "assignee__username",
        "sent_by__name",
        "sent_by__username",
    )


#: The evidence of some claims that counts, each with its source and all that this derives from. A circle ends.
_ORIGINS = """
WITH RECURSIVE chain AS (
  SELECT e.claim_id, e.id AS evidence, s.id AS source, s.speaker_id AS speaker, s.origin_id AS origin
  FROM claims_evidence e JOIN claims_source s ON s.id = e.source_id
  WHERE e.claim_id = ANY (%s) AND (e.confirmed OR e.stance = 'contradicts') AND e.removed_at IS NULL
  UNION
  SELECT c.claim_id, c.evidence, s.id, s.speaker_id, s.origin_id FROM chain c JOIN claims_source s ON s.id = c.origin
)
SELECT claim_id, array_agg(source), array_agg(speaker) FROM chain GROUP BY claim_id, evidence"""


def weigh_rows(claims: Collection[Any]) -> None:
    """Set ``evidence_count`` and ``origin_count`` on claims, in two queries.

    Counted is the evidence that the rules judge by (``Evidence.counts``); sources that share an origin, a speaker or a
    side of the matter count as one, as the rules have it.
    """
    article_of = {claim.pk: claim.article_id for claim in claims}
    sides = sides_of(set(article_of.values()))
    keys: defaultdict[int, list[Keys]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, [list(article_of)])
        for claim, sources, speakers in cursor.fetchall():
            keys[claim].append(keys_of(sources, speakers, sides[article_of[claim]]))
    for claim in claims:
        claim.evidence_count, claim.origin_count = len(keys[claim.pk]), len(independent(keys[claim.pk]))
