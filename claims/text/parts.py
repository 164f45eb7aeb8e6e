"""Suggest where a claim could be split into several claims. A person decides.

Facts that stand by themselves come first (compounds/). If there are none, the split is offered at conjunctions and
semicolons.
"""

import re
from collections.abc import Sequence

from claims.text.compounds import Part, parts
from claims.text.words import Span, word_spans

# A conjunction or a semicolon between two statements. In other languages a person chooses the words.
_JOINT = re.compile(
    r"(?:(?<!\s)\s++)?(?:[;,]\s++(?:and|but|or|while|whereas)\s++|;\s*+)"
    r"|(?<!\s)\s++(?:and|but|or|while|whereas)\s++",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")


def offered_parts(text: str, content: Sequence[Span], language: str = "en") -> list[Part]:
    """Return the parts to offer for a split of these words; one part if there is no place to split.

    They are the facts that stand by themselves, each with its words as one phrase. If there are none, they are the
    pieces between the joints, and their `words` are "".
    """
    facts = parts(text, content, language=language)
    if len(facts) > 1:
        return facts
    joints = [piece for span in content for piece in likely_parts(text, span)]
    return [Part([piece], "") for piece in joints] if len(joints) > 1 else facts


def likely_parts(text: str, span: Span) -> list[Span]:
    """Return the span cut at its joints: `300 tanks and 6 guns` gives two; one span if there is no joint.

    If the span holds two figures or more, only a joint with a figure on each side counts. Spans begin and end with a
    word.
    """
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
    """Join each part without a figure to the part before it; at the beginning, to the part after it."""
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
