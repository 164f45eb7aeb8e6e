"""Runs of combining marks are bounded before a normal form is taken, whoever takes it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.editing.speakers import name_key
from claims.text.anchors.cutting import Text
from claims.text.anchors.gaps import marks, signs
from claims.text.marks import LONGEST_RUN, bound_marks, normal_form
from claims.text.normalise import normalise
from claims.text.typography import fold

FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
# Two marks that every normal form has to sort, taken for granted by nobody in such numbers: without a bound, each of
# these tests would run for minutes.
MANY = "a" + "\u0301\u0323" * 200_000


def longest_run(text):
    runs = re.findall("1+", "".join("1" if unicodedata.combining(c) else "0" for c in text))
    return max(map(len, runs), default=0)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pair", ["\u0301\u0323", "\u0344\u0323", "\u0f73\u0301", "\uff9e\u0323", "\u05b0\u0591"])
def test_a_long_run_of_marks_is_bounded_in_every_normal_form(form, pair):
    found = normal_form(form, "a" + pair * 5_000)
    assert longest_run(found) <= LONGEST_RUN
    assert normal_form(form, found) == found


@pytest.mark.parametrize("take", [normalise, fold, name_key, marks, signs, Text], ids=lambda f: f.__name__)
def test_a_letter_with_many_marks_holds_nobody_up(take):
    take(MANY)


@given(st.text(alphabet="ae\u0301\u0323\u0344\u0f73\uff9e\u034f \u00e9\u1e69\uac00\u1161", max_size=200))
def test_marks_in_ordinary_numbers_are_normalised_as_unicode_says(text):
    if longest_run(unicodedata.normalize("NFKD", text)) <= LONGEST_RUN:
        assert all(normal_form(form, text) == unicodedata.normalize(form, text) for form in FORMS)


@given(st.text(alphabet="a\u0301\u0323\u0344\u0f73 ", max_size=200))
def test_bounding_twice_changes_nothing_and_no_mark_is_lost(text):
    once = bound_marks(text)
    assert bound_marks(once) == once
    assert once.replace("\u034f", "") == text
