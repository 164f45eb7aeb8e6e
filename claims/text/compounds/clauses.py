"""Split two clauses into two facts if each has its own subject and its own finite verb."""

import re
from itertools import islice

from claims.text.compounds.grammar import finite, subject_and_verb, tokens_of, unbroken
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import CAPITAL, TRIES

_SUBJECT = re.compile(
    r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Yy]ou|[Tt]here|[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur"
    r"|[Mm]y|[Tt]his"
    rf"|[Tt]hese|[Tt]hose|[Ss]ome|[Mm]any|[Aa]ll|[Nn]o|[Oo]nly|[Aa]bout|\d[\d,.]*)\s|{CAPITAL}[\s’']"
)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|I|there)\s")
_JOINT = re.compile(
    r"(?:[,;]\s+|\s)(?:and|but|while|whereas)\s+(?:that\s+|(?:in fact|then|now|therefore|thus|later),?\s+)?|;\s+"
)


def clauses(view: View) -> list[View]:
    """Split `A did this, and B did that` into two clauses, each with its subject and its verb."""
    text = view.text
    if re.match(
        r"\s*(?:if|unless|whether|when|because|although|though|while|how|what|why|who|where)\b", text, re.IGNORECASE
    ):
        return []
    for joint in islice(_JOINT.finditer(text), TRIES):
        left, right = text[: joint.start()], text[joint.end() :]
        subject = _SUBJECT.match(right)
        if not subject or not unbroken(left):
            continue
        comma = joint.group().lstrip()[0] in ",;" or len(joint.group().split()) > 1
        if not comma and (not _PRONOUN.match(right) or "wh" in joint.group()):
            continue
        verb = finite(right)
        if not verb or len(tokens_of(right[:verb])) > 8 or re.search(r"[,;]|\s(?:and|or)\s", right[:verb]):
            continue
        if subject_and_verb(left) is None or re.search(r"\b(?:either|whether|not only|if)\b", left, re.IGNORECASE):
            continue
        return [view[: joint.start()], view[joint.end() :]]
    return []
