"""Return the parts of a claim: each a fact by itself, or one whole if the reading is unclear."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.compounds.clauses import clauses
from claims.text.compounds.counts import counted
from claims.text.compounds.denials import denied
from claims.text.compounds.grammar import is_past
from claims.text.compounds.names import named
from claims.text.compounds.verbs import doings, verbs
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import AUXILIARIES
from claims.text.words import Span

_MOST = 8  # parts of one claim; a longer list is better cut by a person
_DEEPEST = 3
_LONGEST = 700  # characters of a claim; a longer one is a passage, and stays whole


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a claim.

    `pieces`: spans into the text, in order, as the claim's words. `words`: the same words as one phrase. Where only one
    thing is left, the verb and the place noun are in the singular; an omitted counted noun is added.
    """

    pieces: list[Span]
    words: str


def parts(text: str, content: Sequence[Span], subject: str = "", language: str = "en") -> list[Part]:
    """Return the facts that the content states, in order; one part, the whole, if it cannot be split.

    It is not split if the reading is unclear. `subject` is put before the words of a part that begins with its verb.
    """
    view = _unquoted(View.of(text, sorted(content)))
    cut = [view]
    english = language.split("-")[0].lower() == "en"
    if english and len(view.text) <= _LONGEST and not _SENTENCES.search(view.text):
        cut = _apart(view, _DEEPEST)
    if not 1 < len(cut) <= _MOST:
        cut = [view]
    found = []
    for part in cut:
        words = re.sub(r"^that\s+(?=\w+\s)", "", part.words()) if len(cut) > 1 else part.words()
        first = words.split(" ", 1)[0].lower()
        if subject and first not in AUXILIARIES and is_past(first, strict=True) or (subject and first in AUXILIARIES):
            words = f"{subject} {words}"
        found.append(Part(part.pieces(text), words))
    return found


_SENTENCES = re.compile(r"[.!?…][\"”’')]*\s+[\"“‘(]?[A-Z“\"]|(?:”|\"|'')\s+(?:“|\"|'')")
_MARKS = re.compile(r"[“”\"„«»]|''")


def _unquoted(view: View) -> View:
    """Return the view without a pair of quotation marks around the whole."""
    marks = list(_MARKS.finditer(view.text))
    if len(marks) == 2 and not view.text[: marks[0].start()].strip() and not view.text[marks[1].end() :].strip(" .,"):
        return view[marks[0].end() : marks[1].start()].stripped()
    return view


def _apart(view: View, deepest: int) -> list[View]:
    """Split the view, then each part again, until nothing more can be split.

    Each cut returns the parts, or [] if there is nothing to split.
    """
    if deepest and view.text:
        for cut in (clauses, verbs, doings, counted, named, denied):
            found = cut(view)
            if len(found) > 1:
                return [part for piece in found for part in _apart(piece, deepest - 1)]
    return [view]
