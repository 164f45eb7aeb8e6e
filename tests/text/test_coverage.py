"""How far a line is accounted for, and how overlapping claims are drawn."""

import time

from hypothesis import given
from hypothesis import strategies as st

from claims.text.coverage import Coverage, coverage, joining, segments
from claims.text.words import word_spans

LINE = "He said that 300 tanks and six guns were lost."
WHOLE = (0, len(LINE))


def at(words, text=LINE):
    start = text.index(words)
    return start, start + len(words)


def test_a_line_without_claims_is_untouched():
    assert coverage(LINE, WHOLE, [], []) == Coverage("untouched", [at("He said that 300 tanks and six guns were lost")])


def test_a_line_is_covered_when_all_its_words_are():
    assert coverage(LINE, WHOLE, [at("He said that 300 tanks and six guns were lost")], []) == Coverage("covered", [])


def test_claims_and_marks_cover_together():
    claimed = [at("300 tanks"), at("six guns"), at("were lost")]
    assert coverage(LINE, WHOLE, claimed, [at("He said that"), at("and")]).state == "covered"


def test_a_word_that_only_joins_needs_no_mark():
    joins = joining("en-GB")
    done = [at("He said that"), at("300 tanks"), at("six guns were lost")]
    assert coverage(LINE, WHOLE, done, [], joins) == Coverage("covered", [])
    assert coverage(LINE, WHOLE, done, []).open == [at("and")]
    assert coverage(LINE, WHOLE, done[:2], [], joins).open == [at("and six guns were lost")]
    assert coverage("And so on.", (0, 10), [], [], joins).state == "untouched"


def test_what_is_open_is_said_in_the_longest_runs():
    found = coverage(LINE, WHOLE, [at("300 tanks")], [at("were lost")])
    assert found == Coverage("partly", [at("He said that"), at("and six guns")])


def test_a_run_takes_in_the_punctuation_between_its_words():
    text = "“One, two,” he said; three fell."
    assert coverage(text, (0, len(text)), [at("three", text)], []).open == [
        at("One, two,” he said", text),
        at("fell", text),
    ]


def test_a_word_half_claimed_stays_open():
    assert coverage(LINE, WHOLE, [(0, 45), (45, 45)], []).state == "covered"
    assert coverage(LINE, WHOLE, [(0, 44)], []) == Coverage("partly", [at("lost")])


def test_two_spans_that_meet_inside_a_word_cover_it():
    assert coverage(LINE, WHOLE, [(0, 15), (15, 46)], []).state == "covered"


def test_a_claim_on_another_line_of_the_block_covers_nothing_here():
    block = "They fled. Nobody saw it. It rained."
    second = at("Nobody saw it.", block)
    assert coverage(block, second, [at("They fled.", block), at("It rained.", block)], []).state == "untouched"
    assert coverage(block, second, [at("They", block), at("fled", block), at("Nobody", block)], []).open == [
        at("saw it", block)
    ]
    assert coverage(block, second, [at("fled. Nobody", block)], []) == Coverage("partly", [at("saw it", block)])


def test_a_claim_over_punctuation_alone_touches_nothing():
    assert coverage("“Stop!”", (0, 7), [(0, 1), (5, 7)], []).state == "untouched"


def test_a_line_without_words_asks_for_nothing():
    assert coverage("* * *", (0, 5), [], []) == Coverage("covered", [])


def test_segments_of_overlapping_and_nested_claims():
    assert segments((0, 20), {"a": [(2, 12)], "b": [(8, 16)], "c": [(4, 6)]}) == [
        (0, 2, frozenset()),
        (2, 4, frozenset("a")),
        (4, 6, frozenset("ac")),
        (6, 8, frozenset("a")),
        (8, 12, frozenset("ab")),
        (12, 16, frozenset("b")),
        (16, 20, frozenset()),
    ]


def test_segments_are_cut_to_the_line_and_never_needlessly():
    assert segments((10, 20), {1: [(0, 15), (15, 40)], 2: [(12, 12), (20, 30)]}) == [(10, 20, frozenset({1}))]


def test_an_empty_line_has_no_segments():
    assert segments((5, 5), {1: [(0, 9)]}) == []


SPAN = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: tuple(sorted(pair)))


@given(SPAN, st.dictionaries(st.integers(0, 5), st.lists(SPAN, max_size=4), max_size=5))
def test_segments_say_for_each_character_what_lies_over_it(line, spans):
    cut = segments(line, spans)
    assert [i for start, end, _ in cut for i in range(start, end)] == list(range(*line))
    assert all(a[2] != b[2] for a, b in zip(cut, cut[1:], strict=False))
    for start, end, ids in cut:
        for i in range(start, end):
            assert ids == {owner for owner, pieces in spans.items() if any(s <= i < e for s, e in pieces)}


@given(
    st.lists(st.sampled_from(["tank", "S-300s", "U.S.", "5", ", ", " ", ". ", "“", "👍", "é", "中"]), max_size=20).map(
        "".join
    ),
    st.lists(SPAN, max_size=4),
    st.lists(SPAN, max_size=4),
)
def test_coverage_agrees_with_counting_characters(text, claimed, marked):
    found = coverage(text, (0, len(text)), claimed, marked)
    over = {i for start, end in [*claimed, *marked] for i in range(start, end)}
    words = word_spans(text)
    open_words = [word for word in words if not over.issuperset(range(*word))]
    assert [w for w in words if any(start <= w[0] and w[1] <= end for start, end in found.open)] == open_words
    expected = "covered"
    if open_words:
        expected = "partly" if any(i in over for word in words for i in range(*word)) else "untouched"
    assert found.state == expected


def test_fifty_thousand_words_with_as_many_claims(record_property):
    text = "tanks, " * 50_000
    spans = word_spans(text)
    started = time.perf_counter()
    assert coverage(text, (0, len(text)), spans[::2], spans[1::2]).state == "covered"
    assert len(segments((0, len(text)), {i: [span] for i, span in enumerate(spans)})) == 100_000
    record_property("seconds", time.perf_counter() - started)
