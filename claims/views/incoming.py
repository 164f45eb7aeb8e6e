"""Texts that a worker makes the next version of: following, taking back, and what to do with one that was refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.editing.incoming import discard, take_back
from claims.errors import Refused
from claims.permissions import allow, may_bring_version, may_take_back
from claims.queries import get_article_for, get_incoming_for
from claims.views.health import SILENT_AFTER, STANDS_AFTER, worker_now
from claims.views.versions import refused_page
from claims.views.workbench import wants_part


@require_safe
def incoming(request, pk):
    """Follow a text: it waits, or became a version, or was refused.

    The page asks again for its part, and names the ``stage`` that it shows: 204 if it is the same.
    """
    text = get_incoming_for(request.user, pk)
    stage = _stage(text)
    if wants_part(request) and request.GET.get("stage") == stage:
        return HttpResponse(status=204)
    return _page(request, text, stage)


def _page(request, text, stage, status=200, refusal=""):
    context = {
        "text": text,
        "article": text.article,
        "stage": stage,
        "refusal": refusal,
        "may_take_back": bool(may_take_back(request.user, text)),
        "may_bring": bool(may_bring_version(request.user, text.article)),
        "section": "articles",
    }
    template = "incoming/state.html" if wants_part(request) else "incoming/page.html"
    return render(request, template, context, status=status)


def _stage(text):
    if not text.waits:
        return "done"
    seconds = worker_now()["seconds"]
    # A worker at a long task is not heard for as long as that may take.
    patience = STANDS_AFTER if text.attempts else SILENT_AFTER
    if seconds is None or seconds > patience.total_seconds():
        return "no-worker"
    return "again" if text.attempts > 1 else "first"


@require_POST
def incoming_take_back(request, pk):
    """Take back a text that waits, and open it in the form of a next version."""
    text = get_incoming_for(request.user, pk)
    try:
        take_back(text, actor=request.user)
    except Refused as refused:
        text = get_incoming_for(request.user, pk)
        return _page(request, text, _stage(text), status=refused.status, refusal=refused.words)
    messages.success(request, "The version was taken back. The text is still here.")
    may_bring = may_bring_version(request.user, text.article)
    return redirect("claims:incoming_again" if may_bring else "claims:incoming", pk)


@require_safe
def incoming_again(request, pk):
    """Open a refused text in the form of a next version."""
    text = get_incoming_for(request.user, pk)
    article = get_article_for(request.user, text.article_id)
    allow(may_bring_version(request.user, article))
    if not text.refusal or text.discarded_at:
        return redirect("claims:incoming", pk)
    return refused_page(request, article, text)


@require_POST
def incoming_discard(request, pk):
    """Discard a refused text: no page shows it any more."""
    text = get_incoming_for(request.user, pk)
    discard(text, actor=request.user)
    messages.success(request, "The text is discarded.")
    return redirect("claims:bench", text.article_id)
