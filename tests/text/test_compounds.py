"""Words that say several things: taken apart where each part is a fact, left whole where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.compounds import parts, statement


def said(text, **options):
    return [part.words for part in parts(text, [(0, len(text))], **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # two measures of one thing, each in its own way
        (
            "the dyke is 1.4 km long and 2.6 metres high",
            ["the dyke is 1.4 km long", "the dyke is 2.6 metres high"],
        ),
        (
            "the ferry was 80 feet long, 22 feet wide and 30 feet high",
            ["the ferry was 80 feet long", "the ferry was 22 feet wide", "the ferry was 30 feet high"],
        ),
        # two verbs
        (
            "his men took or burnt about 300 enemy tanks and wrecked 6 S-300 systems",
            ["his men took or burnt about 300 enemy tanks", "his men wrecked 6 S-300 systems"],
        ),
        ("the army killed 5 soldiers and wounded 12", ["the army killed 5 soldiers", "the army wounded 12 soldiers"]),
        (
            "it shelled a village and took two hills on Monday",
            ["it shelled a village on Monday", "it took two hills on Monday"],
        ),
        (
            "Iran has sent troops to the river and launched large drills",
            ["Iran has sent troops to the river", "Iran has launched large drills"],
        ),
        (
            "He did not attack the village and destroyed 6 tanks",
            ["He did not attack the village", "He destroyed 6 tanks"],
        ),
        ("that she sold the house and has left the country", ["she sold the house", "she has left the country"]),
        (
            "since August, foreign officers have been training the army and taking part in the war",
            [
                "since August, foreign officers have been training the army",
                "since August, foreign officers have been taking part in the war",
            ],
        ),
        (
            "the jets were involved in the shooting down of a plane and providing cover for drones",
            [
                "the jets were involved in the shooting down of a plane",
                "the jets were involved in providing cover for drones",
            ],
        ),
        (
            "they met in Oslo and agreed on a truce, the third since the start of the war in May",
            ["they met in Oslo", "they agreed on a truce, the third since the start of the war in May"],
        ),
        # two clauses
        ("the march went slowly and in fact the town remains free", ["the march went slowly", "the town remains free"]),
        (
            "The bridge was hit on Monday, and the road was closed",
            ["The bridge was hit on Monday", "the road was closed"],
        ),
        ("that the town fell and that its mayor fled", ["the town fell", "its mayor fled"]),
        ("The town fell; its mayor fled to the hills", ["The town fell", "its mayor fled to the hills"]),
        # counted things
        (
            "they lost 300 tanks, 20 guns and 6 lorries in May",
            ["they lost 300 tanks in May", "they lost 20 guns in May", "they lost 6 lorries in May"],
        ),
        (
            "at least 5 soldiers and one civilian were killed",
            ["at least 5 soldiers were killed", "one civilian was killed"],
        ),
        ("He never saw 12 guns and 3 lorries there", ["He never saw 12 guns there", "He never saw 3 lorries there"]),
        (
            "61 percent of men and 40 percent of women have read it",
            ["61 percent of men have read it", "40 percent of women have read it"],
        ),
        # names
        (
            "the towns of Fuzuli and Hadrut are still not held by the army",
            ["the town of Fuzuli is still not held by the army", "the town of Hadrut is still not held by the army"],
        ),
        (
            "jets stood at the airbases of Ganja and Qabala in May",
            ["jets stood at the airbase of Ganja in May", "jets stood at the airbase of Qabala in May"],
        ),
        ("They shelled Fuzuli, Ganja and Hadrut", ["They shelled Fuzuli", "They shelled Ganja", "They shelled Hadrut"]),
        ("In Ganja and Qabala, people fled", ["In Ganja people fled", "In Qabala people fled"]),
        ("he met Ann Oakes and Bob Ash", ["he met Ann Oakes", "he met Bob Ash"]),
        (
            "the Turkish army and Syrian fighters do not take part in the war",
            ["the Turkish army do not take part in the war", "Syrian fighters do not take part in the war"],
        ),
        (
            "Still, as they tell it, the towns of Fuzuli and Hadrut are free",
            [
                "Still, as they tell it, the town of Fuzuli is free",
                "Still, as they tell it, the town of Hadrut is free",
            ],
        ),
        # both at once
        (
            "The army took Fuzuli and Hadrut and destroyed 6 guns",
            ["The army took Fuzuli", "The army took Hadrut", "The army destroyed 6 guns"],
        ),
    ],
)
def test_each_part_stands_by_itself(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Fuzuli or Hadrut was lost",
        "it lost 30 old and 20 new guns",
        "the dyke is 1 metre and 40 centimetres high",
        "either Fuzuli or Hadrut was lost",
        "between 20 and 30 tanks were lost",
        "fighting between Fuzuli and Hadrut went on",
        "Fuzuli and Hadrut are far apart",
        "Armenia and Azerbaijan agreed on a truce",
        "Ann Oakes and Bob Ash met in Oslo",
        "Ann Oakes and Bob Ash are married",
        "both Fuzuli and Hadrut were lost",
        "Fuzuli and Hadrut together had 300 tanks",
        "Fuzuli and Hadrut lost 3 and 4 tanks respectively",
        "a total of 5 soldiers and 3 civilians were killed",
        "They lost 8 vehicles, including 5 tanks and 3 lorries",
        "the Ministry of Health and Welfare was closed",
        "It was in the Energy and Commerce Committee",
        "Johnson and Johnson was fined",
        "he met Oak and Ash Company",
        "It lies in Bosnia and Herzegovina",
        "Romeo and Juliet are dead",
        "Turkish and Israeli weapons were used",
        "It took two years and three months",
        "ten people were arrested and charged",
        "he was born in Baku and moved to Ganja",
        "the man who killed 5 and wounded 12",
        "they have not taken Fuzuli and reached the river",
        "Oakes in Oslo and Ash in Rome voted",
        "They saw tanks and armoured vehicles",
        "it would hurt the town and cut taxes",
        "they knowingly sent and received secret papers",
        "he sees that while he has won he is weak",
        "he’s had a town and was lost in the hills",
        "he not only took the town but also burnt the bridge",
        "if the town falls, and the road is closed",
        "War weighs on the land. It fell, and it was burnt.",
        "nothing to take apart",
        "…",
        "",
    ],
)
def test_what_is_one_fact_or_unclear_stays_whole(text):
    assert len(parts(text, [(0, len(text))])) == 1


def test_pieces_are_the_words_of_the_article():
    text = "He said the towns of Fuzuli and Hadrut are not held."
    one, two = parts(text, [(8, len(text))])
    assert [text[a:b] for a, b in one.pieces] == ["the towns of Fuzuli", "are not held."]
    assert [text[a:b] for a, b in two.pieces] == ["the towns of", "Hadrut are not held."]
    assert two.words == "the town of Hadrut is not held."


def test_content_in_two_pieces_is_read_as_one_phrase():
    text = "“They took 300 tanks,” he said, “and burnt 6 guns.”"
    content = [(1, 20), (33, len(text) - 1)]
    assert [part.words for part in parts(text, content)] == ["They took 300 tanks", "They burnt 6 guns."]


def test_quotation_marks_around_the_whole_do_not_stop_it():
    text = "“The town fell, and the mayor fled.”"
    assert said(text) == ["The town fell", "the mayor fled."]


def test_a_subject_from_elsewhere_stands_before_the_verb():
    text = "took 300 tanks and burnt 6 guns"
    assert said(text, subject="the army") == ["the army took 300 tanks", "the army burnt 6 guns"]


def test_other_languages_stay_whole():
    assert len(parts("Fuzuli and Hadrut were lost", [(0, 27)], language="de")) == 1
    assert len(parts("Fuzuli and Hadrut were lost", [(0, 27)])) == 2


@pytest.mark.parametrize(
    ("words", "speaker", "verb", "expected"),
    [
        ("that the town fell", "", "", "The town fell."),
        ("That town fell.", "", "", "That town fell."),
        ("But the town fell.", "", "", "The town fell."),
        ("The town fell.", "Ann Oakes", "claimed", "Ann Oakes claimed that the town fell."),
        ("his men burnt 6 guns", "Bob Ash", "has insisted", "Bob Ash has insisted that his men burnt 6 guns."),
        ("Hadrut is not held", "the ministry", "", "According to the ministry, Hadrut is not held."),
        ("Hadrut is held", "the ministry", "denied", "According to the ministry, Hadrut is held."),
        ("did it fall?", "", "", "Did it fall?"),
        ("  ", "Ann Oakes", "said", ""),
    ],
)
def test_a_statement_says_what_is_held_and_who_holds_it(words, speaker, verb, expected):
    assert statement(words, speaker, verb) == expected


WORDS = (
    "the", "towns", "of", "Fuzuli", "and", "Hadrut", "are", "not", "held", ",", "but", "took", "300", "tanks", "6",
    "destroyed", "guns", "he", "that", "training", "in", "“", "”", ".", "who", "one", ";", "has", "been", "\n", "é", "",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=16), st.integers(0, 30), st.integers(0, 60))
def test_pieces_lie_within_the_content_in_order(words, start, length):
    text = " ".join(words)
    start = min(start, len(text))
    content = [(start, min(len(text), start + length))]
    found = parts(text, content)
    assert found
    for part in found:
        assert all(content[0][0] <= a < b <= content[0][1] for a, b in part.pieces)
        assert all(a[1] <= b[0] for a, b in zip(part.pieces, part.pieces[1:], strict=False))
    if len(found) > 1:
        assert all(part.pieces and part.words for part in found)
