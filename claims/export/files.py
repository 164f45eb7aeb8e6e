"""Every file that an article can be taken out of the desk as: for the page Export, and for the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import slugify

from claims.export import document, memo, source_list
from claims.models import Article
from claims.queries.cited import Cited, cited_in

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class File:
    """``label`` is what its button says; ``media`` its media type; ``write`` returns its bytes for an article."""

    label: str
    media: str
    write: Callable[[Article], bytes]


def _of_sources(write: Callable[[list[Cited]], str]) -> Callable[[Article], bytes]:
    return lambda article: write(cited_in(article)).encode()


#: Name, as in the address of the file and on the command line → the File.
FILES = {
    f"sources.{suffix}": File(label, f"{media}; charset=utf-8", _of_sources(write))
    for suffix, (label, media, write) in source_list.FORMATS.items()
} | {
    "article.docx": File("Word, with tracked changes", _WORD, document.with_changes),
    "comments.docx": File("Word, comments only", _WORD, document.with_comments),
    "memo.docx": File("Word", _WORD, memo.word),
    "memo.md": File("Markdown", "text/markdown; charset=utf-8", memo.markdown),
}


def files_of(part: str) -> list[tuple[str, File]]:
    """Return (name, File) of a part of the page Export: sources, memo."""
    return [(name, file) for name, file in FILES.items() if name.startswith(f"{part}.")]


def file_name(article: Article, name: str) -> str:
    """Return what a file of an article is called where it is kept."""
    return f"{slugify(article.headline)[:60] or f'article-{article.pk}'}-{name}"
