"""What a piece of evidence weighs: which others it is one with, and why it does not count towards the truth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from heapq import heapify, heappop, heappush
from operator import or_
from typing import NamedTuple

from claims.models import Claim, Evidence, Source
from claims.states import BearsOn, Directness, SpeechAct, Stance, Terms

#: What makes two sources one: each names an origin, a page, a speaker, a side, or the article itself.
type Keys = frozenset[str]


class Standing(NamedTuple):
    """What the rules read of a piece of evidence beside what it says itself, by ``evidence_standings`` in SQL.

    ``words`` are the ids of speakers whose word it is where it holds nothing else, ``words_sided`` whether one of them
    is on a side; ``own``: it is the word of the claim's own speaker; ``sided``: of a side, ``other_side``: of another
    than the speaker's; ``of_article``: of the article itself, an outlet of its chain, or what derives from them.
    """

    keys: Keys = frozenset()
    words: frozenset[int] = frozenset()
    words_sided: bool = False
    own: bool = False
    sided: bool = False
    other_side: bool = False
    of_article: bool = False
    off_record: bool = False
    withdrawn: bool = False
    reference: bool = False


@dataclass(frozen=True)
class Weighed:
    """``why_not``: why it does not count towards the truth, empty when it does. ``void``: why it satisfies no rule at
    all. ``partial``: a side, or the claim's own speaker, controls it."""

    item: Evidence
    keys: Keys
    partial: bool
    deed: bool
    reference: bool
    why_not: str
    void: str

    @property
    def name(self) -> str:
        return "the calculation" if self.item.calculation else source_name(self.item.source)

    @property
    def on_truth(self) -> bool:
        return self.deed or self.item.bears_on != BearsOn.SAID


def source_name(source: Source) -> str:
    """A source in a sentence; one that is off the record has no name there."""
    return "an off-record source" if source.terms == Terms.OFF_RECORD else f"“{source.title}”"


def independent(sources: Iterable[Keys]) -> list[int]:
    """The positions, ascending, of ``sources`` of which no two share a key: those first that share with the fewest.

    At least two where any two share none. Sets of positions are bits of one number, so that thousands of sources which
    share one key are taken in one step.
    """
    keys = list(sources)
    holding: defaultdict[str, int] = defaultdict(int)
    for at, held in enumerate(keys):
        for key in held:
            holding[key] |= 1 << at

    def near(at: int) -> int:
        return reduce(or_, (holding[key] for key in keys[at]), 1 << at)

    shares = [near(at).bit_count() for at in range(len(keys))]
    order = [(count, at) for at, count in enumerate(shares)]
    heapify(order)
    left, apart = (1 << len(keys)) - 1, []
    while order:
        count, best = heappop(order)
        if count != shares[best]:
            continue  # it was counted anew since, or is gone
        apart.append(best)
        gone = near(best) & left
        left &= ~gone
        touched = 0
        for at in _positions(gone):
            shares[at] = 0
            touched |= near(at)
        for at in _positions(touched & left):
            shares[at] = (near(at) & left).bit_count()
            heappush(order, (shares[at], at))
    return sorted(apart)


def _positions(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def weigh(claim: Claim, item: Evidence, standing: Standing, deniers: set[int]) -> Weighed:
    """``deniers``: ids of the speakers of claims that deny this one, none of them merged into another."""
    # The speaker's own record proves the speaker's deed; an opponent's record of it is the opponent's word.
    deed = (
        claim.speech_act in SpeechAct.deeds()
        and item.bears_on != BearsOn.TRUE
        and item.stance == Stance.SUPPORTS
        and item.directness == Directness.DIRECT
        and not standing.other_side
    )
    denial = item.stance == Stance.CONTRADICTS and (standing.words_sided or bool(standing.words & deniers))
    why_not = void = _void(item, standing)
    if void or deed:
        pass
    elif item.calculation:
        why_not = "it is a calculation, and the sources of its figures count"
    elif item.bears_on == BearsOn.SAID:
        why_not = "it bears only on whether it was said"
    elif item.against_interest:
        pass
    elif denial:
        why_not = "a denial by itself neither refutes nor balances"
    elif standing.sided:
        why_not = "a side's word counts only against its own interest"
    elif standing.own:
        why_not = "it is the speaker's own word once more"
    return Weighed(
        item=item,
        keys=standing.keys,
        partial=standing.sided or standing.own,
        deed=deed and not void,
        reference=standing.reference,
        why_not=why_not,
        void=void,
    )


def _void(item: Evidence, standing: Standing) -> str:
    if standing.off_record:
        return "off-record material satisfies no rule"
    if standing.withdrawn:
        return "it, or what it derives from, was withdrawn"
    if standing.of_article and item.stance == Stance.SUPPORTS:
        return "it is the article itself, or an outlet of its chain, or derives from them"
    return ""
