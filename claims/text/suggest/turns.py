"""Find who speaks in a transcript, an interview or a speech: by “Q.” and “A.”, by name lines, or under one name.

The speaker of a turn holds until the next turn, and each sentence of it that can be checked is one suggestion. A turn
that only asks is a question and no claim; its suggestion says so. Stage notes (“(Applause.)”) belong to nobody.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claims.text.suggest.lexicon import Lexicon, singular
from claims.text.suggest.passages import Attributed, Passage
from claims.text.suggest.sayings import Saying, sayings
from claims.text.words import Span

STAGE = re.compile(
    r"[\[(](?:applause|laughter|laughs?|laughing|cheers?|cheering|boos|booing|crosstalk|inaudible|unintelligible|music"
    r"|silence|pauses?|interruption|off-mic|end of|begin|audience|crowd|recess|singing|chants?|chanting"
    r"|whistl(?:es|ing)|(?:standing )?ovation|sighs|nods|smiles)\b[^\[\]()\n]{0,60}[\])]",
    re.IGNORECASE,
)
#: A paragraph in brackets, in a conversation, says what somebody does.
_ACTED = re.compile(r"[\[(][^\[\]()\n]{1,200}[\])]\.?")
_LETTER = re.compile(r"(?P<who>Q|A|Question|Answer)(?P<mark>\s?\d{0,2}[.:]\**)(?=\s|$)")
_NAMED = re.compile(r"(?P<who>[^\W\d_][^:\n?!“”\"]{0,60}?)\s?(?P<mark>\**:\**)(?=\s|$)")
_ASKED = re.compile(r"(?P<who>Q)(?P<mark>)\s+(?=[A-Z])")  # as official transcripts print it
# [00:01:15] or (1:15) before a name, and the marks of bold type
_TIMED = re.compile(r"(?:[\[(]?\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?[\])]?\s*[-–—]?\s*)?\*{0,2}")
_DATED = re.compile(r"(?:[^\W\d]+,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?[^\W\d]+\s+(?:\d{1,2},\s+)?(?:19|20)\d\d")
_MANNER = re.compile(r"\s\([^()A-Z]{1,40}\)$")  # Lee (laughing)
_BARE = re.compile(r"(?P<who>[^\W\d_][^:\n?!“”\",;]{1,40})(?P<mark>)$")
_SPOKEN_TEXT = r"(?i:remarks|speech|address|statement|testimony)"
_LED_BY = r"(?i:(?:opening|closing|prepared|introductory|keynote|inaugural|maiden|victory|farewell|acceptance)\s+)?"
_SPEECH = re.compile(
    r"(?i:(?:the following is )?(?:the )?(?:full )?(?:text|transcript)?(?:\s+of)?:?\s*(?:the|an?)?\s*)"
    rf"{_LED_BY}{_SPOKEN_TEXT}"
    r"(?:\s+(?i:as )?(?i:delivered|given|made))?\s*(?::|(?i:by|of|from))\s+"
    # “the Minister of Health, Dr. Ann Lee”
    r"(?P<who>[^\n,;:–—]{3,60}?(?:,\s(?:[A-Z][\w.’'-]*\s?){2,5})?)"
    r"(?=\s+(?i:to|at|on|before|in|during)\s|[,;:–—]|$)"
)
#: “Prime Minister Ann Lee’s speech to the congress”
_HIS_SPEECH = re.compile(rf"(?P<who>(?:[A-Z][\w.-]*\s){{1,5}}[A-Z][\w-]*)[’']s?\s{_LED_BY}{_SPOKEN_TEXT}\b")
_SPOKEN = re.compile(
    r"\b(?:thank you|ladies and gentlemen|my fellow|good (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Yy]ou|[Yy]our)\b")
_FULL_NAME = re.compile(r"(?P<who>(?:[A-Z][\w.’'-]*\s?){2,4})")
_OPENING = 12  # blocks that show whether a text is a speech
_UNDER = 4  # a name alone among so many first blocks may be who gives it
_OPENS = "“\"‘'"
_ROLES = frozenset(["interviewer", "moderator", "reporter", "host", "question", "answer", "q", "a", "anchor", "chair"])
_SMALL = frozenset(["of", "the", "de", "van", "von", "and", "for", "al", "bin", "to", "mr", "mrs", "ms", "dr"])
_MOST_WORDS = 6
_FEW_WORDS = 10  # of a heading
_HEADING = 120  # characters


@dataclass(frozen=True, slots=True)
class _Label:
    block: int
    who: Span
    mark: Span
    start: int  # where its words begin; the end of the block if the name stands alone


def carry_turns(passage: Passage, lexicon: Lexicon) -> None:
    """Attribute each turn of a conversation, or a whole speech, to its speaker."""
    labels = list(_labels(passage, lexicon))
    whole = not _converse(passage, labels)
    if whole:
        labels = _speech(passage, labels, lexicon)
    if not labels:
        return
    starts = {label.who[0] for label in labels}
    said = list(_turns(passage, labels, _end(passage, labels, whole), lexicon, whole))
    turns = [one for saying, one in said if not saying.idle]
    passage.idle = {one.sentence for saying, one in said if saying.idle}
    if whole and labels[0].start == passage.blocks[0][1]:  # the heading that names who speaks
        passage.idle |= {number for number, sentence in enumerate(passage.sentences) if sentence.block == 0}
    kept = [one for one in passage.attributed if one.rule != "colon" or one.verb or one.source[0][0] not in starts]
    kept = [one for one in kept if not one.cue or one.cue[0][0] not in starts]  # “Answer: We lost it.”
    passage.attributed = [*(one for one in kept if not _is_nobodys(passage, one, said)), *turns]


def _is_nobodys(passage: Passage, one: Attributed, said: list[tuple[Saying, Attributed]]) -> bool:
    """Return whether somebody who has the word only asks, or says that they or you hold so: “Lee: I said 40.”"""
    at = min([*one.source, *one.cue, *one.content])[0]
    last = bisect_right(said, at, key=lambda pair: pair[1].content[0][0]) - 1
    if last < 0 or not any(start <= at < end for start, end in said[last][1].content):
        return False
    who = passage.words_of(one.source).lower()
    known = who == "you" and one.verb is not None and "w" in one.verb.frames  # “You know that it fell.”
    return said[last][0].open_question or who in ("i", "we") or known


def _labels(passage: Passage, lexicon: Lexicon) -> Iterator[_Label]:
    bare = Counter(passage.text[start:end] for start, end in passage.blocks if end - start <= _HEADING // 3)
    for number, (start, end) in enumerate(passage.blocks):
        start += passage.text[start] in _OPENS  # a conversation that is quoted as a whole
        timed = _TIMED.match(passage.text, start, end)
        start = timed.end() if timed else start
        head = passage.text[start : min(end, start + _HEADING)]
        found = _LETTER.match(head) or _NAMED.match(head) or _ASKED.match(head)
        if found is None and end - start == len(head) and (bare[head] > 1 or head.isupper()) and head[-1].isalpha():
            found = _BARE.match(head)
        if found is None or not _is_speaker(found["who"], lexicon):
            continue
        after = start + found.end()
        gap = len(passage.text[after:end]) - len(passage.text[after:end].lstrip()) if after < end else 0
        who = len(_MANNER.sub("", found["who"]))
        yield _Label(number, (start, start + who), (start + found.start("mark"), after), after + gap)


def _is_speaker(who: str, lexicon: Lexicon) -> bool:
    words = re.findall(r"[^\W_][\w.’'-]*", re.sub(r"\([^()]*\)", "", who))
    lows = [word.lower().rstrip(".") for word in words]
    sets = lexicon.sets
    if not 0 < len(words) <= _MOST_WORDS or any(low in sets["labels"] | sets["days"] for low in lows):
        return False
    if singular(lows[-1]) in sets["pictures"] | sets["document_nouns"]:
        return False
    named = all(
        word[0].isupper() or word.isdigit() or low in _SMALL or low in sets["titles"]
        for word, low in zip(words, lows, strict=True)
    )
    return (named and not any(low in lexicon.tags for low in lows if low not in _SMALL and len(low) > 1)) or (
        set(lows) <= _ROLES
    )


def _converse(passage: Passage, labels: list[_Label]) -> bool:
    """Return whether these are turns and not headings: somebody speaks twice, or two follow and speak as people do."""
    names = Counter(passage.text[slice(*label.who)].casefold() for label in labels)
    if len(names) < 2:
        return False
    spoken = sum(_speaks(passage, label) for label in labels)
    if _are_in_capitals(passage, labels):
        return True
    if any(count > 1 for count in names.values()) or {"q", "a"} <= set(names):
        return 3 * spoken >= len(labels)
    near = any(second.block - first.block <= 2 for first, second in zip(labels, labels[1:], strict=False))
    return near and 2 * spoken >= len(labels)


def _are_in_capitals(passage: Passage, labels: list[_Label]) -> bool:
    """Return whether all who speak stand in capitals, one of them in two words or twice: “SEN. LEE:”."""
    names = [re.sub(r"\([^()]*\)", "", passage.text[slice(*label.who)]) for label in labels]
    if any(label.mark[0] == label.mark[1] for label in labels):
        return False  # these may be headings
    clear = any(len(name.split()) > 1 for name in names) or len(set(names)) < len(names)
    return all(name.isupper() for name in names) and clear


def _speaks(passage: Passage, label: _Label) -> bool:
    """Return whether a turn begins as people speak: with a question, or with “I”, “we” or “you”."""
    block = min(label.block + (label.start == passage.blocks[label.block][1]), len(passage.blocks) - 1)
    start, end = max(label.start, passage.blocks[block][0]), passage.blocks[block][1]
    if passage.text.endswith("?", start, end):
        return True
    return _in_person(passage, start, end) or (
        _is_quoted(passage, label) and bool(_PERSON.search(passage.text, start, end))
    )


def _is_quoted(passage: Passage, label: _Label) -> bool:
    """Return whether a turn stands in a quotation, as a conversation does that an article quotes as a whole."""
    return passage.text[passage.blocks[label.block][0]] in _OPENS


def _in_person(passage: Passage, start: int, end: int) -> bool:
    """Return whether there is an “I”, “we” or “you” outside quotation marks."""
    found = _PERSON.search(passage.text, start, end)
    return found is not None and not passage.quotations_in(found.start(), found.end())


def _speech(passage: Passage, labels: list[_Label], lexicon: Lexicon) -> list[_Label]:
    """Return the one name that a speech is under: “Remarks by Ann Lee”, “ANN LEE: Thank you. (Applause.)”."""
    if len(passage.blocks) < 2:
        return []
    if len(labels) == 1 and labels[0].block < _UNDER:
        label = labels[0]
        return labels if _is_spoken(passage, label.block + (label.start == passage.blocks[label.block][1])) else []
    start, end = passage.blocks[0]
    heading = passage.text[start:end] if end - start <= _HEADING else "."
    spoken = STAGE.search(passage.text, end) or any(
        _SPOKEN.search(passage.text, *block) for block in passage.blocks[1:_OPENING]
    )
    found = _SPEECH.match(heading) or _HIS_SPEECH.match(heading) or (spoken and _FULL_NAME.fullmatch(heading))
    if not found or heading.endswith(".") or not _is_spoken(passage, 1):
        return []
    who = _named_in(found["who"].rstrip(), start + found.start("who"), lexicon)
    return [_Label(0, who, (start, start), end)]


def _named_in(who: str, start: int, lexicon: Lexicon) -> Span:
    """Return where the name is in “the Minister of Health, Dr. Ann Lee”; all of it if it is no such phrase."""
    words = [match for match in re.finditer(r"\S+", who) if match.start() > who.rfind(",") >= 0]
    named = [word for word in words if word.group().lower().rstrip(".") not in lexicon.sets["titles"]]
    return (start + named[0].start() if named else start, start + len(who))


def _is_spoken(passage: Passage, first: int) -> bool:
    """Return whether the blocks from this one on are what one person says: half of them have “I”, “we” or “you”.

    Where somebody thanks or greets, or the audience is heard, every third is enough.
    """
    following = passage.blocks[first : first + _OPENING]
    own = sum(_in_person(passage, *block) for block in following)
    if not own or 2 * own >= len(following):
        return bool(own)
    spoken = any(_SPOKEN.search(passage.text, *block) or STAGE.search(passage.text, *block) for block in following)
    return spoken and 3 * own >= len(following)


def _end(passage: Passage, labels: list[_Label], whole: bool) -> int:
    """Return the block where the last turn ends: with the text, unless the article goes on in its own words there.

    `whole`: the text is one speech.
    """
    names = {passage.text[slice(*label.who)].split()[-1].lower() for label in labels}
    told = {
        passage.sentences[one.sentence].block
        for one in passage.attributed
        if one.source and one.cue and names & {word.lower() for word in passage.words_of(one.source).split()}
    }
    for block in range(labels[-1].block + 1, len(passage.blocks)):
        start, end = passage.blocks[block]
        stage = STAGE.match(passage.text, start)
        if _is_quoted(passage, labels[-1]) and passage.text[start] not in _OPENS:
            return block
        if block in told or not (whole or labels[0].block < 2 or stage or _in_person(passage, start, end)):
            return block
    return len(passage.blocks)


def _is_heading(words: str) -> bool:
    """Return whether a block of a speech is a heading or a date: a few words without an end, and no other figure."""
    few = len(words.split()) <= _FEW_WORDS and words[-1:].isalnum()
    return few and (not any(char.isdigit() for char in words) or bool(_DATED.fullmatch(words)))


def _turns(
    passage: Passage, labels: list[_Label], until: int, lexicon: Lexicon, whole: bool
) -> Iterator[tuple[Saying, Attributed]]:
    followers = [*(label.block for label in labels[1:]), until]
    for label, following in zip(labels, followers, strict=True):
        cue = [label.mark] if label.mark[0] < label.mark[1] else []
        for block in range(label.block, following):
            start, end = passage.blocks[block]
            if _is_quoted(passage, label):
                start, end = start + (passage.text[start] in _OPENS), end - (passage.text[end - 1] in "”\"’'")
            heads = whole and label.block < block < until - 1 and _is_heading(passage.text[start:end])
            if heads or _ACTED.fullmatch(passage.text, start, end):  # “(She shows a map.)”
                first = max(passage.sentence_at(start), 0)
                for number in range(first, len(passage.sentences)):
                    if passage.sentences[number].span[0] >= end:
                        break
                    idle = Saying([passage.sentences[number].span], number, idle=True, open_question=True)
                    yield idle, Attributed("turn", number, [], [label.who], idle.content)
                continue
            content = _without_stage(passage.text, label.start if block == label.block else start, end)
            for number, saying in enumerate(sayings(passage, content, lexicon)):
                led = cue if block == label.block and not number else []
                act = "asks" if saying.asks else "asserts"
                yield saying, Attributed("turn", saying.sentence, led, [label.who], saying.content, act)


def _without_stage(text: str, start: int, end: int) -> list[Span]:
    """Return the words between stage notes."""
    edges = [start, *(at for note in STAGE.finditer(text, start, end) for at in note.span()), end]
    found = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        words = text[first:last].strip()
        if any(char.isalnum() for char in words):
            at = text.index(words, first, last) if len(words) < last - first else first
            found.append((at, at + len(words)))
    return found
