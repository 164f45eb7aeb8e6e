"""Make suggestions (`Draft`): claims that the text seems to make, with who says it, what it says and the reason.

Attributed words come first. A sentence of facts that names nobody is the article's own claim. Compounds are split into
one suggestion for each fact.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from claims.text.compounds import parts, statement
from claims.text.denials import denial_in
from claims.text.figures import Figure, figures, within
from claims.text.kinds import kind
from claims.text.lines import lines
from claims.text.priority import priority
from claims.text.suggest.carried import carry_quotations
from claims.text.suggest.interviewed import by_initials, interviewee, is_answer
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.lexicon import lexicon as shipped
from claims.text.suggest.naming import with_article
from claims.text.suggest.openings import Known
from claims.text.suggest.own_voice import own_voice
from claims.text.suggest.passages import Attributed, Passage, block_spans, read
from claims.text.suggest.quotations import quotations
from claims.text.suggest.speakers import Cast
from claims.text.suggest.statements import statement_of
from claims.text.suggest.tokens import FINITE
from claims.text.suggest.turns import carry_turns
from claims.text.suggest.wording import act, form, reason
from claims.text.words import Span, word_spans

_PICTURE = re.compile(r"(?:file )?(?:photo|photograph|image|picture|video|map|chart|graphic|caption)s?:", re.IGNORECASE)
_OWN = "A statement of fact that the article makes in its own voice"
_BESIDE = "A half-sentence beside what is attributed, which the article tells in its own voice"
_TOLD = frozenset(["me", "us", "and", "but", "so"])
_KEPT = frozenset(["denies", "accuses"])
_LED = frozenset(["that", "quote", "turn", "carried", "within", "signed"])  # rules whose content is what is said
_VERBAL = frozenset([*FINITE, "ING", "PART"])
_LEADS_A_VERB = frozenset(["TO", "MODAL", "DO"])
_PHRASE = 5  # words; more than a thing's name
_NEAR = 20  # suggestions; somebody who passes a statement on is named at most this far away


@dataclass(frozen=True, slots=True)
class Draft:
    """One suggestion.

    Spans are code points into the text given. `source` and `cue` are both empty if the article itself says it.
    `speech_act`, `kind` and `form` are values of the claim's vocabularies. `via`: who passes it on, if somebody says
    that somebody else said it. `part`: (number, of how many) if a compound was split. `priority`: 0 to 100. `fragment`:
    the words only name a thing in those of another suggestion, and are no claim by themselves.
    """

    line: Span
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    speech_act: str = "asserts"
    kind: str = "other"
    form: str = "none"
    verb: str = ""
    verb_endorses: bool = False
    speaker: str = ""
    speaker_reason: str = ""
    via: str = ""
    figures: list[Figure] = field(default_factory=list)
    part: tuple[int, int] = (1, 1)
    statement: str = ""
    priority: int = 0
    reason: str = ""
    fragment: bool = False


def suggest(
    text: str, language: str = "en", lexicon: Lexicon | None = None, parties: Collection[str] = (), above: int = 0
) -> list[Draft]:
    """Return the suggestions for a text, in the order of its lines. No readable text raises an exception.

    `parties`: names of the parties to the matter, whose words rank higher. `above`: how many lines of the article are
    above the text, so that reasons give a line its number in the article. In a language without a lexicon each line
    gets one suggestion, `direct` if it is quoted.
    """
    if lexicon is None:
        try:
            lexicon = shipped(language)
        except LookupError:
            return _finished(text, _plain(text, language), figures(text, language), language, (), _as_printed)
    passage = read(text, lexicon, language)
    carry_turns(passage, lexicon)
    carry_quotations(passage, lexicon)
    own = [
        Draft(line, [], [], [span], reason=_OWN if span == line else _BESIDE)
        for line, span in own_voice(passage, lexicon)
    ]
    cast = Cast(passage, lexicon, above)
    drafts = [*((draft, None) for draft in own), *_attributed(passage, lexicon, cast)]
    found = figures(text, language, lexicon.units)
    finished = _finished(text, drafts, found, language, parties, partial(_statement, text, cast, lexicon))
    return sorted(finished, key=lambda d: (d.line, d.content[0][0], d.cue, d.part))


def _attributed(passage: Passage, lexicon: Lexicon, cast: Cast) -> list[tuple[Draft, Attributed]]:
    names: dict[tuple[Span, ...], tuple[str, str]] = {}
    drafts: list[tuple[Draft, Attributed]] = []
    answers, initials = interviewee(passage, cast), by_initials(passage, cast)
    for one in sorted(passage.attributed, key=lambda one: (one.sentence, (one.cue or one.source or one.content)[0])):
        key = tuple(one.source)
        if key not in names:
            at = passage.sentence_at(key[0][0]) if key else -1
            names[key] = cast.resolve(one.source, passage.sentences[at].words if at >= 0 else [])
        speaker, why = names[key]
        if answers[0] and one.rule == "turn" and is_answer(passage, one.source):
            speaker, why = answers
        elif one.rule == "turn" and speaker in initials:
            speaker, why = initials[speaker]
        near = reversed(drafts[-_NEAR:])
        around = (d.speaker for d, _ in near if d.speaker != speaker and _inside(one.cue, d.content))
        content = sorted(one.content)
        draft = Draft(
            line=passage.sentences[one.sentence].span,
            source=one.source,
            cue=one.cue,
            content=content,
            speech_act=act(one, lexicon),
            form=form(passage, content),
            verb=passage.words_of(one.cue) if one.verb else "",
            verb_endorses=bool(one.verb and one.verb.endorses and not one.negated),
            speaker=speaker,
            speaker_reason=why,
            via=next(around, ""),
            reason=reason(passage, one, speaker),
        )
        drafts.append((draft, one))
    return _with_fragments(passage, _without_retold(passage, drafts))


def _with_fragments(passage: Passage, drafts: list[tuple[Draft, Attributed]]) -> list[tuple[Draft, Attributed]]:
    """Say which suggestions only name a thing in the words of another one: “one call” of “Lind says he heard one call”.

    A denial and an accusation are none, since their speech act is another.
    """
    spans = defaultdict(list)
    for draft, one in drafts:
        spans[one.sentence].append(draft.content)

    def is_fragment(draft: Draft, one: Attributed) -> bool:
        if draft.speech_act in _KEPT or one.rule in _LED:
            return False
        if not any(_inside(draft.content, other) for other in spans[one.sentence] if other != draft.content):
            return False
        first, last = draft.content[0][0], draft.content[-1][1]
        inside = [word for word in passage.sentences[one.sentence].words if first <= word.start and word.end <= last]
        tags = [word.tag for word in inside]
        return len(inside) <= _PHRASE and _VERBAL.isdisjoint(tags) and _LEADS_A_VERB.isdisjoint(tags)

    return [(replace(draft, fragment=is_fragment(draft, one)), one) for draft, one in drafts]


def _without_retold(passage: Passage, drafts: list[tuple[Draft, Attributed]]) -> list[tuple[Draft, Attributed]]:
    """Leave out a sentence of a turn that only passes on what somebody else said: “Lind says it fell.”

    What Lind says is a suggestion of its own, with who passes it on.
    """
    retold = defaultdict(list)
    for draft, one in drafts:
        if draft.via and draft.source and draft.cue:
            retold[one.sentence].append([*draft.source, *draft.cue, *draft.content])
    kept = []
    for draft, one in drafts:
        if one.rule == "turn" and any(_covers(passage.text, spans, draft.content) for spans in retold[one.sentence]):
            continue
        kept.append((draft, one))
    return kept


def _covers(text: str, spans: list[Span], content: list[Span]) -> bool:
    """Return whether spans hold all words of the content, but for who was told."""
    words = [(a + start, b + start) for start, end in content for a, b in word_spans(text[start:end])]
    left = [text[a:b].lower() for a, b in words if not any(start <= a and b <= end for start, end in spans)]
    return all(word in _TOLD for word in left)


def _inside(inner: list[Span], outer: list[Span]) -> bool:
    return bool(inner) and all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _finished(
    text: str,
    drafts: Sequence[tuple[Draft, Attributed | None]],
    found: Sequence[Figure],
    language: str,
    parties: Collection[str],
    state: Callable[[Draft, Attributed | None, str, int, bool], str],
) -> list[Draft]:
    """Yield the suggestions with compounds split, each part with its figures, kind, statement and priority."""
    names = {name.casefold() for name in parties}
    finished = []
    for draft, one in drafts:
        split = parts(text, draft.content, language=language)
        first = bisect_left(found, draft.content[0][0], key=lambda figure: figure.start)
        near = found[first : bisect_left(found, draft.content[-1][1], key=lambda figure: figure.start)]
        for number, part in enumerate(split, 1):
            pieces = part.pieces if len(split) > 1 and part.pieces else draft.content
            inside = within(near, pieces)
            points, because = priority(
                part.words,
                found=inside,
                speech_act=draft.speech_act,
                attributed=one is not None,
                party=draft.speaker.casefold() in names,
            )
            finished.append(
                replace(
                    draft,
                    content=pieces,
                    kind="image" if one is None and _PICTURE.match(part.words) else kind(text, pieces, inside),
                    figures=inside,
                    part=(number, len(split)),
                    statement=state(draft, one, part.words, pieces[0][0], len(split) == 1),
                    priority=points,
                    reason=f"{draft.reason}. {because}",
                )
            )
    return finished


def _statement(
    text: str, cast: Cast, lexicon: Lexicon, draft: Draft, one: Attributed | None, words: str, at: int, whole: bool
) -> str:
    """Return the statement of a suggestion, or of the part of it that has these words and begins at `at`."""
    speaker = with_article(draft.speaker, _printed(text, draft))
    own = draft.form == "direct" or (one is not None and one.rule == "turn")
    known = Known(
        speaker,
        body=cast.is_body(draft.speaker) and not own,
        own=own,
        person=lambda pronoun: cast.certain(pronoun, at, draft.speaker, own),
        place=lambda kind: cast.place(kind, at),
    )
    told = _told(text, draft) if one is not None and one.rule == "told" else ""
    verb = " ".join(f"{draft.verb} {told}".split())
    return statement_of(words, _with_cue(text, draft) if whole else "", one, (verb, draft.form), known, lexicon)


def _told(text: str, draft: Draft) -> str:
    """Return who is told to do something, “the pilots”, between the verb and “to”; "" where a clause is told."""
    start, (first, last) = draft.cue[-1][1], draft.content[0]
    return " ".join(text[start:first].split()) if text.startswith("to ", first, last) and start < first else ""


def _as_printed(draft: Draft, one: Attributed | None, words: str, at: int, whole: bool) -> str:
    return statement(words)


def _with_cue(text: str, draft: Draft) -> str:
    """Return the content with the cue inside it, as the line has it; "" if the cue is outside it."""
    start, end = draft.content[0][0], draft.content[-1][1]
    between = len(draft.content) > 1 and all(start < a and b < end for a, b in draft.cue)
    return " ".join(text[start:end].split()) if between and draft.cue else ""


def _printed(text: str, draft: Draft) -> str:
    return " ".join(text[slice(*draft.source[0])].split()) if draft.source else ""


# --- languages without a lexicon -------------------------------------------------------------------------------------


def _plain(text: str, language: str) -> list[tuple[Draft, None]]:
    """Return one suggestion per line, direct if it is in quotation marks, a denial if its own words have such a verb.

    More is not possible without a lexicon.
    """
    blocks = block_spans(text)
    marks = [q.span for q in quotations(text, blocks) if q.words > 1]
    drafts, at = [], 0
    for first, last in blocks:
        for start, end in lines(text[first:last], language):
            line = (first + start, first + end)
            while at < len(marks) and marks[at][1] <= line[0]:
                at += 1
            past = bisect_left(marks, (line[1], 0), at)
            quoted = [(max(a, line[0]), min(b, line[1])) for a, b in marks[at:past]]
            why = "Words in quotation marks" if quoted else "A line; in this language nothing more is read"
            said = quoted or [line]
            denied = denial_in(" ".join(text[a:b] for a, b in said), language)
            act_ = "denies" if denied else "asserts"
            drafts.append((Draft(line, [], [], said, act_, form="direct" if quoted else "none", reason=why), None))
    return drafts
