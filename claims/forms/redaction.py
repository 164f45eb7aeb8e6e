"""What a redaction is asked for and ended with, as forms. No browser keeps the text, and nothing else does."""

from django import forms

from claims.text.normalise import normalise

LEAST, MOST = 5, 1000  # characters
FEW = 8  # a shorter text is looked for as whole words


class RedactionForm(forms.Form):
    """A text, in a field that is carried through no log-in and no error, and why it goes."""

    confidential_text = forms.CharField(
        min_length=LEAST,
        max_length=MOST,
        label="The text",
        help_text=(
            f"As exact as you can, and no longer than it has to be. Less than {FEW} characters are looked for as whole"
            " words. Case, line ends, accents and quotation marks make no difference."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Say which text.", "min_length": f"Give at least {LEAST} characters."},
    )
    reason = forms.CharField(
        max_length=500,
        label="Why the law asks for it",
        help_text="It stays in the desk’s record, with both names. Leave the text out of it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why."},
    )

    def clean_confidential_text(self):
        return normalise(self.cleaned_data["confidential_text"])


class EndForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why not",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why."},
    )
