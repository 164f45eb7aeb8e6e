"""Calculate which claim to check first: a score from 0 to 100, with its reason in words.

The score ranks and never hides: the lowest claim is still in the list. The points in POINTS are an editorial judgement;
they are not fitted to any data.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from claims.text.figures import DATE, TIME, Figure, figures
from claims.text.kinds import COMPARED, is_counted

#: The points for each reason. A claim starts with 10; the sum stays between 0 and 100.
POINTS = {
    "figure": 25,  # a number, a sum of money, a share, an age, a rank
    "figures": 5,  # more than one
    "date": 5,
    "allegation": 25,  # somebody is said to have done wrong
    "party": 15,  # said by a party to the matter
    "denial": 10,
    "deed": 5,  # announced, ordered, agreed, promised: the record proves it
    "attributed": 5,  # said by anybody else
    "superlative": 15,
    "absolute": 8,  # all, never, nobody
    "cause": 8,
    "change": 8,  # rose, doubled, fell
    "named": 5,  # about somebody or something with a name
    "opinion": -10,
    "future": -8,
    "question": -8,
    "short": -5,
}
_START = 10

_WRONG = re.compile(
    r"\b(?:accus\w+|alleg\w+|murder\w*|kill(?:ed|s|ing)|massacr\w+|genocide|tortur\w+|rap(?:e[sd]?|ing|ists?)"
    r"|assault\w*|abus\w+"
    r"|harass\w+|brib\w+|corrupt\w*|fraud\w*|embezzl\w+|launder\w*|stole|steal\w*|stolen|theft|robb\w+|loot\w*"
    r"|smuggl\w+"
    r"|traffick\w+|l(?:ied|ying|iar)|cheat\w*|perjur\w+|forg(?:ed|ery)|plagiari\w+|illegal\w*|unlawful\w*"
    r"|crim(?:e|es|inal\w*)"
    r"|terroris\w+|guilty|convict\w+|indict\w+|arrest\w*|charged with|violat\w+|cover(?:ed)? up|conspir\w+"
    r"|espionage|spied"
    r"|sexual(?:ly)? \w+|racist|misconduct|negligen\w+|evad\w+|shot down|bombed|shelled|executed|kidnap\w*"
    r"|poison\w*)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|(?:bigg|larg|high|low|great|fast|slow|rich|poor|old|young|strong|weak|deadli|long|short"
    r"|small|clos|safe"
    r"|cheap|wealthi|earli|lat|tough|hard|heavi|bright|few)est|best|worst|first(?:-ever| ever| time)|record"
    r"|unprecedented|unique"
    r"|only|never before|ever (?:seen|made|recorded|built)|world[’']s)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:all|every|everybody|everyone|nobody|no one|none|never|always|entire(?:ly)?|nothing)\b", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:because|due to|caus(?:e[sd]?|ing)|led to|leads to|result(?:s|ed)? in|as a result|thanks to)\b", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:rose|risen|increas\w+|decreas\w+|doubled?|tripled?|fell|fallen|dropped|declin\w+|grew|grown|cut"
    r"|lost|gained|created"
    r"|raised|lowered|reduced|expanded)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:I (?:think|believe|hope|feel|guess|want|would|wish)|we (?:should|must|need|ought|hope|want)|should"
    r"|ought to|hopefully"
    r"|in my (?:view|opinion)|must|let[’']s|let us|thank you|please)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|shall|won[’']t|going to|gonna|would)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]")
_WORD = re.compile(r"[^\W\d_]+")


def priority(
    words: str,
    *,
    found: Sequence[Figure] | None = None,
    speech_act: str = "asserts",
    attributed: bool = False,
    party: bool = False,
) -> tuple[int, str]:
    """Return (points, reason) of a claim from its words.

    `found`: its figures, if known. `party`: whether its speaker is a party to the matter. `speech_act` is a value of
    the claim's speech act.
    """
    found = figures(words) if found is None else found
    counted = [f for f in found if f.kind not in (DATE, TIME) and is_counted(f)]
    reasons: list[tuple[str, str]] = []
    if counted:
        reasons.append(("figure", f"a figure (“{_short(counted[0].words)}”)"))
    if len(counted) > 1:
        reasons.append(("figures", "more than one figure"))
    if speech_act == "accuses":
        reasons.append(("allegation", "an accusation"))
    elif wrong := _WRONG.search(words):
        reasons.append(("allegation", f"an allegation (“{wrong.group()}”)"))
    if party:
        reasons.append(("party", "said by a party to the matter"))
    elif attributed:
        reasons.append(("attributed", "attributed"))
    if speech_act == "denies":
        reasons.append(("denial", "a denial"))
    elif speech_act in ("announces", "orders", "agrees", "promises"):
        reasons.append(("deed", "where saying is the deed"))
    if best := _SUPERLATIVE.search(words):
        reasons.append(("superlative", f"a superlative (“{best.group()}”)"))
    elif every := _ABSOLUTE.search(words):
        reasons.append(("absolute", f"no exception made (“{every.group()}”)"))
    if _CAUSE.search(words):
        reasons.append(("cause", "a cause"))
    if _CHANGE.search(words) or (not best and COMPARED.search(words)):
        reasons.append(("change", "a change or a comparison"))
    if any(f.kind == DATE for f in found):
        reasons.append(("date", "a date"))
    if _NAMED.search(words):
        reasons.append(("named", "a name"))
    if words.rstrip(" ”\"'").endswith("?"):
        reasons.append(("question", "a question"))
    if _OPINION.search(words):
        reasons.append(("opinion", "reads as an opinion"))
    if _FUTURE.search(words) or speech_act == "predicts":
        reasons.append(("future", "about the future"))
    if len(_WORD.findall(words)) < 5:
        reasons.append(("short", "few words"))
    points = _START + sum(POINTS[name] for name, _ in reasons)
    return max(0, min(100, points)), _sentence(reasons)


def _sentence(reasons: list[tuple[str, str]]) -> str:
    """Return the reasons as a sentence: those that added points, the weightiest first, then those that took some."""
    ranked = sorted(reasons, key=lambda reason: -POINTS[reason[0]])
    up = [words for name, words in ranked if POINTS[name] > 0][:3]
    down = [words for name, words in ranked if POINTS[name] < 0][:2]
    said = ", ".join(up) or "nothing that stands out"
    if down:
        said += f"; less because {' and '.join(_because(words) for words in down)}"
    return f"{said[0].upper()}{said[1:]}."


def _because(words: str) -> str:
    return (
        f"it {words}" if words.startswith("reads") else f"it is {words}" if words != "few words" else "it has few words"
    )


def _short(words: str, most: int = 40) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def average_precision(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return how well the scores rank the labelled items first (average precision).

    This is the mean, over all labelled items, of the precision down to each. Ties count as one step, so their order
    does not matter. 0.0 if nothing is labelled. Raises ValueError if there is not one score for each label.
    """
    ranked = sorted(zip(scores, labels, strict=True), key=lambda pair: -pair[0])
    seen = hits = 0
    mean = 0.0
    for _, level in groupby(ranked, key=lambda pair: pair[0]):
        tied = [bool(label) for _, label in level]
        seen, hits = seen + len(tied), hits + sum(tied)
        mean += sum(tied) * hits / seen
    return mean / hits if hits else 0.0
