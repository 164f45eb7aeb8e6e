"""Admin pages for desks and their own settings. Every change is an Event on the desk."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef

from claims import reference
from claims.admin.pages import Inline, ReasonedFormSet, ReasonForm, Recorded, events_of_roles, record_all
from claims.admin.people import KnownZone, RoleInline
from claims.admin.site import site
from claims.models import Claim, Desk, EvidenceRule, LexiconEntry, Reason, SchemeVerdict, SignatureRule, VerdictScheme


class DeskForm(KnownZone, ReasonForm):
    def needs_reason(self):
        return not {"cross_sign", "reply_hours"}.isdisjoint(self.changed_data)


class RuleInline(Inline):
    """One row for each existing rule; rows can be neither added nor removed."""

    formset = ReasonedFormSet

    def has_change_permission(self, request, obj=None):
        return True


class EvidenceRuleInline(RuleInline):
    model = EvidenceRule
    fields = ["code", "level"]
    readonly_fields = ["code"]


class SignatureRuleInline(RuleInline):
    model = SignatureRule
    fields = ["risk_flag", "approvals", "legal"]
    readonly_fields = ["risk_flag"]


@admin.register(Desk, site=site)
class DeskAdmin(Recorded, admin.ModelAdmin):
    form = DeskForm
    fields = ["name", "slug", "language", "timezone", "reply_hours", "cross_sign", "reason"]
    list_display = ["name", "slug", "language", "timezone", "cross_sign"]
    search_fields = ["name__folded", "slug__folded"]

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def get_inlines(self, request, obj):
        return [RoleInline, EvidenceRuleInline, SignatureRuleInline] if obj else [RoleInline]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            reference.ensure(obj)

    def events_of(self, form, formsets, change):
        desk = form.instance
        if not change:
            yield desk, "desk_made", "set up the desk"
        for name in form.changed_data if change else ():
            if name == "cross_sign":
                yield desk, "cross_sign", f"switched cross-sign {'on' if desk.cross_sign else 'off'}"
            elif name == "reply_hours":
                was = form.initial[name]
                yield desk, "rule_set", f"set the rule “Time to reply” from {was} to {desk.reply_hours} hours"
            elif name != "reason":
                label = form.fields[name].label.lower()
                words = f"changed the desk's {label} from “{form.initial[name]}” to “{form.cleaned_data[name]}”"
                yield desk, "desk_changed", words
        yield from events_of_roles(formsets)
        for formset in formsets:
            for row in formset.forms:
                if row.has_changed() and formset.model is EvidenceRule:
                    rule = row.instance
                    words = f"set the rule “{rule.get_code_display()}” from {row.initial['level']} to {rule.level}"
                    yield desk, "rule_set", words
                elif row.has_changed() and formset.model is SignatureRule:
                    rule = row.instance
                    was, is_ = (_signatures(v["approvals"], v["legal"]) for v in (row.initial, row.cleaned_data))
                    flag = rule.get_risk_flag_display().lower()
                    yield desk, "signatures_set", f"set the signatures for the flag {flag} from {was} to {is_}"


def _signatures(approvals, legal):
    return f"{approvals}{', legal among them' if legal else ''}"


class SchemeVerdictInline(Inline):
    model = SchemeVerdict
    formset = ReasonedFormSet
    fields = ["verdict", "code", "glyph", "label", "meaning"]
    readonly_fields = ["verdict", "code"]

    def has_change_permission(self, request, obj=None):
        return obj is None or not reference.in_use(obj)


@admin.register(VerdictScheme, site=site)
class VerdictSchemeAdmin(Recorded, admin.ModelAdmin):
    form = ReasonForm
    fields = ["desk", "number", "note", "reason", "created_at", "judged_under"]
    readonly_fields = ["desk", "number", "created_at", "judged_under"]
    inlines = [SchemeVerdictInline]
    list_display = ["__str__", "note", "created_at", "judged_under"]
    list_filter = ["desk"]
    list_select_related = ["desk"]
    actions = ["make_new_version"]

    def get_queryset(self, request):
        used = Exists(Claim.objects.filter(scheme=OuterRef("pk")))
        return super().get_queryset(request).annotate(used=used)

    def has_change_permission(self, request, obj=None):
        return obj is None or not reference.in_use(obj)

    @admin.display(description="claims judged under it", boolean=True)
    def judged_under(self, scheme):
        return scheme.used

    @admin.action(description="Make a new version", permissions=["view"])
    def make_new_version(self, request, queryset):
        """Make a new version. Claims are judged under it from now on; it can be edited until the first one is."""
        for scheme in queryset.order_by("desk_id", "number"):
            made = reference.next_scheme(scheme, actor=request.user)
            self.message_user(request, f"{made} is made. Change its words before the next verdict.", messages.SUCCESS)

    def events_of(self, form, formsets, change):
        scheme = form.instance
        changed = [row.instance.get_verdict_display() for fs in formsets for row in fs.forms if row.has_changed()]
        changed += ["its note"] if "note" in form.changed_data else []
        if changed:
            words = f"changed the words of verdict scheme {scheme.number}: {', '.join(changed)}"
            yield scheme.desk, "scheme_changed", words


class DeskWords(Recorded, admin.ModelAdmin):  # type: ignore[misc]
    """A desk's own words, which staff add, change and remove; each change is an event of the desk with ``verb``."""

    list_filter = ["desk", "kind"]
    list_select_related = ["desk"]
    search_fields = ["words__folded"]
    verb = ""

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return True

    def get_readonly_fields(self, request, obj=None):
        return ["desk", "kind"] if obj else []

    def events_of(self, form, formsets, change):
        if form.has_changed():
            yield self._event("changed" if change else "added", form.instance)

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        events = [self._event("took away", row) for row in queryset.select_related("desk")]
        queryset.delete()
        record_all(request.user, events)

    def _event(self, did, row):
        return row.desk, self.verb, f"{did} {self.said(row)}"


@admin.register(Reason, site=site)
class ReasonAdmin(DeskWords):
    fields = ["desk", "kind", "words", "position"]
    list_display = ["words", "kind", "desk", "position"]
    verb = "reason_changed"

    def said(self, reason):
        return f"the reason “{reason.words}” ({reason.get_kind_display().lower()})"


@admin.register(LexiconEntry, site=site)
class LexiconEntryAdmin(DeskWords):
    """A new entry is used when the next version is read."""

    fields = ["desk", "kind", "words", "speech_act", "endorses"]
    list_display = ["words", "kind", "speech_act", "endorses", "desk"]
    verb = "lexicon_changed"

    def said(self, entry):
        return f"“{entry.words}” in the lexicon ({entry.get_kind_display().lower()})"
