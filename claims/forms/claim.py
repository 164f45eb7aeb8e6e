"""The claim panel's forms: what a claim holds, and what an action, a link or a decision of the chief asks for."""

import json
import re
from datetime import UTC, datetime

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import QueryDict

from claims.editing.claims import VERDICTS, plain, texts_of
from claims.fields import ASKED, PARTS
from claims.forms.moments import MomentField, shown, untouched
from claims.models import Claim
from claims.states import NO_DUE, LinkKind, RuleCode, SpeakerKind, Verdict

LONG = 20_000  # characters; nobody types more into one field
_REASON, _KEY = 2_000, 500  # characters of why one rule is passed, and of what names it
#: The fields that are times.
MOMENTS = [name for name in ASKED if isinstance(Claim._meta.get_field(name), models.DateTimeField)]
#: What is asked of a speaker whom the desk does not know yet.
NEW_SPEAKER = ("speaker_kind", "speaker_about")


def lines(rows=2, **more):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **more})


def typed(**more):
    return forms.TextInput(attrs={"dir": "auto", **more})


def tidy(text):
    """Typed text as it is stored: one kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def words(label, length=LONG, widget=None, help_text=""):
    return forms.CharField(
        label=label, max_length=length, required=False, widget=widget or typed(), help_text=help_text
    )


def in_this_century(when):
    """A typed time as UTC; what lies outside of this century is a slip of the finger."""
    if when is None:
        return None
    if not 2000 <= when.year < 2100:
        raise forms.ValidationError("Give a date in this century.")
    return when.astimezone(UTC)


def carried(text):
    """What a hidden field carries as JSON. Raises ValueError for anything else, half a surrogate pair included."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError from error
    return value


class NameInput(forms.TextInput):
    """A box for the name of a speaker; the desk's are found while it is typed (templates draw it by this class)."""


class ReasonsInput(forms.Widget):
    """Why rules were passed: a box for each, "<name>-<key of the finding>", drawn beside its rule."""

    def value_from_datadict(self, data, files, name):
        start = f"{name}-"
        return {key.removeprefix(start): data[key] for key in data if key.startswith(start)}

    def value_omitted_from_data(self, data, files, name):
        return not self.value_from_datadict(data, files, name)


class ReasonsField(forms.Field):
    """{a finding's key: why it is passed}, each a text as a box of its own would take it. A key begins with a rule."""

    widget = ReasonsInput

    def clean(self, value):
        if unknown := [key for key in value if key.partition(":")[0] not in RuleCode.values]:
            names = ", ".join(f"“{key[:60]}”" for key in sorted(unknown)[:3])
            raise forms.ValidationError(f"No rule is called {names}. Load the page again, and give the reasons there.")
        key_of, text = (forms.CharField(required=False, max_length=length).clean for length in (_KEY, _REASON))
        return {key_of(key): tidy(text(reason)) for key, reason in value.items()}


def box(field):
    """The form's field for one row of the table of fields, by the kind of its column."""
    column = Claim._meta.get_field(field.name)
    said = {"label": field.asked, "help_text": field.help, "required": False}
    ticks = forms.CheckboxSelectMultiple
    match column:
        case models.ForeignKey():
            made = forms.CharField(
                max_length=200, widget=NameInput(attrs={"dir": "auto", "autocomplete": "off"}), **said
            )
        case ArrayField():
            made = forms.MultipleChoiceField(choices=column.base_field.choices, widget=ticks, **said)
        case models.BooleanField():
            made = forms.BooleanField(**said)
        case models.JSONField():
            made = ReasonsField(**said)
        case _ if column.choices:
            made = forms.ChoiceField(choices=column.choices, **said)
        case models.TextField():
            made = forms.CharField(max_length=LONG, widget=lines(), **said)
        case models.CharField():
            made = forms.CharField(max_length=column.max_length, widget=typed(), **said)
        case models.DecimalField():
            digits = {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
            made = forms.DecimalField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **digits, **said)
        case models.DateTimeField():
            made = MomentField(label=field.asked, help_text=field.help)
        case models.DateField():
            made = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **said)
        case _:
            made = forms.IntegerField(min_value=-99, max_value=99, **said)
    made.hint = field.hint
    return made


OWN_VERDICT = re.compile(rf"(?:{'|'.join(Verdict.values)}):[-a-zA-Z0-9_]{{1,30}}")


