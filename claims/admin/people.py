"""People and what they may do on which desk. Nobody is deleted: their name stands in the record."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from claims.admin.pages import Inline, Recorded, events_of_roles
from claims.admin.site import site
from claims.models import Desk, Membership, Person


class KnownZone(forms.ModelForm):
    """A form with a ``timezone``, which must be one that this machine knows."""

    def clean_timezone(self):
        zone = self.cleaned_data["timezone"]
        if zone not in available_timezones():
            raise forms.ValidationError("No such time zone. Write an IANA name, such as Europe/Berlin.")
        return zone


class PersonForm(KnownZone, UserChangeForm):
    def clean_is_active(self):
        return self._not_ones_own("is_active")

    def clean_is_staff(self):
        return self._not_ones_own("is_staff")

    def _not_ones_own(self, name):
        if self.instance == self.editor and not self.cleaned_data[name]:
            raise forms.ValidationError("Somebody else takes this away from you: there must always be one who can.")
        return self.cleaned_data[name]


class NewPersonForm(KnownZone, AdminUserCreationForm):
    pass


class RoleInline(Inline):
    """Roles are given and taken, not edited: each is an event of its own on the desk."""

    model = Membership
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


@admin.register(Person, site=site)
class PersonAdmin(Recorded, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    inlines = [RoleInline]
    list_display = ["name", "username", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", ("memberships__desk", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["username", "name", "email"]
    ordering = ["name", "id"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["name", "username", "password", "email", "timezone"]}),
        (
            "Access",
            {
                "fields": ["is_active", "is_staff"],
                "description": "Staff manage people, desks and rules here. It signs nothing off and edits no claim. "
                "People are not deleted, since the record names them: take “active” away instead.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
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
    readonly_fields = ["last_login", "date_joined"]

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def get_form(self, request, obj=None, **kwargs):
        return type("PersonForm", (super().get_form(request, obj, **kwargs),), {"editor": request.user})

    def events_of(self, form, formsets, change):
        person = form.instance
        if change and "is_active" in form.changed_data:
            now = "gave access back to" if person.is_active else "took access away from"
            for desk in Desk.objects.filter(memberships__person=person).distinct():
                yield desk, "person_access", f"{now} {person}"
        yield from events_of_roles(formsets)
