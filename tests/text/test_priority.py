"""What to look at first, and what kind of claim it is: sums and first rules, with their reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.states import ClaimKind, SpeechAct
from claims.text.kinds import kind
from claims.text.priority import POINTS, average_precision, priority

PLAIN = "The talks went on in the old town hall."


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The army lost about 300 tanks in the old town.", "a figure (“about 300 tanks”)"),
        ("The mayor stole from the old town hall.", "an allegation (“stole”)"),
        ("It was the largest hall of the old town.", "a superlative (“largest”)"),
        ("Nobody went to the old town hall.", "no exception made (“Nobody”)"),
        ("The talks failed because of the old hall.", "a cause"),
        ("The rent of the old town hall doubled.", "a change or a comparison"),
    ],
)
def test_what_is_worth_checking_comes_before_what_is_not(words, reason):
    points, said = priority(words)
    assert points > priority(PLAIN)[0]
    assert reason.lower() in said.lower()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"party": True}, "Said by a party to the matter."),
        ({"attributed": True}, "Attributed."),
        ({"speech_act": "denies"}, "A denial."),
        ({"speech_act": "accuses"}, "An accusation."),
        ({"speech_act": "announces"}, "Where saying is the deed."),
    ],
)
def test_who_says_it_counts(options, reason):
    points, said = priority(PLAIN, **options)
    assert points > priority(PLAIN)[0]
    assert said == reason


def test_a_party_counts_more_than_anybody_else():
    assert priority(PLAIN, party=True, attributed=True)[0] > priority(PLAIN, attributed=True)[0]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("I think the talks went on in the hall.", "less because it reads as an opinion"),
        ("The talks will go on in the old hall.", "less because it is about the future"),
        ("Did the talks go on in the old hall?", "less because it is a question"),
    ],
)
def test_opinions_and_the_future_come_later(words, reason):
    points, said = priority(words)
    assert points < priority(PLAIN)[0]
    assert reason in said


def test_the_reason_names_the_weightiest_first():
    _, said = priority("Ash murdered 12 men, the most ever.", party=True)
    assert said == "A figure (“12 men”), an allegation (“murdered”), said by a party to the matter."


def test_an_aside_is_no_figure():
    assert (
        priority("One day the two sides went to the first hall.")[0]
        == priority("On a day the sides went to the hall.")[0]
    )


@given(st.text(max_size=60), st.sampled_from([*SpeechAct.values]), st.booleans(), st.booleans())
def test_points_stay_between_0_and_100_and_there_is_always_a_reason(words, act, attributed, party):
    points, said = priority(words, speech_act=act, attributed=attributed, party=party)
    assert 0 <= points <= 100
    assert said[0].isupper() and said.endswith(".")


def test_everything_at_once_is_at_the_top_and_nothing_is_hidden():
    everything = "Because Ash murdered all 300 men and robbed 12 of the most on May 5, it fell"
    assert priority(everything, party=True, speech_act="accuses")[0] == 100
    assert priority("I think we will?")[0] == 0
    assert sum(points for points in POINTS.values() if points > 0) > 90


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ([3, 2, 1], [True, False, False], 1.0),
        ([3, 2, 1], [False, False, True], 1 / 3),
        ([3, 2, 1], [True, False, True], (1 + 2 / 3) / 2),
        ([1, 1, 1, 1], [True, False, False, True], 0.5),
        ([1, 2], [False, False], 0.0),
        ([], [], 0.0),
    ],
)
def test_average_precision(scores, labels, expected):
    assert average_precision(scores, labels) == pytest.approx(expected)


def test_average_precision_wants_a_score_for_each_label():
    with pytest.raises(ValueError, match="shorter|longer"):
        average_precision([1, 2], [True])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The army lost about 300 tanks", "number"),
        ("It was the third ceasefire of the year", "number"),
        ("Rents rose by 12 per cent, more than ever", "number"),
        ("“We have taken the town,”", "quotation"),
        ("The bridge fell because of the rain", "cause"),
        ("The new bridge is longer than the old one", "comparison"),
        ("Ann Oakes is the mayor of the town", "name"),
        ("The two sides met", "event"),
        ("The hall was built in 1911", "date_place"),
        ("The base is located in Ganja", "date_place"),
        ("The army took the town on May 5", "event"),
        ("Since August", "date_place"),
        ("Peace at last", "other"),
        ("", "other"),
    ],
)
def test_kinds(words, expected):
    assert kind(words, [(0, len(words))]) == expected
    assert expected in ClaimKind.values


def test_only_the_words_of_the_claim_give_its_kind():
    text = "They lost 300 tanks, and the bridge fell."
    assert kind(text, [(21, len(text))]) == "event"
    assert kind(text, [(0, 9), (10, 19)]) == "number"
