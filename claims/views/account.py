"""One's own account: name, time zone, language of dates, and logging out everywhere else."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from claims.editing.people import ACCOUNT_FIELDS, change_account, end_other_sessions
from claims.errors import Conflict
from claims.forms.article import ZONES
from claims.models import Person
from claims.text.normalise import normalise


class AccountForm(forms.ModelForm):
    """One's own name, time zone and language of dates, with the values that the form was opened with."""

    timezone = forms.ChoiceField(
        choices=ZONES[1:], label="Time zone", help_text="Times are shown, and read as you type them, in this zone."
    )

    class Meta:
        model = Person
        fields = tuple(ACCOUNT_FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].help_text = "As colleagues and the record know you."
        zones = self.fields["timezone"].choices
        if self.instance.timezone not in dict(zones):  # as staff may write it
            self.fields["timezone"].choices = [*zones, (self.instance.timezone, self.instance.timezone)]

    def clean_name(self):
        return " ".join(normalise(self.cleaned_data["name"]).split())

    def base(self):
        """Return the values that the form was opened with, as it sends them along."""
        return {name: self.data.get(f"base_{name}", self.initial[name]) for name in ACCOUNT_FIELDS}

    def rebase(self, now):
        """Open the form anew on what ``now``, the Person, has; what was changed here stays as it was typed."""
        base = self.base()
        self.data = self.data.copy()
        for name in ACCOUNT_FIELDS:
            if self.cleaned_data[name] == base[name]:
                self.data[name] = getattr(now, name)
            self.data[f"base_{name}"] = getattr(now, name)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Show and change one's own account."""
    person = Person.objects.get(pk=request.user.pk)
    if request.method != "POST":
        return _page(request, AccountForm(instance=person))
    form = AccountForm(request.POST, instance=person)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        _, changed = change_account(request.user, form.base(), form.cleaned_data)
    except ValidationError as refused:
        form.add_error("name", refused)
        return _page(request, form, status=422)
    except Conflict as conflict:
        form.rebase(Person.objects.get(pk=person.pk))
        rows = [(name, said["base"], said["theirs"], said["mine"]) for name, said in conflict.fields.items()]
        return _page(request, form, status=409, conflict=rows)
    messages.success(request, "Your account is changed." if changed else "Nothing was changed.")
    return redirect("claims:account")


def _page(request, form, status=200, **extra):
    roles = {}
    for one in request.user.memberships.select_related("desk").order_by("desk__name", "role"):
        roles.setdefault(one.desk.name, []).append(one.get_role_display())
    context = {"form": form, "base": form.base().items(), "roles": roles.items()}
    return render(request, "account/page.html", context | extra, status=status)


@require_POST
def log_out_everywhere(request):
    """End one's other sessions, on every machine; this one stays."""
    person = end_other_sessions(request.user)
    update_session_auth_hash(request, person)
    messages.success(request, "You are logged out everywhere else.")
    return redirect("claims:account")
