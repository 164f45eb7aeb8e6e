"""Compare two texts word by word, for display. The changes, joined up, give both texts again."""

import re
from difflib import Match, SequenceMatcher
from functools import lru_cache

from claims.text.common import Op, common_ops
from claims.text.words import word_spans

type Change = tuple[str, str, str]

_REST = re.compile(r"\s+|[^\s]")
_LONG = 4000  # pieces; above it the matcher may treat frequent words as noise, to stay quick
_READ = 200_000  # characters of both texts together; in longer texts, only what lies between the equal ends is compared
_SHORT, _KEPT = 1_000, 2_000  # characters of two texts, and pairs of texts, whose changes are kept
_STEPS = 600_000  # pairs of equal pieces to look at, at most: under 0.1 s, and enough for an edited text of 2,000 words


def word_diff(old: str, new: str) -> list[Change]:
    """Return the changes in order, as (op, old_text, new_text).

    The op is equal, insert, delete or replace. The unit is a word, a blank or one punctuation mark. A single blank
    between two changes becomes part of one change.

    The longest common stretches are found first, as a reader would. If that takes too long (few different words,
    repeated often), the ops that keep the most pieces are used instead: their time does not depend on the words. If the
    texts have more than _READ characters between their equal ends, everything between is one change: nobody reads that
    word by word.

    The changes of short texts are kept: the pages on a new version show the same ones again and again.
    """
    if len(old) + len(new) <= _SHORT:
        return [*_kept_diff(old, new)]
    if len(old) + len(new) <= _READ:
        return _short_diff(old, new)
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    before, left, after = old[:first], old[first : len(old) - last], old[len(old) - last :]
    right = new[first : len(new) - last]
    if len(left) + len(right) <= _READ:
        between = _short_diff(left, right)
    else:
        between = [("insert" if not left else "delete" if not right else "replace", left, right)]
    return [*_equal(before), *between, *_equal(after)]


def _equal(text: str) -> list[Change]:
    return [("equal", text, text)] if text else []


def _same(old: str, new: str) -> int:
    """Return how many characters are the same from the beginning, up to a blank."""
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same == len(old) == len(new):
        return same
    while same and not old[same - 1].isspace():
        same -= 1
    return same


def _short_diff(old: str, new: str) -> list[Change]:
    before, after = _pieces(old), _pieces(new)
    try:
        ops = _Matcher(before, after).get_opcodes()
    except _TooMany:
        ops = _most_in_common(before, after)
    return [(op, "".join(before[a:b]), "".join(after[c:d])) for op, a, b, c, d in ops]


_kept_diff = lru_cache(maxsize=_KEPT)(_short_diff)


class _TooMany(Exception):
    """Raised when there are too many pairs of equal pieces to look at."""


class _Matcher(SequenceMatcher[str]):
    """Match as difflib does, with the same results, but within a time limit.

    difflib may take minutes over 1,000 words of which only two differ. This class looks only at the words of the
    stretch in question, not at all their places in the text. It raises _TooMany after _STEPS. Sentences,
    which cannot take so many steps in any order, are left to difflib: it is quicker where there is little to look at.
    """

    def __init__(self, before: list[str], after: list[str]):
        # Blanks are junk to the matcher, so that two changed words with a blank between them are one change.
        super().__init__(str.isspace, before, after, autojunk=len(before) + len(after) > _LONG)
        self._left = _STEPS
        pairs = sum(len(self.b2j.get(piece, ())) for piece in before)
        stretches = 2 * min(len(before), len(after)) + 1
        self._few = stretches * (len(before) + len(after) + pairs) <= _STEPS

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        if self._few:
            return super().find_longest_match(alo, ahi, blo, bhi)
        before, after = self.a[alo:ahi], self.b[blo:bhi]
        part = SequenceMatcher(self.isjunk, before, after, autojunk=False)
        for piece in self.bpopular:
            part.b2j.pop(piece, None)
        self._left -= len(before) + len(after) + sum(len(part.b2j.get(piece, ())) for piece in before)
        if self._left < 0:
            raise _TooMany
        found = part.find_longest_match()
        return Match(alo + found.a, blo + found.b, found.size)


def _most_in_common(before: list[str], after: list[str]) -> list[Op]:
    """Return the ops that keep the most pieces. Blanks alone between two changes become part of one change."""
    ops: list[Op] = []
    found = common_ops(before, after)
    for at, (op, a, b, c, d) in enumerate(found):
        between = 0 < at < len(found) - 1
        if op == "equal" and not (between and all(map(str.isspace, before[a:b]))):
            ops.append(Op(op, a, b, c, d))
        elif ops and ops[-1][0] != "equal":
            ops[-1] = _change(ops[-1][1], b, ops[-1][3], d)
        else:
            ops.append(_change(a, b, c, d))
    return ops


def _change(a: int, b: int, c: int, d: int) -> Op:
    return Op("insert" if a == b else "delete" if c == d else "replace", a, b, c, d)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    for start, end in word_spans(text):
        pieces += [*_REST.findall(text[at:start]), text[start:end]]
        at = end
    return [*pieces, *_REST.findall(text[at:])]
