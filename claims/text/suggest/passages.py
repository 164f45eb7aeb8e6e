"""Read a text: its paragraphs, sentences and quotations, and the attributions within each sentence.

Offsets are code points into the text given. This module does not name speakers.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from claims.text.lines import lines
from claims.text.suggest.clauses import Range, group_start
from claims.text.suggest.cues import find
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, Verb
from claims.text.suggest.quotations import Quotation, quotations
from claims.text.suggest.tokens import FINITE, Token, tokens
from claims.text.words import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"(?:\r\n|\r|\n)(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
_LONGEST = 150  # words; a longer sentence is a list, not prose, and is read in pieces
_WIDTHS = (40, 120)  # characters; rows of about the same length in this range were wrapped, and are one paragraph


@dataclass(slots=True)
class Sentence:
    """A sentence, or a piece of a long one.

    `block`: the number of its paragraph; `line`: the number of the sentence, counted from 1.
    """

    span: Span
    block: int
    line: int
    words: list[Token]


@dataclass(slots=True)
class Attributed:
    """One attribution as spans.

    `rule` names the construction; `sentence` is the number of its sentence. `noun` is the cue if the cue is not a verb.
    `main_verb` is the first verb of the content with the words around it.
    """

    rule: str
    sentence: int
    cue: list[Span]
    source: list[Span]
    content: list[Span]
    act: str = "asserts"
    verb: Verb | None = None
    negated: bool = False
    noun: str = ""
    main_verb: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Passage:
    """A text as read. `idle`: numbers of the sentences of a turn that hold nothing to check."""

    text: str
    blocks: list[Span]
    sentences: list[Sentence]
    quotations: list[Quotation]
    attributed: list[Attributed] = field(default_factory=list)
    idle: set[int] = field(default_factory=set)

    def words_of(self, spans: list[Span]) -> str:
        """Return the words of some spans, with single blanks between them."""
        return " ".join(" ".join(self.text[start:end].split()) for start, end in spans)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that contains an offset, -1 between sentences."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence.span[0]) - 1
        return at if at >= 0 and offset < self.sentences[at].span[1] else -1

    def quoted_between(self, start: int, end: int) -> list[Span]:
        """Return the quotations that overlap text[start:end]."""
        return [self.quotations[k].span for k in self.quotations_in(start, end)]

    def quotations_in(self, start: int, end: int) -> range:
        """Return the numbers of those quotations."""
        first = bisect_right(self.quotations, start, key=lambda quotation: quotation.end)
        return range(first, max(first, bisect_left(self.quotations, end, key=lambda quotation: quotation.start)))


def block_spans(text: str) -> list[Span]:
    """Return the paragraphs, trimmed, separated by blank lines; also by single line ends if the text is not wrapped."""
    rows: list[tuple[int, int, bool]] = []  # start, end, whether a blank line follows
    at = 0
    for gap in _GAP.finditer(text):
        rows.append((at, gap.start(), len(_LINE_END.findall(gap.group())) > 1))
        at = gap.end()
    rows.append((at, len(text), True))
    inner = sorted(end - start for start, end, last in rows if not last)
    wrapped = len(inner) > 4 and _WIDTHS[0] <= inner[len(inner) // 2] and inner[-1] <= _WIDTHS[1]
    found: list[Span] = []
    start = -1
    for first, end, last in rows:
        start = first if start < 0 else start
        if last or not wrapped:
            if words := text[start:end].strip():
                lead = start + len(text[start:end]) - len(text[start:end].lstrip())
                found.append((lead, lead + len(words)))
            start = -1
    return found


def sentence_spans(text: str, language: str = "en") -> list[Span]:
    """Return the sentences of a text, as offsets into it."""
    return [(at + start, at + end) for at, last in block_spans(text) for start, end in lines(text[at:last], language)]


def read(text: str, lexicon: Lexicon, language: str = "en") -> Passage:
    """Return the blocks, sentences, quotations and attributions of a text."""
    blocks = block_spans(text)
    passage = Passage(text, blocks, [], quotations(text, blocks))
    line = 0
    for number, (first, last) in enumerate(blocks):
        for start, end in lines(text[first:last], language):
            line += 1
            words = tokens(text, first + start, first + end, lexicon)
            passage.sentences += _sentences(Sentence((first + start, first + end), number, line, words))
    _mark_quoted(passage)
    for number, sentence in enumerate(passage.sentences):
        if _asks(sentence.words):
            continue  # “Did Lee say that it fell?” says nothing
        passage.attributed += [_placed(found, sentence.words, number) for found in find(sentence.words, lexicon)]
    return passage


def _sentences(whole: Sentence) -> list[Sentence]:
    """Return a sentence, cut into pieces if it is too long for prose."""
    if len(whole.words) <= _LONGEST:
        return [whole]
    pieces = [whole.words[at : at + _LONGEST] for at in range(0, len(whole.words), _LONGEST)]
    return [Sentence((piece[0].start, piece[-1].end), whole.block, whole.line, piece) for piece in pieces]


def _asks(words: list[Token]) -> bool:
    """Return whether a sentence is a question of the text itself: “Do you regret it?”, “Who said so?”."""
    asked = bool(words) and words[-1].text == "?" and words[-1].quoted < 0 and words[0].quoted < 0
    return asked and words[0].tag in ("DO", "BE", "HAVE", "MODAL", "WH")


def _mark_quoted(passage: Passage) -> None:
    at, quoted = 0, passage.quotations
    for sentence in passage.sentences:
        for word in sentence.words:
            while at < len(quoted) and quoted[at].end <= word.start:
                at += 1
            if at < len(quoted) and quoted[at].start <= word.start and quoted[at].words:
                word.quoted = at


def _placed(found: Found, words: list[Token], number: int) -> Attributed:
    cue, source, content = ([span_of(words, r) for r in part] for part in (found.cue, found.source, found.content))
    one = Attributed(found.rule, number, cue, source, content, found.act, found.verb, found.negated)
    verb = next((at for first, last in found.content for at in range(first, last) if words[at].tag in FINITE), None)
    if verb is not None:
        one.main_verb = words[group_start(words, verb) : verb + 4]
    if found.verb is None:
        one.noun = " ".join(word.text for start, end in found.cue for word in words[start:end])
    return one


def span_of(words: list[Token], r: Range) -> Span:
    return words[r[0]].start, words[r[1] - 1].end
