"""A sign-off binds everything that the reviewer is shown, and nothing else; any change of it voids."""

import pytest
from django.db import connection

from claims.models import Claim, Speaker, VerdictScheme
from tests.database.conftest import refused, standing
from tests.make import (
    content_hash,
    make_claim,
    make_desk,
    make_speaker,
    sign_off,
)

#: Each column of a claim that a sign-off binds, and another value for it (as SQL).
BOUND = {
    "statement": "'The old bridge carries 400 lorries an hour.'",
    "kind": "'number'",
    "risk_flags": "'{safety}'",
    "speech_act": "'denies'",
    "verb": "'admitted'",
    "verb_endorses": "true",
    "form": "'direct'",
    "speaker_id": None,  # test_another_speaker…
    "speaker_cited": None,  # written by the database: by way of speaker_id
    "speaker_as_printed": "'the mayor'",
    "via_id": None,
    "via_cited": None,  # by way of via_id
    "figure_value": "40",
    "figure_high": "50",
    "figure_unit": "'lorries an hour'",
    "figure_modifier": "'about'",
    "attribution": "'primary'",
    "attribution_note": "'In the minutes.'",
    "verdict": "'refuted'",
    "verdict_flags": "'{outdated}'",
    "true_for": "'October 2020'",
    "known_on": "'2020-10-26'",
    "scheme_id": "(SELECT id FROM claims_verdictscheme WHERE number = 2)",
    "rationale": "'Counted three times.'",
    "line_decision": "'cut'",
    "proposed_words": "'some lorries'",
    "reworded_statement": "'Some lorries cross.'",
    "reworded_verdict": "'supported'",
    "reply": "'sought'",
    "reply_note": "'Asked on Monday.'",
    "reply_accepted_by_id": "current_setting('factcheck.actor')::bigint",
    "rules_passed": "'There is no second source.'",
    "decision_reason": "'Nobody counted lorries.'",
    "must_fix": "true",
}
#: Bound where it says something: in no sign-off from before it was there.
LATER = {"decision_reason", "must_fix"}
#: Where a column's content is found under another name.
UNDER = {
    "speaker_id": "speaker",
    "speaker_cited": "speaker",
    "via_id": "via",
    "via_cited": "via",
    "scheme_id": "scheme",
    "reply_accepted_by_id": "reply_accepted_by",
}
#: Each column that may change under a sign-off, and another value for it.
UNBOUND = {
    "priority": "2",
    "assignee_id": "current_setting('factcheck.actor')::bigint",
    "due": "'2030-01-01'",
    "waiting_on": "'the ministry'",
    "waiting_until": "'2030-01-01'",
    "returned_by_id": "current_setting('factcheck.actor')::bigint",
    "returned_reason": "'Which bridge?'",
    "stet_reason": "'The editor insists.'",
    "stet_by_id": "current_setting('factcheck.actor')::bigint",
    "sent_at": "now()",
}
#: What no write of a face reaches: identity, and what the database keeps by itself.
KEPT = {
    "id",
    "article_id",
    "desk_id",
    "number",
    "state",
    "state_since",
    "edition",
    "created_by_id",
    "created_at",
    "sent_by_id",
    "quoted",
    "line_number",
    "search",
    "wording_applied",
    "context_edition",
}


