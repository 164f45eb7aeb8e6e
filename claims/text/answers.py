"""Tell whether a text answers something: it names it, and says something about it."""

import re
from collections.abc import Iterable

from claims.text.marks import normal_form
from claims.text.words import is_unspaced, word_spans

#: Words that an answer has at least; one alone ("no", "checked") answers nothing.
_LEAST = 2
_NAMED_BY, _LONGEST_NAME = 40, 1_000  # words and characters of a name; what is longer does not tell it apart better
_SENTENCE_END = re.compile(r"[.!?…]+[\s\"'”’)]|[。！？\n]")
#: Where the name of a source goes on with more about it: "Toll book 2019: all gates (third edition)".
_HEAD_ENDS = re.compile(r"\s*[:;|(\[–—,]\s*|\s+-\s+")


def says_something(text: str) -> bool:
    """Return whether a text has more than one word."""
    return len(word_spans(text)) >= _LEAST


def says_something_about(text: str, names: Iterable[str]) -> bool:
    """Return whether a sentence of ``text`` has one of ``names`` and at least _LEAST words beside it.

    Case and punctuation do not matter, except that a name of one word needs its capitals: "Report" is not "report". A
    name is also recognised by its part before a colon, dash, bracket or comma, if that has more than one word.
    """
    text = normal_form("NFKC", text)
    for name in names:
        whole = normal_form("NFKC", name[:_LONGEST_NAME]).strip()
        head = _HEAD_ENDS.split(whole, maxsplit=1)[0]
        for named in {whole, head} if says_something(head) else {whole}:
            if any(_beside(text, *match.span()) >= _LEAST for match in _places(text, named)):
                return True
    return False


def _places(text: str, name: str) -> Iterable[re.Match[str]]:
    words = [name[start:end] for start, end in word_spans(name)[:_NAMED_BY]]
    if not words:
        return []
    first, last = ("" if is_unspaced(words[at][0]) else edge for at, edge in ((0, r"(?<!\w)"), (-1, r"(?!\w)")))
    pattern = first + r"[\W_]{0,9}".join(map(re.escape, words)) + last
    return re.finditer(pattern, text, re.IGNORECASE if len(words) > 1 else 0)


def _beside(text: str, start: int, end: int) -> int:
    """Return how many words the sentence around text[start:end] has beside these."""
    before = _SENTENCE_END.split(text[max(0, start - 1000) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + 1000], maxsplit=1)[0]
    return len(word_spans(before)) + len(word_spans(after))
