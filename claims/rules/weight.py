"""What a piece of evidence weighs: which others it is one with, and why it does not count towards the truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claims.models import Claim, Evidence, Source
from claims.states import BearsOn, Directness, SourceKind, SpeechAct, Stance

#: Sources that hold no more than what their speaker says: such a source against a claim is a denial.
WORD_KINDS = {SourceKind.STATEMENT, SourceKind.INTERVIEW, SourceKind.WEB_PAGE, SourceKind.NOTES}

#: Where a speaker or a source stands in one article: ("speaker" or "source", its id) to the side's id.
type Sides = Mapping[tuple[str, int], int]
#: What makes two sources one: an origin, a speaker or a side, each with its id.
type Keys = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Weighed:
    """``why_not``: why it does not count towards the truth, empty when it does. ``partial``: a side, or the claim's own
    speaker, controls it."""

    item: Evidence
    keys: Keys
    partial: bool
    deed: bool
    why_not: str

    @property
    def name(self) -> str:
        return "an off-record source" if self.item.source.off_record else f"“{self.item.source.title}”"

    @property
    def on_truth(self) -> bool:
        return self.deed or self.item.bears_on != BearsOn.SAID


def keys_of(sources: Iterable[int], speakers: Iterable[int | None], sides: Sides) -> Keys:
    """The Keys of a source: ``sources`` are its id and those of all it derives from, ``speakers`` their speakers."""
    places = {("source", pk) for pk in sources} | {("speaker", pk) for pk in speakers if pk is not None}
    return frozenset(places | {("side", sides[place]) for place in places if place in sides})


def independent(sources: Iterable[Keys]) -> list[int]:
    """The positions, ascending, of ``sources`` of which no two share a key: those first that share with the fewest.

    At least two where any two share none.
    """
    left = dict(enumerate(sources))
    apart = []
    while left:
        shared = {at: [other for other, theirs in left.items() if keys & theirs] for at, keys in left.items()}
        best = min(left, key=lambda at: (len(shared[at]), at))
        apart.append(best)
        for other in shared[best]:
            del left[other]
    return sorted(apart)


def weigh(claim: Claim, item: Evidence, sides: Sides, deniers: set[int]) -> Weighed:
    """``deniers``: ids of the speakers of claims that deny this one."""
    chain = _origins(item.source)
    speakers = {s.speaker_id for s in chain if s.speaker_id is not None}
    keys = keys_of((s.pk for s in chain), speakers, sides)
    its_sides = {key for kind, key in keys if kind == "side"}
    words_of = {s.speaker_id for s in chain if s.kind in WORD_KINDS} - {None}

    # The speaker's own record proves the speaker's deed; an opponent's record of it is the opponent's word.
    deed = (
        claim.speech_act in SpeechAct.deeds()
        and item.bears_on != BearsOn.TRUE
        and item.stance == Stance.SUPPORTS
        and item.directness == Directness.DIRECT
        and its_sides <= {sides.get(("speaker", claim.speaker_id))}  # type: ignore[arg-type]
    )
    denial = item.stance == Stance.CONTRADICTS and any(s in deniers or ("speaker", s) in sides for s in words_of)
    own_word = claim.speaker_id in speakers
    why_not = ""
    if item.source.off_record:
        why_not = "off-record material satisfies no rule"
    elif deed:
        pass
    elif item.bears_on == BearsOn.SAID:
        why_not = "it bears only on whether it was said"
    elif item.against_interest:
        pass
    elif denial:
        why_not = "a denial by itself neither refutes nor balances"
    elif its_sides:
        why_not = "a side's word counts only against its own interest"
    elif own_word:
        why_not = "it is the speaker's own word once more"
    return Weighed(
        item=item,
        keys=keys,
        partial=bool(its_sides) or own_word,
        deed=deed,
        why_not=why_not,
    )


def _origins(source: Source | None) -> list[Source]:
    """The source and what it derives from, up to the root; a circle ends where it closes."""
    chain: list[Source] = []
    while source is not None and source not in chain:
        chain.append(source)
        source = source.origin
    return chain
