"""Template filters and tags that write figures and times for people: `in 2 h 10 min`, `999+`. They run no query."""

from contextvars import ContextVar
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from claims.glossary import TERMS
from claims.html import html, joined, run_on
from claims.states import NO_DUE, ArticleState, BlockKind, ClaimState
from claims.text.counted import plural

register = template.Library()
register.filter("plural", plural)

#: The language in which the reader of this request has the names of months and days (claims/views/middleware.py).
DATE_LANGUAGE = ContextVar("date_language", default="en")
#: A deadline that is this near is shown as urgent.
SOON = timedelta(hours=4)
CAP = 999
MARKS = tuple('“”„«»"‘‟')
#: The separator between the parts of a citation (source_citation in claims.sql).
SEPARATOR = " · "
SELECTED = mark_safe(" selected")
NOTHING = mark_safe('<span class="muted">nothing</span>')
LABELS = {"partly": "partly covered", "untouched": "not covered", "marked": "no claim here"}
LABELS |= dict(ArticleState.choices) | dict(ClaimState.choices)


@register.filter
def in_marks(words):
    """Return the words in quotation marks, unless they begin with one."""
    return words if words[:1] in MARKS else f"“{words}”"


@register.filter
def wrong_in(form, names):
    """Return whether a field of the form has an error; ``names`` are the fields' names, separated by spaces."""
    return not form.errors.keys().isdisjoint(names.split())


@register.filter
def has_due(due):
    """Return whether a due date or deadline is set."""
    return bool(due) and due < NO_DUE


@register.filter
def due_words(due):
    """Return a deadline in words, to the minute within a day: `in 2 h 10 min`, `20 min late`, `No deadline`."""
    if not has_due(due):
        return "No deadline"
    left = due - timezone.now()
    if left < timedelta(0):
        return f"{_span(-left)} late" if -left >= timedelta(minutes=1) else "due now"
    if left < timedelta(minutes=1):
        return "due now"
    return f"in {_span(left)}" if left < timedelta(days=14) else dated(timezone.localtime(due), "j M Y")


def _span(length):
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    if days:
        return plural(days, "day")
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min"


@register.filter
def due_tone(due):
    """Return the CSS class for a deadline: `late`, `soon` (within four hours), or nothing."""
    if not has_due(due):
        return ""
    left = due - timezone.now()
    return "late" if left < timedelta(0) else "soon" if left < SOON else ""


@register.filter
def due_shown(due):
    """Return a deadline in words, with its tone, as HTML."""
    tone = due_tone(due) if has_due(due) else "muted"
    return html('<span class="due {}">{}</span>', tone, due_words(due))


@register.filter
def cited(evidence):
    """Return how evidence cites its source, without a title that is already shown, and with only the host of a URL.

    The link and its tooltip have the whole URL.
    """
    citation = f"{SEPARATOR}{evidence.citation}{SEPARATOR}"
    rest = citation.replace(f"{SEPARATOR}{evidence.source.title}{SEPARATOR}", SEPARATOR, 1).strip(SEPARATOR)
    return run_on(SEPARATOR, [_linked(part) for part in rest.split(SEPARATOR) if part])


def _linked(part):
    if not part.startswith(("http://", "https://")):
        return part
    try:
        host = urlsplit(part).netloc.removeprefix("www.")
    except ValueError:  # any text may be a publisher's name, "http://[" too
        return part
    link = '<a href="{}" title="{}" rel="noreferrer noopener" target="_blank">{}</a>'
    return html(link, part, part, host or part)


@register.filter
def capped(count):
    """Return a count as lists show it: exact up to 999, then `999+`."""
    return f"{CAP}+" if count > CAP else str(count)


@register.filter
def state_label(state):
    """Return the words for a stored state of a claim, an article or a galley line."""
    return LABELS.get(state, state)


@register.filter
def in_states(meter):
    """Return how many claims are in which state, for people who cannot see the meter: `2 open, 1 in review`."""
    return ", ".join(f"{part['n']} {state_label(part['state']).lower()}" for part in meter)


@register.simple_tag
def term(key):
    """Return a small link to what a word of the desk's means, as HTML; the line of help is its title, too."""
    word, means = TERMS[key]
    return html(
        '<a class="term" href="{}#{}" target="words" title="{}"><span aria-hidden="true">?</span>'
        '<span class="vh">What “{}” means</span></a>',
        reverse("claims:glossary"),
        key,
        means,
        word.lower(),
    )


@register.filter
def meter(parts):
    """Return how many claims of an article are in which state, as a bar and in words, as HTML (Progress.meter)."""
    total = sum(part["n"] for part in parts)
    return html(
        """<svg class="meter" viewBox="0 0 {} 1" preserveAspectRatio="none" role="img" aria-label="{}: {}">
{}
</svg>
<div class="legend">
<span><b>{}</b> {}</span>
{}
</div>""",
        total,
        plural(total, "claim"),
        in_states(parts),
        joined(
            "\n",
            '<rect class="s-{}" x="{}" width="{}" height="1"/>',
            ((part["state"], part["start"], part["n"]) for part in parts),
        ),
        total,
        "claim" if total == 1 else "claims",
        joined(
            "\n",
            '<span><i class="s-{}">{}</i><span class="vh"> {}</span></span>',
            ((part["state"], part["n"], state_label(part["state"]).lower()) for part in parts),
        ),
    )


@register.filter
def states_then(claims):
    """Return the claims on words of an earlier version: `Claim 3, signed off then; Claim 4, checking then`.

    ``claims`` are pairs of a claim's number and its state at that time.
    """
    return "; ".join(f"Claim {number}, {state_label(state).lower()} then" for number, state in claims)


@register.filter(expects_localtime=True)
def dated(value, form):
    """Return a date, or a time in the reader's zone, in one of Django's forms, in the reader's language of dates."""
    if not value:
        return ""
    with translation.override(DATE_LANGUAGE.get()):
        return date_format(value, form, use_l10n=False)


@register.filter
def moment(at):
    """Return a time as a ``<time>`` element in the reader's zone, to the minute, with the zone in its tooltip."""
    if not at:
        return ""
    here = timezone.localtime(at)
    return html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        timezone.get_current_timezone_name(),
        dated(here, "j M Y, H:i"),
    )


@register.filter
def compared(parts):
    """Return the changes of a text, (op, old, new) in order, as HTML: the words alone, with nothing between them."""
    shown = []
    for op, old, new in parts:
        if op == "equal":
            shown.append(new)
        else:
            shown += [html("<{0}>{1}</{0}>", tag, words) for tag, words in (("del", old), ("ins", new)) if words]
    return run_on("", shown)


@register.filter
def before(parts):
    """Return a text before its changes, (op, old, new) in order, as HTML; "nothing" in words where there was none."""
    return _one_side("del", ((op, old) for op, old, _ in parts))


@register.filter
def after(parts):
    """Return a text after its changes, (op, old, new) in order, as HTML; "nothing" in words where there is none."""
    return _one_side("ins", ((op, new) for op, _, new in parts))


def _one_side(tag, parts):
    shown = [words if op == "equal" else html("<{0}>{1}</{0}>", tag, words) for op, words in parts if words]
    if not "".join(shown).strip():
        return NOTHING
    return run_on("", shown)


@register.filter
@lru_cache(maxsize=2 * len(BlockKind))  # a form may ask for a kind that is none
def kind_options(chosen):
    """Return the kinds of a block as the options of a list, as HTML, with the one that is chosen."""
    rows = ((kind, SELECTED if kind == chosen else "", label) for kind, label in BlockKind.choices)
    return joined("\n", '<option value="{}"{}>{}</option>', rows)
