"""Read the grammar of a clause from its words: where its subject and finite verb begin, and how a verb agrees."""

import re
from itertools import islice

from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import AUXILIARIES, NOT_PAST, PAST, SUBORDINATE
from claims.text.numerals import listed

#: Verbs in the present tense, without those that are plural nouns as well.
_PRESENT = frozenset(
    listed(
        "remains seems appears continues becomes contains includes wants says believes knows requires allows provides"
        " insists denies keeps gives makes takes lies exists belongs depends consists refuses expects"
        " foresees envisages forbids permits"
    )
)
_TOKEN = re.compile(r"[^\W_](?:[\w’'‑-]|\.(?=\w)|,(?=\d))*")
_SINGULAR = {"are": "is", "were": "was", "have": "has", "remain": "remains", "stay": "stays", "do": "does"}


def tokens_of(text: str) -> list[tuple[str, int, int]]:
    """Return the words and numbers of the text, each with where it begins and ends."""
    return [(m.group(), *m.span()) for m in _TOKEN.finditer(text)]


def is_past(word: str, strict: bool = False) -> bool:
    """Return whether the form is a past tense or a participle; with `strict`, not with a hyphen (`so-called`)."""
    small = word.lower()
    return small in PAST or (
        small.endswith("ed") and len(small) > 3 and small not in NOT_PAST and (not strict or "-" not in small)
    )


def finite(text: str) -> int | None:
    """Return where the first finite verb of a clause begins; None if only a subordinate clause has one, or none.

    An introduction that ends with a comma (`after the drills, …`) is skipped.
    """
    before = ""
    for at, m in enumerate(_TOKEN.finditer(text)):
        word, start = m.group(), m.start()
        small = word.lower().replace("’", "'")
        if small in SUBORDINATE and at:
            return None
        if small in AUXILIARIES or (at and small in _PRESENT):
            return start
        if at and is_past(word, strict=True) and not _is_adjective(word, before):
            return start
        before = word.lower()
    return None


def _is_adjective(word: str, before: str) -> bool:
    """Return whether a word in -ed stands between an article or number and a noun: `the destroyed bridge`."""
    if word.lower() in PAST:
        return before in ("to", "the", "a", "an", "his", "her", "its", "their")
    return (
        before in ("the", "a", "an", "his", "her", "its", "their", "of", "in", "with", "newly", "recently")
        or before.isdigit()
    )


def subject_and_verb(text: str) -> tuple[int, int] | None:
    """Return (start of the subject, start of its verb) of a clause, after an introduction that ends with a comma."""
    begin = 0
    first = _TOKEN.search(text)
    if first and first.group().lower() in ("that",):
        begin = first.end()
        first = _TOKEN.search(text, begin)
    if first and first.group().lower() in (
        *listed("after before since in on during at by when while as with despite according following amid under"),
    ):
        comma = re.search(r",\s", text[begin:])
        if not comma:
            if first.group().lower() in listed("after before when while as according following despite with"):
                return None
        else:
            begin += comma.end()
    verb = finite(text[begin:])
    return None if verb is None else (begin, begin + verb)


def unbroken(text: str) -> bool:
    """Return whether quotation marks and brackets are paired, so that a cut does not leave half of a pair."""
    return text.count("“") == text.count("”") and text.count("(") == text.count(")") and text.count('"') % 2 == 0


def beginning(text: str) -> str:
    """Return the first five words: the predicate, without what it is about."""
    return " ".join(m.group() for m in islice(_TOKEN.finditer(text), 5))


def agreeing(whole: View, subject: View) -> View:
    """Return the whole with the verb after the subject in the singular."""
    at = len(subject.stripped().text)
    m = re.match(r"\s+(are|were|have|remain|stay|do)\b", whole.text[at:])
    if not m or m.group(1) not in _SINGULAR:
        return whole
    return whole.edited(at + m.start(1), at + m.end(1), _SINGULAR[m.group(1)])
