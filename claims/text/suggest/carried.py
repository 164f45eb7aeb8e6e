"""Attribute quotations that no cue of their sentence explains, and the rest of those that a cue begins."""

import re
from collections.abc import Iterator

from claims.text.suggest.clauses import group_start
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Attributed, Passage, span_of
from claims.text.suggest.quotations import Quotation
from claims.text.suggest.subjects import subject
from claims.text.suggest.tokens import FINITE, Token, in_title_case
from claims.text.words import Span

_NAMED_SO = re.compile(r"\b(?:as|names?|nicknamed|called|dubbed|titled|entitled|headlined)\s+(?:the\s+)?$")
_SIGNATURE = re.compile(
    r"\s*(?P<dash>--|[‒–—―]|-(?=[A-Z ])"
    # “The toll is unfair”: Ann Lee
    r"|:(?=\s(?!The\b|An?\b)[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){1,4}\s*(?:\n|$)))"
    r"\s*(?P<who>[A-Z][^\n.!?“”\"]*(?:\.(?=[\s,])[^\n.!?“”\"]*){0,3})[.]?\s*"
)
_LONGEST = 200  # characters of a signature
_SAID_WORDS = 4  # a shorter quotation, without a mark that ends a sentence, is a name or a word used with distance


def carry_quotations(passage: Passage, lexicon: Lexicon) -> None:
    """Attribute quotations without a speaker to whoever signs them, or was quoted next to them."""
    _sign(passage)
    quoted = passage.quotations
    owners = _owners(passage)
    blocks = _blocks_of(passage)
    naming = _in_sources(passage)
    behind = _named_behind(owners, blocks)
    opens_at = {word.quoted: at for sentence in reversed(passage.sentences) for at, word in _backwards(sentence.words)}
    speaking = {one.sentence: one for one in passage.attributed if one.source}  # the last of each sentence
    last: Attributed | None = None
    last_block = -2
    for k, quotation in enumerate(quoted):
        owner = owners.get(k)
        if owner is not None and owner.rule == "turn":
            pass  # a turn has its own borders
        elif owner is not None:
            _stretch(owner, quotation, passage)
        elif k not in naming and _is_speech(passage.text, quotation):
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


def _sign(passage: Passage) -> None:
    """Find who signs a quotation: “It burned.” –Mayor Ann Lee, behind it or as a line of its own."""
    text, block = passage.text, 0
    signed = []
    for quotation in passage.quotations:
        while passage.blocks[block][1] <= quotation.start:
            block += 1
        end = passage.blocks[block][1]
        if end == quotation.end and block + 1 < len(passage.blocks):
            end = passage.blocks[block + 1][1]
        found = _SIGNATURE.match(text, quotation.end, min(end, quotation.end + _LONGEST))
        whole = found and _is_speech(text, quotation) and (end <= found.end() or text[found.end()] == "\n")
        if found and whole and not _does(passage, found.span("who")):
            number = max(passage.sentence_at(quotation.start), 0)
            signed.append(Attributed("signed", number, [found.span("dash")], [found.span("who")], [quotation.span]))
    if signed:
        spans = [one.content[0] for one in signed]
        passage.attributed = [one for one in passage.attributed if one.verb or one.content[0] not in spans]
        passage.attributed += signed


def _does(passage: Passage, span: Span) -> bool:
    """Return whether there is a verb in some words, so that they are no name."""
    words = passage.sentences[passage.sentence_at(span[0])].words
    return any(word.tag in FINITE for word in words if span[0] <= word.start < span[1])


def _owners(passage: Passage) -> dict[int, Attributed]:
    """Return, for the number of each quotation, the first attribution whose content overlaps it."""
    owners: dict[int, Attributed] = {}
    for one in sorted(passage.attributed, key=lambda a: a.content[0]):
        for start, end in one.content:
            for k in passage.quotations_in(start, end):
                owners.setdefault(k, one)
    return owners


def _in_sources(passage: Passage) -> set[int]:
    """Return the numbers of the quotations that are part of who speaks: “a man who goes by “Shorty””."""
    spans = {span for one in passage.attributed for span in one.source}
    return {k for start, end in spans for k in passage.quotations_in(start, end)}


def _blocks_of(passage: Passage) -> list[int]:
    found, block = [], 0
    for quotation in passage.quotations:
        while passage.blocks[block][1] <= quotation.start:
            block += 1
        found.append(block)
    return found


def _is_speech(text: str, quotation: Quotation) -> bool:
    if quotation.words < _SAID_WORDS and _NAMED_SO.search(text, max(0, quotation.start - 20), quotation.start):
        return False
    inside = text[quotation.start : quotation.end].rstrip("”\"’'»")
    return quotation.words >= _SAID_WORDS or (quotation.words > 0 and inside.endswith((".", ",", "!", "?", "…")))


def _stretch(owner: Attributed, quotation: Quotation, passage: Passage) -> None:
    """Add the rest of a quotation that runs beyond the sentence to its owner's words.

    If it completes a sentence, “They “hid it. It was old,” Lee said”, that begins with the sentence.
    """
    begins, number = quotation.start, passage.sentence_at(quotation.start)
    if number >= 0 and number != owner.sentence and passage.text[begins + 1 : begins + 2].islower():
        begins = passage.sentences[number].span[0]
    pieces: list[Span] = []
    for start, end in sorted([*owner.content, (begins, quotation.end)]):
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
    source = [span_of(words, r) for r in subject(words, group_start(words, verb), lexicon)]
    if not source:
        return None
    return Attributed("within", number, [span_of(words, (verb, verb + 1))], source, [passage.quotations[k].span])


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
    source = [span_of(words, r) for r in subject(words, verb, lexicon)] if verb > 0 else []
    return Attributed("nearby", here - 1, [], source, []) if source else None
