"""What a source is, and what it derives from, as forms; sources and speakers are named, not picked from thousands."""

from django import forms

from claims.editing.speakers import find_speaker
from claims.forms.claim import LONG, lines, tidy
from claims.models import Desk, Source
from claims.permissions import CUTTERS, desks_of
from claims.states import Access, DerivationKind, Reliability, Role, SourceKind, Terms

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


#: What is said of the origin of a new source; of one that is there, a form of its own says it.
ORIGIN = ("origin", "derivation", "drift")


def origin_named(**more):
    """Return the field that names an origin."""
    more = {"label": "Derives from", "help_text": "The address, number or whole title of another source."} | more
    return forms.CharField(max_length=2000, **more)


def how():
    """Return the field for a DerivationKind; left out, nothing more than that it derives is said."""
    unsaid = DerivationKind.DERIVES_FROM
    return forms.TypedChoiceField(
        label="How it derives", choices=DerivationKind.choices, initial=unsaid, required=False, empty_value=unsaid
    )


def drifted():
    """Return the field for what became otherwise on the way from the origin."""
    return forms.CharField(
        label="What drifted",
        max_length=2000,
        required=False,
        widget=lines(1),
        help_text="What it says otherwise, such as: “tanks” became “combat vehicles”.",
    )


def of_an_origin(form, field, drift):
    """Return what drifted, tidied. Raises ValidationError where ``field`` of the form names nothing that it drifted
    from."""
    if drift.strip() and not form.cleaned_data.get(field) and field not in form.errors:
        raise forms.ValidationError("Say from which source it drifted.")
    return tidy(drift)


class SourceFacts(forms.Form):
    """A form of some fields of a source. With the prefix "base" it is what the form was opened with (see ``read``)."""

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


class StandingForm(SourceFacts):
    """How far the desk relies on a source, and whether anybody may rest on it any more."""

    reliability = forms.ChoiceField(choices=[("", "Nobody has said"), *Reliability.choices], required=False)
    reliability_reason = forms.CharField(
        max_length=2000, required=False, label="Why", widget=forms.Textarea(attrs={"rows": 2})
    )
    withdrawn = forms.CharField(
        max_length=2000,
        required=False,
        label="Withdrawn, because",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="With a reason here, it satisfies no rule any more.",
    )

    @staticmethod
    def values_of(source):
        return {name: getattr(source, name) for name in StandingForm.base_fields}

    def clean(self):
        cleaned = super().clean()
        rated, why = (cleaned.get(name) for name in ("reliability", "reliability_reason"))
        if self.prefix is None and bool(rated) != bool(why):
            words = "Say why." if rated else "Choose how far the desk relies on it, or leave this empty."
            self.add_error("reliability_reason", words)
        return cleaned


class IntoForm(forms.Form):
    """The source that another one is the same as, by address, number (#7) or whole title."""

    into = forms.CharField(
        max_length=2000, label="Is the same as", help_text="The address, number or whole title of the other source."
    )

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, auto_id="merge-%s", **kwargs)
        self.source = source

    def clean_into(self):
        found = source_named(self.source.desk_id, self.cleaned_data["into"].strip(), but=self.source.pk)
        found = found.root if found.merged_into_id else found
        if found.pk == self.source.pk:
            raise forms.ValidationError("That one is merged into this source already.")
        return found


