"""The rows of a list of claims, as HTML: a list is long, and a template slow. No query."""

import unicodedata
from datetime import datetime

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.safestring import mark_safe

from claims.html import html, joined, run_on
from claims.models.claim import STATE_LABELS
from claims.states import ClaimState, SpeechAct
from claims.templatetags.desk_words import due_shown, moment
from claims.text.counted import plural

register = template.Library()

ACTS = dict(SpeechAct.choices)
DONE = {ClaimState.SIGNED_OFF, ClaimState.RETIRED}


_ROW = """<tr>
<td>
<a class="st" href="{}" dir="auto">{}</a>
<span class="under small">
{}<span class="muted">
{}<bdi>{}</bdi>{}
</span>
</span>
</td>
{}<td>
{}
</td>
<td data-label="Evidence" class="num">{}</td>
<td data-label="Checker">{}</td>
<td>
{}
{}</td>
</tr>"""
_RETURNED = '<b class="tone warn">Returned</b> <bdi>{}</bdi> ·\n'
_CHANGED = '<b class="tone warn">Source changed</b> <bdi>{}</bdi>\n({}, {}) ·\n'
_SINCE = '<a href="{}">What changed since it was signed</a> ·\n'
_WAITING = '<b class="tone info">Waiting on</b> <bdi>{}</bdi>{} ·\n'
_LEASED = '<b class="tone info">With</b> <bdi>{}</bdi> until {} ·\n'
_SPEAKER = "<bdi>{}</bdi>, {} ·\n"
_STATE = '<td><span class="pill s-{}">{}</span></td>\n'
_PILL = '<span class="pill {}">{}</span>'
_NO_VERDICT = mark_safe('<span class="muted">No verdict</span>')
_PRIORITY = '<span class="pill warn">Priority {}</span>\n'
_LATE = """<tr>
<td>
<a class="st" href="{}" dir="auto">
{}
</a>
<span class="muted small">
<bdi>{}</bdi>{}
</span>
</td>
<td>{}</td>
<td data-label="Who has it">
{}
</td>
<td>{}</td>
</tr>"""
_NOBODY = mark_safe("<b>Nobody</b>")


@register.filter
def drawn_rows(claims, origin=""):
    """Return ``claims`` (of queries/rows.as_rows, weighed) as rows of a table, as HTML.

    ``origin`` is the queue that they are listed for, if any: the addresses carry it.
    """
    return _drawn(claims, origin, with_state=False)


@register.filter
def drawn_rows_with_state(claims, origin=""):
    """Return ``claims`` as drawn_rows does, with the state of each."""
    return _drawn(claims, origin, with_state=True)


def _drawn(claims, origin, with_state):
    query = f"from={origin}" if origin else ""
    return run_on("\n", [_row(claim, query, with_state) for claim in claims])


def _row(claim, query, with_state):
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    speaker = claim.speaker_cited or claim.speaker_as_printed
    return html(
        _ROW,
        f"{address}?{query}" if query else address,
        claim.standing_statement or claim.quoted,
        run_on("", _notices(claim, f"{address}?tab=signoff{query and '&'}{query}")),
        html(_SPEAKER, speaker, ACTS[claim.speech_act]) if speaker else "",
        cut(claim.article.headline, 60),
        f", line {claim.line_number}" if claim.line_number else "",
        html(_STATE, claim.state, STATE_LABELS[claim.state]) if with_state else "",
        html(_PILL, verdict_class(claim), claim.verdict_label) if claim.verdict else _NO_VERDICT,
        f"{claim.evidence_count} · {plural(claim.origin_count, 'origin')}" if claim.evidence_count else "0",
        str(claim.assignee or claim.sent_by or "Nobody"),
        "" if claim.state in DONE else due_shown(claim.due),
        html(_PRIORITY, claim.priority) if claim.priority > 0 else "",
    )


def _notices(claim, since):
    """Return what a row says first, as HTML: returned, a source changed, signed before, waiting on somebody."""
    found = []
    if claim.state == ClaimState.CHECKING and claim.returned_reason:
        found.append(html(_RETURNED, cut(claim.returned_reason, 160)))
    if changed := claim.source_change:
        at = moment(datetime.fromisoformat(changed["at"]))
        found.append(html(_CHANGED, cut(changed["words"], 200), changed["by"] or "the source watch", at))
    if claim.signed_before and claim.state != ClaimState.SIGNED_OFF:
        found.append(html(_SINCE, since))
    if claim.lease_of:
        found.append(html(_LEASED, claim.lease_of, moment(claim.lease_until)))
    if claim.waiting_on:
        until = html(",\nuntil {}", moment(claim.waiting_until)) if claim.waiting_until else ""
        found.append(html(_WAITING, claim.waiting_on, until))
    return found


@register.filter
def late_rows(claims):
    """Return late claims (of queries/desk.late_claims) as rows of a table, with who has each, as HTML."""
    rows = (
        (
            reverse("claims:claim", args=[claim.article_id, claim.number]),
            claim.statement or claim.quoted,
            cut(claim.article.headline, 60),
            html(",\nline {}", claim.line_number) if claim.line_number else "",
            state_and_verdict(claim),
            "The reviewers" if claim.state == ClaimState.IN_REVIEW else str(claim.assignee or "") or _NOBODY,
            due_shown(claim.due),
        )
        for claim in claims
    )
    return joined("\n", _LATE, rows)


@register.filter
def state_and_verdict(claim):
    """Return how far a claim is, and what was found of it, as HTML.

    Signed off is not true, so neither is shown without the other.
    """
    shown = [html(_PILL, f"s-{claim.state}", STATE_LABELS[claim.state])]
    if claim.verdict:
        shown.append(html(_PILL, verdict_class(claim), claim.verdict_label))
    return run_on("\n", shown)


@register.filter
def verdict_class(claim):
    """Return the classes of a claim's verdict: its colour and glyph; one of the desk's own has its glyph in its words.

    Empty without a verdict.
    """
    return f"v-{claim.verdict}{' v-own' if claim.verdict_own else ''}" if claim.verdict else ""


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
