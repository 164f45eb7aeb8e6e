"""Find the attributions of a whole text: first within sentences, then quotations that run over several sentences.

Offsets are code points into the text given. This module does not name speakers.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from claims.text.lines import lines
from claims.text.suggest.clauses import Range, group_start, subject
from claims.text.suggest.cues import find
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, Verb
from claims.text.suggest.quotations import Quotation, quotations
from claims.text.suggest.tokens import FINITE, Token, in_title_case, tokens
from claims.text.words import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"(?:\r\n|\r|\n)(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
_SAID_WORDS = 4  # a shorter quotation, without a mark that ends a sentence, is a name or a word used with distance
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
    text: str
    blocks: list[Span]
    sentences: list[Sentence]
    quotations: list[Quotation]
    attributed: list[Attributed] = field(default_factory=list)

    def words_of(self, spans: list[Span]) -> str:
        """Return the words of some spans, with single blanks between them."""
        return " ".join(" ".join(self.text[start:end].split()) for start, end in spans)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that contains an offset, -1 between sentences."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence.span[0]) - 1
        return at if at >= 0 and offset < self.sentences[at].span[1] else -1

    def quoted_between(self, start: int, end: int) -> list[Span]:
        """Return the quotations that overlap text[start:end]."""
        at = bisect_right(self.quotations, start, key=lambda quotation: quotation.end)
        found = []
        while at < len(self.quotations) and self.quotations[at].start < end:
            found.append(self.quotations[at].span)
            at += 1
        return found


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
        passage.attributed += [_placed(found, sentence.words, number) for found in find(sentence.words, lexicon)]
    _carry_turns(passage)
    _carry_quotations(passage, lexicon)
    return passage


def _sentences(whole: Sentence) -> list[Sentence]:
    """Return a sentence, cut into pieces if it is too long for prose."""
    if len(whole.words) <= _LONGEST:
        return [whole]
    pieces = [whole.words[at : at + _LONGEST] for at in range(0, len(whole.words), _LONGEST)]
    return [Sentence((piece[0].start, piece[-1].end), whole.block, whole.line, piece) for piece in pieces]


def _carry_turns(passage: Passage) -> None:
    """Attribute the whole paragraph to the same speaker in a conversation: “LEE: We won. Nobody was hurt.”"""
    turns = [one for one in passage.attributed if one.rule == "colon" and one.verb is None]
    turns = [one for one in turns if one.cue[0][0] - passage.blocks[passage.sentences[one.sentence].block][0] < 60]
    speakers = [passage.words_of(one.source) for one in turns]
    if len(set(speakers)) == len(speakers):
        return  # nobody speaks a second time: these may be headings
    for one in turns:
        block = passage.blocks[passage.sentences[one.sentence].block]
        one.content = [(one.content[0][0], block[1])]


def _mark_quoted(passage: Passage) -> None:
    at, quoted = 0, passage.quotations
    for sentence in passage.sentences:
        for word in sentence.words:
            while at < len(quoted) and quoted[at].end <= word.start:
                at += 1
            if at < len(quoted) and quoted[at].start <= word.start and quoted[at].words:
                word.quoted = at


def _placed(found: Found, words: list[Token], number: int) -> Attributed:
    cue, source, content = ([_span(words, r) for r in part] for part in (found.cue, found.source, found.content))
    one = Attributed(found.rule, number, cue, source, content, found.act, found.verb, found.negated)
    verb = next((at for first, last in found.content for at in range(first, last) if words[at].tag in FINITE), None)
    if verb is not None:
        one.main_verb = words[group_start(words, verb) : verb + 4]
    if found.verb is None:
        one.noun = " ".join(word.text for start, end in found.cue for word in words[start:end])
    return one


def _span(words: list[Token], r: Range) -> Span:
    return words[r[0]].start, words[r[1] - 1].end


# --- quotations that no cue of their sentence explains ---------------------------------------------------------------


def _carry_quotations(passage: Passage, lexicon: Lexicon) -> None:
    """Attribute quotations without a speaker to whoever was quoted next to them."""
    quoted = passage.quotations
    owners = _owners(passage)
    blocks = _blocks_of(passage)
    behind = _named_behind(owners, blocks)
    opens_at = {word.quoted: at for sentence in reversed(passage.sentences) for at, word in _backwards(sentence.words)}
    speaking = {one.sentence: one for one in passage.attributed if one.source}  # the last of each sentence
    last: Attributed | None = None
    last_block = -2
    for k, quotation in enumerate(quoted):
        owner = owners.get(k)
        if owner is not None:
            _stretch(owner, quotation)
        elif _is_speech(passage.text, quotation):
            owner = _within(passage, k, opens_at.get(k, 0), lexicon)
            if owner is None:
                here = last if last is not None and blocks[k] == last_block else None
                owner = here or behind[k]
                if owner is None and last is not None and blocks[k] - last_block == 1 and _opens(passage, k, blocks[k]):
                    owner = last
                owner = owner or _named_before(passage, quotation, blocks[k], speaking, lexicon)
                if owner is None:
                    continue
                owner = Attributed(
                    "nearby" if owner.rule == "nearby" else "carried",
                    passage.sentence_at(quotation.start),
                    owner.cue,
                    owner.source,
                    [quotation.span],
                    verb=owner.verb,
                )
            passage.attributed.append(owner)
            if owner.source:
                speaking[owner.sentence] = owner
        if owner is not None and owner.source:
            last, last_block = owner, blocks[k]


def _owners(passage: Passage) -> dict[int, Attributed]:
    """Return, for the number of each quotation, the first attribution whose content overlaps it."""
    owners: dict[int, Attributed] = {}
    at = 0
    for one in sorted(passage.attributed, key=lambda a: a.content[0]):
        for start, end in one.content:
            while at and passage.quotations[at - 1].end > start:
                at -= 1
            while at < len(passage.quotations) and passage.quotations[at].end <= start:
                at += 1
            k = at
            while k < len(passage.quotations) and passage.quotations[k].start < end:
                owners.setdefault(k, one)
                k += 1
    return owners


def _blocks_of(passage: Passage) -> list[int]:
    found, block = [], 0
    for quotation in passage.quotations:
        while passage.blocks[block][1] <= quotation.start:
            block += 1
        found.append(block)
    return found


def _is_speech(text: str, quotation: Quotation) -> bool:
    inside = text[quotation.start : quotation.end].rstrip("”\"’'»")
    return quotation.words >= _SAID_WORDS or (quotation.words > 0 and inside.endswith((".", ",", "!", "?", "…")))


def _stretch(owner: Attributed, quotation: Quotation) -> None:
    """Add the rest of a quotation that runs beyond the sentence to its owner's words."""
    pieces: list[Span] = []
    for start, end in sorted([*owner.content, quotation.span]):
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    owner.content = pieces


