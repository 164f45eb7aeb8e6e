"""What of an article can be taken out of the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.export.document import came_as_word
from claims.export.files import FILES, file_name, files_of
from claims.queries import get_article_for
from claims.queries.cited import count_cited
from claims.queries.reconcile import count_memo


@require_safe
def article_export(request, pk):
    """List what can be taken out of the desk."""
    article = get_article_for(request.user, pk)
    context = {
        "article": article,
        "cited": count_cited(article),
        "decisions": count_memo(article),
        "came_as_word": came_as_word(article),
        "text_files": [*files_of("article"), *files_of("comments")],
        "source_files": files_of("sources"),
        "memo_files": files_of("memo"),
        "section": "articles",
    }
    return render(request, "export/page.html", context)


@require_safe
def export_file(request, pk, name):
    """Give one of FILES of an article."""
    article = get_article_for(request.user, pk)
    if name not in FILES:
        raise Http404("No such file.")
    response = HttpResponse(FILES[name].write(article), content_type=FILES[name].media)
    response["Content-Disposition"] = content_disposition_header(True, file_name(article, name))
    return response
