"""Where a claim's words would fall apart."""

import pytest

from claims.text.parts import likely_parts, offered_parts


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


def test_facts_by_themselves_are_offered_before_joints():
    text = "The army took two hills and burnt 6 guns."
    assert [part.words for part in offered_parts(text, [(0, len(text))])] == [
        "The army took two hills",
        "The army burnt 6 guns.",
    ]


def test_joints_are_offered_where_no_fact_stands_by_itself():
    text = "red tanks and green guns"
    assert [(text[slice(*part.pieces[0])], part.words) for part in offered_parts(text, [(0, len(text))])] == [
        ("red tanks", ""),
        ("green guns", ""),
    ]


def test_what_has_no_joint_is_offered_whole():
    assert [part.pieces for part in offered_parts("nothing to divide", [(0, 17)])] == [[(0, 17)]]
