"""What was signed, corrected and published, as read-only lists."""

from django.contrib import admin

from claims.admin.lists import BigList, newest_ids
from claims.admin.site import site
from claims.models import (
    Article,
    ArticleSignOff,
    Claim,
    Correction,
    Publication,
    SignOff,
)


class Standing(admin.SimpleListFilter):
    title, parameter_name = "standing", "standing"

    def lookups(self, request, model_admin):
        return [("live", "stands"), ("voided", "void")]

    def queryset(self, request, queryset):
        return queryset.filter(voided_at__isnull=self.value() == "live") if self.value() else queryset


@admin.register(SignOff, site=site)
class SignOffAdmin(BigList):
    list_display = ["signed_at", "signer", "kind", "claim", "desk", "voided_at", "void_reason"]
    list_filter = ["kind", Standing, "claim__desk"]
    list_select_related = ["signer", "claim__desk"]
    search_help_text = "Words of a claim: finds the sign-offs of the newest claims that have them."
    fields = [
        "claim",
        "signer",
        "kind",
        "signed_at",
        "content_hash",
        "note",
        "voided_at",
        "voided_by",
        "void_reason",
    ]
    export = {
        "id": "id",
        "desk": "claim__desk__name",
        "article": "claim__article_id",
        "claim": "claim__number",
        "signer": "signer__name",
        "kind": "kind",
        "signed at": "signed_at",
        "content hash": "content_hash",
        "note": "note",
        "voided at": "voided_at",
        "voided by": "voided_by__name",
        "void reason": "void_reason",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "claim__search")

    def search_queryset(self, queryset, typed):
        return queryset.filter(claim__in=newest_ids(Claim, typed))

    @admin.display(description="desk")
    def desk(self, signoff):
        return signoff.claim.desk


@admin.register(ArticleSignOff, site=site)
class ArticleSignOffAdmin(BigList):
    list_display = ["signed_at", "signer", "kind", "article", "version", "seconded_by", "voided_at", "void_reason"]
    list_filter = ["kind", Standing, "article__desk"]
    list_select_related = ["signer", "article", "version", "seconded_by"]
    search_help_text = "Words of an article's headline: finds the sign-offs of the newest articles that have them."
    fields = [
        "article",
        "version",
        "signer",
        "kind",
        "signed_at",
        "content_hash",
        "reason",
        "seconded_by",
        "seconded_at",
        "voided_at",
        "voided_by",
        "void_reason",
    ]
    export = {
        "id": "id",
        "desk": "article__desk__name",
        "article": "article_id",
        "headline": "article__headline",
        "version": "version__number",
        "signer": "signer__name",
        "kind": "kind",
        "signed at": "signed_at",
        "content hash": "content_hash",
        "reason": "reason",
        "seconded by": "seconded_by__name",
        "seconded at": "seconded_at",
        "voided at": "voided_at",
        "void reason": "void_reason",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__search")

    def search_queryset(self, queryset, typed):
        return queryset.filter(article__in=newest_ids(Article, typed))


class Settled(admin.SimpleListFilter):
    title, parameter_name = "settled", "settled"

    def lookups(self, request, model_admin):
        return [("open", "open"), ("decided", "decided"), ("dismissed", "dismissed")]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.filter(settled_at__isnull=True)
            case "decided":
                return queryset.exclude(kind="")
            case "dismissed":
                return queryset.exclude(dismissed="")
        return queryset


class OfArticle(BigList):
    """Rows of articles, found by the words of the headline."""

    list_filter = ["article__desk"]
    search_help_text = "Words of an article's headline: finds the rows of the newest articles that have them."

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__search")

    def search_queryset(self, queryset, typed):
        return queryset.filter(article__in=newest_ids(Article, typed))

    @admin.display(description="desk")
    def desk(self, row):
        return row.article.desk


@admin.register(Correction, site=site)
class CorrectionAdmin(OfArticle):
    list_display = [
        "opened_at",
        "number",
        "article",
        "desk",
        "because",
        "kind",
        "opened_by",
        "settled_at",
        "settled_by",
    ]
    list_filter = [Settled, "because", "kind", "article__desk"]
    list_select_related = ["article__desk", "opened_by", "settled_by"]
    fields = [
        "article",
        "number",
        "claim",
        "because",
        "publication",
        "line",
        "reported",
        "reported_by",
        "opened_by",
        "opened_at",
        "kind",
        "was_wrong",
        "is_right",
        "since",
        "dismissed",
        "settled_by",
        "settled_at",
    ]
    export = {
        "id": "id",
        "desk": "article__desk__name",
        "article": "article_id",
        "headline": "article__headline",
        "number": "number",
        "claim": "claim__number",
        "because": "because",
        "reported": "reported",
        "reported by": "reported_by",
        "opened by": "opened_by__name",
        "opened at": "opened_at",
        "kind": "kind",
        "was wrong": "was_wrong",
        "is right": "is_right",
        "since": "since",
        "dismissed": "dismissed",
        "settled by": "settled_by__name",
        "settled at": "settled_at",
    }


@admin.register(Publication, site=site)
class PublicationAdmin(OfArticle):
    list_display = ["at", "article", "desk", "version", "address", "differing", "by"]
    list_select_related = ["article__desk", "version", "by"]
    fields = ["article", "version", "address", "by", "at", "differing", "text_hash", "text"]
    readonly_fields = ["differing"]
    export = {
        "id": "id",
        "desk": "article__desk__name",
        "article": "article_id",
        "headline": "article__headline",
        "version": "version__number",
        "address": "address",
        "text hash": "text_hash",
        "recorded by": "by__name",
        "recorded at": "at",
    }

    @admin.display(description="lines that differ")
    def differing(self, publication):
        return publication.differs
