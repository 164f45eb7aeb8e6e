"""Add, change, remove and restore evidence beside its claim, without losing what was typed in the claim's form."""

import json

from django.contrib import messages
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.editing.evidence import (
    add_evidence_to,
    change_evidence,
    confirm_evidence,
    put_back_evidence,
    remove_evidence,
)
from claims.editing.speakers import name_key, speaker_meant
from claims.errors import Conflict, Invalid, NotNow
from claims.forms.claim import tidy
from claims.forms.evidence import AddEvidenceForm, EvidenceForm, SourceForm, evidence_values
from claims.history import acting
from claims.permissions import allow, may_add_evidence, may_change_evidence, may_cut, may_list_reference
from claims.queries import get_article_for, get_claim_for, get_evidence_for, sources_for
from claims.queries.found import claims_of_speaker, exact_source, found_sources, recent_sources, used_as
from claims.rules.sending import is_attributed
from claims.states import Attribution, BearsOn, Terms
from claims.text.counted import plural
from claims.views.answers import contest, done, explain, part_answer, part_or_page
from claims.views.calculations import calculation_change

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def open_form(request, claim, form, source_form=None, row=None, conflict=None, reader=None, focus="", status=200):
    """Return the evidence with a form open in its place; without htmx, the claim's page with it.

    ``reader`` is the captured text beside it, as the view reading shows it, which then has the focus; ``focus`` names
    another field than the first that has it.
    """
    if focus:
        form.fields[focus].widget.attrs["data-focus"] = True
    elif reader is None:
        _focus(form, source_form, conflict)
    opened = {"form": form, "source_form": source_form, "row": row, "conflict": conflict, "reader": reader}
    opened["typed"] = bool(reader or focus)
    return part_or_page(request, claim, "evidence", evidence_open=opened, status=status)


def _done(request, claim, **over):
    return part_answer(request, claim, "evidence", **over) if request.htmx else done(request, claim)


def _focus(form, source_form, conflict):
    """Set the focus to the first field, or the first with an error; with a conflict, the conflict box gets it."""
    if conflict:
        return
    forms = [one for one in (source_form, form) if one is not None]
    wrong = [one[name] for one in forms for name in one.errors if name in one.fields]
    first = wrong[0] if wrong else source_form["source_title"] if source_form else form["stance"]
    first.field.widget.attrs["data-focus"] = True


@require_safe
def evidence_list(request, pk):
    """Return a claim's evidence without an open form, as Cancel shows it."""
    return part_or_page(request, get_claim_for(request.user, pk), "evidence")


@GET_OR_POST
def evidence_add(request, pk):
    claim = get_claim_for(request.user, pk)
    allow(may_add_evidence(request.user, claim.article))
    answers = bool(may_cut(request.user, claim.article))
    of = {"claim": claim, "alike": claims_of_speaker(claim), "answers": answers}
    if request.method != "POST":
        # Whether it was said comes first; such evidence counts for nothing else, until somebody says that it does.
        asked = is_attributed(claim) and claim.attribution == Attribution.OPEN
        bears_on = BearsOn.SAID if asked else BearsOn.TRUE
        form = AddEvidenceForm(initial={"base": "{}", "whole": True, "bears_on": bears_on}, **of)
        return open_form(request, claim, form, source_form_of(request, claim))
    form, source_form = AddEvidenceForm(request.POST, **of), source_form_of(request, claim, request.POST)
    if not (form.is_valid() & source_form.is_valid()):
        return open_form(request, claim, form, source_form, status=422)
    answer = form.cleaned_data.get("attribution", "")
    try:
        with acting(request.user):
            source = _source(request.user, claim, source_form)
            claims = [claim, *claims_numbered(claim, form.cleaned_data["also"])]
            made = add_evidence_to(claims, actor=request.user, attribution=answer, **source, **form.said())
    except Invalid as error:
        return open_form(request, claim, form, source_form, status=_explain(error, form, source_form))
    if len(made) > 1:
        numbers = ", ".join(str(one.number) for one in claims[1:])
        messages.success(request, f"Added to {plural(len(made), 'claim')}: this one, and {numbers}.")
    response = _done(request, claim)
    if answer and request.htmx:
        response["HX-Trigger-After-Swap"] = "attribution-answered"
    return response


def claims_numbered(claim, numbers):
    """Return the claims of these numbers, of the same article. Raise Invalid for one that there is not."""
    found = {one.number: one for one in claim.article.claims.filter(number__in=numbers).select_related("speaker")}
    if missing := [number for number in numbers if number not in found]:
        raise Invalid(f"This article has no claim {missing[0]}.", "also")
    return [found[number] for number in numbers]


def _explain(error, form, source_form=None):
    """Put an operation's error beside the field that it is about. Return the status of the answer."""
    field = getattr(error, "field", "")
    if source_form is not None and f"source_{field}" in source_form.fields and field not in form.fields:
        source_form.add_error(f"source_{field}", error.words)
        return error.status
    return explain(error, form, *([source_form] if source_form is not None else []))


