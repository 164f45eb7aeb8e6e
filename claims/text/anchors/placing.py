"""Find claims' words in a changed text, or report them lost. Different words are never reported as the same.

The line decides first, its words second. If a phrase stands word for word in some other line, that is a candidate to
show to a person, never a place.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from claims.text.anchors.alignment import Alignment
from claims.text.anchors.comparing import Comparison
from claims.text.anchors.cutting import Text
from claims.text.anchors.differences import BINDING, MINOR, Difference
from claims.text.anchors.elsewhere import Elsewhere
from claims.text.anchors.gaps import joined_otherwise, marks, reach, up_to_sign
from claims.text.anchors.mapping import WordMap
from claims.text.anchors.reasons import reason
from claims.text.anchors.results import AMBIGUOUS, CHANGED, CONTEXT_CHANGED, KEPT, LOST, Candidate, LineChange, Placed
from claims.text.words import Span

LEAST = 0.2  # share of a claim's words, by weight; if less is left, the claim is lost
_WIDEST = 200  # characters between two words that are searched for a claim's marks
_EQUALS = 10  # places that are shown if several are equally good


class Reanchoring:
    """What became of an old text in a new one. Built once (time grows with the texts), then queried for many spans.

    The texts are blocks joined by blank lines, or plain text as it came; spans are code points into them. The kinds of
    the blocks, if known, are values of BlockKind, one for each block in order. A new text that was read before (the
    ``new`` of another Reanchoring, in the same language) is not read again.
    """

    def __init__(
        self,
        old: str,
        new: str | Text,
        language: str = "en",
        old_kinds: Sequence[str] | None = None,
        new_kinds: Sequence[str] | None = None,
        check: Callable[[], None] | None = None,
    ) -> None:
        """Compare the texts. `check` is called again and again during this and in `place`, and may raise to stop."""
        self.old = Text(old, language, old_kinds, check)
        self.new = new if isinstance(new, Text) else Text(new, language, new_kinds, check)
        self._identical = old == self.new.text and self.old.block_kinds == self.new.block_kinds
        self.alignment = Alignment(self.old, self.new, check)
        self._map = WordMap(self.alignment, check)
        self._comparison = Comparison(self._map, check)
        self._elsewhere = Elsewhere(self.alignment)

    # --- one claim ---------------------------------------------------------------------------------------------------

    def place(self, pieces: Sequence[Span]) -> Placed:
        """Return where the words of these pieces of the old text are now.

        Raises ValueError for a piece that is empty or lies outside the text.
        """
        pieces = sorted((start, end) for start, end in pieces)
        for start, end in pieces:
            if not 0 <= start < end <= len(self.old.text):
                raise ValueError(f"{start}–{end} is no piece of a text of {len(self.old.text)} characters")
        if not pieces:
            raise ValueError("a claim without words cannot be placed")
        if self._identical:
            return Placed(KEPT, list(pieces), 1.0, reason(KEPT), [], [], False, False)
        ranges = [self.old.words_in(*piece) for piece in pieces]
        if (behind := self._words_behind(ranges)) is not None:
            runs = [(n, range(first + behind, last + behind)) for n, (first, last) in enumerate(ranges) if first < last]
            return Placed(KEPT, self._places(pieces, ranges, runs), 1.0, reason(KEPT), [], [], False, False)
        words = sorted({word for first, last in ranges for word in range(first, last)})
        if not words:
            return self._place_marks(pieces)
        lines = sorted({self.old.word_line[word] for word in words})
        if any(line in self.alignment.tied for line in lines):
            places = sorted({j for line in lines for j in self.alignment.tied.get(line, ())})
            found = self._elsewhere.in_lines(words, places[:_EQUALS])
            return Placed(AMBIGUOUS, [], _best(found), reason(AMBIGUOUS, places=len(places)), [], found, False, False)
        runs = [(n, run) for n, span in enumerate(ranges) for run in self._runs(*span)]
        if not runs or self._hardly_left(words):
            return self._lost(words, lines)
        return self._placed(pieces, ranges, words, lines, runs)

    def _words_behind(self, ranges: list[tuple[int, int]]) -> int | None:
        """Return how many words behind their old place these now stand, if all are in one block that stays as it was.

        None if they are not, or if anything in the block or around it changed.
        """
        block_of, line_of, block = self.old.line_block, self.old.word_line, -1
        for first, last in ranges:
            if first < last:
                here = block_of[line_of[first]]
                if (block >= 0 and block != here) or block_of[line_of[last - 1]] != here:
                    return None
                block = here
        if block < 0:
            return None
        other = self._comparison.stays(block)
        return None if other is None else self.new.words_of(other)[0] - self.old.words_of(block)[0]

    def _hardly_left(self, words: list[int]) -> bool:
        """Return whether too little of these old words is left for the claim to have a place."""
        image, still = self._map.image, self._map.same
        if words[-1] - words[0] == len(words) - 1 and still.find(0, words[0], words[-1] + 1) < 0:
            return False
        changed = self._weight(word for word in words if image[word] and not still[word])
        return (self._still(words) + 0.5 * changed) / (self._weight(words) or 1.0) < LEAST

    def _still(self, words: list[int]) -> float:
        return self._weight(word for word in words if self._map.same[word])

    def _weight(self, words: Iterable[int]) -> float:
        return self.alignment.likeness.total_of(self.old.keys[word] for word in words)

    def _lost(self, words: list[int], lines: list[int]) -> Placed:
        candidates = self._elsewhere.candidates(words, lines)
        gone = all(not self.alignment.links[line] for line in lines)
        return Placed(
            LOST,
            [],
            _best(candidates),
            reason(LOST, sentence=gone, places=len(candidates)),
            [],
            candidates,
            False,
            False,
        )

    def _placed(
        self,
        pieces: list[Span],
        ranges: list[tuple[int, int]],
        words: list[int],
        lines: list[int],
        runs: list[tuple[int, range]],
    ) -> Placed:
        runs.sort(key=lambda run: (run[1].start, run[1].stop))
        news = sorted({x for _, run in runs for x in run})
        places = self._places(pieces, ranges, runs)
        moved = any(line in self.alignment.moved for line in lines)
        before, after = [self.old.keys[w] for w in words], [self.new.keys[x] for x in news]
        worded = before != after
        if worded:
            became = self.alignment.likeness.total_of(self.new.keys[x] for _, run in runs for x in run)
            score = 2 * self._still(words) / ((self._weight(words) or 1.0) + became)
            differences = self._comparison.worded(words, news) or [
                Difference("order", " ".join(before), " ".join(after))
            ]
        else:
            score, differences = 1.0, self._comparison.marked(words, news)
            worded = any(d.kind != "typography" for d in differences)  # marks with a meaning count as words
        differences += self._comparison.in_sentence(words, news, lines, inside=before != after)
        differences += self._comparison.of_speech(words, lines, moved)
        inside = any(d.kind in BINDING for d in differences)
        differences = list(dict.fromkeys([*differences, *self._comparison.of_surroundings(lines, news)]))
        binding = any(d.kind in BINDING for d in differences)
        # A person who confirms a change of spelling is shown only the words.
        minor = (
            worded
            and all(d.kind in MINOR or d.kind == "typography" for d in differences)
            and self._comparison.only_minor_around(lines, news)
        )
        around = self._comparison.around_changed(lines, news)
        if worded or binding:
            result = CHANGED
        elif around or any(d.kind != "typography" for d in differences) or len(places) > self._in_blocks(ranges):
            result = CONTEXT_CHANGED
        else:
            result = KEPT
        said = self._comparison.said_around(lines) if result == CONTEXT_CHANGED and around == "paragraph" else []
        why = reason(
            result,
            differences=differences,
            worded=worded,
            moved=moved,
            minor=minor,
            around=around,
            said=said,
            inside=inside,
        )
        return Placed(result, places, round(score, 3), why, differences, [], moved, minor)

    def _places(
        self, pieces: list[Span], ranges: list[tuple[int, int]], runs: Iterable[tuple[int, range]]
    ) -> list[Span]:
        """Return the runs of new words, each with the number of its piece, as code points, in order and apart."""
        return _apart(sorted({self._codepoints(pieces[n], ranges[n], run) for n, run in runs}))

    # --- which new words ---------------------------------------------------------------------------------------------

    def _runs(self, first: int, last: int) -> list[range]:
        """Return the new words of one piece as runs that stand together in one block.

        They are the images of its words, in order, and what was inserted between them.
        """
        stay = first < last and self._map.same.find(0, first, last) < 0
        row = self._map.image.in_a_row(first, last) if stay else None
        if row and self._one_block(row[0], row[-1]):
            return [row]
        chosen: set[int] = set()
        behind = None
        for word in range(first, last):
            if (image := self._map.image[word]) is None:
                continue
            if behind is not None and behind < image[0] and self._one_block(behind - 1, image[0]):
                between = range(behind, image[0])
                if all(self._belongs(x, first, last) for x in between):
                    chosen.update(between)
            chosen.update(range(*image))
            behind = image[1]
        self._put_before_or_behind(chosen, first, last)
        runs: list[range] = []
        for x in sorted(chosen):
            if runs and runs[-1].stop == x and self._one_block(x - 1, x):
                runs[-1] = range(runs[-1].start, x + 1)
            else:
                runs.append(range(x, x + 1))
        return runs

    def _put_before_or_behind(self, chosen: set[int], first: int, last: int) -> None:
        """Add words of the piece that now stand before or after the rest of it: May 3 for 3 May."""
        missing = Counter(self.old.keys[word] for word in range(first, last) if self._map.image[word] is None)
        for edge, step in ((min, -1), (max, 1)):
            x = edge(chosen, default=0)
            while chosen and missing:
                x += step
                fits = 0 <= x < len(self.new.keys) and missing[self.new.keys[x]] and self._map.source[x] < 0
                if not fits or self.new.word_line[x] != self.new.word_line[x - step]:
                    break
                missing[self.new.keys[x]] -= 1
                chosen.add(x)

    def _in_blocks(self, ranges: list[tuple[int, int]]) -> int:
        """Return how many pieces these are if none may cross the end of a block."""
        blocks = self.old.line_block
        return sum(len({blocks[self.old.word_line[word]] for word in range(*span)}) for span in ranges)

    def _belongs(self, x: int, first: int, last: int) -> bool:
        """Return whether a new word may be in a piece: inserted in one of its lines, or its own; not a new line."""
        source = self._map.source[x]
        return first <= source < last if source >= 0 else bool(self.alignment.back[self.new.word_line[x]])

    def _one_block(self, x: int, y: int) -> bool:
        lines = self.new.word_line
        return self.new.line_block[lines[x]] == self.new.line_block[lines[y]]

    def _codepoints(self, piece: Span, words: tuple[int, int], run: range) -> Span:
        """Return the run as code points.

        If the piece began inside its first word, or included marks before it, so does the result.
        """
        start, end = self.new.starts[run.start], self.new.ends[run.stop - 1]
        first, last = words[0], words[1] - 1
        if self._map.image[first] == (run.start, run.start + 1):
            start = self._start(piece[0], first, run.start)
        if self._map.image[last] == (run.stop - 1, run.stop):
            end = self._end(piece[1], last, run.stop - 1)
        return (start, end) if start < end else (self.new.starts[run.start], self.new.ends[run.stop - 1])

    def _start(self, at: int, word: int, x: int) -> int:
        inside = at - self.old.starts[word]
        if inside >= 0:
            return self.new.starts[x] + (inside if self._as_long(word, x) else 0)
        wanted = marks(self.old.folded[at : self.old.starts[word]])
        if wanted:
            line = self.new.word_line[x]
            least = self.new.ends[x - 1] if x > self.new.line_words[line][0] else self.new.line_spans[line][0]
            least = max(least, self.new.starts[x] - _WIDEST)
            for start in range(self.new.starts[x] - 1, least - 1, -1):
                if marks(self.new.folded[start : self.new.starts[x]]) == wanted:
                    return start
            return self.new.starts[x] - up_to_sign(wanted[::-1], self.new.folded[least : self.new.starts[x]][::-1])
        return self.new.starts[x]

    def _end(self, at: int, word: int, x: int) -> int:
        inside = self.old.ends[word] - at
        if inside >= 0:
            return self.new.ends[x] - (inside if self._as_long(word, x) else 0)
        wanted = marks(self.old.folded[self.old.ends[word] : at])
        if wanted:
            return self.new.ends[x] + reach(wanted, self.new.between(x)[:_WIDEST])
        return self.new.ends[x]

    def _as_long(self, word: int, x: int) -> bool:
        return self.old.ends[word] - self.old.starts[word] == self.new.ends[x] - self.new.starts[x]

    # --- marks without words -----------------------------------------------------------------------------------------

    def _place_marks(self, pieces: list[Span]) -> Placed:
        """Place pieces without words (a row of asterisks, an emoji) where they stood between neighbouring words."""
        found: list[Span] = []
        for start, end in pieces:
            wanted = self.old.text[start:end].strip()
            within = self._same_gap(start)
            at = self.new.text.find(wanted, *within) if wanted and within else -1
            if at < 0:
                return Placed(LOST, [], 0.0, reason(LOST, sentence=False, places=0), [], [], False, False)
            found.append((at, at + len(wanted)))
        return Placed(KEPT, found, 1.0, reason(KEPT), [], [], False, False)

    def _same_gap(self, at: int) -> Span | None:
        line = bisect_right(self.old.line_spans, at, key=lambda span: span[0]) - 1
        if line < 0 or at >= self.old.line_spans[line][1] or len(self.alignment.links[line]) != 1:
            return None
        place = self.alignment.links[line][0]
        first, last = self.old.line_words[line]
        start, end = self.new.line_spans[place]
        word = bisect_left(self.old.starts, at, first, last)
        if word > first:
            if not self._map.same[word - 1]:
                return None
            start = self.new.ends[self._map.image[word - 1][0]]
        if word < last:
            if not self._map.same[word]:
                return None
            end = self.new.starts[self._map.image[word][0]]
        return start, end

    # --- all lines, for a preview ------------------------------------------------------------------------------------

    @property
    def lines(self) -> Iterator[LineChange]:
        """Yield every line of both texts once, in the new order; a deleted line comes after its old predecessor."""
        gone: dict[int, list[int]] = defaultdict(list)
        behind = -1
        for i, places in enumerate(self.alignment.links):
            if places:
                behind = places[-1] if i not in self.alignment.moved else behind
            else:
                gone[behind].append(i)
        yield from self._gone(gone[-1])
        for j, sources in enumerate(self.alignment.back):
            if not sources:
                yield LineChange("new", [], [self.new.line_spans[j]])
            else:
                places = sorted({place for i in sources for place in self.alignment.links[i]})
                if j == places[0]:
                    spans = [self.new.line_spans[place] for place in places]
                    olds = [self.old.line_spans[i] for i in sources]
                    yield LineChange(self._kind(sources, places), olds, spans)
            yield from self._gone(gone.get(j, ()))

    def _gone(self, lines: Iterable[int]) -> Iterator[LineChange]:
        for i in lines:
            kind = AMBIGUOUS if i in self.alignment.tied else "deleted"
            yield LineChange(kind, [self.old.line_spans[i]], [])

    def _kind(self, sources: list[int], places: list[int]) -> str:
        if len(sources) > 1 or len(places) > 1:
            return "changed"
        i, j = sources[0], places[0]
        moved = "moved" if i in self.alignment.moved else "unchanged"
        if self.old.folded[slice(*self.old.line_spans[i])] == self.new.folded[slice(*self.new.line_spans[j])]:
            return moved
        if self.old.line_says(i) != self.new.line_says(j) or self.old.line_marks(i) != self.new.line_marks(j):
            return "changed"
        words = zip(range(*self.old.line_words[i]), range(*self.new.line_words[j]), strict=True)
        if any(joined_otherwise(self.old.between(w), self.new.between(x)) for w, x in words):
            return "changed"
        return moved


def _best(candidates: list[Candidate]) -> float:
    return max((candidate.score for candidate in candidates), default=0.0)


def _apart(spans: list[Span]) -> list[Span]:
    apart: list[Span] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
