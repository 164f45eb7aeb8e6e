"""Who a confidential source is, as a form. No browser fills it in, and nothing that was typed is kept if it fails."""

from django import forms

#: Fields with this at the beginning of their name are never carried through a log-in or an error.
IN_CONFIDENCE = "confidential_"


class IdentityForm(forms.Form):
    """A name, and how to reach them."""

    confidential_name = forms.CharField(
        max_length=300,
        label="Name",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    confidential_contact = forms.CharField(
        max_length=3000,
        required=False,
        label="How to reach them, and what they were promised",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def said(self):
        """Return the keywords of enter_identity."""
        return {name: self.cleaned_data[f"confidential_{name}"] for name in ("name", "contact")}


class ReadForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why you read it",
        help_text="It stays in the record of the desk, with your name and the time.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why, in a few words."},
    )


class ReaderForm(forms.Form):
    """One more person who may read it, of ``people``."""

    person = forms.TypedChoiceField(coerce=int, label="One more person who may read it")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        self.fields["person"].choices = [("", "Choose"), *((pk, str(person)) for pk, person in self.people.items())]

    @property
    def chosen(self):
        return self.people[self.cleaned_data["person"]]
