"""The queues: whose turn it is on which claim or query; one definition each for the list, its count and the next one.

The claims of a withdrawn article wait for nobody.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Now

from claims.models import (
    Article,
    ArticleAuthor,
    Claim,
    Evidence,
    Person,
    SignOff,
    SourceChange,
    Thread,
)
from claims.permissions import SIGNS_NOT, desks_of
from claims.queries.compiled import KEPT, CompiledFor, Held, held_by, real_ids, somebody
from claims.queries.paging import SIZE, Page, first_page, page_of, place_of, rows_after
from claims.queries.rows import any_of, as_rows
from claims.queries.signable import COUNTED_TO, not_signable, signable, signs, touched
from claims.queries.threads import as_asked
from claims.queries.weighing import weigh_rows
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


@dataclass(frozen=True)
class Queue:
    """``rows(person)`` is all that is in it; ``parts(person)`` the same, divided where some come first.

    Rows are claims, or threads where ``of_threads`` is set; ``heads`` are the names of two parts, where it has two.
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


def _not_withdrawn[Row: Model](rows: QuerySet[Row], desks: list[int]) -> QuerySet[Row]:
    """Without what belongs to a withdrawn article: few ids, read from an index, so that counting needs no article."""
    return rows.exclude(article__in=Article.objects.filter(desk_id__in=desks, state=ArticleState.WITHDRAWN))


def _claims(desks: list[int], **where: Any) -> QuerySet[Claim]:
    return _not_withdrawn(Claim.objects.filter(desk_id__in=desks, **where), desks)


def _in_review(person: Person) -> QuerySet[Claim]:
    desks = desks_of(person, {Role.REVIEWER, Role.LEGAL}) or desks_of(person)
    return _claims(desks, state=ClaimState.IN_REVIEW)


def _review(person: Person) -> QuerySet[Claim]:
    claims = _in_review(person)
    if not signs(person):
        return claims
    if not desks_of(person, {Role.REVIEWER}):
        claims = claims.exclude(risk_flags=[])  # few, and read from their index: legal signs nothing else
    return signable(claims, person)


def _mine(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), assignee=person, state__in=WORK)


def _returned(person: Person) -> QuerySet[Claim]:
    return _mine(person).filter(state=ClaimState.CHECKING).exclude(returned_reason="")


def _mine_in_parts(person: Person) -> list[QuerySet[Claim]]:
    returned = Q(state=ClaimState.CHECKING) & ~Q(returned_reason="")
    return [_returned(person), _mine(person).exclude(returned)]


def _unassigned(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), assignee__isnull=True, state__in=WORK)


def _reads_whole(person: Person) -> list[int]:
    """The desks on which a person has another role than one that signs."""
    return desks_of(person, set(Role.values) - {Role.REVIEWER, Role.LEGAL})


def _changed(person: Person) -> QuerySet[Claim]:
    """Whoever only signs on a desk sees those that they signed; whoever works or reads there sees all."""
    whole = _reads_whole(person)
    signed = Exists(SignOff.objects.filter(claim=OuterRef("pk"), signer=person))
    return _claims(desks_of(person), state=ClaimState.CHANGED).filter(Q(desk_id__in=whole) | Q(signed))


def _source_changed(person: Person) -> QuerySet[Claim]:
    waits = SourceChange.objects.filter(settled_at__isnull=True).values("claim")
    return _claims(desks_of(person), pk__in=waits).exclude(state=ClaimState.RETIRED)


def _needs_evidence(person: Person) -> QuerySet[Claim]:
    found = Evidence.objects.filter(claim=OuterRef("pk"), confirmed=True, removed_at__isnull=True)
    claims = _claims(desks_of(person), state__in=WORK)
    return claims.exclude(verdict__in=WITHOUT_EVIDENCE).filter(~Exists(found))


def _overdue(person: Person) -> QuerySet[Claim]:
    return _claims(desks_of(person), state__in=UNFINISHED, due__lt=Now())


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


def _asked(person: Person) -> QuerySet[Thread]:
    """Queries that wait for a person: given to them, or to nobody on an article of theirs or a claim that they have."""
    wrote = Exists(ArticleAuthor.objects.filter(article=OuterRef("article_id"), person=person))
    theirs = Q(given_to=person) | Q(given_to__isnull=True) & (Q(claim__assignee=person) | wrote)
    return _queries(person).filter(theirs).exclude(opened_by=person)


def queries_for(person: Person, size: int) -> list[Thread]:
    """The oldest queries that wait for a person, as a list shows them."""
    return _QUERIES(person, size)


_QUERIES = CompiledFor(lambda person, size: as_asked(_asked(person)).order_by(*OLDEST)[:size])


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
            "source_changed",
            "Source changed",
            "A source, a speaker or a linked claim that they rest on changed. Somebody must say what that means.",
            "No change of a source waits.",
            _source_changed,
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


#: What is counted: the rows of each queue, and the queries that wait for a person.
COUNTED = {name: queue.rows for name, queue in QUEUES.items()} | {"asked": _asked}