def _source(user, claim, form):
    """Return the source for ``add_evidence``: chosen, recognised by title or URL, or the fields of a new one."""
    said = form.cleaned_data
    title = " ".join(said["source_title"].split())
    known = None
    if said["source"]:
        known = _of_desk(user, claim, said["source"], "source_title")
    elif form.bare:
        known = exact_source(claim.desk_id, title)
    if known:
        if form.says_otherwise(known):
            raise Invalid(form.ONE_OF_TWO if said["source"] else form.KNOWN, "source_title")
        return {"source": known}
    origin = _of_desk(user, claim, said["source_origin"], "source_origin_title") if said["source_origin"] else None
    return {
        "source_fields": {
            "title": title,
            "kind": said["source_kind"] or form.fields["source_kind"].initial,
            "publisher": said["source_publisher"],
            "author": said["source_author"],
            "address": said["source_address"],
            "published_on": said["source_published_on"],
            "language": said["source_language"],
            "origin": origin,
            "derivation": said["source_derivation"],
            "drift": said["source_drift"],
            "speaker": _whose(claim, said["source_speaker"]),
            "terms": said["source_terms"] or Terms.ON_RECORD,
            "reference": said.get("source_reference", False),
            "note": tidy(said["source_note"]),
        }
    }


def _whose(claim, name):
    try:
        return speaker_meant(claim.article, name)
    except Invalid as error:
        raise Invalid(error.words, "source_speaker") from error


def source_form_of(request, claim, data=None):
    lists = bool(may_list_reference(request.user, claim.desk_id))
    return SourceForm(data, desk_id=claim.desk_id, lists_reference=lists)


def _of_desk(user, claim, pk, field):
    source = sources_for(user).filter(desk=claim.desk_id, pk=pk).first()
    if source is None:
        raise Invalid("This desk has no such source. Choose one, or describe a new one.", field)
    return source


@GET_OR_POST
def evidence_change(request, pk):
    evidence = get_evidence_for(request.user, pk)
    claim = get_claim_for(request.user, evidence.claim_id)
    allow(may_change_evidence(request.user, claim.article, evidence))
    if evidence.calculation:
        return calculation_change(request, claim, evidence)
    values = evidence_values(evidence)
    if request.method != "POST":
        form = EvidenceForm(initial=values | {"base": json.dumps(values), "whole": True})
        return open_form(request, claim, form, row=evidence)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return open_form(request, claim, form, row=evidence, status=422)
    try:
        change_evidence(evidence, actor=request.user, base=form.cleaned_data["base"], **form.said())
    except Conflict as error:
        return _contested(request, claim, evidence.pk, form, error)
    except Invalid as error:
        return open_form(request, claim, form, row=evidence, status=_explain(error, form))
    return _done(request, claim)


def _contested(request, claim, pk, form, error):
    """Return the form to decide again: changed fields as typed, all others as they are now; saving decides."""
    fresh = get_evidence_for(request.user, pk)
    now, base = evidence_values(fresh), form.cleaned_data["base"]
    touched = {name: form.cleaned_data[name] for name in form.changed()}
    kept = {name: base.get(name, now[name]) for name in touched if name not in error.fields}
    again = EvidenceForm(initial=now | touched | {"base": json.dumps(now | kept), "whole": True})
    rows = [contest(again.fields[name], row) | {"name": name} for name, row in error.fields.items()]
    return open_form(request, claim, again, row=fresh, conflict=rows, status=409)


def _act(request, pk, operation, **over):
    evidence = get_evidence_for(request.user, pk)
    claim = get_claim_for(request.user, evidence.claim_id)
    operation(evidence, actor=request.user)
    return _done(request, claim, **over)


@require_POST
def evidence_remove(request, pk):
    return _act(request, pk, remove_evidence, just_removed=pk)


@require_POST
def evidence_put_back(request, pk):
    return _act(request, pk, put_back_evidence)


@require_POST
def evidence_confirm(request, pk):
    """Confirm evidence as it was shown: if its edition is not the form's, the evidence is shown again (409)."""
    evidence = get_evidence_for(request.user, pk)
    claim = get_claim_for(request.user, evidence.claim_id)
    try:
        with acting(request.user):
            confirmed = confirm_evidence(evidence, actor=request.user)
            if request.POST.get("shown") != str(confirmed.edition):
                raise NotNow("The evidence changed since it was shown. Look again, then confirm it.")
    except NotNow as error:
        messages.error(request, error.words)
        return part_or_page(request, claim, "evidence", status=409)
    return _done(request, claim)


@require_safe
def sources_found(request, pk):
    """Return sources of the article's desk that match what is typed, by title, publisher, author or URL.

    While nothing is typed, these are the article's own, the one used last first. Each comes with how it was used last.
    """
    article = get_article_for(request.user, pk)
    name = " ".join(request.GET.get("q", "").replace("\0", "")[:500].split())
    found = found_sources(article.desk_id, name) if name else recent_sources(article)
    used = used_as(article, found)
    for one in found:
        one.used = used.get(one.pk)
    known = any(name_key(one.title) == name_key(name) for one in found)
    context = {"found": found, "name": name, "known": known, "origin": "origin" in request.GET}
    return render(request, "panel/found.html#sources", context)
