"""Sources: the list, one source with all that depends on it, and the forms that describe a source."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims.editing.sources import change_source, create_source
from claims.errors import Conflict, Invalid, NotYours
from claims.forms.lists import Place, SourceFilters
from claims.forms.source import EDITORS, SourceForm, WhichDesk
from claims.permissions import desks_of, may_edit_source
from claims.queries import get_source_for
from claims.queries.search import WordsQuery, count_uses, derived_page, sources_page, uses_page
from claims.views.desk import more_of


@require_safe
def sources(request):
    form = SourceFilters(request.GET, person=request.user)
    page = None
    if form.is_valid():
        said = dict(form.cleaned_data)
        words = said.pop("q")
        page = sources_page(request.user, **said, query=WordsQuery(words) if words else None)
        count_uses(page.rows)
    context = {
        "form": form,
        "sources": page.rows if page else [],
        "more": more_of(request, page),
        "used": form.is_valid() and form.used(),
        "may_add": bool(desks_of(request.user, EDITORS)),
        "section": "sources",
    }
    return render(request, "sources/page.html", context, status=200 if form.is_valid() else 422)


def _page(request, source, form, *, status=200, conflict=None):
    """Return a source's page: what it is, what derives from it, where it is used."""
    place = Place(request.GET)
    place.is_valid()
    uses = uses_page(source, place.cleaned_data.get("after", ""))
    context = {
        "source": source,
        "form": form,
        "base": SourceForm(initial=SourceForm.values_of(source), desk_id=source.desk_id, prefix="base"),
        "conflict": conflict,
        "derived": derived_page(source),
        "uses": uses.rows,
        "more": more_of(request, uses),
        "may_edit": bool(may_edit_source(request.user, source.desk_id)),
        "section": "sources",
    }
    return render(request, "source/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request, pk):
    found = get_source_for(request.user, pk)
    if request.method != "POST":
        form = SourceForm(initial=SourceForm.values_of(found), desk_id=found.desk_id, itself=found.pk)
        return _page(request, found, form)
    if not (verdict := may_edit_source(request.user, found.desk_id)):
        raise NotYours(verdict.reason)
    form = SourceForm(request.POST, desk_id=found.desk_id, itself=found.pk)
    base = SourceForm(request.POST, desk_id=found.desk_id, itself=found.pk, prefix="base")
    if not form.is_valid():
        return _page(request, found, form, status=422)
    was, mine = base.read(found), form.read(found)
    try:
        change_source(found, actor=request.user, base=was, **mine)
    except Invalid as error:
        form.add_error(error.field or None, error.words)
        return _page(request, found, form, status=422)
    except Conflict as error:
        fresh = get_source_for(request.user, pk)
        return _page(
            request, fresh, _mine_over(fresh, form, was, mine), status=409, conflict=_named(form, error.fields)
        )
    messages.success(request, "Saved." if mine != was else "Nothing was changed.")
    return redirect("claims:source", pk)


def _mine_over(source, form, was, mine):
    """Return the form with one's own changes applied to the source as it is now."""
    values = SourceForm.values_of(source)
    values |= {name: form.data.get(name, "") for name in mine if mine[name] != was[name]}
    return SourceForm(initial=values, desk_id=source.desk_id, itself=source.pk)


def _named(form, fields):
    return [(form.fields[name].label or name.replace("_", " ").capitalize(), values) for name, values in fields.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def source_new(request):
    if not desks_of(request.user, EDITORS):
        raise NotYours("Adding a source is for a writer, checker, reviewer or chief of a desk.")
    which = WhichDesk(request.POST or None, person=request.user)
    desks = list(which.fields["desk"].queryset)
    desk = desks[0] if not which.is_bound else which.cleaned_data["desk"] if which.is_valid() else None
    form = SourceForm(request.POST or None, desk_id=desk.pk if desk else None)
    status = 200
    if request.method == "POST":
        status = 422
        if desk and form.is_valid():
            try:
                made = create_source(desk, actor=request.user, **form.cleaned_data)
            except Invalid as error:
                form.add_error(error.field or None, error.words)
            else:
                messages.success(request, "Added.")
                return redirect("claims:source", made.pk)
    return render(
        request,
        "source_new/page.html",
        {"form": form, "which": which, "desks": desks, "section": "sources"},
        status=status,
    )
