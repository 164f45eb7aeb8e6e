"""Evidence as it is added and changed: few fields first, and a source that is found or made in place."""

from django import forms

from claims.editing.evidence import SAID
from claims.forms.claim import LONG, carried, lines, tidy, typed, words
from claims.forms.source import TERMS_HELP, drifted, how, of_an_origin, source_named
from claims.states import Attribution, BearsOn, Directness, ExcerptKind, SourceKind, Stance, Terms


def evidence_values(evidence):
    """What the form of a piece of evidence is opened with, as JSON can carry it."""
    return {name: getattr(evidence, name) for name in SAID}


class EvidenceForm(forms.Form):
    """``base`` is what the form was opened with, as JSON; empty for new evidence."""

    stance = forms.ChoiceField(label="Stance", choices=Stance.choices, initial=Stance.SUPPORTS)
    bears_on = forms.ChoiceField(label="Bears on", choices=BearsOn.choices, initial=BearsOn.TRUE)
    excerpt = words("Excerpt, in the original", widget=lines(3))
    excerpt_kind = forms.ChoiceField(
        label="The excerpt is", choices=ExcerptKind.choices, initial=ExcerptKind.VERBATIM, required=False
    )
    locator = words("Where in it", 200, help_text="Page, paragraph, timecode or cell.")
    directness = forms.ChoiceField(
        label="Directness", choices=Directness.choices, initial=Directness.REPORTS, required=False
    )
    against_interest = forms.BooleanField(label="It speaks against its own interest", required=False)
    figure_found = words("Figure found", 120)
    excerpt_language = words("Language of the excerpt", 16, forms.TextInput(attrs={"placeholder": "en, az, hy"}))
    translation = words("Translation", widget=lines(2))
    translator = words("Translated by", 200, help_text="A person, or the machine.")
    note = words("Note", widget=lines(2))
    answer = words(
        "Answer to it", 2000, lines(1), "Only if it speaks against the verdict: why the verdict stands all the same."
    )
    public_reply = forms.BooleanField(label="It is the public reply of the accused", required=False)
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="evidence-%s", **kwargs)

    def clean_base(self):
        try:
            base = carried(self.cleaned_data["base"] or "{}")
        except ValueError:
            base = None
        if not isinstance(base, dict):
            raise forms.ValidationError("The form did not say what it was opened with. Open it again.")
        return {name: value for name, value in base.items() if name in SAID}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("translation") and not cleaned.get("translator"):
            self.add_error("translator", "Say who translated it (a person, or the machine).")
        return cleaned

    def said(self):
        """{field: value} as ``add_evidence`` and ``change_evidence`` take it, untouched fields as they were."""
        base, found = self.cleaned_data["base"], {}
        for name in SAID:
            if not (self.cleaned_data["whole"] or name in self.data):
                continue
            value = self.cleaned_data[name]
            if isinstance(value, str):
                value = tidy(value)
                if value == "" and isinstance(self.fields[name], forms.ChoiceField):
                    continue
                if isinstance(base.get(name), str) and tidy(base[name]) == value:
                    value = base[name]
            found[name] = value
        return found

    def changed(self):
        base = self.cleaned_data["base"]
        return {name for name, value in self.said().items() if value != base.get(name)}


#: Claims that one piece of evidence, or one request for comment, is about at once.
MOST_CLAIMS = 60


def numbers_typed(text, claim):
    """The numbers of claims other than ``claim``, each once, of a text such as "4, 7-9". Raises ValidationError."""
    numbers = []
    for part in text.replace(",", " ").replace(";", " ").split():
        ends = part.replace("–", "-").split("-")
        if len(ends) > 2 or not all(end.isascii() and end.isdigit() and len(end) < 7 for end in ends):
            raise forms.ValidationError("Type numbers of claims, such as 4, 7-9.")
        first, last = int(ends[0]), int(ends[-1])
        if not first <= last < first + MOST_CLAIMS:
            raise forms.ValidationError(f"{part} is no range of at most {MOST_CLAIMS} claims.")
        numbers += range(first, last + 1)
    numbers = [number for number in dict.fromkeys(numbers) if number != claim.number]
    if len(numbers) > MOST_CLAIMS:
        raise forms.ValidationError(f"These are more than {MOST_CLAIMS} claims. Do it in two steps.")
    return numbers


