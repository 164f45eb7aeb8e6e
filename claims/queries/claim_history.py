"""What happened to a claim: sign-offs, versions of the text, events, and what it came from."""

from dataclasses import dataclass

from django.db.models import (
    Count,
    Q,
    TextField,
    Window,
)
from django.db.models.functions import Cast

from claims.models import (
    Anchoring,
    Contributor,
    Event,
    Lineage,
    Person,
    SignOff,
)
from claims.queries.compiled import Compiled, Slot
from claims.queries.content import facts, loaded
from claims.states import AnchorResult
from claims.text.differences import word_diff

#: Events on one page of a claim's history; and the newest of anything else that grows with a claim.
PAGE = 30


@dataclass
class SignOffShown:
    signoff: SignOff
    facts: list


def signoffs_of(claim, about):
    """(sign-offs newest first with what each bound, contributors)."""
    rows = list(
        SignOff.objects.filter(claim=claim)
        .select_related("signer", "voided_by", "rules_event__actor")
        .annotate(bound=Cast("content", TextField()))
        .defer("content")
        .order_by("-id")
    )
    contents = [loaded(row.bound) for row in rows]
    ids = {content.get("reply_accepted_by") for content in contents} - {None}
    people = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    say = {"verdicts": about.verdict_labels, "people": people}
    shown = [SignOffShown(row, facts(content, **say)) for row, content in zip(rows, contents, strict=True)]
    contributors = Contributor.objects.filter(claim=claim).select_related("person").order_by("id")
    return shown, list(contributors)


def text_since(claim, since=None):
    """(what versions did to the words of a claim, or around them, after ``since``; how many before these).

    Each is (Anchoring, its difference), the PAGE newest of them, oldest first; the Anchoring has its version and who
    brought that in. One query.
    """
    newest = (_TEXT_SINCE(claim=claim.pk, since=since) if since else _TEXT(claim=claim.pk))[::-1]
    return [(row, word_diff(*row.text_shown)) for row in newest], newest[0].every - len(newest) if newest else 0


def _text(**since):
    rows = Anchoring.objects.filter(claim=Slot("claim"), **since).exclude(result=AnchorResult.KEPT)
    return rows.select_related("version__created_by").annotate(every=Window(Count("pk"))).order_by("-id")[:PAGE]


_TEXT = Compiled(_text)


_TEXT_SINCE = Compiled(lambda: _text(at__gt=Slot("since")))


def history_of(claim, before=None):
    """(one page of a claim's events, newest first; the sequence to page on before, or None)."""
    events = Event.objects.filter(claim=claim).select_related("actor").order_by("-sequence")
    if before is not None:
        events = events.filter(sequence__lt=before)
    page = list(events[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].sequence if len(page) > PAGE else None


def lineage_of(claim):
    """What the claim came from and what became of it: (words, the other claim)."""
    rows = Lineage.objects.filter(Q(parent=claim) | Q(child=claim)).select_related("parent", "child")
    became = {"split": "was split into", "merge": "was merged into"}
    return [
        (row.get_kind_display(), row.parent) if row.child_id == claim.pk else (became[row.kind], row.child)
        for row in rows
    ]


def who_changed(claim, names):
    """{field: the Event of its last change} for those of ``names`` whose change the record holds."""
    found = {}
    events = Event.objects.filter(claim=claim, verb="claim_saved").select_related("actor").order_by("-sequence")
    for event in events[:PAGE]:
        for name in event.data.get("fields", {}):
            if name in names:
                found.setdefault(name, event)
    return found


#: The events that say that somebody changed what a claim holds.
FIXES = {
    "claim_saved",
    "words_changed",
    "evidence_added",
    "evidence_changed",
    "evidence_confirmed",
    "evidence_put_back",
    "evidence_removed",
    "linked",
    "unlinked",
    "reply_waived",
    "contact_asked",
    "contact_covers",
    "contact_answered",
    "contact_struck",
}


def fixed_by(person, claim):
    """Whether the person changed anything in a claim since it was sent to review."""
    since = Event.objects.filter(claim=claim, actor=person, at__gte=claim.sent_at or claim.state_since)
    return since.filter(verb__in=FIXES).exists()
