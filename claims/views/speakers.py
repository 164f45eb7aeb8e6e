"""Speakers: the list, one with all that hangs on it, its other names, and merging two that are the same."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.editing import speaker_records as records
from claims.errors import Conflict, Refused
from claims.forms.lists import Place
from claims.forms.speaker import AliasForm, IntoForm, SpeakerFilters, SpeakerForm
from claims.permissions import allow, may_edit_source
from claims.queries import get_speaker_for
from claims.queries import speakers as query
from claims.queries.weighing import weigh_rows
from claims.views.answers import explain
from claims.views.desk import more_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def speakers(request):
    form = SpeakerFilters(request.GET, person=request.user)
    page = None
    if form.is_valid():
        said = dict(form.cleaned_data)
        page = query.speakers_page(request.user, words=said.pop("q"), **said)
        query.count_claims(page.rows)
    context = {
        "form": form,
        "speakers": page.rows if page else [],
        "more": more_of(request, page),
        "used": form.is_valid() and form.used(),
        "section": "speakers",
    }
    return render(request, "speakers/page.html", context, status=200 if form.is_valid() else 422)


def _page(request, speaker, *, form=None, conflict=None, alias=None, into=None, status=200):
    place = Place(request.GET)
    place.is_valid()
    said = query.claims_of(speaker, place.cleaned_data.get("after", ""))
    weigh_rows(said.rows)
    sources = query.sources_of(speaker)
    context = {
        "speaker": speaker,
        "form": form or SpeakerForm(initial=SpeakerForm.values_of(speaker)),
        "base": SpeakerForm(initial=SpeakerForm.values_of(speaker), prefix="base"),
        "conflict": conflict,
        "alias_form": alias or AliasForm(),
        "into_form": into or IntoForm(speaker=speaker),
        "aliases": speaker.aliases.all(),
        "merged": speaker.merged.all(),
        "alike": [] if speaker.merged_into_id else query.alike(speaker),
        "printed": query.printed_of(speaker),
        "placements": query.placements_of(speaker),
        "claims": said.rows,
        "from": "",
        "more": more_of(request, said),
        "sources": sources.rows,
        "more_sources": bool(sources.next),
        "may_edit": bool(may_edit_source(request.user, speaker.desk_id)),
        "section": "speakers",
    }
    return render(request, "speaker/page.html", context, status=status)


@GET_OR_POST
def speaker(request, pk):
    found = get_speaker_for(request.user, pk)
    if request.method != "POST":
        return _page(request, found)
    allow(may_edit_source(request.user, found.desk_id))
    form, base = SpeakerForm(request.POST), SpeakerForm(request.POST, prefix="base")
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    was, mine = base.read(), form.read()
    try:
        records.change_speaker(found, actor=request.user, base=was, **mine)
    except Conflict as error:
        fresh = get_speaker_for(request.user, pk)
        values = SpeakerForm.values_of(fresh) | {name: mine[name] for name in mine if mine[name] != was[name]}
        named = [(form[name].label, values) for name, values in error.fields.items()]
        return _page(request, fresh, form=SpeakerForm(initial=values), conflict=named, status=409)
    except Refused as error:
        return _page(request, found, form=form, status=explain(error, form))
    messages.success(request, "Saved." if mine != was else "Nothing was changed.")
    return redirect("claims:speaker", pk)


@GET_OR_POST
def alias_add(request, pk):
    """Add another name; GET shows the speaker's page: this is the address of a refusal, which may be loaded again."""
    found = get_speaker_for(request.user, pk)
    if request.method != "POST":
        return _page(request, found)
    allow(may_edit_source(request.user, found.desk_id))
    form, status = AliasForm(request.POST), 422
    if form.is_valid():
        try:
            alias = records.add_alias(found, form.cleaned_data["alias"], actor=request.user)
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, f"Added: {alias}.")
            return redirect("claims:speaker", pk)
    return _page(request, found, alias=form, status=status)


@require_POST
def alias_remove(request, pk, alias):
    found = get_speaker_for(request.user, pk)
    name = found.aliases.filter(pk=alias).select_related("speaker").first()
    if name is None:
        raise Http404
    try:
        records.remove_alias(name, actor=request.user)
    except Refused as error:
        messages.error(request, error.words)
    else:
        messages.success(request, f"Removed: {name}.")
    return redirect("claims:speaker", pk)


@GET_OR_POST
def speaker_merge(request, pk):
    """Show what merging a speaker into another one would do; POST does it."""
    found = get_speaker_for(request.user, pk)
    allow(may_edit_source(request.user, found.desk_id))
    form = IntoForm(request.POST or request.GET or None, speaker=found)
    if not form.is_valid():
        return _page(request, found, into=form, status=422 if form.is_bound else 200)
    into = form.cleaned_data["into"]
    refusal = ""
    if request.method == "POST":
        try:
            records.merge(found, into, actor=request.user)
        except Refused as error:
            refusal = error.words
        else:
            messages.success(request, f"{found} was merged into {into}. You can undo this below.")
            return redirect("claims:speaker", into.pk)
    try:
        preview = records.preview(found, into, actor=request.user)
    except Refused as error:
        form.add_error("into", error.words)
        return _page(request, found, into=form, status=error.status)
    context = {"speaker": found, "into": into, "preview": preview, "refusal": refusal, "section": "speakers"}
    return render(request, "speaker_merge/page.html", context, status=409 if refusal else 200)


@require_POST
def speaker_unmerge(request, pk):
    found = get_speaker_for(request.user, pk)
    into = found.merged_into
    try:
        records.undo_merge(found, actor=request.user)
    except Refused as error:
        messages.error(request, error.words)
        return redirect("claims:speaker", pk)
    messages.success(request, f"The merge is undone: {found} and {into} are two speakers again.")
    return redirect("claims:speaker", pk)
