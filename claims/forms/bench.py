"""The workbench's input: which words are meant, read as offsets that the text must confirm."""

import json
import re

from django import forms

from claims.errors import Invalid, NotNow, TextMoved
from claims.forms.claim import LONG, in_this_century
from claims.forms.moments import MomentField
from claims.text.coverage import COVERED, PARTLY

#: PostgreSQL's bigint and integer; what is larger names nothing.
BIG, INT = 2**63 - 1, 2**31 - 1
PIECES = 200
_WORD = re.compile(r"([0-9]{1,18}):([0-9]{1,9}):([0-9]{1,9})")


class PiecesField(forms.CharField):
    """A script's pieces: JSON rows of block id, start, end (code points) and the words that it read there."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return []
        try:
            rows = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError("Select the words again.") from error
        if not isinstance(rows, list) or len(rows) > PIECES or not all(_is_piece(row) for row in rows):
            raise forms.ValidationError("Select the words again.")
        return [tuple(row) for row in rows]


def _is_piece(row):
    if not (isinstance(row, list) and len(row) == 4 and isinstance(row[3], str)):
        return False
    return all(type(number) is int and 0 <= number <= top for number, top in zip(row, (BIG, INT, INT), strict=False))


class WordField(forms.CharField):
    """One word of a list, as block:start:end. Cleans to those three, or None."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        found = _WORD.fullmatch(value)
        if not found:
            raise forms.ValidationError("Choose the words again.")
        return tuple(int(part) for part in found.groups())


def _between(article, version, first, last):
    """The piece from one word of a list to another. Raises Invalid, TextMoved."""
    if first is None and last is None:
        return None
    first, last = first or last, last or first
    if article.current_version_id != version:
        raise TextMoved
    if first[0] != last[0] or first[1] >= last[2]:
        raise Invalid("Choose a first word, and a last word after it in the same paragraph.", "first")
    block = article.current_version.blocks.filter(pk=first[0]).first()
    if block is None or last[2] > len(block.text):
        raise TextMoved
    return block.pk, first[1], last[2], block.text[first[1] : last[2]]


class LineForm(forms.Form):
    """Words of a line: pieces that a script selected, else words from two lists, else the line or what is open of it.

    ``open`` is what the page showed as open on the line, so that nobody claims what somebody else just did.
    """

    version = forms.IntegerField(min_value=1, max_value=BIG)
    line = forms.IntegerField(min_value=1, max_value=INT)
    open = forms.CharField(required=False, max_length=20_000)
    pieces = PiecesField(required=False, max_length=200_000)
    what = forms.ChoiceField(choices=[("line", "line"), ("words", "words")], required=False)
    first = WordField(required=False)
    last = WordField(required=False)
    claim = forms.IntegerField(min_value=1, max_value=INT, required=False)
    again = forms.BooleanField(required=False)

    def repeated(self, line):
        """The least advanced claim of a line of which nothing is open, where the whole of it was chosen once more.

        None where it is no repetition. ``again`` asks for another on purpose.
        """
        said = self.cleaned_data
        whole = not said["pieces"] and said["what"] != "words"
        if said["again"] or not whole or not line or line.coverage.state != COVERED:
            return None
        return next(iter(line.claims), None)

    def chosen(self, article, line, *, rest):
        """The pieces meant, of ``line`` as it is now (None: no such line). ``rest``: never more than what is open.

        Raises TextMoved, NotNow, Invalid.
        """
        said = self.cleaned_data
        if said["pieces"]:
            return said["pieces"]
        if article.current_version_id != said["version"] or line is None:
            raise TextMoved
        if said["what"] == "words":
            piece = _between(article, said["version"], said["first"], said["last"])
            if piece is None:
                raise Invalid("Choose a first and a last word.", "first")
            return [piece]
        if said["open"] != open_runs(line):
            raise NotNow("Somebody else worked on this line in the meantime. Look at it again, then try once more.")
        if rest and line.coverage.state == COVERED:
            raise Invalid("Every word of this line is accounted for.", "line")
        block, whole = line.line.block, (line.line.start, line.line.end)
        runs = line.coverage.open if line.coverage.state == PARTLY else [whole]
        return [(block.pk, start, end, block.text[start:end]) for start, end in runs]


def open_runs(line):
    """What is open of a galley line, as its page and its form carry it: `0-12 20-31`."""
    return " ".join(f"{start}-{end}" for start, end in line.coverage.open)


class MarkForm(LineForm):
    """The same, with the reason why there is no claim: one of the desk's, or one's own words."""

    reason = forms.CharField(required=False, max_length=200)
    own_reason = forms.CharField(required=False, max_length=200)

    def why(self):
        return self.cleaned_data["own_reason"] or self.cleaned_data["reason"]


