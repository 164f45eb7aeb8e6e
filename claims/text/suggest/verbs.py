"""Find attributions by a reporting verb: what its frame allows after it, before it, and in the passive."""

from claims.text.suggest.clauses import (
    Range,
    begins_clause,
    group_start,
    has_verb,
    head,
    main_subject,
    noun_right,
    participle_subject,
    sentence_lead,
    subject,
    subject_behind,
    with_apposition,
)
from claims.text.suggest.extents import closes, content_end, said_before
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, Verb, singular
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, NOMINAL, Token

_NEVER_FIRST = frozenset(["so", "both", "only", "even", "all", "here", "there", "now"])
_THINK_OR_SAY = frozenset(["say", "think", "believe", "claim", "argue", "insist", "write", "tweet", "report"])
_WITH_GERUND = frozenset(
    ["suggest", "deny", "admit", "propose", "recommend", "recall", "acknowledge", "mention", "consider"]
)
_TOLD = frozenset(["tell", "inform", "remind", "notify", "ask"])


def by_verb(words: list[Token], i: int, lexicon: Lexicon, taken: set[int]) -> Found | None:
    """Return the attribution that word i makes, if it is a reporting verb in one of its frames."""
    for verb in lexicon.reporting[words[i].low]:
        end = i + 1 + len(verb.particles)
        if tuple(w.low for w in words[i + 1 : end]) == verb.particles:
            group = group_start(words, i)
            while group in taken and group < i:
                if words[group].low.startswith(("refus", "declin")):
                    return None  # “refused to say who”: one attribution, not two
                group += 1
            if one := _framed(words, (group, i, end), verb, lexicon):
                return one
    return None


