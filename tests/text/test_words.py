"""What counts as a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.words import word_spans


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


@given(st.text(max_size=40))
def test_every_letter_and_figure_is_in_a_word(text):
    spans = word_spans(text)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(i in inside for i, c in enumerate(text) if c.isalnum())


@given(st.text(st.sampled_from("aZéß9½.,:/$€%°'’-‐_· \n–“\u200c\u0301"), max_size=14))
def test_words_in_latin_letters_are_the_same_beside_another_script(text):
    assert words(text) == words(f"{text} 第")[:-1]
