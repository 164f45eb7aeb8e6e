"""The input of a next version: a text, one line of it, proposed words; and of what is settled afterwards."""

import json
import re
from typing import Any

from django import forms
from django.http import QueryDict

from claims.editing.claims import field_value
from claims.errors import Invalid
from claims.fields import ASKED
from claims.forms.bench import BIG, INT, PiecesField
from claims.forms.claim import LONG, ClaimForm, as_posted, box, carried, tidy
from claims.forms.text import BINARY, BlocksForm, TextForm, cut_hash
from claims.intake.revision import propose_revision, with_marks
from claims.text.normalise import normalise

_SHOWN = re.compile(r"([0-9]{1,19}):([0-9]{1,10}):([0-9a-f]{64})")
TEXT: dict[str, Any] = {"strip": False, "error_messages": BINARY}


class RevisionTextForm(TextForm):
    """The next version's text, pasted over the one in work or as a file, and what it is about in a few words."""

    fetches, most_addresses = True, 1

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
        return propose_revision(text, self.before, markdown=markdown, page=self.page)

    @classmethod
    def read(cls, said, before, *, upload=""):
        """The form on what RevisionTextForm cleaned, bound, with its blocks as they are proposed.

        ``upload`` names the file that it was read from.
        """
        data = {
            "text": normalise(said["text"]),
            "markdown": "on" if said["markdown"] else "",
            "note": said["note"],
            "base": said["base"],
            "cut": "",
            "upload": upload,
        }
        form = cls(data, before=before, page=said["page"])
        form.read_from, form.judged = said["notes"], data["text"]
        return form

    @classmethod
    def again(cls, text, *, base, before, upload=""):
        """The form on an IncomingVersion that was refused, bound, with its blocks as they were decided."""
        blocks = text.blocks
        marked = with_marks(blocks)
        data = {
            "text": marked or "\n\n".join(block["text"] for block in blocks),
            "markdown": "on" if marked else "",
            "note": text.note[:200],
            "base": base,
            "refused": text.pk,
            "upload": upload,
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


#: What a claim says is printed in its words; on Reconcile it stands beside the statement.
FIGURE = ("figure_modifier", "figure_value", "figure_high", "figure_unit")
TELLING = ("verb", "speech_act", "speaker_as_printed")
PRINTED = (*FIGURE, *TELLING)


class PrintedForm(forms.Form):
    """What a claim says is printed, as its form on Reconcile shows it: as stored, or as ``typed`` (a request's data).

    Of the figure, and of who says it how, it has what the claim says anything of.

    ``printed`` is what it was opened with, as JSON; of ``contested`` fields what is stored now, so that saving again
    decides. printed_of reads it.
    """

    printed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, claim, typed=None, contested=None):
        values = {name: field_value(claim, name) for name in PRINTED}
        opened = as_posted(values)
        opened["printed"] = json.dumps(values)
        if typed and "printed" in typed:
            opened = typed.copy()
            if contested:
                there = {name: values[name] for name in contested if name in values}
                opened["printed"] = json.dumps(carried(typed["printed"]) | there)
        super().__init__(opened, auto_id=f"printed-{claim.pk}-%s")
        told = claim.verb.strip() or claim.speaker_as_printed.strip()
        self.said = [*(FIGURE if claim.figure_value is not None else ()), *(TELLING if told else ())]
        self.fields = {name: box(ASKED[name]) for name in self.said} | self.fields

    def boxes(self):
        return [self[name] for name in self.said]


def printed_of(claim, data):
    """What was typed of what a claim says is printed: (values, base), both as save_claim takes them. Raises Invalid."""
    if "printed" not in data:
        return {}, {}
    sent = QueryDict(mutable=True)
    for name in PRINTED:
        if name in data:
            sent.setlist(name, data.getlist(name))
    sent["base"] = data["printed"]
    form = ClaimForm(sent, claim=claim)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = ASKED[name].label if name in ASKED else "The form"
        raise Invalid(f"{label}: {errors[0]}", name)
    return form.mine(), {name: value for name, value in form.cleaned_data["base"].items() if name in PRINTED}


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


class StillHoldForm(ConfirmForm):
    """Claims that still hold after one edit, each with the edition that was shown: ``claim`` as "id:edition"."""

    def chosen(self):
        """[(claim's id, edition)]; what is no such pair is left out."""
        found = [re.fullmatch(r"([0-9]{1,18}):([0-9]{1,9})", value) for value in self.cleaned_data["claim"]]
        return [(int(one[1]), int(one[2])) for one in found if one]


def pieces_value(pieces):
    """Pieces (block id, start, end, words) as a form carries them."""
    return json.dumps([list(piece) for piece in pieces], ensure_ascii=False)
