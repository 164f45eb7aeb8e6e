"""What a person holds is given to somebody else, each thing as an Event, so that nothing waits for whoever left."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from claims.history import acting, record
from claims.models import Article, Claim, Person
from claims.permissions import roles_of
from claims.queries.holdings import Holdings, holdings_of
from claims.states import ClaimState, Role
from claims.text.counted import plural
from claims.workflow.moves import CHECKS

ANSWERS = set(Role.values) - {Role.OBSERVER}


def hand_over(person: Person, to: Person | None, *, actor: Person) -> int:
    """Give what ``person`` holds to ``to``, as far as their roles on each desk let them take it; Person each.

    With ``to`` None, claims become unassigned, and of everything else it is recorded that it is left to the desk.
    Returns how many things were given. What is left then: ``left_by``.
    """
    with acting(actor):
        held = holdings_of(person)
        ids = {claim.article_id for claim in held.claims} | {query.article_id for query in held.queries}
        ids |= {exception.signoff.article_id for exception in held.exceptions} | {one.pk for one in held.articles}
        articles = list(Article.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
        list(Claim.objects.select_for_update(no_key=True).filter(pk__in=[c.pk for c in held.claims]).order_by("pk"))
        held = holdings_of(person)  # as it is under lock
        told: defaultdict[int, list[tuple[str, Any]]] = defaultdict(list)
        given = 0
        for claim in held.claims:
            if to is None or _takes(to, "claim", claim.desk_id):
                claim.assignee = to
                claim.save(update_fields=["assignee"])
                told[claim.article_id].append(("claim", claim))
                given += 1
        others: list[tuple[str, Any, str, Article]] = [
            ("exception", one, "owner", one.signoff.article) for one in held.exceptions
        ]
        others += [("query", one, "given_to", one.article) for one in held.queries]
        for kind, thing, field, article in others:
            if to is not None and not _takes(to, kind, article.desk_id):
                continue
            if to is not None:
                setattr(thing, field, to)
                thing.save(update_fields=[field])
                given += 1
            told[article.pk].append((kind, thing))
        wrote = {article.pk for article in held.articles}
        for article in articles:
            for words in _told(told[article.pk], article.pk in wrote, person, to):
                record("handed_over", f"{actor} {words}", actor=actor, article=article)
    return given


def left_by(person: Person, to: Person, held: Holdings | None = None) -> list[str]:
    """What ``to`` could not take from ``person``, as words for each sort and desk; none where they can take all."""
    held = held or holdings_of(person)
    things = [("claim", claim.article.desk) for claim in held.claims]
    things += [("exception", exception.signoff.article.desk) for exception in held.exceptions]
    things += [("query,queries", query.article.desk) for query in held.queries]
    left = Counter((sort, desk) for sort, desk in things if not _takes(to, sort.partition(",")[0], desk.pk))
    return [f"{plural(count, sort)} on {desk}" for (sort, desk), count in left.items()]


def _takes(to: Person, kind: str, desk_id: int) -> bool:
    """Whether the roles of ``to`` on a desk let them have a claim, own an exception, answer a query."""
    roles = roles_of(to, desk_id)
    return bool({"claim": roles & CHECKS, "exception": roles, "query": roles & ANSWERS}[kind])


def _told(things: Iterable[tuple[str, Any]], wrote: bool, person: Person, to: Person | None) -> Iterator[str]:
    """What is recorded in one article: each thing, and all signed-off claims as one, since they wait for nobody now."""
    goes = f"from {person} to {to}" if to else f"from {person} to nobody"
    signed = []
    for kind, thing in things:
        if kind == "claim" and thing.state == ClaimState.SIGNED_OFF:
            signed.append(str(thing.number))
        elif kind == "claim":
            yield f"gave claim {thing.number} {goes}"
        else:
            # Without anybody it stays as it is, and the desk's chief has the say.
            about = f" on claim {thing.claim.number}" if kind == "query" and thing.claim else ""
            what = f"the exception “{thing.words}”" if kind == "exception" else f"a query{about}"
            yield f"gave {what} {goes}" if to else f"left {what}, which {person} had, to a chief"
    if signed:
        yield f"gave the signed-off {'claim' if len(signed) == 1 else 'claims'} {', '.join(signed)} {goes}"
    if wrote:
        yield f"gave what waits here for {person}, an author, to {to or 'nobody'}"
