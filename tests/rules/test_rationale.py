"""A figure in the rationale that neither the statement nor the evidence holds is pointed out, with the number."""

import pytest

from claims.models import Article
from claims.states import RuleCode
from tests.rules.make import judge, make_claim, make_evidence, make_source, words

TANKS = {
    "statement": "Azerbaijani forces had destroyed or captured about 240 Armenian tanks.",
    "quoted": "about 240 tanks",
}


def asked(rationale, *evidence, **over):
    """Return what the rule says is held nowhere."""
    return words(RuleCode.FIGURES, make_claim(rationale=rationale, **TANKS | over), *evidence)


def test_the_old_figure_left_in_the_rationale_is_named():
    (found,) = judge(RuleCode.FIGURES, make_claim(rationale="Two reports give about 300 tanks.", **TANKS))
    assert not found.ok and "The rationale says “about 300 tanks”" in found.words
    assert found.about == "300" and found.key == "figures:300"
    assert asked("Two reports give about 240 tanks.") == ""


@pytest.mark.parametrize(
    "held",
    [
        {"excerpt": "They list three hundred tanks."},
        {"excerpt": "Они называют 300 танков.", "excerpt_language": "ru"},
        {"translation": "They list 300 tanks.", "translator": "The machine"},
        {"figure_found": "300"},
        {"note": "The table has 300 rows."},
        {"answer": "It counts 300 with the lorries."},
    ],
)
def test_a_figure_that_a_piece_of_evidence_holds_may_be_cited(held):
    assert asked("The ministry lists 300.", make_evidence(**held)) == ""
    assert asked("The ministry lists three hundred.", make_evidence(**held)) == ""
    assert "“301”" in asked("The ministry lists 301.", make_evidence(**held))


def test_evidence_that_does_not_count_holds_nothing():
    assert "300" in asked("The ministry lists 300.", make_evidence(excerpt="300", confirmed=False))


@pytest.mark.parametrize(
    "rationale",
    [
        "Two sources of independent origin agree; one record is enough.",
        "The report of 26 October 2020 was published at 14:30; see also 2019.",
        "See claim 17, page 312 and table 44, no. 51 of it.",
        "He was the third to say so, in the 1990s and by 26.10.2020.",
        "The S-300 is not counted.",
        "12 reports agree, and 15 sources.",
    ],
)
def test_dates_places_in_a_source_and_counts_of_sources_are_no_figures(rationale):
    assert asked(rationale) == ""


def test_each_figure_is_named_once_and_a_range_by_both_ends():
    said = asked("It lists 300 tanks, then 300 guns, 7 to 240 lorries and 12.5%.")
    assert "“300 tanks”, “7 to 240 lorries”, “12.5%”" in said
    assert "7 to" not in asked("It lists 7 to 240.", make_evidence(excerpt="7 of them"))


def test_what_is_written_about_the_attribution_and_the_words_as_reworded_counts_too():
    assert asked("It lists 300.", attribution_note="Looked through 300 speeches.") == ""
    assert asked("It lists 300.", proposed_words="300 tanks") == ""


def test_in_other_languages_the_digits_are_compared_as_they_are_written_there():
    german = {"article": Article(id=1, language="de"), "statement": "Es waren 1.200 Panzer.", "quoted": "1.200 Panzer"}
    assert asked("Die Liste nennt 1200 Panzer.", **german) == ""
    assert "1.300" in asked("Die Liste nennt 1.300 Panzer.", **german)


def test_of_more_evidence_than_can_be_read_a_figure_in_digits_is_still_found():
    long = make_evidence(make_source("The list"), excerpt="The town stands. " * 5_000 + "They list 300 tanks.")
    assert asked("It lists 300 tanks.", long) == ""
    assert "“400 tanks”" in asked("It lists 400 tanks.", long)