class AddEvidenceForm(EvidenceForm):
    """New evidence, which may bear on other claims of the article too, and show that their speakers said them.

    ``claim`` is the one that it is added to; ``alike`` are numbers of others that the same source may bear on. Who does
    not edit claims ``answers`` nothing about them.
    """

    also = words("Also for claims", 200, typed(autocomplete="off"))
    attribution = forms.ChoiceField(
        label="Did they say it?",
        choices=[("", "Left open"), *[(one.value, one.label) for one in (Attribution.PRIMARY, Attribution.REPORTS)]],
        required=False,
        help_text="Answers it where it is open, for each of these claims.",
    )

    def __init__(self, data=None, *, claim, alike=(), answers=True, **kwargs):
        super().__init__(data, **kwargs)
        self.claim = claim
        if not answers:
            del self.fields["attribution"]
        numbers = ", ".join(map(str, alike))
        of = f" {claim.speaker}’s others: {numbers}." if numbers and claim.speaker else ""
        self.fields["also"].help_text = f"Numbers, such as 4, 7-9, if it bears on them in the same way.{of}"

    def clean_also(self):
        """Return the numbers of the other claims, each once."""
        return numbers_typed(self.cleaned_data["also"], self.claim)


class SourceForm(forms.Form):
    """The source of new evidence on a desk: ``source`` was chosen, or else ``source_title`` names a new one."""

    source = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    source_title = words(
        "Source", 500, typed(autocomplete="off"), "Title, publisher or address; a new title makes a new source."
    )
    source_kind = forms.ChoiceField(
        label="Kind", choices=SourceKind.choices, initial=SourceKind.WEB_PAGE, required=False
    )
    source_publisher = words("Publisher", 200)
    source_author = words("Author", 200)
    source_address = forms.URLField(
        label="Address", required=False, max_length=2000, assume_scheme="https", widget=forms.URLInput()
    )
    source_published_on = forms.DateField(
        label="Published on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source_language = words("Language", 16, forms.TextInput(attrs={"placeholder": "en, az, hy"}))
    source_origin = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    source_origin_title = words(
        "Derives from", 500, typed(autocomplete="off"), "The source that this one repeats: its title or address."
    )
    source_derivation = how()
    source_drift = drifted()
    source_speaker = words("Whose word it carries", 200, typed(autocomplete="off"))
    source_terms = forms.ChoiceField(
        label="Terms", choices=Terms.choices, initial=Terms.ON_RECORD, required=False, help_text=TERMS_HELP
    )
    source_reference = forms.BooleanField(label="On the desk’s reference list", required=False)
    source_note = words("About the source", LONG, lines(2))

    #: Said of a new source only.
    DETAILS = ("publisher", "author", "address", "published_on", "language", "drift", "note")
    #: Taking the known source and leaving the rest out would lose what was typed.
    ONE_OF_TWO = "You chose a source of the desk and described a new one. Do one of the two."
    KNOWN = "The desk has this source already, described otherwise. Choose it, or tell the new one apart in its title."

    def __init__(self, data=None, *, desk_id, lists_reference=False, **kwargs):
        super().__init__(data, auto_id="evidence-%s", **kwargs)
        self.desk_id = desk_id
        if not lists_reference:  # only a chief puts a work on the list
            del self.fields["source_reference"]

    def clean_source_origin_title(self):
        named = " ".join(self.cleaned_data["source_origin_title"].split())
        if named and not self.cleaned_data.get("source_origin"):  # a browser without scripts sends only its name
            self.cleaned_data["source_origin"] = source_named(self.desk_id, named).pk
        return named

    def clean_source_drift(self):
        return of_an_origin(self, "source_origin", self.cleaned_data["source_drift"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("source") and not tidy(cleaned.get("source_title") or ""):
            self.add_error("source_title", "Choose a source, or type the title of a new one.")
        if cleaned.get("source") and not self.bare:
            self.add_error("source_title", self.ONE_OF_TWO)
        return cleaned

    @property
    def bare(self):
        """Nothing but a title was typed; of kind and ticks, ``says_otherwise`` tells."""
        details = any(self.cleaned_data.get(f"source_{name}") for name in self.DETAILS)
        return (
            not details and not self.cleaned_data.get("source_origin") and not self.cleaned_data.get("source_speaker")
        )

    def says_otherwise(self, source):
        """A kind or terms were chosen, or a tick set, that ``source`` does not have."""
        said = self.cleaned_data
        for name in ("kind", "terms"):
            usual = self.fields[f"source_{name}"].initial
            if (said[f"source_{name}"] or usual) not in (usual, getattr(source, name)):
                return True
        return bool(said.get("source_reference") and not source.reference)

    @property
    def described(self):
        """Details of a new source were typed."""
        return any(self[f"source_{name}"].value() for name in self.DETAILS)
