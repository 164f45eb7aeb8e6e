"""Sources: the list, one source with all that depends on it, and the forms that describe a source."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims.editing.sources import change_source, create_source
from claims.errors import Conflict, NotYours, Refused
from claims.export.web_archive import may_leave
from claims.forms.capture import CopyForm
from claims.forms.lists import Before, Place, SourceFilters
from claims.forms.source import EDITORS, DerivationForm, IntoForm, OriginForm, SeesForm, SourceForm, WhichDesk
from claims.models import Identity
from claims.permissions import desks_of, may_edit_source, may_list_reference
from claims.queries import get_source_for
from claims.queries.captures import captures_of
from claims.queries.chain import chain_of
from claims.queries.library import same_page
from claims.queries.restricted import may_see_too, readers_of
from claims.queries.search import WordsQuery, count_uses, derived_page, sources_page, uses_page
from claims.states import Access
from claims.views.answers import explain
from claims.views.chain import picture_of
from claims.views.desk import more_of
from claims.views.health import SILENT_AFTER, worker_now


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


def captures_context(person, source, before=None):
    """Return what a page of a source's captures shows; ``stage`` names it, for the page that asks again for it."""
    rows, older = captures_of(source, before)
    waits = any(row.waits or row.deposit and row.deposit.ended_at is None for row in rows)
    seconds = worker_now()["seconds"] if waits else 0
    silent = seconds is None or seconds > SILENT_AFTER.total_seconds()
    stage = "-".join(
        [
            *(f"{row.pk}.{row.state}.{row.attempts}{f'.{row.deposit.state}' if row.deposit else ''}" for row in rows),
            *(["no-worker"] if silent else []),
        ]
    )
    return {
        "captures": rows,
        "captures_wait": waits,
        "may_edit": bool(may_edit_source(person, source.desk_id)),
        "may_be_archived": any(row.sha256 for row in rows) and may_leave(source),
        "silent": silent,
        "stage": stage,
        "captures_before": before,
        "captures_older": older,
    }


def restricted_context(person, source):
    """Return what the page of a restricted source shows of who sees it."""
    if source.access != Access.RESTRICTED:
        return {}
    people = may_see_too(source) if may_edit_source(person, source.desk_id) else []
    return {"readers": readers_of(source), "sees_form": SeesForm(people=people) if people else None}


def _identity_offered(person, source):
    """Return what the link to the page of who a source is says; "" where there is nothing to see, or to enter."""
    if Identity.objects.filter(source=source).exists():
        return "Confidential: named people may read it"
    return "Enter it, confidentially" if may_edit_source(person, source.desk_id) else ""


def origins_of(source, typed=None):
    """Return the Derivations of a source, each with its ``form``; ``typed`` was sent for one of them."""
    rows = list(source.derivations.select_related("origin", "said_by"))
    for row in rows:
        row.form = typed if typed is not None and typed.of == row else DerivationForm(of=row)
    return rows


def source_page(
    request,
    source,
    form,
    *,
    status=200,
    conflict=None,
    copy_form=None,
    origin_form=None,
    derivation_form=None,
    into_form=None,
):
    """Return a source's page: what it is, its captures, its origins and what derives from it, where it is used, and
    what is the same."""
    place = Place(request.GET)
    place.is_valid()
    uses = uses_page(source, place.cleaned_data.get("after", ""))
    older = Before(request.GET)
    older.is_valid()
    chain = chain_of(source)
    context = {
        "source": source,
        "form": form,
        "base": source_form(request, source, initial=SourceForm.values_of(source), prefix="base"),
        "conflict": conflict,
        **restricted_context(request.user, source),
        "identity_offered": _identity_offered(request.user, source),
        **captures_context(request.user, source, older.cleaned_data.get("before")),
        "copy_form": copy_form or CopyForm(),
        "origins": origins_of(source, derivation_form),
        "origin_form": origin_form or OriginForm(of=source),
        "into_form": into_form or IntoForm(source=source),
        "merged": source.merged.select_related("desk").defer("search"),
        "alike": [] if source.merged_into_id else same_page(source),
        "derived": derived_page(source),
        "chain": picture_of(source, chain.derivations) if chain.derivations else None,
        "chain_list": chain.derivations,
        "chain_more": chain.more,
        "uses": uses.rows,
        "more": more_of(request, uses),
        "section": "sources",
    }
    return render(request, "source/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request, pk):
    found = get_source_for(request.user, pk)
    if request.method != "POST":
        form = source_form(request, found, initial=SourceForm.values_of(found))
        return source_page(request, found, form)
    if not (verdict := may_edit_source(request.user, found.desk_id)):
        raise NotYours(verdict.reason)
    form = source_form(request, found, request.POST)
    base = source_form(request, found, request.POST, prefix="base")
    if not form.is_valid():
        return source_page(request, found, form, status=422)
    was, mine = base.read(found), form.read(found)
    try:
        change_source(found, actor=request.user, base=was, **mine)
    except Conflict as error:
        fresh = get_source_for(request.user, pk)
        return source_page(
            request,
            fresh,
            source_form(request, fresh, initial=mine_over(SourceForm, fresh, form, was, mine)),
            status=409,
            conflict=named(form, error.fields),
        )
    except Refused as error:
        return source_page(request, found, form, status=explain(error, form))
    messages.success(request, "Saved." if mine != was else "Nothing was changed.")
    return redirect("claims:source", pk)


def source_form(request, source, *args, **kwargs):
    """Return the form of a source, with what this person may say of it."""
    lists = bool(may_list_reference(request.user, source.desk_id))
    restricted = source.access == Access.RESTRICTED
    kwargs |= {"desk_id": source.desk_id, "itself": source.pk, "restricted": restricted}
    return SourceForm(*args, lists_reference=lists, **kwargs)


def mine_over(kind, source, form, was, mine):
    """Return what a form of this kind is opened with: one's own changes applied to the source as it is now."""
    return kind.values_of(source) | {name: form.data.get(name, "") for name in mine if mine[name] != was[name]}


def named(form, fields):
    """Return [(label, values)] of the fields that two people changed."""
    return [(form.fields[name].label or name.replace("_", " ").capitalize(), values) for name, values in fields.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def source_new(request):
    if not desks_of(request.user, EDITORS):
        raise NotYours("Adding a source is for a writer, checker, reviewer or chief of a desk.")
    which = WhichDesk(request.POST or None, person=request.user)
    desks = list(which.fields["desk"].queryset)
    desk = desks[0] if not which.is_bound else which.cleaned_data["desk"] if which.is_valid() else None
    lists = desk is not None and bool(may_list_reference(request.user, desk.pk))
    form = SourceForm(request.POST or None, desk_id=desk.pk if desk else None, lists_reference=lists)
    status, known = 200, None
    if request.method == "POST":
        status = 422
        if desk and form.is_valid():
            another = request.POST.get("another") == "on"
            try:
                made = create_source(desk, actor=request.user, another=another, **form.cleaned_data)
            except Refused as error:
                known = getattr(error, "source", None)
                status = explain(error, form)
            else:
                messages.success(request, "Added.")
                return redirect("claims:source", made.pk)
    return render(
        request,
        "source_new/page.html",
        {"form": form, "which": which, "desks": desks, "known": known, "section": "sources"},
        status=status,
    )
