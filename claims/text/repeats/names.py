"""Find one name in two spellings, and one office with two names. Two people with similar names are kept apart."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from claims.text.marks import normal_form
from claims.text.repeats.note import DIFFERS, SPELLING, Note
from claims.text.words import Span

_NAME = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_POSSESSIVE = re.compile(r"[’'ʼ]+s?$")
_BEHIND = re.compile(r"\s([^\W\d_][\w-]*)")
_SHORTEST, _LONGEST = 5, 60  # letters of a name that is compared with other spellings
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ş": "sh",
        "ç": "ch",
    }
)
_VOWELS = "aeiouy"


@lru_cache(maxsize=16384)
def folded(name: str) -> str:
    """Return a name without accents and possessive, in small letters: Füzuli’s and FUZULI give fuzuli."""
    small = _POSSESSIVE.sub("", name).lower().translate(_LETTERS)
    if small.isascii():
        return small
    return "".join(c for c in normal_form("NFD", small) if not unicodedata.combining(c))


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Return a key that is equal for spellings of one name that differ in a vowel inside or a doubled letter.

    Fuzuli, Fizuli and Füzuli have the same key. The first and last letters count, so Iran and Iraq, Maria and Mario
    differ. Names of fewer than five letters are their own key.
    """
    plain = folded(name)
    if len(plain) < 5:
        return plain
    inside = re.sub(r"(\w)\1", r"\1", plain[1:-1])
    return plain[0] + re.sub(rf"[{_VOWELS}]+", "*", inside) + plain[-1]


def spellings(text: str, lines: Sequence[Span]) -> Iterable[Note]:
    """Yield names in two spellings.

    Only words count that are always written with a capital, and not only at the start of a line.
    """
    begun, first = set(), {start for start, _ in lines}
    seen: dict[str, list[Span]] = defaultdict(list)
    for m in _NAME.finditer(text):
        word = m.group()
        if word[0].islower():
            begun.add(word)
            continue
        word = _POSSESSIVE.sub("", word)
        if _SHORTEST <= len(word) <= _LONGEST and not word.isupper() and "-" not in word:
            seen[word].append((m.start(), m.start() + len(word)))
    small = {folded(word) for word in begun}
    forms: dict[str, list[str]] = defaultdict(list)
    for word, spans in seen.items():
        inner = [
            span for span in spans if span[0] not in first and text[span[0] - 2 : span[0]] not in (". ", "“", "? ")
        ]
        if inner and folded(word) not in small:
            forms[name_key(word)].append(word)
    for words in forms.values():
        if len(words) < 2:
            continue
        words.sort(key=lambda word: (-len(seen[word]), seen[word]))
        beside = _beside(text, seen[words[0]])
        for other in words[1:]:
            same = folded(words[0]) == folded(other)
            if same or (_one_name(words[0], other) and not _two_people(beside, _beside(text, seen[other]))):
                spans = tuple(sorted((seen[words[0]][0], seen[other][0])))
                yield Note(SPELLING, spans, f"“{words[0]}” and “{other}”: one name in two spellings?")


def _one_name(one: str, two: str) -> bool:
    """Return whether two spellings differ in at most one letter, or in doubled letters."""
    plain_one, plain_two = folded(one), folded(two)
    return len(plain_one) != len(plain_two) or sum(a != b for a, b in zip(plain_one, plain_two, strict=True)) < 2


def _beside(text: str, spans: Sequence[Span]) -> list[set[str]]:
    """Return the capitalised words right before a name, and those right after it."""
    return [{word(text, span) for span in spans} - {""} for word in (_word_before, _word_behind)]


def _two_people(one: list[set[str]], two: list[set[str]]) -> bool:
    """Return whether the names belong to two people: each has a different name before or after it."""
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(one, two, strict=True))


def _word_before(text: str, span: Span) -> str:
    """Return the capitalised word right before, "" if there is none."""
    m = re.search(r"([^\W\d_][\w’'-]*)\s$", text[max(0, span[0] - 30) : span[0]])
    return m.group(1) if m and m.group(1)[0].isupper() else ""


def _word_behind(text: str, span: Span) -> str:
    m = _BEHIND.match(text, span[1])
    return m.group(1) if m and m.group(1)[0].isupper() else ""


_OFFICES = re.compile(
    r"(?P<office>[A-Z][a-z]+(?:ese|ian|ish|i|an|ch|’s|'s)\s(?:(?:Prime|Foreign|Defen[cs]e|Interior"
    r"|Finance)\sMinister|President|Chancellor"
    r"|King|Queen))\s(?P<name>[^\W\d_a-z][\w’'-]{1,60}(?:\s[^\W\d_a-z][\w’'-]{1,60}){0,2})"
)
_FORMER = re.compile(r"\b(?:former|then|late|ex|next|new|incoming|outgoing|previous|predecessor)[\s-]+$", re.IGNORECASE)


def offices(text: str) -> Iterable[Note]:
    """Yield offices with two names, such as a foreign minister of one country with two names."""
    held: dict[str, re.Match[str]] = {}
    for m in _OFFICES.finditer(text):
        if _FORMER.search(text[max(0, m.start() - 14) : m.start()]):
            continue
        office = re.sub(r"[’']s\b", "", m["office"])
        first = held.setdefault(office, m)
        if not {name_key(word) for word in first["name"].split()} & {name_key(word) for word in m["name"].split()}:
            yield Note(
                DIFFERS, (first.span(), m.span()), f"“{first.group()}” and “{m.group()}”: one office, two names?"
            )
