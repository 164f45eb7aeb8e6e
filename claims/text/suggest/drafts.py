"""A draft is a claim that the text seems to make: whose it is, what it says and why it was suggested.

Attributed words come first; a sentence of facts that nobody is named for is the article's own.
"""

import re
from dataclasses import dataclass, field

from claims.text.lines import lines
from claims.text.suggest.clauses import group_start
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.lexicon import lexicon as shipped
from claims.text.suggest.passages import Attributed, Passage, Sentence, block_spans, read
from claims.text.suggest.quotations import quotations
from claims.text.suggest.speakers import Cast
from claims.text.suggest.tokens import FINITE
from claims.text.words import Span, word_spans


@dataclass(frozen=True, slots=True)
class Draft:
    """Spans are code points into the text given. `source` and `cue` are both empty in the article's own voice.

    `speech_act`, `kind` and `form` are values of the claim's vocabularies. `via`: who passes it on, when somebody says
    that somebody else said it. `part`: (number, of how many) when a compound was split.
    """

    line: Span
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    speech_act: str
    kind: str
    form: str
    verb: str = ""
    verb_endorses: bool = False
    speaker: str = ""
    speaker_reason: str = ""
    via: str = ""
    figures: list = field(default_factory=list)
    part: tuple[int, int] = (1, 1)
    statement: str = ""
    priority: int = 0
    reason: str = ""


_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|as a result|result(?:ed|s)? in|led to|caus(?:e|ed|es|ing)|thanks to|triggered)\b",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|most|least|largest|biggest|smallest|highest|lowest|worst|best|as \w+ as)\b", re.I
)


def suggest(text: str, language: str = "en", lexicon: Lexicon | None = None) -> list[Draft]:
    """The drafts of a text, in the order of their lines; never an exception for a text that can be read.

    Languages without a lexicon get one draft per line, `direct` where it is quoted.
    """
    if lexicon is None:
        try:
            lexicon = shipped(language)
        except LookupError:
            return _plain(text, language)
    passage = read(text, lexicon, language)
    drafts = [*_attributed(passage, lexicon), *_own_voice(passage, lexicon)]
    return sorted(drafts, key=lambda draft: (draft.line, draft.content[0], draft.cue))


# --- attributed ------------------------------------------------------------------------------------------------------


def _attributed(passage: Passage, lexicon: Lexicon) -> list[Draft]:
    cast = Cast(passage, lexicon)
    names: dict[tuple[Span, ...], tuple[str, str]] = {}
    drafts: list[Draft] = []
    ordered = sorted(passage.attributed, key=lambda one: (one.sentence, (one.cue or one.source or one.content)[0]))
    for one in ordered:
        key = tuple(one.source)
        if key not in names:
            at = passage.sentence_at(key[0][0]) if key else -1
            names[key] = cast.resolve(one.source, passage.sentences[at].words if at >= 0 else [])
        speaker, why = names[key]
        via = next((d.speaker for d in reversed(drafts) if d.speaker != speaker and _inside(one.cue, d.content)), "")
        drafts.append(_draft(passage, one, lexicon, speaker, why, via))
    return drafts


def _draft(passage: Passage, one: Attributed, lexicon: Lexicon, speaker: str, why: str, via: str) -> Draft:
    text = passage.text
    content = sorted(one.content)
    words = " … ".join(" ".join(text[start:end].split()) for start, end in content)
    cue = " ".join(" ".join(text[start:end].split()) for start, end in one.cue)
    form = _form(passage, content)
    return Draft(
        line=passage.sentences[one.sentence].span,
        source=one.source,
        cue=one.cue,
        content=content,
        speech_act=_act(passage, one, lexicon),
        kind=_kind(words, form),
        form=form,
        verb=cue if one.verb else "",
        verb_endorses=bool(one.verb and one.verb.endorses and not one.negated),
        speaker=speaker,
        speaker_reason=why,
        via=via,
        statement=_statement(one, speaker, cue, words),
        reason=_WHY[one.rule].format(cue=cue, who=speaker or "somebody"),
    )


def _inside(inner: list[Span], outer: list[Span]) -> bool:
    return bool(inner) and all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _form(passage: Passage, content: list[Span]) -> str:
    """Direct when all its words stand in quotation marks, mixed when some do."""
    words = [(a + start, b + start) for start, end in content for a, b in word_spans(passage.text[start:end])]
    marks = [q.span for q in passage.quotations if q.start < content[-1][1] and content[0][0] < q.end]
    quoted = sum(any(start <= a and b <= end for start, end in marks) for a, b in words)
    if not quoted:
        return "paraphrase"
    return "direct" if quoted >= len(words) - 1 else "mixed"


def _act(passage: Passage, one: Attributed, lexicon: Lexicon) -> str:
    """The verb's own, but “insists that … do not” and “according to its version, … are not” deny."""
    firm = one.rule == "according" or (one.verb is not None and one.verb.lemma in lexicon.sets["negative_insisting"])
    if firm and one.found is not None and _says_no(passage, one):
        return "denies"
    return one.act


