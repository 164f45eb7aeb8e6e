"""Admin pages for people and their roles on desks. Nobody is deleted: their name is in the record."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from claims.admin.pages import BasedForm, Inline, ReasonedFormSet, ReasonForm, Recorded, events_of_roles, record_all
from claims.admin.site import site
from claims.models import Desk, Membership, Person
from claims.queries.holdings import holdings_of, holds_something
from claims.text.counted import plural
from claims.workflow.handover import hand_over, left_by

SHOWN = 100  # at most so many lines about what a person holds


class KnownZone(BasedForm):
    """A form with a ``timezone``, which must be one that this machine knows."""

    def clean_timezone(self):
        zone = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise forms.ValidationError("No such time zone. Write an IANA name, such as Europe/Berlin.")
        return zone


NOBODY = "nobody"


class PersonForm(KnownZone, ReasonForm, UserChangeForm):
    """A form that asks who takes over the work of a person who loses access; the answer may be nobody."""

    successor = forms.ChoiceField(
        required=False,
        label="Give all of it to",
        help_text="A person takes what their roles on each desk let them take. With nobody, claims become unassigned, "
        "and exceptions and queries are left to the chiefs.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True).exclude(pk=self.instance.pk).order_by("name", "id")
        named = [(str(person.pk), f"{person} ({person.username})") for person in people]
        self.fields["successor"].choices = [("", "Keep it with this person"), (NOBODY, "Nobody"), *named]

    @property
    def to(self):
        """Return the Person who takes over what this one holds; None for nobody."""
        chosen = self.cleaned_data["successor"]
        return None if chosen == NOBODY else Person.objects.get(pk=chosen)

    def clean(self):
        said = super().clean()
        leaves = self.initial.get("is_active") and self.cleaned_data.get("is_active") is False
        held = holdings_of(self.instance) if leaves else None
        if held and "successor" in self.cleaned_data:
            if not self.cleaned_data["successor"]:
                words = f"{self.instance} holds {summed(held)}. Choose who takes it over, or Nobody."
                self.add_error("successor", words)
            elif self.to and (left := left_by(self.instance, self.to, held)):
                words = (
                    f"{self.to} cannot take {', '.join(left)}: give them a role there first, choose somebody else, or"
                    " give what they can take before you remove access."
                )
                self.add_error("successor", words)
        return said

    def clean_is_active(self):
        return self._not_ones_own("is_active")

    def clean_is_staff(self):
        return self._not_ones_own("is_staff")

    def _not_ones_own(self, name):
        if self.instance == self.editor and not self.cleaned_data[name]:
            raise forms.ValidationError("You cannot remove this from yourself. Ask another member of staff.")
        return self.cleaned_data[name]


class NewPersonForm(KnownZone, AdminUserCreationForm):
    pass


class RoleInline(Inline):
    """Roles are given and removed, not edited; each change is an event on the desk."""

    model = Membership
    formset = ReasonedFormSet
    extra = 1
    can_delete = True
    verbose_name, verbose_name_plural = "role", "roles"

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("person", "desk").order_by("desk__name", "person__name", "id")
        )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "person":
            field.queryset = field.queryset.filter(is_active=True)
            field.label_from_instance = lambda person: f"{person} ({person.username})"
        return field

    def has_add_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return True


class RolesOfPerson(RoleInline):
    fk_name = "person"  # the one who gave the role is a second key to Person


def summed(held):
    """Return how much of each sort a Holdings has, in words."""
    sorts = [(held.claims, "claim"), (held.exceptions, "exception"), (held.queries, "query,queries")]
    return ", ".join(plural(len(things), word) for things, word in sorts if things)


class LeftHolding(admin.SimpleListFilter):
    """People without access who still hold something, such as those who left before a successor was asked for."""

    title, parameter_name = "what they hold", "holds"

    def lookups(self, request, model_admin):
        return [("left", "Left, and holds something")]

    def queryset(self, request, queryset):
        return queryset.filter(holds_something("pk"), is_active=False) if self.value() == "left" else queryset


#: The events that a person's desks get: field → words for (new value, old value, person).
TOLD = {
    "is_active": lambda now, was, person: f"{'gave access back to' if now else 'took access away from'} {person}",
    "is_staff": lambda now, was, person: f"{'gave staff rights to' if now else 'took staff rights from'} {person}",
    "name": lambda now, was, person: f"changed the name of {was} to {now}",
    "username": lambda now, was, person: f"changed the username of {person} from {was} to {now}",
}


def _on_desks_of(person, field, words):
    for desk in Desk.objects.filter(memberships__person=person).distinct():
        yield desk, "person_access", words, person.pk, field


@admin.register(Person, site=site)
class PersonAdmin(Recorded, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    inlines = [RolesOfPerson]
    list_display = ["name", "username", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", LeftHolding, ("memberships__desk", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["username__folded", "name__folded", "email__folded"]
    ordering = ["name", "id"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["name", "username", "password", "email", "timezone"]}),
        (
            "Access",
            {
                "fields": ["is_active", "is_staff"],
                "description": "Staff manage people, desks and rules here. They sign nothing off and edit no claim. "
                "People are not deleted, since the record names them: clear “active” instead.",
            },
        ),
        ("What they hold", {"fields": ["holds", "successor"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "must_change_password"]}),
        ("Roles", {"fields": ["reason"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["name", "username", "email", "timezone", "usable_password", "password1", "password2"],
                "classes": ["wide"],
            },
        )
    ]
    readonly_fields = ["holds", "last_login", "date_joined", "must_change_password"]

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def get_form(self, request, obj=None, **kwargs):
        return type("PersonForm", (super().get_form(request, obj, **kwargs),), {"editor": request.user})

    @admin.display(description="Holds")
    def holds(self, person):
        """Return what waits for this person, each thing on its own line."""
        held = holdings_of(person)
        lines = [
            f"Claim {claim.number} ({claim.get_state_display().lower()}) of “{claim.article}”, {claim.article.desk}"
            for claim in held.claims
        ]
        lines += [
            f"Exception “{one.words}” of “{one.signoff.article}”, {one.signoff.article.desk}" for one in held.exceptions
        ]
        lines += [f"Query on “{query.article}”, {query.article.desk}" for query in held.queries]
        lines += [
            f"Author of “{article}”, {article.desk} (stays its author; give its queries to somebody else)"
            for article in held.articles
        ]
        more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines[:SHOWN] + more)) or "Nothing"

    def save_model(self, request, obj, form, change):
        if change and form.cleaned_data.get("successor"):
            given = hand_over(obj, form.to, actor=request.user)
            left = left_by(obj, form.to) if form.to else []
            words = f"{plural(given, 'thing')} of {obj} given to {form.to or 'nobody'}."
            self.message_user(request, words + (f" Left with {obj}: {', '.join(left)}." if left else ""))
        super().save_model(request, obj, form, change)

    def events_of(self, form, formsets, change):
        person = form.instance
        for name in form.changed_data if change else ():
            if told := TOLD.get(name):
                now = told(getattr(person, name), form.initial.get(name), person)
                yield from _on_desks_of(person, name, now)
        yield from events_of_roles(formsets)

    def user_change_password(self, request, id, form_url=""):
        """Set the password as Django does, and record it: whoever sets a password can act in that person's name."""
        person = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        if person and Person.objects.get(pk=person.pk).password != person.password:
            record_all(request.user, _on_desks_of(person, "password", f"set another password for {person}"))
        return response