class ClaimForm(forms.Form):
    """Every field that the panel edits, made from the table of fields. ``base`` is what the form was opened with, as
    JSON; ``whole`` says that the form was sent whole, so that an empty tick is a no. ``choices`` of verdicts carry the
    scheme's labels."""

    speaker_kind = forms.ChoiceField(
        label="If new: what kind", choices=SpeakerKind.choices, required=False, initial=SpeakerKind.PERSON
    )
    speaker_about = words("If new: who that is", 300)
    base = forms.CharField(widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, claim, about=None, **kwargs):
        super().__init__(data, auto_id="claim-%s", **kwargs)
        asked = [field for field in ASKED.values() if claim.article.ours or not PARTS[field.part].ours]
        self.fields = {field.name: box(field) for field in asked} | self.fields
        known = about.verdict_choices if about else list(Verdict.choices)
        # What the claim holds stays, also where the desk's newest scheme has it no more.
        held = {claim.verdict_choice: claim.verdict_label, claim.reworded_verdict_choice: claim.reworded_verdict_label}
        if not about and data:  # whether the scheme has one of the desk's own is asked when it is written
            sent = (data.get(name, "") for name in VERDICTS)
            held |= {value: value for value in sent if OWN_VERDICT.fullmatch(value)}
        known += [pair for pair in held.items() if pair[0] and pair[0] not in dict(known)]
        self.fields["verdict"].widget = forms.RadioSelect()
        self.fields["verdict"].choices = [*known, ("", "No verdict yet")]
        if "reworded_verdict" in self.fields:
            self.fields["reworded_verdict"].choices = [("", "–"), *known]
        for name, key in (("statement", "f"), ("attribution", "w")):
            self.fields[name].key = self.fields[name].widget.attrs["data-key"] = key
        self.fields["rationale"].widget.attrs["rows"] = 3
        self.fields["form"].widget.attrs["id"] = "claim-form-of-words"  # its usual id would be the form's own
        for field in self.fields.values():
            field.widget.attrs["form"] = "claim-form"

    def boxes(self, part):
        """The boxes of one of PARTS."""
        names = [field.name for field in ASKED.values() if field.part == part and field.name in self.fields]
        return [self[name] for name in (NEW_SPEAKER if part == "new" else names)]

    def says(self, name):
        """Whether the box says more than a claim has from the start, as it is shown now."""
        field = ASKED.get(name)
        value = self.data.getlist(name) if field else []
        return any(value) and value != [str(Claim._meta.get_field(name).get_default())] and value != [field.silent]

    def clean_base(self):
        try:
            base = carried(self.cleaned_data["base"])
        except ValueError:
            base = None
        if not isinstance(base, dict):
            raise forms.ValidationError("The form did not say what it was opened with. Open the claim again.")
        return {name: value for name, value in base.items() if name in ASKED}

    def clean(self):
        """A time that came back as it was shown is the very same one, also where its hour comes twice."""
        said = super().clean() or self.cleaned_data
        for name in MOMENTS:
            until, was = said.get(name), said.get("base", {}).get(name)
            try:
                said[name] = in_this_century(until)
                was = was and datetime.fromisoformat(was)
                if until and was and untouched(until, was):
                    said[name] = was
            except forms.ValidationError as error:
                self.add_error(name, error)
            except (TypeError, ValueError):
                pass  # the base was tampered with: what was typed is taken

    def clean_priority(self):
        return self.cleaned_data["priority"] or 0

    def mine(self):
        """{field: value} as ``save_claim`` takes it; a field that was not touched has its base's very value."""
        base, found = self.cleaned_data["base"], {}
        for name in ASKED:
            if name not in self.fields or not (self.cleaned_data["whole"] or self._sent(name)):
                continue
            value = self.cleaned_data[name]
            column = Claim._meta.get_field(name)
            if value == "" and column.choices and not column.blank:
                continue  # a choice that is always made: sent empty, it was not sent
            value = tidy(value) if isinstance(value, str) else value
            if isinstance(value, dict):  # only the boxes that were shown are sent
                value = {key: reason for key, reason in (texts_of(base.get(name)) | value).items() if reason}
            found[name] = base[name] if name in base and _same(value, base[name]) else value
        return found

    def _sent(self, name):
        return name in self.data or any(sent.startswith(f"{name}-") for sent in self.data)

    def changed(self):
        """The names of the fields that were touched."""
        base = self.cleaned_data["base"]
        return {name for name, value in self.mine().items() if plain(value) != base.get(name)}

    def texts(self):
        """(name, text) of the boxes that were typed in; of all of them, where the form cannot say."""
        typed_in = {*self.changed(), "speaker_about"} if self.is_valid() else self.fields
        boxes = [
            name for name, field in self.fields.items() if isinstance(field.widget, forms.TextInput | forms.Textarea)
        ]
        reasons = self["rules_passed"].value() if "rules_passed" in typed_in else {}
        return [
            *((name, self.data.get(name, "")) for name in boxes if name in typed_in),
            *((f"rules_passed-{key}", reason) for key, reason in reasons.items()),
        ]


