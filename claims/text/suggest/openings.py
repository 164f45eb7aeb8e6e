"""Make a statement stand alone: replace a pronoun whose meaning is certain by the name, and bracket one that is open.

“He had lost it” becomes “Otto Lind had lost [it]”. A pronoun is left alone if the statement names before it what it may
stand for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.tokens import FINITE, Token, tokens

_PLACES = "town|city|village|island|province|district|region"
#: Any noun before a word of the first group may explain it: it is open only at the beginning.
_EARLY = re.compile(r"\b(?:it|its|they|them|their|theirs|this|these|those|that)\b", re.IGNORECASE)
_ANYWHERE = re.compile(rf"\b(?:he|she|him|his|hers?|I|me|my|we|us|our|the (?:{_PLACES}))\b", re.IGNORECASE)
_OPENING = 60  # characters
_PEOPLE = frozenset(["he", "she", "him", "his", "her", "hers"])
_OWNED = frozenset(["his", "her", "hers", "its", "my"])
_FIRST = frozenset(["i", "me", "my"])
_OTHERS = frozenset(["they", "them", "their", "theirs", "we", "us", "our", "you", "your"])
_POINTING = frozenset(["this", "these", "those", "that"])
_AGREES = {"am": "is", "'m": "is", "have": "has", "'ve": "has", "do": "does", "don't": "doesn't", "haven't": "hasn't"}
_WEATHER = frozenset(["rain", "rained", "rains", "snow", "snowed", "snows", "seems", "seemed", "appears", "appeared"])
_EXPLAINS = frozenset(["that", "to", "for", "whether", "if", "how", "why", "what"])
_BEGINNING = 2  # words; further on “this” means something in the statement


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a statement's surroundings.

    `speaker`: the name with its article, "" if nobody is named; `body`: whether that is an organisation; `own`: whether
    the words are the speaker's own, so that “I” is the speaker. `person` returns who “he” or “she” certainly is, "" if
    that is open; `place` likewise “the town”.
    """

    speaker: str
    body: bool
    own: bool
    person: Callable[[str], str]
    place: Callable[[str], str]


def opened(words: str, known: Known, lexicon: Lexicon) -> str:
    """Return the words with each pronoun that nothing before it explains replaced by a name, or in square brackets."""
    if not _EARLY.search(words, 0, _OPENING) and not _ANYWHERE.search(words):
        return words
    found = tokens(words, 0, len(words), lexicon)
    pieces, at = [], 0
    for k, token in enumerate(found):
        new, past = _meant(found, k, words, known, lexicon)
        if new:
            pieces += [words[at : token.start], new]
            at = past
    joined = "".join([*pieces, words[at:]])
    return joined if not words[:1].isupper() else joined[:1].upper() + joined[1:]


def _meant(found: list[Token], k: int, words: str, known: Known, lexicon: Lexicon) -> tuple[str, int]:
    """Return what to write instead of word k, and where that ends; "" if the word stays."""
    token, low = found[k], found[k].low
    if words[token.start - 1 : token.start] == "[":
        return "", 0
    after = found[k + 1] if k + 1 < len(found) else None
    if low == "the" and after and re.fullmatch(_PLACES, after.low) and not (k and found[k - 1].low == "in"):
        of = k + 2 < len(found) and (found[k + 2].low == "of" or found[k + 2].tag == "NAME")
        if of or any(word.tag == "NAME" for word in found[:k]):
            return "", 0
        return known.place(after.low) or f"[{words[token.start : after.end]}]", after.end
    kept = token.text
    if token.capital and low != "i" and k and found[k - 1].tag not in (".", "”", "“", ":", "—"):
        return "", 0  # in a title
    if low in _FIRST and (low != "i" or kept == "I"):
        return _first_person(found, k, known)
    if low in _PEOPLE:
        if _is_named(found[:k], low, lexicon):
            return "", 0
        name = known.person(low)
        return (_owned(name, low, after) if name else f"[{kept}]"), token.end
    if low in ("it", "its"):
        if _is_named(found[:k], low, lexicon) or (low == "it" and _says_nothing(found, k)):
            return "", 0
        verb = next((word for word in found[k + 1 : k + 5] if word.tag in FINITE), None)
        acts = verb is not None and verb.tag == "HAVE"
        if known.body and _says_who(known.speaker) and k <= _BEGINNING and (low == "its" or acts):
            return _owned(known.speaker, low, after), token.end
        return f"[{kept}]", token.end
    if low in _OTHERS and low not in ("you", "your"):
        return ("", 0) if _is_named(found[:k], low, lexicon) else (f"[{kept}]", token.end)
    if low in _POINTING and k < _BEGINNING and token.tag in ("PRON", "DET", "THAT"):
        time = after is not None and after.low in lexicon.sets["times"]
        return ("", 0) if time else (f"[{kept}]", token.end)
    return "", 0


def _first_person(found: list[Token], k: int, known: Known) -> tuple[str, int]:
    token, after = found[k], found[k + 1] if k + 1 < len(found) else None
    if not known.own or not known.speaker[:1].isupper() or len(known.speaker) == 1:  # not “A” for “I”
        return f"[{token.text}]", token.end
    if token.low != "i":
        return _owned(known.speaker, token.low, after), token.end
    if after is not None and after.low in _AGREES:
        return f"{known.speaker} {_AGREES[after.low]}", after.end
    verb = next((word for word in found[k + 1 :] if word.tag != "ADV" and word.low != "never"), None)
    if verb is None or verb.tag not in ("PAST", "BE", "HAVE", "DO", "MODAL") or verb.low in _AGREES:
        return "[I]", token.end
    return known.speaker if verb.low[0].isalpha() else "[I]", token.end


def _says_who(name: str) -> bool:
    """Return whether a speaker's name is no open pronoun itself, as in “its leaders”."""
    first = name.partition(" ")[0].lower()
    return bool(first) and first not in _OWNED | _PEOPLE | _OTHERS | _FIRST | _POINTING


def _owned(name: str, low: str, after: Token | None) -> str:
    """Return a name, in the possessive if the pronoun was one: “her ferry”, but not “saw her on Monday”."""
    owns = low in _OWNED and (
        low != "her" or (after is not None and after.tag in ("NOUN", "ADJ", "NAME", "NUM", "ING"))
    )
    return f"{name}’s" if owns else name


def _is_named(before: list[Token], low: str, lexicon: Lexicon) -> bool:
    """Return whether something before the pronoun may be what it stands for."""
    if low in _PEOPLE:
        return any(word.tag == "NAME" or word.low in lexicon.sets["person_nouns"] for word in before)
    if low in ("we", "us", "our"):
        return any(word.low == "we" for word in before)
    return any(
        word.tag in ("NAME", "NOUN") and word.low not in lexicon.sets["times"] | lexicon.sets["days"] for word in before
    )


def _says_nothing(found: list[Token], k: int) -> bool:
    """Return whether this “it” stands for nothing: “it rained”, “it is clear that …”."""
    behind = found[k + 1 : k + 8]
    if not behind or behind[0].low in _WEATHER:
        return True
    verb = next((word for word in behind if word.tag not in ("ADV", "MODAL", "NOT")), None)
    return verb is not None and verb.tag == "BE" and any(word.low in _EXPLAINS for word in behind)
