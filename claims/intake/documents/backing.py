"""The writer's backing in a document: comments, notes and links, each with the words that it stands on.

While a document is read, marks stand in its words where a piece of backing begins and ends; they are taken out again
when the block that they are in is whole.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

from claims.addresses import resolved
from claims.export.word.order import BY_US
from claims.text.blocks import blocks
from claims.text.counted import plural
from claims.text.normalise import normalise, without_noncharacters
from claims.text.notes import NOTE, SIGN, STOP, sign, word_at

#: Of one document: pieces of backing, code points of a note's words, of an address, of the words that it stands on.
MOST, LONGEST, LONGEST_ADDRESS, LONGEST_QUOTE = 2_000, 5_000, 2_000, 1_000
#: Blocks that a comment stands on at most: one on all of a long text says nothing of its lines.
MOST_BLOCKS = 30
#: Code points of the same block before and after these words that tell one place from another.
AROUND = 48
#: No text has these: they are no characters, for use within a program (Unicode, "noncharacters").
_BEGIN, _FINISH = "\ufdd0", "\ufdd2"
_MARK = re.compile(f"(?:([{_BEGIN}{_FINISH}])(\\d{{1,6}})|{SIGN}([^{STOP}]{{1,12}})){STOP}")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
#: A link in Markdown; brackets within its address stand in pairs.
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,500})\]"
    r"\((https?://(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})(?:[ \t]{1,9}\"[^\"\n]{0,300}\")?\)",
    re.IGNORECASE,
)
#: What Google Docs makes of every link in a page that it writes.
_WRAPPED = re.compile(r"https?://www\.google\.com/url\?([^\s#]{1,4000})\Z")
_FIRST = re.compile(r"\s*\S+")
_LONGEST_WORD = 200
_BLANKS = re.compile(r"\s+")


def begin(number: int) -> str:
    """Return the mark of where a piece of backing begins."""
    return f"{_BEGIN}{number}{STOP}"


def finish(number: int) -> str:
    """Return the mark of where it ends. One without its beginning stands on the word before it."""
    return f"{_FINISH}{number}{STOP}"


def address_in(words: str) -> str:
    """Return the first web address in a text, without what ends a sentence behind it; "" for none."""
    found = _ADDRESS.search(words[:LONGEST])
    return web_address(found[0].rstrip(".,;:!?…'’)]}")) if found else ""


def web_address(href: str, base: str = "") -> str:
    """Return the address of the web that a link leads to, as browsers write it; "" for any other, such as mailto.

    A link that is not complete leads on from ``base``. The address within a link of Google Docs is taken out of it.
    """
    address = resolved(href, base)
    if (wrapped := _WRAPPED.match(address)) and (inner := parse_qs(wrapped[1]).get("q")):
        address = resolved(inner[0])
    return address if len(address) <= LONGEST_ADDRESS else ""


def without_links(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a text with the words of its Markdown links in their place, and these links as pieces of backing."""
    if "](http" not in text.lower():
        return text, []
    text, backing = without_noncharacters(text), Backing()

    def marked(link: re.Match[str]) -> str:
        number = backing.add("link", address=web_address(link[2]))
        return f"{begin(number)}{link[1]}{finish(number)}"

    rows = [backing.taken(_LINK.sub(marked, row)) for row in text.split("\n")]
    return "\n".join(rows), [piece for piece in backing.pieces if piece["address"]]


def notes_in(text: str) -> list[dict[str, Any]]:
    """Return the notes of a text in Markdown, ``[^1]: …``, as pieces of backing on the words before their marks."""
    cut = blocks(normalise(text), markdown=True) if "[^" in text else []
    found = []
    for note in cut:
        if note.kind == NOTE and note.place:
            block, at = note.place
            words = cut[block].text
            start, end, _ = word_at(words, at)
            piece = {"kind": "footnote", "words": note.text[:LONGEST], "author": "", "date": "", "block": block}
            piece |= {"address": address_in(note.text), "quote": words[start:end]}
            found.append(piece | {"prefix": words[max(0, start - AROUND) : start], "suffix": words[end : end + AROUND]})
    return found[:MOST]


