"""The record: an article's timeline in words, whether its chain is unbroken, and its earlier versions."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.errors import NotNow
from claims.forms.lists import RecordFilters
from claims.models import Version
from claims.permissions import may_bring_version
from claims.queries import fetched_of, get_article_for, get_claim_numbered, original_of
from claims.queries import record as reads
from claims.queries.dossiers import import_of


@require_safe
def article_record(request, pk):
    """Show all that happened to an article, newest first, or to one claim of it (``?claim=`` and its number)."""
    article = get_article_for(request.user, pk)
    form = RecordFilters(request.GET)
    said = form.cleaned_data if form.is_valid() else {"claim": None, "before": None}
    claim = get_claim_numbered(article, said["claim"]) if said["claim"] else None
    before = said["before"]
    page = reads.timeline(article, claim=claim, after=str(before or ""))
    context = {
        "article": article,
        "claim": claim,
        "events": page.rows,
        "before": page.next or None,
        "later": page.later,
        "chain": reads.chain_of(article),
        "zone": timezone.get_current_timezone_name(),
        "signoffs": reads.signoffs_of(claim) if claim else [],
        "came_from": None if claim else import_of(article),
        "section": "articles",
    }
    return render(request, "record/page.html", context, status=200 if form.is_valid() else 422)


@require_safe
def version_file(request, pk, number):
    """Give the file that a version came as, byte for byte; a browser saves it and never shows it."""
    article = get_article_for(request.user, pk)
    upload = original_of(get_object_or_404(Version, article=article, number=number))
    if upload is None:
        raise Http404("This version was pasted.")
    if not upload.raw:
        raise NotNow("A text in this file was redacted, so the file was deleted. Its hash is kept.")
    name = upload.name or f"article-{article.pk}-version-{number}.{upload.kind}"
    response = HttpResponse(bytes(upload.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def version(request, pk, number):
    """Show a version's text; left-out blocks come with who left them out, and why."""
    article = get_article_for(request.user, pk)
    versions = reads.versions_near(article, number)
    shown = next((one for one in versions if one.number == number), None)
    if shown is None:
        raise Http404
    context = {
        "article": article,
        "version": shown,
        "versions": versions,
        "before": next((one for one in versions if one.number == number - 1), None),
        "may_bring": may_bring_version(request.user, article),
        "blocks": reads.version_text(article, shown),
        "file": (file := original_of(shown)),
        "fetched": fetched_of(file),
        "section": "articles",
    }
    return render(request, "version/page.html", context)
