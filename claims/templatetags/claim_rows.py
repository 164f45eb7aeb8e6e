"""The rows of a list of claims. They are made ready here, since a list is long and a template slow. No query."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse

from claims.html import html, joined, run_on
from claims.states import ClaimState, SpeechAct
from claims.templatetags.desk_words import due_shown
from claims.text.counted import plural

register = template.Library()

STATES, ACTS = dict(ClaimState.choices), dict(SpeechAct.choices)
DONE = {ClaimState.SIGNED_OFF, ClaimState.RETIRED}


@dataclass(slots=True)
class Row:
    """What a list shows of a claim. An empty string, or None, is not shown."""

    address: str
    since: str  # the address of what changed since it was signed
    words: str
    said: str  # how the speaker says it
    speaker: str
    headline: str
    line: str
    returned: str
    changed: dict | None  # what changed about a source last, by whom and when
    waiting_on: str
    waiting_until: datetime | None
    state: str
    state_label: str
    verdict: str  # the classes of its pill
    verdict_label: str
    evidence: str
    checker: str
    due: str
    priority: str


@register.filter
def as_rows(claims, origin=""):
    """Return a Row for each of ``claims`` (of queries/queues.as_rows, weighed); ``origin`` as queue_from gives it."""
    return [_row(claim, f"from={origin}" if origin else "") for claim in claims]


def _row(claim, query):
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    speaker, returned = claim.speaker_cited or claim.speaker_as_printed, ""
    if claim.state == ClaimState.CHECKING:
        returned = cut(claim.returned_reason, 160)
    return Row(
        address=f"{address}?{query}" if query else address,
        since=f"{address}?tab=signoff{query and '&'}{query}" if _was_signed(claim) else "",
        words=claim.standing_statement or claim.quoted,
        said=ACTS[claim.speech_act] if speaker else "",
        speaker=speaker,
        headline=cut(claim.article.headline, 60),
        line=str(claim.line_number or ""),
        returned=returned,
        changed=_changed(claim),
        waiting_on=claim.waiting_on,
        waiting_until=claim.waiting_until,
        state=claim.state,
        state_label=STATES[claim.state],
        verdict=verdict_class(claim),
        verdict_label=claim.verdict_label,
        evidence=f"{claim.evidence_count} · {plural(claim.origin_count, 'origin')}" if claim.evidence_count else "0",
        checker=str(claim.assignee or claim.sent_by or "Nobody"),
        due="" if claim.state in DONE else due_shown(claim.due),
        priority=str(claim.priority) if claim.priority > 0 else "",
    )


@register.filter
def verdict_class(claim):
    """Return the classes of a claim's verdict: its colour and glyph; one of the desk's own has its glyph in its words.

    Empty without a verdict.
    """
    return f"v-{claim.verdict}{' v-own' if claim.verdict_own else ''}" if claim.verdict else ""


def _changed(claim):
    found = claim.source_change
    return found and found | {"words": cut(found["words"], 200), "at": datetime.fromisoformat(found["at"])}


def _was_signed(claim):
    return claim.signed_before and claim.state != ClaimState.SIGNED_OFF


def cut(words, most):
    """Return words as ``truncatechars`` cuts them, which takes long for each character even where nothing is cut."""
    if len(words) <= most:
        return words
    beginning = words[: most + 1]
    if unicodedata.is_normalized("NFC", beginning) and not any(map(unicodedata.combining, beginning)):
        return f"{words[: most - 1]}…"
    return truncatechars(words, most)


_TO_NOTES = '<p class="to-note">{}</p>\n'
_TO_NOTE = '<a href="#line-{}">Note {}</a>'
_FROM_NOTE = 'at <a href="#line-{0}">line {0}</a>'


@register.filter
def note_links(line):
    """Return the links from a line to the notes whose marks stand in it, or from a note to its line, as HTML."""
    said = [joined(", ", _TO_NOTE, ((first, mark) for mark, _, first in line.noted))] if line.noted else []
    if line.note:
        mark, at = line.note
        said.insert(0, html("Note {}, {}", mark, html(_FROM_NOTE, at) if at else "its mark stands nowhere in the text"))
    return html(_TO_NOTES, run_on(". ", said)) if said else ""
