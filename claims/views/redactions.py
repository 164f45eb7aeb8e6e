"""Redactions, beside a desk's setup: one person asks, another confirms or refuses, a worker blanks the text."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.editing.redactions import ask_for_redaction, confirm, end
from claims.errors import NotNow, Refused
from claims.forms.redaction import FEW, EndForm, RedactionForm
from claims.permissions import allow
from claims.queries import get_desk_for
from claims.queries.redactions import get_redaction_for, may_redact, places, redactions
from claims.views.answers import explain

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_variables()
def _shown(one, person, form=None):
    """Add to a redaction what its card says to a person."""
    one.places = places(one.found)
    one.rows = sum(one.found.values())
    one.short = len(one.text) < FEW
    one.mine = one.asked_by_id == person.pk
    one.end_form = form or EndForm(auto_id=f"end-{one.pk}-%s")
    return one


@sensitive_variables()
def _page(request, desk, form=None, asked=None, status=200):
    """Return the page; ``asked`` is a redaction whose card has a form with errors."""
    may = may_redact(request.user)
    waiting, ended = redactions(request.user)
    context = {
        "desk": desk,
        "at": "redactions",
        "section": "setup",
        "is_staff": request.user.is_staff,
        "may": may,
        "form": form or RedactionForm(),
        "waiting": [asked if asked and asked.pk == one.pk else _shown(one, request.user) for one in waiting],
        "ended": [_shown(one, request.user) for one in ended],
    }
    return render(request, "setup/redactions.html", context, status=status)


@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@GET_OR_POST
def setup_redactions(request, slug):
    """List what was redacted and what waits, for those who may redact; take a new text from them."""
    desk = get_desk_for(request.user, slug)
    if request.method != "POST":
        return _page(request, desk)
    allow(may_redact(request.user))
    form, status = RedactionForm(request.POST), 422
    if form.is_valid():
        sent = form.cleaned_data
        try:
            ask_for_redaction(desk, actor=request.user, text=sent["confidential_text"], reason=sent["reason"])
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, "Asked for. A worker looks where the text stands; then another person confirms.")
            return redirect("claims:setup_redactions", slug)
    return _page(request, desk, form, status=status)


@never_cache
@require_safe
@sensitive_variables()
def redaction(request, pk):
    """Show the card of a redaction, which asks for itself again while a worker is at it."""
    found = get_redaction_for(request.user, pk)
    allow(may_redact(request.user))
    if not request.htmx:
        return redirect("claims:setup_redactions", found.desk.slug)
    return render(request, "setup/redaction.html", {"one": _shown(found, request.user)})


@require_POST
@sensitive_variables()
def redaction_confirm(request, pk):
    """Have a worker blank the text, if the box says that the places were read."""
    found = get_redaction_for(request.user, pk)
    allow(may_redact(request.user))
    if request.POST.get("sure") != "on":
        raise NotNow("Tick the box to say that you read where the text stands. It cannot be undone.")
    confirm(found, actor=request.user)
    messages.success(request, "Confirmed. A worker blanks the text now.")
    return redirect("claims:setup_redactions", found.desk.slug)


@require_POST
@sensitive_variables()
def redaction_end(request, pk):
    """Refuse a redaction, or take it back, with a reason."""
    found = get_redaction_for(request.user, pk)
    allow(may_redact(request.user))
    form, status = EndForm(request.POST, auto_id=f"end-{pk}-%s"), 422
    if form.is_valid():
        try:
            end(found, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, "Ended. The text is kept here no longer, and nothing was blanked.")
            return redirect("claims:setup_redactions", found.desk.slug)
    return _page(request, found.desk, asked=_shown(found, request.user, form), status=status)
