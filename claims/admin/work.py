"""Articles, claims and sources as read-only lists: staff do not edit them here."""

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import format_html_join

from claims.admin.lists import BigList
from claims.admin.pages import Inline
from claims.admin.site import site
from claims.fields import FIELDS
from claims.models import Article, Claim, Contributor, Derivation, Source, Speaker, SpeakerAlias
from claims.queries.speakers import known_off_record_only, name_key
from claims.states import Access, Terms

HELD = "(off the record)"
#: What staff cannot read of a claim.
UNSHOWN = {"id", "search"}


@admin.register(Article, site=site)
class ArticleAdmin(BigList):
    list_display = ["headline", "desk", "state", "ownership", "outlet", "due", "created_at"]
    list_filter = ["state", "ownership", "desk"]
    list_select_related = ["desk"]
    search_help_text = "Words of the headline or the outlet; the last one may be a beginning."
    fields = [
        "headline",
        "desk",
        "ownership",
        "outlet",
        "address",
        "published_date",
        "published_time",
        "published_zone",
        "language",
        "due",
        "state",
        "current_version",
        "edition",
        "created_by",
        "created_at",
    ]
    readonly_fields = ["due"]
    export = {
        "id": "id",
        "headline": "headline",
        "desk": "desk__name",
        "state": "state",
        "ownership": "ownership",
        "outlet": "outlet",
        "address": "address",
        "published date": "published_date",
        "published time": "published_time",
        "zone": "published_zone",
        "language": "language",
        "deadline": "deadline",
        "version": "current_version__number",
        "made by": "created_by__name",
        "made at": "created_at",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).defer("search")

    @admin.display(description="deadline")
    def due(self, article):
        return article.deadline if article.has_deadline else None