def _framed(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
    """Return the attribution by a verb in its frame.

    `cue`: where the verb group begins, the verb itself, where the group ends.
    """
    group, i, end = cue
    tag, auxiliaries = words[i].tag, words[group:i]
    if tag in ("PART", "PAST") and any(w.tag == "BE" for w in auxiliaries[-3:]) and auxiliaries[0].low != "having":
        return _passive(words, cue, verb, lexicon)
    if any(w.low.startswith("forg") for w in auxiliaries):  # “forgetting to mention” is the writer's remark
        return None
    alone = group == i and (i == 0 or (words[i - 1].low in ("when", "if", "once") and tag in ("PAST", "PART")))
    if alone and "o" in verb.frames and tag in ("PAST", "PART", "ADJ"):
        return _passive(words, cue, verb, lexicon)  # “When asked about it, …”
    if tag == "PART" and not any(w.tag in ("HAVE", "BE") for w in auxiliaries):
        return _as_reported(words, cue, verb, lexicon)
    source = _subject(words, group, i, lexicon)
    if "i" in verb.frames:
        if not source or words[source[0][0]].low != "it":
            return None
        source = []
    one = Found("", [(group, end)], source, [], verb.act, verb, _negated(auxiliaries), at=i)
    direct = _behind(words, end, verb, lexicon)
    speaks = bool(verb.frames & {"s", "q"}) and (tag != "BASE" or words[i].low == "say")
    if speaks and (_inverted(words, cue, one, lexicon) or _postposed(words, cue, source, direct, one, lexicon)):
        return one
    if direct is None or (tag == "BASE" and group == i and not source and "s" not in verb.frames):
        return None
    one.rule, start = direct
    stop = content_end(words, start, i, lexicon)
    if stop <= start or ("w" in verb.frames and not _may_hold_views(words, source, lexicon)):
        return None
    if one.rule == "preposition":
        one.cue = [(group, start)]
    one.content = [(start, stop)]
    return one


def _subject(words: list[Token], group: int, i: int, lexicon: Lexicon) -> list[Range]:
    """Return the speaker: the verb's own subject, or the one that it shares with the clause that it is part of."""
    tag, before = words[i].tag, words[group - 1].tag if group else ""
    if tag == "ING" and before == "," and (source := participle_subject(words, group, lexicon)):
        return source
    if words[group].tag == "TO":
        found = main_subject(words, group, lexicon) or subject_behind(words, i)
        return [] if found and words[found[0][0]].low == "it" else found  # “it is hard to deny that …”
    source = subject(words, group, lexicon)
    if not source and tag in ("ING", "BASE", "PART"):
        source = main_subject(words, group, lexicon) or subject_behind(words, i)
    return source


def _negated(auxiliaries: list[Token]) -> bool:
    return any(w.tag == "NOT" or w.low.endswith("n't") for w in auxiliaries)


def _may_hold_views(words: list[Token], source: list[Range], lexicon: Lexicon) -> bool:
    """Return whether the source can hold an attitude.

    For anything but a person or organisation it is a figure of speech: troops defend a town, and a plan foresees what
    it provides for.
    """
    top = head(words, source[0]).low if source else ""
    nobody = top in ("it", "this", "that", "these", "those")
    return not (nobody or top in lexicon.sets["fighters"] or singular(top) in lexicon.sets["provisions"])


# --- behind the verb -------------------------------------------------------------------------------------------------


def _behind(words: list[Token], end: int, verb: Verb, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return (rule, first word of the content) after a verb, or None."""
    n, frames, at = len(words), verb.frames, _behind_times(words, end, lexicon)
    if at >= n:
        return None
    word = words[at]
    if word.quoted >= 0:
        return ("quote", at) if frames & {"s", "n", "q"} else None
    if word.tag in (",", ":") and at + 1 < n and frames & {"s", "q"}:
        if words[at + 1].quoted >= 0:
            return "quote", at + 1
        if word.tag == ":":
            return "colon", at + 1
        if words[at + 1].tag == "THAT":
            return "that", at + 1
    if frames <= {"q"} and frames:
        return None
    if word.low in verb.prepositions and at + 1 < n and words[at + 1].tag not in (".", ",", ";"):
        return "preposition", at + 1
    if "o" in frames and word.tag in BEGINS_NOUN:
        behind = noun_right(words, at)
        if found := _told(words, at, behind, verb):
            return found
        if behind < n and verb.lemma in _TOLD:
            return None
    if word.tag == "THAT":
        return ("that", at) if frames & {"s", "n"} else None
    if word.tag == "TO":
        return ("infinitive", at) if "t" in frames else None
    if "s" in frames and (found := _clause(words, at, verb)):
        return found
    if "a" in frames and word.tag in BEGINS_NOUN and any(w.low == "as" for w in words[at : at + 9]):
        return "object", at
    if "n" in frames and (word.tag in BEGINS_NOUN or word.tag == "ING" or word.low in ("both", "only", "all", "how")):
        return "object", at
    return None


def _behind_times(words: list[Token], at: int, lexicon: Lexicon) -> int:
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


def _clause(words: list[Token], at: int, verb: Verb) -> tuple[str, int] | None:
    """Find a clause without “that”, a question, or a clause after where and when it was said."""
    n, word = len(words), words[at]
    if word.tag == "WH" or word.low in ("if", "whether"):
        return "question", at
    if word.tag == "PREP" and (far := _far_that(words, at)) is not None:
        return "that", far
    if word.tag in BEGINS_NOUN or word.low == "there":
        far = n if verb.lemma == "say" else min(n, at + 12)
        if begins_clause(words, at, n) or ("n" not in verb.frames and has_verb(words, at, far)):
            return "clause", at
        if verb.lemma == "say" and word.tag not in ("PRON", "POSS") and at + 3 < n:
            return "clause", at
    if word.tag in ("ADV", "SUB", "PART", "ING", "CONJ") and verb.lemma in _THINK_OR_SAY and has_verb(words, at, n):
        return "clause", at
    if word.tag == "PREP" and "n" not in verb.frames and verb.lemma in _THINK_OR_SAY:
        return _clause_behind_adverbial(words, at, verb)
    return ("object", at) if word.tag == "ING" and verb.lemma in _WITH_GERUND else None


def _clause_behind_adverbial(words: list[Token], at: int, verb: Verb) -> tuple[str, int] | None:
    """Find a clause in “said in a statement the party would …”, “said in March, the party would …”."""
    n = len(words)
    comma = next((k for k in range(at, min(n, at + 10)) if words[k].tag == ","), None)
    if comma and begins_clause(words, comma + 1, n):
        return "clause", at
    for k in range(at + 1, min(n, at + 9) if verb.lemma == "say" else 0):
        fresh = words[k].tag in ("PRON", "DET", "POSS", "NAME") and words[k - 1].tag not in (
            "PREP",
            "DET",
            "POSS",
            "NAME",
        )
        if fresh and begins_clause(words, k, n):
            return "clause", k
    return None


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


# --- before the verb -------------------------------------------------------------------------------------------------


def _inverted(words: list[Token], cue: tuple[int, int, int], one: Found, lexicon: Lexicon) -> bool:
    """Find “…,” said X: the verb follows a comma or a quotation, and its subject comes after it."""
    group, i, end = cue
    n = len(words)
    if group != i or i == 0 or end >= n or words[i].tag not in ("PAST", "S", "BASE"):
        return False
    before = words[i - 1]
    parted = before.tag in (",", "—") and i > 1
    quoted = before.quoted >= 0 or (parted and words[i - 2].quoted >= 0)
    if not (quoted or (parted and has_verb(words, 0, i - 1))):
        return False
    right = noun_right(words, end)
    if right == end or words[end].tag not in BEGINS_NOUN or words[end].low in ("him", "them", "her", "me", "us"):
        return False
    if not quoted and (words[end].tag == "THAT" or begins_clause(words, end, n)):
        return False
    if not quoted and right < n and words[right].tag not in (",", ".", "—", "PREP", "WH", ";"):
        return False
    right = with_apposition(words, right)
    one.rule, one.source = "inverted", [(end, right)]
    one.content = said_before(words, i if before.quoted >= 0 else i - 1, right, lexicon)
    return bool(one.content)


def _postposed(
    words: list[Token],
    cue: tuple[int, int, int],
    source: list[Range],
    direct: tuple[str, int] | None,
    one: Found,
    lexicon: Lexicon,
) -> bool:
    """Find “…, X said.” and “…, X said, …”: subject and verb close the sentence, or are between two parts of it."""
    group, i, end = cue
    n = len(words)
    if not source or source[0][0] == 0 or source[-1][1] > group:
        return False
    anchor = source[0][0]
    if any(w.tag not in ("ADV", ",") for w in words[source[-1][1] : group]):
        return False  # it shares a subject, and has no place of its own
    before = words[anchor - 1]
    if words[anchor].low in ("who", "which", "that"):
        return False
    if not (before.tag in (",", "—") or before.quoted >= 0 or before.low == "as"):
        return False
    quoted = before.quoted >= 0 or (before.tag == "," and anchor > 1 and words[anchor - 2].quoted >= 0)
    at = noun_right(words, end) if end < n and "o" in one.verb.frames and words[end].tag in BEGINS_NOUN else end
    comma = at < n and words[at].tag == ","
    if direct and before.quoted < 0:
        if direct[0] == "quote" and not quoted:
            return False
        if direct[0] != "quote" and direct[0] != "preposition" and not (comma and at > end and direct[0] == "object"):
            return False
    if not closes(words, at, lexicon):
        return False
    if before.low == "as":
        at = next((k for k in range(at, min(n, at + 9)) if words[k].tag == ","), at)
        comma = at < n and words[at].tag == ","
    if not quoted and not comma and not has_verb(words, sentence_lead(words, anchor - 1), anchor - 1):
        return False
    one.rule = "postposed"
    one.content = said_before(words, anchor if before.quoted >= 0 else anchor - 1, at, lexicon)
    return bool(one.content)


# --- the passive -----------------------------------------------------------------------------------------------------


def _passive(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
    """Find “was accused of …”, “is expected to …”, “it was reported that …”: the source follows “by”, or is nobody."""
    group, i, end = cue
    n, at = len(words), end
    who = subject(words, group, lexicon)
    one = Found("passive", [(group, end)], [], [], verb.act, verb, _negated(words[group:i]), at=i)
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


def _as_reported(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
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
