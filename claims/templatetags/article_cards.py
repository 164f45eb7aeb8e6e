"""The cards of a list of articles, as HTML: a list is long, and a template slow. No query."""

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from claims.html import html, joined, run_on
from claims.states import ArticleState, Ownership
from claims.templatetags.desk_words import due_shown, meter

register = template.Library()

STATES, OWNERSHIPS = dict(ArticleState.choices), dict(Ownership.choices)
_CARD = """<article class="art">
<div>
<h3><a href="{}" dir="auto">{}</a></h3>
<div class="meta">
{}
</div>
</div>
<div>
{}
</div>
<div class="row">
<span class="pill s-{}">{}</span>
{}
</div>
</article>"""
_SAID, _OUTLET = "<span>{}</span>", '<span dir="auto">{}</span>'
_WHO = '<span class="who">{}: {} in work</span>'
_NEXT = '<a href="{}">{}</a>'
_NO_CLAIM = mark_safe('<span class="muted small">No claim yet</span>')


@register.simple_tag
def article_cards(articles, several_desks=False):
    """Return the cards of articles, each a Progress, as HTML; with the desk of each if there are ``several_desks``."""
    rows = (
        (
            reverse("claims:bench", args=[one.article.pk]),
            one.article.headline,
            run_on("\n", _about(one, several_desks)),
            meter(one.meter) if one.total else _NO_CLAIM,
            one.article.state,
            STATES[one.article.state],
            due_shown(one.article.deadline) if one.in_work else "",
        )
        for one in articles
    )
    return joined("\n", _CARD, rows)


def _about(one, several_desks):
    """Return what a card says below the headline: whose it is, who works on it, whether a next version waits."""
    article = one.article
    said = [html(_SAID, OWNERSHIPS[article.ownership])]
    if article.outlet:
        said.append(html(_OUTLET, article.outlet))
    if several_desks:
        said.append(html(_SAID, str(article.desk)))
    said += [html(_WHO, name, n) for name, n in one.busy]
    if text := article.next_version:
        words = "Next version waiting" if text["waits"] else "Your next version was not created"
        said.append(html(_NEXT, reverse("claims:incoming", args=[text["id"]]), words))
    return said
