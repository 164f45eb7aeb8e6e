"""What a person holds: what would wait for nobody when they leave."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from claims.models import Article, ArticleAuthor, Claim, Person, ReleaseException, Thread
from claims.states import ArticleState, ClaimState

#: An article in one of these states is over, and waits for none of its authors.
OVER = [ArticleState.CHECKED, ArticleState.PUBLISHED, ArticleState.CORRECTED, ArticleState.WITHDRAWN]


@dataclass(frozen=True)
class Holdings:
    """Claims assigned to a person, exceptions that they own, queries that wait for them, articles that they wrote.

    A signed-off claim is among them, since it comes back to whoever has it when it changes. Articles cannot be given to
    somebody else: whoever wrote one stays its author.
    """

    claims: list[Claim]
    exceptions: list[ReleaseException]
    queries: list[Thread]
    articles: list[Article]

    def __bool__(self) -> bool:
        return bool(self.claims or self.exceptions or self.queries)


def claims_held(person: Person | OuterRef) -> QuerySet[Claim]:
    return Claim.objects.filter(assignee=person).exclude(state=ClaimState.RETIRED)


def exceptions_held(person: Person | OuterRef) -> QuerySet[ReleaseException]:
    return ReleaseException.objects.filter(owner=person, closed_at=None, signoff__voided_at=None)


def queries_held(person: Person | OuterRef) -> QuerySet[Thread]:
    """Open queries that they opened or were given, and those on what they wrote that nobody was given."""
    wrote = Exists(ArticleAuthor.objects.filter(article=OuterRef("article_id"), person=person))
    theirs = Q(given_to=person) | Q(given_to=None) & (Q(opened_by=person) | Q(wrote))
    return Thread.objects.filter(is_query=True, resolved_at=None).filter(theirs)


def holdings_of(person: Person) -> Holdings:
    """The Holdings of a person, oldest first, with the articles and desks that they belong to; four queries."""
    articles = Article.objects.filter(authors__person=person).exclude(state__in=OVER)
    return Holdings(
        list(claims_held(person).select_related("article__desk").order_by("article_id", "id")),
        list(exceptions_held(person).select_related("signoff__article__desk").order_by("id")),
        list(queries_held(person).select_related("article__desk", "claim").order_by("id")),
        list(articles.select_related("desk").distinct().order_by("id")),
    )


def holds_something(person_id: str) -> Combinable:
    """Whether whose id this expression is holds anything, for a query of people."""
    person = OuterRef(person_id)
    return Exists(claims_held(person)) | Exists(exceptions_held(person)) | Exists(queries_held(person))
