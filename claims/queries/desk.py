"""The desk at a glance: articles in work with how far their claims are, who has what, and what is late."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, Exists, Func, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from claims.fields import VERDICT
from claims.models import Article, ArticleSignOff, Claim, Desk, Evidence, Person, ReleaseException
from claims.permissions import desks_of
from claims.queries.compiled import CompiledFor
from claims.queries.incoming import incoming_now
from claims.queries.paging import SIZE, Page, first_page, page_of, place_of
from claims.queries.queues import BY_DUE, QUEUES, UNFINISHED
from claims.queries.search import WordsQuery
from claims.queries.tabs import gate_ready
from claims.states import ArticleSignOffKind, ArticleState, ClaimState, Role

#: Articles that somebody still has to do something about, and their order; what is done with shows newest first.
IN_WORK = [ArticleState.IN_CHECKING, ArticleState.SIGNED_OFF, ArticleState.RELEASED]
BY_DEADLINE, NEWEST = ("deadline", "id"), ("-id",)
#: The order of a meter's parts, most advanced first.
METER = list(reversed(ClaimState.live()))
SHOWN, EXCEPTIONS_SHOWN = 20, 100


@dataclass
class Progress:
    """One article and its live claims: ``counts`` by state, ``people`` with how many unfinished claims each has."""

    article: Article
    counts: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def in_work(self) -> bool:
        return self.article.state in IN_WORK

    @property
    def late(self) -> bool:
        """Whether its deadline passed with checking unfinished."""
        return self.article.state == ArticleState.IN_CHECKING and self.article.deadline < timezone.now()

    @property
    def meter(self) -> list[dict[str, Any]]:
        """The parts of the meter, each {state, start, n}, in claims."""
        parts: list[dict[str, Any]] = []
        start = 0
        for state in METER:
            if n := self.counts[state]:
                parts.append({"state": state, "start": start, "n": n})
                start += n
        return parts

    @property
    def busy(self) -> list[tuple[str, int]]:
        """[(name, unfinished claims)] of whoever has most, first."""
        return self.people.most_common(3)


def progress_of(articles: Iterable[Article]) -> list[Progress]:
    """A Progress for each article, in one query."""
    found = {article.pk: Progress(article) for article in articles}
    rows = (
        Claim.objects.filter(article__in=found)
        .exclude(state=ClaimState.RETIRED)
        .order_by()
        .values_list("article_id", "state", "assignee__name")
        .annotate(n=Count("id"))
    )
    for article, state, name, n in rows:
        found[article].counts[state] += n
        if name and state in UNFINISHED:
            found[article].people[name] += n
    return list(found.values())


def articles_page(
    person: Person,
    *,
    states: Collection[str] = (),
    ownership: str = "",
    desk: Desk | None = None,
    query: WordsQuery | None = None,
    after: str | None = "",
    size: int = SIZE,
) -> Page[Article]:
    """A Page of articles: by deadline where all ``states`` are in work, else newest first. ``query``: a WordsQuery.

    Each has ``next_version``, as incoming_now has it.
    """
    keys = BY_DEADLINE if states and set(states) <= set(IN_WORK) else NEWEST
    if not (ownership or desk or query or place_of(after, Article, keys)):
        return first_page(_FIRST_ARTICLES(person, tuple(states), keys, size + 1), keys, size)
    articles = _articles(person, states)
    if ownership:
        articles = articles.filter(ownership=ownership)
    if desk:
        articles = articles.filter(desk=desk)
    if query is not None:
        articles = articles.filter(search=query)
    return page_of(articles, keys, after, size)


def _articles(person: Person, states: Collection[str]) -> QuerySet[Article]:
    articles = Article.objects.filter(desk_id__in=desks_of(person)).select_related("desk").defer("search")
    articles = articles.annotate(next_version=incoming_now(person))
    return articles.filter(state__in=states) if states else articles


_FIRST_ARTICLES = CompiledFor(lambda person, states, keys, size: _articles(person, states).order_by(*keys)[:size])


def in_checking(person: Person) -> dict[str, int]:
    """{"all", "late"}: the articles in checking on this person's desks."""
    return next(iter(_IN_CHECKING(person)), {"all": 0, "late": 0})


