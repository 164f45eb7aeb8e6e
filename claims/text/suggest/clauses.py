"""Find where noun phrases and clauses begin and end, and which noun phrase is a verb's subject, from tags and marks.

All positions are tokens of one sentence; ranges are half-open.
"""

from claims.text.numerals import ONES, TENS
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, NOMINAL, Token

type Range = tuple[int, int]

_AUXILIARY = frozenset({"ADV", "NOT", "BE", "HAVE", "DO", "MODAL", "TO"})
_LINKS = frozenset(["of", "for", "at", "from", "with", "in", "on", "to", "behind", "against", "between", "by", "about"])
_LINKS_RIGHT = _LINKS - {"to", "by", "about"}
OBJECTS = frozenset(["him", "them", "us", "me"])  # no clause begins with one
_DATELINE = 10  # words of a dateline, at most
_NAMES = ("NAME", "NOUN")


def group_start(words: list[Token], i: int) -> int:
    """Return the first word of the verb group that word i ends: “has never said”, “was forced to admit”."""
    at = i
    while at > 0:
        tag = words[at - 1].tag
        if tag == "TO" and words[at].tag != "BASE" and words[at].tag not in _AUXILIARY:
            break
        led_by_to = words[at].tag == "TO" and at > 1
        if tag not in _AUXILIARY and not (
            led_by_to
            and (tag in ("PART", "ING", "PAST", "ADJ", "BASE") or (tag == "NOUN" and words[at - 2].tag == "BE"))
        ):
            break
        at -= 1
    while 0 < at < i and words[at].tag == "ADV" and words[at - 1].tag in ("PREP", ",", "DET"):
        at += 1
    return at


# --- noun phrases ----------------------------------------------------------------------------------------------------


def noun_left(words: list[Token], end: int, lexicon: Lexicon) -> Range | None:
    """Return the noun phrase whose last word is before `end`, with its leading words and “of …”, “for …” inside it."""
    at = end
    while at > 0:
        step = _step_left(words, at, end, lexicon)
        if step == 0:
            break
        at -= abs(step)
        if step < 0:  # its first word
            break
    while at < end and words[at].tag in ("PREP", "CONJ"):
        at += 1
    return (at, end) if any(w.tag in NOMINAL or w.tag in ("DET", "ADJ") for w in words[at:end]) else None


def _step_left(words: list[Token], at: int, end: int, lexicon: Lexicon) -> int:
    """Return how many words before `at` belong to the phrase: 0 for none, negative if the phrase begins with them."""
    word, days = words[at - 1], lexicon.sets["days"]
    before = words[at - 2] if at > 1 else None
    if word.tag == "PRON":
        if at < end:
            if words[at].low == "of" and (word.low == "one" or (at + 1 < end and words[at + 1].low in OBJECTS)):
                return -1  # one of the drivers, some of them
            if word.low == "one" and words[at].low == "in" and at + 1 < end and _counts(words[at + 1]):
                return -1  # one in five voters
            return 1 if word.low == "one" and words[at].tag in ("NOUN", "ADJ") else 0
        return 2 if before and before.low in ("of", "both", "all", "no") else -1
    if word.tag == ")":
        opening = next((k for k in range(at - 2, -1, -1) if words[k].tag == "("), None)
        return 0 if opening is None else at - opening
    if word.low in days and word.capital and at < end and words[at].tag in ("NAME", "DET"):
        return 0
    if word.tag in ("DET", "POSS") and word.low != "'s":
        if at == end and word.tag == "POSS":
            return 0
        if before and before.tag in ("PREP", "TO") and before.low in _LINKS and _can_lead(words, at - 3, days):
            return 2
        return 1 if before and before.tag == "DET" else -1
    if word.tag in BEGINS_NOUN or word.text in ("&", "/", "’", "'", "%"):
        return 1
    if at == end or before is None:
        return 0
    after = words[at]
    if word.low == "in" and _counts(after) and (before.low == "one" or _counts(before)):
        return 1
    if word.tag == "ING" and after.tag == "NOUN" and before.tag in ("DET", "POSS", "ADJ"):
        return 1
    if word.tag in ("PREP", "TO") and word.low in _LINKS and (_can_lead(words, at - 2, days) or before.tag == "PRON"):
        return 1
    if word.low == "and" and before.tag in _NAMES and after.tag in (*_NAMES, "ADJ", "DET"):
        return 0 if after.tag == "DET" and before.tag == "NOUN" else 1
    if word.tag == "ADV" and after.tag in ("ADJ", "NUM") and before.tag == "DET":
        return 1
    return 0


_SOME = frozenset(["one", "some", "many", "most", "several", "all", "few"])


def _counts(word: Token) -> bool:
    return word.tag == "NUM" or word.low in ONES or word.low in TENS


def _can_lead(words: list[Token], i: int, days: frozenset[str]) -> bool:
    """Return whether “of …” after word i belongs to it."""
    if i < 0 or words[i].low in days:
        return False
    return words[i].tag in ("NOUN", "NAME", "NUM") or words[i].low in _SOME


