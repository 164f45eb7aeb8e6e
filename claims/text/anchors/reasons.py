"""Explain each result in one sentence, in the words of the desk."""

from collections.abc import Sequence

from claims.text.anchors.differences import BINDING, Difference
from claims.text.anchors.results import AMBIGUOUS, CONTEXT_CHANGED, KEPT, LOST
from claims.text.counted import plural

NAMES = {
    "number": "a number",
    "name": "a name",
    "date": "a date",
    "unit": "a unit",
    "negation": "a negation",
    "truth": "whether it is true",
    "condition": "a condition",
    "quantifier": "a quantifier",
    "hedge": "a hedge",
    "verb": "a verb of saying or knowing",
    "speaker": "whose words they are",
    "pronoun": "whom a pronoun means",
    "question": "a question mark",
    "order": "the order of words",
    "spelling": "spelling",
    "capitals": "capitals",
    "numeral": "numeral style",
    "punctuation": "punctuation",
    "words": "other words",
    "unclear": "words that may name or deny",
}


def reason(
    result: str,
    *,
    differences: Sequence[Difference] = (),
    worded: bool = False,
    moved: bool = False,
    minor: bool = False,
    sentence: bool = False,
    around: str = "",
    said: Sequence[str] = (),
    inside: bool = True,
    places: int = 0,
) -> str:
    if result == LOST:
        gone = "The sentence is gone" if sentence else "The words are gone from their sentence"
        return gone + (f"; {plural(places, 'place')} might be meant." if places else ", and nothing like it was found.")
    if result == AMBIGUOUS:
        return f"{plural(places, 'place')} are equally good, and nothing beside them tells which is meant."
    kinds = dict.fromkeys(difference.kind for difference in differences if difference.kind != "typography")
    if result == KEPT:
        typography = any(difference.kind == "typography" for difference in differences)
        return f"The same words{', moved' if moved else ''}{'; only typography changed' if typography else ''}."
    if result == CONTEXT_CHANGED:
        where = "the rest of the sentence" if kinds else "the rest of the paragraph"
        if around == "surroundings" and not kinds:
            where = "the text around the paragraph"
        added = f": {_listed([NAMES[kind] for kind in said])}" if said and not kinds else ""
        return f"The same words{', moved' if moved else ''}; {where} changed{added}."
    named = [NAMES[kind] for kind in kinds if worded or kind in BINDING]
    if minor:
        return f"Only {_listed(named)} changed."
    if worded:
        return f"The words changed: {_listed(named)}."
    return (
        f"The same words, but {_listed(named)} changed {'in their sentence' if inside else 'around their paragraph'}."
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
