"""Find who gives the answers “A.” of an interview: the one person whom the head of the text names as interviewed."""

import re
from collections.abc import Sequence

from claims.text.suggest.named import Known
from claims.text.suggest.passages import Passage
from claims.text.suggest.speakers import Cast
from claims.text.words import Span

_ANSWERS = frozenset(["a", "answer"])
_INITIALS = re.compile(r"[A-Z]{2,3}")
_CUE = re.compile(
    r"\b(?:interview(?:s|ed)?|conversation|sp(?:oke|oken|eaks) (?:\w+ )?(?:to|with)|talk(?:s|ed) (?:\w+ )?(?:to|with)"
    r"|s[ai]ts? down with|answers|answer(?:ed)? (?:our|the|some|\w+) questions|(?:tells|told) (?:us|me)"
    r"|we (?:asked|met)|discusses|explains|Q ?& ?A)\b",
    re.IGNORECASE,
)
#: Who led the interview: “Interview: Ann Lee”, “By Ann Lee”.
_BYLINE = re.compile(
    r"\W*(?:(?:interview|text|words|report|story|questions|photos?|pictures?)(?: by\b|:)|(?:interviewed|asked )?by\b)",
    re.IGNORECASE,
)
#: What stands before a name that is a place, a house or the one who asks: “of Osk”, “the Brenn Post”, “by Ann Lee”.
_NOT_WHO = re.compile(r"(?:\b(?:of|in|at|from|near|for|the|by|our)|[’']s|s[’'])\s+$", re.IGNORECASE)
#: “She spoke to Ann Lee”, “who talked with Ann Lee”: whoever follows asked the questions.
_SPOKE_TO = re.compile(
    r"\b(?:he|she|who|they) (?:\w+ )?(?:sp(?:oke|eaks)|spoken|talk(?:s|ed)|s[ai]ts? down) (?:\w+ )?(?:to|with)\s",
    re.IGNORECASE,
)
_ASKERS = frozenset(
    ["reporter", "journalist", "correspondent", "interviewer", "host", "presenter", "moderator", "anchor"]
)


def interviewee(passage: Passage, cast: Cast) -> tuple[str, str]:
    """Return the name of who answers as “A”, with the reason; two empty strings if nobody or more than one could.

    Only what is above the first turn counts. Who asks (a byline, a reporter, “she spoke to Ann Lee”, a name before the
    questions) and places are not counted.
    """
    first = min((one.source[0][0] for one in passage.attributed if one.rule == "turn"), default=0)
    above = [s.span for s in passage.sentences if s.span[1] <= first]
    head = [span for span in above if not _BYLINE.match(passage.text, *span)]
    cued = [span for span in head if _CUE.search(passage.text, *span)]
    if not cued:
        return "", ""
    asking = _who_ask(passage, cast, [span for span in above if span not in head], head)
    named = _people(passage.text, cast, cued, asking) or _people(passage.text, cast, head, asking)
    if len(named) != 1:
        return "", ""
    who = named[0]
    return who.name, f"The answers are those of {who.name}, who is interviewed (line {who.mentions[0][1]})"


def by_initials(passage: Passage, cast: Cast) -> dict[str, tuple[str, str]]:
    """Return {initials before a turn: the name and the reason}: “AL” for Ann Lee, whom the text above names."""
    turns = [one.source[0] for one in passage.attributed if one.rule == "turn"]
    labels = {label for span in turns if _INITIALS.fullmatch(label := passage.text[slice(*span)])}
    if not labels:
        return {}
    first = min(turns)[0]
    found: dict[str, dict[str, Known]] = {}
    for _, known in cast.named_in(0, first):
        initials = "".join(word[0] for word in known.name.split() if word[0].isupper())
        if initials in labels and not known.body:
            found.setdefault(initials, {})[known.name] = known
    return {
        label: (name, f"“{label}” is {name} (line {known.mentions[0][1]})")
        for label, names in found.items()
        if len(names) == 1
        for name, known in names.items()
    }


def is_answer(passage: Passage, source: Sequence[Span]) -> bool:
    """Return whether a turn stands under “A”."""
    return bool(source) and passage.text[slice(*source[0])].casefold() in _ANSWERS


def _who_ask(passage: Passage, cast: Cast, bylines: Sequence[Span], head: Sequence[Span]) -> set[str]:
    """Return the names of those who ask: in a byline, behind “she spoke to”, or before the questions."""
    met = [(met.end(), end) for start, end in head if (met := _SPOKE_TO.search(passage.text, start, end))]
    names = [next(iter(cast.named_in(*span)), None) for span in met]
    asking = {pair[1].name.casefold() for pair in names if pair}
    asking |= {known.name.casefold() for span in bylines for _, known in cast.named_in(*span)}
    asked = (passage.words_of(one.source) for one in passage.attributed if one.rule == "turn" and one.act == "asks")
    return asking | {name.casefold() for name in asked}


def _people(text: str, cast: Cast, spans: Sequence[Span], asking: set[str]) -> list[Known]:
    """Return the people whom these sentences name, each once, but those who ask."""
    found: dict[int, Known] = {}
    for span in spans:
        for at, known in cast.named_in(*span):
            person = not known.body and (" " in known.name or known.gender or known.offices)
            before = text[max(span[0], at - len("the ")) : at]
            asks = known.offices & _ASKERS or known.name.casefold() in asking
            if person and not asks and not _NOT_WHO.search(before):
                found[id(known)] = known
    return list(found.values())
