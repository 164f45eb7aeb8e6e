"""What a source is, as a form; its origin and its speaker are named, not picked from thousands."""

from django import forms

from claims.editing.speakers import find_speaker
from claims.forms.claim import LONG, tidy
from claims.models import Desk, Source
from claims.permissions import CUTTERS, desks_of
from claims.states import Role, SourceKind, Terms

#: What the terms lead to, where somebody chooses them.
TERMS_HELP = "Off the record, it satisfies no rule. Only on the record does its name leave the desk."
EDITORS = {Role.WRITER, *CUTTERS}


def source_named(desk_id, typed, *, but=None):
    """The one source of a desk of this address, number (#7) or whole title. Raises ValidationError for none, or two."""
    others = Source.objects.filter(desk_id=desk_id).exclude(pk=but)
    if typed.removeprefix("#").isdecimal() and len(typed) < 18:
        found = list(others.filter(pk=int(typed.removeprefix("#"))))
    else:
        found = list(others.filter(address=typed)) or list(others.filter(title__iexact=typed)[:2])
    if not found:
        raise forms.ValidationError("No other source of this desk has that address, number or title.")
    if len(found) > 1:
        raise forms.ValidationError("More than one source has this title. Give its address or its number.")
    return found[0]


class SourceForm(forms.Form):
    """A source of the desk ``desk_id``. With the prefix "base" it is what the form was opened with (see ``read``)."""

    title = forms.CharField(max_length=500)
    kind = forms.ChoiceField(choices=SourceKind.choices, initial=SourceKind.WEB_PAGE)
    publisher = forms.CharField(max_length=200, required=False)
    author = forms.CharField(max_length=200, required=False)
    address = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    published_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.CharField(max_length=16, required=False, help_text="A language tag, such as en or az.")
    origin = forms.CharField(
        max_length=2000,
        required=False,
        label="Derives from",
        help_text="The address, number or whole title of the source that it takes this from.",
    )
    speaker = forms.CharField(
        max_length=200, required=False, label="Whose word it carries", help_text="A speaker of this desk, by name."
    )
    reference = forms.BooleanField(required=False, label="On the desk’s reference list")
    terms = forms.ChoiceField(choices=Terms.choices, initial=Terms.ON_RECORD, help_text=TERMS_HELP)
    withdrawn = forms.CharField(
        max_length=2000,
        required=False,
        label="Withdrawn, because",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="With a reason here, it satisfies no rule any more.",
    )
    note = forms.CharField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, desk_id, itself=None, lists_reference=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk_id, self.itself = desk_id, itself
        if not lists_reference:  # only a chief puts a work on the list, or takes it off
            del self.fields["reference"]
        if itself is None and self.prefix is None:
            del self.fields["withdrawn"]

    @staticmethod
    def values_of(source):
        """A source as the form shows it."""
        values = {name: getattr(source, name) for name in SourceForm.base_fields}
        values["origin"] = f"#{source.origin_id}" if source.origin_id else ""
        values["speaker"] = source.speaker.name if source.speaker else ""
        return values

    def clean_note(self):
        return tidy(self.cleaned_data["note"])

    def clean_origin(self):
        typed = self.cleaned_data["origin"].strip()
        return source_named(self.desk_id, typed, but=self.itself) if typed else None

    def read(self, source):
        """{field: its value}, untouched text as ``source`` has it.

        Of what the form was opened with, None for a field that cannot be read: it was left out, or what it names is
        called otherwise by now.
        """
        self.is_valid()
        found = {}
        for name in self.fields:
            value, stored = self.cleaned_data.get(name), getattr(source, name)
            untouched = isinstance(stored, str) and tidy(stored) == tidy(self[name].value() or "")
            found[name] = stored if untouched else value
        return found

    def clean_speaker(self):
        typed = self.cleaned_data["speaker"]
        found = find_speaker(self.desk_id, typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError("No speaker of this desk has that name. A claim is where a speaker is made.")
        return found


class WhichDesk(forms.Form):
    """The desk that a new source is for."""

    desk = forms.ModelChoiceField(Desk.objects.none(), empty_label=None)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = Desk.objects.filter(pk__in=desks_of(person, EDITORS))
