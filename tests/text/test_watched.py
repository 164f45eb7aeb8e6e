"""What a page no longer has of an excerpt or a figure is told from what only looks otherwise."""

import pytest

from claims.text.watched import Lost, lost

OLD = "The council met on Tuesday.\n\nMayor Jana Malá named a sum of 4.2 million crowns for the hall.\n\nIt rained."
EXCERPT = "named a sum of 4.2 million crowns"


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD.upper(),
        "A new lead.\n\n" + OLD.replace(" ", "  "),
        OLD.replace("named a sum", "named\u00a0a sum").replace("4.2", "4.2"),
        OLD.replace("It rained.", "It did not rain."),
    ],
)
def test_a_text_that_has_the_excerpt_lost_nothing(new):
    assert lost(OLD, new, EXCERPT) is None


def test_another_number_is_a_changed_figure_and_other_words_are_a_lost_excerpt():
    corrected = OLD.replace("4.2", "5.6")
    was, now = (text.split("\n\n")[1] for text in (OLD, corrected))
    assert lost(OLD, corrected, EXCERPT) == Lost("figure", was, now)
    reworded = OLD.replace("named a sum of 4.2 million crowns for", "would not say what it had cost to build")
    assert lost(OLD, reworded, EXCERPT).kind == "excerpt"
    gone = lost(OLD, "The page was rebuilt.", EXCERPT)
    assert (gone.kind, gone.was, gone.now) == ("excerpt", was, "")


def test_what_was_never_there_is_not_missed():
    assert lost(OLD, "Nothing.", "another excerpt altogether") is None
    assert lost(OLD, "Nothing.", "", "17 crowns") is None
    assert lost(OLD, "Nothing.", "", "some") is None


def test_the_figure_of_a_gist_is_looked_for_by_its_digits():
    assert lost(OLD, OLD, "", "4.2 million") is None
    assert lost(OLD, OLD.replace("4.2", "14.2"), "", "4.2 million").kind == "figure"
    long = "word " * 9_000 + "4.2 million " + "word " * 9_000
    assert len(lost(long, "nothing", "", "4.2 million").was) < 610
