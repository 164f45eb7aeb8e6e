"""A version is read for drafts in parts, so that a long article keeps no other one waiting."""

import re
from bisect import bisect_left, bisect_right
from itertools import islice

from claims.editing.claims import quoted_words
from claims.editing.speakers import name_key
from claims.models import Block, Draft, LexiconEntry, Line, NoClaimMark, Piece, Placement
from claims.queries.joined import Joined
from claims.states import ClaimState, DraftState, Form, LexiconKind, SpeechAct
from claims.text.coverage import coverage
from claims.text.repeats import notes
from claims.text.suggest import Lexicon, lexicon, suggest
from claims.text.typography import fold
from claims.text.words import word_spans

#: A part: so many characters at the most (but one line at the least), and so many lines. Most articles are one.
CHARACTERS, LINES = 60_000, 2_000
#: Lines above a part that are read with it, and their characters: they may say who “she” is.
ABOVE, ABOVE_CHARACTERS = 40, 12_000
#: Characters of one line that are read. A line of 5,000 words is not a sentence; a note says what was not read.
LONGEST_LINE = 30_000
#: What leads to a number that is a name, and how long it is at most.
_BY_NUMBER = re.compile(r"\b(?:the|tram|bus|train|line|route|number|room|gate|pier|no\.)\s$", re.IGNORECASE)
_NAMED_BY = 12
_AGO = re.compile(r"\s(?:ago|earlier|later)\b", re.IGNORECASE)
#: Notes on one text that are kept, the first ones; more is no article's.
NOTES = 200


class Part:
    """The lines of a version from ``first`` + 1 to ``last``, with all that is suggested for them, in order."""

    def __init__(self, version, article, first):
        self.version, self.first = version, first
        above = max(0, first - ABOVE)
        rows = Line.objects.filter(version=version, number__gt=above).order_by("number")
        rows = list(rows.values_list("block_id", "start", "end")[: ABOVE + LINES])
        self.last = first + _fitting(rows[first - above :])
        if self.last == first:
            raise IndexError(f"Version {version.pk} has no line {first + 1}")
        self.above = first - _near(rows[: first - above])
        rows = rows[self.above - above : self.last - above]
        blocks = Block.objects.filter(pk__in={block for block, _, _ in rows}).order_by("position")
        self.joined = Joined(blocks.values_list("pk", "text", "kind"))
        self.lines = [self.joined.span(*row) for row in rows]
        self.starts = self.lines[0][0]
        begins, ends = self.lines[-1]
        self.text = self.joined.text[self.starts : min(ends, begins + LONGEST_LINE)]
        parties = [placement.speaker.name for placement in _placed(article)]
        words = desk_lexicon(article.desk_id, article.language)
        self.found = suggest(self.text, article.language, words, parties, above=self.above)
        self.accounted = _accounted(version)
        self.dropped = _dropped(article, version)
        latest = Draft.objects.filter(version=version, line_number__lte=first).order_by("-position").first()
        self.position = latest.position + 1 if latest else 0

    def drafts(self, first, until):
        """The drafts of the lines numbered ``first`` + 1 to ``until``, not saved."""
        begins, ends = self.lines[first - self.above][0], self.lines[until - 1 - self.above][1]
        at, past = (
            bisect_left(self.found, offset - self.starts, key=lambda one: one.line[0]) for offset in (begins, ends)
        )
        every = ((position, self.found[position]) for position in range(at, past))
        return [draft for position, one in every if (draft := self._draft(position, one))]

    def _draft(self, position, one):
        pieces = self.joined.pieces(sorted(self._span(span) for span in one.content))
        pieces = [(*piece, self.joined.words(*piece)) for piece in pieces]
        number = bisect_right(self.lines, self._span(one.line)[0], key=lambda line: line[1]) + 1 + self.above
        if one.fragment or (one.speech_act == SpeechAct.ASKS and not one.verb):  # what somebody asks asserts nothing
            return None
        if not pieces or all(self._is_accounted(*piece) for piece in pieces):
            return None
        words = quoted_words(pieces)
        read = [figure for figure in one.figures if figure.value is not None]
        figure = next((figure for figure in read if not self._names(figure)), read[0] if read else None)
        printed = " ".join(self.joined.text[slice(*self._span(span))] for span in one.source)
        return Draft(
            version=self.version,
            line_number=number,
            position=self.position + position,
            pieces=[list(piece) for piece in pieces],
            words=words,
            statement=one.statement[:20_000],
            kind=one.kind,
            speech_act=one.speech_act,
            form=Form.DIRECT if self._has_the_word(one) else one.form,
            verb=one.verb[:80],
            verb_endorses=one.verb_endorses,
            speaker=one.speaker[:200] if name_key(one.speaker) else "",
            speaker_as_printed=" ".join(printed.split())[:300],
            speaker_reason=one.speaker_reason[:300],
            via=one.via[:200] if name_key(one.via) else "",
            figure_value=figure.value if figure else None,
            figure_high=figure.high if figure else None,
            figure_unit=figure.unit[:80] if figure else "",
            figure_modifier=figure.modifier if figure else "",
            priority=one.priority,
            reason=one.reason[:400],
            state=DraftState.DROPPED if (fold(words), one.statement) in self.dropped else DraftState.OPEN,
        )

    def _has_the_word(self, one):
        """Whether these are words of somebody's own turn or speech, without quotation marks or any word of saying."""
        said = [self.joined.text[slice(*self._span(span))] for span in one.cue]
        return one.form == Form.PARAPHRASE and bool(one.source) and not any(map(str.isalnum, "".join(said)))

    def _names(self, figure):
        """Whether a number measures nothing: “the 27 from Quay Street”, “tram 27”, or when it was, “two years ago”."""
        if _AGO.match(self.text, figure.end):
            return True
        before = self.text[max(0, figure.start - _NAMED_BY) : figure.start]
        return figure.kind == "number" and not figure.unit and bool(_BY_NUMBER.search(before))

    def _span(self, span):
        """A span of the part as one of the joined text."""
        return span[0] + self.starts, span[1] + self.starts

    def _is_accounted(self, block, start, end, words):
        """Whether somebody has made claims or marks of most of these words: they are not offered again."""
        spans = self.accounted.get(block, [])
        at = bisect_right(spans, start, key=lambda span: span[1])
        past = bisect_left(spans, end, key=lambda span: span[0])
        if at >= past:
            return False
        done = [(max(a - start, 0), min(b, end) - start) for a, b in spans[at:past]]
        still_open = coverage(words, (0, len(words)), done, ()).open
        return 2 * sum(len(word_spans(words[a:b])) for a, b in still_open) < len(word_spans(words))


