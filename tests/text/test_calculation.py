"""A calculation is computed exactly, carries its units, and says what does not follow from its figures."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.calculation import FOLLOWS, NOT, ROUNDED, check, names_for, read_figure

few = settings(derandomize=True, deadline=None, max_examples=60)


@pytest.mark.parametrize(
    ("kind", "figures", "result", "status", "gives"),
    [
        # Rounding is what the digits allow, and no more.
        ("share", ["121 people", "480 people"], "25 %", ROUNDED, "≈ 25.2083 %"),
        ("share", ["121 people", "480 people"], "25.3 %", NOT, "≈ 25.2083 %"),
        ("share", ["121 people", "480 people"], "a quarter", ROUNDED, "≈ 25.2083 %"),
        ("share", ["450 women", "1,000 teachers"], "nearly half", FOLLOWS, "45 %"),
        ("share", ["550 women", "1,000 teachers"], "nearly half", NOT, "55 %"),
        ("sum", ["299,812 people", "0 people"], "300,000 people", NOT, "299,812 people"),
        ("sum", ["299,812 people", "0 people"], "about 300,000 people", FOLLOWS, "299,812 people"),
        ("sum", ["299,812 people", "0 people"], "0.3 million people", ROUNDED, "299,812 people"),
        ("sum", ["299,812 people", "0 people"], "more than 300,000 people", NOT, "299,812 people"),
        ("sum", ["20 million people", "1.5m people"], "21 to 22 million people", FOLLOWS, "21,500,000 people"),
        # Units go along.
        ("sum", ["3 km", "500 m"], "3.5 km", FOLLOWS, "3.5 km"),
        ("sum", ["1 hour", "30 min"], "90 minutes", FOLLOWS, "90 minutes"),
        ("sum", ["300 combat vehicles", "6 armoured vehicles"], "306 vehicles", FOLLOWS, "306 vehicles"),
        ("conversion", ["55 miles"], "88.5 km", ROUNDED, "88.51392 km"),
        ("conversion", ["$300", "0.92 € per $"], "€276", FOLLOWS, "276 €"),
        ("conversion", ["$300"], "€276", NOT, "300 $"),
        ("rate", ["12 tonnes", "3 hectares"], "400 tonnes per km²", FOLLOWS, "400 tonnes per km²"),
        ("rate", ["1,234 deaths", "5.6m people"], "22 deaths per 100,000 people", ROUNDED, None),
        ("sum", ["300", "6"], "306 tanks", NOT, "306"),
        # Per cent and percentage points are two things.
        ("difference", ["5 %", "4 %"], "1 %", NOT, "1 percentage point"),
        ("difference", ["5 %", "4 %"], "1 percentage point", FOLLOWS, "1 percentage point"),
        ("change", ["4 %", "5 %"], "25 %", FOLLOWS, "25 %"),
        ("mean", ["3 %", "4 %", "6 %"], "4.3 %", ROUNDED, "≈ 4.33333 %"),
        # A fall is no rise.
        ("change", ["€4.5bn", "€4bn"], "a fall of 11 %", ROUNDED, "≈ −11.1111 %"),
        ("change", ["€4.5bn", "€4bn"], "a rise of 11 %", NOT, "≈ −11.1111 %"),
    ],
)
def test_a_result_follows_follows_when_rounded_or_does_not(kind, figures, result, status, gives):
    found = check(kind, "", figures, result)
    assert (found.status, found.trouble) == (status, "")
    assert gives in (None, found.computed.words)


@pytest.mark.parametrize(
    ("kind", "formula", "figures", "at", "says"),
    [
        ("sum", "", ["3 km", "500 kg"], "formula", "do not measure the same"),
        ("sum", "", ["300 tanks", "6 S-300 systems"], "formula", "different things"),
        ("sum", "", ["$300", "€5"], "formula", "different currencies"),
        ("sum", "", ["300 tanks", "6"], "formula", "“6” has no unit"),
        ("share", "", ["€5", "10 people"], "formula", "no share"),
        ("formula", "a ÷ (a − a)", ["5"], "formula", "divides by zero"),
        ("formula", "a × b × a × b", ["99999999999", "99999999999"], "formula", "too large"),
        ("formula", "a ** 999999999", ["5"], "formula", "where a letter or a number should stand"),
        ("formula", "a ^ 9", ["5"], "formula", "was not understood"),
        ("formula", "(" * 60 + "a" + ")" * 60, ["5"], "formula", "at most 20 brackets"),
        ("formula", "(a + b", ["5", "6"], "formula", "not closed"),
        ("formula", "a + c", ["5", "6"], "formula", "does not use b"),
        ("formula", "a + b", ["5"], "formula", "no figure “b”"),
        ("share", "", ["5", "6", "7"], "formula", "two figures"),
        ("sum", "", ["5", "40 to 60"], "b", "a range"),
        ("sum", "", ["5", "1e999"], "b", "not understood to its end"),
        ("sum", "", ["5", "1,2 Mio. Euro"], "b", "“Mio.” was not understood"),
        ("sum", "", ["5", "9" * 60], "b", "too many digits"),
        ("sum", "", ["5", "dozens"], "b", "No number"),
        ("sum", "", ["5", ""], "b", "Type a figure"),
    ],
)
def test_what_cannot_be_computed_says_why_and_where(kind, formula, figures, at, says):
    found = check(kind, formula, figures, "")
    assert (found.computed, found.at) == (None, at)
    assert says in found.words


def test_what_may_have_been_meant_is_said():
    def why(*calculation):
        return check(*calculation).why

    assert "only as “about 90 km”" in why("conversion", "", ["55 miles"], "90 km")
    assert "Leave out “× 100”" in why("formula", "a ÷ b × 100", ["120", "480"], "25 %")
    assert "“25 %”" in why("share", "", ["120", "480"], "25")
    assert "percentage points" in why("difference", "", ["5 %", "4 %"], "1 %")
    assert "no exact figure" in check("sum", "", ["about 300 tanks", "6 tanks"], "306 tanks").notes[0]


def test_digits_are_read_as_the_language_prints_them():
    assert check("sum", "", ["1.200 t", "1,5 t"], "1201,5 t", "de").status == FOLLOWS
    assert check("sum", "", ["1.200 t", "1,500 t"], "1,501.2 t", "en").status == FOLLOWS
    assert check("sum", "", ["1,2 Millionen Euro", "300.000 Euro"], "1,5 Mio. Euro", "de").status == FOLLOWS
    assert check("share", "", ["5 min nəfər", "20 min nəfər"], "25 %", "az").status == FOLLOWS
    assert check("sum", "", ["五 5 3万人", "1"], "", "ja").trouble


_LEAF = st.integers(0, 9_999).map(lambda n: (str(n), Fraction(n)))


def _combined(parts):
    def one(pair):
        (left, a), sign, (right, b) = pair
        value = None
        if a is not None and b is not None and not (sign == "÷" and not b):
            value = {"+": a + b, "−": a - b, "×": a * b}[sign] if sign != "÷" else a / b
        return f"({left} {sign} {right})", value

    return st.tuples(parts, st.sampled_from("+−×÷"), parts).map(one)


@few
@given(st.recursive(_LEAF, _combined, max_leaves=9))
def test_a_formula_is_computed_exactly(pair):
    formula, value = pair
    found = check("formula", f"{formula} + 0 × a", ["1"], "")
    if value is None:
        assert "zero" in found.trouble
    elif found.trouble:
        assert "too large" in found.trouble
    else:
        assert found.computed.value == value


@few
@given(st.fractions(-(10**9), 10**9, max_denominator=10**6), st.integers(0, 4))
def test_a_number_follows_from_its_rounding_and_from_nothing_further_away(number, places):
    rounded = round(number, places)
    near, far = (f"{float(one):.{places}f}" for one in (rounded, rounded + Fraction(2, 10**places)))
    figures = [str(number.numerator), str(number.denominator)]
    assert check("rate", "", figures, near).status in (FOLLOWS, ROUNDED)
    assert check("rate", "", figures, far).status == NOT


@few
@given(st.text(st.sampled_from("ab12 0.,%€/()+−×÷eE^kmper−-½⅓ٓ٣中halfaboutthird"), max_size=40))
def test_whatever_is_typed_has_an_answer_in_words(text):
    for calculation in (("sum", "", [text, text], text), ("formula", text, ["5 km", text], text)):
        found = check(*calculation)
        assert bool(found.trouble) == (found.computed is None)
        assert found.words


def test_names_stand_for_as_many_figures_as_there_are_boxes():
    assert names_for(3) == "abc"
    assert read_figure("5 km/h").quantity.unit == "km/h"
