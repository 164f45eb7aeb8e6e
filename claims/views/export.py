"""What of an article can be taken out of the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from claims.export import memo
from claims.export.source_list import FORMATS
from claims.queries import get_article_for
from claims.queries.cited import cited_in
from claims.queries.reconcile import memo_of

#: Suffix of the memo's file → (its media type, what writes it).
MEMOS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", memo.word),
    "md": ("text/markdown; charset=utf-8", memo.markdown),
}


@require_safe
def article_export(request, pk):
    """List what can be taken out of the desk."""
    article = get_article_for(request.user, pk)
    context = {
        "article": article,
        "cited": len(cited_in(article)),
        "formats": [(suffix, name) for suffix, (name, _, _) in FORMATS.items()],
        "decisions": len(memo_of(article)),
        "section": "articles",
    }
    return render(request, "export/page.html", context)


@require_safe
def source_list(request, pk, suffix):
    """Give the source list of an article as a file."""
    article = get_article_for(request.user, pk)
    if suffix not in FORMATS:
        raise Http404("No such format.")
    _, media, write = FORMATS[suffix]
    return _file(article, write(cited_in(article)), f"{media}; charset=utf-8", f"sources.{suffix}")


@require_safe
def memo_file(request, pk, suffix):
    """Give the changes memo of an article as a file."""
    article = get_article_for(request.user, pk)
    if suffix not in MEMOS:
        raise Http404("No such format.")
    media, write = MEMOS[suffix]
    return _file(article, write(article), media, f"memo.{suffix}")


def _file(article, content, media, name):
    response = HttpResponse(content, content_type=media)
    whose = slugify(article.headline)[:60] or f"article-{article.pk}"
    response["Content-Disposition"] = content_disposition_header(True, f"{whose}-{name}")
    return response