def _opens(passage: Passage, k: int, block: int) -> bool:
    return passage.quotations[k].start == passage.blocks[block][0]


def _named_behind(owners: dict[int, Attributed], blocks: list[int]) -> list[Attributed | None]:
    """Return, for each quotation, the speaker of the next quotation in the same paragraph, if known."""
    behind: list[Attributed | None] = [None] * len(blocks)
    for k in range(len(blocks) - 2, -1, -1):
        if blocks[k] == blocks[k + 1]:
            behind[k] = owners.get(k + 1) or behind[k + 1]
    return behind


def _backwards(words: list[Token]) -> Iterator[tuple[int, Token]]:
    return ((at, words[at]) for at in range(len(words) - 1, -1, -1))


def _within(passage: Passage, k: int, first: int, lexicon: Lexicon) -> Attributed | None:
    """Attribute a quotation inside a sentence, without a cue, to the sentence's own subject.

    `first`: the first word of the quotation in its sentence.
    """
    number = passage.sentence_at(passage.quotations[k].start)
    if number < 0:
        return None
    words = passage.sentences[number].words
    verb = next((at for at in range(first - 1, -1, -1) if words[at].tag in FINITE and words[at].quoted < 0), -1)
    if verb < 0:
        return None
    source = [_span(words, r) for r in subject(words, group_start(words, verb), lexicon)]
    if not source:
        return None
    return Attributed("within", number, [_span(words, (verb, verb + 1))], source, [passage.quotations[k].span])


def _named_before(
    passage: Passage, quotation: Quotation, block: int, speaking: dict[int, Attributed], lexicon: Lexicon
) -> Attributed | None:
    """Return the source or the subject of the sentence before: “She shook her head. ‘No.’”

    `speaking`: the last attribution with a source of each sentence.
    """
    here = passage.sentence_at(quotation.start)
    if (
        here < 1
        or in_title_case(passage.sentences[here].words, lexicon)
        or block - passage.sentences[here - 1].block > 1
    ):
        return None
    if one := speaking.get(here - 1):
        return one
    words = passage.sentences[here - 1].words
    verb = next((at for at, word in enumerate(words) if word.tag in FINITE and word.quoted < 0), -1)
    source = [_span(words, r) for r in subject(words, verb, lexicon)] if verb > 0 else []
    return Attributed("nearby", here - 1, [], source, []) if source else None
