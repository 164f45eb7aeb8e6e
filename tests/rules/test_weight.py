"""Which pieces of evidence are of independent origin: as few steps for thousands as for a handful."""

from hypothesis import given
from hypothesis import strategies as st

from claims.rules.weight import independent

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
