"""Figures as printed, their values and units, and what is none."""

from decimal import Decimal as D
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.states import FigureModifier
from claims.text.figures import figures, unread_numbers
from claims.text.numerals import ONES, TENS, digits_value, ordinal_value
from claims.text.plain import plain
from claims.text.printed import unheld_figure


def seen(text, **options):
    return [
        (text[f.start : f.end], f.value if f.high is None else (f.value, f.high), f.unit, f.modifier, f.kind)
        for f in figures(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("They lost 300 Armenian battle tanks there.", "300 Armenian battle tanks", 300, "battle tanks"),
        ("It hit 6 S-300 air defence systems.", "6 S-300 air defence systems", 6, "S-300 air defence systems"),
        ("Two Turkish F-16s landed.", "Two Turkish F-16s", 2, "F-16s"),
        ("Six lorries, burnt out, stood there.", "Six lorries", 6, "lorries"),
        ("She counted twenty-three women.", "twenty-three women", 23, "women"),
        ("A dozen eggs fell.", "A dozen eggs", 12, "eggs"),
        ("Half a dozen villages burn.", "Half a dozen villages", 6, "villages"),
        ("Two hundred and fifty thousand people left.", "Two hundred and fifty thousand people", 250_000, "people"),
        ("Some say 1.2 million voters stayed at home.", "1.2 million voters", 1_200_000, "voters"),
        ("They shipped 1,000.5 tonnes of wheat.", "1,000.5 tonnes of wheat", D("1000.5"), "tonnes of wheat"),
        ("Of these, 300 of the guns were new.", "300 of the guns", 300, "guns"),
        ("Five more soldiers fell.", "Five more soldiers", 5, "soldiers"),
        ("One soldier died.", "One soldier", 1, "soldier"),
        ("a 230-seat hall", "230-seat", 230, "seat"),
        ("a six-month ban", "six-month", 6, "month"),
        ("It lies 12 km away.", "12 km", 12, "km"),
        ("It was −5 degrees.", "−5 degrees", -5, "degrees"),
        ("The parade had 2000 soldiers.", "2000 soldiers", 2000, "soldiers"),
    ],
)
def test_what_is_counted_is_the_unit(text, printed, value, unit):
    assert seen(text) == [(printed, value, unit, "", "count")]


@pytest.mark.parametrize(
    ("text", "words", "modifier"),
    [
        ("They lost about 300 tanks.", "about 300 tanks", "about"),
        ("They lost nearly 300 tanks.", "nearly 300 tanks", "about"),
        ("They lost 300 tanks or so.", "300 tanks or so", "about"),
        ("They lost well over 300 tanks.", "well over 300 tanks", "more_than"),
        ("They lost upwards of 300 tanks.", "upwards of 300 tanks", "more_than"),
        ("They lost fewer than 300 tanks.", "fewer than 300 tanks", "less_than"),
        ("They lost at least 300 tanks.", "at least 300 tanks", "at_least"),
        ("They lost no fewer than 300 tanks.", "no fewer than 300 tanks", "at_least"),
        ("They lost 300 or more tanks.", "300 or more tanks", "at_least"),
        ("They lost 300 tanks, at least.", "300 tanks, at least", "at_least"),
        ("They lost up to 300 tanks.", "up to 300 tanks", "at_most"),
        ("They lost no more than 300 tanks.", "no more than 300 tanks", "at_most"),
        ("They lost 300 tanks.", "300 tanks", ""),
    ],
)
def test_the_modifier_stands_in_the_words_and_not_in_the_span(text, words, modifier):
    (figure,) = figures(text)
    assert (figure.words, figure.modifier, figure.value, figure.unit) == (words, modifier, 300, "tanks")
    assert modifier in FigureModifier.values
    assert text[figure.start].isdigit()


def test_over_two_days_is_no_modifier():
    (figure,) = figures("It snowed over two days.")
    assert (figure.words, figure.modifier) == ("two days", "")


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "kind"),
    [
        ("between 20 and 30 people", "20 and 30 people", (20, 30), "people", "count"),
        ("20–30 guns", "20–30 guns", (20, 30), "guns", "count"),
        ("from 5 to 7 per cent", "5 to 7 per cent", (5, 7), "%", "percentage"),
        ("$20 to $30 million", "$20 to $30 million", (20_000_000, 30_000_000), "$", "money"),
        ("20 to 30 million people", "20 to 30 million people", (20_000_000, 30_000_000), "people", "count"),
        ("two or three days", "two or three days", (2, 3), "days", "count"),
        ("aged 18 to 24", "18 to 24", (18, 24), "years", "age"),
    ],
)
def test_a_range_has_two_ends(text, printed, value, unit, kind):
    assert seen(text) == [(printed, value, unit, "", kind)]


