"""The state machine is one table: every role, state and action is tried, and the docs, database and code agree."""

import itertools

import pytest
from django.db import transaction

from claims.errors import DeskError, NotNow, NotYours
from claims.models import Claim
from claims.permissions import roles_of
from claims.states import CLAIM_MOVES, ClaimState, Role
from claims.workflow import TRANSITIONS, available_to, perform, standing_of
from tests.make import judge, make_article, make_claim, make_person, send_to_review, sign_off

WORDS = "40 lorries an hour"


def in_state(article, state, cast):
    """A claim of the cast's checker, brought to ``state`` by real operations and judged so that it could be sent."""
    claim = make_claim(article, WORDS, actor=cast.second_checker)
    if state == ClaimState.OPEN:
        return claim
    perform("take", claim, actor=cast.checker)
    claim.refresh_from_db()
    judge(claim, cast.checker, attribution="not_applicable")
    match state:
        case ClaimState.IN_REVIEW:
            send_to_review(claim, cast.checker)
        case ClaimState.SIGNED_OFF | ClaimState.CHANGED:
            sign_off(claim, cast.reviewer, by=cast.checker)
            if state == ClaimState.CHANGED:
                judge(claim, cast.checker, rationale="Counted three times.")
        case ClaimState.RETIRED:
            perform("retire", claim, actor=cast.checker, reason="a slip")
    claim.refresh_from_db()
    assert claim.state == state
    return claim


@pytest.mark.parametrize("state", ClaimState.values)
def test_every_role_state_and_action_is_legal_or_refused_as_the_table_says(cast, state):
    made = in_state(make_article(cast.desk, actor=cast.writer), state, cast)
    people = {role: make_person(None, role, desk=cast.desk) for role in Role.values}
    for action, (role, actor) in itertools.product(TRANSITIONS, people.items()):
        transition = TRANSITIONS[action]
        claim = Claim.objects.get(pk=made.pk)
        given = {"reason": "because", "assignee": cast.checker}
        if action == "approve":
            given["content_hash"] = standing_of(claim).content_hash
        offered = {offer.action for offer in available_to(actor, claim) if not offer.denied}
        with transaction.atomic():
            try:
                perform(action, claim, actor=actor, **given)
            except NotYours:
                outcome = "not yours"
            except NotNow:
                outcome = "not now"
            else:
                outcome = "done"
            claim.refresh_from_db()
            transaction.set_rollback(True)
        tried = action, role, outcome
        if role not in transition.roles:
            assert outcome == "not yours", tried
        elif state not in transition.sources:
            assert outcome == "not now", tried
        if outcome == "done":
            assert action in offered, tried
            assert claim.state == (transition.target or state), tried
            assert claim.state == state or (state, claim.state) in CLAIM_MOVES, tried
        else:
            assert action not in offered, tried
            assert claim.state == state, tried
        assert roles_of(actor, cast.desk.pk) == {role}


def test_every_move_of_the_table_is_one_that_the_database_allows():
    for transition in TRANSITIONS.values():
        for source in transition.sources:
            if transition.target and transition.target != source:
                assert (source, transition.target) in CLAIM_MOVES


def test_somebody_of_another_desk_can_do_nothing(cast):
    claim = in_state(make_article(cast.desk, actor=cast.writer), ClaimState.IN_REVIEW, cast)
    assert available_to(cast.outsider, claim) == []
    for action in TRANSITIONS:
        with pytest.raises(NotYours):
            perform(action, claim, actor=cast.outsider, reason="because")


def test_a_claim_in_review_goes_back_with_a_reason_and_stands_on_top_of_its_checkers_queue(cast):
    claim = in_state(make_article(cast.desk, actor=cast.writer), ClaimState.IN_REVIEW, cast)
    with pytest.raises(DeskError, match="Say why"):
        perform("return", claim, actor=cast.reviewer, reason="  ")
    claim = perform("return", claim, actor=cast.reviewer, reason="Which hour?")
    assert (claim.state, claim.assignee, claim.returned_by) == ("checking", cast.checker, cast.reviewer)
    assert claim.returned_reason == "Which hour?"
    assert claim.events.last().words.endswith("returned claim 1: Which hour?")


def test_a_reviewer_who_fixed_a_claim_hands_it_on_and_can_no_longer_approve_it(cast):
    claim = in_state(make_article(cast.desk, actor=cast.writer), ClaimState.IN_REVIEW, cast)
    claim = perform("hand_on", claim, actor=cast.reviewer)
    with pytest.raises(NotYours):
        perform("approve", claim, actor=cast.reviewer, content_hash=standing_of(claim).content_hash)
    claim = perform("approve", claim, actor=cast.second_reviewer, content_hash=standing_of(claim).content_hash)
    assert claim.state == ClaimState.SIGNED_OFF
