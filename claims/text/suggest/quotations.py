"""Find quotations: from the opening mark to the closing one, over sentences and over paragraphs that reopen it."""

import re
from dataclasses import dataclass

from claims.text.words import Span, word_spans

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", "「": "」", "『": "』", "»": "«"}
_SAME = {
    '"': '"',
    "'": "'",
    "''": "''",
    "``": "''",
}  # one mark for both ends, or two apostrophes typed as one mark
_MARK = re.compile(r"''|``|[“”„‟«»‹›「」『』\"]|(?<!\w)[‘'](?=\w)|(?<=[\w.,?!])[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, with its marks. `words` counts the words inside; `goes_on`: the next paragraph reopens it."""

    start: int
    end: int
    words: int
    goes_on: bool = False

    @property
    def span(self) -> Span:
        return self.start, self.end


def quotations(text: str, blocks: list[Span]) -> list[Quotation]:
    """Return the outermost quotations of a text, in order. One that is never closed ends with its block."""
    found: list[Quotation] = []
    for number, (first, last) in enumerate(blocks):
        opened, closing = -1, ""
        final = text.rfind("’", first, last)
        for mark in _MARK.finditer(text, first, last):
            sign = mark.group()
            if opened < 0:
                if closing := _closing_mark(text, mark, first, last):
                    opened = mark.start()
            elif (sign == closing or (len(sign) == 1 and sign in closing and closing != "''")) and not (
                sign in "’'" and _is_apostrophe(text, mark.start(), final)
            ):
                found.append(Quotation(opened, mark.end(), len(word_spans(text[opened : mark.end()]))))
                opened = -1
        if opened >= 0 and closing not in ("’", "'"):
            again = number + 1 < len(blocks) and text.startswith(text[opened], blocks[number + 1][0])
            found.append(Quotation(opened, last, len(word_spans(text[opened:last])), again))
    return found


def _closing_mark(text: str, mark: re.Match[str], first: int, last: int) -> str:
    """Return what closes the quotation that this mark opens; "" if it opens none."""
    sign = mark.group()
    before = text[mark.start() - 1] if mark.start() > first else " "
    after = text[mark.end()] if mark.end() < last else " "
    if sign in _SAME:
        may_open = before.isspace() or before in "(—–-[" or not (after.isspace() or before.isalnum())
        return _SAME[sign] if may_open else ""
    return "" if sign == "»" and before.isalnum() else _PAIRS.get(sign, "")


def _is_apostrophe(text: str, at: int, final: int) -> bool:
    """Return whether the mark is an apostrophe after a plural (the voters’ choice), before the quotation's real end.

    `final`: the last such mark of the block.
    """
    return at < final and text[at - 1] in "sz" and text[at + 1] == " " and text[at + 2].islower()