def noun_right(words: list[Token], start: int, stop: int | None = None, quotes: bool = False) -> int:
    """Return where the noun phrase that begins at `start` ends (names, “the head of the party”, “Ann Lee (D-Ohio)”).

    With `quotes`, words in quotation marks belong to it.
    """
    at, stop = start, len(words) if stop is None else stop
    if at < stop and words[at].tag == "PRON":
        return at + 1
    seen = False
    while at < stop:
        word = words[at]
        after = words[at + 1] if at + 1 < stop else None
        if word.tag in BEGINS_NOUN or word.text in ("&", "/", "%"):
            if seen and word.tag in ("DET", "PRON") and words[at - 1].tag not in ("PREP", "CONJ", "DET", "ADV"):
                break
            seen = seen or word.tag in NOMINAL
        elif quotes and word.quoted >= 0 and word.tag in ("“", "”"):
            pass
        elif word.tag == "(":
            closing = next((k for k in range(at, min(stop, at + 9)) if words[k].tag == ")"), None)
            if closing is None:
                break
            at = closing
        elif not (
            (not seen and word.tag in ("ADV", "ING", "PART"))
            or (seen and word.low in _LINKS_RIGHT and after and after.tag in BEGINS_NOUN - {"PRON"})
            or (seen and word.low == "and" and after and after.tag in (*_NAMES, "DET", "POSS"))
        ):
            break
        at += 1
    while at > start and words[at - 1].tag in ("PREP", "CONJ"):
        at -= 1
    return at


def with_apposition(words: list[Token], right: int) -> int:
    """Return the end of an apposition, “Ann Lee, a nurse in Rome, …”.

    This is the comma that closes the addition to the name that ends at `right`, or the end of the sentence.
    """
    n = len(words)
    if right + 1 >= n or words[right].tag != "," or words[right + 1].quoted >= 0:
        return right
    if words[right + 1].tag not in ("DET", "NUM", "POSS", "WH", "NOUN", "ADJ"):
        return right
    at = right + 1
    while at < n and words[at].tag not in (".", ";", "—") and words[at].quoted < 0:
        if words[at].tag == "," and at > right + 2 and words[at - 1].tag != "NUM" and at + 1 < n:
            after = words[at + 1]
            if after.tag in ("ING", "CONJ", "SUB") or after.low in ("as", "after", "in", "on", "at", "during"):
                break
        at += 1
    if at < n and words[at].quoted >= 0 and words[at - 1].tag != ",":
        return right
    while at > right and words[at - 1].tag in (",", "ADV"):
        at -= 1
    return at


def head(words: list[Token], phrase: Range) -> Token:
    """Return the main word of a noun phrase: its last noun before any preposition, comma or bracket."""
    found = words[phrase[0]]
    for k in range(*phrase):
        if words[k].tag in NOMINAL or words[k].tag in ("ADJ", "DET", "WH", "THAT"):
            found = words[k]
        elif k > phrase[0] and words[k].tag in ("PREP", ",", "(", "TO", "—"):
            break
    return found


# --- clauses ---------------------------------------------------------------------------------------------------------


def has_verb(words: list[Token], start: int, end: int) -> bool:
    """Return whether the range has a verb that can carry a clause."""
    return any(
        words[k].tag in FINITE or (words[k].tag == "BASE" and k > start and words[k - 1].tag in NOMINAL)
        for k in range(start, end)
    )


def begins_clause(words: list[Token], start: int, end: int) -> bool:
    """Return whether the words from `start` begin with a subject and its verb."""
    at = start
    while at < end and words[at].tag in ("ADV", ",") and words[at].low != "there":
        at += 1
    if at < end and words[at].low in OBJECTS:
        return False
    if at < end and (words[at].tag == "PRON" or words[at].low == "there"):
        at += 1
    else:
        at = noun_right(words, at, end, quotes=True)
        if start < at < end - 1 and words[at].low == "of" and words[at + 1].low in ("them", "us", "these", "those"):
            at += 2  # twelve of them
    while at < end and (words[at].tag in ("ADV", "NOT") or (words[at].tag in ("“", "”") and words[at].quoted >= 0)):
        at += 1
    return start < at < end and (words[at].tag in FINITE or words[at].tag == "BASE")


def boundary_left(words: list[Token], i: int) -> int:
    """Return the first word of the clause that contains word i.

    A clause begins after a full stop, a semicolon, a dash, a subordinator or a relative pronoun; or after a comma and a
    conjunction if a new subject and verb follow.
    """
    closed = 0
    for at in range(i, 0, -1):
        word = words[at - 1]
        if word.tag == ")":
            closed += 1
        elif word.tag == "(":
            if not closed:
                return at
            closed -= 1
        if word.tag in (";", "—", "SUB", ".", ":") or (word.tag in ("THAT", "WH") and at < i):
            return at
        if word.low in ("but", "and") and at > 1 and words[at - 2].tag == "," and begins_clause(words, at, len(words)):
            return at
    return 0


def sentence_lead(words: list[Token], until: int) -> int:
    """Return where the main clause before `until` begins: the sentence or what follows a semicolon, without “but”."""
    at = until
    while at > 0 and words[at - 1].tag not in (";", "."):
        at -= 1
    if at == 0 and words[0].text.isupper() and len(words[0].text) > 2:  # BRENN, May 4 — …
        dash = next((k for k in range(1, min(until, _DATELINE)) if words[k].tag == "—"), None)
        at = dash + 1 if dash else at
    while at < until and words[at].tag in ("CONJ", "("):
        at += 1
    return at
