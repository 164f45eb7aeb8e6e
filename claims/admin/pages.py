"""What the admin's pages have in common: who may, what is recorded in words, and what can only be looked at."""

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
    """Staff may look. Being a superuser adds nothing: permissions of Django's own are not asked."""

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
    """A form that carries what it was opened with, so that a page left open sets nothing back.

    What others changed meanwhile is kept; the same field changed twice is an error on it, in words.
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
    """A form with a reason, for the changes that are recorded with one."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Reason for the change",
        help_text="Needed when roles or rules change. It goes into the desk's record.",
    )

    def needs_reason(self):
        """Whether a field was changed that is recorded with its reason."""
        return False

    def clean(self):
        said = super().clean()
        if self.instance.pk and self.needs_reason() and not (self.cleaned_data.get("reason") or "").strip():
            self.add_error("reason", "Say why you change this.")
        return said


class ReasonedFormSet(forms.BaseInlineFormSet):
    """Rows whose change takes the reason that the page has a field for; the rows of something new take none."""

    def clean(self):
        super().clean()
        reason = (self.data.get("reason") or "").strip()
        # A row that may be deleted and not changed does not count as changed when it is ticked.
        changed = self.has_changed() or self.deleted_forms
        if changed and not self.instance._state.adding and not reason:
            raise forms.ValidationError("Say why, in the field “Reason for the change”.")


class Based:
    """An admin page or a part of one whose forms are BasedForms."""

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
    """The button "History" leads to the record of the row, which holds what came in by any way."""

    def history_view(self, request, object_id, extra_context=None):
        query = urlencode({"q": f"{self.opts.model_name} {object_id}"})
        return redirect(f"{reverse('admin:claims_rowhistory_changelist')}?{query}")


class SoundFilters:
    """A filter that no text in the database can hold is none, as Django has it for other lookups that make no sense."""

    def get_changelist_instance(self, request):
        if "\0" in "".join(value for _, values in request.GET.lists() for value in values):
            raise IncorrectLookupParameters
        return super().get_changelist_instance(request)


class Recorded(Based, LookOnly, RowHistoryLink, SoundFilters):
    """A page whose saves are told in words, as Events of the desks that they touch; its list is one page."""

    list_per_page = list_max_show_all = 1000  # people, desks and their words: as many as people manage by hand

    def events_of(self, form, formsets, change):
        """What was just saved, as (desk, verb, words that follow the actor's name)."""
        raise NotImplementedError

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        reason = (form.cleaned_data.get("reason") or "").strip()
        record_all(request.user, self.events_of(form, formsets, change), reason, new=not change)
        for words in held_without_role(formsets):
            self.message_user(request, words, messages.WARNING)


def record_all(actor, events, reason="", new=False):
    """Write ``events`` last in the transaction and desk by desk: each locks a chain.

    An event is (desk, verb, words), and may have at its end the id of the person whom it is about, and which field of
    theirs. What comes with something ``new`` has that for its reason.
    """
    actor = Person.objects.get(pk=actor.pk)  # under the name that they have now: they may have changed it
    for desk, verb, words, *about in sorted(events, key=lambda event: event[0].pk):
        data = {"reason": reason or "new"} if reason or new else {}
        data |= dict(zip(("person", "field"), about, strict=False))
        said = f"{actor} {words}" + (f": {reason}" if reason else "")
        history.record(verb, said, actor=actor, desk=desk, data=data)


def held_without_role(formsets):
    """What people hold on a desk where the role for it was just taken from them, in words, one for each person."""
    roles = [formset.deleted_objects for formset in formsets if formset.model._meta.model_name == "membership"]
    for person in Person.objects.filter(pk__in={role.person_id for gone in roles for role in gone}).order_by("pk"):
        if left := left_by(person, person):
            yield f"{person} still holds {', '.join(left)}, without a role for it. Give it on, on the page of {person}."


def events_of_roles(formsets):
    """Roles given and taken on a page with memberships, and whom it is about."""
    for formset in formsets:
        if formset.model._meta.model_name == "membership":
            for gone in formset.deleted_objects:
                words = f"took the role of {gone.get_role_display().lower()} from {gone.person}"
                yield gone.desk, "role_taken", words, gone.person_id
            for new in formset.new_objects:
                words = f"gave the role of {new.get_role_display().lower()} to {new.person}"
                yield new.desk, "role_given", words, new.person_id
