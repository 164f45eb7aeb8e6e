"""Every place of given words is found, whatever typography and case they are written in, and no part of a word."""

from hypothesis import given
from hypothesis import strategies as st

from claims.text.passages import passages, within
from claims.text.words import word_spans

TEXTS = [
    "Bridge reopens after the flood",
    "The mayor said the old bridge carries “40 lorries” an hour. He didn’t go; 140 lorries were counted in 2010–2012.",
    "The ministry denied it. No one was hurt, it said.",
]


def found(quote, texts=TEXTS):
    (places,) = passages(texts, [quote])
    return [[texts[block][start:end] for block, start, end in place.pieces] for place in places]


def test_words_are_found_whole_whatever_their_typography():
    assert found("40 lorries") == [["40 lorries"]]
    assert found("\"the old bridge carries '40 lorries' an hour.\"") == [
        ["the old bridge carries “40 lorries” an hour."]
    ]
    assert found("He didn't go") == [["He didn’t go"]] and found("in 2010-2012.") == [["in 2010–2012."]]
    assert found("lorries") == [["lorries"], ["lorries"]]
    assert found("0 lorries") == found("bridges") == found("") == found("…") == found("?!") == []


def test_words_of_two_paragraphs_are_two_pieces():
    assert found("counted in 2010–2012. The ministry denied it.") == [
        ["counted in 2010–2012", "The ministry denied it."]
    ]


def test_words_with_others_left_out_are_found_where_each_part_stands_once():
    assert found("The mayor said […] he didn't go … no one was hurt") == [
        ["The mayor said", "He didn’t go", "No one was hurt"]
    ]
    assert found("no one was hurt … The mayor said") == found("The mayor said … lorries") == []


def test_of_several_places_the_words_around_tell_which():
    places, around = passages(TEXTS, ["lorries", "140 lorries were counted"])
    (one,) = within(places, around)
    assert one.pieces[0][:2] == (1, TEXTS[1].rindex("lorries")) and within(places, []) == []


@given(st.lists(st.text(alphabet="ab .…“-", max_size=30), max_size=4), st.data())
def test_whatever_is_taken_from_a_text_is_found_in_it(texts, data):
    spans = [(block, *span) for block, text in enumerate(texts) for span in word_spans(text)]
    if spans:
        block, start, end = data.draw(st.sampled_from(spans))
        (places,) = passages(texts, [texts[block][start:end]])
        assert any(one.pieces == ((block, start, end),) for one in places)