_IN_CHECKING = CompiledFor(
    lambda person: (
        Article.objects.filter(desk_id__in=desks_of(person), state=ArticleState.IN_CHECKING)
        .order_by()
        .values("state")
        .annotate(all=Count("id"), late=Count("id", filter=Q(deadline__lt=Now())))
        .values("all", "late")
    )
)


def late_claims(person: Person) -> list[Claim]:
    """Unfinished claims past their due, the longest late first: at most 21, the last of them only says "more"."""
    return _LATE_CLAIMS(person)


def _late_claims(person: Person) -> QuerySet[Claim]:
    shown = ["number", "state", *VERDICT, "statement", "quoted", "line_number", "due"]
    late = QUEUES["overdue"].rows(person).select_related("article", "assignee")
    late = late.only(*shown, "article__headline", "assignee__name", "assignee__username")
    return late.order_by(*BY_DUE)[: SHOWN + 1]


_LATE_CLAIMS = CompiledFor(_late_claims)


def open_exceptions(person: Person) -> list[ReleaseException]:
    """Open items that articles were released with: visible until closed. At most 101, as late_claims."""
    return _OPEN_EXCEPTIONS(person)


_OPEN_EXCEPTIONS = CompiledFor(
    lambda person: (
        ReleaseException.objects.filter(
            closed_at__isnull=True,
            signoff__voided_at__isnull=True,
            signoff__seconded_by__isnull=False,
            signoff__article__desk_id__in=desks_of(person),
        )
        .select_related("signoff__article", "owner")
        .defer("signoff__article__search")
        .order_by("id")[: EXCEPTIONS_SHOWN + 1]
    )
)


def proposed_releases(person: Person) -> list[ArticleSignOff]:
    """Releases with exceptions that wait for a second person."""
    return _PROPOSED_RELEASES(person)


_PROPOSED_RELEASES = CompiledFor(
    lambda person: (
        ArticleSignOff.objects.filter(
            kind=ArticleSignOffKind.RELEASED,
            voided_at__isnull=True,
            seconded_by__isnull=True,
            article__desk_id__in=desks_of(person),
        )
        .select_related("article", "signer")
        .defer("article__search")
        .order_by("id")[:SHOWN]
    )
)


def steps_behind(person: Person) -> int | None:
    """How many of the five steps (add, split, evidence, review, sign) a person's desks have gone; None after the last.

    One query.
    """
    found = next(iter(_STEPS(person)), ())
    return None if all(found) else list(found).index(False)


def _steps(person: Person) -> QuerySet[Person, Any]:
    desks = desks_of(person)
    claims = Claim.objects.filter(desk_id__in=desks)
    gone = [
        Article.objects.filter(desk_id__in=desks),
        claims,
        Evidence.objects.filter(claim__desk_id__in=desks),
        claims.filter(sent_at__isnull=False),
        claims.filter(state=ClaimState.SIGNED_OFF),
    ]
    return Person.objects.filter(pk=person.pk).values_list(*(Exists(rows) for rows in gone))


_STEPS = CompiledFor(_steps)


def signed_through(person: Person) -> list[Article]:
    """Articles in checking whose claims are all signed off or retired, on the desks where a person is chief.

    For the chief to sign next; the earliest deadline first, at most 20. A retired claim is none to sign, so an article
    with nothing else is not among them.
    """
    return _SIGNED_THROUGH(person)


def _signed_through(person: Person) -> QuerySet[Article]:
    noted = Article.objects.filter(
        desk_id__in=desks_of(person, {Role.CHIEF}), state=ArticleState.IN_CHECKING, signed_through=True
    )
    # A claim may have been opened since it was noted.
    still = Func("pk", function="claims_signed_through", output_field=BooleanField())
    return noted.filter(Q(still)).annotate(gate=gate_ready()).defer("search").order_by("deadline", "id")[:SHOWN]


_SIGNED_THROUGH = CompiledFor(_signed_through)
