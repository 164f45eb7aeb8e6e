"""Find who does what a verb says: the whole noun phrase, with what is added, or a subject that clauses share."""

from claims.text.suggest.clauses import (
    OBJECTS,
    Range,
    begins_clause,
    group_start,
    head,
    noun_left,
    noun_right,
)
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.tokens import FINITE, NOMINAL, Token

_NAMES = ("NAME", "NOUN")
_CLAUSAL = frozenset(
    ["after", "before", "as", "since", "until", "than", "like"]
)  # prepositions that may be followed by a clause
_EACH = frozenset(["both", "all", "each"])  # between a subject and its verb: “the two men both deny”
_PAIRED = frozenset(["neither", "either", "both"])
_ADDED = 25  # words between a noun and its verb, at most


def subject(words: list[Token], group: int, lexicon: Lexicon, depth: int = 0) -> list[Range]:
    """Return the subject of the verb group that begins at `group`, as ranges; empty if there is none.

    It is one noun phrase with what is added to it, or a relative pronoun and what it stands for.
    """
    at = group
    while at > 0 and (words[at - 1].tag == "ADV" or _is_floating(words, at - 1)):
        at -= 1
    if at == 0 or depth > 4:
        return []
    before = words[at - 1]
    if before.low in ("who", "which", "that"):
        end = at - 2 if at > 1 and words[at - 2].tag == "," else at - 1
        found = noun_left(words, end, lexicon)
        return [found, (at - 1, at)] if found else [(at - 1, at)]
    if before.tag in (",", "—", ")"):
        return _over_insertion(words, at, lexicon)
    if (described := _with_relative(words, at, lexicon)) is not None:
        return [described]
    if _adds_to_noun(words, at - 1, lexicon) and at > 1 and words[at - 2].tag in _NAMES:
        found = noun_left(words, at - 1, lexicon)  # “people marching said”
        return [(found[0], at)] if found else []
    if before.tag in ("CONJ", "PREP", "ING", "PART", "SUB", "TO", "BASE"):
        return main_subject(words, at - 1, lexicon, depth + 1)
    if before.low in lexicon.sets["days"] and before.capital and at > 1:
        # “Lee on Wednesday said”, “Lee Monday said”
        k = at - 2 if words[at - 2].low in ("on", "last", "in") else at - 1
        if k > 0 and words[k - 1].tag in ("NAME", "NOUN", "PRON", ",", ")"):
            return subject(words, k, lexicon, depth + 1)
    found = noun_left(words, at, lexicon)
    if not found:
        return []
    lead = words[found[0] - 1] if found[0] else None
    if lead is None:
        return [found]
    if lead.tag in ("PREP", "TO") and (start := _described(words, found[0] - 1, lexicon)) is not None:
        return [(start, found[1])]
    adverbial = lead.tag == "PREP" and lead.low not in _CLAUSAL
    if adverbial or head(words, found).low in lexicon.sets["times"]:
        # “and in an interview said”, “Lee last week said”
        return subject(words, found[0] - adverbial, lexicon, depth + 1)
    if _adds_to_noun(words, found[0] - 1, lexicon) and found[0] > 1:
        whole = subject(words, found[0] - 1, lexicon, depth + 1)  # “a man holding a flag said”
        return [(whole[0][0], found[1])] if len(whole) == 1 and whole[0][1] == found[0] - 1 else whole
    return [_with_others(words, found, lexicon)]


def _is_floating(words: list[Token], at: int) -> bool:
    """Return whether this is a “both” that belongs to the subject before it."""
    return at > 0 and words[at].low in _EACH and words[at - 1].tag in NOMINAL | {")"}


def _described(words: list[Token], link: int, lexicon: Lexicon) -> int | None:
    """Return where a noun begins whose description leads to a preposition: “sources close *to*”, “a bill seen *by*”."""
    describes = link > 1 and (words[link - 1].tag in ("ADJ", "PART") or words[link - 1].low == "close")
    if not describes or words[link - 2].tag not in (*_NAMES, "PRON"):
        return None
    found = noun_left(words, link - 1, lexicon)
    return found[0] if found and (found[0] == 0 or words[found[0] - 1].tag != "PREP") else None


