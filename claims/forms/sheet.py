"""A spreadsheet of claims: the file, and what its columns hold."""

from django import forms

from claims.editing.sheet_columns import COLUMNS
from claims.forms.bench import BIG
from claims.intake.documents import MAX_DOCUMENT, read_sheet
from claims.text.normalise import WORDS, TextRefused

_SHOWN = 60  # characters of a head


class SheetForm(forms.Form):
    """The file. ``document`` is what keep_upload takes of it."""

    file = forms.FileField(
        label="Spreadsheet",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "autofocus": True}),
        error_messages={"required": "Choose a file."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_DOCUMENT:
            raise forms.ValidationError(WORDS["large_sheet"])
        raw = file.read()
        try:
            kind, rows = read_sheet(raw, file.name)
        except TextRefused as refused:
            raise forms.ValidationError(refused.words) from None
        self.document = {"raw": raw, "name": file.name, "kind": kind, "rows": rows}
        return file


class ColumnsForm(forms.Form):
    """What the columns of a kept spreadsheet hold, by their ``heads``: a choice for each of COLUMNS."""

    upload = forms.CharField(max_length=200, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=BIG, widget=forms.HiddenInput)
    voids = forms.BooleanField(required=False)

    def __init__(self, *args, heads, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(str(at), _named(at, head)) for at, head in enumerate(heads)]
        for name, label in COLUMNS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=[("", "–"), *named], coerce=int, empty_value=None, required=name == "quote"
            )
            self.fields[name].error_messages["required"] = "Choose the column that has the words of the article."

    def boxes(self):
        return [self[name] for name in COLUMNS]

    def columns(self):
        """{name of COLUMNS: position of its column, or None}"""
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def clean(self):
        said = super().clean() or self.cleaned_data
        seen = {}
        for name in COLUMNS:
            at = said.get(name)
            if at is not None and (other := seen.setdefault(at, name)) != name:
                self.add_error(name, f"This column is chosen for “{COLUMNS[other]}” already.")
        return said


def _named(at, head):
    head = head if len(head) <= _SHOWN else f"{head[:_SHOWN]}…"
    return f"{_letter(at)}: {head}" if head else f"Column {_letter(at)}"


def _letter(at):
    """A column as spreadsheet programs call it."""
    return f"{_letter(at // 26 - 1) if at >= 26 else ''}{chr(ord('A') + at % 26)}"
