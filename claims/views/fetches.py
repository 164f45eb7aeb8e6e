"""The pages that somebody asked for: how far each is, and what to do with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.editing.fetches import again, forget
from claims.errors import Refused
from claims.queries import get_fetch_for
from claims.queries.fetches import fetches_of, waiting_of
from claims.views.health import SILENT_AFTER, worker_now
from claims.views.workbench import wants_part


@require_safe
def fetches(request):
    """List one's pages. The list asks again for itself while one waits, and names the ``stage`` that it shows."""
    waiting = waiting_of(request.user)
    seconds = worker_now()["seconds"] if waiting else 0
    silent = seconds is None or seconds > SILENT_AFTER.total_seconds()
    stage = "-".join([*(f"{row.pk}.{row.attempts}" for row in waiting), *(["no-worker"] if silent else [])])
    if wants_part(request) and request.GET.get("stage") == stage:
        return HttpResponse(status=204)
    context = {"waiting": len(waiting), "stage": stage, "silent": silent, "section": "articles"}
    context["rows"] = fetches_of(request.user)
    return render(request, "fetches/list.html" if wants_part(request) else "fetches/page.html", context)


@require_POST
def fetch_again(request, pk):
    """Ask once more for a page that could not be fetched."""
    return _do(request, pk, lambda asked: again(asked, actor=request.user))


@require_POST
def fetch_remove(request, pk):
    """Remove a page from one's list."""
    return _do(request, pk, forget)


def _do(request, pk, act):
    try:
        act(get_fetch_for(request.user, pk))
    except Refused as refused:
        messages.error(request, refused.words)
    return redirect("claims:fetches")
