"""How many signatures make a claim signed off, whose they are, and when a desk of two signs for each other."""

import contextlib

import pytest

from claims.history import acting
from claims.models import Claim
from tests.database.conftest import refused, standing
from tests.make import judge, sign, sign_off


@pytest.fixture
def two_needed(cast, in_review):
    """An allegation, which on this desk takes two approvals, one of them legal's."""
    cast.desk.signature_rules.create(risk_flag="allegation", approvals=2, legal=True)
    judge(in_review, cast.checker, risk_flags=["allegation"])
    return in_review


@pytest.mark.parametrize(
    ("signatures", "enough"),
    [
        ([("reviewer", "review")], False),
        ([("legal", "legal")], False),
        ([("reviewer", "review"), ("second_reviewer", "review")], False),
        ([("reviewer", "review"), ("legal", "legal")], True),
    ],
)
def test_a_risk_flag_takes_two_signatures_one_of_them_legals(cast, two_needed, at_commit, signatures, enough):
    for person, kind in signatures:
        sign(two_needed, getattr(cast, person), kind)
    with contextlib.nullcontext() if enough else refused("signed_off_is_signed"), acting(cast.reviewer):
        Claim.objects.filter(pk=two_needed.pk).update(state="signed_off")
        at_commit()


def test_legal_signs_only_where_a_risk_flag_asks_for_it_and_once(cast, in_review, two_needed):
    cast.observer.memberships.create(desk=cast.desk, role="legal")
    sign(two_needed, cast.legal, "legal")
    with refused("signoff_role"):
        sign(two_needed, cast.observer, "legal")
    judge(two_needed, cast.checker, risk_flags=[])
    with refused("signoff_role"):
        sign(in_review, cast.legal, "legal")


def test_nobody_signs_twice(cast, two_needed):
    cast.reviewer.memberships.create(desk=cast.desk, role="legal")
    sign(two_needed, cast.reviewer)
    with refused("signoff_live_once"):
        sign(two_needed, cast.reviewer, "legal")


def test_raising_the_number_of_signatures_voids_what_has_too_few(cast, in_review):
    judge(in_review, cast.checker, risk_flags=["privacy"])
    sign_off(in_review, cast.reviewer, by=cast.checker)
    with acting(cast.chief):
        rule = cast.desk.signature_rules.create(risk_flag="court", approvals=3)
        assert standing(in_review).state == "signed_off"
        rule.risk_flag, rule.approvals = "privacy", 1
        rule.save()
        assert standing(in_review).state == "signed_off"
        rule.approvals = 2
        rule.save()
    assert standing(in_review).state == "changed"
    assert standing(in_review).signers == set()


@pytest.fixture
def desk_of_two(cast):
    """Leyla and Ben check and review; nobody else may review."""
    cast.second_reviewer.memberships.all().delete()
    cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    return cast.desk


@pytest.fixture
def worked_by_both(cast, desk_of_two, in_review):
    judge(in_review, cast.reviewer, verdict="refuted")
    return in_review


def try_to_sign(hands, claim, person, kind="review"):
    with hands(person):
        sign(claim, person, kind)


def test_a_desk_of_two_does_not_cross_sign_unless_it_is_set_to(cast, worked_by_both, hands):
    with refused("signoff_cross"):
        try_to_sign(hands, worked_by_both, cast.reviewer, "cross")


def test_two_contributors_cross_sign_and_one_alone_never(cast, worked_by_both, hands, at_commit):
    with acting(cast.admin):
        cast.desk.cross_sign = True
        cast.desk.save()
    try_to_sign(hands, worked_by_both, cast.reviewer, "cross")
    with refused("signed_off_is_signed"), acting(cast.reviewer):
        Claim.objects.filter(pk=worked_by_both.pk).update(state="signed_off")
        at_commit()
    try_to_sign(hands, worked_by_both, cast.checker, "cross")
    with acting(cast.checker):
        Claim.objects.filter(pk=worked_by_both.pk).update(state="signed_off")
    at_commit()
    assert standing(worked_by_both).signers == {cast.reviewer, cast.checker}


def test_nobody_cross_signs_while_somebody_eligible_remains(cast, worked_by_both, hands):
    cast.desk.cross_sign = True
    cast.desk.save()
    cast.second_reviewer.memberships.create(desk=cast.desk, role="reviewer")
    with refused("signoff_cross"):
        try_to_sign(hands, worked_by_both, cast.reviewer, "cross")
    with refused("signoff_cross"):
        try_to_sign(hands, worked_by_both, cast.second_reviewer, "cross")
    try_to_sign(hands, worked_by_both, cast.second_reviewer)
