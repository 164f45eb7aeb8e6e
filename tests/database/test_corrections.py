"""Corrections: opened while an article of ours is out, settled once by a chief whose fault it cannot be."""

import pytest
from django.utils import timezone

from claims.history import acting, record
from claims.models import Article, Claim, Correction
from tests.database.conftest import refused
from tests.database.test_articles import live, set_state, write_a_version
from tests.database.test_states import move
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_correction,
    make_lineage,
    make_person,
    make_publication,
    set_state_of,
    settle_correction,
    sign_article,
    sign_off,
)


@pytest.fixture
def out(cast, signed):
    """Our article, published, with its only claim signed off."""
    sign_article(signed.article, cast.chief)
    set_state(cast.chief, signed.article, "signed_off")
    set_state(cast.chief, signed.article, "published")
    return signed.article


def test_anybody_of_the_desk_opens_a_correction_of_what_is_out_and_nobody_else(cast, out, hands):
    for person in (cast.writer, cast.observer, cast.legal):
        with hands(person):
            assert make_correction(out, actor=person).opened_by == person
    for person in (cast.outsider, cast.quiet, cast.admin):
        with refused("correction_role"), hands(person):
            make_correction(out, actor=person)
    assert [one.number for one in out.corrections.all()] == [1, 2, 3]


@pytest.mark.parametrize("state", ["in_checking", "signed_off", "withdrawn"])
def test_only_what_is_out_is_corrected(cast, signed, hands, state):
    if state == "signed_off":
        sign_article(signed.article, cast.chief)
    if state != "in_checking":
        set_state(cast.chief, signed.article, state)
    with refused("correction_out"), hands(cast.checker):
        make_correction(signed.article, actor=cast.checker)


def test_a_correction_is_about_a_claim_of_its_own_article_and_no_claim_has_two_open_ones(cast, out, hands):
    other = make_claim(make_article(cast.desk), "3 cracks", actor=cast.checker)
    with refused("correction_claim"), hands(cast.checker):
        make_correction(out, actor=cast.checker, claim=other)
    with hands(cast.checker):
        make_correction(out, actor=cast.checker, claim=out.claims.get())
    with refused("correction_open_once"), hands(cast.checker):
        make_correction(out, actor=cast.checker, claim=out.claims.get())


def test_nobody_says_by_hand_that_a_signed_claim_changed(cast, out, hands):
    with refused("correction_cause"), hands(cast.checker):
        make_correction(out, actor=cast.checker, because="claim_changed", claim=out.claims.get())


def test_a_correction_is_born_open_in_ones_own_name(cast, out, hands):
    with hands(cast.checker):
        born = make_correction(
            out,
            actor=cast.checker,
            opened_by=cast.chief,
            kind="update",
            settled_by=cast.chief,
            settled_at=timezone.now(),
        )
    assert (born.opened_by, born.kind, born.settled_by, born.settled_at) == (cast.checker, "", None, None)


def reopen(cast, claim):
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="checking")


def change(cast, claim):
    judge(claim, cast.checker, verdict="conflicting")


@pytest.mark.parametrize("act", [reopen, change])
def test_a_signed_claim_that_is_reopened_or_changed_after_publication_opens_one(cast, out, hands, act):
    claim = out.claims.get()
    with hands(cast.checker):
        act(cast, claim)
    one = out.corrections.get()
    assert (one.claim, one.because, one.opened_by) == (claim, "claim_changed", cast.checker)
    assert one.reported.startswith("The sign-off of claim 1 by Ben Reviewer is void:")
    with hands(cast.checker):
        sign_off(Claim.objects.get(pk=claim.pk), cast.reviewer, by=cast.checker)
        act(cast, claim)
    assert out.corrections.count() == 1, "one is open about this claim"


def test_no_correction_is_opened_before_publication(cast, signed, hands):
    with hands(cast.checker):
        change(cast, signed)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("person", "constraint"),
    [
        ("checker", "signoff_role"),
        ("reviewer", "signoff_role"),
        ("legal", "signoff_role"),
        ("outsider", "signoff_role"),
        ("admin", "signoff_role"),
        ("writer", "signoff_not_author"),
    ],
)
def test_the_chief_who_did_not_write_it_settles_a_correction_and_nobody_else(cast, out, hands, person, constraint):
    cast.writer.memberships.create(desk=cast.desk, role="chief")
    one = make_correction(out, actor=cast.checker)
    for how in ({}, {"dismissed": "It is so."}):
        with refused(constraint), hands(getattr(cast, person)):
            settle_correction(one, getattr(cast, person), **how)
    with refused("signoff_own_hand"), hands(cast.checker):
        settle_correction(one, cast.checker, settled_by=cast.chief, dismissed="It is so.")
    with hands(cast.chief):
        settle_correction(one, cast.chief)
    assert (one.kind, one.settled_by) == ("correction", cast.chief)