def test_a_change_is_no_range():
    assert seen("The rate rose from 5 to 7 percent.") == [
        ("5", 5, "%", "", "percentage"),
        ("7 percent", 7, "%", "", "percentage"),
    ]


def test_a_vote_that_falls_is_no_range():
    assert [(f.value, f.high) for f in figures("They voted 52 to 48 for it.")] == [(52, None), (48, None)]


def test_a_result_is_no_range():
    assert seen("They won 3–1.") == [("3–1", None, "", "", "number")]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "kind"),
    [
        ("12 per cent", "12 per cent", 12, "%", "percentage"),
        ("0.5%", "0.5%", D("0.5"), "%", "percentage"),
        ("four percentage points", "four percentage points", 4, "percentage points", "percentage"),
        ("$4bn", "$4bn", 4 * 10**9, "$", "money"),
        ("£5m", "£5m", 5_000_000, "£", "money"),
        ("€3.5 billion", "€3.5 billion", 3_500_000_000, "€", "money"),
        ("a million dollars", "a million dollars", 1_000_000, "dollars", "money"),
        ("300 AZN", "300 AZN", 300, "AZN", "money"),
        ("40 thousand manats", "40 thousand manats", 40_000, "manats", "money"),
        ("half of voters", "half of voters", D("0.5"), "voters", "share"),
        ("a third of the seats", "a third of the seats", D("0.333333"), "seats", "share"),
        ("two-thirds of them", "two-thirds", D("0.666667"), "", "share"),
        ("one in five voters", "one in five voters", D("0.2"), "voters", "share"),
        ("9 out of 10 doctors", "9 out of 10 doctors", D("0.9"), "doctors", "share"),
        ("one nurse in eight left", "one nurse in eight", D("0.125"), "nurse", "share"),
        ("Today it is one in fourteen.", "one in fourteen", D("0.071429"), "", "share"),
        ("aged 34", "34", 34, "years", "age"),
        ("a 34-year-old man", "34-year-old", 34, "years", "age"),
        ("a six-month-old calf", "six-month-old", 6, "months", "age"),
        ("the third ceasefire", "third ceasefire", 3, "ceasefire", "ordinal"),
        ("the third one", "third", 3, "", "ordinal"),
        ("its 27th attempt", "27th attempt", 27, "attempt", "ordinal"),
    ],
)
def test_other_kinds_of_figure(text, printed, value, unit, kind):
    assert seen(f"It was {text} then.") == [(printed, value, unit, "", kind)]


def test_an_age_behind_a_name():
    (figure,) = figures("Ann Oakes, 34, said so.")
    assert (figure.kind, figure.value, figure.words) == ("age", 34, "34")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It began on October 25 in the hills.", "on October 25"),
        ("It began on 25 Oct 2020 there.", "on 25 Oct 2020"),
        ("It has gone on since August.", "since August"),
        ("It was built in 2019.", "in 2019"),
        ("It was so before the 2016 elections.", "before the 2016"),
        ("It is dated 2020-10-25 there.", "2020-10-25"),
        ("It is dated 27.10.2020 there.", "27.10.2020"),
        ("It grew between 2015 and 2019 there.", "between 2015 and 2019"),
        ("The 1990s were hard.", "1990s"),
        ("The 19th century was hard.", "19th century"),
    ],
)
def test_dates_have_words_and_no_value(text, words):
    (figure,) = figures(text)
    assert (figure.kind, figure.words, figure.value, figure.unit) == ("date", words, None, "")


@pytest.mark.parametrize(
    "word", [*ONES, *TENS, "a hundred", "a thousand", "a million", "a dozen", "dozens of", "tens of"]
)
def test_a_count_in_words_is_read_in_a_text_without_digits(word):
    assert [f.unit for f in figures(f"She counted {word} lorries there.")] == ["lorries"]


@pytest.mark.parametrize(
    "words", ["a third of the voters", "half of them", "the twelfth village", "since May", "in Sept."]
)
def test_every_other_kind_of_figure_is_read_in_a_text_without_digits(words):
    assert len(figures(f"It was so {words}, she wrote.")) == 1


