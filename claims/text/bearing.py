"""Find in a source: rank the sentences of a text that bear on a claim, by its names, figures and other words.

What is rare in the text tells more than what every sentence of it has. Names and figures come before other words. The
ranking proposes where to read first; it hides nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from claims.text.figures import ORDER, figures
from claims.text.figures.units import NUMBER_WORDS
from claims.text.lines import lines
from claims.text.places import Place
from claims.text.plain import plain
from claims.text.repeats import folded, name_key
from claims.text.words import each_word, is_unspaced

#: Sentences that are returned; the best by their words alone, whose figures are read too, and as many with numbers in
#: letters.
MOST, _READ = 20, 200
#: Characters of a claim, and of one sentence, that are read for figures.
_LONGEST = 2_000
NAME, FIGURE, WORD = "name", "figure", "word"
#: How much more a name or a figure says than another word that is as rare.
_SAYS = {NAME: 3.0, FIGURE: 3.0, WORD: 1.0}
_STEM = 5  # letters by which forms of one word are known: Armenia, Armenian
_SHORTEST = 3  # letters of a word that counts
_USUAL = 40  # words of a sentence; a longer one has more of everything, and so each counts for less
_MANY, _OFTEN = 20, 8  # in a text of so many sentences, a word that every eighth has tells nothing: and, were, that
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A sentence of the text: its ``place``, and what it has of the claim, as the claim has it."""

    place: Place
    names: tuple[str, ...]
    figures: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """What a claim speaks of, as it is ``printed`` there, and which ``kind`` of word it is."""

    printed: str
    kind: str


#: A word that may be part of a figure in letters.
_SPELT = _Item("", "")


def bearing(
    texts: Sequence[str], about: Sequence[str], names: Iterable[str] = (), *, language: str = "en", of: str = "en"
) -> list[Bearing]:
    """Return the sentences of the paragraphs ``texts`` that bear on a claim, the most telling first, MOST at most.

    ``about`` are the claim's words and its statement, in the language ``of``; ``names`` are others that it goes by,
    such as those of its speaker. ``language`` is that of the texts. A sentence has a name or a figure of the claim, or
    two of its other words. The time grows with the texts.
    """
    wanted = _items([text[:_LONGEST] for text in about], names, of)
    places = [(block, *span) for block, text in enumerate(texts) for span in lines(text, language)]
    known: dict[str, _Item | None] = {}
    read = [_read(texts[block][start:end], wanted, known) for block, start, end in places]
    spelt_out = [at for at, (there, _) in enumerate(read) if _SPELT in there]
    for at in spelt_out:
        read[at][0].discard(_SPELT)
    often = Counter(item for there, _ in read for item in there)
    for there, _ in read if len(read) >= _MANY else ():
        there.difference_update([one for one in there if one.kind == WORD and often[one] * _OFTEN > len(read)])
    weight = {item: _SAYS[item.kind] * log((1 + len(read)) / times) for item, times in often.items()}
    tried = {at for _, at in _best(read, weight)[:_READ]} | {*spelt_out[:_READ]}
    for at in tried if any(item.kind == FIGURE for item in wanted.values()) else ():
        block, start, end = places[at]
        there, count = read[at]
        sentence = texts[block][start : min(end, start + _LONGEST)]
        values = {
            f"#{one.value:f}" for one in figures(sentence, language) if one.value is not None and one.kind != ORDER
        }
        spelt = {item for value in values if (item := wanted.get(value)) is not None} - there
        weight |= {item: _SAYS[FIGURE] * log(1 + len(read)) for item in spelt if item not in weight}
        read[at] = (there | spelt, count)
    chosen = [at for _, at in _best(read, weight) if _says_enough(read[at][0])]
    return [_bearing(places[at], read[at][0], weight) for at in chosen[:MOST]]


def _items(about: Sequence[str], names: Iterable[str], language: str) -> dict[str, _Item]:
    """Return what a claim speaks of, by each key under which a word of a text may have it."""
    wanted: dict[str, _Item] = {}
    for name in names:
        for word in _words(name):
            if len(word) >= _SHORTEST:
                _add(wanted, word, NAME)
    for text in about:
        first = {start for start, _ in lines(text, language)}
        for start, end in each_word(text):
            word = text[start:end]
            if word[0].isupper() and start not in first:
                _add(wanted, word, NAME)
    for text in about:
        for figure in figures(text, language):
            digits = [_digits(word) for word in _words(figure.words)]
            if figure.value is not None and figure.kind != ORDER:
                keys = [f"#{key}" for key in (*digits, f"{figure.value:f}") if key]
                wanted |= dict.fromkeys(keys, _Item(figure.words, FIGURE))
        for word in _words(text):
            if key := _digits(word):
                wanted.setdefault(f"#{key}", _Item(word, FIGURE))
            elif len(word) >= _SHORTEST or is_unspaced(word[0]):
                _add(wanted, word, WORD)
    return wanted


def _add(wanted: dict[str, _Item], word: str, kind: str) -> None:
    keys = _keys(word)
    item = next((wanted[key] for key in keys if key in wanted), None) or _Item(word, kind)
    for key in keys if kind == NAME else keys[:1]:
        wanted.setdefault(key, item)


def _words(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in each_word(text))


def _digits(word: str) -> str:
    """Return the digits of a figure as it is printed, without what groups them; "" for another word."""
    if not word[-1].isdigit() and not word[0].isdigit():
        return ""
    shown = _NO_DIGIT.sub("", plain(word)[0])
    return "".join(str(int(digit)) for digit in shown) if len(shown) * 2 > len(word) else ""


def _keys(word: str) -> list[str]:
    """Return what a word is known by: its stem and, for another spelling of a name, its consonants."""
    whole = folded(word)
    stem = whole.removesuffix("s") if len(whole) > _SHORTEST else whole
    return [stem[:_STEM], name_key(word)]


def _read(sentence: str, wanted: dict[str, _Item], known: dict[str, _Item | None]) -> tuple[set[_Item], int]:
    """Return what a sentence has of the claim, and how many words it has; ``known`` are words that were met before."""
    there, count = set(), 0
    for word in _words(sentence):
        count += 1
        if word not in known:
            digits = _digits(word)
            keys = [f"#{digits}"] if digits else _keys(word)
            spelt = _SPELT if word.lower() in NUMBER_WORDS else None
            known[word] = next((wanted[key] for key in keys if key in wanted), spelt)
        if (item := known[word]) is not None:
            there.add(item)
    return there, count


def _best(read: Sequence[tuple[set[_Item], int]], weight: dict[_Item, float]) -> list[tuple[float, int]]:
    """Return (score below 0, number) of each sentence that has anything of the claim, the best first."""
    return sorted((-_score(there, count, weight), at) for at, (there, count) in enumerate(read) if there)


def _score(there: set[_Item], count: int, weight: dict[_Item, float]) -> float:
    # Added in one order, so that sentences that have the same are as good as each other.
    whole = sum(sorted(weight[item] for item in there))
    return whole * sqrt(min(1.0, _USUAL / count))


def _says_enough(there: set[_Item]) -> bool:
    return len(there) > 1 or any(item.kind != WORD for item in there)


def _bearing(place: Place, there: set[_Item], weight: dict[_Item, float]) -> Bearing:
    of = sorted(there, key=lambda item: (-weight[item], item.printed))
    names, numbers, words = (tuple(one.printed for one in of if one.kind == kind) for kind in (NAME, FIGURE, WORD))
    return Bearing(place, names, numbers, words)
