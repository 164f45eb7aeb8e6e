"""What changed between two texts, in words."""

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.differences import word_diff


def test_a_changed_figure_is_shown_as_one_change():
    assert word_diff("They lost about 300 tanks.", "They lost at least 230 tanks.") == [
        ("equal", "They lost ", "They lost "),
        ("replace", "about 300", "at least 230"),
        ("equal", " tanks.", " tanks."),
    ]


def test_added_and_removed_words():
    assert word_diff("It fell.", "It never fell.") == [
        ("equal", "It", "It"),
        ("insert", "", " never"),
        ("equal", " fell.", " fell."),
    ]
    assert word_diff("It fell, he said.", "It fell he said.")[1] == ("delete", ",", "")


def test_a_change_inside_a_word_shows_the_whole_word():
    assert word_diff("six S-300s", "six S-400s") == [("equal", "six ", "six "), ("replace", "S-300s", "S-400s")]


def test_the_same_and_nothing():
    assert word_diff("the same", "the same") == [("equal", "the same", "the same")]
    assert word_diff("", "") == []
    assert word_diff("", "new") == [("insert", "", "new")]
    assert word_diff("old", "") == [("delete", "old", "")]


def test_a_changed_blank_is_a_change():
    assert ("replace", " ", "\u00a0") in word_diff("5 km", "5\u00a0km")


TEXTS = st.lists(
    st.sampled_from(["He", "said", "no", "300", ".", ",", " ", "  ", "\n", "“", "é", "👍"]), max_size=25
).map("".join)


@given(TEXTS | st.text(max_size=20), TEXTS | st.text(max_size=20))
def test_joined_up_it_gives_both_texts_again(old, new):
    check(word_diff(old, new), old, new)


def check(changes, old, new):
    assert "".join(change[1] for change in changes) == old
    assert "".join(change[2] for change in changes) == new
    for op, before, after in changes:
        assert before or after
        assert (op == "equal") == (before == after)
        assert (op == "insert") == (not before)
        assert (op == "delete") == (not after)
    between = changes[1:-1]
    assert not any(op == "equal" and before.isspace() for op, before, _ in between)
    assert all(not (a[0] != "equal" and b[0] != "equal") for a, b in zip(changes, changes[1:], strict=False))


@pytest.fixture
def looked(monkeypatch):
    """[how many pairs of equal pieces difflib was told to look at, each time]."""
    pairs, find = [], SequenceMatcher.find_longest_match

    def counted(matcher, alo=0, ahi=None, blo=0, bhi=None):
        pairs.append(sum(len(matcher.b2j.get(piece, ())) for piece in matcher.a[alo:ahi]))
        return find(matcher, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counted)
    return pairs


@pytest.mark.parametrize(
    ("words", "between", "count"),
    [("ab", " ", 990), ([chr(0x4E00 + at) for at in range(150)], "", 20_000)],
    ids=["two letters", "150 signs without blanks"],
)
def test_few_words_over_and_over_are_not_looked_at_pair_by_pair(looked, words, between, count):
    chance = random.Random(1)
    old, new = (between.join(chance.choices(words, k=count)) for _ in range(2))
    changes = word_diff(old, new)
    check(changes, old, new)
    assert sum(len(before) for op, before, _ in changes if op == "equal") > len(old) / 10
    assert sum(looked) < 1_000_000


def test_a_text_that_changed_here_and_there_is_compared_stretch_by_stretch(looked):
    chance = random.Random(1)
    old = [chance.choice(["the", "of", "a", f"word{chance.randrange(900)}"]) for _ in range(1900)]
    new = [f"other{at}" if at % 50 == 0 else word for at, word in enumerate(old)]
    changes = word_diff(" ".join(old), " ".join(new))
    assert [before for op, before, _ in changes if op == "replace"] == old[::50]
    assert sum(looked) < 500_000


def test_of_a_long_text_only_what_lies_between_its_same_ends_is_compared():
    ends = "It rained. " * 20_000
    found = word_diff(f"{ends}They lost 300. {ends}", f"{ends}They lost 230. {ends}")
    assert [change for change in found if change[0] != "equal"] == [("replace", "300", "230")]
    old, new = "".join(f"{n} lorries. " for n in range(20_000)), "".join(f"{n} houses. " for n in range(9, 20_000))
    changes = word_diff(old, new)
    assert [op for op, _, _ in changes] == ["replace", "equal"]  # the blank at the end
    assert "".join(one for _, one, _ in changes) == old and "".join(other for _, _, other in changes) == new
