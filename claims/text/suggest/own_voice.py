"""Find what the article itself claims: sentences of facts without attribution; no opinion, question or forecast."""

import re
from collections import defaultdict
from collections.abc import Iterable

from claims.text.suggest.clauses import Range, begins_clause
from claims.text.suggest.halves import FIRST_PERSON, grounds, halves, left_out
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import FINITE, Token
from claims.text.suggest.turns import STAGE
from claims.text.suggest.verbs import is_held_back
from claims.text.words import Span, word_spans

# Text that belongs to the page and not to the article.
_PAGE = re.compile(
    r"https?://|\w@\w+\.\w|\b(?:leave a reply|will not be published|read more|read the rest|sign up|subscribe"
    r"|click here|follow us|all rights reserved|copyright|submitted by|posted by)\b",
    re.IGNORECASE,
)
_GUESS = re.compile(r"\blooks? like\b", re.IGNORECASE)
_FEWEST_WORDS = 4
_NAMES = 4  # a line without a verb is a claim if it has this many names (a caption: who is in the picture)


def own_voice(passage: Passage, lexicon: Lexicon) -> list[tuple[Span, Span]]:
    """Return (sentence, claim) for each of the article's own claims, in order.

    They are whole sentences, and clauses beside attributed words.
    """
    taken = sorted(span for one in passage.attributed for span in one.content)
    cues: dict[int, list[Span]] = defaultdict(list)
    for one in passage.attributed:
        cues[one.sentence] += one.cue
    found, at, covered = [], 0, 0
    for number, sentence in enumerate(passage.sentences):
        start, end = sentence.span
        here = [(start, covered)] if covered > start else []
        while at < len(taken) and taken[at][0] < end:
            here.append(taken[at])
            covered = max(covered, taken[at][1])
            at += 1
        if number in passage.idle:
            continue
        claims = [(sentence.span, sentence.words)]
        words = sentence.words
        if covered > start:
            whole = any(a <= start and end <= b for a, b in here)  # nothing of it is beside what is said
            beside = () if whole else halves(sentence, [*here, *cues[number]], lexicon)
            claims = [*beside, *_cut(words, left_out(words))]
        elif _GUESS.search(passage.text, start, end):
            claims = _cut(words, grounds(words))
        for span, tagged in claims:
            if _is_factual(" ".join(passage.text[slice(*span)].split()), tagged, lexicon):
                found.append((sentence.span, span))
    return found


def _cut(words: list[Token], ranges: Iterable[Range]) -> list[tuple[Span, list[Token]]]:
    """Return pieces of a sentence as spans with their words."""
    pieces = (words[first:last] for first, last in ranges)
    return [((piece[0].start, piece[-1].end), piece) for piece in pieces]


def _is_short_fact(tagged: list[Token], lexicon: Lexicon) -> bool:
    """Return whether two or three words are a deed: “He left.”, but not “Bob nodded.”, which is how it was told."""
    verb = next((word for word in tagged if word.tag in FINITE), None)
    return verb is not None and begins_clause(tagged, 0, len(tagged)) and verb.low not in lexicon.sets["gestures"]


def _is_factual(words: str, tagged: list[Token], lexicon: Lexicon) -> bool:
    if words.rstrip('”"’)').endswith("?") or _PAGE.search(words) or STAGE.fullmatch(words):
        return False
    if len(word_spans(words)) < _FEWEST_WORDS and not _is_short_fact(tagged, lexicon):
        return False
    if any(
        word.tag in ("ING", "BASE") and word.low in lexicon.reporting and is_held_back(tagged, k)
        for k, word in enumerate(tagged)
    ):
        return False
    figure = any(word.tag == "NUM" for word in tagged)
    verb = next((word for word in tagged if word.tag in FINITE), None)
    if verb is None:
        names = sum(word.tag == "NAME" for word in tagged)
        doing = any(word.tag in ("PART", "ING", "BASE") for word in tagged)
        whole = words.endswith(".") and len(tagged) > _FEWEST_WORDS + 2  # a verb that is in no list
        return doing or whole or names >= _NAMES or (figure and len(tagged) > _FEWEST_WORDS + 1)
    if verb.low in lexicon.sets["future"] and not figure and tagged[0].low not in FIRST_PERSON:
        return False
    return not any(word.low in lexicon.sets["opinion"] for word in tagged)
