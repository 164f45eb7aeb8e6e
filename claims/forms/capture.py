"""A copy of a source that somebody has as a file."""

from django import forms
from django.template.defaultfilters import filesizeformat

from claims.files import MOST


class CopyForm(forms.Form):
    file = forms.FileField(
        label="Add a copy of it as a file",
        help_text="Such as a PDF, a picture, a saved page, a sound or a video. At most 20 MB.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(f"This file has {filesizeformat(file.size)}; at most 20 MB are kept.")
        return file
