"""What two sequences have in common: as much as possible, and in bounded memory however long they are."""

import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from claims.text.common import common_ops, rising


def check(ops, old, new):
    """The ops follow one another from end to end, and what they call equal is."""
    assert [(op.a, op.c) for op in ops] + [(len(old), len(new))] == [(0, 0)] + [(op.b, op.d) for op in ops]
    assert all(old[op.a : op.b] == new[op.c : op.d] for op in ops if op.tag == "equal")
    assert all((op.a == op.b) == (op.tag == "insert") and (op.c == op.d) == (op.tag == "delete") for op in ops)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_as_much_as_possible_is_kept(old, new):
    ops = common_ops(old, new)
    check(ops, old, new)
    assert sum(op.b - op.a for op in ops if op.tag == "equal") == LCSseq.similarity(old, new)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ([str(n) for n in range(100_000)], [str(n) for n in range(100_000) if n % 7], 85_000),
        (["a", "b"] * 50_000, ["b", "a", "c"] * 30_000, 30_000),
        (["x"] * 300_000, ["x"] * 150_000 + ["y"] + ["x"] * 150_000, 300_000),
        (["a"] * 100_000, ["b"] * 100_000, 0),
    ],
)
def test_long_sequences_take_little_memory_and_keep_what_is_the_same(old, new, kept):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ops = common_ops(old, new)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes
    check(ops, old, new)
    assert sum(op.b - op.a for op in ops if op.tag == "equal") >= kept


def test_a_longest_run_of_numbers_that_rise_is_found():
    assert rising([5, 1, 2, 2, 9, 3]) == [1, 3, 5]
    assert rising([5, 1, 2, 2, 9, 3], again=True) == [1, 2, 3, 5]
    assert rising([]) == []
