"""Find every place in a text where given words stand, typography and case apart; and whether a text holds an excerpt.

A text is blocks; words may begin in one and go on in the next. Words are compared whole, so that "40" is not found in
"140", nor "5" in "−5". The time grows with the text, and with the quotations.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

from claims.text.blocks import unwrapped
from claims.text.normalise import normalise
from claims.text.places import Place
from claims.text.typography import fold
from claims.text.words import each_word

#: A quotation is looked for from its first words, as many of these as it has; of places that begin alike, so many are
#: looked at.
_SEEDS, _TRIED = (8, 4, 2, 1), 100
#: Of one length, so that offsets stay: a dash between figures, and a minus, are a hyphen; what only says how letters
#: are set (their direction, where a word may be cut) is a blank of no width.
_EVEN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "\u200b")
)
_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.\.\.)[\])]?")
_MARKS = "'\"“”„‟«»‘’‚‹› \t\n\u00a0\u202f"
#: What whoever quotes puts into a quotation: "He [the mayor] closed the bridge".
_PUT_IN = re.compile(r"\[(?!…\]|\.\.\.\])[^\[\]]{0,200}\]")
#: Of places that hold an excerpt, so many are compared with where it is said to stand.
_HELD = 200
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


def held(texts: Sequence[str], quotes: Sequence[str], near: Sequence[int] = ()) -> list[Passage | None]:
    """Return where the text holds each excerpt word for word; None for one that it does not hold, or without a word.

    Where an excerpt leaves words out ("the bridge […] is closed"), its parts stand somewhere in this order; what is
    added in square brackets is no part of it. Of several places it is the one nearest to the block of ``near`` (counted
    from 0), as many as there are excerpts; else the first.
    """
    search = _Search(texts)
    whole = f" {' '.join(search.words)} "
    starts = [*accumulate((len(word) + 1 for word in search.words), initial=0)]
    found = []
    for at, quote in enumerate(quotes):
        quote = unwrapped(normalise(quote).split("\n"))
        wanted = near[at] if near else 0
        place = search.held(whole, starts, [quote], wanted)
        parts = _LEFT_OUT.split(_PUT_IN.sub(" ", quote))
        found.append(place or search.held(whole, starts, parts, wanted))
    return found


def _parts(quote: str) -> list[str]:
    parts = [part for part in _LEFT_OUT.split(quote) if part.strip(_MARKS)]
    return parts if len(parts) > 1 else []


def _words(text: str) -> list[str]:
    text = text.translate(_EVEN)
    return [_word(text, start, end) for start, end in each_word(text)]


def _word(text: str, start: int, end: int) -> str:
    """Return a word as it is compared, with the minus that stands before a figure."""
    word = text[start:end]
    word = word.lower() if word.isascii() else fold(word).casefold()  # folding leaves a word in ASCII as it is
    return f"-{word}" if text[start - 1 : start] == "-" and word[0].isdigit() and _is_minus(text, start - 1) else word


def _is_minus(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "(["


def _seed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(words[: next((length for length in _SEEDS if length <= len(words)), 0)])


class _Search:
    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.words: list[str] = []
        self.at: list[Place] = []
        self.hits: dict[tuple[str, ...], list[int]] = {}
        for block, text in enumerate(texts):
            even = text.translate(_EVEN)
            for start, end in each_word(even):
                self.at.append((block, start, end))
                self.words.append(_word(even, start, end))

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

    def held(self, whole: str, starts: Sequence[int], parts: Sequence[str], near: int) -> Passage | None:
        """The place of an excerpt's parts, one behind another; ``whole`` are all words, and ``starts`` where each is.

        Of the places of the first part it is the one nearest to the block ``near``.
        """
        wanted = [(part, words) for part in parts if (words := _words(part))]
        if not wanted:
            return None
        (quote, words), *rest = wanted
        firsts = [*islice(_each(whole, words, 0), _HELD)]
        tried = sorted(firsts, key=lambda one: abs(self.at[bisect_right(starts, one) - 1][0] - near))
        for first in [*tried[:1], *firsts[:1]]:  # what follows the first place follows if it follows any
            at = bisect_right(starts, first) - 1
            found = [self.passage(at, len(words), quote)]
            for part, more in rest:
                behind = next(_each(whole, more, starts[found[-1].last]), None)
                if behind is None:
                    break
                found.append(self.passage(bisect_right(starts, behind) - 1, len(more), part))
            else:
                pieces = tuple(piece for one in found for piece in self.to_the_ends(one.pieces))
                return Passage(pieces, found[0].first, found[-1].last)
        return None

    def to_the_ends(self, pieces: Sequence[Place]) -> list[Place]:
        """Return pieces of words that go on from block to block, with the signs between them."""
        return [
            (block, start if at == 0 else 0, end if at == len(pieces) - 1 else len(self.texts[block]))
            for at, (block, start, end) in enumerate(pieces)
        ]

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


def _each(whole: str, words: Sequence[str], start: int) -> Iterator[int]:
    """Where words stand in all words, from ``start`` on."""
    needle = f" {' '.join(words)} "
    at = whole.find(needle, start)
    while at >= 0:
        yield at
        at = whole.find(needle, at + 1)


def _same_before(text: str, start: int, quote: str) -> int:
    """How many signs before ``start`` the quotation has before its first word, too."""
    quote = quote.lstrip(_MARKS)
    first = next(each_word(quote.translate(_EVEN)), (0, 0))[0]
    said = quote[:first]
    return first if 0 < first <= _FEW and text[max(0, start - first) : start] == said else 0


def _same_behind(text: str, end: int, quote: str) -> int:
    """How many signs from ``end`` the quotation has behind its last word, too."""
    quote = quote.rstrip(_MARKS)
    last = max((one for _, one in each_word(quote.translate(_EVEN))), default=0)
    said = quote[last:]
    if 0 < len(said) <= _FEW and text.startswith(said, end):
        return len(said)
    return 0
