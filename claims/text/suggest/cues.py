"""Find what in a sentence shows that somebody said it, who that is, and which words it covers.

There is one rule for each construction. Reporting verbs have their own module; this one has the cues that are not
verbs.
"""

from collections.abc import Iterator

from claims.text.suggest.clauses import (
    Range,
    begins_clause,
    boundary_left,
    group_start,
    has_verb,
    main_subject,
    noun_left,
    noun_right,
    sentence_lead,
    subject,
    with_apposition,
)
from claims.text.suggest.extents import content_end
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, singular
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, VERBS, Token
from claims.text.suggest.verbs import by_verb

_DEEPEST = 6  # levels of reported speech inside reported speech; more than people write
_SEEMS = frozenset(["seem", "seems", "seemed", "appear", "appears", "appeared"])


def find(words: list[Token], lexicon: Lexicon) -> list[Found]:
    """Return all attributions whose cue is outside quotation marks, in the order of their cues."""
    found: list[Found] = []
    taken: set[int] = set()
    over = [0] * len(words)  # how many contents each word is in
    if colon := _colon(words, lexicon):
        found.append(colon)
    for i, word in enumerate(words):
        if word.quoted >= 0 or i in taken or over[i] >= _DEEPEST:
            continue
        one = _at(words, i, lexicon, taken)
        if one is None or any(over[k] >= _DEEPEST for k in _places(one.content)):
            continue
        one.at = i
        found.append(one)
        taken.update(_places(one.cue))
        for k in _places(one.content):
            over[k] += 1
    return found


def _places(ranges: list[Range]) -> Iterator[int]:
    return (k for start, end in ranges for k in range(start, end))


def _at(words: list[Token], i: int, lexicon: Lexicon, taken: set[int]) -> Found | None:
    word = words[i]
    if word.low == "according":
        return _according(words, i, lexicon) if words[i + 1 : i + 2] and words[i + 1].low == "to" else None
    if word.tag in VERBS and word.low in lexicon.reporting:
        return by_verb(words, i, lexicon, taken)
    if word.tag in VERBS and word.low in _SEEMS:
        return _seems(words, i, lexicon)
    if word.low in lexicon.adverb_cues:
        return _adverb(words, i, lexicon)
    if word.tag in ("NOUN", "NAME") and singular(word.low) in lexicon.noun_cues:
        return _noun(words, i, lexicon)
    return _feeling(words, i, lexicon) if word.low in lexicon.sets["feelings"] else None


def _according(words: list[Token], i: int, lexicon: Lexicon) -> Found | None:
    n = len(words)
    right = noun_right(words, i + 2)
    if right == i + 2:
        return None
    lead = i - 1 if i and words[i - 1].tag == "," else i
    start = sentence_lead(words, lead)
    behind = lead - start > 1 and (has_verb(words, start, lead) or lead == i)
    if behind or not begins_clause(words, right + 1, n):
        right = with_apposition(words, right)
    one = Found("according", [(i, i + 2)], [(i + 2, right)], [])
    if behind:
        one.content = [(start, lead)]
        if right + 1 < n and words[right].tag == "," and words[start].tag in ("SUB", "PREP"):
            one.content.append((right + 1, content_end(words, right + 1, right, lexicon)))
        return one
    at = next((k + 1 for k in range(right, n) if words[k].tag == ","), right)
    if at >= n:
        return None
    one.content = [(at, content_end(words, at, at, lexicon))]
    return one if one.content[0][0] < one.content[0][1] else None


def _adverb(words: list[Token], i: int, lexicon: Lexicon) -> Found | None:
    pieces = ((boundary_left(words, i), i), (i + 1, content_end(words, i + 1, i, lexicon)))
    content = [(start, end) for start, end in pieces if start < end]
    return Found("adverb", [(i, i + 1)], [], content, lexicon.adverb_cues[words[i].low]) if content else None


def _seems(words: list[Token], i: int, lexicon: Lexicon) -> Found | None:
    """Find “seems to …”, which names nobody who thinks so."""
    n, at = len(words), i + 1
    while at < n and words[at].tag == "ADV":
        at += 1
    if at >= n:
        return None
    group = group_start(words, i)
    follows = words[at].low in ("to", "like", "that") or words[at].tag in ("ADJ", "PART", "PAST")
    if not follows and not (words[i].low.startswith("seem") and words[at].tag in ("DET", "PREP")):
        return None
    who = subject(words, group, lexicon)
    named = who[:1] if who and words[who[0][0]].low != "it" else []
    return Found("seems", [(group, i + 1)], [], [*named, (at, content_end(words, at, i, lexicon))])


# --- nouns -----------------------------------------------------------------------------------------------------------


