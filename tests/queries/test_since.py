"""What changed since a sign-off: every fact that it binds, whoever asks, and nothing left out."""

import copy

import pytest
from django.db import connection

from claims.fields import FIELDS, columns_of_facts, facts_labelled
from claims.queries.content import EVIDENCE, differences, loaded
from claims.queries.panel import about, since_signed
from tests import make

pytestmark = pytest.mark.django_db

#: Values that say something, for columns whose words come from a closed list.
ANOTHER = {
    "kind": "quotation",
    "speech_act": "denies",
    "form": "direct",
    "figure_modifier": "about",
    "attribution": "primary",
    "verdict": "refuted",
    "line_decision": "cut",
    "reworded_verdict": "supported",
    "reply": "sought",
    "risk_flags": ["minor"],
    "verdict_flags": ["outdated"],
    "known_on": "2020-10-27",
    "words": ["other words"],
    "links": [[1, "denies", 2]],
    "stance": "contradicts",
    "bears_on": "said",
    "directness": "direct",
    "excerpt_kind": "gist",
}


def content_of(claim):
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_content(%s)::text", [claim.pk])
        return loaded(cursor.fetchone()[0])


def another(key, value):
    if key in ANOTHER:
        return ANOTHER[key]
    if isinstance(value, bool):
        return not value
    return 7 if key.startswith(("figure_v", "figure_h", "scheme", "reply_accepted")) else "something else"


@pytest.fixture
def content(cast):
    article = make.make_article(cast.desk, actor=cast.checker)
    claim = make.make_claim(article, "40 lorries an hour", actor=cast.checker)
    make.make_evidence(claim, actor=cast.checker)
    return content_of(claim)


def test_a_change_of_anything_that_is_bound_is_a_difference(content):
    left_out = []
    for key in {*content, "must_fix", "decision_reason"} - {"evidence"}:
        if not differences(content, content | {key: another(key, content.get(key))}):
            left_out.append(key)
    for key in content["evidence"][0]:
        changed = copy.deepcopy(content)
        changed["evidence"][0][key] = another(key, content["evidence"][0][key])
        if not differences(content, changed):
            left_out.append(f"evidence: {key}")
    assert left_out == []


def test_every_bound_column_belongs_to_a_fact_that_is_compared(content):
    columns = [column for columns in columns_of_facts().values() for column in columns]
    assert columns == [field.name for field in FIELDS if field.bound]
    assert {*columns_of_facts()} == {*facts_labelled()}
    assert {*content["evidence"][0]} <= {"id", *EVIDENCE}


def test_a_column_that_comes_to_be_bound_is_shown_before_anybody_gives_it_words(content):
    (found,) = differences(content, content | {"second_thought": "It may be a truck."})
    assert (found.label, found.old, found.new) == ("Second thought", "", "It may be a truck.")


def test_a_change_of_evidence_names_the_field_and_the_source(content):
    changed = copy.deepcopy(content)
    changed["evidence"][0]["locator"] = "p. 5"
    (found,) = differences(content, changed)
    assert (found.label, found.old, found.new) == ("Where in it", "p. 4", "p. 5")
    assert found.of == content["evidence"][0]["citation"]
    (gone,) = differences(content, content | {"evidence": None})
    assert gone.label == "Evidence removed" and "p. 4" in gone.old


def test_what_goes_back_to_its_first_value_says_so(content):
    (found,) = differences(content | {"attribution": "primary"}, content | {"attribution": "not_applicable"})
    assert (found.old, found.new) == ("Confirmed by a primary record", "Not applicable (own voice)")


def test_what_changed_is_told_whoever_signed_and_until_it_is_signed_off_again(cast):
    article = make.make_article(cast.desk, actor=cast.checker)
    claim = make.make_claim(article, "40 lorries an hour", actor=cast.checker)
    assert since_signed(claim, about(claim)) is None, "nobody has signed it"
    make.sign_off(claim, cast.reviewer, by=cast.checker)
    make.judge(claim, cast.second_checker, rationale="Counted three times.")
    (found,) = since_signed(claim, about(claim))
    assert (found.label, found.new) == ("Rationale", "Counted three times.")
    make.sign_off(claim, cast.second_reviewer, by=cast.second_checker)
    assert since_signed(claim, about(claim)) is None