def _with_relative(words: list[Token], end: int, lexicon: Lexicon) -> Range | None:
    """Return a noun with its relative clause that ends before `end`: “people who know him”; None if there is none."""
    for k in range(end - 2, max(0, end - _ADDED), -1):
        word = words[k]
        if word.quoted >= 0 or word.tag in (",", ";", ".", ":", "—", "SUB", ")", "”"):
            return None
        if word.low not in ("who", "which", "whose", "that"):
            continue
        verbs = [at for at in range(k + 1, end) if words[at].tag in FINITE or (words[at].tag == "BASE" and at == k + 1)]
        if not verbs or words[k - 1].tag not in (*_NAMES, "PRON", "DET"):
            return None
        said = any("s" in verb.frames for verb in lexicon.reporting.get(words[verbs[-1]].low, ()))
        if said and (verbs[-1] == end - 1 or words[verbs[-1] + 1].low not in OBJECTS):
            return None  # “officials who said people believe …”
        found = noun_left(words, k, lexicon)
        return (found[0], end) if found else None
    return None


def _with_others(words: list[Token], found: Range, lexicon: Lexicon) -> Range:
    """Return a phrase with those named before it: “Neither Lee *nor* Ray”, “Lee, Ray and Torm”."""
    start = found[0]
    joined = any(word.low == "and" for word in words[slice(*found)])
    while start > 1 and words[start - 1].quoted < 0:
        lead = words[start - 1]
        left = (
            noun_left(words, start - 1, lexicon) if lead.low in ("nor", "or") or (joined and lead.tag == ",") else None
        )
        if left is None:
            break
        first = left[0]
        paired = words[first].low in _PAIRED or (first > 0 and words[first - 1].low in _PAIRED)
        if lead.tag == ",":
            is_name = head(words, left).tag == "NAME" and words[first].low not in lexicon.sets["days"]
            if not is_name or (first > 0 and words[first - 1].tag not in (",", "CONJ")):
                break
        elif not paired:
            break
        start = first - (first > 0 and words[first - 1].low in _PAIRED and lead.tag != ",")
    return start, found[1]


def _adds_to_noun(words: list[Token], k: int, lexicon: Lexicon) -> bool:
    """Return whether this is a participle that describes the noun before it: “seen by the paper”, “holding a flag”."""
    noun = k > 0 and words[k - 1].tag == "NOUN"
    return words[k].tag == "PART" or (words[k].tag == "ING" and (noun or words[k].low not in lexicon.reporting))


def _over_insertion(words: list[Token], at: int, lexicon: Lexicon, alone: bool = False) -> list[Range]:
    """Return the phrase before an insertion, with the insertion.

    “Ann Lee, 31, a nurse, said”, “Ann Lee — the nurse — said”. Unless it is asked for `alone`, with whoever is named
    before it: “Ann Lee, the mayor, and her aide, Bob Ray,”.
    """
    last = words[at - 1]
    mark = "(" if last.tag == ")" else last.tag
    depth = 0  # of the brackets inside the insertion
    for k in range(at - 2, 0, -1):
        if mark != "(":
            depth += {")": 1, "(": -1}.get(words[k].tag, 0)
        if depth > 0:
            continue  # “Ann Lee (D-Ore.),”
        if words[k].tag == ";" or words[k].quoted >= 0 or (words[k].tag == "." and mark != "("):
            break
        if words[k].tag != mark:
            continue
        found = noun_left(words, k, lexicon)
        if not found:
            continue
        if mark == "," and found[0] > 1 and words[found[0] - 1].tag == ",":
            # “Ann Lee, the head of the port’s paper, the Tide, said”: the name before both insertions
            first = noun_left(words, found[0] - 1, lexicon)
            if first and head(words, first).tag == "NAME" and words[found[0]].tag in ("DET", "NOUN", "NUM", "POSS"):
                found = first
        inside = words[k + 1 : at - 1]
        added = inside and (
            inside[0].tag in ("WH", "PREP", "SUB", "ADV", "PART")
            or (inside[0].tag == "PAST" and inside[1:2] and inside[1].tag in ("PREP", "TO"))  # “, published by Lee,”
            or any(w.tag == "WH" for w in inside)
        )
        if not added and any(w.tag in FINITE and not _is_added(words, k + 1 + j) for j, w in enumerate(inside)):
            break
        if words[k - 1].tag != "NUM":
            start = found[0] if alone else _with_first(words, found[0], lexicon)
            return [(start, at if last.tag == ")" else at - 1)]
    return []


