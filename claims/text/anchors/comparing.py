"""Compare a claim's old words with its new ones, where every difference counts.

Around its words, only differences that change what is said count.
"""

from collections.abc import Callable

from claims.text.anchors import vocabulary as known
from claims.text.anchors.cutting import Text, is_figure
from claims.text.anchors.differences import Difference, Op, changes, described, printed
from claims.text.anchors.gaps import asks, gap_kind, row_end, second_begins, signs
from claims.text.anchors.mapping import WordMap
from claims.text.anchors.speech import Speech
from claims.text.anchors.surroundings import Beside

_WIDE_BLOCK, _BESIDE = 12, 3  # lines; in a longer paragraph only those beside a claim are its context
# Changes of one claim that are given their kinds. Of those behind them only the first is named, as other words, so that
# nobody takes them for a change of spelling; and so many of its words are shown.
_DESCRIBED, _SHOWN = 1_000, 20
# Kinds that count in a sentence that was joined to the claim's sentence or separated from it.
_SAID = ("speaker", "verb", "negation")
_SPEECH = frozenset({"verb", "negation", "truth", "condition", "hedge"})


class Comparison:
    """Compare claims at their places.

    `words` are a claim's words in the old text, `news` those at its place in the new one, `lines` the old lines that it
    lies in.
    """

    def __init__(self, word_map: WordMap, check: Callable[[], None] | None = None) -> None:
        """Compare at the places that the map says. `check` is called for every line, and may raise to stop."""
        self._check = check or _go_on
        self._map, self.alignment = word_map, word_map.alignment
        self.old, self.new = word_map.old, word_map.new
        self._old_speech, self._new_speech = Speech(self.old), Speech(self.new)
        self._beside = Beside(word_map)
        self._stays_as: dict[int, int | None] = {}

    def stays(self, block: int) -> int | None:
        """Return the new block that an old one became, if nothing in it changed, nor anything around it that counts.

        None if something did. Every claim in a block that stays is kept, at the same words, without any difference.
        """
        if block not in self._stays_as:
            self._check()
            self._stays_as[block] = self._became(block)
        return self._stays_as[block]

    def _became(self, block: int) -> int | None:
        old, new = self.old, self.new
        lines = range(*old.block_lines[block])
        places = self.alignment.links[lines[0]]
        if not places:
            return None
        other = new.line_block[places[0]]
        behind = range(*new.block_lines[other])
        same = (
            len(lines) == len(behind)
            and old.text_of(block) == new.text_of(other)
            and self.alignment.became(lines, behind)
            and self.alignment.moved.isdisjoint(lines)
            and old.longer(lines) == {*lines}
            and new.longer(behind) == {*behind}
            and (
                not (old.quotes or new.quotes)
                or old.quoted[slice(*old.words_of(block))] == new.quoted[slice(*new.words_of(other))]
            )
        )
        if not same or self._beside.changed([(block, other)]) or self._beside.said([(block, other)]):
            return None
        return None if self.of_speech([], [*lines], moved=False) else other

    def worded(self, words: list[int], news: list[int]) -> list[Difference]:
        """Return the differences between the claim's words and those at its place, whatever the map says."""
        old, new = [self.old.keys[w] for w in words], [self.new.keys[x] for x in news]
        ops = changes(old, new)
        found: list[Difference] = []
        for a, b, c, d in ops[:_DESCRIBED]:
            first, to = words[a] if a < len(words) else words[-1] + 1, news[c] if c < len(news) else news[-1] + 1
            found += described(
                self.old, self.new, (first, words[b - 1] + 1 if a < b else first, to, news[d - 1] + 1 if c < d else to)
            )
        for a, b, c, d in ops[_DESCRIBED : _DESCRIBED + 1]:
            before, after = (" ".join(keys[:_SHOWN]) for keys in (old[a:b], new[c:d]))
            found.append(Difference("words", before, after))
        return found

    def marked(self, words: list[int], news: list[int]) -> list[Difference]:
        """Return differences of marks and typography within a claim of the same words, and of signs beside it."""
        old, new = self.old, self.new
        in_a_row = words[-1] - words[0] == news[-1] - news[0] == len(words) - 1
        if in_a_row and old.as_printed(words[0], words[-1]) == new.as_printed(news[0], news[-1]):
            return self._sign_before(words[0], news[0]) + self._sign_behind(words[-1], news[-1])
        found: list[Difference] = []
        joined = False
        for n, (w, x) in enumerate(zip(words, news, strict=True)):
            before, after = old.text[old.starts[w] : old.ends[w]], new.text[new.starts[x] : new.ends[x]]
            if before != after:
                found.append(Difference("typography", before, after))
            found += [] if joined else self._sign_before(w, x)
            joined = n + 1 < len(words) and (words[n + 1], news[n + 1]) == (w + 1, x + 1)
            if not joined:
                found += self._sign_behind(w, x)
                continue
            before, after = old.text[old.ends[w] : old.starts[w + 1]], new.text[new.ends[x] : new.starts[x + 1]]
            if before == after or (before.isspace() and after.isspace() and row_end(before + after)):
                continue
            folded = old.folded[old.ends[w] : old.starts[w + 1]], new.folded[new.ends[x] : new.starts[x + 1]]
            kind = gap_kind(*folded, figures=all(map(is_figure, old.keys[w : w + 2])))
            if kind != "typography" or before.split() != after.split() or not before.strip():
                found.append(
                    Difference(
                        kind, old.text[old.starts[w] : old.ends[w + 1]], new.text[new.starts[x] : new.ends[x + 1]]
                    )
                )
        return found

    def in_sentence(self, words: list[int], news: list[int], lines: list[int], inside: bool) -> list[Difference]:
        """Return the differences in the rest of the claim's sentences.

        Where the end of a sentence is doubtful, the longer reading counts. This includes words of speech, doubt or
        denial in a sentence that was joined to it or separated from it.
        """
        mine, theirs = {*words}, {*news}
        mine_lines, places = self.old.longer(lines), self.new.longer(self._places(news))
        lines = sorted(mine_lines)
        found: list[Difference] = []

        def beside(op: Op) -> bool:
            return mine.isdisjoint(range(*op[:2])) and theirs.isdisjoint(range(*op[2:]))

        for group in sorted({self._map.group_of_old[line] for line in lines} - {-1}):
            if not any(map(beside, self._map.ops[group])):
                continue  # the kinds of its changes need not be known
            for op, kinds in self._map.changes_of(group):
                if not beside(op):
                    continue
                a, b, c, d = op
                here = a < b and self.old.word_line[a] in mine_lines
                here = here or (a == b and self.new.word_line[c] in places)
                old, new = printed(self.old, a, b), printed(self.new, c, d)
                found += [Difference(kind, old, new) for kind in kinds if here or kind in _SPEECH]
        found += self._joined_or_parted(mine, lines, places)
        return found + self._marks_around(set() if inside else mine, lines)

    def _joined_or_parted(self, mine: set[int], lines: list[int], places: set[int]) -> list[Difference]:
        found: list[Difference] = []
        mine_lines = {*lines}
        found += [
            Difference(kind, printed(self.old, word, word + 1), "")
            for line in lines
            if not self.alignment.links[line]
            for word in range(*self.old.line_words[line])
            for kind in _speech(self.old.keys[word])
        ]
        found += [
            Difference(kind, "", printed(self.new, x, x + 1))
            for place in sorted(places)
            if not self.alignment.back[place]
            for x in range(*self.new.line_words[place])
            for kind in _speech(self.new.keys[x])
        ]
        for line in lines:
            if not places.issuperset(self.alignment.links[line]):
                for word in range(*self.old.line_words[line]):
                    image = self._map.image[word]
                    if word not in mine and image and self.new.word_line[image[0]] not in places:
                        found += [
                            Difference(kind, printed(self.old, word, word + 1), "")
                            for kind in _speech(self.old.keys[word])
                        ]
        for place in sorted(places):
            if not mine_lines.issuperset(self.alignment.back[place]):
                for x in range(*self.new.line_words[place]):
                    source = self._map.source[x]
                    if source >= 0 and self.old.word_line[source] not in mine_lines:
                        found += [
                            Difference(kind, "", printed(self.new, x, x + 1)) for kind in _speech(self.new.keys[x])
                        ]
        return found

    def _marks_around(self, mine: set[int], lines: list[int]) -> list[Difference]:
        """Return marks and signs that changed in the sentence, not between two of `mine`; and a question mark."""
        old, new = self.old, self.new
        found: list[Difference] = []
        for line in lines:
            self._check()
            if self._stays(line):
                continue
            first, last = old.line_words[line]
            for w in range(first, last):
                x = self._one(w)
                if x is None:
                    continue
                if w not in mine or w - 1 not in mine:
                    found += self._sign_before(w, x)
                if w in mine and w + 1 in mine:
                    continue
                found += self._sign_behind(w, x)
                ends = w + 1 == last, x + 1 == new.line_words[new.word_line[x]][1]
                if ends[0] or ends[1]:
                    if asks(old.between(w)) != asks(new.between(x)) and (ends[0] or asks(new.between(x))):
                        found.append(
                            Difference(
                                "question",
                                old.text[old.starts[w] : old.line_spans[line][1]]
                                if ends[0]
                                else printed(old, w, w + 1),
                                printed(new, x, x + 1) + new.between(x).rstrip(),
                            )
                        )
                    continue
                if self._one(w + 1) != x + 1:
                    continue
                before, after = old.between(w), new.between(x)
                if before != after:
                    kind = gap_kind(before, after, figures=all(map(is_figure, old.keys[w : w + 2])))
                    if kind == "typography" or (kind == "words" and signs(before) != signs(after)):
                        continue  # a sign was found already
                    if kind == "speaker" and "'" not in old.between(w) + new.between(x):
                        kind = "punctuation"  # whether the claim is in a quotation is checked separately
                    found.append(
                        Difference(
                            kind, old.text[old.starts[w] : old.ends[w + 1]], new.text[new.starts[x] : new.ends[x + 1]]
                        )
                    )
        return found

    def _stays(self, line: int) -> bool:
        """Return whether a line became one line, with the same words and marks."""
        places = self.alignment.links[line]
        if len(places) != 1 or len(self.alignment.back[places[0]]) != 1:
            return False
        (a, b), (c, d) = self.old.line_spans[line], self.new.line_spans[places[0]]
        return b - a == d - c and self.old.folded[a:b] == self.new.folded[c:d]

    def _sign_behind(self, w: int, x: int) -> list[Difference]:
        """Return a changed sign after a word: 5€, 300+.

        A sign that is written together with the next word belongs to that word if other words follow now.
        """
        old, new = self.old, self.new
        if w not in old.signed and x not in new.signed:
            return []
        before, after = old.between(w), new.between(x)
        ends = self._ends(old, w), self._ends(new, x)
        follows = not any(ends) and self._one(w + 1) == x + 1
        if not follows and not all(ends):
            before = before if ends[0] else before[: second_begins(before)]
            after = after if ends[1] else after[: second_begins(after)]
        if signs(before) == signs(after):
            return []
        shown = (
            text.text[text.starts[at] : text.ends[at + 1] if follows else text.ends[at] + len(gap)]
            for text, at, gap in ((old, w, before), (new, x, after))
        )
        return [Difference("unit", *(" ".join(text.split()) for text in shown))]

    def _sign_before(self, w: int, x: int) -> list[Difference]:
        """Return a changed sign before a word that begins a line, or that no longer follows the same word."""
        old, new = self.old, self.new
        if w not in old.signed and x not in new.signed:
            return []
        starts = w == old.line_words[old.word_line[w]][0], x == new.line_words[new.word_line[x]][0]
        if not any(starts) and self._one(w - 1) == x - 1:
            return []  # checked after the word before
        before = old.lead(old.word_line[w]) if starts[0] else old.between(w - 1)
        after = new.lead(new.word_line[x]) if starts[1] else new.between(x - 1)
        if not all(starts):
            before = before if starts[0] else before[second_begins(before) :]
            after = after if starts[1] else after[second_begins(after) :]
        if signs(before) == signs(after):
            return []
        shown = (
            text.text[text.starts[at] - len(gap) : text.ends[at]]
            for text, at, gap in ((old, w, before), (new, x, after))
        )
        return [Difference("unit", *(" ".join(text.split()) for text in shown))]

    @staticmethod
    def _ends(text: Text, word: int) -> bool:
        return word + 1 == text.line_words[text.word_line[word]][1]

    def _one(self, word: int) -> int | None:
        """Return the one new word that an old word became."""
        image = self._map.image[word]
        return image[0] if image and image[1] - image[0] == 1 else None

    def of_speech(self, words: list[int], lines: list[int], moved: bool) -> list[Difference]:
        """Return the differences in who says the words and whom they are about."""
        for w in words if self.old.quotes or self.new.quotes else ():
            if (x := self._one(w)) is None:
                continue
            before, after = self.old.quoted[w], self.new.quoted[x]
            if before is not None and after is not None and before != after:
                return [Difference("speaker", "“ ”" if before else "", "“ ”" if after else "")]
        found: list[Difference] = []
        for line in lines:
            self._check()
            for place in self.alignment.links[line][:1]:
                before, after = self._old_speech.attributed_to(line), self._new_speech.attributed_to(place)
                if before.isdisjoint(after) and ((before and after) or (moved and after)):
                    found.append(Difference("speaker", " ".join(sorted(before)), " ".join(sorted(after))))
                found += self._meant(line, place)
        return found

    def _meant(self, line: int, place: int) -> list[Difference]:
        """Return a changed name where the line's pronoun refers to one: all names before it, or another name above."""
        before, above = self._old_speech.meant_by_pronoun(line)
        after, over = self._new_speech.meant_by_pronoun(place)
        if before and after and before.isdisjoint(after):
            return [Difference("pronoun", " ".join(sorted(before)), " ".join(sorted(after)))]
        if above - over and over - above:
            return [Difference("pronoun", " ".join(sorted(above)), " ".join(sorted(over)))]
        return []

    # --- around the sentences ----------------------------------------------------------------------------------------

    def of_surroundings(self, lines: list[int], news: list[int]) -> list[Difference]:
        """Return what changed for the claim in its lead-in, heading, kind of block or the line under a quotation."""
        return self._beside.said(self._blocks(lines, self._places(news)))

    def around_changed(self, lines: list[int], news: list[int]) -> str:
        """Return whether other lines of the paragraph, or the text around it, changed."""
        places = self._places(news)
        before, after = self._around(self.old, lines), self._around(self.new, places)
        if len(before) != len(after) or any(
            self.old.line_says(line) != self.new.line_says(place) for line, place in zip(before, after, strict=True)
        ):
            return "paragraph"
        return "surroundings" if self._beside.changed(self._blocks(lines, places)) else ""

    def said_around(self, lines: list[int]) -> list[str]:
        """Return the kinds of changes in the other lines of the paragraph that say who speaks, and how."""
        groups = dict.fromkeys(self._map.group_of_old[line] for line in self._around(self.old, lines))
        changed = [found for group in groups if group >= 0 for _, found in self._map.changes_of(group)]
        return [kind for kind in _SAID if any(kind in found for found in changed)]

    def only_minor_around(self, lines: list[int], news: list[int]) -> bool:
        """Return whether only spelling changed around a claim, so that showing its words alone is enough."""
        places = self._places(news)
        return self._beside.alike(self._around(self.old, lines), self._around(self.new, places)) and all(
            self.old.block_kinds[block] == self.new.block_kinds[other]
            and all(self._beside.alike(*pair) for pair in self._beside.around(block, other))
            for block, other in self._blocks(lines, places)
        )

    def _places(self, news: list[int]) -> list[int]:
        if news[-1] - news[0] == len(news) - 1:
            return sorted({*self.new.word_line[news[0] : news[-1] + 1]})
        return sorted({self.new.word_line[x] for x in news})

    def _blocks(self, lines: list[int], places: list[int]) -> list[tuple[int, int]]:
        """Return a claim's blocks with those at its place; the first and the last if their numbers differ."""
        before = sorted({self.old.line_block[line] for line in lines})
        after = sorted({self.new.line_block[place] for place in places})
        if len(before) == len(after):
            return list(zip(before, after, strict=True))
        return [(before[0], after[0]), (before[-1], after[-1])]

    def _around(self, text: Text, lines: list[int]) -> list[int]:
        found: list[int] = []
        for block in sorted({text.line_block[line] for line in lines}):
            first, last = text.block_lines[block]
            if last - first > _WIDE_BLOCK:
                here = [line for line in lines if first <= line < last]
                first, last = max(first, here[0] - _BESIDE), min(last, here[-1] + _BESIDE + 1)
            found += range(first, last)
        return found


def _go_on() -> None:
    """Do nothing: the default check never stops the work."""


def _speech(key: str) -> list[str]:
    small = key.lower()
    if known.reports(key):
        return ["speaker"]
    if small in known.NEGATIONS or small.endswith("n't"):
        return ["negation"]
    if small in known.KNOWING:
        return ["verb"]
    if small in known.TRUTH:
        return ["truth"]
    if small in known.CONDITIONS:
        return ["condition"]
    return ["hedge"] if small in known.HEDGES and small not in known.HEDGES_OF_FIGURES else []
