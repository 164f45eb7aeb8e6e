"""Names as they are looked for: which words match which, by the patterns of PostgreSQL read as Python's."""

import re

import pytest

from claims.text.names import word_patterns


def finds(typed, name):
    return all(re.search(pattern.replace(r"\m", r"\b"), name) for pattern in word_patterns(typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("armenian defense ministry", "ministry of defence of armenia"),
        ("defence", "department of defense"),
        ("defens", "ministry of defence"),
        ("general prosecutor s office", "prosecutor general s office of armenia"),
        ("the prosecutors of armenia", "prosecutor general s office of armenia"),
        ("iranian labor organization", "labour organisation of iran"),
        ("azerbaijani center", "centre of azerbaijan"),
        ("նախարար", "պաշտպանության նախարարություն"),
        ("防", "国防部"),
        ("the", "the guardian"),
    ],
)
def test_a_name_is_found_by_its_words(typed, name):
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("fence", "ministry of defence"),
        ("armenian defence ministry", "ministry of defence of azerbaijan"),
        ("sergei", "serg"),
        ("", "anybody"),
    ],
)
def test_a_name_is_not_found_by_other_words(typed, name):
    assert not word_patterns(typed) or not finds(typed, name)


def test_signs_of_patterns_are_taken_as_they_are():
    assert finds("ա.բ", "ա.բ") and not finds("ա.բ", "աxբ")
