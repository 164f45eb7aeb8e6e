"""Find what stands behind a reporting verb: the words that it brings in, by its frames, and who is told."""

from claims.text.suggest.clauses import OBJECTS, begins_clause, has_verb, noun_right
from claims.text.suggest.lexicon import Lexicon, Verb, singular
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, NOMINAL, Token

_NEVER_FIRST = frozenset(["so", "both", "only", "even", "all", "here", "there", "now"])
_THINK_OR_SAY = frozenset(["say", "think", "believe", "claim", "argue", "insist", "write", "tweet", "report"])
_SHOW = frozenset(["show", "demonstrate", "illustrate", "mind"])  # what they show how to do is nothing said
_WITH_GERUND = frozenset(
    ["suggest", "deny", "admit", "propose", "recommend", "recall", "acknowledge", "mention", "consider", "regret"]
)
_INSERTED = 14  # words of “, citing …,”, at most
NEEDS_HEARER = frozenset(["tell", "inform", "remind", "notify"])
_TOLD = NEEDS_HEARER | {"ask"}


def inserted_end(words: list[Token], at: int) -> int | None:
    """Return the comma that closes “, citing police,” before what is reported, None if no such words begin at `at`."""
    if at < 0 or words[at].tag != "," or [word.low for word in words[at + 1 : at + 2]] != ["citing"]:
        return None
    end = next((k for k in range(at + 2, min(len(words), at + _INSERTED)) if words[k].tag == ","), None)
    if end is None or end + 1 >= len(words):
        return None
    return end if words[end + 1].tag in FINITE | {"THAT", "BASE"} else None


