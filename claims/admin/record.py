"""The record, as read-only lists: events and row history."""

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
    Event,
    Evidence,
    Person,
    RowHistory,
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
    """Titles and authors that sources now off the record or restricted ever had, and names of who is known from
    them alone.

    Makes three queries.

    However many there are, a text is compared only with those whose first word it contains.
    """

    def __init__(self):
        held = Source._base_manager.filter(hidden=True)
        rows = [
            (title, author, *before) for title, author, before in held.values_list("title", "author", "known_before")
        ]
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
        "claims_source": {"title", "publisher", "author", "address", "published_on", "speaker_id", "note"}
        | {"marks", "page", "withdrawn", "controlled_by", "interests", "reliability_reason"},
        "claims_derivation": {"drift"},
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
        on_record = Source.objects.filter(hidden=False)
        if row.table == "claims_source":
            return not on_record.filter(pk=row.row_id).exists()
        if row.table == "claims_derivation":
            ends = Q(derivations=row.row_id) | Q(derivatives=row.row_id)
            return on_record.filter(ends).distinct().count() < 2
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
    step, seen = [source], {source.pk}
    while step:
        if any(one.hidden for one in step):
            return True
        step = list(Source._base_manager.filter(derivatives__source__in=step).exclude(pk__in=seen).distinct())
        seen |= {one.pk for one in step}
    return False


def _shown(values, name):
    return str(values[name]) if name in values and values[name] is not None else "–"
