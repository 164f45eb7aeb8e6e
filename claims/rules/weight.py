"""What a piece of evidence weighs: which others it is one with, and why it does not count towards the truth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import heapify, heappop, heappush
from operator import or_
from typing import NamedTuple

from django.utils.text import get_text_list

from claims.models import Claim, Evidence, Source
from claims.states import BearsOn, Directness, SpeechAct, Stance
from claims.text.counted import plural

#: What makes two sources one: each names an origin, a page, a speaker, a side, who controls it, or the article itself.
type Keys = frozenset[str]
#: Sources that are named where several count as fewer.
NAMED = 3


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
    all. ``partial``: a side, or the claim's own speaker, controls it. ``denial``: it is the word of somebody who denies
    the claim, or of a side against it."""

    item: Evidence
    keys: Keys
    partial: bool
    deed: bool
    reference: bool
    denial: bool
    why_not: str
    void: str

    @property
    def name(self) -> str:
        return "the calculation" if self.item.calculation else source_name(self.item.source)

    @property
    def on_truth(self) -> bool:
        return self.deed or self.item.bears_on != BearsOn.SAID


def source_name(source: Source) -> str:
    """A source in a sentence, which may be kept; one that is off the record, or restricted, has no name there."""
    return source.known_as if source.known_as != source.title else f"“{source.title}”"


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


def connected(sources: Iterable[Keys]) -> list[list[int]]:
    """The positions of ``sources`` in groups, each ascending, ordered by the first: none shares a key with another's.

    What is independent in each group, together, is what is independent in all.
    """
    first: dict[str, int] = {}  # {key: the first that has it}
    parent: list[int] = []

    def top(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for at, keys in enumerate(sources):
        parent.append(at)
        for key in keys:
            one, other = sorted((top(first.setdefault(key, at)), top(at)))
            parent[other] = one
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(parent)):
        groups[top(at)].append(at)
    return list(groups.values())


def tally(sources: Sequence[Keys], what: str = "source", controlled: str = "") -> str:
    """Say what several sources have between them: “6 denials, 4 speakers, 1 side”.

    ``controlled`` says who controls all of them; where it is empty, those who control several are counted.
    """
    of: defaultdict[str, set[str]] = defaultdict(set)
    times = Counter(key for keys in sources for key in keys)
    for key in times:
        of[key.partition(" ")[0]].add(key)
    origins = len(independent(frozenset(key for key in keys if _is_origin(key)) for keys in sources))
    said = [plural(len(sources), what)]
    if origins < len(sources):
        said.append(plural(origins, "origin"))
    said += [plural(len(of[kind]), kind) for kind in ("speaker", "side") if of[kind]]
    if of["article"]:
        said.append("the article and its chain")
    if several := sum(times[key] > 1 for key in of["control"]):
        said.append(controlled or plural(several, "controller"))
    return ", ".join(said)


def counted(sources: Sequence[Keys], what: str = "source", controlled: str = "") -> str:
    """Say what several sources that hang together count as, and why: “6 denials, 4 speakers, 1 side: counts as one”."""
    number = len(independent(sources))
    return f"{tally(sources, what, controlled)}: {'counts as one' if number == 1 else f'count as {number}'}"


def _is_origin(key: str) -> bool:
    return key.startswith(("source ", "page "))


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
        denial=denial,
        why_not=why_not,
        void=void,
    )


def independence(weighed: Iterable[Weighed]) -> list[str]:
    """Say of what supports a claim, and of what contradicts it, which pieces count as fewer, and as how many.

    Nothing is said of a stance where each piece counts for itself. What satisfies no rule is left out.
    """
    rows = [w for w in weighed if not w.void]
    said = []
    for stance, one, all_of_them in (
        (Stance.SUPPORTS, "source", "that support it"),
        (Stance.CONTRADICTS, "source", "that contradict it"),
    ):
        of = [w for w in rows if w.item.stance == stance]
        groups = connected(w.keys for w in of)
        together = [[of[at] for at in group] for group in groups if len(group) > 1]
        for group in together:
            what = "denial" if all(w.denial for w in group) else one
            which = f" ({_names(group)})" if len(groups) > 1 else ""
            said.append(f"{stance.label}: {counted([w.keys for w in group], what, _control(group))}{which}.")
        if together and len(groups) > 1:
            said.append(f"All {len(of)} {all_of_them} count as {len(independent(w.keys for w in of))}.")
    return said


def _control(group: Sequence[Weighed]) -> str:
    """Who controls all sources of a group, if their records name one body: “both controlled by …”."""
    shared = reduce(frozenset.__and__, (w.keys for w in group))
    names = {w.item.source.controlled_by for w in group}
    if len(names) != 1 or not any(key.startswith("control ") for key in shared):
        return ""
    return f"{'both' if len(group) == 2 else 'all'} controlled by “{names.pop()}”" if all(names) else ""


def _names(group: Sequence[Weighed]) -> str:
    named = [w.name for w in group[:NAMED]]
    left = len(group) - len(named)
    return get_text_list([*named, f"{left} more"] if left else named, "and")


def _void(item: Evidence, standing: Standing) -> str:
    if standing.off_record:
        return "off-record material satisfies no rule"
    if standing.withdrawn:
        return "it, or what it derives from, was withdrawn"
    if standing.of_article and item.stance == Stance.SUPPORTS:
        return "it is the article itself, or an outlet of its chain, or derives from them"
    return ""
