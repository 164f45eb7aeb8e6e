"""Find attributions by a reporting verb: what its frame allows after it, before it, and in the passive."""

from claims.text.suggest.behind import NEEDS_HEARER, behind, behind_times, inserted_end
from claims.text.suggest.clauses import (
    Range,
    begins_clause,
    group_start,
    has_verb,
    head,
    noun_left,
    noun_right,
    sentence_lead,
    with_apposition,
)
from claims.text.suggest.extents import closes, content_end, said_before
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, Verb, singular
from claims.text.suggest.passives import as_reported, negated, passive
from claims.text.suggest.subjects import main_subject, participle_subject, subject, subject_behind, whole_right
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, NOMINAL, Token

_NOBODY = frozenset(["nobody", "none", "no", "neither", "no-one"])
_CLAUSE = ("THAT", "TO", "WH")
_AGAIN = frozenset(["repeat", "reiterate", "renew", "maintain", "stand by"])  # what is one’s own
_HARDLY = frozenset(["not", "hardly", "scarcely", "barely"])  # “Not one minister said so”
_PUT = frozenset(["toll", "number", "figure", "cost", "price", "damage", "loss", "estimate", "total", "share", "count"])
_QUOTES = frozenset(["quote", "cite"])
_ABOUT = frozenset(["about", "whether", "if", "why", "how", "what", "by", "to"])
_SHARES = frozenset(["percent", "%"])  # of voters: that so many hold a view is a fact about them


def by_verb(words: list[Token], i: int, lexicon: Lexicon, taken: set[int]) -> Found | None:
    """Return the attribution that word i makes, if it is a reporting verb in one of its frames."""
    if words[i].tag in ("ING", "BASE") and is_held_back(words, i):
        return None
    if words[i + 1 : i + 2] and words[i + 1].tag == "TO" and i + 2 < len(words) and is_held_back(words, i + 2):
        return None  # “declined to say how many”
    if inserted_end(words, i - 1) is not None:
        return None  # “the paper reported, citing police, that …”: what is cited is reported
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


def is_held_back(words: list[Token], i: int) -> bool:
    """Return whether word i, “saying”, was not done: “stopped short of saying”, “refrained from saying”."""
    before = [word.low for word in words[max(0, i - 2) : i]]
    if before[-1:] == ["to"] and before[0].startswith(("declin", "refus")):
        after = words[i + 1] if i + 1 < len(words) else None  # “declined to say whether”
        return words[i].tag == "BASE" and after is not None and (after.tag == "WH" or after.low in ("if", "whether"))
    if before and before[-1].startswith("avoid"):
        return True
    if before[-1:] == ["to"] and before[0].startswith("fail"):
        return True
    return before[-1:] == ["without"] or before == ["short", "of"] or (before[-1:] == ["from"] and i > 1)


