"""What a source derives from: said, said anew, and taken back, on the page of the source."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims.editing.derivations import add_origin, change_origin, remove_origin
from claims.errors import Conflict, Refused
from claims.forms.source import DerivationForm, OriginForm, SourceForm
from claims.permissions import allow, may_edit_source
from claims.queries import get_derivation_for, get_source_for
from claims.views.answers import explain
from claims.views.sources import source_form, source_page


def _page(request, source, status, **forms):
    values = SourceForm.values_of(source)
    return source_page(request, source, source_form(request, source, initial=values), status=status, **forms)


def _back(source):
    return redirect(f"{reverse('claims:source', args=[source.pk])}#origins")


@require_POST
def source_origin(request, pk):
    """Say that a source derives from one more."""
    source = get_source_for(request.user, pk)
    allow(may_edit_source(request.user, source.desk_id))
    form, status = OriginForm(request.POST, of=source), 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_origin(source, said["origin"], actor=request.user, kind=said["derivation"], drift=said["drift"])
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, "Added.")
            return _back(source)
    return _page(request, source, status, origin_form=form)


@require_POST
def derivation(request, pk):
    """Say anew how a source derives from one of its origins."""
    found = get_derivation_for(request.user, pk)
    allow(may_edit_source(request.user, found.source.desk_id))
    form, status = DerivationForm(request.POST, of=found), 422
    if form.is_valid():
        try:
            change_origin(found, actor=request.user, base=form.base(), **form.said())
        except Conflict as conflict:
            found.refresh_from_db(fields=["kind", "drift"])
            form, status = form.over(found, conflict.fields), conflict.status
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, "Saved.")
            return _back(found.source)
    return _page(request, found.source, status, derivation_form=form)


@require_POST
def derivation_remove(request, pk):
    """Take back that a source derives from one of its origins."""
    found = get_derivation_for(request.user, pk)
    remove_origin(found, actor=request.user)
    messages.success(request, f"Removed: {found.says} “{found.origin}”.")
    return _back(found.source)
