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
    head,
    noun_left,
    noun_right,
    sentence_lead,
    with_apposition,
)
from claims.text.suggest.extents import closes, content_end
from claims.text.suggest.found import Found
from claims.text.suggest.lexicon import Lexicon, singular
from claims.text.suggest.refused import is_denied, is_lacking, is_withdrawn
from claims.text.suggest.subjects import main_subject, subject, whole_right
from claims.text.suggest.tokens import BEGINS_NOUN, FINITE, VERBS, Token, in_title_case
from claims.text.suggest.verbs import by_verb, says_again

_NEAR = 4  # attributions of the same sentence, at most, among which the one around another is looked for
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
        if _is_repeated(one, found):
            continue
        if (one.rule == "noun" and _is_taken_back(one, found)) or _is_to_come(words, one, found):
            continue
        if one.rule == "noun" and any(f.content == one.content for f in found[-_NEAR:]):
            continue  # “said in a statement that …” is one attribution
        if one.rule == "gap" and one.act == "denies":
            _widen_denial(words, one, found, lexicon)
        one.at = i
        _share_speaker(words, one, found)
        found.append(one)
        taken.update(_places(one.cue))
        for k in _places(one.content):
            over[k] += 1
    return found


def _is_taken_back(one: Found, found: list[Found]) -> bool:
    """Return whether a noun is what somebody denies or does not confirm: “pushed back on claims that …”."""
    start = one.cue[0][0]
    around = next((f for f in reversed(found[-_NEAR:]) if f.verb and any(a <= start < b for a, b in f.content)), None)
    return around is not None and (around.negated or around.act == "denies") and start - around.content[-1][0] < 4


def _widen_denial(words: list[Token], one: Found, found: list[Found], lexicon: Lexicon) -> None:
    """Let “…, which he denies” and “…, a charge he denies” deny what was said before the comma, not its last noun."""
    start, end = one.content[0]
    charge = words[start].low in ("a", "an", "something") and words[start - 1].tag == ","
    comma = start - 1 if charge else end
    if comma < 1 or comma >= len(words) or words[comma].tag != "," or len(one.content) > 1:
        return
    said = next((f for f in reversed(found[-_NEAR:]) if f.content and f.content[-1][1] == comma), None)
    if said is not None and said.content[-1][0] < comma:
        first, last = said.content[-1]
        if said.rule == "object":  # “accuse Lee of theft, which he denies”
            first = next((k for k in range(first, last) if words[k].low in ("of", "for")), last)
        if first + 1 < last:
            one.content = [(first + (words[first].tag in ("PREP", "THAT")), last)]
    elif charge or not _is_alleged(words, end, lexicon):
        lead = sentence_lead(words, comma)
        if has_verb(words, lead, comma):
            one.content = [(lead, comma)]


def _is_alleged(words: list[Token], end: int, lexicon: Lexicon) -> bool:
    """Return whether the noun before `end` is something said: “repeated the *allegations*, which Lee denies”."""
    noun = noun_left(words, end, lexicon)
    return noun is not None and singular(head(words, noun).low) in lexicon.noun_cues


def _is_repeated(one: Found, found: list[Found]) -> bool:
    """Return whether a passive that names nobody only repeats what is said: “Lee said it *may be announced*”."""
    if one.rule != "passive" or one.source or len(one.content) < 2:
        return False
    first, last = one.content[0][0], one.content[-1][1]
    return any(f.source and any(a <= first and last <= b for a, b in f.content) for f in found[-_NEAR:])


def _is_to_come(words: list[Token], one: Found, found: list[Found]) -> bool:
    """Return whether it is yet to be said, and that is what somebody says: “is expected *to announce* a tax”."""
    start = one.cue[0][0]
    return words[start].tag == "TO" and any(f.content and f.content[-1][0] == start for f in found[-_NEAR:])


def _share_speaker(words: list[Token], one: Found, found: list[Found]) -> None:
    """Give a verb behind “and” the speaker of the words that end there: “Lee ruled that it fell *and ordered* …”."""
    start = one.cue[0][0]
    if one.verb is None or not one.source or words[start - 1].tag != "CONJ" or one.source[0][0] > start:
        return
    ends = (start - 1, start - 2 if words[start - 2].tag == "," else start - 1)
    before = next((f for f in reversed(found[-_NEAR:]) if f.source and f.verb and _ends_in(f, ends)), None)
    if before is not None and before.cue[0][0] < before.content[0][0] <= one.source[0][0]:
        one.source = before.source