class Backing:
    """The pieces of backing of one document, in the order in which they were found.

    A piece is {kind, words, author, date, address, quote, prefix, suffix, block}: ``quote`` are the words that it
    stands on, or the word that it follows; ``prefix`` and ``suffix`` what stands around them in the same block;
    ``block`` is the number of that block, about, from 0. A comment that runs over several blocks is a piece on each of
    them.
    """

    def __init__(self) -> None:
        self.pieces: list[dict[str, Any]] = []
        self.block = self.ours = 0
        self._stands: Counter[int] = Counter()  # how many blocks a piece stands on
        self._open: dict[int, None] = {}
        self._done: set[int] = set()  # what goes on, and stands on no more blocks

    def add(self, kind: str, *, words: str = "", author: str = "", date: str = "", address: str = "") -> int:
        """Add a piece and return its number for the marks; that of none (MOST) where there are too many already.

        A comment that the desk itself has written into the document is none.
        """
        if author.strip().endswith(BY_US):
            self.ours += 1
            return MOST
        if len(self.pieces) >= MOST:
            return MOST
        said = {"kind": kind, "words": _together(words)[:LONGEST], "author": _together(author)[:200]}
        said |= {"date": _day(date), "address": address or address_in(words)}
        self.pieces.append(said | {"quote": "", "prefix": "", "suffix": "", "block": 0})
        return len(self.pieces) - 1

    def says(self, number: int, words: str, address: str = "") -> None:
        """Set what a piece says: the words of a note come after its place."""
        if number < len(self.pieces):
            self.pieces[number] |= {"words": _together(words)[:LONGEST], "address": address or address_in(words)}

    def taken(self, words: str) -> str:
        """Return the words of a whole block without the marks in them, and keep the places that these marked.

        The signs of notes stay in them.
        """
        if STOP not in words:
            self._stand_on(words, dict.fromkeys(self._open, 0), len(words))
            self.block += bool(words.strip())
            return words
        parts, size, at, begun = [], 0, 0, dict.fromkeys(self._open, 0)
        signs: list[tuple[int, str]] = []
        ended: list[tuple[int, int | None, int]] = []
        for mark in _MARK.finditer(words):
            parts.append(words[at : mark.start()])
            size += len(parts[-1])
            at = mark.end()
            if mark[3]:
                signs.append((size, mark[3]))
                continue
            number = int(mark[2])
            if mark[1] == _BEGIN:
                begun[number] = size
                self._open[number] = None
            elif number not in self._done:
                ended.append((number, begun.pop(number, None), size))
                self._open.pop(number, None)
        clean = "".join([*parts, words[at:]])
        for number, start, end in ended:
            if start is None or not (self._place(number, clean, start, end) or self._stands[number]):
                self._place(number, clean, *_beside(clean, end))
        self._stand_on(clean, begun, len(clean))
        self.block += bool(clean.strip())
        return _with_signs(clean, signs)

    def _stand_on(self, clean: str, begun: dict[int, int], end: int) -> None:
        """What goes on behind the block stands on its words here, too."""
        if not clean.strip():
            return
        for number, start in begun.items():
            self._place(number, clean, start, end)
            full = len(self.pieces) == MOST and self._stands[number]
            if full or number >= len(self.pieces) or self._stands[number] == MOST_BLOCKS:
                self._done.add(number)
                self._open.pop(number, None)

    def _place(self, number: int, clean: str, start: int, end: int) -> bool:
        """Keep where a piece stands, and return whether there are words: where it goes on, it is one more piece."""
        if number >= len(self.pieces) or self._stands[number] == MOST_BLOCKS:
            return True
        quote = _together(clean[start : min(end, start + LONGEST_QUOTE)])
        if not quote:
            return False
        piece = self.pieces[number]
        if self._stands[number]:
            if len(self.pieces) == MOST:
                return True
            piece = dict(piece)
            self.pieces.append(piece)
        self._stands[number] += 1
        piece["quote"], piece["block"] = quote, self.block
        piece["prefix"] = _BLANKS.sub(" ", normalise(clean[max(0, start - AROUND) : start])).lstrip()
        piece["suffix"] = _BLANKS.sub(" ", normalise(clean[end : end + AROUND])).rstrip()
        return True

    def note(self) -> Iterator[str]:
        """What the editor has to know of it, in words."""
        names = {"comment": "comment", "footnote": "footnote", "endnote": "endnote", "link": "link"}
        counted = Counter(piece["kind"] for piece in self.pieces)
        counted["comment"] -= sum(stands - 1 for stands in self._stands.values() if stands > 1)
        said = [plural(counted[kind], name) for kind, name in names.items() if counted[kind]]
        if said:
            listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
            yield f"Read as backing, on the lines that they stand on: {listed}."
        if self.ours:
            said = "comment that Factcheck wrote is,comments that Factcheck wrote are"
            yield f"{plural(self.ours, said)} left out."
        if len(self.pieces) == MOST:
            yield f"Only the first {MOST} comments, notes and links were read."


def _with_signs(clean: str, signs: list[tuple[int, str]]) -> str:
    ends = [0, *(at for at, _ in signs), len(clean)]
    parts = [clean[start:end] for start, end in pairwise(ends)]
    return "".join(words + note for words, note in zip(parts, [*(sign(label) for _, label in signs), ""], strict=True))


def _beside(clean: str, at: int) -> tuple[int, int]:
    """The word that ends before a place in a block, or else the one after it."""
    before = clean[max(0, at - _LONGEST_WORD) : at].rstrip()
    if before:
        return at - len(clean[max(0, at - _LONGEST_WORD) : at]) + len(before) - len(before.split()[-1]), at
    after = _FIRST.match(clean, at)
    return (at, after.end()) if after else (at, at)


def _day(said: str) -> str:
    """Return the day that a moment in ISO 8601 begins with; "" for none: a document may say anything."""
    try:
        return date.fromisoformat(said.strip()[:10]).isoformat()
    except ValueError:
        return ""


def _together(words: str) -> str:
    return _BLANKS.sub(" ", normalise(words)).strip()