def scalar(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def update(hands, actor, claim, assignment, table="claims_claim", key="id"):
    with hands(actor) as cursor:
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE {key} = %s", [claim.pk])
        assert cursor.rowcount == 1


def is_voided(claim, by):
    now = standing(claim)
    signoff = claim.signoffs.get()
    return (now.state, signoff.voided_by, signoff.voided_at is not None, by in now.contributors) == (
        "changed",
        by,
        True,
        True,
    )


def is_untouched(claim, before):
    return standing(claim).state == "signed_off" and len(standing(claim).signers) == 1 and before == content_hash(claim)


def test_every_column_of_a_claim_is_decided_on(signed):
    columns = {field.column for field in Claim._meta.concrete_fields}
    assert set(BOUND) | set(UNBOUND) | KEPT == columns
    assert not set(BOUND) & set(UNBOUND) and not (set(BOUND) | set(UNBOUND)) & KEPT
    bound = scalar(
        "SELECT array_agg(k) FROM claims_claim c, jsonb_object_keys(claim_bound(c)) k WHERE id = %s", signed.pk
    )
    assert set(bound) == set(BOUND), "what the trigger compares is what is bound"
    keys = scalar("SELECT array_agg(k) FROM jsonb_object_keys(claim_content(%s)) k", signed.pk)
    always = set(BOUND) - LATER
    assert set(keys) == {UNDER.get(column, column) for column in always} | {"words", "links", "evidence"}


@pytest.mark.parametrize("column", [column for column in BOUND if BOUND[column]])
def test_changing_what_is_bound_voids(cast, signed, hands, column):
    VerdictScheme.objects.create(desk=cast.desk, number=2)
    before = content_hash(signed)
    update(hands, cast.chief, signed, f"{column} = {BOUND[column]}")
    assert content_hash(signed) != before
    assert is_voided(signed, cast.chief)


@pytest.mark.parametrize("column", UNBOUND)
def test_changing_what_is_not_bound_voids_nothing(cast, signed, hands, column):
    before = content_hash(signed)
    with_it = ", stet_reason = 'So said.'" if column == "stet_by_id" else ""
    update(hands, cast.chief, signed, f"{column} = {UNBOUND[column]}{with_it}")
    assert is_untouched(signed, before)
    assert cast.chief not in standing(signed).contributors


@pytest.mark.parametrize("column", ["speaker_id", "via_id"])
def test_another_speaker_voids_and_a_renamed_one_does_not(cast, signed, hands, column):
    mayor, minister = make_speaker(cast.desk, "The mayor"), make_speaker(cast.desk, "The minister")
    update(hands, cast.checker, signed, f"{column} = {mayor.pk}")
    signed = sign_off(signed, cast.reviewer, by=cast.checker)
    before = content_hash(signed)
    with hands(cast.chief):
        Speaker.objects.filter(pk=mayor.pk).update(name="Her worship the mayor")
    update(hands, cast.chief, signed, f"{column[:-3]}_cited = 'Somebody else'")
    assert is_untouched(signed, before)
    update(hands, cast.chief, signed, f"{column} = {minister.pk}")
    assert standing(signed).state == "changed"


def test_a_claims_speakers_and_scheme_are_its_desks(cast, signed, hands):
    elsewhere = make_desk()
    for assignment in (
        f"speaker_id = {make_speaker(elsewhere).pk}",
        f"via_id = {make_speaker(elsewhere).pk}",
        f"scheme_id = {elsewhere.schemes.get().pk}",
    ):
        with refused("claim_desk"):
            update(hands, cast.chief, signed, assignment)


@pytest.mark.parametrize(
    "assignment",
    [
        "quoted = 'other words'",
        "line_number = 77",
        "edition = 99",
        "speaker_cited = 'x'",
        "via_cited = 'x'",
    ],
)
def test_what_the_database_writes_nobody_else_writes(cast, signed, hands, assignment):
    column = assignment.split()[0]
    before = getattr(signed, column)
    update(hands, cast.checker, signed, assignment)
    signed.refresh_from_db()
    assert getattr(signed, column) == before


def test_a_claim_keeps_its_place_in_the_house(cast, signed, hands):
    other = make_claim(signed.article, "3 cracks", actor=cast.checker)
    for assignment in (
        f"article_id = {signed.article_id + 1}",
        f"desk_id = {cast.other_desk.pk}",
        "number = 99",
        f"created_by_id = {cast.quiet.pk}",
    ):
        with refused("claim_stays"):
            update(hands, cast.checker, signed, assignment)
    with refused("identity_stays"), hands(cast.checker) as cursor:  # swapping ids would swap contributors
        cursor.execute(
            "UPDATE claims_claim SET id = CASE id WHEN %s THEN -%s ELSE %s END", [signed.pk, *[other.pk] * 2]
        )
    with refused("identity_stays"), hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_person SET id = -id WHERE id = %s", [cast.reviewer.pk])


def test_stet_is_the_chiefs_by_name_and_no_authors(cast, signed, hands):
    words = "stet_reason = 'It stays.', stet_by_id"
    for person, named in (("checker", "chief"), ("reviewer", "reviewer"), ("admin", "admin"), ("outsider", "outsider")):
        with refused("stet_own_hand"):
            update(hands, getattr(cast, person), signed, f"{words} = {getattr(cast, named).pk}")
    update(hands, cast.chief, signed, f"{words} = {cast.chief.pk}")
    with refused("stet_own_hand"):
        update(hands, cast.checker, signed, "stet_reason = 'It stays, as I see it.'")
    cast.writer.memberships.create(desk=cast.desk, role="chief")
    with refused("stet_own_hand"):
        update(hands, cast.writer, signed, f"{words} = {cast.writer.pk}")


def test_no_reply_needed_is_accepted_by_the_chief_or_legal_by_name(cast, signed, hands):
    for person, named in (("checker", "legal"), ("reviewer", "reviewer"), ("admin", "admin")):
        with refused("reply_own_hand"):
            update(hands, getattr(cast, person), signed, f"reply_accepted_by_id = {getattr(cast, named).pk}")
    with refused("reply_own_hand"):
        make_claim(signed.article, "3 cracks", actor=cast.checker, reply_accepted_by=cast.legal)
    update(hands, cast.legal, signed, f"reply_accepted_by_id = {cast.legal.pk}")
