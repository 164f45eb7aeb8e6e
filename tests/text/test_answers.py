"""What answers something: it names it, and says something about it."""

import pytest

from claims.text.answers import says_something, says_something_about


@pytest.mark.parametrize(("text", "says"), [("", False), ("No", False), (" - ", False), ("Old count", True)])
def test_one_word_says_nothing(text, says):
    assert says_something(text) is says


@pytest.mark.parametrize(
    "text",
    [
        "The toll book counts carts, too.",
        "It is so: the TOLL  BOOK is of 1990.",
        "“Toll book, 1990: all gates” lists carts.",
        "Nobody trusts the toll-book here.",
    ],
)
def test_a_sentence_with_the_name_and_more_is_about_it(text):
    assert says_something_about(text, ["Toll book, 1990: all gates"])


@pytest.mark.parametrize(
    "text",
    ["", "Toll book.", "It is so. Toll book. It is.", "The toll bookkeeper is right.", "The book of tolls is old."],
)
def test_a_bare_name_and_other_words_are_not(text):
    assert not says_something_about(text, ["Toll book, 1990: all gates"])


def test_a_name_of_one_word_needs_its_capitals():
    assert says_something_about("Report has it otherwise.", ["Report"])
    assert not says_something_about("No report has it otherwise.", ["Report"])
    assert not says_something_about("No report has it otherwise.", ["", " ", "–"])


def test_names_are_found_where_words_have_no_blanks_between_them():
    assert says_something_about("新华社的报道是旧的。", ["新华社"])
