"""Find who gives the answers “A.” of an interview: the one person whom the head of the text names as interviewed."""

import re
from collections.abc import Sequence

from claims.text.suggest.named import Known
from claims.text.suggest.passages import Passage
from claims.text.suggest.speakers import Cast
from claims.text.words import Span

_ANSWERS = frozenset(["a", "answer"])
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
_ASKERS = frozenset(
    ["reporter", "journalist", "correspondent", "interviewer", "host", "presenter", "moderator", "anchor"]
)


def interviewee(passage: Passage, cast: Cast) -> tuple[str, str]:
    """Return the name of who answers as “A”, with the reason; two empty strings if nobody or more than one could.

    Only what is above the first turn counts. Who only asks (a byline, a reporter) and places are not counted.
    """
    first = min((one.source[0][0] for one in passage.attributed if one.rule == "turn"), default=0)
    head = [s.span for s in passage.sentences if s.span[1] <= first and not _BYLINE.match(passage.text, *s.span)]
    cued = [span for span in head if _CUE.search(passage.text, *span)]
    if not cued:
        return "", ""
    named = _people(passage.text, cast, cued) or _people(passage.text, cast, head)
    if len(named) != 1:
        return "", ""
    who = named[0]
    return who.name, f"The answers are those of {who.name}, who is interviewed (line {who.mentions[0][1]})"


def is_answer(passage: Passage, source: Sequence[Span]) -> bool:
    """Return whether a turn stands under “A”."""
    return bool(source) and passage.text[slice(*source[0])].casefold() in _ANSWERS


def _people(text: str, cast: Cast, spans: Sequence[Span]) -> list[Known]:
    """Return the people whom these sentences name, each once."""
    found: dict[int, Known] = {}
    for span in spans:
        for at, known in cast.named_in(*span):
            person = not known.body and (" " in known.name or known.gender or known.offices)
            before = text[max(span[0], at - len("the ")) : at]
            if person and not known.offices & _ASKERS and not _NOT_WHO.search(before):
                found[id(known)] = known
    return list(found.values())
