"""Say what a page no longer has of an excerpt or a figure that it had once, and what stands there now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.numerals import DIGITS
from claims.text.passages import held
from claims.text.words import word_spans

EXCERPT, FIGURE = "excerpt", "figure"
_SHOWN = 600  # characters of a passage that is shown
_ALIKE = 0.5  # of the words of the old passage are in the new one, or it is another passage
_NUMBER = re.compile(rf"(?<![\w.,]){DIGITS}(?!\w)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Lost:
    """What is gone: ``kind`` is EXCERPT, or FIGURE where only a number is another one or none.

    ``was`` is the passage that had it, ``now`` the one most like it, "" without one; each has at most 600 characters.
    """

    kind: str
    was: str
    now: str


def lost(old: str, new: str, excerpt: str, figure: str = "") -> Lost | None:
    """Return what the ``new`` text of a page has no more of an ``excerpt``, or without one of a ``figure``.

    None if it has it, or if the ``old`` text had not. An excerpt is compared word for word, typography and case apart;
    of a figure its numbers in digits.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    if excerpt.strip():
        return _excerpt(before, after, excerpt)
    numbers = _numbers(figure)
    gone = numbers - _numbers(new) if numbers else set()
    if not gone or not gone <= _numbers(old):
        return None
    was = next(text for text in before if gone & _numbers(text))
    at = min(was.index(number) for number in gone if number in was)
    return Lost(FIGURE, _around(was, at), _around(_most_like(was, after), 0))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _BLANK_LINE.split(text.replace("\f", "\n\n")) if part.strip()]


def _excerpt(before: Sequence[str], after: Sequence[str], excerpt: str) -> Lost | None:
    had = held(before, [excerpt])[0]
    if had is None or held(after, [excerpt])[0]:
        return None
    block, start, _ = had.pieces[0]
    was, now = before[block], _most_like(before[block], after)
    other = _numbers(excerpt) - _numbers(now)
    same = _words(_NUMBER.sub(" ", excerpt)) <= _words(now)
    kind = FIGURE if other and same else EXCERPT
    return Lost(kind, _around(was, start), _around(now, 0 if not now else _near(now, excerpt)))


def _most_like(was: str, after: Sequence[str]) -> str:
    """Return the paragraph that has most of the words of another one; "" if none has half of them."""
    words = _words(was)
    best, shared = "", 0
    for text in after:
        if (count := len(words & _words(text))) > shared:
            best, shared = text, count
    return best if shared >= _ALIKE * len(words) else ""


def _near(text: str, excerpt: str) -> int:
    """Return where the first word of the excerpt stands that a text has; 0 for none."""
    small = text.casefold()
    found = (small.find(word) for word in _words(excerpt) if len(word) > 3)
    return min((at for at in found if at >= 0), default=0)


def _numbers(text: str) -> set[str]:
    return {found.group() for found in _NUMBER.finditer(text)}


def _words(text: str) -> set[str]:
    return {text[start:end].casefold() for start, end in word_spans(text)}


def _around(text: str, at: int) -> str:
    """Return a text, or so much of it as is shown around a place."""
    if len(text) <= _SHOWN:
        return text
    start = max(0, min(at - _SHOWN // 4, len(text) - _SHOWN))
    cut = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{cut}{'…' if start + _SHOWN < len(text) else ''}"
