"""What changed between two texts, in words, for a person to look at; joined up, it gives both texts again."""

import re
from difflib import SequenceMatcher

from claims.text.words import word_spans

type Change = tuple[str, str, str]

_REST = re.compile(r"\s+|[^\s]")
_LONG = 4000  # pieces; above it the matcher may take frequent words for noise, to stay quick


def word_diff(old: str, new: str) -> list[Change]:
    """(op, old_text, new_text) in order, op one of equal, insert, delete, replace; the unit is a word, a blank or one
    punctuation mark. A blank alone between two changes is part of one change."""
    before, after = _pieces(old), _pieces(new)
    # Blanks anchor nothing, so that two changed words with a blank between them are one change.
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=len(before) + len(after) > _LONG)
    return [(op, "".join(before[a:b]), "".join(after[c:d])) for op, a, b, c, d in matcher.get_opcodes()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    for start, end in word_spans(text):
        pieces += [*_REST.findall(text[at:start]), text[start:end]]
        at = end
    return [*pieces, *_REST.findall(text[at:])]
