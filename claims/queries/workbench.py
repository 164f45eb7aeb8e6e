"""What the workbench shows around the galley: the article with its people and reasons, and one's own last act."""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from claims.models import Article, ArticleAuthor, ArticleSignOff, Claim, Event, Membership, Person, Presence, Reason
from claims.queries import articles_for
from claims.queries.compiled import Compiled, Slot
from claims.queries.galley import Galley, GalleyLine
from claims.queries.incoming import incoming_now
from claims.queries.tabs import tab_counts
from claims.states import ArticleSignOffKind, ArticleState, ReasonKind, Role
from claims.text.words import word_spans

#: An event as ``last_act`` gives it: {sequence, verb, claim, marks …}.
type Act = Mapping[str, Any]
#: Somebody seen this long ago is still reading.
PRESENT = timedelta(seconds=30)
#: The last event's sequence, who else reads, when the person was last seen, lines read for drafts.
type Pulse = tuple[int, list[str], datetime | None, int | None]
#: How long one may take back what one did last.
UNDO_FOR = timedelta(minutes=15)
UNDOABLE = {
    "claim_made",
    "claim_split",
    "claims_merged",
    "marked",
    "mark_removed",
    "draft_dropped",
    "drafts_accepted",
}


def can_be_undone(act: Act) -> bool:
    """Whether an act, as in last_act, may be taken back; what an undo did itself may not."""
    return act["verb"] in UNDOABLE and (act["verb"] != "mark_removed" or bool(act["marks"]))


def get_workbench_for(person: Person, pk: int) -> Article:
    """Return the article with what the page shows beside its galley, in one query.

    Raises Http404 for an article on another desk.

    ``bylines`` and ``here`` are names (``here``: who else reads it now), ``reasons`` are the desk's for *no claim
    here*, ``checkers`` are whom a claim may be assigned to, ``my_last`` is as in ``last_act``, ``open_threads`` and
    ``to_reconcile`` how many, ``signed_by`` is whose sign-off any change would void, ``gate`` how many parts of its
    gate are met and how many there are, ``event_chain.sequence`` is the last event's, ``next_version`` is as in
    incoming_now.
    """
    now = timezone.now()
    found: Article | None = _WORKBENCH.first(person=person.pk, article=pk, present=now - PRESENT, undo=now - UNDO_FOR)
    if found is None:
        raise Http404
    return found


def _workbench() -> QuerySet[Article]:
    authors = ArticleAuthor.objects.filter(article=OuterRef("pk"), removed_at__isnull=True).order_by("position", "id")
    reasons = Reason.objects.filter(desk=OuterRef("desk"), kind=ReasonKind.NO_CLAIM).order_by("position", "id")
    checks = Membership.objects.filter(
        person=OuterRef("pk"), desk=OuterRef(OuterRef("desk")), role__in=[Role.CHECKER, Role.CHIEF]
    )
    checkers = Person.objects.filter(Exists(checks), is_active=True).order_by("name", "id")
    live = ArticleSignOff.objects.filter(
        article=OuterRef("pk"), article__state__in=ArticleState.signed(), kind=ArticleSignOffKind.SIGNED
    ).filter(voided_at__isnull=True)
    here = _present().filter(article=OuterRef("pk"))
    return (
        articles_for(Slot("person"))
        .filter(pk=Slot("article"))
        .select_related("desk", "current_version__draft_run", "event_chain")
        .defer("search")
        .annotate(
            bylines=ArraySubquery(authors.values("name")),
            reasons=ArraySubquery(reasons.values("words")),
            checkers=ArraySubquery(checkers.values(row=JSONObject(id="id", name="name"))),
            here=ArraySubquery(here.values("person__name")),
            my_last=Subquery(_last_act().filter(article=OuterRef("pk")).values(act=_ACT)[:1]),
            **tab_counts(),
            signed_by=Subquery(live.values("signer__name")[:1]),
            next_version=incoming_now(Slot("person")),
        )
    )


def _present() -> QuerySet[Presence]:
    """Who else was seen lately, in a settled order."""
    present = Presence.objects.filter(seen_at__gte=Slot("present")).exclude(person=Slot("person"))
    return present.order_by("person__name", "person_id")


_ACT = JSONObject(
    sequence="sequence",
    verb="verb",
    claim="claim_id",
    marks="data__marks",
    draft="data__draft",
    drafts="data__drafts",
    claims="data__claims",
    parts="data__parts",
    parent="data__parent",
    parents="data__parents",
    merged="data__merged",
)


