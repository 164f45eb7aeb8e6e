"""The page of who a confidential source is. It is shown only in answer to a form, and nothing of it is kept."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from claims.editing import identities
from claims.errors import NotNow, Refused
from claims.forms.identity import IdentityForm, ReaderForm, ReadForm
from claims.models import IdentityReader
from claims.permissions import allow, may_edit_source
from claims.queries import get_source_for
from claims.queries.identities import confidential, may_be_named, may_name_readers, may_read_identity
from claims.sealing import newest
from claims.views.answers import explain

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_variables()
def _page(request, source, *, form=None, read_form=None, who=None, status=200):
    now = confidential(source, request.user)
    may_edit = bool(may_edit_source(request.user, source.desk_id))
    people = may_be_named(source, now.identity, request.user) if now.names else []
    if who is not None:
        form = IdentityForm(
            initial={"confidential_name": who.name, "confidential_contact": who.contact, "edition": who.edition}
        )
    may_enter = bool(now.identity is None and may_edit and newest())
    context = {
        "source": source,
        **now._asdict(),
        "may_edit": may_edit,
        "form": form or (IdentityForm() if may_enter else None),
        "read_form": read_form or ReadForm(),
        "reader_form": ReaderForm(people=people) if people else None,
        "who": who,
        "has_key": bool(newest()),
        "section": "sources",
    }
    return render(request, "identity/page.html", context, status=status)


@sensitive_post_parameters()
@sensitive_variables()
@GET_OR_POST
def identity(request, pk):
    """Show what is kept of who a source is, and take it: a GET never shows it."""
    source = get_source_for(request.user, pk)
    if request.method != "POST":
        return _page(request, source)
    form, status = IdentityForm(request.POST), 422
    if form.is_valid():
        edition = form.cleaned_data["edition"]
        try:
            if edition is None:
                identities.enter_identity(source, actor=request.user, **form.said)
            else:
                identities.change_identity(source, actor=request.user, edition=edition, **form.said)
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, "Kept, encrypted.")
            return redirect("claims:identity", pk)
    return _page(request, source, form=form, status=status)


@sensitive_post_parameters()
@sensitive_variables()
@GET_OR_POST
def identity_read(request, pk):
    """Show who a source is, with its event. A GET shows the page without it: the address may be loaded again."""
    source = get_source_for(request.user, pk)
    if request.method != "POST":
        return _page(request, source)
    allow(may_read_identity(request.user, source))
    form, status, who = ReadForm(request.POST), 422, None
    if form.is_valid():
        try:
            who, status = identities.identity_of(source, actor=request.user, **form.cleaned_data), 200
        except Refused as error:
            status = explain(error, form)
    return _page(request, source, read_form=None if who else form, who=who, status=status)


@require_POST
def identity_delete(request, pk):
    """Delete who a source is, if the box says that it is meant."""
    source = get_source_for(request.user, pk)
    allow(may_read_identity(request.user, source))
    if request.POST.get("sure") != "on":
        raise NotNow("Tick the box to say that you want to delete it for good.")
    identities.delete_identity(source, actor=request.user)
    messages.success(request, "Deleted.")
    return redirect("claims:identity", pk)


@require_POST
def reader_add(request, pk):
    """Name one more person who may read it."""
    source = get_source_for(request.user, pk)
    allow(may_name_readers(request.user, source))
    people = may_be_named(source, confidential(source, request.user).identity, request.user)
    form = ReaderForm(request.POST, people=people)
    if not form.is_valid():
        raise NotNow("Choose a person of this desk who does not read it yet.")
    identities.name_reader(source, form.chosen, actor=request.user)
    messages.success(request, f"{form.chosen} may read it now.")
    return redirect("claims:identity", pk)


@require_POST
def reader_remove(request, pk, reader):
    """Remove a person who was named."""
    source = get_source_for(request.user, pk)
    found = IdentityReader.objects.filter(pk=reader, identity__source=source).select_related("person").first()
    if found is None:
        raise Http404
    identities.remove_reader(found, actor=request.user)
    messages.success(request, f"{found.person} does not read it any more.")
    return redirect("claims:identity", pk)
