"""Find attributions by a reporting verb in the passive: “was accused of …”, “it was reported that …”."""

from claims.text.suggest.clauses import Range, head, noun_right
from claims.text.suggest.extents import content_end, said_before
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, Verb, singular
from claims.text.suggest.subjects import subject
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, Token


def negated(auxiliaries: list[Token]) -> bool:
    return any(w.tag == "NOT" or w.low == "cannot" or w.low.endswith("n't") for w in auxiliaries)


def passive(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
    """Find “was accused of …”, “is expected to …”, “it was reported that …”: the source follows “by”, or is nobody."""
    group, i, end = cue
    n, at = len(words), end
    if verb.lemma == "know" and at < n and words[at].low == "as":  # a name
        return None
    if verb.lemma == "dismiss" and not (at < n and words[at].low in ("as", "by", "out")):  # 40 people were
        return None
    if verb.lemma == "tell of":  # “was told of the sale”: who is told says nothing
        return None
    who = subject(words, group, lexicon)
    one = Found("passive", [(group, end)], [], [], verb.act, verb, negated(words[group:i]), at=i)
    if at + 1 < n and words[at].low == "by" and words[at + 1].tag in BEGINS_NOUN:
        at = noun_right(words, at + 1)
        one.source = [(end + 1, at)]
    impersonal = bool(who) and words[who[0][0]].low == "it" and who[0][1] - who[0][0] == 1
    named = who[:1] if who and not impersonal else []
    if at >= n:
        one.content = named if one.source and verb.frames & {"s", "n"} else []
        return one if one.content else None
    word, told = words[at], "o" in verb.frames
    start = None
    if word.tag == "THAT" or word.low in ("if", "whether") or (word.tag == "WH" and told):
        start, named = at, []
    elif told and word.low in verb.prepositions and not one.source and (one.negated or verb.act == "asks"):
        return None  # “was never told of the sale”, “when asked about it”
    elif told and (word.tag == "TO" or word.low in verb.prepositions):
        start, named = at + (word.tag != "TO"), []
    elif word.tag == "TO" and verb.frames & {"s", "n", "t"} and who:
        start = at
    elif named and ("n" in verb.frames or ("a" in verb.frames and word.low == "as")):
        start = at if word.tag not in (".", ",") else None
    elif not ("s" in verb.frames and named and one.source):
        return None
    stop = content_end(words, start, i, lexicon) if start is not None else 0
    if start is not None and not one.source and word.tag != "THAT":
        one.source, stop = _by_whom(words, start, stop, lexicon)
    one.content = [*named, (start, stop)] if start is not None and stop > start else named
    return one if one.content else None


def as_reported(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
    """Find “As reported by the Tide, the bridge was closed.”"""
    group, i, end = cue
    if group == 0 or words[group - 1].low != "as" or end + 1 >= len(words) or words[end].low != "by":
        return None
    right = noun_right(words, end + 1)
    content = said_before(words, group - 1, right, lexicon)
    return Found("passive", [(group, end)], [(end + 1, right)], content, verb.act, verb, at=i) if content else None


def _by_whom(words: list[Token], start: int, stop: int, lexicon: Lexicon) -> tuple[list[Range], int]:
    """Return who holds it in “is seen as vital by the leadership”, and where the content before that ends."""
    for k in range(start + 1, stop - 1):
        if words[k].low == "by" and words[k].quoted < 0 and words[k + 1].tag in BEGINS_NOUN:
            right = min(stop, noun_right(words, k + 1))
            top = head(words, (k + 1, right))
            if (
                top.tag == "NAME"
                or singular(top.low) in lexicon.sets["person_nouns"]
                or top.low in lexicon.sets["group_nouns"]
            ):
                return [(k + 1, right)], k
        if words[k].tag in FINITE:
            break
    return [], stop
