"""The record, as read-only lists: events, row history, sign-offs, corrections and publications."""

import re
from collections import defaultdict

from django.apps import apps
from django.contrib import admin
from django.db.models import OuterRef, Q, Subquery
from django.utils.html import format_html_join

from claims.admin.lists import BigList, NewestFirst, newest_ids
from claims.admin.site import site
from claims.admin.work import HELD
from claims.models import (
    Article,
    ArticleSignOff,
    Claim,
    Correction,
    Event,
    Evidence,
    Person,
    Publication,
    RowHistory,
    SignOff,
    Source,
    SourceChange,
    Speaker,
)
from claims.queries.speakers import known_off_record_only


@admin.register(Event, site=site)
class EventAdmin(BigList):
    """Events. One from before a source went off the record may contain its name, which is replaced here."""

    list_display = ["at", "what", "actor", "article", "desk"]
    list_filter = ["desk"]
    list_select_related = ["actor", "article", "desk"]
    search_help_text = "Words of an article's headline: finds the events of the newest articles that have them."
    fields = ["at", "what", "verb", "actor", "desk", "article", "claim", "sequence", "previous_hash", "hash"]
    readonly_fields = ["what"]
    export = {
        "id": "id",
        "at": "at",
        "desk": "desk__name",
        "article": "article_id",
        "headline": "article__headline",
        "claim": "claim__number",
        "who": "actor__name",
        "verb": "verb",
        "words": "words",
        "chain": "chain_id",
        "sequence": "sequence",
        "hash": "hash",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data", "article__search")

    def get_changelist(self, request, **kwargs):
        return _Events

    def search_queryset(self, queryset, typed):
        return queryset.filter(article__in=newest_ids(Article, typed))

    def get_object(self, request, object_id, from_field=None):
        event = super().get_object(request, object_id, from_field)
        if event:
            event.words = _HeldNames().redacted(event.words)  # only in memory: nothing is saved here
        return event

    def export_rows(self, rows):
        held = _HeldNames()
        for row in rows:
            yield {**row, "words": held.redacted(row["words"])}

    @admin.display(description="what happened")
    def what(self, event):
        return str(event)


class _Events(NewestFirst):
    def get_results(self, request):
        super().get_results(request)
        held = _HeldNames()
        for event in self.result_list:
            event.words = held.redacted(event.words)  # only in memory


class _HeldNames:
    """Titles and authors that sources now off the record ever had, and names of who is known from them alone.

    Makes four queries.

    However many there are, a text is compared only with those whose first word it contains.
    """

    def __init__(self):
        held = Source.objects.filter(off_record=True)
        rows = [*held.values_list("title", "author")]
        was = RowHistory.objects.filter(table=Source._meta.db_table, row_id__in=held.values("pk"))
        rows += was.values_list("old__title", "old__author").union(was.values_list("new__title", "new__author"))
        speakers = Speaker.objects.filter(known_off_record_only())
        rows += speakers.values_list("name", "aliases__name")
        known = RowHistory.objects.filter(table=Speaker._meta.db_table, row_id__in=speakers.values("pk"))
        rows += known.values_list("old__name", "new__name")
        self.by_first_word = defaultdict(list)
        for name in {name for row in rows for name in row if name and name.strip()}:
            first = _WORD.search(name)
            self.by_first_word[first.group().casefold() if first else ""].append(name)

    def redacted(self, words):
        """Return ``words`` without those names."""
        folded = words.casefold()
        firsts = {"", *_WORD.findall(folded)}
        near = (name for first in firsts for name in self.by_first_word.get(first, ()))
        names = sorted((name for name in near if name.casefold() in folded), key=len, reverse=True)
        if not names:
            return words
        return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", HELD, words, flags=re.IGNORECASE)


_WORD = re.compile(r"\w+")


class OfTable(admin.SimpleListFilter):
    title = parameter_name = "table"

    def lookups(self, request, model_admin):
        names = (
            (model._meta.db_table, model._meta.verbose_name_plural)
            for model in apps.get_app_config("claims").get_models()
        )
        return sorted(names, key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(table=self.value()) if self.value() else queryset


class Operation(admin.SimpleListFilter):
    title = parameter_name = "operation"

    def lookups(self, request, model_admin):
        return [("insert", "added"), ("update", "changed"), ("delete", "deleted")]

    def queryset(self, request, queryset):
        return queryset.filter(operation=self.value()) if self.value() else queryset


@admin.register(RowHistory, site=site)
class RowHistoryAdmin(BigList):
    list_display = ["at", "actor", "operation", "table", "row_id", "columns"]
    list_filter = [OfTable, Operation]
    search_help_text = "A kind of row and its number, such as: claim 12."
    fields = ["at", "actor", "operation", "table", "row_id", "values", "transaction"]
    readonly_fields = ["actor", "values"]
    export = {
        "id": "id",
        "at": "at",
        "who": "actor_name",
        "operation": "operation",
        "table": "table",
        "row": "row_id",
        "transaction": "transaction",
    }

    #: Columns whose values could name a source; shown only if it is on the record. Sign-offs keep their content.
    naming = {
        "claims_speaker": {"name", "key", "description", "website", "wikidata", "marks", "person_id"},
        "claims_speakeralias": {"name", "key"},
        "claims_source": {"title", "publisher", "author", "address", "published_on", "speaker_id", "origin_id", "note"}
        | {"marks", "page", "withdrawn"},
        "claims_sourcechange": {"words", "note"},
        "claims_evidence": {"citation", "excerpt", "translation", "translator", "locator", "figure_found", "note"},
        "claims_signoff": {"content"},
    }

    def get_queryset(self, request):
        name = Person.objects.filter(pk=OuterRef("actor_id")).values("name")
        return super().get_queryset(request).annotate(actor_name=Subquery(name))

    def search_queryset(self, queryset, typed):
        kind, _, number = typed.strip().rpartition(" ")
        table = "claims_" + kind.lower().replace(" ", "").removeprefix("claims_")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:
            return queryset.none()
        return queryset.filter(table=table, row_id=int(number))

    @admin.display(description="who")
    def actor(self, row):
        return row.actor_name

    @admin.display(description="columns")
    def columns(self, row):
        return ", ".join(sorted(row.new or {})) if row.operation == "update" else ""

    @admin.display(description="from → to")
    def values(self, row):
        held = self.naming.get(row.table, set()) if self._may_name_a_held_source(row) else set()
        old, new = row.old or {}, row.new or {}
        columns = sorted(old | new)
        words = _HeldNames().redacted if row.table == "claims_sourcechange" else str
        lines = (
            (name, *(HELD if name in held else words(_shown(side, name)) for side in (old, new))) for name in columns
        )
        return format_html_join("", "<div><b>{}</b>: {} → {}</div>", lines)

    def _may_name_a_held_source(self, row):
        on_record = Source.objects.filter(off_record=False)
        if row.table == "claims_source":
            return not on_record.filter(pk=row.row_id).exists()
        if row.table == "claims_evidence":
            return not Evidence.objects.filter(pk=row.row_id, source__in=on_record).exists()
        if row.table == "claims_sourcechange":
            change = SourceChange.objects.filter(pk=row.row_id).select_related("evidence__source").first()
            return change is None or (change.evidence is not None and _rests_off_record(change.evidence.source))
        if row.table == "claims_speaker":
            return not Speaker.objects.filter(~known_off_record_only(), pk=row.row_id).exists()
        if row.table == "claims_speakeralias":
            whose = Q(aliases=row.row_id) | Q(pk=((row.new or {}) | (row.old or {})).get("speaker_id"))
            return not Speaker.objects.filter(~known_off_record_only()).filter(whose).exists()
        return True


def _rests_off_record(source):
    """Whether a source, or one that it derives from, is off the record."""
    seen = set()
    while source is not None and source.pk not in seen:
        if source.off_record:
            return True
        seen.add(source.pk)
        source = source.origin
    return False


def _shown(values, name):
    return str(values[name]) if name in values and values[name] is not None else "–"


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
