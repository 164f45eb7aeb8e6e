"""What staff set up on a desk, as forms: people and roles, rules, words for verdicts, ready reasons, reference list."""

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.validators import RegexValidator
from django.db.models import Q
from django.db.models.functions import Lower

from claims.forms.article import ZONES
from claims.forms.source import source_named
from claims.models import Person
from claims.states import ReasonKind, Role, RuleLevel, Verdict
from claims.text.normalise import normalise

ROLES = [("", "Choose a role"), *Role.choices]


def tidied(words):
    """Return words of one line as they are stored."""
    return " ".join(normalise(words).split())


class WhyField(forms.CharField):
    """Why something is changed: it stands in the desk's record."""

    def __init__(self, **over):
        said = {"max_length": 300, "label": "Reason", "help_text": "It stands in the desk’s record.", "strip": True}
        super().__init__(**said | over)
        self.error_messages["required"] = "Say why."

    def clean(self, value):
        return tidied(super().clean(value))


class RoleForm(forms.Form):
    """A role for somebody who has an account, found by name or user name."""

    person = forms.CharField(
        max_length=200,
        label="Who",
        help_text="The name or user name.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "everybody"}),
    )
    role = forms.ChoiceField(choices=ROLES)
    reason = WhyField()

    def clean_person(self):
        typed = tidied(self.cleaned_data["person"])
        found = list(
            Person.objects.annotate(low=Lower("name")).filter(Q(username__iexact=typed) | Q(low=typed.lower()))[:2]
        )
        if not found:
            raise forms.ValidationError("Nobody has this name. Add the person first.")
        if len(found) > 1:
            raise forms.ValidationError("Two people have this name. Give the user name.")
        return found[0]


class EndForm(forms.Form):
    """Which role ends, and why."""

    membership = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    reason = WhyField()

    def __init__(self, data=None, *, of=None):
        initial = {"membership": of.pk} if of else None
        super().__init__(data, auto_id=f"end-{of.pk if of else 0}-%s", initial=initial)


class PersonForm(BaseUserCreationForm):
    """Somebody new, with a first role and a password that they change when they first log in."""

    timezone = forms.ChoiceField(choices=ZONES[1:], label="Time zone")
    role = forms.ChoiceField(choices=ROLES, label="First role")
    reason = WhyField()
    field_order = ["name", "username", "email", "timezone", "role", "reason", "password1", "password2"]

    class Meta:
        model = Person
        fields = ("name", "username", "email", "timezone")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["username"].label = "User name"
        self.fields["username"].help_text = "To log in with. Letters, digits and @ . + - _ only."
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password1"].help_text = "At least 8 characters. They are asked for another at their first log-in."
        self.fields["password2"].label, self.fields["password2"].help_text = "Password again", ""

    def clean_name(self):
        return tidied(self.cleaned_data["name"])


class RulesForm(forms.Form):
    """All rules of a desk. ``values`` are those that it has now, as ``rule_values`` gives them.

    With the prefix "base" it is what the form was opened with, and a value that cannot be read is the present one.
    """

    def __init__(self, data=None, *, values, prefix=None):
        super().__init__(data, prefix=prefix, initial={self.name(*key): value for key, value in values.items()})
        self.values = values
        for what, key in values:
            if what == "rule":
                field = forms.ChoiceField(choices=RuleLevel.choices)
            elif what == "approvals":
                field = forms.IntegerField(min_value=1, max_value=5, label="Signatures")
            elif what == "reply_hours":
                field = forms.IntegerField(
                    min_value=1,
                    max_value=720,
                    label="Hours that an accused has to reply",
                    help_text="A request for a reply that gives less time than this is no reasonable time.",
                )
            else:
                field = forms.BooleanField(required=False)
            self.fields[self.name(what, key)] = field
        if prefix is None:
            self.fields["reason"] = WhyField(required=False, help_text="Needed. It stands in the desk’s record.")

    @staticmethod
    def name(what, key):
        return f"{what}-{key}" if key else what

    def read(self):
        """Return {key: value}, as ``set_rules`` takes them."""
        self.is_valid()
        return {key: self.cleaned_data.get(self.name(*key), value) for key, value in self.values.items()}