class RangeForm(forms.Form):
    """A range of lines, and what is done to all of them: DOES. A field is read where what is done needs it.

    ``assignee`` is a person's id, or 0 for nobody: who assigns says which, and nothing is removed by an empty box.
    """

    DOES = ("accept", "take", "assign", "due", "no_due", "mark", "mark_as_fits")

    first = forms.IntegerField(min_value=1, max_value=INT)
    last = forms.IntegerField(min_value=1, max_value=INT)
    do = forms.ChoiceField(choices=[(name, name) for name in DOES])
    reason = forms.CharField(required=False, max_length=200)
    assignee = forms.IntegerField(required=False, min_value=0, max_value=BIG)
    due = MomentField(label="Due")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="range-%s", **kwargs)
        for name in ("first", "last"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        self.fields["due"].widget.attrs["data-key"] = "d"

    def clean_due(self):
        return in_this_century(self.cleaned_data["due"])

    def clean(self):
        said = super().clean() or self.cleaned_data
        for do, name, words in (
            ("assign", "assignee", "Choose who is assigned, or Nobody."),
            ("due", "due", "Give a date and a time."),
        ):
            if said.get("do") == do and name in said and said[name] is None:
                self.add_error(name, words)
        return said


class AskForm(forms.Form):
    """What a page asks of the workbench: where it stands, what it has seen, and whether a sign-off may be voided.

    What is no such thing is left out.
    """

    line = forms.IntegerField(min_value=1, max_value=INT, required=False)
    claim = forms.IntegerField(min_value=1, max_value=INT, required=False)
    since = forms.IntegerField(min_value=0, max_value=BIG, required=False)
    drafted = forms.IntegerField(min_value=0, max_value=INT, required=False)
    here = forms.CharField(max_length=2000, required=False, strip=False)
    part = forms.ChoiceField(choices=[("galley", "galley")], required=False)
    voids = forms.BooleanField(required=False)

    @classmethod
    def read(cls, data):
        """{name: value or None}"""
        form = cls(data)
        form.is_valid()
        return {name: form.cleaned_data.get(name) or None for name in cls.base_fields}


class UndoForm(forms.Form):
    sequence = forms.IntegerField(min_value=1, max_value=BIG)


class WordsForm(forms.Form):
    """A claim's words: a script's pieces, else any number of ranges from two lists."""

    version = forms.IntegerField(min_value=1, max_value=BIG)
    edition = forms.IntegerField(min_value=1, max_value=INT)
    was = forms.CharField(required=False, max_length=200_000)

    def chosen(self, article, suffix=""):
        """The pieces of one set of words; ``suffix`` tells the sets of one form apart. Raises Invalid, TextMoved."""
        try:
            pieces = PiecesField(required=False, max_length=200_000).clean(self.data.get(f"pieces{suffix}"))
            word = WordField(required=False)
            firsts = [word.clean(value) for value in self.data.getlist(f"first{suffix}")[:PIECES]]
            lasts = [word.clean(value) for value in self.data.getlist(f"last{suffix}")[:PIECES]]
        except forms.ValidationError as error:
            raise Invalid(error.messages[0], f"first{suffix}") from error
        if pieces:
            return pieces
        ranges = zip(firsts, lasts, strict=False)
        found = [_between(article, self.cleaned_data["version"], first, last) for first, last in ranges]
        return [piece for piece in found if piece is not None]


class SplitForm(WordsForm):
    """``parts`` sets of words (their names end in -0, -1, …), each with a statement; ``add`` asks for one more."""

    parts = forms.IntegerField(min_value=2, max_value=12)
    add = forms.BooleanField(required=False)

    def statement(self, number):
        return self.data.get(f"statement-{number}", "").replace("\x00", "")

    def clean(self):
        for number in range(self.cleaned_data.get("parts") or 0):
            if (length := len(self.statement(number))) > LONG:
                words = f"A statement has at most {LONG:,} characters. That of part {number + 1} has {length:,}."
                self.add_error(None, words)


class MergeForm(forms.Form):
    """The claims to merge with, as id:edition each; ``whose`` is the claim whose speaker it gets, or 0 for none."""

    edition = forms.IntegerField(min_value=1, max_value=INT)
    statement = forms.CharField(required=False, max_length=LONG)
    whose = forms.IntegerField(min_value=0, max_value=BIG, required=False)

    def editions(self):
        """{claim id: edition} of what was ticked. Raises Invalid for anything else."""
        found = [re.fullmatch(r"([0-9]{1,18}):([0-9]{1,9})", value) for value in self.data.getlist("with")[:PIECES]]
        if not all(found):
            raise Invalid("Choose the claims again.", "with")
        return {int(one[1]): int(one[2]) for one in found}
