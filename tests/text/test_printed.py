"""What words print, they hold; what somebody worked out of them, they do not."""

from decimal import Decimal

import pytest

from claims.text.printed import figures_not_in, holds_speaker, holds_verb, unheld_figure


def part(words, value, high=None, unit="", modifier="", language="en", own=None):
    """The part of a figure that the words do not hold, "" where they hold it all; ``own`` are the claim's of them."""
    spans = None if own is None else [(words.index(own), words.index(own) + len(own))]
    found = unheld_figure(words, Decimal(value), high and Decimal(high), unit, modifier, language, spans)
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
        ("1.2m people", ("1200000", None, "people")),
        ("1,200,000 people", ("1.2", None, "million people")),
        ("$4.2 million in aid", ("4.2", None, "million US dollars")),
        ("12-14 people", ("12", "14", "people")),
        ("about 300 Armenian battle tanks", ("300", None, "Armenian tanks", "about")),
        ("seized 300 lorries and killed 40 people", ("40", None, "people killed")),
        ("12 per cent of voters", ("12", None, "% of voters")),
        ("rose by 3 percentage points", ("3", None, "percentage points")),
        ("two and a half tonnes of flour", ("2.5", None, "tonnes")),
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
        ("240 tanks and 300 guns", ("300", None, "tanks"), "unit"),
        ("about 240 tanks and 300 guns", ("300", None, "guns", "about"), "modifier"),
        ("some 300 tanks", ("300", None, "tanks"), "modifier"),
        ("12-14 people", ("12", None, "people"), "high"),
        ("1.2 million people", ("1.2", None, "people"), "value"),
        ("1.2m people", ("1200000", None, "tanks"), "unit"),
        ("3 million people", ("3", None, "people"), "value"),
        ("40 kg of flour", ("40", None, "km"), "unit"),
        ("rose by 3 percentage points", ("3", None, "%"), "unit"),
        ("12 per cent of voters", ("12", None, "voters"), "unit"),
        ("two and a half tonnes", ("2", None, "tonnes"), "value"),
        ("two and a half tonnes", ("2.5", None, "kg"), "unit"),
        ("minus 5 degrees", ("5", None, "degrees"), "value"),
        ("a third of voters", ("3", None, "voters"), "value"),
    ],
)
def test_a_figure_that_is_not_printed_is_not_held_and_the_part_is_named(words, figure, lacking):
    assert part(words, *figure) == lacking


LOSSES = "In May the army lost about 240 tanks and 300 guns."


@pytest.mark.parametrize(
    ("own", "figure", "lacking"),
    [
        ("240 tanks and 300 guns", ("300", None, "tanks"), "unit"),
        ("about 240 tanks", ("300", None, "guns"), ""),
        ("about 240 tanks", ("300", None, "tanks"), "value"),
        ("about 240 tanks", ("300",), "value"),
        ("240 tanks", ("240", None, "tanks", "about"), ""),
        ("240 tanks", ("240", None, "tanks"), "modifier"),
        ("300 guns", ("240", None, "guns", "about"), "value"),
        ("the army", ("300", None, "guns"), ""),
        ("the army", ("240", None, "guns", "about"), "unit"),
    ],
)
def test_the_claims_own_words_decide_and_their_sentence_counts_for_what_they_do_not_speak_of(own, figure, lacking):
    assert part(LOSSES, *figure, own=own) == lacking


def test_a_year_in_the_claims_own_words_is_no_other_figure():
    assert part("In 2020 the army lost 300 tanks.", "300", None, "tanks", own="In 2020 the army") == ""


def test_the_claims_own_words_are_told_apart_from_their_sentence():
    own = [(LOSSES.index("about"), LOSSES.index(" and"))]
    found = unheld_figure(LOSSES, Decimal(300), None, "tanks", "", "en", own)
    assert (found.own, found.printed) == (True, "about 240 tanks")
    assert not unheld_figure(LOSSES, Decimal(30), None, "lorries", "", "en", own).own


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
def test_in_other_languages_the_digits_are_compared_and_no_words(words, language, value, high):
    assert part(words, value, high, "anything", "about", language) == ""
    assert part(words, value + 1, None, "", "", language) == "value"