def _framed(words: list[Token], cue: tuple[int, int, int], verb: Verb, lexicon: Lexicon) -> Found | None:
    """Return the attribution by a verb in its frame.

    `cue`: where the verb group begins, the verb itself, where the group ends.
    """
    group, i, end = cue
    tag, auxiliaries = words[i].tag, words[group:i]
    if tag in ("PART", "PAST") and any(w.tag == "BE" for w in auxiliaries[-3:]) and auxiliaries[0].low != "having":
        return passive(words, cue, verb, lexicon)
    if verb.lemma == "ask" and group == i and tag in ("PAST", "PART") and _is_asked(words, i):
        return None  # “Lee, asked about it, said no”
    if verb.lemma in _QUOTES and tag == "ING" and _is_beside(words, i, lexicon):
        return None  # “…, the paper reported, citing police”
    if verb.lemma in _QUOTES and (spoken := _quoted_behind(words, end)) is not None and closes(words, spoken, lexicon):
        return None  # “…,” the paper quoted Lee as saying
    if verb.lemma == "put" and not _puts_figure(words, end):
        return None
    if any(w.low.startswith("forg") for w in auxiliaries):  # “forgetting to mention” is the writer's remark
        return None
    alone = group == i and (i == 0 or (words[i - 1].low in ("when", "if", "once") and tag in ("PAST", "PART")))
    if alone and "o" in verb.frames and tag in ("PAST", "PART", "ADJ"):
        return passive(words, cue, verb, lexicon)  # “When asked about it, …”
    if tag == "PART" and not any(w.tag in ("HAVE", "BE") for w in auxiliaries):
        return as_reported(words, cue, verb, lexicon)
    if i == 0 and tag == "BASE" and "o" in verb.frames and words[1:2] and words[1].low in ("us", "me"):
        return None  # “Tell us about it.” asks
    source = _subject(words, group, i, lexicon)
    if "i" in verb.frames:
        if not source or words[source[0][0]].low != "it":
            return None
        source = []
    one = Found("", [(group, end)], source, [], verb.act, verb, negated(auxiliaries), at=i)
    if source and source[0][0] and words[source[0][0] - 1].low in _HARDLY:
        one.source = source = [(source[0][0] - 1, source[0][1]), *source[1:]]
        one.negated = True
    if source and words[source[0][0]].low in _NOBODY and verb.act == "denies":
        one.act = "asserts"  # “nobody denied it”
    if group and words[group - 1].low == "nor" and (start := _neither(words, group)) is not None:
        one.cue, one.negated = [(start, end)], True
    direct = behind(words, end, verb, lexicon)
    speaks = bool(verb.frames & {"s", "q"}) and (
        tag != "BASE"
        or words[i].low == "say"
        or (i > 0 and words[i - 1].quoted >= 0)
        or (bool(source) and end < len(words) and words[end].tag == ".")  # “…, figures show.”
    )
    if tag == "ING" and source and _is_quoted_as(words, cue, one, lexicon):
        return one
    if speaks and (_inverted(words, cue, one, lexicon) or _postposed(words, cue, source, direct, one, lexicon)):
        return one
    if source and (direct is None or direct[0] in ("clause", "object")) and _gap(words, cue, source, one, lexicon):
        return one
    if direct is None or (tag == "BASE" and group == i and not source and "s" not in verb.frames):
        return None
    one.rule, start = direct
    stop = content_end(words, start, i, lexicon)
    if stop <= start or ("w" in verb.frames and not _may_hold_views(words, source, lexicon)):
        return None
    noun = one.rule == "clause" and words[start + 1 : start + 2] and words[start + 1].tag == "THAT"
    if noun and singular(words[start].low) in lexicon.noun_cues:
        return None  # “heard claims that …”
    own = one.rule in ("object", "preposition") and verb.lemma in _AGAIN and words[start].tag == "POSS"
    if own and any(singular(word.low) in lexicon.noun_cues for word in words[start + 1 : start + 4]):
        return None  # “repeated his claim that …”: the noun brings it in
    if verb.lemma == "call" and _calls_nothing(words, start, stop, lexicon):
        return None
    if one.rule == "told" and words[source[0][0] if source else i].low in _NOBODY and words[start].tag not in _CLAUSE:
        return None  # “nobody told us about it”
    if one.rule == "preposition":
        one.cue = [(group, start)]
    one.content = [(start, stop)]
    return one


