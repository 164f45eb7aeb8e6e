"""One claim as the rules of evidence judge it, with what they say of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from claims.models import Claim, Contact, Evidence, FormerReply
from claims.rules.weight import Weighed
from claims.states import Stance

#: Figures, or pieces of evidence, that one warning is told apart by.
NAMED = 12


class Linked(NamedTuple):
    """A claim linked to the one judged: "out" when the judged claim denies, repeats or is part of it, else "in".

    Its evidence is shown beside the claim and counts for nothing here.
    """

    kind: str  # of LinkKind
    direction: str
    claim: Claim
    evidence: Collection[Evidence] = ()


@dataclass(frozen=True)
class Log:
    """The requests for comment that cover a claim, oldest first, and the ``hours`` that its desk calls reasonable.

    ``former`` is what was noted before there was a log; no rule counts it.
    """

    hours: int = 24
    contacts: tuple[Contact, ...] = ()
    former: FormerReply | None = None


@dataclass(frozen=True)
class Case:
    """A claim judged as if its verdict were ``verdict``, with its evidence weighed; ``rules``: those of its desk.

    ``unheld`` are the ids of evidence whose verbatim excerpt no captured text of its source holds.
    """

    claim: Claim
    verdict: str
    weighed: list[Weighed]
    linked: list[Linked]
    log: Log
    rules: frozenset[str]
    unheld: frozenset[int] = frozenset()

    def counting(self, stance: Stance) -> list[Weighed]:
        return [w for w in self.weighed if w.item.stance == stance and not w.why_not]


#: (whether it is met, the words, what it is about if the rule can say several things).
type One = tuple[bool, str] | tuple[bool, str, str]
type Said = Iterable[One]