@pytest.mark.parametrize(
    ("words", "language", "figure", "own", "lacking"),
    [
        ("1.234,5 Tonnen", "de", ("1234.5", None, "Tonnen"), None, ""),
        ("unos 3,5 millones de euros", "es", ("3500000", None, "euros"), None, ""),
        ("unos 3,5 millones de euros", "es", ("3.5", None, "millones de euros"), None, ""),
        ("40 kg Mehl", "de", ("40", None, "km"), None, "unit"),
        ("Die Armee verlor 240 Panzer und 300 Kanonen.", "de", ("300", None, "Panzer"), "240 Panzer", "value"),
        ("Die Armee verlor 240 Panzer und 300 Kanonen.", "de", ("300", None, "Kanonen"), "Die Armee", ""),
    ],
)
def test_in_other_languages_own_words_decide_and_units_that_are_written_alike_are_compared(
    words, language, figure, own, lacking
):
    assert part(words, *figure, language=language, own=own) == lacking


def test_the_verb_stands_in_the_words_in_the_form_that_was_typed():
    words = "Before his commanders he put Armenia’s losses at 300, and hasn’t said more."
    assert holds_verb(words, "put at") and holds_verb(words, "Hasn't said")
    assert not holds_verb(words, "puts") and not holds_verb(words, "at put") and not holds_verb(words, "say")
    assert holds_verb("部长说桥已关闭", "说") and not holds_verb("部长说桥已关闭", "否认")


@pytest.mark.parametrize("words", ["has never said that", "hadn’t even said so", "neither said nor wrote"])
def test_a_verb_behind_a_not_is_another_verb(words):
    assert not holds_verb(words, "said")
    assert holds_verb(f"{words}. She said it.", "said")


def test_a_verb_with_its_not_is_held_as_it_stands():
    assert holds_verb("The minister did not say how many.", "did not say")
    assert not holds_verb("The ministry had not announced it.", "had announced")
    assert holds_verb("The minister, not the army, said so.", "said")


def test_a_speaker_stands_in_the_words_as_printed_with_others_between_or_an_apostrophe_behind():
    assert holds_speaker("Mr. Aliyev, who spoke in Baku, said so.", "Mr. Aliyev who")
    assert holds_speaker("The town lies in Armenia’s hands, Baku’s prosecutors said.", "Baku prosecutors")
    assert not holds_speaker("President Sarkissian said so.", "President Aliyev")
    assert holds_speaker("部长说桥已关闭", "部长") and not holds_speaker("部长说桥已关闭", "总统")


@pytest.mark.parametrize(
    ("words", "figure", "lacking"),
    [
        ("It began in nineteen eighty-four", ("19",), "value"),
        ("Hundred and twenty men came", ("20", None, "men"), "value"),
        ("Half-a-million men came", ("1000000", None, "men"), "value"),
        ("It began on May 3", ("3", None, "days"), "value"),
        ("5 km", ("5", None, "kilometres"), ""),
        ("₹3 lakh", ("300000", None, "rupees"), ""),
        ("5 km", ("5", None, "miles"), "unit"),
    ],
)
def test_half_of_a_number_and_a_day_are_not_held_and_units_have_their_signs(words, figure, lacking):
    assert part(words, *figure) == lacking


def test_a_verb_behind_never_once_is_not_held():
    assert not holds_verb("Lind never once said it", "said")


def test_a_rationale_may_shorten_a_million():
    assert figures_not_in("It says 1.2m.", [("1,200,000 men came", "en")]) == []
    assert figures_not_in("It says 1.3m.", [("1,200,000 men came", "en")]) != []
