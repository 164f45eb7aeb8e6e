"""Footnotes and endnotes of a text: blocks of their own, each tied to the place where its mark stands.

The mark is no part of the running text, where it would be read as a figure ("tanks.1"): in Markdown it is ``[^1]``, and
the note a paragraph that begins with ``[^1]:``. While a document is read, a mark is a sign that no text has.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from os.path import commonprefix
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

NOTE = "note"
#: The longest mark of a note: "1", "xiv", "**".
LONGEST_MARK = 12
#: No text has these: they are no characters, for use within a program (Unicode, "noncharacters").
SIGN, STOP = "\ufdd3", "\ufdd1"
_SIGN = re.compile(f"{SIGN}([^{STOP}]{{1,{LONGEST_MARK}}}){STOP}")
_LABEL = rf"\[\^([^\]\[\s^]{{1,{LONGEST_MARK}}})\]"
_MARK = re.compile(rf"(\\?){_LABEL}")
_UNESCAPED = re.compile(_LABEL)
DEFINED = re.compile(rf"{_LABEL}:\s*(?=\S)")
_LONGEST_WORD = 200
#: How alike a block must be to one of another version (0 to 100), how many blocks near its place are compared with it,
#: and how much of each; pairs of characters that are compared to find a place in it.
_ALIKE, _NEAR, _BEGINNING, _PAIRS = 60, 40, 2_000, 1_000_000

#: The number of a block, and an offset in it.
type Place = tuple[int, int]


def sign(label: str) -> str:
    """Return what stands in the words of a document, while it is read, where the mark of a note is."""
    return f"{SIGN}{label}{STOP}"


def signs_in(words: str) -> list[str]:
    """Return the labels of the notes whose signs stand in these words."""
    return _SIGN.findall(words)


def without_signs(words: str) -> str:
    """Return words of a document without the signs of notes."""
    return _SIGN.sub("", words)


def written_signs(words: str) -> str:
    """Return the words with the signs of notes as Markdown has their marks. What only looks so is escaped."""
    return _SIGN.sub(r"[^\1]", _UNESCAPED.sub(r"\\\g<0>", words))


def without_marks(words: str, defined: Collection[str]) -> tuple[str, list[tuple[str, int]]]:
    """Return words in Markdown without the marks of the notes that are ``defined``, and (label, offset) of each mark.

    A mark without a note stays, and so does one behind a backslash, which goes.
    """
    parts: list[str] = []
    found: list[tuple[str, int]] = []
    size = at = 0
    for mark in _MARK.finditer(words):
        escaped = bool(mark[1])
        if not escaped and mark[2] not in defined:
            continue
        part = words[at : mark.start()]
        if not escaped and not words[mark.end() : mark.end() + 1].strip():
            part = part.rstrip()  # one blank, not two, stays where the mark stood between them
        parts.append(part)
        size += len(part)
        at = mark.start() + 1 if escaped else mark.end()
        if not escaped:
            found.append((mark[2], size))
    clean = "".join([*parts, words[at:]])
    gone = len(clean) - len(clean.lstrip())
    clean = clean.strip()
    return clean, [(label, min(max(offset - gone, 0), len(clean))) for label, offset in found]


def places_again(before: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> dict[str, Place]:
    """Return {mark of a note: where it stands in the texts of the blocks of another version}.

    ``before`` are the blocks of the version that has the marks (text, note_number, note_block, note_at). A mark goes
    along with its block, if that has the same words anywhere, or like words near its place.
    """
    marked = [one for one in before if one.get("note_number") and one.get("note_block") is not None]
    same: dict[str, list[int]] = {}
    for at, text in enumerate(texts if marked else ()):
        same.setdefault(text, []).append(at)
    went = {at: _block_again(before[at]["text"], at, texts, same) for at in {one["note_block"] for one in marked}}
    return {
        one["note_number"]: (block, _offset_again(before[one["note_block"]]["text"], texts[block], one["note_at"]))
        for one in marked
        if (block := went[one["note_block"]]) is not None
    }


def _block_again(text: str, at: int, texts: Sequence[str], same: Mapping[str, Sequence[int]]) -> int | None:
    if text in same:
        places = same[text]
        behind = bisect_left(places, at)
        return min(places[max(0, behind - 1) : behind + 1], key=lambda place: abs(place - at))
    first = max(0, at - _NEAR)
    near = [one[:_BEGINNING] for one in texts[first : at + _NEAR]]
    found = process.extractOne(text[:_BEGINNING], near, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return first + found[2] if found else None


def _offset_again(old: str, new: str, offset: int) -> int:
    """Return the offset in the new words that stands where ``offset`` stood in the old ones; never within a word."""
    first = len(commonprefix([old, new]))
    if offset <= first:
        return offset
    most = min(len(old), len(new)) - first
    last = min(most, len(commonprefix([old[::-1], new[::-1]])))
    if offset >= len(old) - last:
        return len(new) - (len(old) - offset)
    place, old, new_end = first, old[first : len(old) - last], len(new) - last
    if len(old) * (new_end - first) > _PAIRS:
        return new_end
    for one in Levenshtein.opcodes(old, new[first:new_end]):
        place = first + one.dest_end
        if one.src_end >= offset - first:
            place -= one.src_end - (offset - first) if one.tag == "equal" else 0
            break
    while 0 < place < len(new) and new[place - 1].isalnum() and new[place].isalnum():
        place += 1
    return place


def word_at(text: str, at: int) -> tuple[int, int, bool]:
    """Return start and end of the word that ends before a place in a block, and True; else of the one behind it."""
    if words := text[max(0, at - _LONGEST_WORD) : at].split():
        end = len(text[:at].rstrip())
        return end - len(words[-1]), end, True
    behind = text[at : at + _LONGEST_WORD]
    start = at + len(behind) - len(behind.lstrip())
    return start, start + len((behind.split() or [""])[0]), False


class Ties:
    """Which lines of a text hold marks of notes, and which line a note begins with.

    ``marks`` is {line's number: [(mark, offset in the block, number of the note's first line)]}; ``notes`` is {number
    of a note's first line: (mark, number of the line where it stands, or None)}.
    """

    def __init__(
        self,
        blocks: Iterable[tuple[int, str, int | None, int | None]],
        lines: Iterable[tuple[int, int, int]],
    ) -> None:
        """``blocks`` are (position, note_number, note_block, note_at), ``lines`` (number, block's position, start)."""
        self.marks: dict[int, list[tuple[str, int, int]]] = {}
        self.notes: dict[int, tuple[str, int | None]] = {}
        numbered = [(at, mark, block, place) for at, mark, block, place in blocks if mark]
        if not numbered:
            return
        of: dict[int, list[tuple[int, int]]] = {}
        for number, at, start in lines:
            of.setdefault(at, []).append((start, number))
        for at, mark, block, place in numbered:
            first = of[at][0][1] if at in of else None
            there = of.get(block) if block is not None else None
            line = there[max(0, bisect_left(there, (place or 0, 0)) - 1)][1] if there else None
            if first is not None:
                self.notes[first] = mark, line
            if line is not None and first is not None:
                self.marks.setdefault(line, []).append((mark, place or 0, first))
