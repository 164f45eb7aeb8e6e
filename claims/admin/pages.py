"""What the admin's pages share: permissions, events for changes, and read-only pages."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.shortcuts import redirect
from django.urls import reverse

from claims import history
from claims.models import Person
from claims.workflow.handover import left_by


class LookOnly:
    """Staff may look, and nothing else. Django's own permissions are not used, so superusers may do no more."""

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class BasedForm(forms.ModelForm):
    """A form that holds the values it was opened with, so that an old page does not undo others' changes.

    A change that others made meanwhile is kept. If both changed the same field, the field has an error.
    """

    def clean(self):
        said = super().clean()
        said = self.cleaned_data if said is None else said
        for name, field in self.fields.items():
            if not self.instance.pk or not field.show_hidden_initial or name not in said:
                continue
            shown = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
            now = self.initial.get(name)
            if shown is None or not field.has_changed(now, shown):
                continue
            if name not in self.changed_data:
                said[name] = field.clean(now)
            elif field.has_changed(now, self[name].data):
                self.add_error(name, "Somebody else changed this since you opened the page. Open it again.")
        return said


class ReasonForm(BasedForm):
    """A form with a field for the reason, for changes that are recorded with a reason."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Reason for the change",
        help_text="Needed when roles or rules change. It goes into the desk's record.",
    )

    def needs_reason(self):
        """Return whether a field was changed whose changes need a reason."""
        return False

    def clean(self):
        said = super().clean()
        if self.instance.pk and self.needs_reason() and not (self.cleaned_data.get("reason") or "").strip():
            self.add_error("reason", "Say why you change this.")
        return said


class ReasonedFormSet(forms.BaseInlineFormSet):
    """Rows whose changes need the reason from the page's reason field; the rows of a new object need none."""

    def clean(self):
        super().clean()
        reason = (self.data.get("reason") or "").strip()
        # Deleting a row that can only be deleted does not count as a change of it.
        changed = self.has_changed() or self.deleted_forms
        if changed and not self.instance._state.adding and not reason:
            raise forms.ValidationError("Say why, in the field “Reason for the change”.")


class Based:
    """An admin page, or a part of one, whose forms are BasedForms."""

    form = BasedForm

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.show_hidden_initial = True
        return field


class Inline(Based, LookOnly, admin.TabularInline):  # type: ignore[misc]
    template = "admin/claims/tabular.html"
    extra = 0
    can_delete = False
    show_change_link = False


class RowHistoryLink:
    """The button "History" opens the row's history, which has every change, however it was made."""

    def history_view(self, request, object_id, extra_context=None):
        query = urlencode({"q": f"{self.opts.model_name} {object_id}"})
        return redirect(f"{reverse('admin:claims_rowhistory_changelist')}?{query}")


class SoundFilters:
    """Refuse filters with a NUL, which no text in the database can contain; Django refuses other bad filters itself."""

    def get_changelist_instance(self, request):
        if "\0" in "".join(value for _, values in request.GET.lists() for value in values):
            raise IncorrectLookupParameters
        return super().get_changelist_instance(request)


class Recorded(Based, LookOnly, RowHistoryLink, SoundFilters):
    """A page whose saves are recorded as Events of the desks that they concern; its list has a single page."""

    list_per_page = list_max_show_all = 1000  # people, desks and their words are few enough to manage by hand

    def events_of(self, form, formsets, change):
        """Return what was just saved, as (desk, verb, words that follow the actor's name)."""
        raise NotImplementedError

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        reason = (form.cleaned_data.get("reason") or "").strip()
        record_all(request.user, self.events_of(form, formsets, change), reason, new=not change)
        for words in held_without_role(formsets):
            self.message_user(request, words, messages.WARNING)


def record_all(actor, events, reason="", new=False):
    """Write ``events`` last in the transaction and in the order of desks, because each locks its desk's chain.

    An event is (desk, verb, words), and may end with the id of the person that it is about, and the name of their
    changed field. Events of something ``new`` are recorded with "new" as their reason, if there is no other.
    """
    actor = Person.objects.get(pk=actor.pk)  # read again, since they may just have changed their own name
    for desk, verb, words, *about in sorted(events, key=lambda event: event[0].pk):
        data = {"reason": reason or "new"} if reason or new else {}
        data |= dict(zip(("person", "field"), about, strict=False))
        said = f"{actor} {words}" + (f": {reason}" if reason else "")
        history.record(verb, said, actor=actor, desk=desk, data=data)


def held_without_role(formsets):
    """Yield a sentence for each person who holds something for which their role on the desk was just removed."""
    roles = [formset.deleted_objects for formset in formsets if formset.model._meta.model_name == "membership"]
    for person in Person.objects.filter(pk__in={role.person_id for gone in roles for role in gone}).order_by("pk"):
        if left := left_by(person, person):
            yield f"{person} still holds {', '.join(left)}, without a role for it. Reassign it on their page."


def events_of_roles(formsets):
    """Yield events for roles given and removed on a page with memberships, each with the person that it is about."""
    for formset in formsets:
        if formset.model._meta.model_name == "membership":
            for gone in formset.deleted_objects:
                words = f"took the role of {gone.get_role_display().lower()} from {gone.person}"
                yield gone.desk, "role_taken", words, gone.person_id
            for new in formset.new_objects:
                words = f"gave the role of {new.get_role_display().lower()} to {new.person}"
                yield new.desk, "role_given", words, new.person_id