def _last_act() -> QuerySet[Event]:
    return Event.objects.filter(actor=Slot("person"), at__gte=Slot("undo")).order_by("-sequence")


def last_act(article: Article, person: Person) -> Act | None:
    """{sequence, verb, claim, marks …} of the person's latest event on the article; None when it was too long ago."""
    found: Act | None = _LAST_ACT.first(article=article.pk, person=person.pk, undo=timezone.now() - UNDO_FOR)
    return found


def pulse(person: Person, pk: int) -> Pulse:
    """(last event's sequence, names of who else reads, when the person was last seen, lines read for drafts) of an
    article; one query.

    Raises Http404 for an article on another desk.
    """
    row: Pulse | None = _PULSE.first(person=person.pk, article=pk, present=timezone.now() - PRESENT)
    if row is None:
        raise Http404
    return row


def _pulse() -> QuerySet[Article, Any]:
    mine = Presence.objects.filter(article=OuterRef("pk"), person=Slot("person"))
    here = _present().filter(article=OuterRef("pk"))
    return (
        articles_for(Slot("person"))
        .filter(pk=Slot("article"))
        .values_list(
            "event_chain__sequence",
            ArraySubquery(here.values("person__name")),
            Subquery(mine.values("seen_at")[:1]),
            "current_version__draft_run__done",
        )
    )


_WORKBENCH, _PULSE = Compiled(_workbench), Compiled(_pulse)
_LAST_ACT = Compiled(lambda: _last_act().filter(article=Slot("article")).values_list(_ACT, flat=True)[:1])


def news_of(article: Article, number: int | None, person: Person, since: int | None) -> list[str]:
    """What others did to claim ``number`` after event ``since`` (a sequence): five sentences at most, latest last."""
    if not number:
        return []
    events = article.events.filter(claim__number=number, sequence__gt=since or 0).exclude(actor=person)
    return [str(event) for event in reversed(events.select_related("actor").order_by("-sequence")[:5])]


def current_line(galley: Galley, asked: int | None = None, claim: Claim | None = None) -> int:
    """The number of the line to stand on: the one asked for, else the claim's first, else the first open one."""
    numbers = {line.number for line in galley.lines}
    if asked in numbers:
        return asked
    if claim is not None and claim.line_number in numbers:
        return claim.line_number
    return (galley.open_lines or [galley.lines[0].number])[0]


def next_open(galley: Galley, number: int) -> int | None:
    """The next line that is not covered after ``number``, round to the start; None when every line is covered."""
    later = [one for one in galley.open_lines if one > number]
    return next(iter(later or galley.open_lines), None)


def lines_of(galley: Galley, claim: Claim) -> list[GalleyLine]:
    """The galley's lines that a claim covers words of."""
    return [line for line in galley.lines if any(one.pk == claim.pk for one in line.claims)]


def words_of(line: GalleyLine) -> list[tuple[int, int, str]]:
    """The words of a galley line as (start, end, word), code points into its block."""
    text, first = line.line.block.text, line.line.start
    return [
        (start + first, end + first, text[start + first : end + first])
        for start, end in word_spans(text[first : line.line.end])
    ]


#: Words of one line that a list offers, so that a page has some of a line that is a book.
LISTED = 2_000


def listed_words[T](words: list[T], kept: Container[T] = ()) -> tuple[list[T], int, list[T]]:
    """Return (words, how many are not listed, words behind these): all of a line, or its beginning and end.

    Those in ``kept`` are always listed.
    """
    if len(words) <= LISTED:
        return words, 0, []
    middle = words[LISTED // 2 : -LISTED // 2]
    held = [word for word in middle if word in kept]
    return words[: LISTED // 2] + held, len(middle) - len(held), words[-LISTED // 2 :]


def merge_candidates(galley: Galley, claim: Claim) -> tuple[list[Claim], list[Claim]]:
    """Other live claims of the article as (near, far): on the claim's lines or next to them, and elsewhere."""
    mine = {line.number for line in lines_of(galley, claim)}
    around = {number + step for number in mine for step in (-1, 0, 1)}
    near = {one.pk for line in galley.lines if line.number in around for one in line.claims}
    others = [one for one in galley.claims if one.pk != claim.pk]
    return [one for one in others if one.pk in near], [one for one in others if one.pk not in near]