def _fitting(rows):
    """How many of these lines make one part; one at the least."""
    room = CHARACTERS
    for number, (_, start, end) in enumerate(rows[:LINES], start=1):
        room -= end - start
        if room <= 0 or end - start > LONGEST_LINE:  # such a line is the last of its part, and is not read to its end
            return number
    return len(rows[:LINES])


def _near(rows):
    """Return how many of these lines above a part, counted from the last, are read with it."""
    room = ABOVE_CHARACTERS
    for number, (_, start, end) in enumerate(reversed(rows)):
        room -= end - start
        if room < 0:
            return number
    return len(rows)


def text_notes(version, language):
    """What is said about a version as a whole: {"kind", "words", "lines": the numbers of those that it is about}.

    The first says which lines were not read to their end.
    """
    blocks = Block.objects.filter(version=version, left_out=False).order_by("position")
    joined = Joined(blocks.values_list("pk", "text", "kind"))
    rows = Line.objects.filter(version=version).order_by("number").values_list("block_id", "start", "end")
    lines = [joined.span(*row) for row in rows]
    found = _not_read(lines)
    for note in islice(notes(joined.text, lines, None, language), NOTES):
        about = set()
        for start, end in note.spans:
            first = bisect_right(lines, start, key=lambda line: line[1])
            about.update(range(first + 1, bisect_left(lines, end, key=lambda line: line[0]) + 1))
        found.append({"kind": note.kind, "words": note.words, "lines": sorted(about)})
    return found


def _not_read(lines):
    """Return the note on the lines that are too long to be read to their end; [] if there are none."""
    long = [number for number, (start, end) in enumerate(lines, start=1) if end - start > LONGEST_LINE]
    if not long:
        return []
    words = (
        f"Too long to be read for suggestions beyond its first {LONGEST_LINE:,} characters. Add the claims of the rest "
        "by hand:"
    )
    return [{"kind": "not_read", "words": words, "lines": long}]


def _placed(article):
    return Placement.objects.filter(article=article, speaker__isnull=False).select_related("speaker")


def _accounted(version):
    """{block: the spans of it that live claims cover or that are marked *no claim here*, in order and apart}."""
    found = {}
    pieces = Piece.objects.filter(version=version).exclude(claim__state=ClaimState.RETIRED)
    marks = NoClaimMark.objects.filter(version=version, removed_at__isnull=True)
    rows = [row for some in (pieces, marks) for row in some.values_list("block_id", "start", "end")]
    for block, start, end in sorted(rows):
        spans = found.setdefault(block, [])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return found


def _dropped(article, version):
    """(words, statement) of what was dropped in earlier versions: dropped is dropped."""
    rows = Draft.objects.filter(version__article=article, version__number__lt=version.number, state=DraftState.DROPPED)
    return {(fold(words), statement) for words, statement in rows.values_list("words", "statement")}


def desk_lexicon(desk_id, language):
    """The lexicon of a language with the desk's own entries; None where no lexicon is shipped."""
    try:
        shipped: Lexicon = lexicon(language)
    except LookupError:
        return None
    entries = list(LexiconEntry.objects.filter(desk=desk_id))
    if not entries:
        return shipped
    return shipped.extended(
        verbs=[(one.words, one.speech_act, one.endorses) for one in entries if one.kind == LexiconKind.VERB],
        titles=[one.words for one in entries if one.kind == LexiconKind.TITLE],
        units=[one.words for one in entries if one.kind == LexiconKind.UNIT],
    )