def _noun(words: list[Token], i: int, lexicon: Lexicon) -> Found | None:
    """Find “the claim that …”, “evidence that …”, “allegations of …”, “her criticism of …”, “a promise to …”."""
    low, sets, n = singular(words[i].low), lexicon.sets, len(words)
    if i + 2 >= n:
        return None
    after = words[i + 1]
    holder = i
    while holder > 0 and words[holder - 1].tag in ("ADJ", "ADV", "NOUN", "ING", "PART", "NUM"):
        holder -= 1
    source = _possessor(words, holder, lexicon)
    one = Found("noun", [(i, i + 1)], source, [], lexicon.noun_cues[low])
    if after.tag == "THAT" and words[i + 2].tag not in FINITE:
        one.content = [(i + 1, content_end(words, i + 1, i, lexicon))]
    elif after.tag == "BE" and (words[i + 2].tag == "THAT" or words[i + 2].low == "whether") and i + 3 < n:
        # “her claim is that …”
        one.cue, one.content = [(i, i + 2)], [(i + 2, content_end(words, i + 2, i, lexicon))]
    elif not source and low not in sets["noun_cues_with_objects"]:
        return None
    elif after.low in sets["noun_cue_prepositions"] and low not in sets["noun_cues_with_clauses_only"]:
        if after.low == "of" and not source and low not in sets["noun_cues_with_objects"]:
            return None
        if after.low == "of" and low in ("support", "endorsement", "question", "call", "view") and not source:
            return None
        if after.low in ("by", "to") and low not in ("opposition", "statement", "remark", "comment"):
            return None
        one.cue = [(i, i + 2)]
        one.content = [(i + 2, _object_end(words, i + 2, i, lexicon))]
    elif after.tag == "TO" and low in sets["noun_cues_with_infinitives"]:
        one.content = [(i + 1, content_end(words, i + 1, i, lexicon))]
    if not one.content or one.content[0][0] >= one.content[0][1]:
        return None
    one.source = source or _having(words, holder, lexicon)
    return one


def _possessor(words: list[Token], holder: int, lexicon: Lexicon) -> list[Range]:
    """Return the possessor: “Mary’s claim”, “the voters’ fear”, “her view”. `holder` is the first word of the noun."""
    if holder == 0:
        return []
    before = words[holder - 1]
    if before.tag == "POSS" and before.low != "'s":
        return [(holder - 1, holder)]
    if before.low == "'s" or (before.text in ("’", "'") and holder > 1 and words[holder - 2].low.endswith("s")):
        found = noun_left(words, holder - 1, lexicon)
        return [found] if found else []
    return []


def _having(words: list[Token], holder: int, lexicon: Lexicon) -> list[Range]:
    """Return the subject of “raised concerns about”, “made the claim that”."""
    at = holder
    while at > 0 and words[at - 1].tag in ("DET", "ADJ", "NUM"):
        at -= 1
    if at == 0 or words[at - 1].tag not in VERBS or words[at - 1].low in lexicon.sets["received"]:
        return []
    group = group_start(words, at - 1)
    if group and words[group - 1].low == "there":
        return []
    return subject(words, group, lexicon) or main_subject(words, group, lexicon)


def _object_end(words: list[Token], at: int, cue: int, lexicon: Lexicon) -> int:
    """Return where the object of a noun ends: before a comma, or before the verb whose subject is the noun."""
    stop = content_end(words, at, cue, lexicon)
    clause = False
    for k in range(at + 1, stop):
        clause = clause or words[k - 1].tag in ("WH", "THAT")
        if words[k].quoted >= 0:
            continue
        if words[k].tag == ",":
            return k
        if words[k].tag in FINITE and not clause:
            return group_start(words, k)
    return stop


# --- what somebody holds ---------------------------------------------------------------------------------------------


def _feeling(words: list[Token], i: int, lexicon: Lexicon) -> Found | None:
    """Find “is confident that …”, “was worried about …”, “it is unclear whether …”."""
    n = len(words)
    group = group_start(words, i)
    if i + 2 >= n or group == i or not any(w.tag == "BE" for w in words[group:i]):
        return None
    who = subject(words, group, lexicon)
    after = words[i + 1]
    impersonal = bool(who) and words[who[0][0]].low in ("it", "this", "that")
    if impersonal:
        open_question = words[i].low in ("clear", "unclear", "certain")
        who = []
        if not open_question or not (after.tag in ("THAT", "WH") or after.low in ("if", "whether")):
            return None
    elif not who:
        return None
    start = i + 1
    if after.low in ("about", "of", "with", "at", "by", "in", "regarding"):
        start = i + 2
    elif after.tag not in ("THAT", "TO", "WH") and not (after.tag in BEGINS_NOUN and begins_clause(words, i + 1, n)):
        return None
    return Found("feeling", [(group, start)], who, [(start, content_end(words, start, i, lexicon))])


# --- who speaks, before a colon --------------------------------------------------------------------------------------


def _colon(words: list[Token], lexicon: Lexicon) -> Found | None:
    """Find a speaker before a colon: “Poll: Most voters undecided”; “LEE: We won.”"""
    at = next((k for k, word in enumerate(words[:6]) if word.tag == ":"), None)
    if not at or at + 2 >= len(words) or noun_right(words, 0, at) != at:
        return None
    if any(w.tag in VERBS or w.quoted >= 0 or w.tag in (",", ".") for w in words[:at]):
        return None
    sets, last = lexicon.sets, singular(words[at - 1].low)
    if last in sets["pictures"]:
        return None
    speaks = (
        words[0].text.isupper()
        or (all(word.tag == "NAME" for word in words[:at]) and has_verb(words, at + 1, len(words)))
        or words[at + 1].quoted >= 0
        or words[at - 1].low in sets["group_nouns"]
        or last in sets["document_nouns"]
        or last in sets["person_nouns"]
    )
    if not speaks:
        return None
    return Found("colon", [(at, at + 1)], [(0, at)], [(at + 1, content_end(words, at + 1, at, lexicon))])
