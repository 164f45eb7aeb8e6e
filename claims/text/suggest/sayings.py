"""Cut the words of a turn into what its speaker says: one saying for each sentence that can be checked.

A question, thanks, a greeting and an exhortation without a figure give none. What stands only by its neighbour goes
with it: “No.” with the sentence behind it, “The army did.” with the one before.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import FINITE, VERBS, Token
from claims.text.words import Span

_LEADS = r"[\W_]*(?:(?:and|so|well|but|now|again|once again|okay|ok|oh|finally|first|above all)\b[\s,]*)*"
_MEANS = (
    r"(?:(?:I|we)(?:\s+(?:want|would like|wish|have)\s+to|[’']d like to|\s+must)?\s+)?"
    r"(?:(?:also|just|really|again)\s+)*"
)
_COURTESY = re.compile(
    rf"{_LEADS}{_MEANS}(?:thank(?:s(?!\s+to\b)|\s+you)?\b|thank\b|many thanks\b"
    r"|good (?:morning|afternoon|evening|night|day)\b|hello\b|hi\b|welcome\b|greetings\b|goodbye\b|bye\b"
    r"|god (?:bless|save)\b|congratulat\w+|happy (?:birthday|new year)\b"
    r"|please\b|long live\b|may god\b|you(?:[’']re| are) welcome\b"
    r"|(?:(?:it[’']s|it is|how) (?:\w+ )?)?(?:nice|good|great|wonderful|lovely) to (?:be|see|meet|have)\b"
    r"|(?:it[’']s|it is|what) (?:an?|my|our|such an?)(?: \w+)? (?:pleasure|honou?r|privilege|joy)\b"
    r"|(?:I am|I[’']m|we are|we[’']re) (?:\w+ ){0,2}(?:honou?red|pleased|delighted|grateful|thankful|glad|happy) to"
    r" (?:be|see|welcome|join|have)\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"{_LEADS}(?:ladies and gentlemen|dear|my (?:dear|fellow|friends)|friends|colleagues|mr|madam|comrades)\b",
    re.IGNORECASE,
)
_EXHORTS = re.compile(
    rf"{_LEADS}(?:let[’']s\b|let us\b|let me\b"
    r"|(?:we|you|everyone|everybody|I|all of us)(?: all)? (?:must|should|need to|ought to|have to)\b(?! know\b)"
    r"|(?:that is why |therefore,? )?(?:I|we) (?:hope|wish|pray|ask you|urge|beg|appeal|call (?:on|upon)|invite)\b)",
    re.IGNORECASE,
)
_GROUNDS = re.compile(r"\b(?:because|since|that)\b(?! is why)", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:—–]")
_YES_OR_NO = re.compile(
    r"\W*(?:yes|no|yeah|nope|never|correct|exactly|right|wrong|of course|not at all|absolutely|certainly|true|indeed"
    r"|sure)(?:,? (?:yes|no|not|sir|ma[’']am|madam|never))*\W*",
    re.IGNORECASE,
)
_ENDS_ELLIPSIS = frozenset(["BE", "HAVE", "DO", "MODAL", "NOT", "TO"])
_BEHIND_ELLIPSIS = frozenset(["too", "either", "so"])
_ASKS = ("DO", "BE", "HAVE", "MODAL", "WH", "PREP")
_SHORT = 6  # words of a sentence that stands by its neighbour alone
_FRAGMENT = 4


@dataclass(slots=True)
class Saying:
    """One saying: its words, the number of its first sentence; whether it asks, and whether there is nothing to check.

    `open_question`: it begins as a question does, so that nothing in it is said.
    """

    content: list[Span]
    sentence: int
    asks: bool = False
    idle: bool = False
    open_question: bool = False


@dataclass(slots=True)
class _Piece:
    content: list[Span]
    sentence: int
    words: list[Token]
    text: str


def sayings(passage: Passage, content: list[Span], lexicon: Lexicon) -> list[Saying]:
    """Return the sayings in these words of one block, in order; those with nothing to check are `idle`.

    Questions are kept where the words end with one: then somebody asks. Elsewhere they are idle.
    """
    pieces = list(_pieces(passage, content))
    asks = bool(pieces) and _is_question(pieces[-1])
    found: list[Saying] = []
    joins = False  # whether the next sentence goes with the last saying
    for number, piece in enumerate(pieces):
        last = found[-1] if found else None
        if _is_question(piece):
            tag = next((word.tag for word in piece.words if word.text[0].isalnum()), "")
            found.append(Saying(piece.content, piece.sentence, True, not asks, tag in _ASKS))
            joins = False
        elif _is_idle(piece, lexicon):
            found.append(Saying(piece.content, piece.sentence, idle=True))
            joins = False
        elif last and not last.asks and not last.idle and (joins or _leans(piece)):
            _join(passage.text, last.content, piece.content)
            joins = False
        else:
            found.append(Saying(piece.content, piece.sentence))
            joins = number == 0 and bool(_YES_OR_NO.fullmatch(piece.text))
    return found


def _pieces(passage: Passage, content: list[Span]) -> Iterator[_Piece]:
    """Yield the sentences of some words, each with its part of them."""
    if not content:
        return
    first = max(0, bisect_right(passage.sentences, content[0][0], key=lambda sentence: sentence.span[0]) - 1)
    until = content[-1][1]
    last = first
    while last < len(passage.sentences) and passage.sentences[last].span[0] < until:
        last += 1
    for _, numbers in groupby(range(first, last), key=lambda number: passage.sentences[number].line):
        numbered = list(numbers)
        start, end = passage.sentences[numbered[0]].span[0], passage.sentences[numbered[-1]].span[1]
        kept = [_trimmed(passage.text, max(start, a), min(end, b)) for a, b in content if a < end and start < b]
        kept = [(a, b) for a, b in kept if any(char.isalnum() for char in passage.text[a:b])]
        if kept:
            inside = [word for number in numbered for word in passage.sentences[number].words]
            words = [word for word in inside if any(a <= word.start and word.end <= b for a, b in kept)]
            at = next((n for n in numbered if kept[0][0] < passage.sentences[n].span[1]), numbered[0])
            yield _Piece(kept, at, words, passage.words_of(kept))


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _join(text: str, said: list[Span], more: list[Span]) -> None:
    """Add the words of the next sentence, as one span with those before where only a blank is between them."""
    if not text[said[-1][1] : more[0][0]].strip():
        said[-1] = (said[-1][0], more[0][1])
        more = more[1:]
    said += more


def _is_question(piece: _Piece) -> bool:
    return piece.text.rstrip("”’\"')").endswith("?")


def _is_idle(piece: _Piece, lexicon: Lexicon) -> bool:
    """Return whether a sentence only thanks, greets, addresses or exhorts, and has no figure."""
    if any(word.tag == "NUM" for word in piece.words):
        return False
    if greets := _COURTESY.match(piece.text) or _greets_behind_a_name(piece.text):
        at = greets.end()
        # “Good morning, and thank you for having me.”
        while (pause := _PAUSE.search(piece.text, at)) and (greets := _COURTESY.match(piece.text, pause.end())):
            at = greets.end()
        return not _says(piece, at)
    if _ADDRESS.match(piece.text):
        return not any(word.tag in VERBS for word in piece.words)
    if _EXHORTS.match(piece.text):
        return not _GROUNDS.search(piece.text, len("that"))
    return _commands(piece, lexicon)


def _greets_behind_a_name(text: str) -> re.Match[str] | None:
    """Return the greeting behind whoever is addressed: “Ladies and gentlemen, thank you for coming.”"""
    pause = _PAUSE.search(text) if _ADDRESS.match(text) else None
    return _COURTESY.match(text, pause.end()) if pause else None


def _says(piece: _Piece, at: int) -> bool:
    """Return whether a clause follows a pause behind `at`: “Thank you, but nobody asked us.”"""
    pause = _PAUSE.search(piece.text, at)
    if pause is None:
        return False
    start = piece.content[0][0] + pause.start()
    return any(word.tag in FINITE for word in piece.words if word.start > start)


def _commands(piece: _Piece, lexicon: Lexicon) -> bool:
    """Return whether a sentence begins with a verb in its base form and has no subject: “Stand with us.”"""
    words = [word for word in piece.words if word.text[0].isalnum()]
    if len(words) > 1 and words[0].low in ("do", "don't", "never") and words[1].tag in ("BASE", "NOT"):
        return True
    if len(words) < 2 or words[0].tag not in ("BASE", "NOUN") or "base" not in lexicon.forms.get(words[0].low, ()):
        return False
    for word in piece.words[piece.words.index(words[0]) + 1 :]:
        if word.tag in (",", "WH", "THAT", ":", ";", "—"):
            break
        if word.tag in FINITE:
            return False
    return True


def _leans(piece: _Piece) -> bool:
    """Return whether a sentence says nothing without the one before: “The army did.”, “So have we.”, “In May.”"""
    words = [word for word in piece.words if word.text[0].isalnum() or word.low.startswith(("'", "’"))]
    while words and words[-1].low in _BEHIND_ELLIPSIS:
        words.pop()
    if not words or len(words) > _SHORT:
        return False
    if words[-1].tag in _ENDS_ELLIPSIS or words[-1].low.endswith("n't"):
        return True
    return len(words) <= _FRAGMENT and not any(word.tag in VERBS for word in words)
