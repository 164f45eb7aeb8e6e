"""What a rule found in one sentence."""

from dataclasses import dataclass

from claims.text.suggest.clauses import Range
from claims.text.suggest.lexicon import Verb


@dataclass(slots=True)
class Found:
    """One attribution as token positions. `rule` names the construction; `verb` is None if the cue is not a verb."""

    rule: str
    cue: list[Range]
    source: list[Range]
    content: list[Range]
    act: str = "asserts"
    verb: Verb | None = None
    negated: bool = False
    at: int = 0
