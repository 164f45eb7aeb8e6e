"""Describe an attribution in words: its speech act, how far it is quoted, a stand-alone sentence, and the reason."""

import re

from claims.text.compounds import statement
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Attributed, Passage
from claims.text.words import Span, word_spans


def act(one: Attributed, lexicon: Lexicon) -> str:
    """Return the verb's own speech act; but “insists that … do not” and “according to …, … are not” are denials."""
    firm = one.rule == "according" or (one.verb is not None and one.verb.lemma in lexicon.sets["negative_insisting"])
    says_no = any(word.tag == "NOT" or word.low.endswith("n't") for word in one.main_verb)
    if firm and says_no:
        return "denies"
    return _NEGATED.get(one.act, one.act) if one.negated else one.act


#: “Has never admitted” is a denial, “did not deny” is not.
_NEGATED = {"concedes": "denies", "denies": "asserts"}


def form(passage: Passage, content: list[Span]) -> str:
    """Return direct if all its words are in quotation marks, mixed if some are, else paraphrase."""
    words = [(a + start, b + start) for start, end in content for a, b in word_spans(passage.text[start:end])]
    marks = passage.quoted_between(content[0][0], content[-1][1])
    quoted = at = 0
    for a, b in words:
        while at < len(marks) and marks[at][1] <= a:
            at += 1
        quoted += at < len(marks) and marks[at][0] <= a and b <= marks[at][1]
    if not quoted:
        return "paraphrase"
    return "direct" if quoted >= len(words) - 1 else "mixed"


#: Rules whose content is a clause that somebody says is true.
_CLAUSES = frozenset(["that", "clause", "postposed", "inverted", "carried", "within", "nearby", "colon"])
_QUESTION = re.compile(r"(?:whether|if|who|what|when|where|why|how)\b", re.IGNORECASE)
_CARRIES_ING = frozenset(
    ["is", "are", "was", "were", "be", "been", "am", "’s", "'s", "’re", "'re", "keep", "keeps", "kept"]
)
_SAID = {"told": "said", "tells": "says", "tell": "say", "telling": "said"}
_MARKS = "“”\"«»„' ,;"


def statement_of(words: str, whole: str, one: Attributed | None, speaker: str, verb: str, form: str) -> str:
    """Return a sentence that stands alone: who, the verb as printed, and the words; only the words if nobody is named.

    `whole`: the words together with the cue between them, "" if the cue is not between them.
    """
    words = " ".join(words.split()).strip(" ,;")
    if one is None:
        return statement(words)
    if whole and one.rule in ("passive", "seems"):
        named = one.rule == "passive" and speaker and one.source and min(one.source) > max(one.content)
        return _closed(f"{whole} by {speaker}" if named else whole)
    if not speaker:
        asked = one.rule != "noun" and _QUESTION.match(words) and not verb.lower().startswith("ask")
        return _closed(f"It {verb or one.noun} {words}") if asked else statement(words)
    bare = re.sub(r"^that\s+", "", words)
    verb = _finite(verb, one)
    if form == "direct" and (one.rule in _CLAUSES or one.rule in ("quote", "told")):
        inner = words.strip(_MARKS)
        quoted = f"“{inner}”" if inner.endswith((".", "!", "?", "…")) else f"“{inner}.”"
        if one.verb and not one.verb.frames & {"s", "q"}:  # called it “…”
            return _closed(f"{speaker} {verb} {quoted}")
        told = one.rule == "told" or verb.endswith(("told", "tells", "ing")) or not verb
        return _closed(f"{speaker} {'said' if told else verb}: {quoted}")
    if one.rule == "according":
        return statement(words, speaker)
    if one.rule in _CLAUSES:
        if one.rule == "clause" and verb:  # no “that” is inserted: the words may not be a clause after all
            return _closed(f"{speaker} {verb} {bare}")
        joined = statement(bare, speaker, verb or "said")
        spoken = one.rule == "that" and verb and joined.startswith("According to ")
        return _closed(f"{speaker} {verb} that {bare}" if spoken else joined)
    if one.rule == "noun":
        return _closed(f"{speaker} (“{one.noun}”): {bare}")
    if one.rule == "passive":
        covered = max(end for _, end in one.content) <= min(start for start, _ in one.cue)
        return _closed(f"{words} {verb} by {speaker}" if covered else f"{words} ({verb} by {speaker})")
    return _closed(f"{speaker} {verb or one.noun} {words}")


def _finite(verb: str, one: Attributed) -> str:
    """Return a cue in the form that a sentence needs.

    “citing”, which depends on another sentence's verb, becomes “cited”; “told” without the one who was told becomes
    “said”.
    """
    printed = verb.split()
    if one.verb and one.verb.lemma == "tell" and one.rule in ("that", "clause", "told"):
        printed = [_SAID.get(word.lower(), word) for word in printed]
        verb = " ".join(printed)
    if not one.verb or not one.verb.past or any(word.lower() in _CARRIES_ING for word in printed):
        return verb
    ing = next((at for at, word in enumerate(printed) if word.lower().endswith("ing")), None)
    if ing is None:
        return verb
    past = "had" if printed[ing].lower() == "having" else one.verb.past
    if printed[ing - 1 : ing] == ["not"]:
        past = one.verb.lemma.split()[0]
        printed.insert(ing - 1, "did")
        ing += 1
    return " ".join([*printed[:ing], past, *printed[ing + 1 :]])


def _closed(words: str) -> str:
    words = re.sub(r"([.!?])([”\"])\.$", r"\1\2", words[:1].upper() + words[1:])
    return words if words.endswith((".", "!", "?", "”", '"', "…")) else words + "."


_BEHIND = "“{cue}” and who said it stand behind the words"
_WHY = {
    "that": "“{cue}” with “that” behind it gives what {who} said",
    "clause": "“{cue}” with a clause behind it gives what {who} said",
    "quote": "“{cue}” stands before a quotation",
    "colon": "The words before the colon name who speaks",
    "told": "“{cue}” names who was told, and what",
    "question": "“{cue}” brings in a question",
    "infinitive": "“{cue}” with “to” behind it says what {who} means to do",
    "object": "“{cue}” gives what {who} speaks of",
    "preposition": "“{cue}” gives what {who} speaks of",
    "inverted": _BEHIND,
    "postposed": _BEHIND,
    "passive": "“{cue}” reports what was said",
    "according": "“{cue}” names who says it",
    "adverb": "“{cue}” marks that somebody else says so",
    "noun": "“{cue}” stands for something said",
    "feeling": "“{cue}” gives what {who} holds",
    "seems": "“{cue}”: nobody is named who thinks so",
    "carried": "A quotation that goes on from the one that {who} is named for",
    "within": "Words in quotation marks in a sentence about {who}",
    "nearby": "A quotation behind a sentence about {who}",
}


def reason(passage: Passage, one: Attributed, speaker: str) -> str:
    """Return why it was suggested, in words, without a full stop."""
    return _WHY[one.rule].format(cue=passage.words_of(one.cue), who=speaker or "somebody")
