"""What corrections ask for: what was reported and from whom; what was wrong and is right; what went out, and where."""

from django import forms
from django.utils import timezone

from claims.forms.moments import MomentField
from claims.forms.text import BINARY
from claims.intake.pasted import only_address, refuse_if_unusable
from claims.intake.revision import propose_revision
from claims.states import CorrectionKind
from claims.text.normalise import TextRefused, normalise

LONGEST = 4000  # characters of an answer in words
WORDS = {"rows": 3, "dir": "auto"}


class ComplaintForm(forms.Form):
    """What somebody says is wrong with the article, from whom it came, and the number of the claim that it is about."""

    reported = forms.CharField(
        label="What was reported",
        max_length=LONGEST,
        widget=forms.Textarea(WORDS),
        error_messages={"required": "Say what was reported."},
    )
    reported_by = forms.CharField(
        label="From whom", max_length=200, error_messages={"required": "Say from whom the complaint came."}
    )
    claim = forms.TypedChoiceField(label="Claim", coerce=int, empty_value=None, required=False)

    def __init__(self, *args, claims, **kwargs):
        super().__init__(*args, auto_id="complaint-%s", label_suffix="", **kwargs)
        words = [(claim.number, f"{claim.number}: {(claim.statement or claim.quoted)[:100]}") for claim in claims]
        self.fields["claim"].choices = [("", "None, or the whole article"), *words]


class WentOutForm(forms.Form):
    """Where the article went out, and its text as it stands there; ``blocks`` are the text's.

    Without a text, or with an address in its place, the page is to be fetched: ``fetches``.
    """

    address = forms.URLField(label="Address", max_length=2000, error_messages={"required": "Give the address."})
    text = forms.CharField(
        label="The text that went out",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        error_messages=BINARY,
        help_text="Leave it empty to have the page fetched.",
    )
    #: The page that the text was read from: what `signed` in claims/editing/uploads.py gives.
    upload = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, before, **kwargs):
        super().__init__(*args, auto_id="out-%s", label_suffix="", **kwargs)
        self.before, self.blocks, self.fetches = before, [], False

    def clean_text(self):
        """The text, normalised; what was left out of the article's version is left out here."""
        try:
            text = normalise(self.cleaned_data["text"])
            if not text.strip() or only_address(text):
                self.fetches = True
                return ""
            refuse_if_unusable(text)
        except TextRefused as refused:
            raise forms.ValidationError(refused.words) from refused
        proposal = propose_revision(text, self.before)
        self.blocks = [
            {"kind": block.kind, "text": block.text, "left_out": block.left_out} for block in proposal.blocks
        ]
        return text


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label="Kind", choices=CorrectionKind)
    was_wrong = forms.CharField(
        label="What was wrong",
        max_length=LONGEST,
        widget=forms.Textarea(WORDS),
        error_messages={"required": "Say what was wrong."},
    )
    is_right = forms.CharField(
        label="What is right",
        max_length=LONGEST,
        widget=forms.Textarea(WORDS),
        error_messages={"required": "Say what is right; of a retraction, what readers are told instead."},
    )
    since = MomentField(label="Readers see it since")

    def __init__(self, *args, correction, **kwargs):
        super().__init__(*args, auto_id=f"decide-{correction.pk}-%s", label_suffix="", **kwargs)
        self.fields["since"].help_text = f"Time zone: {timezone.get_current_timezone_name()}"

    def clean_since(self):
        if self.cleaned_data["since"] is None:
            raise forms.ValidationError("Say since when readers see it.")
        return self.cleaned_data["since"]


class DismissalForm(forms.Form):
    reason = forms.CharField(
        label="Why nothing is corrected", max_length=LONGEST, error_messages={"required": "Say why, in a few words."}
    )

    def __init__(self, *args, correction, **kwargs):
        super().__init__(*args, auto_id=f"dismiss-{correction.pk}-%s", label_suffix="", **kwargs)
