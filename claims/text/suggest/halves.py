"""Find clauses beside attributed words that state a fact: with a subject, a verb, and a figure or a name."""

from collections.abc import Iterator, Sequence

from claims.text.suggest.clauses import Range, begins_clause, has_verb, noun_right
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Sentence
from claims.text.suggest.tokens import FINITE, Token, in_title_case
from claims.text.words import Span

#: Words before a clause that states a fact; “if” and “until” are not among them. The first group separates clauses
#: anywhere in the sentence, the others after a comma or at its beginning.
_AGAINST = frozenset(["while", "whereas", "although", "though"])
_LED_BY = _AGAINST | {"after", "as", "since", "because", "when"}
_NO_FACT = frozenset(["if", "unless", "whether", "until", "till", "before", "lest", "whenever", "once"])
_GROUNDS = frozenset(["as", "because", "since", "after"])
_LEAVING_OUT = frozenset(["forgetting", "omitting", "neglecting", "failing"])
_MARKS = (",", ";", ".", "—", "CONJ")
_FRESH = frozenset(["the", "a", "an", "this", "that", "these", "those"])
_SAYING = frozenset(["say", "tell", "claim"])
FIRST_PERSON = frozenset(["i", "we"])  # of themselves the writer knows what they did and will do
_LONGEST = 300  # words; a longer sentence is a list, not prose


def halves(sentence: Sentence, taken: Sequence[Span], lexicon: Lexicon) -> Iterator[tuple[Span, list[Token]]]:
    """Yield the clauses of a sentence that overlap no span of `taken`, with their words.

    `taken` is what is said, and the words that say so.
    """
    words = sentence.words
    if len(words) > _LONGEST or in_title_case(words, lexicon):
        return
    cues = {at for at, word in enumerate(words) if any(a <= word.start < b for a, b in taken)}
    for start, end in _clauses(words, cues):
        start, end = _bare(words, start, end)
        if end <= start or words[start].low in _NO_FACT or not begins_clause(words, *_behind_lead(words, start, end)):
            continue
        span = (words[start].start, words[end - 1].end)
        inside = words[start:end]
        told = words[start].low in FIRST_PERSON or any(
            word.tag == "NUM" or (word.tag == "NAME" and word.low not in lexicon.sets["days"]) for word in inside
        )
        if (
            told
            and not any(_says(word, lexicon) for word in inside)
            and not any(a < span[1] and span[0] < b for a, b in taken)
        ):
            yield span, inside


def grounds(words: list[Token]) -> Iterator[Range]:
    """Yield the clause that a guess rests on: “it will not last, as *the last two truces broke*”."""
    n = len(words)
    for k in range(1, n - 1):
        if words[k].low in _GROUNDS and words[k].quoted < 0 and begins_clause(words, k + 1, n):
            yield k + 1, n
            return


def left_out(words: list[Token]) -> Iterator[Range]:
    """Yield what the writer says that a speaker left out: “forgetting to mention *the 12 guns sent by them*”."""
    n = len(words)
    for k in range(2, n - 2):
        if words[k - 2].low in _LEAVING_OUT and words[k - 1].tag == "TO" and words[k].tag in ("BASE", "NOUN"):
            start = k + 1 + (words[k + 1].tag == "THAT")
            end = n - (words[n - 1].tag == ".")
            named = any(word.tag in ("NAME", "NUM") for word in words[start:end])
            if named and (has_verb(words, start, end) or any(word.tag == "PART" for word in words[start:end])):
                yield start, end
            return


def _says(word: Token, lexicon: Lexicon) -> bool:
    return word.tag in FINITE and any(verb.lemma in _SAYING for verb in lexicon.reporting.get(word.low, ()))


def _clauses(words: list[Token], taken: set[int]) -> list[Range]:
    """Cut a sentence where a clause with its own subject begins, or where “and” continues with a verb of `taken`.

    A piece without a verb (“In May, …”) belongs to the piece after it.
    """
    starts = [0]
    for k in range(1, len(words)):
        if words[k].quoted < 0 and _begins_here(words, k, taken) and has_verb(words, starts[-1], k):
            starts.append(k)
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def _begins_here(words: list[Token], k: int, taken: set[int]) -> bool:
    word, before, n = words[k], words[k - 1], len(words)
    if before.tag == ";":
        return True
    if word.low in ("and", "but"):
        verb = next((at for at in range(k + 1, n) if words[at].tag != "ADV"), n)
        if verb in taken and words[verb].tag in FINITE:
            return True
        fresh = before.tag == "," or (
            k + 1 < n and (words[k + 1].tag in ("PRON", "POSS") or words[k + 1].low in _FRESH)
        )
        return fresh and begins_clause(words, k + 1, n)
    if word.low in _AGAINST or (before.tag == "," and word.low in _LED_BY | _NO_FACT):
        return begins_clause(words, k + 1, n)
    return before.tag == "," and begins_clause(words, k, n)


def _bare(words: list[Token], start: int, end: int) -> Range:
    """Return the range without the marks and words that join it to the rest; the sentence's full stop stays."""
    stop = end if end == len(words) and words[end - 1].tag == "." else 0
    while start < end and (words[start].tag in (",", ";", "CONJ") or words[start].low in _LED_BY | {"yet"}):
        start += 1
    while start < end and (words[end - 1].tag in _MARKS or words[end - 1].low == "even"):
        end -= 1
    return start, max(end, stop) if start < end else end


def _behind_lead(words: list[Token], start: int, end: int) -> Range:
    """Return the range after “In May, …”, where the clause itself begins."""
    if words[start].tag != "PREP":
        return start, end
    right = noun_right(words, start + 1, end)
    return (right + 1 if right < end and words[right].tag == "," else right), end