def _same(value, base):
    if isinstance(base, str) and isinstance(value, str):
        return tidy(base) == value
    if isinstance(value, datetime) and isinstance(base, str):
        return base[:16] == plain(value)[:16]  # the box shows no seconds
    return plain(value) == base


def as_posted(values, names=None):
    """``field_values`` (some ``names`` of them) as a browser posts them."""
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        if names is not None and name not in names:
            continue
        if isinstance(value, list):
            posted.setlist(name, value)
        elif isinstance(value, dict):
            posted.update({f"{name}-{key}": reason for key, reason in value.items()})
        elif isinstance(value, bool):
            if value:
                posted[name] = "on"
        elif name in MOMENTS and value:
            posted[name] = shown(datetime.fromisoformat(value))
        else:
            posted[name] = str(value)
    return posted


def rebased(form, fresh, contested=()):
    """The form of a save that was refused, to decide again: fields that were touched hold what was typed, all others
    what is there now (``fresh``). The base of ``contested`` fields becomes what is there now: saving again decides.
    """
    touched = form.changed()
    base = form.cleaned_data["base"]
    posted = as_posted(fresh)
    for name in touched:
        for sent in form.data:
            if sent == name or sent.startswith(f"{name}-"):
                posted.setlist(sent, form.data.getlist(sent))
    kept = {name: base.get(name, fresh[name]) for name in touched if name not in contested}
    posted["base"] = json.dumps(fresh | kept)
    posted["whole"] = "on"
    for name in NEW_SPEAKER:
        posted[name] = form.data.get(name, "")
    return posted


class ActionForm(forms.Form):
    """What a claim's action is done with: what the page showed, a reason, whom to assign and until when.

    Its fields but the first two are named after the action: several stand in one panel.
    """

    edition = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    content_hash = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data, *, action):
        super().__init__(data, auto_id="claim-%s")
        self.action = action
        self.fields[f"{action}-ready"] = forms.CharField(required=False, max_length=200)
        self.fields[f"{action}-reason"] = forms.CharField(required=False, max_length=2000)
        if action == "assign":
            self.fields["assign-assignee"] = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
            self.fields["assign-due"] = MomentField(label="Due")
            self.fields["assign-was"] = MomentField()

    def clean(self):
        """A due time that came back as it was shown is not touched (None); an emptied one is removed (NO_DUE)."""
        said = super().clean() or self.cleaned_data
        due, was = said.get("assign-due"), said.get("assign-was")
        if "assign-due" not in said:
            return
        try:
            said["assign-due"] = None if untouched(due, was) else in_this_century(due) or NO_DUE
        except forms.ValidationError as error:
            self.add_error("assign-due", error)

    def said(self, name):
        return self.cleaned_data.get(f"{self.action}-{name}")

    @property
    def reason(self):
        """The ready reason and the typed one, as one text."""
        return ". ".join(part.strip() for part in (self.said("ready"), self.said("reason")) if part and part.strip())


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label="This claim", choices=LinkKind.choices)
    to = forms.IntegerField(label="Claim", min_value=1, max_value=2**31 - 1)


class StandForm(forms.Form):
    """Why the words stand; ``was`` is what they stand against, as the page showed it."""

    reason = words("Why the words are kept (stet)", 2000, lines(2))
    was = forms.CharField(required=False, max_length=4 * LONG, widget=forms.HiddenInput)


class SettleForm(forms.Form):
    """What the changes of a claim's sources mean for it; ``shown`` says which changes the form was shown with."""

    note = words("What this means for the claim", 2000, lines(2))
    shown = forms.CharField(required=False, max_length=LONG, widget=forms.HiddenInput)


class NoReplyForm(forms.Form):
    """Why no reply is needed; ``was`` is what stood about the reply when the form was opened."""

    reason = words("Why no reply is needed", 2000, lines(2))
    was = forms.CharField(required=False, max_length=LONG, widget=forms.HiddenInput)


class PlacementForm(forms.Form):
    """A speaker or a source, and the side of the matter that it is put on; no side takes it off."""

    side = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    speaker = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    source = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("speaker") is None) == (cleaned.get("source") is None):
            raise forms.ValidationError("Place a speaker or a source.")
        return cleaned