def test_a_century_in_words_is_read_in_a_text_without_digits():
    assert [f.kind for f in figures("It stood there in the nineteenth century.")] == ["date"]


def test_times_of_day():
    assert [(f.kind, f.words) for f in figures("At 16:30 or 5 p.m. on the day")] == [
        ("time", "At 16:30"),
        ("time", "5 p.m"),
    ]


@pytest.mark.parametrize(
    "words", ["dozens of people", "Hundreds of thousands", "several dozen tanks", "a few hundred men"]
)
def test_vague_numbers_have_no_value(words):
    (figure,) = figures(f"{words} came.")
    assert (figure.value, figure.high, figure.words) == (None, None, words)


@pytest.mark.parametrize(
    "text",
    [
        "The S-300, the F-16s, an Su-25 and a T-72B3",
        "COVID-19 and the G20",
        "Since 9/11 it has been so, 24/7",
        "Call (202) 555-1234 or +44 20 7946 0958",
        "Article 5, Resolution 822 and Flight 370, a Boeing 737",
        "No one came, one of the men said to one another, and the other one left",
        "One would think that this one is the wrong one",
        "They spoke of the Group of Seven and of the Second Amendment",
        "At first the First Lady gave first aid",
        "1. Begin here",
        "Write to a1@b2.org, see https://x.org/2020/11 and #10",
        "May he go? March on, said April Jones",
        "the 5th District and 42nd Street",
        "4G, 401(k) and 10.0.0.1",
    ],
)
def test_a_name_with_digits_is_no_figure(text):
    assert seen(text) == []


def test_a_number_word_counts_in_a_headline_of_capitals():
    assert seen("Army Says Six Soldiers Killed") == [("Six Soldiers", 6, "Soldiers", "", "count")]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("Nearly 2.4m voters stayed away.", "2.4m voters", 2_400_000, "voters"),
        ("Up to 3bn animals died.", "3bn animals", 3 * 10**9, "animals"),
        ("They sold 417 000 bags.", "417 000 bags", 417_000, "bags"),
        ("It has 2 345 678 inhabitants.", "2 345 678 inhabitants", 2_345_678, "inhabitants"),
        ("They paid £4 500 for it.", "£4 500", 4500, "£"),
        ("They paid Rs 40 crore.", "Rs 40 crore", 400_000_000, "Rs"),
        ("They paid ₹2 lakh crore.", "₹2 lakh crore", 2 * 10**12, "₹"),
        ("Some 12,34,567 farmers marched.", "12,34,567 farmers", 1_234_567, "farmers"),
        ("Three lakh farmers marched.", "Three lakh farmers", 300_000, "farmers"),
        ("It took three and a half hours.", "three and a half hours", D("3.5"), "hours"),
        ("They spent 4 and a half million euros.", "4 and a half million euros", 4_500_000, "euros"),
        ("A million and a half farmers left.", "A million and a half farmers", 1_500_000, "farmers"),
        ("It took 3 3/4 hours.", "3 3/4 hours", D("3.75"), "hours"),
        ("It took 3½ hours.", "3½ hours", D("3.5"), "hours"),
        ("Three quarters of a million voters left.", "Three quarters of a million voters", 750_000, "voters"),
        ("It fell by .7 per cent.", ".7 per cent", D("0.7"), "%"),
        ("It was minus 12 degrees.", "minus 12 degrees", -12, "degrees"),
        ("It was minus twelve degrees.", "minus twelve degrees", -12, "degrees"),
        ("It rose two point seven five percent.", "two point seven five percent", D("2.75"), "%"),
        ("They cost five thousand million euros.", "five thousand million euros", 5 * 10**9, "euros"),
        ("He bought 15 dozen eggs.", "15 dozen eggs", 180, "eggs"),
        ("They saw ﬁfty oﬃcers.", "ﬁfty oﬃcers", 50, "officers"),
        ("They saw １２ tanks.", "１２ tanks", 12, "tanks"),
        ("They saw 3\u200b00 tanks.", "3\u200b00 tanks", 300, "tanks"),
    ],
)
def test_a_number_is_read_to_its_end(text, printed, value, unit):
    assert [found[:3] for found in seen(text)] == [(printed, value, unit)]


