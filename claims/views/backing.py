"""The writer's backing of an article, line by line, and one piece of it added to a claim as evidence."""

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from claims.editing.evidence import take_backing
from claims.errors import Refused
from claims.forms.lists import BackingFilterForm
from claims.permissions import allow, may_add_evidence
from claims.queries import get_article_for, get_backing_for, get_claim_for
from claims.queries.backing import backed_lines
from claims.views.answers import done, part_answer, part_or_page


@require_safe
def backing(request, pk):
    """List an article's lines with what the writer noted on them: all lines, or those with backing, or without."""
    article = get_article_for(request.user, pk)
    asked = BackingFilterForm(request.GET).read()
    found = backed_lines(article.current_version, asked["lines"], asked["after"])
    context = {"article": article, "found": found, "which": asked["lines"], "after": asked["after"]}
    return render(request, "backing/page.html", context | {"section": "articles"})


@require_POST
def backing_take(request, pk, backing):
    """Add a piece of backing to a claim as evidence that waits to be confirmed."""
    claim = get_claim_for(request.user, pk)
    piece = get_backing_for(request.user, backing)
    allow(may_add_evidence(request.user, claim.article))
    try:
        take_backing(piece, claim, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.words)
        return part_or_page(request, claim, "evidence", status=refused.status)
    return part_answer(request, claim, "evidence", took_backing=piece.pk) if request.htmx else done(request, claim)
