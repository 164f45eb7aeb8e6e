"""Compare the text around a claim's block: its lead-in, the heading above, and the blocks beside a short one."""

import re
from collections.abc import Sequence
from functools import cached_property

from claims.text.anchors.cutting import Text
from claims.text.anchors.differences import MINOR, Difference, changes, kinds, printed
from claims.text.anchors.gaps import marks
from claims.text.anchors.mapping import WordMap
from claims.text.anchors.voices import Voices

HEADING, QUOTE, NOTE = "heading", "quote", "note"
# Kinds of block that are read together with their neighbours.
_IN_A_ROW = frozenset({"list_item", "table_cell", QUOTE})
# Kinds for which a neighbour that was added or removed matters too: who is quoted, what a figure is of.
_BOUND = frozenset({"table_cell", QUOTE})
_NEAR = 3  # lines of a neighbour that are compared
# What a lead-in or a heading says about everything under it. Only a lead-in says who speaks.
_SAYS = frozenset({"negation", "truth", "condition", "verb"})
_SPEAKS = _SAYS | {"speaker", "pronoun"}
_DASH = re.compile(r"[-–—―]\s*\w")


class Surroundings:
    """The text around the blocks of one text. Blocks and lines are given by their numbers in it."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def words(self, lines: range) -> tuple[str, ...]:
        return tuple(said for line in lines for said in self.text.line_says(line))

    def is_quote(self, block: int) -> bool:
        return self.text.block_kinds[block] == QUOTE

    def all_quoted(self, block: int) -> bool:
        """Return whether a block is entirely quotation, by its kind or by its marks."""
        return self._all_quoted[block]

    def is_short(self, block: int) -> bool:
        first, last = self.text.block_lines[block]
        return last - first <= 1 or self.text.block_kinds[block] in _IN_A_ROW or self.all_quoted(block)

    def is_bound(self, block: int) -> bool:
        """Return whether its neighbours say whose or what it is, so that another neighbour changes the meaning."""
        return self.text.block_kinds[block] in _BOUND or self.all_quoted(block)

    def before(self, block: int) -> range:
        """Return the last lines of the block before; empty if there is no block before."""
        if not block:
            return range(0)
        first, last = self.text.block_lines[block - 1]
        return range(max(first, last - _NEAR), last)

    def after(self, block: int) -> range:
        if block + 1 >= len(self.text.block_lines):
            return range(0)
        first, last = self.text.block_lines[block + 1]
        return range(first, min(last, first + _NEAR))

    def lead_in(self, block: int) -> range:
        """Return the line with a colon that introduces the block.

        It is at the end of the block above, or above the list that the block is an item of.
        """
        above = self._above[block]
        return range(0) if above < 0 else range(self.text.block_lines[above][1] - 1, self.text.block_lines[above][1])

    def heading(self, block: int) -> range:
        above = self._headings[block]
        return range(0) if above < 0 else range(*self.text.block_lines[above])

    @cached_property
    def voices(self) -> Voices:
        return Voices(self.text)

    @cached_property
    def _all_quoted(self) -> list[bool]:
        spans = [self.text.words_of(block) for block in range(len(self.text.block_lines))]
        return [
            self.is_quote(block) or (first < last and all(self.text.quoted[first:last]))
            for block, (first, last) in enumerate(spans)
        ]

    @cached_property
    def _above(self) -> list[int]:
        found: list[int] = []
        for block, kind in enumerate(self.text.block_kinds):
            if block and kind != NOTE and self._brings_on(block - 1):
                found.append(block - 1)
            elif block and kind in _IN_A_ROW and self.text.block_kinds[block - 1] == kind:
                found.append(found[-1])
            else:
                found.append(-1)
        return found

    @cached_property
    def _headings(self) -> list[int]:
        found: list[int] = []
        above = -1
        for block, kind in enumerate(self.text.block_kinds):
            found.append(-1 if kind in (HEADING, NOTE) else above)  # notes stand below no heading of the text
            above = block if kind == HEADING else above
        return found

    def _brings_on(self, block: int) -> bool:
        first, last = self.text.words_of(block)
        return first < last and ":" in (end := self.text.between(last - 1)) and marks(end).rstrip('"').endswith(":")


class Beside:
    """Compare the text around blocks of the old text with the text around them in the new one."""

    def __init__(self, word_map: WordMap) -> None:
        self._map, self.alignment = word_map, word_map.alignment
        self.old, self.new = Surroundings(word_map.old), Surroundings(word_map.new)
        # What was found out about pairs of blocks: all claims of a block ask the same.
        self._changed: dict[tuple[int, int], bool] = {}
        self._said: dict[tuple[int, int], list[Difference]] = {}

    def changed(self, blocks: list[tuple[int, int]]) -> bool:
        """Return whether the kind, the lead-in, the heading above, or the blocks beside a short block changed."""
        for pair in blocks:
            if pair not in self._changed:
                self._changed[pair] = self._is_changed(*pair)
        return any(map(self._changed.__getitem__, blocks))

    def _is_changed(self, block: int, other: int) -> bool:
        if self.old.text.block_kinds[block] != self.new.text.block_kinds[other]:
            return True
        if any(self.old.words(before) != self.new.words(after) for before, after in self._leads(block, other)):
            return True
        bound = self.old.is_bound(block) or self.new.is_bound(other)
        return any(
            self.old.words(before) != self.new.words(after) and (bound or not self._still_there(before))
            for before, after in self._neighbours(block, other)
        )

    def around(self, block: int, other: int) -> list[tuple[range, range]]:
        return self._leads(block, other) + self._neighbours(block, other)

    def _leads(self, block: int, other: int) -> list[tuple[range, range]]:
        old, new = self.old, self.new
        return [(old.lead_in(block), new.lead_in(other)), (old.heading(block), new.heading(other))]

    def _neighbours(self, block: int, other: int) -> list[tuple[range, range]]:
        old, new = self.old, self.new
        if not (old.is_short(block) or new.is_short(other)):
            return []
        return [(old.before(block), new.before(other)), (old.after(block), new.after(other))]

    def _still_there(self, lines: range) -> bool:
        """Return whether these lines are unchanged in the new text: another block came between, or one was moved."""
        for line in lines:
            places = self.alignment.links[line]
            if len(places) != 1 or self.old.text.line_says(line) != self.new.text.line_says(places[0]):
                return False
        return True

    def alike(self, before: Sequence[int], after: Sequence[int]) -> bool:
        """Return whether these lines became those with changes only in spelling, capitals, numeral style and marks."""
        if len(before) != len(after):
            return False
        for line, place in zip(before, after, strict=True):
            if self.old.text.line_signs(line) != self.new.text.line_signs(place):
                return False
            if self.old.text.line_keys(line) == self.new.text.line_keys(place):
                continue
            if self.alignment.links[line] != [place] or self.alignment.back[place] != [line]:
                return False
            changed = self._map.changes_of(self._map.group_of_old[line])
            if any(kind not in MINOR for _, found in changed for kind in found):
                return False
        return True

    def said(self, blocks: list[tuple[int, int]]) -> list[Difference]:
        """Return the differences in lead-ins, headings, the kind of a block and the line under a quotation."""
        for pair in blocks:
            if pair not in self._said:
                self._said[pair] = self._said_of(*pair)
        return [found for pair in blocks for found in self._said[pair]]

    def _said_of(self, block: int, other: int) -> list[Difference]:
        old, new = self.old, self.new
        found: list[Difference] = []
        was, is_now = old.is_quote(block), new.is_quote(other)
        if was != is_now:
            found.append(Difference("speaker", "“ ”" if was else "", "“ ”" if is_now else ""))
        found += self._led(old.lead_in(block), new.lead_in(other), _SPEAKS)
        found += self._led(old.heading(block), new.heading(other), _SAYS)
        if old.all_quoted(block) and new.all_quoted(other):
            found += self._signed(old.after(block)[:1], new.after(other)[:1])
        return found + self._voiced(block, other)

    def _voiced(self, block: int, other: int) -> list[Difference]:
        """Return a changed speaker of a turn, a speech or a long quotation, who is named in another block."""
        old, new = self.old.voices, self.new.voices
        was, is_now = old.turns[block], new.turns[other]
        if was != is_now and (old.converse or new.converse):
            return [Difference("speaker", was, is_now)]
        if old.speech and new.speech and old.speech != new.speech:
            return [Difference("speaker", old.speech, new.speech)]
        said, says = old.quotations[block], new.quotations[other]
        if said and says and said != says:
            return [Difference("speaker", " ".join(said), " ".join(says))]
        return []

    def _led(self, before: range, after: range, says: frozenset[str]) -> list[Difference]:
        if self.old.words(before) == self.new.words(after):
            return []
        old, new = self.old.text, self.new.text
        (a, b), (c, d) = _words_of(old, before), _words_of(new, after)
        named = {
            kind
            for i, j, m, n in changes(old.keys[a:b], new.keys[c:d])
            for kind in kinds(old, new, (a + i, a + j, c + m, c + n))
        }
        return [Difference(kind, printed(old, a, b), printed(new, c, d)) for kind in sorted(named & says)]

    def _signed(self, before: range, after: range) -> list[Difference]:
        """Return a changed line with a dash under a quotation, which names who said it."""
        one, other = _signature(self.old.text, before), _signature(self.new.text, after)
        if one and other and one != other:
            return [Difference("speaker", " ".join(one), " ".join(other))]
        return []


def _words_of(text: Text, lines: range) -> tuple[int, int]:
    return (text.line_words[lines[0]][0], text.line_words[lines[-1]][1]) if lines else (0, 0)


def _signature(text: Text, lines: range) -> list[str]:
    if not lines or not _DASH.match(text.text, text.line_spans[lines[0]][0]):
        return []
    return [key for key in text.keys[slice(*text.line_words[lines[0]])] if key[0].isupper()]
