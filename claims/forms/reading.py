"""What is asked of a captured text that is read beside the form of evidence."""

import re

from django import forms

from claims.forms.claim import LONG
from claims.text.places import Place

_NUMBER = r"(\d{1,7})"
_ASKED = re.compile(rf"open|close|page {_NUMBER}|paragraph {_NUMBER}|use {_NUMBER}\.{_NUMBER}-{_NUMBER}\.{_NUMBER}")


class ReadForm(forms.Form):
    """``read`` is the button that was pressed: open, close, page N (from 1), paragraph N (from 0), or words to use.

    Those are "use FIRST.START-LAST.END": from a code point of one paragraph to one of another, counted from 0.
    ``quote`` are these words as the browser shows them, where they were selected there.
    """

    read = forms.RegexField(_ASKED)
    capture = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    quote = forms.CharField(required=False, max_length=LONG * 2, strip=False)

    def __init__(self, data):
        super().__init__(data, prefix="read")

    def clean_read(self):
        """Return the Match of what is asked."""
        return _ASKED.fullmatch(self.cleaned_data["read"])

    @property
    def verb(self) -> str:
        return self.cleaned_data["read"][0].partition(" ")[0]

    @property
    def page(self) -> int | None:
        return _whole(self.cleaned_data["read"][1])

    @property
    def paragraph(self) -> int | None:
        return _whole(self.cleaned_data["read"][2])

    @property
    def used(self) -> tuple[int, int, int, int]:
        """Return the first paragraph, where the words start in it, the last one, and where they end in that."""
        first, start, last, end = map(int, self.cleaned_data["read"].groups()[2:])
        return first, start, last, end

    def pieces(self, texts: list[str]) -> list[Place] | None:
        """Return the words to use as pieces of paragraphs; None where the text does not have them."""
        first, start, last, end = self.used
        if not (first <= last < len(texts) and start < len(texts[first]) and 0 < end <= len(texts[last])):
            return None
        pieces = [
            (at, start if at == first else 0, end if at == last else len(texts[at])) for at in range(first, last + 1)
        ]
        words = "\n\n".join(texts[at][a:b] for at, a, b in pieces)
        said = self.cleaned_data["quote"].replace("\r\n", "\n")
        return pieces if all(a < b for _, a, b in pieces) and said in ("", words) else None


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None
