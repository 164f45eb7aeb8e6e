"""Find every place in a text where given words stand, typography and case apart.

A text is blocks; words may begin in one and go on in the next. Words are compared whole, so that "40" is not found in
"140". The time grows with the text, and with the quotations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.text.places import Place
from claims.text.typography import fold
from claims.text.words import each_word

#: A quotation is looked for from its first words, as many of these as it has; of places that begin alike, so many are
#: looked at.
_SEEDS, _TRIED = (8, 4, 2, 1), 100
#: Of one length, so that offsets stay: a dash between figures, and a minus, are a hyphen.
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.\.\.)[\])]?")
_MARKS = "'\"“”„‟«»‘’‚‹› \t\n\u00a0\u202f"
_FEW = 5  # signs of punctuation around words that a passage may have too


@dataclass(frozen=True, slots=True)
class Passage:
    """Where words stand: ``pieces``, one for each run of them in a block; their ``first`` word, counted in the whole
    text, and the one behind the last."""

    pieces: tuple[Place, ...]
    first: int
    last: int


def passages(texts: Sequence[str], quotes: Sequence[str]) -> list[list[Passage]]:
    """Return the places of each quotation in the texts of the blocks, in order.

    A quotation that leaves words out ("… of the bridge […] is closed") has one place, if each of its parts has exactly
    one, in this order.
    """
    search = _Search(texts)
    wanted = [[_words(part) for part in (quote, *_parts(quote))] for quote in quotes]
    search.index({seed for parts in wanted for words in parts if (seed := _seed(words))})
    found = []
    for quote, (whole, *parts) in zip(quotes, wanted, strict=True):
        places = [search.passage(start, len(whole), quote) for start in search.places(whole)]
        found.append(places or search.joined(parts, _parts(quote)))
    return found


def within(found: Sequence[Passage], around: Sequence[Passage]) -> list[Passage]:
    """Return those passages that lie inside one of ``around``."""
    return [one for one in found if any(wide.first <= one.first and one.last <= wide.last for wide in around)]


def _parts(quote: str) -> list[str]:
    parts = [part for part in _LEFT_OUT.split(quote) if part.strip(_MARKS)]
    return parts if len(parts) > 1 else []


def _words(text: str) -> list[str]:
    text = text.translate(_DASHES)
    return [fold(text[start:end]).casefold() for start, end in each_word(text)]


def _seed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words[: next((length for length in _SEEDS if length <= len(words)), 0)])


class _Search:
    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.words: list[str] = []
        self.at: list[Place] = []
        self.hits: dict[tuple[str, ...], list[int]] = {}
        for block, text in enumerate(texts):
            even = text.translate(_DASHES)
            self.at += [(block, start, end) for start, end in each_word(even)]
            self.words += _words(text)

    def index(self, seeds: set[tuple[str, ...]]) -> None:
        """Note where each of the seeds stands."""
        self.hits = {seed: [] for seed in seeds}
        for length in {len(seed) for seed in seeds}:
            for start in range(len(self.words) - length + 1):
                hits = self.hits.get(tuple(self.words[start : start + length]))
                if hits is not None and len(hits) < _TRIED:
                    hits.append(start)

    def places(self, words: list[str]) -> Iterator[int]:
        """Where words begin, counted in words."""
        hits = self.hits.get(_seed(words), [])
        return (start for start in hits if self.words[start : start + len(words)] == words)

    def passage(self, first: int, count: int, quote: str) -> Passage:
        """The passage of so many words, with the punctuation around them that the quotation has too."""
        pieces: list[Place] = []
        for block, start, end in self.at[first : first + count]:
            if pieces and pieces[-1][0] == block:
                pieces[-1] = (block, pieces[-1][1], end)
            else:
                pieces.append((block, start, end))
        block, start, end = pieces[0]
        pieces[0] = (block, start - _same_before(self.texts[block], start, quote), end)
        block, start, end = pieces[-1]
        pieces[-1] = (block, start, end + _same_behind(self.texts[block], end, quote))
        return Passage(tuple(pieces), first, first + count)

    def joined(self, parts: list[list[str]], quotes: list[str]) -> list[Passage]:
        """The one passage of parts that stand in one place each, in their order; else nothing."""
        found = []
        for words, quote in zip(parts, quotes, strict=True):
            places = [*self.places(words)]
            if len(places) != 1:
                return []
            found.append(self.passage(places[0], len(words), quote))
        if not found or any(one.last > two.first for one, two in pairwise(found)):
            return []
        return [Passage(tuple(piece for one in found for piece in one.pieces), found[0].first, found[-1].last)]


def _same_before(text: str, start: int, quote: str) -> int:
    """How many signs before ``start`` the quotation has before its first word, too."""
    quote = quote.lstrip(_MARKS)
    first = next(each_word(quote.translate(_DASHES)), (0, 0))[0]
    said = quote[:first]
    return first if 0 < first <= _FEW and text[max(0, start - first) : start] == said else 0


def _same_behind(text: str, end: int, quote: str) -> int:
    """How many signs from ``end`` the quotation has behind its last word, too."""
    quote = quote.rstrip(_MARKS)
    last = max((one for _, one in each_word(quote.translate(_DASHES))), default=0)
    said = quote[last:]
    if 0 < len(said) <= _FEW and text.startswith(said, end):
        return len(said)
    return 0
