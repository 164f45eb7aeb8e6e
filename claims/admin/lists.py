"""Read-only lists that stay usable at a million rows: keyset pages, indexed search, streamed export."""

import csv
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db import connection, transaction
from django.http import HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property

from claims.admin.pages import LookOnly, RowHistoryLink, SoundFilters
from claims.queries.paging import page_of
from claims.queries.search import WordsQuery
from claims.states import NO_DUE
from claims.text.cells import as_text

PER_PAGE = 100
COUNTED = 10_000  # beyond this, an estimate or "more than" is enough
NEWEST = ["-id"]
SEARCHED = 1000  # how many of the newest articles or claims are searched to find their events or sign-offs
CHUNK = 2000  # rows that an export reads, and writes, at a time


class Counted:
    """The number of rows: the table's estimate if nothing is filtered, otherwise counted, but only to COUNTED."""

    def __init__(self, rows):
        self.rows = rows

    @cached_property
    def count(self):
        if not self.rows.query.where and (estimate := self._estimate()) > COUNTED:
            return estimate
        return self.rows.order_by()[: COUNTED + 1].count()

    @property
    def in_words(self):
        if self.count <= COUNTED:
            return str(self.count)
        if self.rows.query.where:
            return f"more than {COUNTED:,}"
        return f"about {self.count:,}"

    def _estimate(self):
        with connection.cursor() as cursor:
            table = self.rows.model._meta.db_table
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
            return cursor.fetchone()[0]


class NewestFirst(ChangeList):
    """The newest rows first. A page begins after a given row, so that new rows cause no repetition and no gap."""

    def get_ordering(self, request, queryset):
        # The URL cannot change the order: other orders of a million rows have no index.
        return NEWEST

    def get_results(self, request):
        self.paginator, self.page = (
            Counted(self.queryset),
            page_of(self.queryset, NEWEST, request.GET.get(PAGE_VAR, ""), PER_PAGE),
        )
        self.result_list, self.result_count = self.page.rows, self.paginator.count
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = self.can_show_all = self.multi_page = False
        self.first_url = self.get_query_string()
        self.next_url = self.get_query_string({PAGE_VAR: self.page.next}) if self.page.next else ""


class BigList(LookOnly, RowHistoryLink, SoundFilters, admin.ModelAdmin):
    """``export`` maps a CSV's headings to paths of values; ``search_queryset`` must use an index."""

    change_list_template = "admin/claims/big_list.html"
    list_per_page = list_max_show_all = PER_PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["search"]  # shows the search box; get_search_results below does the search
    export: dict[str, Any] = {}

    def search_queryset(self, queryset, typed):
        return queryset.filter(search=WordsQuery(typed))

    def get_search_results(self, request, queryset, search_term):
        return (self.search_queryset(queryset, search_term) if search_term.strip() else queryset), False

    def get_changelist(self, request, **kwargs):
        return NewestFirst

    def lookup_allowed(self, lookup, value, request):
        # Only the filters on the page. Others would let people guess a hidden field, letter by letter.
        allowed = set()
        for name in self.list_filter:
            names = (name, f"{name}__exact", f"{name}__id__exact") if isinstance(name, str) else (name.parameter_name,)
            allowed.update(names)
        return lookup in allowed

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        query = request.GET.copy()
        query.pop(PAGE_VAR, None)
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export")
        return super().changelist_view(request, {"export_url": f"{address}?{query.urlencode()}"})

    def export_view(self, request):
        """Return what the present filter shows as CSV, in one transaction, and streamed to save memory."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        try:
            queryset = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            messages.error(request, "There is no such filter.")
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        day = datetime.now(UTC).date().isoformat()
        name = str(self.opts.verbose_name_plural).replace(" ", "-")
        return StreamingHttpResponse(
            self._csv(queryset),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'},
        )

    def export_rows(self, rows):
        """Return rows, each {heading: value}, without the values that must stay confidential."""
        return rows

    def _csv(self, queryset):
        writer = csv.writer(lines := Lines())
        writer.writerow(self.export)
        yield "\ufeff" + lines.taken()  # without this byte-order mark, Excel does not read the file as UTF-8
        with transaction.atomic():
            rows = queryset.values_list(*self.export.values()).iterator(chunk_size=CHUNK)
            rows = self.export_rows(dict(zip(self.export, row, strict=True)) for row in rows)
            for number, row in enumerate(rows, start=1):
                writer.writerow([cell(value) for value in row.values()])
                if number % CHUNK == 0:
                    yield lines.taken()
        yield lines.taken()


class Lines(list):
    """The lines that csv.writer has written; ``taken`` returns them and starts again."""

    write = list.append

    def taken(self):
        text = "".join(self)
        self.clear()
        return text


def cell(value):
    """Return a value so that no spreadsheet reads it as a formula."""
    if value is None or value == NO_DUE:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return as_text("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def newest_ids(model, typed):
    """Return the ids of those of the newest SEARCHED rows of ``model`` that match ``typed``."""
    found = model.objects.filter(search=WordsQuery(typed)).order_by("-id").values_list("id", flat=True)
    return list(found[:SEARCHED])