def test_a_chief_who_worked_on_the_claim_or_signed_it_leaves_its_correction_to_another(cast, out, hands):
    one = make_correction(out, actor=cast.observer, claim=out.claims.get())
    for person in (cast.checker, cast.reviewer):
        person.memberships.create(desk=cast.desk, role="chief")
        with refused("signoff_four_eyes"), hands(person):
            settle_correction(one, person, dismissed="It is so.")
    with hands(cast.chief):
        settle_correction(one, cast.chief, dismissed="It is so.")


def test_a_complaint_that_names_no_claim_may_be_about_any_of_them(cast, out, hands):
    one = make_correction(out, actor=cast.observer)
    for person in (cast.checker, cast.reviewer):
        person.memberships.create(desk=cast.desk, role="chief")
        with refused("signoff_four_eyes"), hands(person):
            settle_correction(one, person, dismissed="It is so.")
    with hands(cast.chief):
        settle_correction(one, cast.chief, dismissed="It is so.")


@pytest.mark.parametrize(
    ("old", "may"),
    [
        ("The mayor said the old bridge carries 40 lorries an hour.", False),
        ("40 lorries", False),
        ("No one was hurt, it said.", True),
        ("", True),
    ],
)
def test_a_chief_who_signed_a_claim_of_a_line_leaves_its_correction_to_another(cast, out, hands, old, may):
    differences = [{"kind": "changed", "old": old, "new": "It carries 30."}]
    sent = make_publication(out, cast.chief, differences=differences)
    one = make_correction(out, actor=cast.observer, because="went_out", publication=sent, line=0)
    cast.reviewer.memberships.create(desk=cast.desk, role="chief")
    if may:
        with hands(cast.reviewer):
            settle_correction(one, cast.reviewer, dismissed="It is so.")
    else:
        with refused("signoff_four_eyes"), hands(cast.reviewer):
            settle_correction(one, cast.reviewer, dismissed="It is so.")


def test_a_chief_who_signed_what_a_claim_came_from_leaves_its_correction_to_another(cast, article, in_review, hands):
    parent = sign_off(in_review, cast.reviewer, by=cast.checker)
    second = make_person("Rita", "reviewer", "chief", desk=cast.desk)
    set_state_of(parent, cast.checker, "checking")
    part = make_claim(article, "lorries an hour", actor=cast.checker)
    make_lineage(parent, part, actor=cast.checker)
    set_state_of(parent, cast.checker, "retired")
    sign_off(part, second, by=cast.checker)
    sign_article(article, cast.chief)
    for state in ("signed_off", "published"):
        set_state(cast.chief, article, state)
    one = make_correction(article, actor=cast.observer, claim=part)
    cast.reviewer.memberships.create(desk=cast.desk, role="chief")
    for person in (cast.reviewer, second):
        with refused("signoff_four_eyes"), hands(person):
            settle_correction(one, person, dismissed="It is so.")


def test_a_settled_correction_never_changes_and_none_goes(cast, out, hands):
    one = make_correction(out, actor=cast.checker)
    for what in ({"reported": "Nothing"}, {"reported_by": "Nobody"}, {"because": "went_out"}, {"kind": "update"}):
        with refused("append_only"), hands(cast.chief), acting(cast.chief):
            Correction.objects.filter(pk=one.pk).update(**what)
    with hands(cast.chief):
        settle_correction(one, cast.chief)
    with refused("append_only"), hands(cast.chief):
        settle_correction(one, cast.chief, dismissed="No.", kind="", was_wrong="", is_right="", since=None)
    with pytest.raises(Exception, match="permission denied"), hands(cast.chief) as cursor:
        cursor.execute("DELETE FROM claims_correction")


@pytest.mark.parametrize("empty", ["was_wrong", "is_right", "kind"])
def test_a_decision_says_its_kind_what_was_wrong_and_what_is_right(cast, out, hands, empty):
    one = make_correction(out, actor=cast.checker)
    said = {"kind": "update", "was_wrong": "40", "is_right": "30", "since": timezone.now()} | {empty: ""}
    with refused("correction_open_decided_or_dismissed"), hands(cast.chief):
        settle_correction(one, cast.chief, **said)


def test_the_text_and_the_headline_of_what_is_out_change_only_while_a_correction_is_open(cast, out, hands):
    with refused("article_version"), hands(cast.chief):
        write_a_version(cast, out)
    with refused("article_shown"), hands(cast.chief):
        retitle(cast, out)
    one = make_correction(out, actor=cast.checker)
    with hands(cast.chief):
        write_a_version(cast, out)
        retitle(cast, out)
        settle_correction(one, cast.chief)
        settle_correction(out.corrections.get(because="claim_changed"), cast.chief)
    with refused("article_version"), hands(cast.chief):
        write_a_version(cast, out)


