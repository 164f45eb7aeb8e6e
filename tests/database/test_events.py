"""What the record says is what was done: an event begins with who did what, and comes with what it tells of."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from claims.editing.claims import field_values, save_claim
from claims.editing.threads import open_thread
from claims.editing.wording import carry_out
from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Claim, Event, Membership, Person, SignOff
from claims.states import EVENTS, ClaimState
from claims.workflow import TRANSITIONS
from claims.workflow.handover import hand_over
from tests.database.conftest import refused
from tests.make import (
    make_claim,
    make_mark,
    make_person,
    note,
    sign,
    sign_article,
    sign_off,
)


def say(claim, actor, verb, words=None, **data):
    """An event by plain SQL, so that only the database looks at it."""
    if words is None:
        words = f"{actor} {EVENTS[verb][0].replace('#', str(claim.number))}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_event (chain_id, sequence, desk_id, article_id, claim_id, actor_id, verb, words, data,"
            " previous_hash, hash) VALUES (0, 0, %s, %s, %s, %s, %s, %s, '{}', '', '')",
            [claim.desk_id, claim.article_id, claim.pk, actor.pk, verb, words],
        )


# What an event says


def test_the_database_knows_the_verbs_and_words_that_the_code_has(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, says FROM event_verbs()")
        assert {verb: tuple(says) for verb, says in cursor.fetchall()} == EVENTS
    assert {action: EVENTS[action] for action in TRANSITIONS} == {
        action: (f"{transition.says} claim #",) for action, transition in TRANSITIONS.items()
    }


@pytest.mark.parametrize("verb", ["noted", "commented", "approved", ""])
def test_a_verb_that_nobody_knows_is_refused(cast, in_review, hands, verb):
    with refused("event_known"), hands(cast.checker):
        say(in_review, cast.checker, verb, f"{cast.checker} {verb} claim 1")


@pytest.mark.parametrize(
    "words",
    [
        "Ben Reviewer approved claim 1",
        "Leyla Checker approved claim 1",
        "Leyla Checkers changed claim 1",
        "Leyla changed claim 1",
        "leyla checker changed claim 1",
        "Leyla Checker changed claim 12",
        "Leyla Checker changed claim 2",
        " Leyla Checker changed claim 1",
        "",
    ],
)
def test_an_event_begins_with_its_actor_and_with_what_its_verb_says_of_its_claim(cast, in_review, hands, words):
    with refused("event_says"), hands(cast.checker):
        say(in_review, cast.checker, "claim_saved", words)
    with hands(cast.checker):
        say(in_review, cast.checker, "claim_saved", "Leyla Checker changed claim 1: the figure")


def test_an_event_of_a_claim_names_one(cast, article, hands):
    with refused("event_says"), hands(cast.checker):
        record("claim_saved", f"{cast.checker} changed claim 1", actor=cast.checker, article=article)


# Moves of claims and articles


@pytest.mark.parametrize(
    "verb", ["take", "give_back", "send", "withdraw", "return", "hand_on", "reopen", "retire", "restore"]
)
def test_no_event_tells_of_a_move_of_a_claim_that_was_not_made(cast, in_review, hands, at_commit, verb):
    with refused("event_of_move"), hands(cast.reviewer):
        say(in_review, cast.reviewer, verb)
        at_commit()


@pytest.mark.parametrize("verb", ["claim_made", "claim_split", "claim_split_off", "claim_merged_away", "claims_merged"])
def test_no_event_tells_of_a_claim_that_was_not_made_or_ended(cast, in_review, hands, at_commit, verb):
    with refused("event_of_move"), hands(cast.second_checker):
        say(in_review, cast.second_checker, verb)
        at_commit()


@pytest.mark.parametrize("verb", ["published", "article_withdrawn", "article_reopened", "article_taken_in"])
def test_no_event_tells_of_a_move_of_an_article_that_was_not_made(cast, article, hands, at_commit, verb):
    with refused("event_of_move"), hands(cast.chief):
        record(verb, f"{cast.chief} {EVENTS[verb][0]}", actor=cast.chief, article=article)
        at_commit()


def test_a_move_has_one_event_and_it_tells_of_that_move_by_whoever_made_it(cast, in_review, hands, at_commit):
    def returned():
        type(in_review).objects.filter(pk=in_review.pk).update(
            state="checking", returned_by=cast.reviewer, returned_reason="Which road?"
        )

    with hands(cast.reviewer) as cursor, refused("move_has_event"), acting(cast.reviewer):
        returned()
        cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(cast.checker.pk)])
        say(in_review, cast.checker, "withdraw")
        at_commit()
    for said in (["withdraw"], ["return", "return"], ["return", "take"], ["reopen"]):
        why = "move_has_event" if said == ["reopen"] else "event_of_move"
        with hands(cast.reviewer), refused(why), acting(cast.reviewer):
            returned()
            for verb in said:
                say(in_review, cast.reviewer, verb)
            at_commit()
    with hands(cast.reviewer):
        returned()
        say(in_review, cast.reviewer, "return")
        at_commit()


@pytest.mark.parametrize("verb", [None, "claim_saved", "said", "retire"])
def test_no_claim_moves_without_the_event_that_tells_of_it(cast, in_review, hands, at_commit, verb):
    with refused("move_has_event"), hands(cast.reviewer):
        type(in_review).objects.filter(pk=in_review.pk).update(state="checking")
        if verb:
            say(in_review, cast.reviewer, verb, "Ben Reviewer wrote in a thread on claim 1" if verb == "said" else None)
        at_commit()
    in_review.refresh_from_db()
    assert in_review.state == ClaimState.IN_REVIEW


@pytest.mark.parametrize("state", ["withdrawn"])
def test_no_article_moves_without_the_event_that_tells_of_it(cast, article, hands, at_commit, state):
    with refused("move_has_event"), hands(cast.chief):
        type(article).objects.filter(pk=article.pk).update(state=state)
        at_commit()
    with refused("move_has_event"), hands(cast.chief):
        type(article).objects.filter(pk=article.pk).update(state=state)
        record("article_changed", f"{cast.chief} changed the article's outlet", actor=cast.chief, article=article)
        at_commit()
    with hands(cast.chief):
        type(article).objects.filter(pk=article.pk).update(state=state)
        record("article_withdrawn", f"{cast.chief} withdrew the article", actor=cast.chief, article=article)
        at_commit()


def test_a_claim_whose_line_is_cut_is_retired_with_an_event_of_its_own(cast, article, hands, at_commit):
    claim = make_claim(article, "No one was hurt, it said.", actor=cast.checker, line_decision="cut")
    sign_off(claim, cast.reviewer, by=cast.checker)
    with hands(cast.writer):
        carry_out(claim, actor=cast.writer, base=1, edition=claim.edition)
        at_commit()
    claim.refresh_from_db()
    assert claim.state == ClaimState.RETIRED
    assert Event.objects.get(claim=claim, verb="retire").words == (
        f"{cast.writer} retired claim 1: the line was cut as decided"
    )


@pytest.mark.parametrize("verb", ["claim_split", "claim_merged_away", "reanchored"])
def test_a_claim_that_is_only_retired_was_not_split_or_merged_and_no_version_did_it(
    cast, in_review, hands, at_commit, verb
):
    with pytest.raises(NotNow), hands(cast.second_checker), acting(cast.second_checker):
        type(in_review).objects.filter(pk=in_review.pk).update(state="retired")
        say(in_review, cast.second_checker, verb)
        at_commit()


@pytest.mark.parametrize("verb", ["version_in", "reanchored"])
def test_nobody_says_that_they_brought_in_a_version_that_did_not_come(cast, in_review, hands, at_commit, verb):
    with refused("event_of_move"), hands(cast.checker):
        words = f"{cast.checker} brought in version 2: nothing changed"
        claim = in_review if verb == "reanchored" else None
        record(verb, words, actor=cast.checker, article=in_review.article, claim=claim)
        at_commit()


# Sign-offs that are void


def test_no_sign_off_is_void_without_an_event(cast, in_review, hands, at_commit):
    sign(in_review, cast.reviewer)  # the first of two
    at_commit()
    with refused("void_has_event"), hands(cast.checker):
        type(in_review).objects.filter(pk=in_review.pk).update(rationale="Counted three times.")
        at_commit()
    with hands(cast.checker):
        save_claim(in_review, {"rationale": "Counted anew."}, actor=cast.checker, base=field_values(in_review))
        at_commit()
    assert not in_review.signoffs.filter(voided_at=None).exists()


def test_what_tells_of_a_void_sign_off_is_found_behind_any_number_of_events(cast, in_review, hands, at_commit):
    sign(in_review, cast.reviewer)
    at_commit()
    with hands(cast.checker):
        type(in_review).objects.filter(pk=in_review.pk).update(rationale="Counted three times.")
        say(in_review, cast.checker, "claim_saved")
        for _ in range(60):
            note(cast.checker, article=in_review.article)
        at_commit()
    assert not in_review.signoffs.filter(voided_at=None).exists()


def test_talk_tells_of_no_void_sign_off(cast, in_review, hands, at_commit):
    sign(in_review, cast.reviewer)
    with refused("void_has_event"), hands(cast.checker):
        type(in_review).objects.filter(pk=in_review.pk).update(rationale="Counted three times.")
        note(cast.checker, article=in_review.article, claim=in_review)
        at_commit()


def test_no_sign_off_of_a_claim_is_voided_by_itself(cast, signed, hands, at_commit):
    with refused("void_has_event"), hands(cast.checker):
        SignOff.objects.filter(claim=signed).update(voided_at=timezone.now(), void_reason="")
        say(signed, cast.checker, "claim_saved")
        at_commit()


def test_a_sign_off_of_an_article_is_voided_by_reopening_it(cast, article, hands, at_commit):
    for words in ("Bridge reopens", "The mayor said", "Engineers found", "The ministry"):
        make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer)
    release = sign_article(article, cast.chief, "released", reason="The printer waits.")
    at_commit()
    with refused("void_has_event"), hands(cast.reviewer):
        type(release).objects.filter(pk=release.pk).update(voided_at=timezone.now())
        record("article_changed", f"{cast.reviewer} changed the article's outlet", actor=cast.reviewer, article=article)
        at_commit()


# Events of the desk


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_desk_is_not_told_by_somebody_elses_event(cast, hands):
    begun, told = threading.Event(), threading.Event()
    colleague = make_person("Paula Admin", is_staff=True)

    def elsewhere():
        try:
            begun.wait(10)
            with acting(colleague):
                words = f"{colleague} switched cross-sign on: a desk of two"
                record("cross_sign", words, actor=colleague, desk=cast.desk, data={"reason": "a desk of two"})
        finally:
            told.set()
            connections["default"].close()

    other = threading.Thread(target=elsewhere)
    other.start()
    with refused("desk_change_recorded"), hands(cast.admin):
        type(cast.desk).objects.filter(pk=cast.desk.pk).update(cross_sign=True)
        begun.set()
        assert told.wait(10)
    other.join()
    assert Event.objects.filter(verb="cross_sign").count() == 1


def test_a_change_of_the_desk_is_told_by_whoever_made_it(cast, hands, at_commit):
    colleague = make_person("Paula Admin", is_staff=True)
    with refused("desk_change_recorded"), hands(cast.admin) as cursor:
        type(cast.desk).objects.filter(pk=cast.desk.pk).update(cross_sign=True)
        cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(colleague.pk)])
        words = f"{colleague} switched cross-sign on: a desk of two"
        record("cross_sign", words, actor=colleague, desk=cast.desk, data={"reason": "a desk of two"})
        at_commit()


def test_a_role_is_given_and_taken_by_an_event_that_says_which_and_whose(cast, hands, at_commit):
    def give(words):
        Membership.objects.create(person=cast.quiet, desk=cast.desk, role="chief")
        record("role_given", f"{cast.admin} {words}", actor=cast.admin, desk=cast.desk, data={"reason": "new"})
        at_commit()

    for lie in ("gave the role of writer to Quentin Quiet", "gave the role of chief to Wanda Writer"):
        with refused("desk_change_recorded"), hands(cast.admin):
            give(lie)
    with hands(cast.admin):
        give("gave the role of chief to Quentin Quiet: new")
    with refused("desk_change_recorded"), hands(cast.admin):
        Membership.objects.filter(person=cast.quiet).delete()
        words = f"{cast.admin} gave the role of chief to Quentin Quiet"
        record("role_given", words, actor=cast.admin, desk=cast.desk, data={"reason": "new"})
        at_commit()


# Accounts


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("is_active", False, "took access away from Ben Reviewer"),
        ("is_staff", True, "gave staff rights to Ben Reviewer"),
        ("name", "Ben R.", "changed the name of Ben Reviewer to Ben R."),
        ("password", "!x", "set another password for Ben Reviewer"),
    ],
)
def test_what_web_and_worker_change_of_a_person_is_told_to_their_desks(cast, hands, at_commit, field, value, says):
    def change(said=says, more=0, **data):
        Person.objects.filter(pk=cast.reviewer.pk).update(**{field: value})
        if data:
            record("person_access", f"{cast.admin} {said}", actor=cast.admin, desk=cast.desk, data=data)
        for _ in range(more):
            note(cast.admin, desk=cast.desk)
        at_commit()

    about = {"person": cast.reviewer.pk, "field": field}
    for data in ({}, about | {"person": cast.checker.pk}, about | {"field": "email"}):
        with refused("person_change_recorded"), hands(cast.admin):
            change(**data)
    for lie in ("changed the username of Ben Reviewer from ben to b", says.replace("Ben Reviewer", "Leyla Checker")):
        with refused("person_change_recorded"), hands(cast.admin):
            change(lie, **about)
    with hands(cast.admin):
        change(more=210, **about)


def test_nobody_who_holds_work_loses_access_before_it_is_given_on(cast, article, in_review, hands, at_commit):
    open_thread(article, actor=cast.checker, words="Which road?", is_query=True)

    def leave():
        Person.objects.filter(pk=cast.checker.pk).update(is_active=False)
        words = f"{cast.admin} took access away from {cast.checker}"
        data = {"person": cast.checker.pk, "field": "is_active"}
        record("person_access", words, actor=cast.admin, desk=cast.desk, data=data)
        at_commit()

    Claim.objects.filter(pk=in_review.pk).update(assignee=cast.checker)
    with pytest.raises(NotNow, match="Leyla Checker holds 1 claim, 1 query. Choose who"), hands(cast.admin):
        leave()
    with hands(cast.admin):
        hand_over(cast.checker, None, actor=cast.admin)
        leave()
    assert not Person.objects.get(pk=cast.checker.pk).is_active


def test_several_signed_claims_are_given_on_by_one_event(cast, article, hands, at_commit):
    for words in ("The mayor said", "Engineers found"):
        claim = sign_off(make_claim(article, words, actor=cast.checker), cast.reviewer, by=cast.checker)
        Claim.objects.filter(pk=claim.pk).update(assignee=cast.checker)
    with hands(cast.admin):
        assert hand_over(cast.checker, cast.second_checker, actor=cast.admin) == 2
        at_commit()
    words = f"{cast.admin} gave the signed-off claims 1, 2 from {cast.checker} to {cast.second_checker}"
    assert Event.objects.get(verb="handed_over").words == words