def _with_first(words: list[Token], start: int, lexicon: Lexicon) -> int:
    """Return where “Ann Lee and her aide, Bob Ray,” begins; `start` is where its second part does."""
    if start < 2 or words[start - 1].low != "and":
        return start
    if words[start - 2].tag == ",":  # “Ann Lee, the mayor, and her aide, Bob Ray,”
        before = _over_insertion(words, start - 1, lexicon, alone=True)
        return before[0][0] if before else start
    first = noun_left(words, start - 1, lexicon) if words[start - 2].tag == "NAME" else None
    return first[0] if first else start


def _is_added(words: list[Token], k: int) -> bool:
    """Return whether a past form describes the noun before it: “a voter *raised* in Brenn”."""
    return (
        words[k].tag == "PAST"
        and words[k - 1].tag == "NOUN"
        and words[k + 1 : k + 2] != []
        and words[k + 1].tag == "PREP"
    )


def main_subject(words: list[Token], i: int, lexicon: Lexicon, depth: int = 0) -> list[Range]:
    """Return the subject of the nearest finite verb before word i, which a verb without its own subject shares."""
    at, closed = i, 0
    while at > 0 and depth <= 4:
        at -= 1
        word = words[at]
        closed = max(0, closed + {")": 1, "(": -1}.get(word.tag, 0))
        if closed or word.quoted >= 0:
            continue
        if word.tag in FINITE or (word.tag == "BASE" and at > 0 and words[at - 1].tag in ("PRON", "NOUN", "NAME")):
            at = group_start(words, at)
            if found := subject(words, at, lexicon, depth + 1):
                return found
    return []


def participle_subject(words: list[Token], i: int, lexicon: Lexicon) -> list[Range]:
    """Return the subject of a participle, “…, saying that …”: that of the clause it is added to, not one inside it."""
    start = 0
    for k in range(i - 1, 1, -1):
        joined = words[k - 1].low in ("and", "but") and words[k - 2].tag == ","
        if words[k - 1].tag == ";" or (joined and begins_clause(words, k, i)):
            start = k
            break
    inner = False
    for k in range(start, i):
        word = words[k]
        if word.tag in ("SUB", "THAT", "WH") or (word.low in _CLAUSAL and begins_clause(words, k + 1, i)):
            inner = True
        elif word.tag == ",":
            inner = False
        elif word.tag in FINITE and word.quoted < 0 and not inner:
            return subject(words, group_start(words, k), lexicon)
    return []


def subject_behind(words: list[Token], i: int) -> list[Range]:
    """Return the subject of the main clause after the comma: “Instead of calling it safe, Lee …”."""
    comma = next((k for k in range(i, len(words)) if words[k].tag == "," and words[k].quoted < 0), len(words))
    if not begins_clause(words, comma + 1, len(words)):
        return []
    return [(comma + 1, noun_right(words, comma + 1))]


def whole_right(words: list[Token], start: int) -> int:
    """Return where the phrase that begins at `start` ends, with what describes it behind it.

    “a source close to the president”, “a man holding a flag”, “a woman who goes by “Ann””.
    """
    n, right = len(words), noun_right(words, start)
    if right == start or right >= n:
        return right
    word, last = words[right], words[right - 1]
    if word.low == "close" and right + 2 < n and words[right + 1].tag == "TO":
        return noun_right(words, right + 2)
    if word.tag in ("TO", "PREP") and (last.tag in ("ADJ", "PART") or last.low == "close") and right - start > 1:
        return noun_right(words, right + 1)
    described = last.tag == "NOUN" and word.tag in ("PART", "ING")
    if not (described or (word.low in ("who", "whose", "that") and last.tag in (*_NAMES, "PRON"))):
        return right
    at = right
    while at < n and (words[at].quoted >= 0 or words[at].tag not in (",", ";", ".", "—", ":")):
        at += 1
    return at
