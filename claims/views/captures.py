"""Captures of a source: asking for one, following it, reading its text, and taking its file out of the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from claims.editing.captures import add_copy, capture
from claims.errors import NotNow, Refused
from claims.files import NotKept, kept
from claims.forms.capture import CopyForm
from claims.forms.source import SourceForm
from claims.intake.captured import read_file
from claims.permissions import allow, may_edit_source
from claims.queries import get_capture_for, get_source_for
from claims.views.sources import captures_context, source_form, source_page
from claims.views.workbench import wants_part


@require_safe
def capture_list(request, pk):
    """Follow the captures of a source: its page asks again for their list, and names what it shows."""
    source = get_source_for(request.user, pk)
    if not wants_part(request):
        return redirect(f"{reverse('claims:source', args=[pk])}#captures")
    context = captures_context(request.user, source)
    if request.GET.get("stage") == context["stage"]:
        return HttpResponse(status=204)
    return render(request, "source/capture_list.html", context | {"source": source})


@require_POST
def source_capture(request, pk):
    """Ask for a capture of a source as it is now."""
    try:
        capture(get_source_for(request.user, pk), actor=request.user)
    except Refused as refused:
        messages.error(request, refused.words)
    return redirect(f"{reverse('claims:source', args=[pk])}#captures")


@require_POST
def source_copy(request, pk):
    """Keep a file as a copy of a source."""
    source = get_source_for(request.user, pk)
    allow(may_edit_source(request.user, source.desk_id))
    form, status = CopyForm(request.POST, request.FILES), 422
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_copy(source, actor=request.user, **read_file(file.read(), file.name))
        except Refused as refused:
            form.add_error(None, refused.words)
            status = refused.status
        except NotKept as error:
            form.add_error(None, str(error))
            status = 503
        else:
            messages.success(request, "The copy was added.")
            return redirect(f"{reverse('claims:source', args=[pk])}#captures")
    values = SourceForm.values_of(source)
    return source_page(request, source, source_form(request, source, initial=values), copy_form=form, status=status)


@require_safe
def capture_page(request, pk):
    """Show what is known of a capture, and its text."""
    found = get_capture_for(request.user, pk)
    return render(request, "capture/page.html", {"capture": found, "source": found.source, "section": "sources"})


@require_safe
def capture_file(request, pk):
    """Give the file of a capture, to be saved and never shown: it comes from anywhere."""
    found = get_capture_for(request.user, pk)
    if not found.sha256:
        raise Http404("This capture has no file.")
    try:
        raw = kept(found.sha256)
    except NotKept as error:
        raise NotNow("The file is not as it was kept. Tell whoever looks after this site.") from error
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    return response
