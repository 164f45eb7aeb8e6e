"""The dossiers of an article, and the versions that one can be made of."""

from django.db.models import Exists, OuterRef

from claims.models import Article, ArticleImport, Dossier, Version

#: How many of the newest dossiers, and of the newest versions, the page Export lists.
LISTED = 6
VERSIONS = 200


def dossiers_of(article: Article) -> list[Dossier]:
    """The newest dossiers of an article, without their content; ``kept`` says whether that is there."""
    kept = Dossier.objects.filter(pk=OuterRef("pk"), content__isnull=False)
    found = Dossier.objects.filter(article=article).defer("content").select_related("actor", "version")
    return list(found.annotate(kept=Exists(kept)).order_by("-id")[:LISTED])


def versions_of(article: Article) -> list[int]:
    """The numbers of an article's newest versions that were in work, newest first."""
    if article.current_version is None:
        return []
    taken = Version.objects.filter(article=article, number__lte=article.current_version.number)
    return list(taken.order_by("-number").values_list("number", flat=True)[:VERSIONS])


def import_of(article: Article) -> ArticleImport | None:
    """What an article that came from another desk was imported from, without the file; None for any other."""
    return ArticleImport.objects.filter(article=article).defer("content").select_related("actor").first()
