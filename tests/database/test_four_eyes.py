"""Nobody who contributed signs, whichever way they try: the ORM's every door, and raw SQL as the app role."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from claims.history import acting
from claims.models import ArticleAuthor, Claim, Contributor, Evidence, SignOff
from tests.database.conftest import refused, standing
from tests.database.contributions import CONTRIBUTIONS
from tests.database.ways import INSERT, VALUES, WAYS
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_lineage,
    send_to_review,
    tell_of,
)

TWO_WAYS = ["save", "insert"]


def try_to_sign(hands, way, claim, person, kind="review"):
    with hands(person) as cursor:
        WAYS[way](cursor, claim, person, kind)
        tell_of(SignOff.objects.filter(claim=claim).latest("signed_at"))


@pytest.mark.parametrize("contribution", CONTRIBUTIONS, ids=lambda function: function.__name__)
def test_whoever_contributed_does_not_sign_and_somebody_else_may(cast, in_review, hands, contribution):
    contribution(cast, in_review, cast.reviewer)
    for way in TWO_WAYS:
        with refused("signoff_four_eyes"):
            try_to_sign(hands, way, in_review, cast.reviewer)
    try_to_sign(hands, "insert", in_review, cast.second_reviewer)
    assert standing(in_review).signers == {cast.second_reviewer}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_gets_a_contributor_signed(cast, in_review, hands, way):
    make_evidence(in_review, actor=cast.reviewer)
    with refused("signoff_four_eyes"):
        try_to_sign(hands, way, in_review, cast.reviewer)
    try_to_sign(hands, way, in_review, cast.second_reviewer)
    assert standing(in_review).signers == {cast.second_reviewer}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_signs_in_somebody_elses_name(cast, in_review, hands, way):
    with refused("signoff_own_hand"), hands(cast.checker) as cursor:
        WAYS[way](cursor, in_review, cast.reviewer, "review")


@pytest.mark.parametrize("way", TWO_WAYS)
@pytest.mark.parametrize(
    ("person", "kind", "constraint"),
    [
        ("observer", "review", "signoff_role"),
        ("second_checker", "review", "signoff_role"),
        ("chief", "review", "signoff_role"),
        ("quiet", "review", "signoff_role"),
        ("admin", "review", "signoff_role"),
        ("outsider", "review", "signoff_role"),
        ("legal", "review", "signoff_role"),
        ("second_reviewer", "legal", "signoff_role"),
        ("admin", "legal", "signoff_role"),
        ("second_reviewer", "cross", "signoff_cross"),
        ("second_reviewer", "blessing", "signoff_kind_known"),
        ("writer", "review", "signoff_not_author"),
    ],
)
def test_signing_takes_the_role_on_this_desk(cast, in_review, hands, way, person, kind, constraint):
    with refused(constraint):
        try_to_sign(hands, way, in_review, getattr(cast, person), kind)


def test_somebody_whose_account_is_closed_does_not_sign(cast, in_review, hands):
    cast.reviewer.is_active = False
    cast.reviewer.save()
    with refused("signoff_role"):
        try_to_sign(hands, "insert", in_review, cast.reviewer)


def test_a_superuser_who_contributed_does_not_sign(cast, in_review, hands):
    cast.reviewer.is_superuser = cast.reviewer.is_staff = True
    cast.reviewer.save()
    judge(in_review, cast.reviewer, verdict="refuted")
    with refused("signoff_four_eyes"):
        try_to_sign(hands, "save", in_review, cast.reviewer)


def test_legal_does_not_sign_what_they_worked_on(cast, in_review, hands):
    make_evidence(in_review, actor=cast.legal)
    with refused("signoff_four_eyes"):
        try_to_sign(hands, "insert", in_review, cast.legal, "legal")


def test_an_author_who_holds_the_role_signs_nothing_even_when_their_name_was_taken_out(cast, in_review, hands):
    author = ArticleAuthor.objects.create(article=in_review.article, name="Ben", person=cast.reviewer)
    for way in TWO_WAYS:
        with refused("signoff_not_author"):
            try_to_sign(hands, way, in_review, cast.reviewer)
    ArticleAuthor.objects.filter(pk=author.pk).update(removed_at=timezone.now())
    with refused("signoff_not_author"):
        try_to_sign(hands, "insert", in_review, cast.reviewer)
    for change in ({"person": cast.checker}, {"person": None}, {"article": make_article(cast.desk)}):
        with refused("author_stays"), transaction.atomic():
            ArticleAuthor.objects.filter(pk=author.pk).update(**change)


def test_becoming_an_author_voids_what_one_signed(cast, signed):
    with acting(cast.chief):
        ArticleAuthor.objects.create(article=signed.article, name="Ben", person=cast.reviewer)
    assert standing(signed).state == "changed"
    assert standing(signed).signers == set()


def test_contributing_by_a_merge_voids_what_one_signed(cast, signed):
    earlier = make_claim(signed.article, "3 cracks", actor=cast.checker)
    judge(earlier, cast.reviewer)
    make_lineage(earlier, signed, "merge", actor=cast.checker)
    assert standing(signed).state == "changed"
    assert standing(signed).signers == set()


def test_a_reviewer_who_only_cut_the_words_and_wrote_the_first_statement_may_sign(cast, article, hands):
    claim = make_claim(article, "3 cracks", "its deck", actor=cast.reviewer, statement="")
    with acting(cast.reviewer):
        Claim.objects.filter(pk=claim.pk).update(statement="The deck of the bridge has 3 cracks.")
    judge(claim, cast.checker)
    send_to_review(claim, cast.checker)
    assert standing(claim).contributors == {cast.checker}
    try_to_sign(hands, "save", claim, cast.reviewer)
    assert standing(claim).signers == {cast.reviewer}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verdict", "supported"),
        ("rationale", "So it is."),
        ("attribution", "primary"),
        ("attribution_note", "Looked in the minutes."),
        ("line_decision", "cut"),
        ("verdict_flags", ["outdated"]),
        ("true_for", "2020"),
        ("known_on", "2020-10-26"),
        ("proposed_words", "some lorries"),
        ("reworded_statement", "Some lorries."),
        ("reworded_verdict", "supported"),
        ("no_reply_reason", "He is dead."),
        ("rules_passed", {"reference:supported": "No reference exists."}),
    ],
)
def test_a_first_cut_that_judges_makes_a_contributor(cast, article, column, value):
    claim = make_claim(article, "3 cracks", actor=cast.reviewer, **{column: value})
    assert standing(claim).contributors == {cast.reviewer}


def test_a_sign_off_is_voided_once_and_changed_in_no_other_way(cast, signed, hands):
    signoff = signed.signoffs.get()
    changes = [
        {"signer": cast.second_reviewer},
        {"kind": "legal"},
        {"content_hash": "0" * 64},
        {"note": "fine"},
        {"signed_at": timezone.now() - timedelta(days=1)},
        {"claim": make_claim(signed.article, "3 cracks")},
        {"voided_at": timezone.now(), "signer": cast.second_reviewer},
        {"void_reason": "not void at all"},
    ]
    for change in changes:
        with refused("signoff_only_voided"), hands(cast.second_reviewer):
            SignOff.objects.filter(pk=signoff.pk).update(**change)
    with hands(cast.second_checker) as cursor:
        cursor.execute("UPDATE claims_signoff SET voided_at = '1999-01-01', voided_by_id = %s", [cast.observer.pk])
    signoff.refresh_from_db()
    assert signoff.voided_by == cast.second_checker, "the database says who voided it"
    assert signoff.voided_at.year > 2000
    for statement in ("SET voided_at = NULL", "SET voided_at = now()", "SET void_reason = 'a better one'"):
        with refused("signoff_only_voided"), hands(cast.checker) as cursor:
            cursor.execute(f"UPDATE claims_signoff {statement}")


def test_contributors_are_not_written_changed_or_deleted_by_the_app_role(cast, in_review, hands):
    make_evidence(in_review, actor=cast.reviewer)
    for statement in (
        "DELETE FROM claims_contributor",
        "TRUNCATE claims_contributor",
        f"UPDATE claims_contributor SET person_id = {cast.quiet.pk}",
        f"INSERT INTO claims_contributor (claim_id, person_id, because) VALUES ({in_review.pk}, {cast.legal.pk}, 'x')",
        f"SELECT claim_content_moved({in_review.pk}, 'x')",
        f"MERGE INTO claims_contributor c USING (SELECT {cast.reviewer.pk} AS p) n ON c.person_id = n.p"
        " WHEN MATCHED THEN DELETE",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.reviewer) as cursor:
            cursor.execute(statement)
    with refused("append_only"), transaction.atomic():
        Contributor.objects.filter(person=cast.reviewer).update(claim_id=in_review.pk, because="nothing")
    with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM claims_contributor")
    assert cast.reviewer in standing(in_review).contributors


def test_lineage_is_written_once_and_within_an_article(cast, in_review, hands):
    parent = make_claim(in_review.article, "3 cracks", actor=cast.checker)
    judge(parent, cast.reviewer)
    make_lineage(parent, in_review)
    for statement in ("DELETE FROM claims_lineage", "UPDATE claims_lineage SET kind = 'split'"):
        with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.reviewer) as cursor:
            cursor.execute(statement)
        with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    elsewhere = make_claim(make_article(cast.desk), "3 cracks")
    with refused("lineage_within_article"), hands(cast.reviewer):
        make_lineage(elsewhere, in_review, actor=cast.reviewer)


def test_what_a_sign_off_binds_is_written_in_somebodys_name(cast, in_review, app_role):
    claim, source = in_review.pk, in_review.evidence.get().source_id
    for statement in (
        f"UPDATE claims_claim SET statement = 'x' WHERE id = {claim}",
        f"UPDATE claims_claim SET state = 'checking' WHERE id = {claim}",
        f"DELETE FROM claims_piece WHERE claim_id = {claim}",
        f"UPDATE claims_evidence SET note = 'x' WHERE claim_id = {claim}",
        f"{INSERT} {VALUES.format(claim=claim, signer=cast.reviewer.pk, kind='review')}",
        "INSERT INTO claims_evidence (claim_id, source_id, citation, bears_on, stance, directness, against_interest,"
        " excerpt, excerpt_kind, excerpt_language, translation, translator, locator, figure_found, note, confirmed,"
        f" added_by_id, added_at, edition) VALUES ({claim}, {source}, '', 'true', 'supports', 'direct', false,"
        f" '', 'gist', '', '', '', '', '', '', true, {cast.reviewer.pk}, now(), 1)",
    ):
        with refused("content_needs_actor"), app_role() as cursor:
            cursor.execute("SELECT set_config('factcheck.actor', '', true)")
            cursor.execute(statement)


def test_whoever_sends_a_claim_to_review_is_named_truly(cast, article, hands):
    claim = make_claim(article, "3 cracks", actor=cast.reviewer)
    judge(claim, cast.checker)
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="checking")
    with refused("claim_sent_by"), hands(cast.reviewer):
        Claim.objects.filter(pk=claim.pk).update(state="in_review", sent_by=cast.checker)
    with refused("claim_sent_by"), hands(cast.reviewer):
        Claim.objects.filter(pk=claim.pk).update(state="in_review")
    send_to_review(claim, cast.checker)
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="checking")
    with refused("claim_sent_by"), hands(cast.reviewer):
        Claim.objects.filter(pk=claim.pk).update(state="in_review")  # Leyla sent it before; Ben is sending it now
    with refused("claim_sent_by"), hands(cast.reviewer):
        Claim.objects.filter(pk=claim.pk).update(sent_by=None)


def test_nobody_adds_evidence_in_somebody_elses_name_but_what_goes_along_from_another_claim(cast, in_review):
    with refused("evidence_own_hand"):
        make_evidence(in_review, actor=cast.checker, added_by=cast.reviewer)
    other = make_claim(in_review.article, "3 cracks", actor=cast.checker)
    original = make_evidence(other, actor=cast.second_checker)
    as_theirs = {"source": original.source, "actor": cast.checker, "added_by": cast.second_checker}
    with refused("evidence_own_hand"):
        make_evidence(in_review, **as_theirs)
    make_lineage(other, in_review)
    with refused("evidence_own_hand"):
        make_evidence(in_review, **as_theirs, copied_from=original)
    copy = in_review.evidence.get(copied_from=original)
    assert (copy.added_by, copy.confirmed) == (cast.second_checker, False)
    with acting(cast.reviewer):
        Evidence.objects.filter(pk=copy.pk).update(confirmed=True)
    assert {cast.second_checker, cast.reviewer} <= standing(in_review).contributors


def test_a_statement_in_place_of_one_that_was_taken_away_is_no_first_one(cast, article, hands):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    for person, words in ((cast.checker, ""), (cast.reviewer, "The deck has 3 cracks.")):
        with hands(person):
            Claim.objects.filter(pk=claim.pk).update(statement=words)
    send_to_review(claim, cast.checker)
    assert standing(claim).contributors == {cast.checker, cast.reviewer}
    with refused("signoff_four_eyes"):
        try_to_sign(hands, "save", claim, cast.reviewer)