def test_m_is_a_million_of_what_is_counted_and_else_metres():
    assert [(f.value, f.unit) for f in figures("The 2.5m walls, the 100m hurdles, a 3m drop.")] == [
        (D("2.5"), "m"),
        (100, "m"),
        (3, "m"),
    ]
    assert [(f.value, f.high, f.unit) for f in figures("Some 1.2m to 1.5m voters, or 2m-3m voters.")] == [
        (1_200_000, 1_500_000, "voters"),
        (2_000_000, 3_000_000, "voters"),
    ]


def test_digits_of_a_date_are_not_taken_for_a_group_of_the_number_behind_it():
    assert [found[:2] for found in seen("On July 5 300 people came.")] == [("July 5", None), ("300 people", 300)]


def test_so_many_things_in_so_many_others_are_two_figures():
    assert [f.words for f in figures("It built one bridge in three towns.")] == ["one bridge", "three towns"]


def test_half_a_share_is_still_a_share():
    assert [found[:2] for found in seen("Half of them left, and a third of voters, then ¾ of the crew.")] == [
        ("Half", D("0.5")),
        ("a third of voters", D("0.333333")),
        ("¾ of the crew", D("0.75")),
    ]


def test_pence_are_money():
    assert seen("It costs 50p at 720p.") == [("50p", 50, "p", "", "money"), ("720", 720, "", "", "number")]


def test_each_of_several_ages_is_a_figure_but_a_span_of_ages_is_one():
    assert seen("Three men, aged 31, 40 and 52, and boys aged between 5 and 7.") == [
        ("Three men", 3, "men", "", "count"),
        ("31", 31, "years", "", "age"),
        ("40", 40, "years", "", "age"),
        ("52", 52, "years", "", "age"),
        ("5 and 7", (5, 7), "years", "", "age"),
    ]


def test_military_time_is_a_time():
    assert seen("They left at 0430 hours.") == [("0430 hours", None, "", "", "time")]


@pytest.mark.parametrize(
    ("text", "language", "unread"),
    [
        ("They saw 1,23,4567 tanks.", "en", "1,23,4567"),
        ("They saw 1,0000 tanks.", "en", "1,0000"),
        ("They counted 1.2×10^6 cells.", "en", "1.2×10^6"),
        ("They counted 10⁶ cells.", "en", "10⁶"),
        ("They counted 3e5 cells.", "en", "3e5"),
        ("Es waren 1.23.456 Menschen.", "de", "1.23.456"),
    ],
)
def test_a_number_that_is_not_understood_to_its_end_is_no_figure_and_is_named(text, language, unread):
    assert figures(text, language) == []
    assert unread_numbers(text, language) == [unread]


@pytest.mark.parametrize(
    ("text", "language", "printed", "value"),
    [
        ("Hubo 2 mil millones de euros.", "es", "2 mil millones", 2 * 10**9),
        ("Furono 2 mila persone.", "it", "2 mila", 2000),
        ("Było 4 tys. osób.", "pl", "4 tys", 4000),
        ("Прийшло 3,5 тис. людей.", "uk", "3,5 тис", 3500),
        ("約3億5000万円でした。", "ja", "3億5000万", 350_000_000),
        ("约有5千万人。", "zh", "5千万", 50_000_000),
        ("約１２．５％でした。", "ja", "１２．５％", D("12.5")),
        ("Nüfusun %12,5 kadarı.", "tr", "%12,5", D("12.5")),
        ("جاء و١٬٢٠٠ شخص", "ar", "١٬٢٠٠", 1200),
        ("लगभग 3 लाख लोग", "hi", "3 लाख", 300_000),
        ("Es dauerte 2 1/2 Stunden.", "de", "2 1/2", D("2.5")),
    ],
)
def test_other_languages_give_the_whole_number_too(text, language, printed, value):
    assert [found[:2] for found in seen(text, language=language)] == [(printed, value)]


def test_a_sentence_with_two_counts_has_two():
    text = "His men took or burnt about 300 tanks and wrecked 6 S-300 systems since August."
    assert [f.words for f in figures(text)] == ["about 300 tanks", "6 S-300 systems", "since August"]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.234.567 Menschen", "de", 1_234_567),
        ("1.500 Menschen", "de", 1500),
        ("3,5 Millionen", "de", 3_500_000),
        ("10 000 habitants", "fr", 10_000),
        ("10\u00a0000 habitants", "fr", 10_000),
        ("1'250 Franken", "de-CH", 1250),
        ("٣٠٠ دبابة", "ar", 300),
        ("١٬٢٥٠٫٥ طن", "ar", D("1250.5")),
        ("300万人", "ja", 3_000_000),
        ("300 танков", "ru", 300),
        ("1,500 people", "en", 1500),
        ("1.500 metres", "en", D("1.5")),
        ("1,234.5 metres", "en", D("1234.5")),
    ],
)
def test_digits_are_read_as_the_language_writes_them(text, language, value):
    assert [f.value for f in figures(text, language)] == [value]


