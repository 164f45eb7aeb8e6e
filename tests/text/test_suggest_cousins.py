"""Who says what in constructions that look like others: an insertion, a part of a group, two who speak, a headline."""

import pytest

from claims.text.lines import lines
from claims.text.suggest import suggest


def told(text):
    return [(draft.speaker, draft.statement, draft.speech_act) for draft in suggest(text) if not draft.fragment]


@pytest.mark.parametrize(
    ("text", "speaker", "statement"),
    [
        # put in between subject and verb
        ("Tolls, said the minister, fell to 4 euros.", "the minister", "Tolls fell to 4 euros."),
        ("Crime in the port, said Mayor Ann Oakes, has fallen.", "Ann Oakes", "Crime in the port has fallen."),
        ("The port, Lee said of its finances, is broke.", "Lee", "The port is broke."),
        # a part of a group
        ("One of the drivers said 40 lorries waited.", "One of the drivers", "40 lorries waited."),
        ("One of the drivers, who gave no name, said 40 men came.", "One of the drivers", "40 men came."),
        ("One in five drivers said the toll was fair.", "One in five drivers", "The toll was fair."),
        ("One minister said the toll was 4 euros.", "One minister", "The toll was 4 euros."),
        # who signs a headline
        ("“The toll is unfair”: Ann Oakes", "Ann Oakes", "The toll is unfair."),
    ],
)
def test_the_one_who_speaks_and_what_they_hold(text, speaker, statement):
    assert [(who, held) for who, held, _ in told(text)] == [(speaker, statement)]


@pytest.mark.parametrize("joint", [" but", ", but", ", while", ", whereas"])
def test_what_another_says_is_not_the_first_ones_word(joint):
    first, second = told(f"Lee said 12 people were hurt{joint} Ray said 40 people were hurt.")
    assert first == ("Lee", "12 people were hurt.", "asserts")
    assert second == ("Ray", "40 people were hurt.", "asserts")


@pytest.mark.parametrize(
    ("text", "speaker", "statement"),
    [
        ("Police dismissed as false a report that 12 left.", "Police", "It is not true that 12 left."),
        ("Ray dismissed as nonsense her claim that it fell.", "Ray", "It is not true that it fell."),
    ],
)
def test_what_is_called_false_is_denied(text, speaker, statement):
    assert (speaker, "denies") in [(who, act) for who, _, act in told(text)]
    assert statement in [held.replace("[it]", "it") for _, held, _ in told(text)]


def test_people_who_were_dismissed_are_no_denial():
    assert [act for _, _, act in told("The mayor said that 40 people were dismissed.")] == ["asserts"]
    assert [act for _, _, act in told("The charge was dismissed as a lie.")] == ["denies"]


def test_an_object_of_rejecting_that_is_only_pointed_at_stays_the_saying():
    assert [held for _, held, _ in told("Oakes rejected that figure.")] == ["Oakes rejected that figure."]


@pytest.mark.parametrize("words", ["He (Lee, b. 1950) left.", "The painter, d. 1911, sold none.", "It was c. 1500."])
def test_no_line_ends_between_born_or_died_and_its_year(words):
    assert lines(words) == [(0, len(words))]
