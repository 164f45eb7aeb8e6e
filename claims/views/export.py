"""What of an article can be taken out of the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from claims.editing.dossiers import ask_for_dossier
from claims.errors import Refused
from claims.export.document import came_as_word
from claims.export.files import FILES, file_name, files_of
from claims.permissions import allow, may_have_dossier
from claims.queries import get_article_for
from claims.queries.cited import count_cited
from claims.queries.reconcile import count_memo
from claims.states import DossierProfile
from claims.views.dossiers import dossier_context, dossier_form


@require_safe
def article_export(request, pk):
    """List what can be taken out of the desk."""
    return _page(request, get_article_for(request.user, pk))


def _page(request, article, form=None, status=200):
    context = {
        "article": article,
        "cited": count_cited(article),
        "decisions": count_memo(article),
        "came_as_word": came_as_word(article),
        "text_files": [*files_of("article"), *files_of("comments")],
        "source_files": files_of("sources"),
        "memo_files": files_of("memo"),
        "section": "articles",
        **dossier_context(request.user, article, form),
    }
    return render(request, "export/page.html", context, status=status)


@require_safe
def export_file(request, pk, name):
    """Give one of FILES of an article."""
    article = get_article_for(request.user, pk)
    if name not in FILES:
        raise Http404("No such file.")
    response = HttpResponse(FILES[name].write(article), content_type=FILES[name].media)
    response["Content-Disposition"] = content_disposition_header(True, file_name(article, name))
    return response


@require_POST
def dossier_ask(request, pk):
    """Ask for a dossier."""
    article = get_article_for(request.user, pk)
    profiles = [one for one in DossierProfile if may_have_dossier(request.user, article, one)]
    allow(may_have_dossier(request.user, article, request.POST.get("profile")))
    form = dossier_form(article, profiles, request.POST)
    status = 422
    if form.is_valid():
        asked = form.cleaned_data
        version = article.versions.get(number=asked.pop("version"))
        try:
            ask_for_dossier(article, actor=request.user, version=version, **asked)
            messages.success(request, "The dossier is being made. This page says when it is ready.")
            return redirect(f"{reverse('claims:article_export', args=[article.pk])}#dossier")
        except Refused as refused:
            status = refused.status
            form.add_error(None, refused.words)
    return _page(request, article, form, status)
