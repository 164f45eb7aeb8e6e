"""An attribution in words: what kind of saying it is, how far it is quoted, the sentence that stands alone, and why."""

import re

from claims.text.compounds import statement
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Attributed, Passage
from claims.text.words import Span, word_spans


def act(passage: Passage, one: Attributed, lexicon: Lexicon) -> str:
    """The verb's own, but “insists that … do not” and “according to its version, … are not” deny."""
    firm = one.rule == "according" or (one.verb is not None and one.verb.lemma in lexicon.sets["negative_insisting"])
    says_no = any(word.tag == "NOT" or word.low.endswith("n't") for word in one.main_verb)
    return "denies" if firm and says_no else one.act


def form(passage: Passage, content: list[Span]) -> str:
    """Direct when all its words stand in quotation marks, mixed when some do, else paraphrase."""
    words = [(a + start, b + start) for start, end in content for a, b in word_spans(passage.text[start:end])]
    marks = passage.quoted_between(content[0][0], content[-1][1])
    quoted = sum(any(start <= a and b <= end for start, end in marks) for a, b in words)
    if not quoted:
        return "paraphrase"
    return "direct" if quoted >= len(words) - 1 else "mixed"


#: Rules whose words are a clause that somebody says is so.
_CLAUSES = frozenset(["that", "clause", "postposed", "inverted", "carried", "within", "nearby", "colon"])


def statement_of(words: str, one: Attributed | None, speaker: str, verb: str, form: str) -> str:
    """A sentence that stands alone: who, the verb as printed, and the words; the words alone when nobody is named."""
    if one is None or not speaker:
        return statement(words)
    words = " ".join(words.split()).strip(" ,;")
    bare = re.sub(r"^that\s+", "", words)
    if form == "direct" or one.rule == "quote":
        return _closed(f"{speaker} {verb or 'said'}: {words}")
    if one.rule == "according":
        return statement(words, speaker)
    if one.rule in _CLAUSES:
        # A verb of another's sentence (“adding”) carries none of its own.
        whole = verb and not verb.split()[-1].endswith("ing")
        joined = statement(bare, speaker, verb if whole else "said")
        spoken = one.rule in ("that", "clause") and whole and joined.startswith("According to ")
        return _closed(f"{speaker} {verb} that {bare}") if spoken else joined
    if one.rule == "noun":
        return _closed(f"{speaker} (“{one.noun}”): {bare}")
    if one.rule == "passive":
        whole = max(end for _, end in one.content) <= min(start for start, _ in one.cue)
        return _closed(f"{words} {verb} by {speaker}" if whole else f"{words} ({verb} by {speaker})")
    return _closed(f"{speaker} {verb or one.noun} {words}")


def _closed(words: str) -> str:
    words = words[:1].upper() + words[1:]
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
    """Why it was suggested, in words, without a full stop."""
    return _WHY[one.rule].format(cue=passage.words_of(one.cue), who=speaker or "somebody")
