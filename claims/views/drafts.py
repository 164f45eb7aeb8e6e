"""Suggestions in the workbench: accept one, accept all of a line, or drop one; and suggestion results."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.editing.drafts import accept, accept_line, drop
from claims.forms.bench import AskForm
from claims.queries import desks_for, get_article_for, get_draft_for
from claims.queries.drafts import fared
from claims.views.workbench import allow, attempt, bench_address, galley_now, wants_part


@require_POST
def draft_accept(request, pk):
    """Make a claim of a suggestion; open its panel to be edited (``edit``), or its split form (``split``)."""
    draft = get_draft_for(request.user, pk)
    article = draft.version.article
    allow(request, article)
    made = attempt(request, article, lambda voids: accept(draft, actor=request.user, voids=voids), doing="Accept it")
    if isinstance(made, HttpResponse):
        return made
    if wants_part(request):
        opens = {}
        if "split" in request.POST:
            opens = {
                "claim-to-split": {"number": made.number, "address": reverse("claims:claim_split", args=[made.pk])}
            }
        elif "edit" in request.POST:
            opens = {"claim-made": {"number": made.number, "made": True}}
        return galley_now(request, article.pk, **({"HX_Trigger_After_Swap": json.dumps(opens)} if opens else {}))
    if "split" in request.POST:
        return redirect("claims:claim_split", made.pk)
    number = made.number if "edit" in request.POST else None
    return redirect(bench_address(article.pk, number, draft.line_number))


@require_POST
def drafts_accept(request, pk, number):
    """Make claims of all suggestions of a line, or one claim of them (``as_one``)."""
    article = get_article_for(request.user, pk)
    as_one = "as_one" in request.POST
    allow(request, article)

    def act(voids):
        return accept_line(article, number, actor=request.user, as_one=as_one, voids=voids)

    made = attempt(request, article, act, doing="Merge them" if as_one else "Accept all")
    if isinstance(made, HttpResponse):
        return made
    if wants_part(request):
        return galley_now(request, pk)
    return redirect(bench_address(pk, None, number))


@require_POST
def draft_drop(request, pk):
    """Drop a suggestion; undo brings it back."""
    draft = get_draft_for(request.user, pk)
    article = draft.version.article
    allow(request, article)
    done = attempt(request, article, lambda _: drop(draft, actor=request.user), doing="Drop it")
    if isinstance(done, HttpResponse):
        return done
    if wants_part(request):
        return galley_now(request, article.pk)
    ask = AskForm.read(request.POST)
    return redirect(bench_address(article.pk, ask["claim"], draft.line_number))


@require_safe
def drafts_fared(request):
    """Show what happened to the suggestions on each of one's desks, by kind, so that people can judge them."""
    desks = list(desks_for(request.user)[:20])
    rows = fared(desks)
    desks = [(desk, rows.get(desk.pk, [])) for desk in desks]
    return render(request, "drafts/page.html", {"desks": desks, "section": "articles"})
