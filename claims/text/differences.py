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
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=len(before) + len(after) > _LONG)
    changes: list[Change] = []
    for _, a, b, c, d in matcher.get_opcodes():
        _add(changes, "".join(before[a:b]), "".join(after[c:d]))
    return changes


def _add(changes: list[Change], old: str, new: str) -> None:
    if old != new and len(changes) > 1 and changes[-1][0] == "equal" and changes[-1][1].isspace():
        _, blank, _ = changes.pop()
        _, earlier_old, earlier_new = changes.pop()
        old, new = earlier_old + blank + old, earlier_new + blank + new
    op = "equal" if old == new else "insert" if not old else "delete" if not new else "replace"
    changes.append((op, old, new))


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    for start, end in word_spans(text):
        pieces += [*_REST.findall(text[at:start]), text[start:end]]
        at = end
    return [*pieces, *_REST.findall(text[at:])]
