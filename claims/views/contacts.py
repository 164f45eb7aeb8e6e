"""The contact log: requests for comment beside their claim, and all of an article with those that are late first."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.editing.contacts import cover, log_answer, log_request, strike_out
from claims.errors import Invalid, Refused
from claims.forms.contact import AnswerForm, RequestForm, StrikeForm
from claims.permissions import allow, may_add_evidence
from claims.queries import get_article_for, get_claim_for, get_contact_for
from claims.queries.contacts import open_requests, others_of, settled_requests
from claims.states import RiskFlag
from claims.views.answers import done, explain, part_answer, part_or_page
from claims.views.evidence import claims_numbered

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _open(request, claim, form, contact=None, status=200, **more):
    """Return the log with a form open: to log a request, or what ``more`` says about ``contact``."""
    wrong = [form[name] for name in form.errors if name in form.fields]
    first = wrong[0] if wrong else form[next(iter(form.fields))]
    first.field.widget.attrs["data-focus"] = True
    opened = {"form": form, "contact": contact, **more}
    return part_or_page(request, claim, "contacts", contact_open=opened, status=status)


def _done(request, claim, words, *, adds_evidence=False):
    """Return the log; with the evidence, if an answer became some, unless what is typed of evidence would be lost."""
    messages.success(request, words)
    too = adds_evidence and "whole" not in request.POST
    return part_answer(request, claim, "contacts", evidence_too=too) if request.htmx else done(request, claim)


@require_safe
def contact_list(request, pk):
    """Return a claim's contact log without an open form, as Cancel shows it."""
    return part_or_page(request, get_claim_for(request.user, pk), "contacts")


@GET_OR_POST
def contact_add(request, pk):
    """Log a request for comment about a claim, and about others of its article."""
    claim = get_claim_for(request.user, pk)
    allow(may_add_evidence(request.user, claim.article))
    others = {"others": others_of(claim)}
    if request.method != "POST":
        now = timezone.now()
        initial = {
            "asked_by": str(request.user),
            "asked_at": now,
            "deadline": now + timedelta(hours=claim.article.desk.reply_hours),
            "seeks_reply": RiskFlag.ALLEGATION in claim.risk_flags,
        }
        return _open(request, claim, RequestForm(claim=claim, initial=initial), **others)
    form = RequestForm(request.POST, claim=claim)
    if not form.is_valid():
        return _open(request, claim, form, status=422, **others)
    try:
        claims = [claim, *claims_numbered(claim, form.cleaned_data["also"])]
        log_request(claims, actor=request.user, **form.said())
    except Refused as error:
        return _open(request, claim, form, status=explain(error, form), **others)
    return _done(request, claim, "The request was logged.")


@require_POST
def contact_cover(request, pk, contact):
    """Note that a request of the article asked about this claim, too."""
    claim = get_claim_for(request.user, pk)
    contact = get_contact_for(request.user, contact)
    try:
        cover(contact, claim, actor=request.user)
    except Refused as error:
        messages.error(request, error.words)
        return part_or_page(request, claim, "contacts", status=error.status)
    return _done(request, claim, "The request covers this claim.")


@GET_OR_POST
def contact_answer(request, pk, contact):
    """Log what became of a request, beside a claim that it covers."""
    return _about(request, pk, contact, AnswerForm, log_answer, "The answer was logged.", answers=True)


@GET_OR_POST
def contact_strike(request, pk, contact):
    """Strike out a request that was entered by mistake."""
    return _about(request, pk, contact, StrikeForm, strike_out, "The request was struck out.", strikes=True)


def _about(request, pk, contact, form_class, operation, words, **more):
    claim = get_claim_for(request.user, pk)
    contact = get_contact_for(request.user, contact, claim)
    allow(may_add_evidence(request.user, claim.article))
    if request.method != "POST":
        return _open(request, claim, form_class(initial={"answered_at": timezone.now()}), contact, **more)
    form = form_class(request.POST)
    if not form.is_valid():
        return _open(request, claim, form, contact, status=422, **more)
    try:
        contact = operation(contact, actor=request.user, **form.cleaned_data)
    except Invalid as error:
        return _open(request, claim, form, contact, status=explain(error, form), **more)
    except Refused as error:
        form.add_error(None, error.words)
        return _open(request, claim, form, contact, status=error.status, **more)
    return _done(request, claim, words, adds_evidence=contact.source_id is not None)


@require_safe
def contacts(request, pk):
    """List an article's requests for comment: those that wait, the late ones first, and those that are settled."""
    article = get_article_for(request.user, pk)
    waiting, more = open_requests(article)
    context = {
        "article": article,
        "waiting": waiting,
        "more_waiting": more,
        "late": sum(one.is_late for one in waiting),
        "settled": settled_requests(article, request.GET.get("after", "")),
        "section": "articles",
    }
    return render(request, "contacts/page.html", context)
