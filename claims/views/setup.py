"""What a desk has set up: people and roles, rules, words for verdicts, ready reasons, and the reference list.

Everybody on a desk reads these pages. Staff change what stands there, and a chief the reference list.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from claims.editing import desks as editing
from claims.errors import Conflict, NotNow, Refused
from claims.forms.lists import Place
from claims.forms.setup import (
    EndForm,
    PersonForm,
    ReasonForm,
    RoleForm,
    WorkForm,
)
from claims.models import Membership, Source
from claims.permissions import allow, may_list_reference, may_set_up, roles_of
from claims.queries import desks_to_see, get_desk_for
from claims.queries import setup as query
from claims.states import ReasonKind
from claims.views.answers import explain
from claims.views.desk import more_of
from claims.views.setup_frame import GET_OR_POST, ON_A_PAGE, framed


@require_safe
def setup(request):
    """List the desks whose setup this person sees; with one desk, go there."""
    desks = desks_to_see(request.user)
    page = Paginator(desks, ON_A_PAGE).get_page(request.GET.get("page"))
    if len(page.paginator.object_list[:2]) == 1:
        return redirect("claims:setup_people", desks[0].slug)
    more = f"page={page.next_page_number()}" if page.has_next() else ""
    return render(request, "setup/page.html", {"desks": page.object_list, "more": more, "section": "setup"})


def _after(request):
    place = Place(request.GET)
    return place.cleaned_data.get("after", "") if place.is_valid() else ""


@GET_OR_POST
def setup_people(request, slug):
    """Show who has which role, and who gave it; give a role, or end one."""
    desk = get_desk_for(request.user, slug)
    if request.method != "POST":
        return _people(request, desk)
    allow(may_set_up(request.user, desk.pk))
    return (_end if "membership" in request.POST else _give)(request, desk)


def _people(request, desk, *, give=None, end=None, status=200):
    page = query.people_page(desk, _after(request))
    for person in page.rows:
        for role in person.roles:
            role.end = end if end and end.data.get("membership") == str(role.pk) else EndForm(of=role)
    may = bool(may_set_up(request.user, desk.pk))
    context = {
        "people": page.rows,
        "more": more_of(request, page),
        "give": give or RoleForm(),
        "may": may,
        "everybody": query.names_offered() if may else [],
    }
    return framed(request, desk, "people", context, status)


def _give(request, desk):
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people(request, desk, give=form, status=422)
    said = form.cleaned_data
    try:
        made = editing.give_role(desk, said["person"], said["role"], reason=said["reason"], actor=request.user)
    except Refused as error:
        explain(error, form)
        return _people(request, desk, give=form, status=error.status)
    messages.success(request, f"{made.person} is a {made.get_role_display().lower()} of this desk now.")
    return redirect("claims:setup_people", desk.slug)


def _end(request, desk):
    asked = EndForm(request.POST)
    asked.is_valid()
    role = Membership.objects.filter(desk=desk, pk=asked.cleaned_data.get("membership"))
    role = role.select_related("person", "desk").first()
    if role is None:
        raise NotNow("This role has ended already.")
    form = EndForm(request.POST, of=role)
    if not form.is_valid():
        return _people(request, desk, end=form, status=422)
    left = editing.end_role(role, reason=form.cleaned_data["reason"], actor=request.user)
    messages.success(request, f"{role.person} is no {role.get_role_display().lower()} of this desk any more.")
    if left:
        words = f"{role.person} still holds {', '.join(left)}, without a role for it. Give it to somebody else."
        messages.warning(request, words)
    return redirect("claims:setup_people", desk.slug)


@sensitive_post_parameters("password1", "password2")
@GET_OR_POST
def setup_person(request, slug):
    """Add somebody who has no account yet."""
    desk = get_desk_for(request.user, slug)
    allow(may_set_up(request.user, desk.pk))
    form = PersonForm(request.POST or None, initial={"timezone": desk.timezone})
    if request.method != "POST" or not form.is_valid():
        return framed(request, desk, "person", {"form": form}, 422 if request.method == "POST" else 200)
    said = {name: form.cleaned_data[name] for name in ("name", "username", "email", "timezone", "role", "reason")}
    try:
        made = editing.add_person(desk, **said, password=form.cleaned_data["password1"], actor=request.user)
    except ValidationError as refused:
        form.add_error(None, refused)
    except Refused as error:
        explain(error, form)
    else:
        messages.success(request, f"{made} has an account now, and logs in as {made.username}.")
        return redirect("claims:setup_people", desk.slug)
    return framed(request, desk, "person", {"form": form}, 422)


@GET_OR_POST
def setup_reasons(request, slug):
    """Show the ready reasons of a desk; add one."""
    desk = get_desk_for(request.user, slug)
    if request.method != "POST":
        return _reasons(request, desk)
    allow(may_set_up(request.user, desk.pk))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _reasons(request, desk, form=form, status=422)
    try:
        made = editing.add_reason(desk, **form.cleaned_data, actor=request.user)
    except Refused as error:
        explain(error, form)
        return _reasons(request, desk, form=form, status=error.status)
    messages.success(request, f"Added: {made}.")
    return redirect("claims:setup_reasons", desk.slug)


def _reasons(request, desk, *, form=None, status=200):
    page = Paginator(desk.reasons.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    kinds = dict(ReasonKind.choices)
    shown = {}
    for one in page.object_list:
        shown.setdefault(kinds.get(one.kind, one.kind), []).append(one)
    context = {
        "kinds": shown.items(),
        "more": f"page={page.next_page_number()}" if page.has_next() else "",
        "form": form or ReasonForm(),
        "may": bool(may_set_up(request.user, desk.pk)),
    }
    return framed(request, desk, "reasons", context, status)


@GET_OR_POST
def setup_reason(request, slug, pk):
    """Change or remove one ready reason."""
    desk = get_desk_for(request.user, slug)
    one = desk.reasons.filter(pk=pk).first()
    if one is None:
        raise Http404
    allow(may_set_up(request.user, desk.pk))
    values = {"words": one.words, "position": one.position}
    if request.method != "POST":
        return _reason(request, desk, one, ReasonForm(initial=values, new=False))
    if "remove" in request.POST:
        editing.remove_reason(one, actor=request.user)
        messages.success(request, f"Removed: {one}.")
        return redirect("claims:setup_reasons", desk.slug)
    form = ReasonForm(request.POST, new=False)
    if not form.is_valid():
        return _reason(request, desk, one, form, status=422)
    was = values | {
        name: value
        for name, value in ReasonForm(request.POST, prefix="base", new=False).read().items()
        if value is not None
    }
    try:
        changed = editing.change_reason(one, was, form.read(), actor=request.user)
    except Conflict as error:
        kept = {name: value for name, value in form.cleaned_data.items() if value != was[name]}
        one.refresh_from_db()
        named = [(form[name].label, values) for name, values in error.fields.items()]
        again = ReasonForm(initial={"words": one.words, "position": one.position} | kept, new=False)
        return _reason(request, desk, one, again, conflict=named, status=409)
    except Refused as error:
        explain(error, form)
        return _reason(request, desk, one, form, status=error.status)
    messages.success(request, "Saved." if changed else "Nothing was changed.")
    return redirect("claims:setup_reasons", desk.slug)


def _reason(request, desk, one, form, *, conflict=None, status=200):
    values = {"words": one.words, "position": one.position}
    base = ReasonForm(initial=values, new=False, prefix="base")
    context = {"one": one, "form": form, "base": base, "conflict": conflict}
    return framed(request, desk, "reason", context, status)


@GET_OR_POST
def setup_reference(request, slug):
    """Show the works on the desk's reference list, and who put them there; a chief puts one on, or takes it off."""
    desk = get_desk_for(request.user, slug)
    if request.method != "POST":
        return _reference(request, desk)
    allow(may_list_reference(request.user, desk.pk))
    if "remove" in request.POST:
        asked = request.POST["remove"]
        source = Source.objects.filter(desk=desk, pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
        if source is None:
            raise Http404
        editing.list_reference(source, False, actor=request.user)
        messages.success(request, f"Off the reference list: {source.title}.")
        return redirect("claims:setup_reference", desk.slug)
    form = WorkForm(request.POST, desk_id=desk.pk)
    if not form.is_valid():
        return _reference(request, desk, form=form, status=422)
    source = form.cleaned_data["source"]
    try:
        editing.list_reference(source, True, actor=request.user)
    except Refused as error:
        form.add_error("source", error.words)
        return _reference(request, desk, form=form, status=error.status)
    messages.success(request, f"On the reference list: {source.title}.")
    return redirect("claims:setup_reference", desk.slug)


def _reference(request, desk, *, form=None, status=200):
    page = query.works_page(desk, _after(request))
    context = {
        "works": page.rows,
        "more": more_of(request, page),
        "form": form or WorkForm(desk_id=desk.pk),
        "may": bool(may_list_reference(request.user, desk.pk)),
        "member": bool(roles_of(request.user, desk.pk)),
    }
    return framed(request, desk, "reference", context, status)