#: What a verdict of the desk's own says, each with what is said where it is missing; nothing for what need not be.
OWN = {
    "label": "Give the verdict a word.",
    "verdict": "Say what it counts as.",
    "glyph": "Give it a glyph: its colour alone would not tell it apart.",
    "code": "Give it a code: small letters, digits and hyphens.",
    "meaning": "",
}
GLYPH = {"max_length": 4, "label": "Glyph", "help_text": "One sign that stands before the word, such as ◐."}
_glyph = RegexValidator(r"^[^\w\s<>&\"']\S{0,3}\Z", "One sign, which is no letter and no digit.")


class VerdictsForm(forms.Form):
    """The words of a scheme's verdicts, with ``values`` as ``verdict_values`` gives them; see RulesForm.

    A verdict of the desk's own may be added; one that is there is removed by an empty word.
    """

    def __init__(self, data=None, *, values, prefix=None):
        super().__init__(data, prefix=prefix, initial={"-".join(key): value for key, value in values.items()})
        self.values = values
        for verdict, field in values:
            if field == "glyph":
                self.fields[f"{verdict}-glyph"] = forms.CharField(**GLYPH, validators=[_glyph])
                continue
            label, own = field == "label", ":" in verdict
            self.fields[f"{verdict}-{field}"] = forms.CharField(
                max_length=60 if label else 300,
                required=label and not own,
                label="Word" if label else "What it means",
                help_text="Empty it to remove this verdict." if label and own else "",
                widget=forms.TextInput() if label else forms.Textarea(attrs={"rows": 2}),
            )
        if prefix is None:
            self.fields["own-label"] = forms.CharField(max_length=60, required=False, label="Word")
            self.fields["own-verdict"] = forms.ChoiceField(
                choices=[("", "Choose one"), *Verdict.choices],
                required=False,
                label="Counts as",
                help_text="Rules, lists and the gate treat it as this verdict.",
            )
            self.fields["own-glyph"] = forms.CharField(**GLYPH, required=False, validators=[_glyph])
            self.fields["own-code"] = forms.SlugField(
                max_length=30, required=False, label="Code", help_text="It stands in files and never changes."
            )
            self.fields["own-meaning"] = forms.CharField(
                max_length=300, required=False, label="What it means", widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields["reason"] = WhyField(required=False, help_text="Needed. It stands in the desk’s record.")

    def clean(self):
        said = super().clean()
        words = [(key, value.lower()) for key, value in said.items() if key.endswith("-label") and value]
        for at, (key, value) in enumerate(words):
            if value in [other for _, other in words[:at]]:
                self.add_error(key, "Another verdict has this word.")
        if any(said.get(f"own-{name}") for name in OWN):
            for name, words in OWN.items():
                if words and not said.get(f"own-{name}") and f"own-{name}" not in self.errors:
                    self.add_error(f"own-{name}", words)
        return {key: tidied(value) for key, value in said.items()}

    def own(self):
        """Return the fields of the verdict that is added, None for none."""
        said = {name: self.cleaned_data.get(f"own-{name}", "") for name in OWN}
        return said if said["label"] else None

    def read(self):
        """Return {key: words}, as ``set_verdicts`` takes them."""
        self.is_valid()
        return {key: self.cleaned_data.get("-".join(key), value) for key, value in self.values.items()}


class ReasonForm(forms.Form):
    """A ready reason. Of one that is there the kind stays (``kind`` is not asked)."""

    kind = forms.ChoiceField(choices=[("", "Choose where it is offered"), *ReasonKind.choices], label="Offered for")
    words = forms.CharField(max_length=200, label="Reason")
    position = forms.IntegerField(
        min_value=0, max_value=999, label="Place", initial=0, help_text="Lower ones come first in the list."
    )

    def __init__(self, *args, new=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["kind"]

    def clean_words(self):
        return tidied(self.cleaned_data["words"])

    def read(self):
        """Return {field: its value}; None for what cannot be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class WorkForm(forms.Form):
    """A source of the desk ``desk_id``, for the reference list."""

    source = forms.CharField(
        max_length=2000, label="Source", help_text="Its address, its number, such as #7, or its whole title."
    )

    def __init__(self, *args, desk_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk_id = desk_id

    def clean_source(self):
        return source_named(self.desk_id, self.cleaned_data["source"].strip())
