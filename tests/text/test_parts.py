"""Where a claim's words would fall apart."""

import pytest

from claims.text.parts import likely_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("about 300 tanks and 6 guns", ["about 300 tanks", "6 guns"]),
        ("300 red and blue tanks and 6 guns", ["300 red and blue tanks", "6 guns"]),
        ("1,000.5 tonnes, and 30 lorries; 12 boats", ["1,000.5 tonnes", "30 lorries", "12 boats"]),
        ("Fuzuli and Hadrut were lost", ["Fuzuli", "Hadrut were lost"]),
        ("nothing to divide here", ["nothing to divide here"]),
        ("and 6 guns", ["and 6 guns"]),
        ("…", []),
    ],
)
def test_words_fall_apart_at_conjunctions_each_part_with_its_figure(text, parts):
    assert [text[start:end] for start, end in likely_parts(f"{text}. ", (0, len(text)))] == parts


def test_only_the_span_is_divided():
    text = "He and she said 3 and 4."
    assert likely_parts(text, (16, 23)) == [(16, 17), (22, 23)]
