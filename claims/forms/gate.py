"""What an article's moves ask for: the hash of what was shown, reasons, an owner for each open item, marks."""

from django import forms

from claims.models import NoClaimMark, Person


class HashForm(forms.Form):
    """The hash of the content that the page showed; any other is answered as a change meanwhile."""

    content_hash = forms.CharField(max_length=64, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=1000, error_messages={"required": "Say why, in a few words."})


class CloseForm(ReasonForm):
    """Why an exception is closed that is not met; ``name`` tells its box from those of other exceptions."""

    def __init__(self, *args, exception, **kwargs):
        super().__init__(*args, **kwargs)
        self.exception, self.name = exception, f"close-{exception.pk}"


class ReleaseForm(HashForm, ReasonForm):
    """A reason, and an owner for each open item; ``everybody_else`` owns what nobody was chosen for."""

    everybody_else: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, required=False, empty_label="Nobody")

    def __init__(self, *args, items, people, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.items, self.people = items, people
        self.fields["everybody_else"].queryset = people
        choices = [("", "Choose"), *((person.pk, str(person)) for person in people)]
        for item in items:
            self.fields[f"owner-{item.key}"] = forms.TypedChoiceField(
                choices=choices, coerce=int, empty_value=None, required=False, label="Owner"
            )

    def clean(self):
        rest = self.cleaned_data.get("everybody_else")
        for item in self.items:
            name = f"owner-{item.key}"
            if name in self.cleaned_data and not self.cleaned_data[name]:
                self.cleaned_data[name] = rest.pk if rest else None
                if not rest:
                    self.add_error(name, "Choose an owner.")

    def owners(self):
        """{item's key: Person id}, as propose_release takes them."""
        return {item.key: self.cleaned_data[f"owner-{item.key}"] for item in self.items}

    def rows(self):
        """[(item, its owner's field)]."""
        return [(item, self[f"owner-{item.key}"]) for item in self.items]


class LookThroughForm(forms.Form):
    """The marks that somebody looked through: of this article's current version, unmarked meanwhile or not."""

    marks = forms.MultipleChoiceField(error_messages={"required": "Select the marks that you reviewed."})

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        ids = NoClaimMark.objects.filter(version=version).order_by("id").values_list("pk", flat=True)
        self.fields["marks"].choices = [(str(pk), pk) for pk in ids]


def people_of(desk_id):
    """Who can own an open item: everybody active on the desk."""
    return Person.objects.filter(memberships__desk_id=desk_id, is_active=True).distinct().order_by("name", "id")
