"""Words, snapping to them, and a browser's offsets turned into ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.words import codepoints_to_utf16, snap, utf16_to_codepoints, word_spans


def words(text):
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US-Sponsored S-300s, e-mail", ["US-Sponsored", "S-300s", "e-mail"]),
        ("1,000.5 tons at 16:30 on 10/27/2020.", ["1,000.5", "tons", "at", "16:30", "on", "10/27/2020"]),
        ("about $5, or 3%", ["about", "$5", "or", "3%"]),
        ("The U.S. at 5 p.m. Then", ["The", "U.S", "at", "5", "p.m", "Then"]),
        ("don’t ‘go’ – the soldiers' turn", ["don’t", "go", "the", "soldiers", "turn"]),
        ("Cafe\u0301, كِتَاب, नमस्ते, می\u200cگوید", ["Cafe\u0301", "كِتَاب", "नमस्ते", "می\u200cگوید"]),
        ("第一次", ["第", "一", "次"]),
        ("👍🏽 … “—” * * *", []),
        ("well...then,and", ["well", "then", "and"]),
    ],
)
def test_words_are_runs_of_letters_and_figures(text, expected):
    assert words(text) == expected


def test_a_selection_grows_to_whole_words():
    text = "They lost 1,000.5 tons of S-300s."
    start, end = snap(text, 13, 28)
    assert text[start:end] == "1,000.5 tons of S-300s"


def test_a_selection_is_trimmed_and_keeps_its_punctuation():
    text = "He said: “No.”  Then"
    start, end = snap(text, 8, 16)
    assert text[start:end] == "“No.”"


def test_a_selection_that_ends_where_a_word_begins_does_not_take_that_word():
    text = "three hundred tanks"
    assert snap(text, 0, 14) == (0, 13)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 4), (-1, 2), (0, 9), (4, 2)])
def test_a_selection_of_nothing_is_refused(start, end):
    with pytest.raises(ValueError, match="selected|outside"):
        snap("one two ", start, end)


def test_a_browser_counts_an_emoji_twice():
    text = "a👍🏽b"
    assert [utf16_to_codepoints(text, units) for units in (0, 1, 3, 5, 6)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("units", [-1, 2, 4, 7])
def test_an_offset_inside_a_character_or_outside_the_text_is_refused(units):
    with pytest.raises(ValueError, match="outside|decode"):
        utf16_to_codepoints("a👍🏽b", units)


@pytest.mark.parametrize("offset", [-1, 5])
def test_an_offset_of_ours_outside_the_text_is_refused(offset):
    with pytest.raises(ValueError, match="outside"):
        codepoints_to_utf16("a👍🏽b", offset)


@given(st.text(max_size=30).flatmap(lambda text: st.tuples(st.just(text), st.integers(0, len(text)))))
def test_there_and_back_again(case):
    text, offset = case
    assert utf16_to_codepoints(text, codepoints_to_utf16(text, offset)) == offset


@given(st.text(max_size=40))
def test_every_letter_and_figure_is_in_a_word(text):
    spans = word_spans(text)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(i in inside for i, c in enumerate(text) if c.isalnum())


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_snapping_twice_changes_nothing(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    if text[start:end].strip():
        once = snap(text, start, end)
        assert snap(text, *once) == once
        assert all(not s < edge < e for s, e in word_spans(text) for edge in once)
