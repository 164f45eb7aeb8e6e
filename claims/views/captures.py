"""Captures of a source: asking for one, following it, reading its text, and taking its file out of the desk."""

from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from claims.editing.captures import add_copy, capture
from claims.editing.deposits import deposit
from claims.errors import NotNow, Refused
from claims.export.web_archive import archived, may_be_archived, may_leave, write_wacz, write_warc
from claims.files import NotKept, kept
from claims.forms.capture import CopyForm
from claims.forms.source import SourceForm
from claims.intake.captured import read_file
from claims.permissions import allow, may_edit_source
from claims.queries import get_capture_for, get_evidence_for, get_source_for
from claims.queries.captures import may_be_deposited
from claims.queries.reading import Reading
from claims.views.sources import captures_context, source_form, source_page
from claims.views.workbench import wants_part

REDACTED = "redacted"  # what the database says that a file lacks (claims/sql/redaction.sql)
CHANGED = "The file is not as it was kept. Tell whoever looks after this site."


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
        sent = form.cleaned_data
        try:
            kept_as = read_file(sent["raw"], sent["file"].name)
            add_copy(source, actor=request.user, stripped=sent["strip"], **kept_as)
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
    """Show what is known of a capture, and its text page by page, with the excerpt of a piece of evidence marked."""
    found = get_capture_for(request.user, pk)
    context = {
        "capture": found,
        "source": found.source,
        "may_be_archived": may_be_archived(found) and may_leave(found.source),
        "deposits": found.deposits.select_related("person"),
        "archive": _archive_for(request.user, found),
        "section": "sources",
    }
    if found.text:
        number, of = (request.GET.get(name, "") for name in ("page", "evidence"))
        row = get_evidence_for(request.user, int(of)) if _is_number(of) else None
        row = row if row is not None and row.source_id == found.source_id and row.removed_at is None else None
        said = (row.excerpt, row.locator) if row else ("", "")
        reading = Reading(found, found.source.language)
        context["shown"] = reading.page(int(number) if _is_number(number) else None, None, *said)
        context["evidence"] = row
    return render(request, "capture/page.html", context)


def _archive_for(person, found):
    """Return the site of the archive that the person may ask to keep a capture's address; "" where there is none."""
    if not settings.ARCHIVE_DEPOSIT or found.by_hand or found.deposits.filter(failure="").exists():
        return ""
    fits = may_be_deposited(found.source_id) and may_edit_source(person, found.source.desk_id)
    return urlsplit(settings.ARCHIVE_DEPOSIT).hostname if fits else ""


def _is_number(words):
    return words.isascii() and words.isdigit() and len(words) < 19


@require_safe
def capture_file(request, pk):
    """Give the file of a capture, to be saved and never shown: it comes from anywhere."""
    found = get_capture_for(request.user, pk)
    return _saved(found, found.sha256, found.file_name)


@require_safe
def capture_drawn(request, pk, kind):
    """Give what a browser drew of a capture, to be saved: its picture ("png") or its PDF ("pdf")."""
    found = get_capture_for(request.user, pk)
    sha256 = next((one["sha256"] for one in found.drawn if one["kind"] == kind), "")
    return _saved(found, sha256, found.drawn_name(kind))


def _saved(found, sha256, name):
    """Answer with a file of a capture that is kept, to be saved."""
    if not sha256:
        raise Http404("This capture has no such file.")
    try:
        raw = kept(sha256)
    except NotKept as error:
        raise NotNow(found.lacks if REDACTED in found.lacks else CHANGED) from error
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_POST
def capture_deposit(request, pk):
    """Ask the web archive to keep the address of a capture."""
    found = get_capture_for(request.user, pk)
    try:
        deposit(found, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.words)
        return redirect("claims:capture", pk)
    return redirect(f"{reverse('claims:source', args=[found.source_id])}#captures")


@require_safe
def capture_warc(request, pk):
    """Give a capture as a WARC: what was asked and answered, with the file."""
    return _archive([get_capture_for(request.user, pk)], f"capture-{pk}.warc", write_warc)


@require_safe
def capture_wacz(request, pk):
    """Give a capture as a WACZ."""
    found = get_capture_for(request.user, pk)
    return _archive([found], f"capture-{pk}.wacz", partial(write_wacz, title=found.source.title))


@require_safe
def source_wacz(request, pk):
    """Give the captures of a source as a WACZ."""
    found = get_source_for(request.user, pk)
    return _archive(archived(found), f"source-{pk}.wacz", partial(write_wacz, title=found.title))


def _archive(captures, name, write):
    """Answer with an archive of captures, to be saved."""
    if not all(map(may_be_archived, captures)) or not captures:
        raise Http404("Nothing was captured.")
    with ExitStack() as until_answered:
        file = until_answered.enter_context(TemporaryFile())
        try:
            write(captures, out=file)
        except NotKept as error:
            said = next((one.lacks for one in captures if REDACTED in one.lacks), CHANGED)
            raise NotNow(said) from error
        until_answered.pop_all()  # the answer closes it
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