def _says_no(passage: Passage, one: Attributed) -> bool:
    """Whether the main verb of what was said is negated."""
    words = passage.sentences[one.sentence].words
    for first, last in one.found.content:
        for at in range(first, last):
            if words[at].tag in FINITE:
                return any(w.tag == "NOT" or w.low.endswith("n't") for w in words[group_start(words, at) : at + 4])
    return False


def _kind(words: str, form: str) -> str:
    if re.search(r"\d", words):
        return "number"
    if _CAUSE.search(words):
        return "cause"
    if _COMPARED.search(words):
        return "comparison"
    return "quotation" if form == "direct" else "event"


def _statement(one: Attributed, speaker: str, cue: str, words: str) -> str:
    """One sentence that stands alone: who, the verb as printed, and the words."""
    words = words.strip(" ,;")
    if not speaker:
        return closed(words if one.rule in ("passive", "seems", "adverb") else f"{cue} {words}")
    match one.rule:
        case "according":
            return closed(f"According to {speaker}, {words}")
        case "noun":
            return closed(f"{speaker}: {cue} {words}")
        case "passive":
            return closed(f"{words} ({cue} by {speaker})")
        case "postposed" | "inverted" | "carried" | "within" | "nearby" | "colon":
            return closed(f"{speaker} {cue if one.verb else 'said'}: {words}")
    return closed(f"{speaker} {cue} {words}")


def closed(words: str) -> str:
    """With a capital at its beginning and a mark at its end."""
    words = words.strip()
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", "”", '"', "…")) else words + "."


_BEHIND = "“{cue}” and who said it stand behind the words"
_WHY = {
    "that": "“{cue}” with “that” behind it gives what {who} said",
    "clause": "“{cue}” with a clause behind it gives what {who} said",
    "quote": "“{cue}” stands before a quotation",
    "colon": "the words before the colon name who speaks",
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
    "carried": "a quotation that goes on from the one that {who} is named for",
    "within": "words in quotation marks in a sentence about {who}",
    "nearby": "a quotation behind a sentence about {who}",
}


# --- the article's own voice -----------------------------------------------------------------------------------------

_NOT_ARTICLE = re.compile(
    r"https?://|\w@\w+\.\w|\b(?:leave a reply|will not be published|read more|read the rest|sign up|subscribe"
    r"|click here|follow us|all rights reserved|copyright|submitted by|posted by)\b",
    re.I,
)
_FEWEST_WORDS = 4


def _own_voice(passage: Passage, lexicon: Lexicon) -> list[Draft]:
    """One draft for each sentence of facts in which nothing is attributed."""
    taken = sorted(span for one in passage.attributed for span in one.content)
    drafts, at = [], 0
    for sentence in passage.sentences:
        start, end = sentence.span
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if any(first < end and start < last for first, last in taken[at:]):
            continue
        words = " ".join(passage.text[start:end].split())
        if _is_factual(words, sentence, lexicon):
            drafts.append(
                Draft(
                    line=sentence.span,
                    source=[],
                    cue=[],
                    content=[sentence.span],
                    speech_act="asserts",
                    kind=_kind(words, "none"),
                    form="none",
                    statement=closed(words),
                    reason="a statement of fact that the article makes in its own voice",
                )
            )
    return drafts


def _is_factual(words: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """No question, opinion or prediction, and nothing that belongs to the page and not to the article."""
    if words.rstrip('”"’)').endswith("?") or _NOT_ARTICLE.search(words) or len(word_spans(words)) < _FEWEST_WORDS:
        return False
    tagged = sentence.words
    figure = any(word.tag == "NUM" for word in tagged)
    verb = next((word for word in tagged if word.tag in FINITE), None)
    if verb is None:  # a headline or a caption, perhaps
        names = sum(word.tag == "NAME" for word in tagged)
        return (figure and len(tagged) > 5) or names > 3 or any(word.tag in ("PART", "ING", "BASE") for word in tagged)
    if verb.low in lexicon.sets["future"] and not figure:
        return False
    return not any(word.low in lexicon.sets["opinion"] for word in tagged)


# --- other languages -------------------------------------------------------------------------------------------------


def _plain(text: str, language: str) -> list[Draft]:
    """One draft per line, direct where it stands in quotation marks: all that can be said without a lexicon."""
    blocks = block_spans(text)
    marks = [q.span for q in quotations(text, blocks) if q.words > 1]
    drafts = []
    for first, last in blocks:
        for start, end in lines(text[first:last], language):
            line = (first + start, first + end)
            quoted = [(max(a, line[0]), min(b, line[1])) for a, b in marks if a < line[1] and line[0] < b]
            drafts.append(
                Draft(
                    line=line,
                    source=[],
                    cue=[],
                    content=quoted or [line],
                    speech_act="asserts",
                    kind="quotation" if quoted else "other",
                    form="direct" if quoted else "none",
                    statement=closed(" ".join(text[slice(*line)].split())),
                    reason="words in quotation marks" if quoted else "a line; in this language nothing more is read",
                )
            )
    return drafts