def retitle(cast, article):
    with acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(headline="Bridge shut")


def test_an_article_is_corrected_with_a_decided_correction_none_open_and_a_live_sign_off(cast, out, hands):
    with refused("article_corrected_is_signed"), hands(cast.chief):
        move(cast, out, "corrected")
    with hands(cast.checker):
        change(cast, out.claims.get())
    one = out.corrections.get()
    sign_off(out.claims.get(), cast.reviewer, by=cast.checker)
    with refused("correction_open"), hands(cast.chief):
        sign_article(out, cast.chief)
    with hands(cast.chief):
        settle_correction(one, cast.chief)
    with refused("article_corrected_is_signed"), hands(cast.chief):
        move(cast, out, "corrected")
    with hands(cast.chief):
        sign_article(out, cast.chief)
        move(cast, out, "corrected")
    out.refresh_from_db()
    assert (out.state, live(out)) == ("corrected", 1)


def test_dismissed_corrections_alone_make_no_article_corrected(cast, out, hands):
    settle_correction(make_correction(out, actor=cast.checker), cast.chief, dismissed="It is so.")
    with refused("article_corrected_is_signed"), hands(cast.chief):
        move(cast, out, "corrected")


def test_a_correction_is_opened_with_its_event(cast, out, hands, at_commit):
    with refused("correction_has_event"), hands(cast.checker):
        fields = {"because": "complaint", "reported": "It carries 30.", "reported_by": "A reader"}
        Correction.objects.create(article=out, opened_by=cast.checker, **fields)
        at_commit()


def test_a_correction_is_settled_with_its_event(cast, out, hands, at_commit):
    one = make_correction(out, actor=cast.checker)
    with refused("correction_has_event"), hands(cast.chief):
        said = {"settled_by": cast.chief, "settled_at": timezone.now(), "dismissed": "It is so."}
        Correction.objects.filter(pk=one.pk).update(**said)
        at_commit()


@pytest.mark.parametrize("verb", ["opened", "decided", "dismissed"])
def test_no_event_tells_of_a_correction_that_nobody_opened_or_settled(cast, out, hands, at_commit, verb):
    one = make_correction(out, actor=cast.checker)
    with refused("event_of_row"), hands(cast.chief):
        record(f"correction_{verb}", f"{cast.chief} {verb} correction {one.number}", actor=cast.chief, article=out)
        at_commit()


@pytest.mark.parametrize("words", ["dismissed correction 2", "dismissed correction 12", "dismissed correction of 1"])
def test_an_event_of_a_correction_names_the_one_that_its_author_settled(cast, out, hands, at_commit, words):
    for _ in range(2):
        make_correction(out, actor=cast.checker)
    with refused("correction_has_event"), hands(cast.chief):
        said = {"settled_by": cast.chief, "settled_at": timezone.now(), "dismissed": "It is so."}
        out.corrections.filter(number=1).update(**said)
        record("correction_dismissed", f"{cast.chief} {words}", actor=cast.chief, article=out)
        at_commit()


def test_a_correction_that_was_dismissed_is_not_told_as_decided_nor_told_twice(cast, out, hands, at_commit):
    one = make_correction(out, actor=cast.checker)
    for verbs in (["dismissed", "decided"], ["dismissed", "dismissed"]):
        with refused("event_of_row"), hands(cast.chief):
            said = {"settled_by": cast.chief, "settled_at": timezone.now(), "dismissed": "It is so."}
            out.corrections.filter(pk=one.pk).update(**said)
            for verb in verbs:
                words = f"{cast.chief} {verb} correction {one.number}"
                record(f"correction_{verb}", words, actor=cast.chief, article=out)
            at_commit()


def test_of_two_corrections_settled_at_once_each_has_its_event(cast, out, hands, at_commit):
    for _ in range(2):
        make_correction(out, actor=cast.checker)
    with refused("correction_has_event"), hands(cast.chief):
        said = {"settled_by": cast.chief, "settled_at": timezone.now(), "dismissed": "It is so."}
        out.corrections.update(**said)
        record("correction_dismissed", f"{cast.chief} dismissed correction 1", actor=cast.chief, article=out)
        at_commit()


def test_a_correction_is_about_no_line_before_the_first(cast, out, hands):
    made = make_publication(out, cast.chief, differences=[{"kind": "changed", "old": "40", "new": "30"}])
    with pytest.raises(Exception, match="line"), hands(cast.checker) as cursor:
        cursor.execute(
            "INSERT INTO claims_correction (article_id, number, because, publication_id, line, reported, reported_by,"
            " opened_by_id, opened_at, kind, was_wrong, is_right, dismissed)"
            " VALUES (%s, 0, 'went_out', %s, -1, 'x', '', %s, now(), '', '', '', '')",
            [out.pk, made.pk, cast.checker.pk],
        )