class SourceForm(SourceFacts):
    """A source of the desk ``desk_id``. With the prefix "base" it is what the form was opened with (see ``read``)."""

    title = forms.CharField(max_length=500)
    kind = forms.ChoiceField(choices=SourceKind.choices, initial=SourceKind.WEB_PAGE)
    publisher = forms.CharField(max_length=200, required=False)
    author = forms.CharField(max_length=200, required=False)
    address = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    published_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.CharField(max_length=16, required=False, help_text="A language tag, such as en or az.")
    speaker = forms.CharField(
        max_length=200, required=False, label="Whose word it carries", help_text="A speaker of this desk, by name."
    )
    reference = forms.BooleanField(required=False, label="On the desk’s reference list")
    terms = forms.ChoiceField(choices=Terms.choices, initial=Terms.ON_RECORD, help_text=TERMS_HELP)
    access = forms.TypedChoiceField(
        choices=Access.choices,
        initial=Access.DESK,
        required=False,
        empty_value=Access.DESK,
        label="Who sees it",
        help_text="Named people: you, the chiefs, and whom its page names. Its terms are not on the record then.",
    )
    controlled_by = forms.CharField(
        max_length=200, required=False, label="Who controls it", help_text="Who owns, runs or pays for it."
    )
    interests = forms.CharField(
        max_length=2000,
        required=False,
        label="Its interests",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What it has to gain or lose by what it says.",
    )
    note = forms.CharField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    origin = origin_named(required=False)
    derivation = how()
    drift = drifted()

    def __init__(self, *args, desk_id, itself=None, restricted=False, lists_reference=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk_id, self.itself = desk_id, itself
        if itself is not None and not restricted:  # what everybody could read is not taken back
            del self.fields["access"]
        if not lists_reference:  # only a chief puts a work on the list, or takes it off
            del self.fields["reference"]
        if itself is not None:
            for name in ORIGIN:
                del self.fields[name]

    @staticmethod
    def values_of(source):
        """A source as the form shows it."""
        values = {name: getattr(source, name) for name in SourceForm.base_fields if name not in ORIGIN}
        values["speaker"] = source.speaker.name if source.speaker else ""
        return values

    def clean_note(self):
        return tidy(self.cleaned_data["note"])

    def clean_origin(self):
        typed = self.cleaned_data["origin"].strip()
        return source_named(self.desk_id, typed) if typed else None

    def clean_drift(self):
        return of_an_origin(self, "origin", self.cleaned_data["drift"])

    def clean_speaker(self):
        typed = self.cleaned_data["speaker"]
        found = find_speaker(self.desk_id, typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError("No speaker of this desk has that name. A claim is where a speaker is made.")
        return found


class SeesForm(forms.Form):
    """One more of ``people`` who sees a restricted source."""

    person = forms.TypedChoiceField(coerce=int, label="One more person who sees it")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, auto_id="sees-%s", **kwargs)
        self.people = {person.pk: person for person in people}
        self.fields["person"].choices = [("", "Choose"), *((pk, str(person)) for pk, person in self.people.items())]

    @property
    def chosen(self):
        return self.people[self.cleaned_data["person"]]


class OriginForm(forms.Form):
    """One more source that the source ``of`` derives from."""

    origin = origin_named()
    derivation = how()
    drift = drifted()

    def __init__(self, *args, of, **kwargs):
        super().__init__(*args, auto_id="origin-%s", **kwargs)
        self.of = of

    def clean_origin(self):
        return source_named(self.of.desk_id, self.cleaned_data["origin"].strip())

    def clean_drift(self):
        return tidy(self.cleaned_data["drift"])


class DerivationForm(forms.Form):
    """How a source derives from an origin. ``was_…`` is what the form was opened with."""

    kind = how()
    drift = drifted()
    was_kind = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    was_drift = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args, of, **kwargs):
        now = {"kind": of.kind, "drift": of.drift, "was_kind": of.kind, "was_drift": of.drift}
        super().__init__(*args, auto_id=f"origin-{of.pk}-%s", initial=now, **kwargs)
        self.of = of

    def said(self):
        """Return ``kind`` and ``drift`` as typed."""
        return {"kind": self.cleaned_data["kind"], "drift": tidy(self.cleaned_data["drift"])}

    def base(self):
        """Return ``kind`` and ``drift`` as the form was opened with."""
        return {"kind": self.cleaned_data["was_kind"], "drift": tidy(self.cleaned_data["was_drift"])}

    def over(self, now, conflicts):
        """Return the form as typed, opened on the derivation as it is now; it says what somebody else wrote."""
        again = DerivationForm({**self.data.dict(), "was_kind": now.kind, "was_drift": now.drift}, of=now)
        theirs = {"kind": now.get_kind_display(), "drift": now.drift or "nothing"}
        for name in conflicts:
            words = f"Somebody else changed this meanwhile. Now it is: {theirs[name]}. Save again to replace it."
            again.add_error(name, words)
        return again


class WhichDesk(forms.Form):
    """The desk that a new source is for."""

    desk = forms.ModelChoiceField(Desk.objects.none(), empty_label=None)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = Desk.objects.filter(pk__in=desks_of(person, EDITORS))
