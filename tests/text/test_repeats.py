"""What an article says twice, and where its own figures and names disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.figures import figures
from claims.text.lines import lines
from claims.text.repeats import name_key, notes
from claims.text.suggest.passages import sentence_spans


def noted(text, *kinds):
    return [(note.kind, note.words) for note in notes(text, lines(text)) if not kinds or note.kind in kinds]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They burnt 287 tanks and took 79, a total of 366.", "287 and 79 make 366, as printed."),
        ("Of the 366 tanks, 287 were burnt and 79 taken.", "287 and 79 make 366, as printed."),
        ("They lost 366 vehicles, including 287 tanks and 79 guns.", "287 and 79 make 366, as printed."),
        (
            "They lost 366 tanks in all. The army says that 287 tanks were burnt. A further 79 tanks were taken.",
            "287 and 79 make 366, as printed.",
        ),
        ("Five men, three women and a dozen children, 20 in all.", "5, 3 and 12 make 20, as printed."),
        ("They lost 287 of the 366 tanks, or 78 percent.", "287 of 366 is 78.4%, as printed."),
        ("12 percent of the 50 seats, or 6, are free.", "6 of 50 is 12%, as printed."),
        ("It rose from 200 to 250 manats, a rise of 25 percent.", "From 200 to 250 is 25%, as printed."),
        ("It fell from 80 to 60 tonnes, a drop of 20 tonnes.", "From 80 to 60 is 20, as printed."),
    ],
)
def test_figures_that_fit_are_said_to_fit(text, words):
    assert noted(text, "adds_up", "does_not_add_up") == [("adds_up", words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They burnt 287 tanks and took 79, a total of 376.", "287 and 79 make 366, not 376."),
        ("Of the 366 tanks, 287 were burnt and 89 taken.", "287 and 89 make 376, not 366."),
        ("Of the 366 tanks, 387 were burnt.", "“387” of “366 tanks”: the part is more than the whole."),
        ("A total of 12 people, 5 men and 8 women, were hurt.", "5 and 8 make 13, not 12."),
        ("Five men and three women were hurt, nine in all.", "5 and 3 make 8, not 9."),
        ("They lost 287 of the 366 tanks, or 68 percent.", "287 of 366 is 78.4%, not “68 percent”."),
        ("It rose from 200 to 250 manats, a rise of 30 percent.", "From 200 to 250 is 25%, not “30 percent”."),
        (
            "Of the 366 complaints, 287 came by post and 80 by telephone, a total of 370.",
            "287 and 80 make 367, not 366.",
        ),
        (
            "Of the 366 complaints, 287 came by post and 80 by telephone, 367 in all.",
            "287 and 80 make 367, not 366.",
        ),
    ],
)
def test_figures_that_do_not_fit_are_shown(text, words):
    assert noted(text, "adds_up", "does_not_add_up") == [("does_not_add_up", words)]


@pytest.mark.parametrize(
    "text",
    [
        "They burnt about 287 tanks and took some 80, a total of 366.",
        "They burnt 287 tanks and took 79, and 1,200 men fled.",
        "Of the 366 tanks, 287 were burnt and 20 taken.",
        "They lost 366 vehicles, including 287 tanks and 20 guns.",
        "They lost 366 vehicles, including 287 tanks and 100 wagons.",
        "After two years and 30 tanks, a total of 31 was counted.",
        "The total of 12 was reached in 5 days and 8 nights.",
        "In all, 691 seats are open in five states.",
        "They lost about 287 of the 366 tanks, or 60 percent.",
        "It went from 200 to 250 manats, and 30 percent fled.",
        "They spent $5 on 3 men, a total of 9.",
        "On May 5 and May 8, a total of 14 came.",
        "Of the 366 tanks, 287 were burnt and 80 both burnt and taken.",
        "Of the 100 voters, 60 like tea and 55 like coffee.",
        "The council counted 366 complaints, 287 by post and 79 by telephone, a total of 740.",
    ],
)
def test_what_need_not_fit_is_left_alone(text):
    assert noted(text, "does_not_add_up") == []


def test_a_whole_and_its_parts_are_not_summed_together():
    text = "Of the 366 complaints, 287 came by post and 80 by telephone, 733 in all."
    assert noted(text) == [("does_not_add_up", "287 and 80 make 367, not 366.")]


WHOLE_AND_PART = [
    "The council received 366 complaints about noise near Hadrut. Rain fell all day. "
    "Of the 366 complaints, 287 came by post and 20 by telephone. Nobody was seen in the fields. "
    "The council received 287 complaints about noise near Hadrut.",
    "The council received 366 complaints about noise near Hadrut. Rain fell all day. "
    "Of these, the council received 287 complaints about noise near Hadrut by post.",
]


@pytest.mark.parametrize("text", WHOLE_AND_PART)
def test_a_whole_and_its_part_are_not_one_thing_with_two_figures(text):
    assert noted(text, "differs") == []


def test_one_thing_with_many_figures_is_one_note_with_all_of_its_lines():
    again = [f"The army says that {n} enemy tanks were burnt near Hadrut." for n in (300, 366, 412, 366)]
    text = " Rain fell all day. ".join(again)
    (note,) = (note for note in notes(text, lines(text)) if note.kind == "differs")
    assert [text[a:b] for a, b in note.spans] == [f"{n} enemy tanks" for n in (300, 366, 412, 366)]
    assert note.words == (
        "“300 enemy tanks” here, “366 enemy tanks” and “412 enemy tanks” there: the same thing with three figures?"
    )


def test_a_template_repeated_gives_a_note_for_each_thing():
    wares = ["cabbages", "lanterns", "umbrellas"]
    rows = [f"The warden counted {100 + n * 7} {wares[n % 3]} at the northern gate." for n in range(60)]
    text = " ".join(rows + ["Rain fell all day."] * 500)
    made = [note for note in notes(text, lines(text)) if note.kind == "differs"]
    assert len(made) == 3
    assert {len(note.spans) for note in made} == {20}


def test_a_sum_printed_again_and_again_is_one_note():
    text = " Rain fell all day. ".join(["Of the 366 tanks, 287 were burnt and 89 taken."] * 30)
    (note,) = (note for note in notes(text, lines(text)) if note.kind == "does_not_add_up")
    assert len(note.spans) == 90


def test_a_fact_said_again_is_grouped():
    text = (
        "The army burnt 6 guns near the village of Hadrut on Monday. Rain fell all day. Nobody was seen in the fields. "
        "The army burnt 6 guns near Hadrut village, it is said."
    )
    (note,) = notes(text, lines(text))
    assert note.kind == "repeats"
    assert [text[a:b].split()[-1] for a, b in note.spans] == ["Monday.", "said."]


def test_a_fact_said_again_with_another_figure_contradicts_the_article():
    text = (
        "About 300 enemy tanks were burnt near Hadrut, Ash said. Rain fell all day. "
        "Ash says that 366 enemy tanks have been burnt near Hadrut."
    )
    assert noted(text) == [
        ("differs", "“About 300 enemy tanks” here, “366 enemy tanks” there: the same thing with two figures?")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("About 300 tanks", "287 tanks"),
        ("About 310 tanks", "287 tanks"),
        ("More than 200 tanks", "230 tanks"),
        ("At least 200 tanks", "At least 300 tanks"),
        ("Between 200 and 300 tanks", "280 tanks"),
        ("300 tanks", "287 tanks"),
        ("Hundreds of tanks", "366 tanks"),
        ("300 tanks", "366 guns"),
    ],
)
def test_figures_that_can_both_be_right_do_not_contradict(first, second):
    text = (
        f"{first} were burnt near Hadrut by the army. Rain fell all day. {second} were burnt near Hadrut by the army."
    )
    assert noted(text, "differs") == []


@pytest.mark.parametrize(
    "second",
    [
        "366 tanks were burnt near Ganja by the army.",
        "366 tanks were burnt near Hadrut by the army in May 2019.",
        "366 tanks were not burnt near Hadrut by the army.",
    ],
)
def test_another_place_time_or_a_denial_is_another_matter(second):
    text = f"On Monday 120 tanks were burnt near Hadrut by the army. Rain fell all day. {second}"
    assert noted(text, "differs") == []


@pytest.mark.parametrize(
    ("one", "two"), [("Fuzuli", "Fizuli"), ("Fuzuli", "Füzuli"), ("Emanuel", "Emanual"), ("Hilary", "Hillary")]
)
def test_one_name_in_two_spellings(one, two):
    text = f"They went to {one} in May. They came back from {two} later."
    assert noted(text, "spelling") == [("spelling", f"“{one}” and “{two}”: one name in two spellings?")]


@pytest.mark.parametrize(
    "text",
    [
        "They went to Iran in May. They came back from Iraq later.",
        "We met Maria in May. We met Mario later.",
        "We met Anna Peterson in May. We met Jon Petersen later.",
        "We met Michelle Ash in May. We met Michele Oakes later.",
        "They read Pravda’s words. They read Pravda again.",
        "There they stood in Ganja. Those who saw These left. Three of them saw Them.",
    ],
)
def test_other_names_are_left_alone(text):
    assert noted(text, "spelling") == []


def test_one_office_with_two_names():
    text = "We met Armenian Foreign Minister Ann Oakes. Later Armenian Foreign Minister Bob Ash left."
    assert [kind for kind, _ in noted(text)] == ["differs"]
    assert noted(text.replace("Later", "Later the former")) == []
    assert noted(text.replace("Bob Ash", "Oakes")) == []


def test_spelling_keys_keep_first_and_last_letters():
    assert name_key("Füzuli’s") == name_key("Fizuli") != name_key("Fuzula")
    assert name_key("Iran") != name_key("Iraq")


def test_figures_known_already_are_used():
    text = "They burnt 287 tanks and took 79, a total of 366."
    assert notes(text, lines(text), figures(text)) == notes(text, lines(text))
    assert notes(text, lines(text), []) == []


WORDS = [
    "287",
    "79",
    "366",
    "a total of",
    "in all",
    "tanks",
    "of the",
    ",",
    "and",
    "or",
    "78 percent",
    "Fuzuli",
    "Fizuli",
]
WORDS += ["They burnt", ". They", "from", "to", "a rise of", "25%", "including", "not", "on Monday"]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=24))
def test_notes_are_about_words_of_the_text(words):
    text = " ".join(words)
    for note in notes(text, lines(text)):
        assert note.words and note.spans
        assert list(note.spans) == sorted(note.spans)
        assert all(0 <= a < b <= len(text) for a, b in note.spans)


def test_a_note_stands_where_its_words_do_however_far_down_the_text_they_are():
    text = (
        "The army lost 12 tanks near Brenn on Monday, officers said.\n" + "It rained on the old road again. \n" * 5_000
    )
    text += "The army lost 17 tanks near Brenn on Monday, officers said.\n"
    spans = sentence_spans(text)
    (note,) = [note for note in notes(text, spans) if "12 tanks" in note.words or "17 tanks" in note.words]
    assert [text[start:end] for start, end in note.spans] == ["12 tanks", "17 tanks"]


def test_no_more_lines_are_read_than_are_compared(monkeypatch):
    again = "The army lost 12 tanks near Brenn on Monday, officers of the northern staff said. "
    text = again + "It rained for a week. " + again
    monkeypatch.setattr("claims.text.repeats.reading.MOST_LINES", 3)
    assert [note.kind for note in notes(text, sentence_spans(text))] == ["repeats"]
    monkeypatch.setattr("claims.text.repeats.reading.MOST_LINES", 2)
    assert notes(text, sentence_spans(text)) == []


def test_no_more_figures_are_read_than_are_compared(monkeypatch):
    text = "The army lost 12 tanks near Brenn on Monday, officers said.\n" + "5 men saw 7 cars.\n" * 1_000
    text += "The army lost 17 tanks near Brenn on Monday, officers said.\n"
    assert "17" in str(notes(text, sentence_spans(text)))
    monkeypatch.setattr("claims.text.repeats.reading.MOST_FIGURES", 100)
    monkeypatch.setattr("claims.text.repeats.reading._PART", 1_000)
    assert "17" not in str(notes(text, sentence_spans(text)))
