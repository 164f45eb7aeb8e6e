"""What the article says itself: sentences of facts with nothing attributed in them; no opinion, question, forecast."""

import re

from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Passage, Sentence
from claims.text.suggest.tokens import FINITE
from claims.text.words import Span, word_spans

# What belongs to the page and not to the article.
_PAGE = re.compile(
    r"https?://|\w@\w+\.\w|\b(?:leave a reply|will not be published|read more|read the rest|sign up|subscribe"
    r"|click here|follow us|all rights reserved|copyright|submitted by|posted by)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_NAMES = 4  # so many names make a claim of a line without a verb (a caption: who is to be seen)


def own_voice(passage: Passage, lexicon: Lexicon) -> list[Span]:
    """The sentences that are the article's own claims, in order."""
    taken = sorted(span for one in passage.attributed for span in one.content)
    found, at, covered = [], 0, 0
    for sentence in passage.sentences:
        start, end = sentence.span
        while at < len(taken) and taken[at][0] < end:
            covered = max(covered, taken[at][1])
            at += 1
        if covered <= start:
            words = " ".join(passage.text[start:end].split())
            if _is_factual(words, sentence, lexicon):
                found.append(sentence.span)
    return found


def _is_factual(words: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    if words.rstrip('”"’)').endswith("?") or _PAGE.search(words) or len(word_spans(words)) < _FEWEST_WORDS:
        return False
    tagged = sentence.words
    figure = any(word.tag == "NUM" for word in tagged)
    verb = next((word for word in tagged if word.tag in FINITE), None)
    if verb is None:
        names = sum(word.tag == "NAME" for word in tagged)
        doing = any(word.tag in ("PART", "ING", "BASE") for word in tagged)
        whole = words.endswith(".") and len(tagged) > _FEWEST_WORDS + 2  # a verb that no list knows
        return doing or whole or names >= _NAMES or (figure and len(tagged) > _FEWEST_WORDS + 1)
    if verb.low in lexicon.sets["future"] and not figure:
        return False
    return not any(word.low in lexicon.sets["opinion"] for word in tagged)
