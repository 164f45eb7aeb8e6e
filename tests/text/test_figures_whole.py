"""Figures are read whole or not at all, in English and with the same care elsewhere."""

from decimal import Decimal as D

import pytest

from claims.text.figures import figures, unread_numbers


def read(text, language="en"):
    return [
        (
            text[f.start : f.end],
            None if f.value is None else f"{f.value.normalize():f}",
            f.high and f"{f.high:f}",
            f.unit,
        )
        for f in figures(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices rose 3.2pc.", [("3.2pc", "3.2", None, "%")]),
        ("It grew a third of a percent.", [("a third of a percent", "0.333333", None, "%")]),
        ("It fell half a percentage point.", [("half a percentage point", "0.5", None, "percentage points")]),
        ("A third of a million people fled.", [("A third of a million people", "333333.333333", None, "people")]),
        ("Three and a half of a million fled.", [("Three and a half of a million", "3500000", None, "")]),
        ("Some 3-in-10 adults smoke.", [("3-in-10 adults", "0.3", None, "adults")]),
        ("Half-a-million people fled.", [("Half-a-million people", "500000", None, "people")]),
        ("It needs a million-and-a-half euros.", [("a million-and-a-half euros", "1500000", None, "euros")]),
        ("Five to six hundred people came.", [("Five to six hundred people", "500", "600", "people")]),
        ("Five or six hundred people came.", [("Five or six hundred people", "500", "600", "people")]),
        (
            "It sold 1.2 million-1.5 million phones.",
            [("1.2 million-1.5 million phones", "1200000", "1500000", "phones")],
        ),
        ("It shrank –5% last year.", [("–5%", "-5", None, "%")]),
        ("It shrank − 5% last year.", [("− 5%", "-5", None, "%")]),
        ("It had negative 5 percent growth.", [("negative 5 percent", "-5", None, "%")]),
        ("She tested negative 5 times.", [("5 times", "5", None, "times")]),
        ("It fell to -9C.", [("-9C", "-9", None, "C")]),
        ("In the U.S. 300 people died.", [("300 people", "300", None, "people")]),
        ("Some 40 Mill Street shops closed.", [("40 Mill Street shops", "40", None, "shops")]),
    ],
)
def test_a_figure_is_whole(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("They lost ~300 carts.", "about"),
        ("They lost c. 300 carts.", "about"),
        ("They lost >300 carts.", "more_than"),
        ("They lost <300 carts.", "less_than"),
        ("They lost ≥300 carts.", "at_least"),
        ("> 300 carts were lost.", ""),
        ("The <b>300 carts</b> were lost.", ""),
    ],
)
def test_a_sign_before_a_number_is_its_modifier(text, modifier):
    (figure,) = figures(text)
    assert (figure.value, figure.modifier) == (D(300), modifier)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("The yard is 5 x 10 metres.", "5 x 10"),
        ("It is 5x as big.", "5x"),
        ("In nineteen eighty-four it shut.", "nineteen eighty-four"),
        ("Hundred and twenty people came.", "Hundred and twenty people"),
        ("Some point five percent agreed.", "point five percent"),
        ("He is 5-foot-10.", "5-foot-10"),
        ("He is 5 ft. 10 in. tall.", "5 ft. 10 in."),
        ("He ran it in 2h 30m.", "2h 30m"),
        ("They lost 300/400.", "300/400"),
        ("They lost two score carts.", "two score"),
    ],
)
def test_a_number_that_is_read_only_in_part_is_no_figure(text, unread):
    assert [one for one in read(text) if one[1] is not None] == [], "half of a number would be a wrong one"
    assert unread_numbers(text) and unread.startswith(unread_numbers(text)[0].rstrip())


@pytest.mark.parametrize(
    "text",
    [
        "She lives at 10 Mill Street.",
        "She lives at 221B Baker Road.",
        "A 1-in-100-year flood came.",
        "1st Lt. Poe and Sgt. 1st Class Ray left.",
        "The 82nd Airborne left.",
        "See ISBN 978-3-16-148410-0.",
        "They won by a 2-to-1 margin.",
        "H.R. 1234 and HB 1557 passed under § 230, Art. 5, p. 7.",
        "Line 5 was shut.",
    ],
)
def test_an_address_a_rank_or_a_label_is_no_figure(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il coûte 2,5 Mds € et 5 M€.", [("2,5 Mds", "2500000000"), ("5 M€", "5000000")]),
        ("fr", "Il coûte 1 234,50 €.", [("1 234,50 €", "1234.5")]),
        (
            "fr",
            "Le 3 mai 2020 à 18h30, la 3e division perd 40 chars.",
            [("3 mai 2020", None), ("18h30", None), ("40", "40")],
        ),
        ("de", "Am 3. Oktober verlor die 2. Armee 5 Tsd. Mann.", [("5 Tsd", "5000")]),
        ("es", "El 3 de mayo de 2020 huyeron 12 mil.", [("3 de mayo de 2020", None), ("12 mil", "12000")]),
        ("ru", "В 2020 году 2-я армия потеряла 40 танков.", [("2020", None), ("40", "40")]),
        ("tr", "2. Ordu 40 tank kaybetti.", [("40", "40")]),
    ],
)
def test_dates_and_ranks_of_other_languages_are_no_numbers(language, text, expected):
    assert [(words, value) for words, value, *_ in read(text, language)] == expected
