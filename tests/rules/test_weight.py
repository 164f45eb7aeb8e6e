"""Which pieces of evidence are of independent origin: as few steps for thousands as for a handful."""

from hypothesis import given
from hypothesis import strategies as st

from claims.rules.weight import connected, counted, independence, independent, weigh
from claims.states import BearsOn, Stance
from tests.rules.make import make_claim, make_evidence, make_source, make_speaker, standings

SOURCES = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=4), max_size=12)


def one_by_one(sources):
    """Take whatever shares a key with the fewest that are left, and leave out those that share one with it."""
    left, apart = dict(enumerate(sources)), []
    while left:
        shared = {at: [other for other, theirs in left.items() if keys & theirs] for at, keys in left.items()}
        best = min(left, key=lambda at: (len(shared[at]), at))
        apart.append(best)
        left = {at: keys for at, keys in left.items() if at not in shared[best]}
    return sorted(apart)


@given(SOURCES)
def test_those_that_share_with_the_fewest_are_apart(sources):
    assert independent(sources) == one_by_one(sources)


@given(SOURCES)
def test_two_are_apart_wherever_any_two_share_nothing(sources):
    some = any(not one & other for at, one in enumerate(sources) for other in sources[:at])
    assert (len(independent(sources)) > 1) == some


def test_thousands_of_pieces_are_weighed():
    assert len(independent(frozenset([f"source {at}", f"page {at // 2}"]) for at in range(3000))) == 1500
    assert independent(frozenset([f"source {at}", "side 1", f"speaker {at % 50}"]) for at in range(3000)) == [0]


@given(SOURCES)
def test_what_hangs_together_is_counted_by_itself(sources):
    groups = connected(sources)
    assert sorted(at for group in groups for at in group) == list(range(len(sources)))
    assert sum(len(independent(sources[at] for at in group)) for group in groups) == len(independent(sources))
    for group in groups:
        inside = frozenset().union(*(sources[at] for at in group))
        assert not any(sources[at] & inside for at in range(len(sources)) if at not in group)


def said_of(evidence, sides=None):
    evidence = list(evidence)
    claim, standing = make_claim(), standings(make_claim(), evidence, sides)
    return independence(weigh(claim, one, standing[one.pk], set()) for one in evidence)


def test_what_counts_as_fewer_is_said_with_what_it_shares():
    four = [make_speaker() for _ in range(4)]
    against = {"stance": Stance.CONTRADICTS, "bears_on": BearsOn.TRUE}
    titles = ["Daily", "Weekly", "Gazette", "Courier", "Post", "Wire"]
    denials = [
        make_evidence(make_source(title, kind="web_page", speaker=four[at % 4]), **against)
        for at, title in enumerate(titles)
    ]
    one_side = {("speaker", one.pk): 1 for one in four}
    assert said_of(denials, one_side) == ["Contradicts: 6 denials, 4 speakers, 1 side: counts as one."]
    interview, other = make_source("Interview"), make_source("Survey")
    copies = [make_evidence(make_source(title, origin=interview)) for title in ("Copy", "Translation")]
    assert said_of([*copies, make_evidence(other)]) == [
        "Supports: 2 sources, 1 origin: counts as one (“Copy” and “Translation”).",
        "All 3 that support it count as 2.",
    ]
    assert said_of([copies[0], make_evidence(other)]) == []
    paper = make_source("Paper")
    paper.came_from = [interview, other]
    assert said_of([make_evidence(one) for one in (interview, other, paper)]) == [
        "Supports: 3 sources, 2 origins: count as 2."
    ]
    ruled = [make_source(title, controlled_by="Ministry of Defence") for title in ("Daily", "Weekly")]
    assert said_of(map(make_evidence, ruled)) == [
        "Supports: 2 sources, both controlled by “Ministry of Defence”: counts as one."
    ]
    derived = make_source("Wire", origin=ruled[0])
    assert said_of(map(make_evidence, (ruled[1], derived))) == ["Supports: 2 sources, 1 controller: counts as one."]
    assert counted([frozenset(["article", "source 1"]), frozenset(["article", "source 2"])]) == (
        "2 sources, the article and its chain: counts as one"
    )
