"""What words print, they hold; what somebody worked out of them, they do not."""

from decimal import Decimal

import pytest

from claims.text.printed import holds_verb, unheld_figure


def part(words, value, high=None, unit="", modifier="", language="en"):
    """The part of a figure that the words do not hold, "" where they hold it all."""
    found = unheld_figure(words, Decimal(value), high and Decimal(high), unit, modifier, language)
    return found.part if found else ""


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("about 300 Armenian battle tanks", ("300", None, "tanks", "about")),
        ("some two hundred and forty tanks", ("240", None, "tanks", "about")),
        ("nearly two dozen men", ("24", None, "men", "about")),
        ("6 S-300s", ("6", None, "S-300")),
        ("more than 1.5m people", ("1500000", None, "people", "more_than")),
        ("1.5 billion manats", ("1500000000", None, "manats")),
        ("4,000 people", ("4000", None, "people")),
        ("4 000 people", ("4000", None, "people")),
        ("two and a half years", ("2.5", None, "years")),
        ("half a million men", ("500000", None, "men")),
        ("between 40 and 60 lorries", ("40", "60", "lorries")),
        ("40–60 lorries", ("40", "60", "lorries")),
        ("a third of voters", ("0.333333", None, "voters")),
        ("half of the 480 lorries", ("480", None, "lorries")),
        ("rose to 12.5 percent", ("12.5", None, "%")),
        ("$4.2 million", ("4200000", None, "dollars")),
        ("aged 42", ("42", None, "years")),
        ("minus 5 degrees", ("-5", None, "degrees")),
        ("No lorries crossed", ("0", None, "lorries")),
        ("One of them sank", ("1",)),
        ("the fourth bridge", ("4",)),
        ("in 1994", ("1994",)),
        ("200 tanks destroyed, and of 33 captured", ("33", None, "tanks")),
    ],
)
def test_a_figure_that_is_printed_in_digits_or_in_words_is_held(words, figure):
    assert part(words, *figure) == ""


@pytest.mark.parametrize(
    ("words", "figure", "lacking"),
    [
        ("240 tanks", ("300", None, "tanks", "about"), "value"),
        ("half of the 480 lorries", ("240", None, "lorries"), "value"),
        ("twice as many as the 40 of May", ("80",), "value"),
        ("a mile of road", ("1.6", None, "km"), "value"),
        ("dozens of people", ("12", None, "people"), "value"),
        ("6 S-300s", ("300",), "value"),
        ("nobody counted", ("40",), "value"),
        ("between 40 and 60 lorries", ("40", None, "lorries"), "high"),
        ("40 lorries", ("40", "60", "lorries"), "high"),
        ("40 lorries and 60 cars", ("40", "60", "lorries"), "high"),
        ("300 tanks", ("300", None, "tanks", "about"), "modifier"),
        ("about 300 tanks", ("300", None, "tanks"), "modifier"),
        ("at least 300 tanks", ("300", None, "tanks", "at_most"), "modifier"),
        ("40 miles of road", ("40", None, "km"), "unit"),
        ("40 lorries", ("40", None, "trucks"), "unit"),
        ("40 percent", ("40", None, "$"), "unit"),
    ],
)
def test_a_figure_that_is_not_printed_is_not_held_and_the_part_is_named(words, figure, lacking):
    assert part(words, *figure) == lacking


def test_what_the_words_print_instead_is_told():
    found = unheld_figure("It has 240 tanks and some 30 guns.", Decimal(300), None, "tanks", "about")
    assert found.printed == "240 tanks, some 30 guns"


@pytest.mark.parametrize(
    ("words", "language", "value", "high"),
    [
        ("约300辆坦克", "zh", 300, None),
        ("300万辆", "zh", 3_000_000, None),
        ("etwa 1,5 Millionen Euro", "de", 1_500_000, None),
        ("4.000 Leute", "de", 4000, None),
        ("zwischen 40 und 60 Lastwagen", "de", 40, 60),
        ("٣٠٠ دبابة", "ar", 300, None),
    ],
)
def test_in_other_languages_the_digits_are_compared_and_nothing_else(words, language, value, high):
    assert part(words, value, high, "anything", "about", language) == ""
    assert part(words, value + 1, None, "", "", language) == "value"


def test_the_verb_stands_in_the_words_in_the_form_that_was_typed():
    words = "Before his commanders he put Armenia’s losses at 300, and hasn’t said more."
    assert holds_verb(words, "put at") and holds_verb(words, "Hasn't said")
    assert not holds_verb(words, "puts") and not holds_verb(words, "at put") and not holds_verb(words, "say")
    assert holds_verb("部长说桥已关闭", "说") and not holds_verb("部长说桥已关闭", "否认")
