"""Describe an attribution in words: its speech act, how far it is quoted, and why it was suggested."""

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


_JOINS = frozenset(["that", "and", "but"])  # they join a quotation to the sentence, and are not quoted themselves


def form(passage: Passage, content: list[Span]) -> str:
    """Return direct if all its words are in quotation marks, mixed if some are, else paraphrase."""
    words = [(a + start, b + start) for start, end in content for a, b in word_spans(passage.text[start:end])]
    marks = passage.quoted_between(content[0][0], content[-1][1])
    bare, at = [], 0
    for a, b in words:
        while at < len(marks) and marks[at][1] <= a:
            at += 1
        if at == len(marks) or a < marks[at][0] or marks[at][1] < b:
            bare.append(passage.text[a:b].lower())
    if len(bare) == len(words):
        return "paraphrase"
    return "direct" if set(bare) <= _JOINS else "mixed"


_BEHIND = "“{cue}” and who said it stand behind the words"
_WHY = {
    "that": "“{cue}” with “that” behind it gives what {who} said",
    "clause": "“{cue}” with a clause behind it gives what {who} said",
    "quote": "“{cue}” stands before a quotation",
    "colon": "The words before the colon name who speaks",
    "signed": "A dash behind the quotation, and a name: {who} signs it",
    "turn": "{who} has the word here, in a conversation or a speech",
    "told": "“{cue}” names who was told, and what",
    "question": "“{cue}” brings in a question",
    "infinitive": "“{cue}” with “to” behind it says what {who} means to do",
    "object": "“{cue}” gives what {who} speaks of",
    "preposition": "“{cue}” gives what {who} speaks of",
    "inverted": _BEHIND,
    "postposed": _BEHIND,
    "gap": "“{cue}” stands between a noun and what {who} said of it",
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
