"""Words are found again in a text by themselves and by what stood around them, whatever was done to its blanks."""

from hypothesis import given
from hypothesis import strategies as st

from claims.text.places import Quotation, places

TEXTS = [
    "Bridge reopens after the flood",
    "The mayor said the old bridge carries 200 lorries an hour. Engineers found 3 cracks in its deck.",
    "12",
    "12",
    "The mayor said the old bridge carries 200 lorries an hour, and no more.",
]


def found(quote, prefix="", suffix="", block=0, texts=TEXTS):
    (place,) = places(texts, [Quotation(quote, prefix, suffix, block)])
    return place and (place[0], texts[place[0]][place[1] : place[2]])


def test_words_are_found_with_what_is_around_them_and_without_it_once_that_changed():
    assert found("3 cracks", "Engineers  found ", " in its\u00a0deck.") == (1, "3 cracks")
    assert found("Engineers found 3 cracks", "Yesterday ", " somewhere") == (1, "Engineers found 3 cracks")
    assert found("3 cracks", "Engineers found ", " elsewhere and so on") == (1, "3 cracks")


def test_of_the_same_words_in_several_places_those_nearest_to_their_block_are_meant():
    around = ("The mayor said the old bridge carries ", " an hour")
    assert found("200 lorries", *around, block=1)[0] == 1 and found("200 lorries", *around, block=4)[0] == 4
    assert [found("12", block=at)[0] for at in (2, 3, 9)] == [2, 3, 3]


def test_other_words_in_their_place_are_found_by_what_stands_before_and_behind():
    assert found("two of them", "Engineers found ", " in its deck.") == (1, "3 cracks")
    assert found("three lorries", "The mayor said the old bridge carries ", " an hour, and no more.") == (
        4,
        "200 lorries",
    )
    assert found("Bridge closes after the flood", "", "") is None
    assert found("Officials said that somebody", "", " in its deck.") is None


def test_words_that_are_nowhere_and_no_words_at_all_have_no_place():
    assert found("It was never closed to anybody", "", "") is None and found("") is None
    assert places([], [Quotation("3 cracks", "Engineers found ", " in")]) == [None]


@given(st.lists(st.text("ab 1\n", min_size=1, max_size=40), min_size=1, max_size=5), st.data())
def test_what_is_found_is_the_words_that_were_asked_for(texts, data):
    block = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[block])))
    end = data.draw(st.integers(start, len(texts[block])))
    quote, prefix, suffix = texts[block][start:end], texts[block][:start], texts[block][end:]
    (place,) = places(texts, [Quotation(quote, prefix, suffix, block)])
    if place:
        at, first, last = place
        assert "".join(texts[at][first:last].split()) == "".join(quote.split())
    assert place or len("".join(texts[block].split())) < 12 or not quote.strip()