def counts_for(person: Person, names: Collection[str] = tuple(COUNTED)) -> dict[str, int]:
    """{name in COUNTED: its rows, counted to 1,000}; once a request each, and in one query those asked for together."""
    known = person.__dict__.setdefault("_queue_counts", {})
    if asked := tuple(name for name in names if name not in known):
        sql, params = _counting(asked, held_by(person))
        with connection.cursor() as cursor:
            cursor.execute(sql, list(map(real_ids(person), params)))
            known.update(zip(asked, cursor.fetchone(), strict=True))
    return {name: known[name] for name in names}


@lru_cache(maxsize=KEPT)
def _counting(names: tuple[str, ...], held: Held) -> tuple[str, list[Any]]:
    """(SQL, values) that count these queues for ``somebody`` who holds these roles. It is kept, as in CompiledFor."""
    anybody = somebody(held)
    selects: list[str] = []
    values: list[Any] = []
    for name in names:
        try:
            sql, params = COUNTED[name](anybody).order_by().values("pk")[:COUNTED_TO].query.sql_with_params()
        except EmptyResultSet:  # somebody without a desk
            sql, params = "SELECT 1 WHERE false", ()
        selects.append(f"(SELECT count(*) FROM ({sql}) AS {name})")  # noqa: S608 - Django's own SQL
        values += params
    return f"SELECT {', '.join(selects)}", values


def waiting_for(person: Person) -> int:
    """How much waits for this person: claims that they may sign now or have in work, and queries."""
    return sum(counts_for(person, ("mine", "asked", "review") if signs(person) else ("mine", "asked")).values())


def hidden_from(name: str, person: Person) -> list[tuple[int, str]]:
    """[(how many, why)] of the claims that a queue hides from this person, counted to 1,000."""
    if name == "review" and signs(person):
        claims, reviews = _in_review(person), desks_of(person, {Role.REVIEWER})
        if set(reviews) == {*desks_of(person, {Role.REVIEWER, Role.LEGAL})}:
            claims = claims.filter(pk__in=touched(person))
        found = not_signable(claims, person)
        said = [(found[key], why.of_one, why.of_several) for key, why in SIGNS_NOT.items()]
    elif name == "changed":
        only_signs = sorted({*desks_of(person)} - {*_reads_whole(person)})
        signed = any_of(SignOff.objects.filter(claim=OuterRef("pk"), signer=person))
        others = _claims(only_signs, state=ClaimState.CHANGED).exclude(Q(signed))[:COUNTED_TO].count()
        said = [(others, "somebody else signed it", "other people signed them")]
    else:
        said = []
    return [(count, one if count == 1 else many) for count, one, many in said if count and one]


def _parts(queue: Queue, person: Person, article: Article | None) -> list[QuerySet[Any]]:
    parts = queue.parts(person)
    return parts if article is None else [part.filter(article=article) for part in parts]


def queue_page(
    name: str, person: Person, after: str | None = "", article: Article | None = None, size: int = SIZE
) -> tuple[list[Any], Page[Any]]:
    """(the rows that come first, on the first page only; a Page of the others), of one ``article`` or all.

    ``after`` is a cursor; ``article`` one that the person can see; ``size`` the most rows of either.
    """
    queue = QUEUES[name]
    if article is None and place_of(after, Thread if queue.of_threads else Claim, queue.keys) is None:
        first = _FIRST_ROWS(person, name, 0, size) if queue.heads[0] else []
        page = first_page(_FIRST_ROWS(person, name, -1, size + 1), queue.keys, size)
    else:
        *before, last = _parts(queue, person, article)
        page = page_of(_dressed(queue, last), queue.keys, after, size)
        first = [] if page.later else [row for part in before for row in _first_rows(queue, part, size)]
    if not queue.of_threads:
        weigh_rows([*first, *page.rows])
    return first, page


def _dressed(queue: Queue, rows: QuerySet[Any]) -> QuerySet[Any]:
    return as_asked(rows) if queue.of_threads else as_rows(rows)


def _first_rows(queue: Queue, part: QuerySet[Any], size: int) -> QuerySet[Any]:
    return _dressed(queue, part).order_by(*queue.keys)[:size]


#: The first rows of a queue, and of a part of it by its place among the queue's ``parts``.
_FIRST_ROWS = CompiledFor(
    lambda person, name, at, size: _first_rows(QUEUES[name], QUEUES[name].parts(person)[at], size)
)


def hands_out(name: str, person: Person) -> bool:
    """Whether Take next in a queue hands out its claims to this person, one to each; elsewhere it opens the next."""
    if name == "unassigned":
        return bool(desks_of(person, {Role.CHECKER}))
    return name == "review" and signs(person)


def next_in(
    name: str,
    person: Person,
    after: str | None = "",
    article: Article | None = None,
    narrowed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows,
) -> Claim | Thread | None:
    """The next row of a queue after one (in it or no longer, wherever it is now), from the start at its end; or None.

    ``after`` is that row's cursor; ``article`` as in queue_page; ``narrowed`` leaves rows out.
    """
    queue = QUEUES[name]
    parts = [part.select_related("claim" if queue.of_threads else "article") for part in _parts(queue, person, article)]
    parts = [narrowed(part) for part in parts]
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