class ContributorInline(Inline):
    model = Contributor
    fields = ["person", "because", "at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


@admin.register(Claim, site=site)
class ClaimAdmin(BigList):
    list_display = ["claim", "article", "desk", "state", "called", "assignee", "due_at"]
    list_filter = ["state", "kind", "verdict", "desk"]
    list_select_related = ["article", "desk", "assignee"]
    search_help_text = "Words of the statement, the quoted words or the speaker; the last one may be a beginning."
    inlines = [ContributorInline]
    fields = ["due_at" if field.name == "due" else field.name for field in FIELDS if field.name not in UNSHOWN]
    readonly_fields = ["due_at"]
    export = {
        "id": "id",
        "desk": "desk__name",
        "article": "article_id",
        "headline": "article__headline",
        "number": "number",
        "state": "state",
        "state since": "state_since",
        "statement": "statement",
        "quoted": "quoted",
        "kind": "kind",
        "risk flags": "risk_flags",
        "speech act": "speech_act",
        "speaker": "speaker_cited",
        "figure": "figure_value",
        "to": "figure_high",
        "unit": "figure_unit",
        "attribution": "attribution",
        "verdict": "verdict",
        "own verdict": "verdict_own",
        "verdict as called": "verdict_cited",
        "verdict flags": "verdict_flags",
        "true for": "true_for",
        "known on": "known_on",
        "scheme": "scheme__number",
        "line decision": "line_decision",
        "assignee": "assignee__name",
        "due": "due",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).defer("search", "article__search")

    @admin.display(description="claim")
    def claim(self, claim):
        return f"{claim.number} · {str(claim)[:120]}"

    @admin.display(description="verdict")
    def called(self, claim):
        return claim.verdict_label

    @admin.display(description="due")
    def due_at(self, claim):
        return claim.due if claim.has_due else None


@admin.register(Source, site=site)
class SourceAdmin(BigList):
    """Sources. One off the record has no name here: not on the page, not in the search, not in the export."""

    list_display = ["name", "kind", "desk", "publisher_unless_held", "reference", "terms", "created_at"]
    list_filter = ["kind", "reference", "terms", "desk"]
    list_select_related = ["desk"]
    search_help_text = "Words of the title, the publisher or the author; nothing off the record."
    fields = [
        "name",
        "desk",
        "kind",
        "publisher",
        "author",
        "address",
        "published_on",
        "language",
        "derives_from",
        "speaker",
        "terms",
        "reference",
        "withdrawn",
        "controlled_by",
        "interests",
        "reliability",
        "reliability_reason",
        "merged_into",
        "note",
        "edition",
        "created_by",
        "created_at",
    ]
    readonly_fields = ["name", "derives_from"]
    export = {
        "id": "id",
        "desk": "desk__name",
        "kind": "kind",
        "terms": "terms",
        "access": "access",
        "reference": "reference",
        "withdrawn": "withdrawn",
        "title": "title",
        "publisher": "publisher",
        "author": "author",
        "address": "address",
        "published on": "published_on",
        "language": "language",
        "speaker": "speaker__name",
        "origins": "said_origins",
        "controlled by": "controlled_by",
        "interests": "interests",
        "reliability": "reliability",
        "merged into": "merged_into_id",
        "made by": "created_by__name",
        "made at": "created_at",
    }
    exported_though_held = {"id", "desk", "kind", "terms", "access", "reference", "made by", "made at"}

    def get_queryset(self, request):
        each = Derivation.objects.filter(source=OuterRef("pk")).order_by("pk")
        said = each.values_list(Concat("kind", Value(" #"), "origin_id", output_field=TextField()))
        return super().get_queryset(request).defer("search").annotate(said_origins=ArraySubquery(said))

    def search_queryset(self, queryset, typed):
        return super().search_queryset(queryset, typed).filter(hidden=False)

    def get_object(self, request, object_id, from_field=None):
        source = super().get_object(request, object_id, from_field)
        for held in (source, source and source.merged_into):
            if held and held.hidden:
                held.title = HELD  # only in memory: nothing is saved here
        return source

    def get_fields(self, request, obj=None):
        if obj and obj.hidden:
            return ["name", "desk", "kind", "terms", "reference", "edition", "created_by", "created_at"]
        return super().get_fields(request, obj)

    def export_rows(self, rows):
        for row in rows:
            held = row["terms"] == Terms.OFF_RECORD or row["access"] == Access.RESTRICTED
            yield {name: "" if held and name not in self.exported_though_held else value for name, value in row.items()}

    @admin.display(description="title")
    def name(self, source):
        return HELD if source.hidden else source.title

    @admin.display(description="derives from")
    def derives_from(self, source):
        each = source.derivations.select_related("origin")
        said = [(one.says, HELD if one.origin.hidden else one.origin, one.origin_id) for one in each]
        return format_html_join("", "<div>{} {} (#{})</div>", said) or "–"

    @admin.display(description="publisher")
    def publisher_unless_held(self, source):
        return "" if source.hidden else source.publisher


class AliasInline(Inline):
    model = SpeakerAlias
    fields = ["name"]


@admin.register(Speaker, site=site)
class SpeakerAdmin(BigList):
    """Speakers. Whoever is known from sources off the record alone has no name here, as those have none."""

    list_display = ["shown", "kind", "desk", "description_unless_held", "website_unless_held", "merged"]
    list_filter = ["kind", "desk"]
    list_select_related = ["desk", "merged_into"]
    search_help_text = "The whole name, or another name, of a speaker; case and accents make no difference."
    inlines = [AliasInline]
    fields = ["shown", "desk", "kind", "description", "website", "wikidata", "merged", "edition"]
    readonly_fields = ["shown", "merged"]
    export = {
        "id": "id",
        "desk": "desk__name",
        "name": "name",
        "kind": "kind",
        "description": "description",
        "website": "website",
        "wikidata": "wikidata",
        "merged into": "merged_into_id",
        "off the record": "held",
    }
    exported_though_held = {"id", "desk", "kind", "merged into", "off the record"}

    def get_queryset(self, request):
        into = known_off_record_only("merged_into", "desk", "merged_into__marks")
        return super().get_queryset(request).annotate(held=known_off_record_only(), into_held=into)

    def search_queryset(self, queryset, typed):
        key = name_key(typed)
        found = Q(key=key) | Q(pk__in=SpeakerAlias.objects.filter(key=key).values("speaker"))
        return queryset.filter(found, held=False)

    def get_object(self, request, object_id, from_field=None):
        speaker = super().get_object(request, object_id, from_field)
        if speaker and speaker.held:
            speaker.name = HELD  # only in memory: nothing is saved here
        return speaker

    def get_fields(self, request, obj=None):
        return ["shown", "desk", "kind", "merged", "edition"] if obj and obj.held else super().get_fields(request, obj)

    def get_inlines(self, request, obj):
        return [] if obj and obj.held else super().get_inlines(request, obj)

    def export_rows(self, rows):
        for row in rows:
            held = row["off the record"]
            yield {name: "" if held and name not in self.exported_though_held else value for name, value in row.items()}

    @admin.display(description="name")
    def shown(self, speaker):
        return HELD if speaker.held else speaker.name

    @admin.display(description="description")
    def description_unless_held(self, speaker):
        return "" if speaker.held else speaker.description

    @admin.display(description="website")
    def website_unless_held(self, speaker):
        return "" if speaker.held else speaker.website

    @admin.display(description="merged into")
    def merged(self, speaker):
        return HELD if speaker.into_held else speaker.merged_into
