"""A copy of a source that somebody has as a file."""

from django import forms
from django.template.defaultfilters import filesizeformat

from claims.files import MOST
from claims.intake.captured import strip_file
from claims.intake.metadata import NotRemoved


class CopyForm(forms.Form):
    """``cleaned_data`` has the bytes to keep as ``raw``."""

    file = forms.FileField(
        label="Add a copy of it as a file",
        help_text="Such as a PDF, a picture, a saved page, a sound or a video. At most 20 MB.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )

    strip = forms.BooleanField(
        label="Remove what the file says of itself",
        help_text=(
            "Who made it, when, where and with what: of a PDF, JPEG, PNG, MP4, MP3, FLAC or WAV. The file as it came "
            "is not kept."
        ),
        required=False,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(f"This file has {filesizeformat(file.size)}; at most 20 MB are kept.")
        return file

    def clean(self):
        found = super().clean()
        if file := found.get("file"):
            found["raw"] = file.read()
            try:
                if found.get("strip"):
                    found["raw"] = strip_file(found["raw"])
            except NotRemoved:
                self.add_error(
                    "strip",
                    "It cannot be removed from this file: only from a PDF, JPEG, PNG, MP4, MP3, FLAC or WAV that is"
                    " whole and not locked. Untick this to keep the file as it is.",
                )
        return found
