"""What a desk decides about a source as a whole: how far it relies on it, and which other one is the same."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from claims.editing import source_merges as merges
from claims.editing.restricted import let_see, let_see_no_more
from claims.editing.sources import change_source
from claims.errors import Conflict, NotNow, Refused
from claims.forms.lists import Place
from claims.forms.source import IntoForm, SeesForm, SourceForm, StandingForm
from claims.permissions import allow, may_edit_source
from claims.queries import get_source_for, number_in
from claims.queries.library import count_dependents, dependents_page
from claims.queries.restricted import may_see_too
from claims.queries.weighing import weigh_rows
from claims.states import Access
from claims.views.answers import explain
from claims.views.desk import more_of
from claims.views.sources import mine_over, named, source_form, source_page

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def source_standing(request, pk):
    """Withdraw a source, or say how far the desk relies on it: first shown with all that depends on it, then done."""
    found = get_source_for(request.user, pk)
    if request.method != "POST":
        return _standing(request, found, StandingForm(initial=StandingForm.values_of(found)))
    allow(may_edit_source(request.user, found.desk_id))
    form, base = StandingForm(request.POST), StandingForm(request.POST, prefix="base")
    if not form.is_valid() or request.POST.get("step") == "edit":
        return _standing(request, found, form, base=base, status=200 if form.is_valid() else 422)
    was, mine = base.read(found), form.read(found)

    def change():
        return change_source(found, actor=request.user, base=was, **mine)

    try:
        if request.POST.get("step") != "save":
            return _standing(request, found, form, base=base, flagged=merges.flagged_by(change, actor=request.user))
        change()
    except Conflict as error:
        fresh = get_source_for(request.user, pk)
        again = StandingForm(initial=mine_over(StandingForm, fresh, form, was, mine))
        return _standing(request, fresh, again, conflict=named(form, error.fields), status=409)
    except Refused as error:
        return _standing(request, found, form, base=base, status=explain(error, form))
    messages.success(request, "Saved." if mine != was else "Nothing was changed.")
    return redirect("claims:source", pk)


@require_POST
def source_people(request, pk):
    """Let somebody see a restricted source, or no more: who was named is removed by the number of their naming."""
    found = get_source_for(request.user, pk)
    allow(may_edit_source(request.user, found.desk_id))
    if (number := request.POST.get("remove", "")).isdecimal():
        reader = found.readers.select_related("person", "source").filter(pk=number_in(number)).first()
        if reader is None:
            raise NotNow("This person was removed already.")
        let_see_no_more(reader, actor=request.user)
        messages.success(request, f"{reader.person} does not see it any more.")
        return redirect("claims:source", pk)
    form = SeesForm(request.POST, people=may_see_too(found))
    if found.access != Access.RESTRICTED or not form.is_valid():
        raise NotNow("Choose a person of this desk who does not see this restricted source yet.")
    let_see(found, form.chosen, actor=request.user)
    messages.success(request, f"{form.chosen} sees it now.")
    return redirect("claims:source", pk)


def _standing(request, source, form, *, base=None, flagged=None, conflict=None, status=200):
    place = Place(request.GET)
    place.is_valid()
    page = dependents_page(source, place.cleaned_data.get("after", ""))
    weigh_rows(page.rows)
    claims, articles = count_dependents(source)
    context = {
        "source": source,
        "form": form,
        "base": base or StandingForm(initial=StandingForm.values_of(source), prefix="base"),
        "flagged": flagged,
        "chosen": dict(StandingForm.base_fields["reliability"].choices)[form.cleaned_data["reliability"]]
        if flagged
        else "",
        "conflict": conflict,
        "claims": page.rows,
        "from": "",
        "more": more_of(request, page),
        "claim_count": claims,
        "article_count": articles,
        "may_edit": bool(may_edit_source(request.user, source.desk_id)) and not source.merged_into_id,
        "section": "sources",
    }
    return render(request, "source_standing/page.html", context, status=status)


@GET_OR_POST
def source_merge(request, pk):
    """Show what merging a source into another one would do; POST does it."""
    found = get_source_for(request.user, pk)
    allow(may_edit_source(request.user, found.desk_id))
    form = IntoForm(request.POST or request.GET or None, source=found)
    if not form.is_valid():
        return _unmerged(request, found, form, 422 if form.is_bound else 200)
    into = form.cleaned_data["into"]
    refusal = ""
    if request.method == "POST":
        try:
            merges.merge(found, into, actor=request.user)
        except Refused as error:
            refusal = error.words
        else:
            messages.success(request, "The two sources were merged. You can undo this below.")
            return redirect("claims:source", into.pk)
    try:
        preview = merges.preview(found, into, actor=request.user)
    except Refused as error:
        form.add_error("into", error.words)
        return _unmerged(request, found, form, error.status)
    context = {"source": found, "into": into, "preview": preview, "refusal": refusal, "section": "sources"}
    return render(request, "source_merge/page.html", context, status=409 if refusal else 200)


def _unmerged(request, source, form, status):
    own = source_form(request, source, initial=SourceForm.values_of(source))
    return source_page(request, source, own, into_form=form, status=status)


@require_POST
def source_unmerge(request, pk):
    found = get_source_for(request.user, pk)
    try:
        merges.undo_merge(found, actor=request.user)
    except Refused as error:
        messages.error(request, error.words)
    else:
        messages.success(request, "The merge is undone: these are two sources again.")
    return redirect(reverse("claims:source", args=[pk]))
