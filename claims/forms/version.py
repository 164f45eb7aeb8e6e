"""The input of a next version: a text, one line of it, proposed words; and of what is settled afterwards."""

import json
import re
from typing import Any

from django import forms

from claims.forms.bench import BIG, INT, PiecesField
from claims.forms.claim import LONG, tidy
from claims.forms.text import BINARY, BlocksForm, TextForm, cut_hash
from claims.intake.revision import propose_revision
from claims.text.normalise import normalise

_SHOWN = re.compile(r"([0-9]{1,19}):([0-9]{1,10}):([0-9a-f]{64})")
TEXT: dict[str, Any] = {"strip": False, "error_messages": BINARY}


class RevisionTextForm(TextForm):
    """The next version's text, pasted over the one in work or as a file, and what it is about in a few words."""

    note = forms.CharField(max_length=200, required=False, label="What changed", help_text="In a few words.")
    base = forms.IntegerField(min_value=1, max_value=INT, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class RevisionForm(BlocksForm):
    """The next version as it would be taken in: its blocks, and the number of the version that it was based on.

    ``refused`` is the id of the IncomingVersion that the text was refused as, if it was.
    """

    note = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=1, max_value=INT, widget=forms.HiddenInput)
    refused = forms.IntegerField(min_value=1, max_value=BIG, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, before, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.before = before

    def propose(self, text, *, markdown):
        return propose_revision(text, self.before, markdown=markdown)

    @classmethod
    def read(cls, said, before):
        """The form on what RevisionTextForm cleaned, bound, with its blocks as they are proposed."""
        data = {
            "text": normalise(said["text"]),
            "markdown": "on" if said["markdown"] else "",
            "note": said["note"],
            "base": said["base"],
            "cut": "",
        }
        return cls(data, before=before)

    @classmethod
    def again(cls, text, *, base, before):
        """The form on an IncomingVersion that was refused, bound, with its blocks as they were decided."""
        blocks = text.blocks
        data = {
            "text": "\n\n".join(block["text"] for block in blocks),
            "note": text.note[:200],
            "base": base,
            "refused": text.pk,
            "cut": cut_hash(block["text"] for block in blocks),
        }
        for number, block in enumerate(blocks, start=1):
            data |= {f"kind-{number}": block["kind"], f"why-{number}": block["left_out_reason"] or ""}
            data |= {f"out-{number}": "on"} if block["left_out"] else {}
        return cls(data, before=before)

    def chosen_blocks(self):
        """The blocks as write_text takes them; one left out as before stays left out by whom it was."""
        out = {(one["text"], one["left_out_reason"]): one["left_out_by_id"] for one in self.before if one["left_out"]}
        return [
            block | {"left_out_by_id": out.get((block["text"], block["left_out_reason"]))}
            for block in super().chosen_blocks()
        ]


class LineTextForm(forms.Form):
    """One line in other words. ``was`` is the line that the form was opened on."""

    words = forms.CharField(required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), **TEXT)
    was = forms.CharField(max_length=100_000, widget=forms.HiddenInput, **TEXT)
    base = forms.IntegerField(min_value=1, max_value=INT, widget=forms.HiddenInput)
    note = forms.CharField(max_length=200, required=False, label="Why")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_words(self):
        return normalise(self.cleaned_data["words"]).strip()


class BaseForm(forms.Form):
    """What a page showed: the number of the version in work then."""

    base = forms.IntegerField(min_value=1, max_value=INT)


class WordingForm(forms.Form):
    """An answer to proposed words: what goes into the text, or why it does not."""

    base = forms.IntegerField(min_value=1, max_value=INT, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=1, max_value=INT, widget=forms.HiddenInput)
    words = forms.CharField(required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}), **TEXT)
    reason = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_words(self):
        return " ".join(normalise(self.cleaned_data["words"]).split())


class SettleForm(forms.Form):
    """What is settled about one claim: the edition that the page showed, with a reason, a statement or a place."""

    edition = forms.IntegerField(min_value=1, max_value=INT)
    reason = forms.CharField(required=False, max_length=1000)
    statement = forms.CharField(required=False, max_length=LONG)
    base = forms.CharField(required=False, max_length=2 * LONG)  # each of its line ends may come as two characters
    quoted = forms.CharField(required=False, max_length=200_000)
    pieces = PiecesField(required=False, max_length=200_000)

    def clean_statement(self):
        return tidy(self.cleaned_data["statement"])

    def base_of(self, claim):
        """The statement that the form was opened with: the claim's very own, where no more than line ends differ."""
        base = self.cleaned_data["base"]
        return claim.statement if tidy(claim.statement) == tidy(base) else base


class ConfirmForm(forms.Form):
    """Claims to confirm, each with what was shown of it: ``claim`` as "id:edition:hash"."""

    claim = forms.MultipleChoiceField(required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["claim"].choices = [(value, value) for value in data.getlist("claim")[:200]]

    def chosen(self):
        """[(claim's id, edition, hash)]; what is no such three is left out."""
        found = [_SHOWN.fullmatch(value) for value in self.cleaned_data["claim"]]
        threes = [(int(one[1]), int(one[2]), one[3]) for one in found if one]
        return [one for one in threes if one[0] <= BIG and one[1] <= INT]


def pieces_value(pieces):
    """Pieces (block id, start, end, words) as a form carries them."""
    return json.dumps([list(piece) for piece in pieces], ensure_ascii=False)
