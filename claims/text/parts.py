"""Where a claim's words would fall apart into several claims: an offer to a person, who may well say otherwise.

Facts that stand by themselves come first (compounds/); a person who asks for a split of what has none is offered
the joints.
"""

import re
from collections.abc import Sequence

from claims.text.compounds import Part, parts
from claims.text.words import Span, word_spans

# A conjunction or a semicolon between two things said; the words of other languages are chosen by hand.
_JOINT = re.compile(
    r"(?:(?<!\s)\s++)?(?:[;,]\s++(?:and|but|or|while|whereas)\s++|;\s*+)"
    r"|(?<!\s)\s++(?:and|but|or|while|whereas)\s++",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")


def offered_parts(text: str, content: Sequence[Span], language: str = "en") -> list[Part]:
    """The parts that a split of these words is offered with: facts by themselves with their words as one phrase, else
    the pieces between the joints, whose `words` are "". One part when there is neither."""
    facts = parts(text, content, language=language)
    if len(facts) > 1:
        return facts
    joints = [piece for span in content for piece in likely_parts(text, span)]
    return [Part([piece], "") for piece in joints] if len(joints) > 1 else facts


def likely_parts(text: str, span: Span) -> list[Span]:
    """The span cut at its joints: `300 tanks and 6 guns` gives two. Where it holds two figures or more, only a joint
    that leaves one on each side counts. Spans begin and end with a word; one span when there is no joint."""
    first, last = span
    ends = [(joint.start() + first, joint.end() + first) for joint in _JOINT.finditer(text[first:last])]
    edges = [first, *(at for joint in ends for at in joint), last]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    if len(_FIGURE.findall(re.sub(r"\d[\d.,]*", "0", text[first:last]))) > 1:
        parts = _each_with_a_figure(text, parts)
    trimmed = []
    for start, end in parts:
        words = word_spans(text[start:end])
        if words:
            trimmed.append((start + words[0][0], start + words[-1][1]))
    return trimmed


def _each_with_a_figure(text: str, parts: list[Span]) -> list[Span]:
    """Parts without a figure of their own join the part before them; the first ones, the one behind."""
    joined: list[Span] = []
    has_one = False  # whether the last of them has a figure
    for start, end in parts:
        figure = bool(_FIGURE.search(text[start:end]))
        if joined and not (figure and has_one):
            joined[-1] = (joined[-1][0], end)
            has_one = has_one or figure
        else:
            joined.append((start, end))
            has_one = figure
    return joined
