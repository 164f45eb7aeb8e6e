"""What is said about an article, also when its text comes in; whatever was typed stays in the form."""

import json
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.forms import formset_factory
from django.utils import timezone

from claims.editing.articles import members_named, whose_it_is
from claims.editing.speakers import name_key, side_named
from claims.errors import Invalid
from claims.forms.claim import carried
from claims.forms.moments import MomentField, untouched
from claims.forms.text import BlocksForm, TextForm, cut_hash
from claims.intake.proposal import propose, read_known_names
from claims.permissions import CUTTERS, roles_of
from claims.states import NO_DUE, Ownership, Role
from claims.text.normalise import normalise

#: The zones by region and city, and by their distance from UTC, where a dateline says no more; what else the system
#: calls a zone (Factory, localtime, Zulu) is no place. Names in Etc/ count westwards.
REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/"),
    *("Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"),
)
ZONES = [
    ("", "Unknown"),
    ("UTC", "UTC"),
    *((name, name) for name in sorted(available_timezones()) if name.startswith(REGIONS)),
    *((f"Etc/GMT{-hours:+}", f"UTC{hours:+}") for hours in (*range(-12, 0), *range(1, 15))),
]


class NamesField(forms.CharField):
    """Names, one a line. Cleans to a list, a name spelt two ways once, each at most ``longest`` characters."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, *, longest, **kwargs):
        self.longest = longest
        super().__init__(required=False, max_length=20_000, **kwargs)

    def to_python(self, value):
        names = value if isinstance(value, list) else super().to_python(value).splitlines()
        found = {}
        for name in (" ".join(name.split()) for name in names):
            if name:
                found.setdefault(name_key(name) or name, name)
        return list(found.values())

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value):
        super().run_validators("\n".join(value))

    def validate(self, value):
        if any(len(name) > self.longest for name in value):
            raise forms.ValidationError(f"A name has at most {self.longest} characters; put one on each line.")
        if len(value) > 50:
            raise forms.ValidationError("At most 50 names.")


def _moment(kind):
    formats = {"date": "%Y-%m-%d", "time": "%H:%M"}
    widgets = {"date": forms.DateInput, "time": forms.TimeInput}
    return widgets[kind](format=formats[kind], attrs={"type": kind})


class DetailsForm(forms.Form):
    """What is said about an article. With ``keeps_base`` it carries what it was opened with (see ``base``)."""

    headline = forms.CharField(max_length=500, error_messages={"required": "Give the article a headline."})
    authors = NamesField(longest=200, label="Authors", help_text="One per line.")
    outlet = forms.CharField(max_length=200, required=False)
    address = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    published_date = forms.DateField(required=False, label="Published on", widget=_moment("date"))
    published_time = forms.TimeField(required=False, label="At", widget=_moment("time"))
    published_zone = forms.ChoiceField(choices=ZONES, required=False, label="Time zone")
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
        max_length=16,
        error_messages={"invalid": "A language tag, such as en or az."},
    )
    ownership = forms.ChoiceField(
        choices=[(Ownership.OURS, "Ours, not yet published"), (Ownership.THEIRS, "Somebody else’s")],
        label="Whose is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whose it is: ours, or somebody else’s."},
    )
    deadline = MomentField()
    sides = NamesField(longest=120, label="Sides of the matter", help_text="One per line.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["deadline"].help_text = f"Time zone: {timezone.get_current_timezone_name()}"

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        if deadline is None:
            return NO_DUE
        if deadline >= NO_DUE:
            raise forms.ValidationError("That is too far away.")
        was = self.opened_with("deadline")
        if was and untouched(deadline, was):
            return was
        if deadline <= timezone.now():
            raise forms.ValidationError("The deadline is in the past.")
        return deadline

    def opened_with(self, name):
        """What the form was opened with, where it says so (EditForm); else None."""


class EditForm(DetailsForm):
    """The details of an article that is here already. It carries, hidden, what it was opened with."""

    chain_was = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_chain_was(self):
        try:
            return carried(self.cleaned_data["chain_was"])
        except ValueError:
            return None  # it was tampered with: taken for a chain that nobody opened

    @classmethod
    def opened(cls, details):
        """The form on details_of(article)."""
        form = cls(initial=_shown(details) | {"chain_was": json.dumps(details["chain"])})
        form.keep_zone(details["published_zone"])
        return form

    def keep_zone(self, zone):
        """Offer the zone that the article has, too, where it is none that would be offered now."""
        zones = self.fields["published_zone"]
        if zone in available_timezones() and zone not in dict(zones.choices):
            zones.choices = [*zones.choices, (zone, zone)]

    def hidden_base(self):
        return [self[name].as_hidden(only_initial=True) for name in self.fields if name != "chain_was"]

    def opened_with(self, name):
        """The cleaned value that the form was opened with; None for one that was tampered with."""
        field, bound = self.fields[name], self[name]
        try:
            return field.clean(self._widget_data_value(field.hidden_widget(), bound.html_initial_name))
        except forms.ValidationError:
            return None

    def base(self):
        """What change_article takes as ``base``."""
        found = {name: self.opened_with(name) for name in self.fields if name != "chain_was"}
        if "deadline" in found and found["deadline"] is None:
            found["deadline"] = NO_DUE
        was = self.cleaned_data["chain_was"]
        sound = isinstance(was, list) and all(
            isinstance(link, list) and len(link) == 2 and all(isinstance(part, str) for part in link) for link in was
        )
        return found | {"chain": [tuple(link) for link in was] if sound else []}

    def mine(self):
        """What change_article takes as ``mine``, but for the chain."""
        return {name: value for name, value in self.cleaned_data.items() if name != "chain_was"}

    def rebase(self, now):
        """Open the form anew on ``now`` (details_of), with every field in it that was changed here as it was typed."""
        base, shown = self.base(), _shown(now)
        self.data = self.data.copy()
        for name, mine in self.mine().items():
            field = self.fields[name]
            for data_name, widget in (
                (self[name].html_initial_name, field.hidden_widget()),
                (name, field.widget),
            ):
                value = widget.format_value(field.prepare_value(shown[name])) if shown[name] else ""
                if data_name != name or mine == base[name]:
                    self.data[data_name] = value[0] if isinstance(value, list) else value
        self.data["chain_was"] = json.dumps(now["chain"])


def _shown(details):
    return details | {"deadline": None if details["deadline"] >= NO_DUE else details["deadline"]}


class ChainRow(forms.Form):
    """One outlet that published the text; an empty row is none."""

    outlet = forms.CharField(max_length=200, required=False)
    address = forms.URLField(max_length=2000, required=False, assume_scheme="https")

    def clean(self):
        if self.cleaned_data.get("address") and not self.cleaned_data.get("outlet"):
            self.add_error("outlet", "Name the outlet of this address.")


class PlacementRow(forms.Form):
    """Which side a speaker stands on, in this article; an empty row says nothing."""

    speaker = forms.CharField(max_length=200, required=False)
    side = forms.CharField(max_length=120, required=False)

    def clean(self):
        said = self.cleaned_data
        if said.get("speaker") and not name_key(said["speaker"]):
            self.add_error("speaker", "A name has letters or digits in it.")
        if bool(said.get("speaker")) != bool(said.get("side")):
            self.add_error("side" if said.get("speaker") else "speaker", "A speaker and a side, or neither.")


def sides_known(rows, sides):
    """Whether the side of each row is one of ``sides``; a row whose side is not gets the error."""
    for row in rows:
        if (name := row.cleaned_data.get("side")) and "side" not in row.errors:
            try:
                side_named(sides, name)
            except Invalid as error:
                row.add_error("side", error.words)
    return not any(row.errors for row in rows)


class Rows(forms.BaseFormSet):
    """Rows of two fields; ``pairs`` are those that were filled in."""

    def pairs(self):
        rows = [tuple(row.cleaned_data.get(name, "") for name in row.fields) for row in self.forms]
        return [pair for pair in rows if pair[0]]

    def said(self):
        """What stands in the first field of each row, in a line."""
        first = [next(iter(row)).value() for row in self.forms]
        return " → ".join(value for value in first if value) or "none"


ChainRows = formset_factory(ChainRow, formset=Rows, extra=3, max_num=30, absolute_max=40)
PlacementRows = formset_factory(PlacementRow, formset=Rows, extra=3, max_num=30, absolute_max=40)


class PlacementForm(forms.Form):
    """A speaker (by name) or a source on a side of the matter; no side takes it off."""

    speaker = forms.CharField(max_length=200, required=False)
    source: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, required=False)
    side = forms.CharField(max_length=120, required=False)

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources

    def clean(self):
        speaker, source = self.cleaned_data.get("speaker"), self.cleaned_data.get("source")
        if not self.errors and bool(speaker) == bool(source):
            self.add_error("speaker", "Name a speaker, or choose a source.")
        if speaker and not name_key(speaker):
            self.add_error("speaker", "A name has letters or digits in it.")


class PasteForm(TextForm):
    """The first step: a text, and the desk that it is for.

    ``address`` is where the text is from, for the article's details, where the page that was fetched had none.
    """

    fetches = True

    address = forms.URLField(
        max_length=2000, required=False, assume_scheme="https", label="Address", widget=forms.HiddenInput
    )
    desk: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, empty_label=None)

    def __init__(self, *args, desks, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["desk"].queryset = desks


class IntakeForm(DetailsForm, BlocksForm):
    """The second step: what is said about the article, and its text cut into blocks."""

    desk: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, empty_label=None)
    intake = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, desks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = desks

    @classmethod
    def proposed(cls, text, *, markdown, notes, desk, desks, person, address="", upload="", page=None, intake=None):
        """The form with everything that the text says about itself; nothing is decided yet.

        ``notes`` are those of the file that it was read from, ``upload`` names that file as the form carries it, and
        ``page`` is what it says beside its text, if it is a page. ``intake`` is a UUID for the article. A text without
        byline, date and outlet that a writer pastes, who does not check here, is proposed as theirs.
        """
        proposal = propose(text, markdown=markdown, page=page)
        read_known_names(proposal, lambda names: members_named(desk, names))
        # Whoever published it last is where the paste comes from.
        outlet = next((outlet for outlet, _ in reversed(proposal.chain) if outlet), "")[:200]
        published = bool(proposal.published_date or proposal.chain or address)
        roles = roles_of(person, desk.pk)
        if Role.WRITER in roles and not roles & CUTTERS and not published and not proposal.authors:
            proposal.authors = [str(person)]
        form = cls(
            desks=desks,
            initial={
                "headline": proposal.headline,
                "authors": proposal.authors,
                "outlet": outlet,
                "address": address,
                "published_date": proposal.published_date,
                "published_time": proposal.published_time,
                "published_zone": proposal.zone,
                "language": proposal.language,
                "ownership": whose_it_is(desk, proposal.authors, outlet, published),
                "desk": desk,
                "text": normalise(text),
                "markdown": markdown,
                "intake": intake or uuid4(),
                "cut": cut_hash(block.text for block in proposal.blocks),
                "upload": upload,
            },
        )
        form.read_from = notes
        form.show(proposal)
        return form, proposal