def behind(words: list[Token], end: int, verb: Verb, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return (rule, first word of the content) after a verb, or None."""
    n, frames, at = len(words), verb.frames, behind_times(words, end, lexicon)
    if at >= n:
        return None
    if (inserted := inserted_end(words, at)) is not None:
        at = inserted + 1
    word = words[at]
    if word.quoted >= 0:
        return ("quote", at) if frames & {"s", "n"} else None
    if "n" in frames and verb.act == "denies" and (called := _called(words, at, lexicon)):
        return "object", called
    if word.tag in (",", ":") and at + 1 < n and frames & {"s", "q"}:
        if words[at + 1].quoted >= 0:
            return "quote", at + 1
        if word.tag == ":":
            return "colon", at + 1
        if words[at + 1].tag == "THAT":
            return "that", at + 1
    if word.low in verb.prepositions and at + 1 < n and words[at + 1].tag not in (".", ",", ";"):
        return "preposition", at + 1
    if frames <= {"q"} and frames:
        return None
    if "o" in frames and word.tag in BEGINS_NOUN:
        told = noun_right(words, at)
        if found := _told(words, at, told, verb):
            return found
        if told < n and verb.lemma in _TOLD:
            return None
    if word.tag == "THAT":
        return ("that", at) if frames & {"s", "n"} else None
    if word.tag == "TO":
        if frames & {"s", "n"} and (far := _that_behind_hearer(words, at)) is not None:
            return "that", far
        return ("infinitive", at) if "t" in frames else None
    follows = words[at + 1].tag if at + 1 < n else ""
    if (
        word.tag == "PRON"
        and verb.act != "denies"
        and (follows == "," or (word.low in OBJECTS and follows in FINITE | {"BASE"}))
    ):
        return None  # “pilots who fear him say”, “a pilot who saw it, …”
    if "s" in frames and (found := _clause(words, at, verb, lexicon)):
        return found
    if "a" in frames and word.tag in BEGINS_NOUN and any(w.low == "as" for w in words[at : at + 9]):
        return "object", at
    if "n" in frames and (word.tag in BEGINS_NOUN or word.tag == "ING" or word.low in ("both", "only", "all", "how")):
        return "object", at
    return None


def _called(words: list[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where the object begins behind what it is called: “rejected as “pure fantasy” *reports that …*”."""
    if words[at].low != "as" or at + 1 >= len(words):
        return None
    if words[at + 1].quoted < 0:  # “dismissed as false *a report that …*”
        for k in range(at + 2, min(len(words) - 1, at + 7)):
            if words[k + 1].tag == "THAT" and singular(words[k].low) in lexicon.noun_cues:
                return k - (words[k - 1].tag in ("DET", "POSS"))
        return None
    number, k = words[at + 1].quoted, at + 1
    while k < len(words) and words[k].quoted == number:
        k += 1
    return k if k < len(words) and words[k].tag in BEGINS_NOUN else None


def behind_times(words: list[Token], at: int, lexicon: Lexicon) -> int:
    """Return the first word after “again”, “Tuesday”, “on Tuesday”, “last week”."""
    n, days = len(words), lexicon.sets["days"]
    while at < n:
        word, after = words[at], words[at + 1] if at + 1 < n else None
        possessed = after is not None and after.low == "'s"
        if word.low in days and word.capital and not possessed:
            at += 1
        elif after and (
            (word.low == "on" and after.low in days and not (at + 2 < n and words[at + 2].low == "'s"))
            or (word.low in ("last", "this", "earlier", "late", "next") and after.low in lexicon.sets["times"])
        ):
            at += 2
        elif word.tag == "ADV" and word.low not in _NEVER_FIRST:
            at += 1
        else:
            break
    return at


def _told(words: list[Token], at: int, behind: int, verb: Verb) -> tuple[str, int] | None:
    """Find the content after whoever is told: “told reporters that …”.

    The words for whoever is told begin at `at` and end before `behind`.
    """
    n, frames = len(words), verb.frames
    while behind < n and words[behind].tag == "ADV":
        behind += 1
    if behind >= n:
        return None
    word = words[behind]
    if word.low in verb.prepositions and behind + 1 < n:
        return "told", behind + 1
    if word.tag in ("THAT", "WH", "TO") or word.low in ("if", "whether") or word.quoted >= 0:
        return "told", behind
    if word.tag in (",", ":") and behind + 1 < n and words[behind + 1].quoted >= 0:
        return "told", behind + 1
    if "s" in frames and word.tag in NOMINAL | {"DET", "POSS"} and begins_clause(words, behind, n):
        return "told", behind
    if word.tag == "PREP" and (far := _far_that(words, behind)) is not None:
        return "told", far
    if {"s", "t"} <= frames and words[at].tag != "PRON" and word.tag in FINITE:
        return "clause", at  # “asked the mayor resign” is rare: “warned the bridge was closed”
    return None


def _clause(words: list[Token], at: int, verb: Verb, lexicon: Lexicon) -> tuple[str, int] | None:
    """Find a clause without “that”, a question, or a clause after where and when it was said."""
    n, word = len(words), words[at]
    if word.low in OBJECTS:
        return None
    if word.tag == "WH" or word.low in ("if", "whether"):
        return None if verb.lemma in _SHOW else ("question", at)
    if word.tag == "PREP" and (far := _far_that(words, at)) is not None:
        return "that", far
    if word.tag in BEGINS_NOUN or word.low == "there":
        far = n if verb.lemma == "say" else min(n, at + 12)
        if begins_clause(words, at, n) or ("n" not in verb.frames and _has_own_verb(words, at, far)):
            return "clause", at
        if verb.lemma == "say" and word.tag not in ("PRON", "POSS") and (at + 3 < n or word.tag == "NUM"):
            return "clause", at
    if word.tag in ("ADV", "SUB", "PART", "ING", "CONJ") and verb.lemma in _THINK_OR_SAY and has_verb(words, at, n):
        return "clause", at
    if word.tag == "PREP" and "n" not in verb.frames and verb.lemma in _THINK_OR_SAY:
        return _clause_behind_adverbial(words, at, verb, lexicon)
    done = word.tag == "ING" or (word.low in ("having", "being") and at + 1 < n)
    return ("object", at) if done and verb.lemma in _WITH_GERUND else None


def _clause_behind_adverbial(words: list[Token], at: int, verb: Verb, lexicon: Lexicon) -> tuple[str, int] | None:
    """Find a clause in “said in a statement the party would …”, “said in March, the party would …”."""
    n = len(words)
    comma = next((k for k in range(at, min(n, at + 10)) if words[k].tag == ","), None)
    if comma and begins_clause(words, comma + 1, n):
        return "clause", at
    for k in range(at + 1, min(n, at + 9) if verb.lemma == "say" else 0):
        dated = words[k - 1].low in lexicon.sets["days"]  # “said in March the tunnel would open”
        before = words[k - 1].tag
        fresh = words[k].tag in ("PRON", "DET", "POSS", "NAME") and (
            dated or before not in ("PREP", "DET", "POSS", "NAME")
        )
        if fresh and begins_clause(words, k, n):
            return "clause", k
    return None


def _has_own_verb(words: list[Token], start: int, end: int) -> bool:
    """Return whether there is a verb that is not that of “the attack that killed 40”."""
    relative = ("THAT", "WH")
    return any(
        has_verb(words, k, k + 1) and (k == start or words[k - 1].tag not in relative) for k in range(start, end)
    )


def _that_behind_hearer(words: list[Token], at: int) -> int | None:
    """Return the “that” behind who is told: “denied to the paper *that* …”, “said to reporters *that* …”."""
    n = len(words)
    right = noun_right(words, at + 1) if at + 1 < n and words[at + 1].tag in BEGINS_NOUN else n
    return right if at + 1 < right < n - 1 and words[right].tag == "THAT" else None


def _far_that(words: list[Token], at: int) -> int | None:
    """Return the “that” or the quotation that begins the content, after where and when it was said."""
    for k in range(at, min(len(words), at + 16)):
        word = words[k]
        if word.tag in (".", ";", "WH", "SUB"):
            return None
        before = words[k - 1] if k else word
        if word.tag == "THAT" and (before.tag in ("NOUN", "NAME", "NUM", ",") or before.quoted >= 0):
            return k if k + 1 < len(words) else None
        if word.quoted >= 0 and before.tag in (",", ":"):
            return k
        if word.tag in FINITE and word.quoted < 0:
            return None
    return None