def test_other_languages_give_digits_only():
    assert seen("Sechs Männer, 12 % und one man, 25.10.2020", language="de") == [
        ("12 %", 12, "%", "", "percentage"),
        ("25.10.2020", None, "", "", "date"),
    ]


def test_a_desk_adds_units_of_its_own():
    assert seen("They lost 4 Grad lately.", units=["grad"]) == [("4 Grad", 4, "Grad", "", "count")]
    assert seen("They lost 4 Grad lately.") == [("4", 4, "", "", "number")]


def test_a_value_fits_a_claim():
    (figure,) = figures("It is 1.23456789 metres.")
    assert figure.value == D("1.234568")
    assert [f.value for f in figures("It is 9999999999 billion metres.")] == [None]


@pytest.mark.parametrize(
    "text", ["1" + ",000" * 3000, "1" * 9000, "1.5 in " + "9,000," * 2000, "1" + ",000" * 3000 + "th"]
)
def test_endless_digits_are_no_figure(text):
    assert all(figure.value is None or figure.value < 10**18 for figure in figures(text))


WORDS = (
    "about",
    "more than",
    "300",
    "1,000.5",
    "six",
    "twenty-three",
    "a dozen",
    "hundreds of",
    "between",
    "and",
    "to",
    "–",
    "-",
    "$",
    "%",
    "million",
    "per cent",
    "tanks",
    "Armenian",
    "S-300",
    "October",
    "25",
    "2020",
    "since",
    "third",
    "the",
    "a",
    "half",
    "of",
    "one",
    "in",
    "five",
    "year-old",
    "aged",
    "or more",
    ".",
    "٣",
    "第",
    "\n",
)
PIECES = st.lists(
    st.sampled_from(WORDS) | st.text(max_size=4),
    max_size=14,
)


@given(PIECES, st.sampled_from([" ", ""]), st.sampled_from(["en", "de", "ar"]))
def test_figures_lie_in_the_text_in_order_and_never_overlap(pieces, blank, language):
    text = blank.join(pieces)
    found = figures(text, language)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    for f in found:
        assert f.modifier in FigureModifier.values
        assert f.words in plain(text)[0]
        assert f.high is None or f.high > f.value
        assert f.value is None or (abs(f.value) < 10**18 and -f.value.as_tuple().exponent <= 6)


@given(st.integers(0, 10**9), st.sampled_from(["tanks", "per cent", "people"]))
def test_a_number_is_read_as_it_was_written(number, unit):
    text = f"They saw {number:,} {unit} there."
    (figure,) = figures(text)
    assert (figure.value, text[figure.start : figure.end]) == (number, f"{number:,} {unit}")


def test_a_thousand_words_take_few_milliseconds():
    text = "On 25 October about 300 tanks and 6 S-300 systems were lost, said the ministry of one of the sides. " * 50
    figures(text)
    began = process_time()
    figures(text)
    assert process_time() - began < 0.25


#: More digits than Python reads as a number, each in a way to print them.
ENDLESS = ["9" * 5000, "1" + ",000" * 2000, "٣" * 5000, "1" + "٬٠٠٠" * 2000, "1" + " 000" * 2000, "1." + "9" * 5000]


@pytest.mark.parametrize("digits", ENDLESS, ids=lambda digits: digits[:8])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("frame", ["Pi is {} lorries.", "{}", "the {}th man", "minus {} million", "$-{}bn", "1 in {}"])
def test_no_number_of_thousands_of_digits_has_a_value(digits, language, frame):
    words = frame.format(digits)
    assert all(f.value is None or f.value <= 10**9 for f in figures(words, language=language))
    found = unheld_figure(words, D(3), None, "lorries", "", language)
    assert found.part == "value"


def test_forty_digits_have_a_value_and_more_have_none():
    assert digits_value("9" * 40) == D("9" * 40) and digits_value("9" * 41) is None
    assert digits_value("1" + ",000" * 13) == D(10) ** 39 and digits_value("100" + ",000" * 13) is None
    assert ordinal_value("9" * 40 + "th") == D("9" * 40) and ordinal_value("9" * 41 + "th") is None