def _is_beside(words: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether “citing police” stands beside another attribution of the sentence, whose origin it gives."""
    beside = i == 0 or words[i - 1].tag == ","
    finite = [word for k, word in enumerate(words) if k != i and word.quoted < 0 and word.tag in FINITE]
    return beside and any("s" in verb.frames for word in finite for verb in lexicon.reporting.get(word.low, ()))


def _quoted_behind(words: list[Token], end: int) -> int | None:
    """Return where “Lee as saying” ends, None if no such words begin at `end`."""
    right = noun_right(words, end)
    if right == end or right + 1 >= len(words) or words[right].low != "as" or words[right + 1].tag != "ING":
        return None
    return right + 2


def _is_quoted_as(words: list[Token], cue: tuple[int, int, int], one: Found, lexicon: Lexicon) -> bool:
    """Find “…,” the paper quoted Lee as saying: Lee says what stands before it."""
    group, i, end = cue
    first, last = one.source[0]
    if group < 2 or words[group - 1].low != "as" or last != group - 1 or not closes(words, end, lexicon):
        return False
    quotes = any(verb.lemma in _QUOTES for verb in lexicon.reporting.get(words[first - 1].low, ()))
    at = noun_left(words, group_start(words, first - 1), lexicon) if quotes else None
    if at is None or at[0] == 0:
        return False
    before = words[at[0] - 1]
    if before.quoted < 0 and before.tag != ",":
        return False
    one.rule = "postposed"
    one.content = said_before(words, at[0] if before.quoted >= 0 else at[0] - 1, end, lexicon)
    return bool(one.content)


def _is_asked(words: list[Token], i: int) -> bool:
    """Return whether “asked about it” says what somebody else did, who is not named."""
    led = i == 0 or words[i - 1].tag == "," or words[i - 1].low in ("when", "if", "once")
    return led and i + 1 < len(words) and words[i + 1].low in _ABOUT


def _puts_figure(words: list[Token], end: int) -> bool:
    """Return whether a figure is put: “put the toll *at 40*”."""
    right = next((k for k in range(end + 1, min(len(words), end + 12)) if words[k].low == "at"), end)
    counted = any(singular(word.low) in _PUT for word in words[end:right])
    return counted and any(word.tag == "NUM" or word.text[0].isdigit() for word in words[right + 1 : right + 5])


def says_again(words: list[Token], at: int, lexicon: Lexicon) -> list[Range]:
    """Return who says again what “his claim” at `at` stands for: “*Lee* repeated his claim that …”."""
    by = at > 1 and words[at - 1].low == "by"
    verb = at - 1 - by
    if verb < 0 or not any(one.lemma in _AGAIN for one in lexicon.reporting.get(words[verb].low, ())):
        return []
    return subject(words, group_start(words, verb), lexicon)


def _calls_nothing(words: list[Token], start: int, stop: int, lexicon: Lexicon) -> bool:
    """Return whether “call” means to ring somebody: “called an ambulance”, not “called the plan unfair”."""
    right = noun_right(words, start)
    quoted = any(word.quoted >= 0 for word in words[start:stop])
    named = any(word.tag in ("DET", "ADJ") for word in words[start + 1 : right])
    return not quoted and not named and closes(words, right, lexicon)


def _neither(words: list[Token], group: int) -> int | None:
    """Return where “has neither confirmed nor denied” begins, None if there is no “neither” before the verb."""
    at = next((k for k in range(group - 1, max(0, group - 8), -1) if words[k].low == "neither"), None)
    return None if at is None or words[at].tag != "NOT" else group_start(words, at)


def _subject(words: list[Token], group: int, i: int, lexicon: Lexicon) -> list[Range]:
    """Return the speaker: the verb's own subject, or the one that it shares with the clause that it is part of."""
    tag, before = words[i].tag, words[group - 1].tag if group else ""
    if tag == "ING" and before == "," and (source := participle_subject(words, group, lexicon)):
        return source
    if tag == "ING" and group > 1 and words[group - 1].low == "as" and words[group - 2].tag in NOMINAL:
        cited = noun_left(words, group - 1, lexicon)  # “cited two officials as saying that …”
        if cited and words[cited[0] - 1].low != "by":
            return [cited]
    if words[group].tag == "TO":
        found = main_subject(words, group, lexicon) or subject_behind(words, i)
        return [] if found and words[found[0][0]].low == "it" else found  # “it is hard to deny that …”
    source = subject(words, group, lexicon)
    if not source and tag in ("ING", "BASE", "PART"):
        source = main_subject(words, group, lexicon) or subject_behind(words, i)
    return source


def _may_hold_views(words: list[Token], source: list[Range], lexicon: Lexicon) -> bool:
    """Return whether the source can hold an attitude.

    For anything but a person or organisation it is a figure of speech: troops defend a town, and a plan foresees what
    it provides for.
    """
    top = head(words, source[0]).low if source else ""
    nobody = top in ("it", "this", "that", "these", "those") or top in _SHARES
    return not (nobody or top in lexicon.sets["fighters"] or singular(top) in lexicon.sets["provisions"])


# --- before the verb -------------------------------------------------------------------------------------------------


def _inverted(words: list[Token], cue: tuple[int, int, int], one: Found, lexicon: Lexicon) -> bool:
    """Find “…,” said X: the verb follows a comma or a quotation, and its subject comes after it."""
    group, i, end = cue
    n = len(words)
    if group != i or i == 0 or end >= n or words[i].tag not in ("PAST", "S", "BASE") or one.verb.lemma in NEEDS_HEARER:
        return False
    before = words[i - 1]
    parted = before.tag in (",", "—") and i > 1
    quoted = before.quoted >= 0 or (parted and words[i - 2].quoted >= 0)
    right = noun_right(words, end)
    # “Crime, said Lee, fell”
    put_in = parted and right + 1 < n and words[right].tag == "," and words[right + 1].tag in FINITE
    if not (quoted or put_in or (parted and has_verb(words, 0, i - 1))):
        return False
    if right == end or words[end].tag not in BEGINS_NOUN or words[end].low in ("him", "them", "her", "me", "us"):
        return False
    if not quoted and (words[end].tag == "THAT" or begins_clause(words, end, n)):
        return False
    if not quoted and right < n and words[right].tag not in (",", ".", "—", "PREP", "WH", ";"):
        return False
    if not quoted and one.source and one.source[0][0] == sentence_lead(words, i):
        return False  # “Ann Lee, who left in May, said the rate, …”
    right = with_apposition(words, whole_right(words, end))
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
    if (quoted or before.tag == ",") and end + 1 < n and words[end].low in ("of", "about"):  # “…,” Lee said of Ray
        at = noun_right(words, end + 1)
    comma = at < n and words[at].tag == ","
    if direct and before.quoted < 0:
        if direct[0] == "quote" and not quoted:
            return False
        put_in = direct[0] == "that" and words[end].tag == ","  # “It rained, he said, that …”
        if (
            direct[0] not in ("quote", "preposition")
            and not put_in
            and not (comma and at > end and direct[0] == "object")
        ):
            return False
    if not closes(words, at, lexicon):
        return False
    if before.low == "as" or (at < n and words[at].tag == "PREP" and not quoted):
        at = next((k for k in range(at, min(n, at + 9)) if words[k].tag == ","), at)
        comma = at < n and words[at].tag == ","
    if not quoted and not comma and not has_verb(words, sentence_lead(words, anchor - 1), anchor - 1):
        return False
    one.rule = "postposed"
    one.content = said_before(words, anchor if before.quoted >= 0 else anchor - 1, at, lexicon)
    return bool(one.content)


# --- inside a relative clause ----------------------------------------------------------------------------------------


def _gap(words: list[Token], cue: tuple[int, int, int], source: list[Range], one: Found, lexicon: Lexicon) -> bool:
    """Find what a noun stands for before the verb: “a strike that officials said could last”, “a claim he denies”."""
    first, end, n = source[0][0], cue[2], len(words)
    if len(source) > 1 or first < 1 or source[0][1] > cue[0]:
        return False
    bare = words[first].tag == "PRON" and words[first - 1].tag == "NOUN"  # “accusations he denies”
    if not bare and words[first - 1].low not in ("that", "which", "what"):
        return False
    at = behind_times(words, end, lexicon)
    goes_on = at < n and words[at].tag in FINITE and words[at].quoted < 0 and "s" in one.verb.frames and not bare
    denied = one.act == "denies" and at < n and words[at].tag in FINITE | {"BASE"}
    goes_on = goes_on and not denied
    if goes_on and first > 1 and singular(words[first - 2].low) in lexicon.noun_cues:
        return False  # “the denial that he knew came late”
    if not goes_on and not ("n" in one.verb.frames and (denied or closes(words, end, lexicon))):
        return False
    if words[first - 1].low == "what" and at + 1 < n and words[at].tag == "BE" and words[at + 1].tag == "THAT":
        one.rule, one.content = "that", [(at + 1, content_end(words, at + 1, cue[1], lexicon))]
        return True  # “What Lee said was that it fell”
    if words[first - 1].low == "what" and first == 1 and at < n and words[at].tag == "BE":
        return False  # “What Lee said was false” judges it
    if bare:
        one.rule, found = "gap", noun_left(words, first, lexicon)
        one.content = [found] if found else []
        return bool(found)
    named = noun_left(words, first - 1 - (first > 1 and words[first - 2].tag == ","), lexicon)
    what = (first - 1, first) if words[first - 1].low == "what" else named
    if what is None or (not goes_on and what == (first - 1, first)):
        return False
    one.rule = "gap"
    one.content = [what, (at, content_end(words, at, cue[1], lexicon))] if goes_on else [what]
    return True
