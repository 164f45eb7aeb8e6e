"""Who a speaker is, as a form; and the names by which one is found."""

import re

from django import forms

from claims.forms.lists import Filters, a_cursor
from claims.models import Speaker
from claims.queries.speakers import find_speaker, name_key
from claims.states import SpeakerKind

#: An address of Wikidata, or the number of an item alone.
_ITEM = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]{0,17})(?:[?#].*)?")


class SpeakerFilters(Filters):
    kind = forms.ChoiceField(choices=[("", "Any"), *SpeakerKind.choices], required=False)
    after = a_cursor()

    def clean_q(self):
        """A part of a name, folded."""
        return name_key(self.cleaned_data["q"])


class SpeakerForm(forms.Form):
    """A speaker. With the prefix "base" it is what the form was opened with."""

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=SpeakerKind.choices)
    description = forms.CharField(
        max_length=300, required=False, label="Who that is", help_text="The office and where: president of Azerbaijan."
    )
    website = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        label="Website",
        help_text="The official address. Sources on this site count as the speaker’s own word.",
    )
    wikidata = forms.CharField(max_length=200, required=False, label="Wikidata", help_text="Such as Q57298.")

    @staticmethod
    def values_of(speaker):
        return {name: getattr(speaker, name) for name in SpeakerForm.base_fields}

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_wikidata(self):
        typed = self.cleaned_data["wikidata"].strip()
        if not typed:
            return ""
        found = _ITEM.fullmatch(typed)
        if not found:
            raise forms.ValidationError("Give the number of the item, such as Q57298, or its address at Wikidata.")
        return found[1]

    def read(self):
        """{field: its value}; of what the form was opened with, None for what cannot be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class AliasForm(forms.Form):
    alias = forms.CharField(max_length=200, label="Also called")


class IntoForm(forms.Form):
    """The speaker that another one is the same as, by name, alias or number (#7)."""

    into = forms.CharField(max_length=200, label="Is the same as", help_text="The name or number of the other speaker.")

    def __init__(self, *args, speaker, **kwargs):
        super().__init__(*args, auto_id="merge-%s", **kwargs)
        self.speaker = speaker

    def clean_into(self):
        typed = self.cleaned_data["into"].strip()
        if typed.removeprefix("#").isdecimal() and len(typed) < 18:
            found = Speaker.objects.filter(desk=self.speaker.desk_id, pk=int(typed.removeprefix("#"))).first()
            found = found and (found.root or found)
        else:
            found = find_speaker(self.speaker.desk_id, typed)
        if found is None:
            raise forms.ValidationError("No speaker of this desk has that name or number.")
        if found.pk == self.speaker.pk:
            raise forms.ValidationError("That is this speaker.")
        return found