def _ends_in(one: Found, ends: tuple[int, int]) -> bool:
    return bool(one.content) and one.content[-1][1] in ends


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
    right = whole_right(words, i + 2)
    if right == i + 2:
        return None
    lead = i - 1 if i and words[i - 1].tag == "," else i
    start = sentence_lead(words, lead)
    while right + 1 < n and words[right].low == "by" and words[right + 1].tag in BEGINS_NOUN:
        right = noun_right(words, right + 1)  # a statement by the port
    inserted = lead < i and start < lead and right + 1 < n and words[right].tag == ","
    if (
        inserted
        and not has_verb(words, start, lead)
        and words[right + 1].tag in FINITE
        and words[start].tag in BEGINS_NOUN
    ):
        # “Lee, according to Ray, took it”
        end = content_end(words, right + 1, right, lexicon)
        return Found("according", [(i, i + 2)], [(i + 2, right)], [(start, lead), (right + 1, end)])
    if lead - start > 1 and (has_verb(words, start, lead) or lead == i):
        right = with_apposition(words, right)
        one = Found("according", [(i, i + 2)], [(i + 2, right)], [(start, lead)])
        if right + 1 < n and words[right].tag == "," and words[start].tag in ("SUB", "PREP"):
            one.content.append((right + 1, content_end(words, right + 1, right, lexicon)))
        return one
    commas = [k for k in range(right, n) if words[k].tag == "," and words[k].quoted < 0]
    at = commas[0] if commas else right
    if at == right and at + 1 < n and words[at + 1].tag in ("WH", "DET", "POSS", "NUM", "NOUN", "NAME", "ADJ"):
        # “According to Lee, who was there, …”
        right = at = next((k for k in commas if begins_clause(words, k + 1, n)), at)
    one = Found("according", [(i, i + 2)], [(i + 2, right)], [])
    begins = at + (at < n and words[at].tag == ",")
    if begins >= n:
        return None
    one.content = [(begins, content_end(words, begins, begins, lexicon))]
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
    if is_denied(words, holder, lexicon):
        return None  # “rejected allegations that …” is one attribution
    if is_withdrawn(words, holder):
        return None  # “retracted her claim that …”: nobody holds it
    if is_lacking(words, holder):
        return None  # “there is no evidence that …” says nothing of what would be so
    source = _possessor(words, holder, lexicon)
    if source and words[source[0][0]].tag == "POSS" and (own := says_again(words, source[0][0], lexicon)):
        source = own
    one = Found("noun", [(i, i + 1)], source, [], lexicon.noun_cues[low])
    if after.tag == "THAT" and words[i + 2].tag not in FINITE:
        if _is_relative(words, i + 2, lexicon) or not _has_clause(words, i + 2):
            return None
        one.content = [(i + 1, _clause_end(words, i + 1, i, lexicon))]
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
    if not source and sum(end - start for start, end in one.content) == 1:
        return None  # “requests for comment”
    one.source = source or _having(words, holder, lexicon)
    return one


def _clause_end(words: list[Token], start: int, cue: int, lexicon: Lexicon) -> int:
    """Return where “that …” ends behind a noun: before the verb whose subject the noun is, if it has none yet."""
    stop = content_end(words, start, cue, lexicon)
    if any(word.tag in FINITE and word.quoted < 0 for word in words[:cue]):
        return stop
    verb = next((k for k in range(start + 1, stop) if words[k].tag in FINITE), stop)
    while verb + 1 < stop and words[verb].tag in ("BE", "HAVE", "DO", "MODAL", "ADV", "NOT"):
        verb += 1
    for k in range(verb + 1, stop):
        if words[k].tag in ("WH", "THAT", "SUB", "CONJ", ",") or begins_clause(words, k, stop):
            break
        if words[k].tag in FINITE:
            return group_start(words, k)
    return stop


def _has_clause(words: list[Token], start: int) -> bool:
    """Return whether there is a verb behind “that”: “the claim that it fell”, not “a claim that rebels reject”."""
    return has_verb(words, start, len(words)) or begins_clause(words, start, len(words))


def _is_relative(words: list[Token], start: int, lexicon: Lexicon) -> bool:
    """Return whether a clause lacks its object: “the claim that *he disputes*”, not “the claim that *it fell*”."""
    verb = next((k for k in range(start, len(words)) if words[k].tag in VERBS - {"BE", "HAVE", "DO", "MODAL"}), None)
    if verb is None:
        return False
    frames = lexicon.reporting.get(words[verb].low, ())
    if not closes(words, verb + 1, lexicon):
        # “charges that Lee has denied include theft”
        goes_on = verb + 1 < len(words) and words[verb + 1].tag in FINITE | {"BASE"}
        return goes_on and any(frame.act == "denies" for frame in frames)
    return any(frame.frames & {"n"} for frame in frames)


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
    if any("n" in verb.frames for verb in lexicon.reporting.get(words[at - 1].low, ())):
        return []  # “confirmed reports that …”: the reports are somebody else's
    return subject(words, group, lexicon) or main_subject(words, group, lexicon)


def _object_end(words: list[Token], at: int, cue: int, lexicon: Lexicon) -> int:
    """Return where the object of a noun ends: before a comma, or before the verb whose subject is the noun."""
    stop = content_end(words, at, cue, lexicon)
    clause = False
    for k in range(at + 1, stop):
        clause = clause or words[k - 1].tag in ("WH", "THAT")
        if words[k].quoted >= 0:
            continue
        if words[k].tag == "," or (words[k].low in ("that", "which") and _is_relative(words, k + 1, lexicon)):
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
    if last in sets["pictures"] or any(word.low in sets["labels"] for word in words[:at]):
        return None
    speaks = (
        (words[0].text.isupper() and not in_title_case(words[at + 1 :], lexicon))
        or (all(word.tag == "NAME" for word in words[:at]) and has_verb(words, at + 1, len(words)))
        or words[at + 1].quoted >= 0
        or words[at - 1].low in sets["group_nouns"]
        or last in sets["document_nouns"]
        or last in sets["person_nouns"]
    )
    if not speaks:
        return None
    return Found("colon", [(at, at + 1)], [(0, at)], [(at + 1, content_end(words, at + 1, at, lexicon))])
