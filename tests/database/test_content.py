"""A sign-off binds everything that the reviewer is shown, and nothing else; any change of it voids."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from claims.fields import FIELDS, Writer
from claims.models import Claim, Speaker, VerdictScheme
from claims.queries.content import LABELS
from tests.database.conftest import refused, standing
from tests.make import (
    content_hash,
    make_claim,
    make_desk,
    make_speaker,
    sign_off,
)

COLUMNS = {Claim._meta.get_field(field.name).column: field for field in FIELDS}
BOUND = [column for column, field in COLUMNS.items() if field.bound]
#: What no write of a face reaches: what the database keeps by itself, and what a move alone changes.
KEPT = {column for column, field in COLUMNS.items() if field.by in (Writer.MAKER, Writer.DATABASE)}
UNBOUND = [
    column for column, field in COLUMNS.items() if not field.bound and column not in KEPT | {"state", "sent_by_id"}
]
ME = "current_setting('factcheck.actor')::bigint"
#: Another value for a column (as SQL), where not just any will do.
OTHER = {
    "form": "'direct'",
    "speech_act": "'denies'",
    "figure_high": "50",
    "scheme_id": "(SELECT id FROM claims_verdictscheme WHERE number = 2)",
    "line_decision": "'cut'",
    "attribution": "'primary'",
    "verdict": "'refuted'",
    "reply_accepted_by_id": ME,
    "assignee_id": ME,
    "returned_by_id": ME,
    "stet_by_id": ME,
    "sent_at": "now()",
}
#: Written by way of others: test_another_speaker…, and tests/views/test_own_verdicts.py.
BY_WAY = {"speaker_id", "speaker_cited", "via_id", "via_cited", "verdict_own", "reworded_verdict_own"}


def other(column):
    """Another value for a column of a claim, as SQL."""
    if column in OTHER:
        return OTHER[column]
    field = Claim._meta.get_field(COLUMNS[column].name)
    if isinstance(field, ArrayField):
        return f"'{{{field.base_field.choices[-1][0]}}}'"
    if field.choices:
        return f"'{field.choices[1][0]}'"
    if isinstance(field, models.BooleanField):
        return "true"
    if isinstance(field, models.JSONField):
        return """'{"truth:supported": "Something else."}'"""
    if isinstance(field, models.DateField):
        return "'2030-01-01'"
    return "40" if isinstance(field, models.DecimalField | models.IntegerField) else "'Something else.'"


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


def test_the_table_of_fields_has_every_column_of_a_claim():
    assert sorted(COLUMNS) == sorted(field.column for field in Claim._meta.concrete_fields)
    assert len(COLUMNS) == len(FIELDS)


def test_the_database_binds_what_the_table_of_fields_says(signed):
    bound = scalar(
        "SELECT array_agg(k) FROM claims_claim c, jsonb_object_keys(claim_bound(c)) k WHERE id = %s", signed.pk
    )
    assert sorted(bound) == sorted(BOUND)


def test_what_a_sign_off_holds_has_its_label(cast, signed, hands):
    update(hands, cast.chief, signed, ", ".join(f"{column} = {other(column)}" for column in ("must_fix", "rationale")))
    parts = {column for column, field in COLUMNS.items() if field.of == "figure"}
    held = scalar("SELECT array_agg(k) FROM jsonb_object_keys(claim_content(%s)) k", signed.pk)
    assert {"must_fix", "rationale", "words"} <= set(held)
    assert {"figure" if key in parts else key for key in held} <= set(LABELS)


@pytest.mark.parametrize("column", [column for column in BOUND if column not in BY_WAY])
def test_changing_what_is_bound_voids(cast, signed, hands, column):
    VerdictScheme.objects.create(desk=cast.desk, number=2)
    before = content_hash(signed)
    update(hands, cast.chief, signed, f"{column} = {other(column)}")
    assert content_hash(signed) != before
    assert is_voided(signed, cast.chief)


@pytest.mark.parametrize("column", UNBOUND)
def test_changing_what_is_not_bound_voids_nothing(cast, signed, hands, column):
    before = content_hash(signed)
    with_it = ", stet_reason = 'So said.'" if column == "stet_by_id" else ""
    update(hands, cast.chief, signed, f"{column} = {other(column)}{with_it}")
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


def test_one_reason_for_all_rules_from_before_is_bound_as_the_text_that_it_was(cast, signed, hands):
    def held():
        return scalar("SELECT claim_content(%s)->>'rules_passed'", signed.pk)

    assert held() == ""
    update(hands, cast.checker, signed, """rules_passed = '{"": "One count is enough."}'""")
    assert held() == "One count is enough."
    update(hands, cast.checker, signed, """rules_passed = '{"denies": "In claim 9."}'""")
    assert held() == '{"denies": "In claim 9."}'
