"""A calculation counts for nothing itself, and says what of it does not follow, or rests on what does not count."""

from decimal import Decimal

import pytest

from claims.states import RuleCode, Stance
from tests.rules.make import direct, judge, make_claim, make_evidence, make_source, passes, words

TRUTH, CALCULATION = RuleCode.TRUTH, RuleCode.CALCULATION


def calculation(*inputs, kind="share", result="a quarter", **more):
    rows = [
        {"label": label, "figure": figure, "evidence": evidence and evidence.pk, "where": where}
        for label, figure, evidence, where in inputs
    ]
    return {"kind": kind, "formula": "", "language": "en", "inputs": rows, "result": result} | more


@pytest.fixture
def survey():
    return make_evidence(figure_found="120 people", excerpt="Of 480 people, 120 were out of work.")


@pytest.fixture
def share(survey):
    inputs = ("out of work", "120 people", survey, ""), ("asked", "480 people", survey, "")
    return direct(calculation=calculation(*inputs))


def test_a_calculation_that_follows_says_what_it_gives_and_proves_nothing_by_itself(survey, share):
    claim = make_claim()
    assert passes(CALCULATION, claim, survey, share)
    assert "It gives 25 %: “a quarter” follows." in words(CALCULATION, claim, survey, share)
    assert not passes(TRUTH, claim, survey, share)
    assert "sources of its figures count" in words(TRUTH, claim, survey, share)
    assert judge(CALCULATION, claim, survey) == []


def test_what_does_not_follow_warns_and_its_reason_does_not_cover_what_comes_later(survey, share):
    share.calculation["result"] = "a third"
    (first,) = judge(CALCULATION, make_claim(), survey, share)
    assert not first.ok and "“a third” does not follow" in first.words
    share.calculation["inputs"][0]["figure"] = "130 people"
    (later,) = judge(CALCULATION, make_claim(), survey, share)
    assert later.key != first.key and first.key.startswith(f"calculation:{share.pk}:")


def test_one_that_contradicts_is_right_where_the_result_does_not_follow(survey, share):
    share.stance = Stance.CONTRADICTS
    assert "said to contradict" in words(CALCULATION, make_claim(), survey, share)
    share.calculation["result"] = "a third"
    assert passes(CALCULATION, make_claim(), survey, share)


def test_figures_rest_on_evidence_that_counts_and_has_them(survey, share):
    def said(*evidence):
        return words(CALCULATION, make_claim(), *evidence, share)

    assert "removed, or does not count yet" in said()
    survey.source.withdrawn = "It was made up."
    assert "“A survey”: it, or what it derives from, was withdrawn" in said(survey)
    survey.source = make_source("Talk with somebody", terms="off_record")
    assert "an off-record source: off-record material" in said(survey)
    share.calculation["inputs"][0] |= {"figure": "119 people"}
    assert "does not stand in the excerpt" in said(survey)
    share.calculation["inputs"][0] |= {"evidence": None}
    assert "Say where figure a (“out of work”) is from." in said(survey)
    share.calculation["inputs"][0] |= {"where": "counted by hand"}
    assert "Say where" not in said(survey)


def test_a_copy_of_evidence_stands_for_what_a_calculation_names(survey, share):
    copy = make_evidence(excerpt=survey.excerpt, copied_from_id=survey.pk)
    assert passes(CALCULATION, make_claim(), copy, share)


def test_the_result_is_held_against_the_figure_of_the_claim(survey, share):
    claim = make_claim(figure_value=Decimal(30), figure_unit="%")
    share.calculation["result"] = "25 %"
    assert "the claim’s figure is 30 %" in words(CALCULATION, claim, survey, share)
    claim.figure_value = Decimal(25)
    assert passes(CALCULATION, claim, survey, share)


def test_a_rationale_may_say_what_a_calculation_gives(survey, share):
    claim = make_claim(rationale="The survey has 25.5 %.")
    assert not passes(RuleCode.FIGURES, claim, survey)
    share.calculation["inputs"][0]["figure"] = "122.4 people"
    assert judge(RuleCode.FIGURES, claim, survey, share) == []
