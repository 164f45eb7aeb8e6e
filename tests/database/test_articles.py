"""An article is signed off by its chief, on exactly this version, these marks and every claim's sign-off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.history import acting
from claims.models import Article, ArticleAuthor, ArticleSignOff, Claim, NoClaimMark
from claims.states import NO_DUE
from tests.database.conftest import refused, standing
from tests.database.test_words import text_of
from tests.make import (
    article_hash,
    judge,
    make_article,
    make_claim,
    make_correction,
    make_evidence,
    make_mark,
    make_version,
    sign_article,
    sign_off,
)


def set_state(actor, article, state):
    if state == "corrected" and not article.corrections.exists():
        make_correction(article, actor=actor, by=actor)
    with acting(actor):
        Article.objects.filter(pk=article.pk).update(state=state)
    article.refresh_from_db()


@pytest.fixture
def ready(cast, signed):
    """An article whose only claim is signed off, with a mark that Ben looked through."""
    make_mark(signed.article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    return signed.article


@pytest.fixture
def signed_article(cast, ready):
    sign_article(ready, cast.chief)
    set_state(cast.chief, ready, "signed_off")
    return ready


def live(article):
    return article.signoffs.filter(voided_at__isnull=True).count()


@pytest.mark.parametrize(
    ("person", "constraint"),
    [
        ("reviewer", "signoff_role"),
        ("legal", "signoff_role"),
        ("checker", "signoff_role"),
        ("admin", "signoff_role"),
        ("outsider", "signoff_role"),
        ("writer", "signoff_not_author"),
    ],
)
def test_the_chief_and_nobody_else_signs_an_article(cast, ready, hands, person, constraint):
    cast.writer.memberships.create(desk=cast.desk, role="chief")
    for kind in ("signed", "released"):
        with refused(constraint), hands(getattr(cast, person)):
            sign_article(ready, getattr(cast, person), kind, reason="The printer waits.")
        with refused("signoff_own_hand"), hands(getattr(cast, person)):
            sign_article(ready, getattr(cast, person), kind, reason="x", signer=cast.chief)
    with refused("signoff_kind_known"):
        sign_article(ready, cast.chief, "blessed")


def test_a_chief_who_worked_on_a_claim_may_sign_the_article(cast, signed, hands):
    make_evidence(signed, actor=cast.chief, stance="contradicts")
    judge(signed, cast.chief, verdict="conflicting")
    sign_off(signed, cast.reviewer, by=cast.checker)
    with hands(cast.chief):
        sign_article(signed.article, cast.chief)
    set_state(cast.chief, signed.article, "signed_off")


@pytest.mark.parametrize("stale", ["", "0" * 64, "before"])
def test_what_changed_since_it_was_shown_is_not_signed(cast, ready, hands, stale):
    shown = article_hash(ready)
    make_mark(ready, "No one was hurt", actor=cast.checker, looked_by=cast.reviewer)
    with refused("signoff_content"), hands(cast.chief):
        sign_article(ready, cast.chief, content_hash=shown if stale == "before" else stale)


def test_the_gate_wants_every_claim_signed_and_every_mark_looked_through(cast, ready, hands):
    mark = make_mark(ready, "No one was hurt", actor=cast.checker)
    with refused("article_gate"), hands(cast.chief):
        sign_article(ready, cast.chief)
    with hands(cast.second_checker):
        NoClaimMark.objects.filter(pk=mark.pk).update(looked_by=cast.second_checker)
    claim = make_claim(ready, "3 cracks", actor=cast.checker)
    with refused("article_gate"), hands(cast.chief):
        sign_article(ready, cast.chief)
    with hands(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="retired")
    with hands(cast.chief):
        sign_article(ready, cast.chief)


def test_without_its_sign_off_no_article_is_signed_off_or_released(cast, ready, hands, at_commit):
    for state in ("signed_off", "released"):
        with refused("article_signed_off_is_signed"), hands(cast.chief):
            Article.objects.filter(pk=ready.pk).update(state=state)
            at_commit()


def change_a_claim(cast, article):
    judge(article.claims.get(), cast.checker, verdict="refuted")


def contradict_a_claim(cast, article):
    make_evidence(article.claims.get(), actor=cast.checker, stance="contradicts")


def void_a_sign_off(cast, article):
    with acting(cast.observer):
        article.claims.get().signoffs.update(voided_at=timezone.now())


def reopen_a_claim(cast, article):
    with acting(cast.checker):
        article.claims.update(state="checking")


def retire_a_claim(cast, article):
    with acting(cast.checker):
        article.claims.update(state="retired")


def add_a_claim(cast, article):
    make_claim(article, "3 cracks", actor=cast.checker)


def let_words_stand(cast, article):
    with acting(cast.chief):
        article.claims.update(stet_reason="It stays.", stet_by=cast.chief)


def add_a_mark(cast, article):
    make_mark(article, "No one was hurt", actor=cast.checker)


def take_a_mark_away(cast, article):
    with acting(cast.checker):
        NoClaimMark.objects.update(removed_at=timezone.now(), removed_by=cast.checker)


def unlook_a_mark(cast, article):
    with acting(cast.checker):
        NoClaimMark.objects.update(looked_by=None)


def write_a_version(cast, article):
    make_version(article, text_of(article), actor=cast.writer)


def make_the_chief_an_author(cast, article):
    with acting(cast.admin):
        ArticleAuthor.objects.create(article=article, name="Chris", person=cast.chief)


def say_that_it_is_somebody_elses(cast, article):
    with acting(cast.writer):
        Article.objects.filter(pk=article.pk).update(ownership="theirs")


def take_it_back(cast, article):
    set_state(cast.checker, article, "in_checking")


CHANGES = [
    change_a_claim,
    contradict_a_claim,
    void_a_sign_off,
    reopen_a_claim,
    retire_a_claim,
    add_a_claim,
    let_words_stand,
    add_a_mark,
    take_a_mark_away,
    unlook_a_mark,
    write_a_version,
    make_the_chief_an_author,
    say_that_it_is_somebody_elses,
    take_it_back,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda function: function.__name__)
def test_any_change_puts_a_signed_article_back_into_checking(cast, signed_article, app_role, change):
    with app_role():
        change(cast, signed_article)
    signed_article.refresh_from_db()
    assert (signed_article.state, live(signed_article)) == ("in_checking", 0)


def test_a_signature_more_than_needed_is_bound_as_well(cast, in_review, app_role):
    claim = sign_off(in_review, cast.reviewer, cast.second_reviewer, by=cast.checker)
    sign_article(claim.article, cast.chief)
    set_state(cast.chief, claim.article, "signed_off")
    with app_role(), acting(cast.observer):
        claim.signoffs.filter(signer=cast.reviewer).update(voided_at=timezone.now())
    assert standing(claim).state == "signed_off"
    claim.article.refresh_from_db()
    assert (claim.article.state, live(claim.article)) == ("in_checking", 0)


def test_a_retired_claim_brought_back_puts_a_signed_article_back(cast, article, app_role):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="retired")
    sign_article(article, cast.chief)
    set_state(cast.chief, article, "signed_off")
    with app_role(), acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="open")
    article.refresh_from_db()
    assert (article.state, live(article)) == ("in_checking", 0)


def test_a_new_text_without_any_claim_puts_a_signed_article_back(cast, article, app_role):
    sign_article(article, cast.chief)
    set_state(cast.chief, article, "signed_off")
    with app_role():
        write_a_version(cast, article)
    article.refresh_from_db()
    assert (article.state, live(article)) == ("in_checking", 0)


def test_what_is_not_bound_leaves_an_article_signed_off(cast, signed_article, hands):
    with hands(cast.chief):
        signed_article.claims.update(priority=3, waiting_on="the printer")
        make_evidence(signed_article.claims.get(), actor=cast.checker)  # waits unconfirmed
        Article.objects.filter(pk=signed_article.pk).update(deadline=NO_DUE - timedelta(days=1), edition=7)
    signed_article.refresh_from_db()
    assert (signed_article.state, live(signed_article)) == ("signed_off", 1)


@pytest.mark.parametrize("moves", [["published"], ["published", "corrected"], ["withdrawn"]])
def test_whose_an_article_is_does_not_change_once_it_is_out_or_withdrawn(cast, signed_article, hands, moves):
    for state in moves:
        set_state(cast.chief, signed_article, state)
    with refused("article_ownership"), hands(cast.writer):
        Article.objects.filter(pk=signed_article.pk).update(ownership="theirs")


@pytest.mark.parametrize("moves", [["published"], ["published", "corrected"], ["withdrawn"]])
def test_the_text_of_an_article_does_not_change_once_it_is_out_or_withdrawn(cast, signed_article, hands, moves):
    for state in moves:
        set_state(cast.chief, signed_article, state)
    with refused("article_version"), hands(cast.writer):
        write_a_version(cast, signed_article)


def test_no_other_text_goes_out_in_the_breath_of_publication(cast, signed_article, hands):
    version = make_version(signed_article, "Bridge\n\nOther words.", actor=cast.writer, current=False)
    with refused("article_version"), hands(cast.chief):
        Article.objects.filter(pk=signed_article.pk).update(state="published", current_version=version)


def test_a_withdrawn_article_comes_back_unsigned(cast, signed_article):
    set_state(cast.chief, signed_article, "withdrawn")
    assert live(signed_article) == 0


def test_an_article_sign_off_is_voided_once_and_changed_in_no_other_way(cast, signed_article, hands):
    for change in (
        {"signer": cast.reviewer},
        {"content_hash": "0" * 64},
        {"kind": "released", "reason": "x"},
        {"seconded_by": cast.reviewer},
        {"reason": "because"},
        {"voided_at": timezone.now(), "reason": "because"},
        {"article": make_article(cast.desk)},
    ):
        with refused("signoff_only_voided"), hands(cast.reviewer):
            ArticleSignOff.objects.update(**change)
    with hands(cast.reviewer):
        ArticleSignOff.objects.update(voided_at=timezone.now())
    with refused("signoff_only_voided"), hands(cast.reviewer):
        ArticleSignOff.objects.update(voided_at=None)
    signed_article.refresh_from_db()
    assert signed_article.state == "in_checking"


# Marks


def test_a_mark_is_made_and_looked_through_in_ones_own_name_by_two_people(cast, article, hands):
    mark = make_mark(article, "it said", actor=cast.checker)
    rows = NoClaimMark.objects.filter(pk=mark.pk)
    with refused("signoff_own_hand"), hands(cast.checker):
        rows.update(looked_by=cast.reviewer)
    with refused("mark_looked_by_another"), hands(cast.checker):
        rows.update(looked_by=cast.checker)
    with refused("signoff_not_author"), hands(cast.writer):
        rows.update(looked_by=cast.writer)
    mark.pk = None
    with refused("signoff_own_hand"), hands(cast.reviewer):
        mark.save()
    for change in ({"made_by": cast.second_checker}, {"reason": "an opinion"}, {"words": "x"}):
        with refused("mark_stays"), hands(cast.second_checker):
            rows.update(**change)


def test_a_mark_is_taken_back_in_ones_own_name_and_stays_taken_back(cast, article, hands):
    mark = make_mark(article, "it said", actor=cast.checker)
    rows = NoClaimMark.objects.filter(pk=mark.pk)
    for change in ({"removed_by": cast.checker, "removed_at": timezone.now()}, {"removed_at": timezone.now()}):
        with refused("signoff_own_hand"), hands(cast.second_checker):
            rows.update(**change)
    with hands(cast.second_checker):
        rows.update(removed_by=cast.second_checker, removed_at=timezone.now())
    with refused("signoff_own_hand"), hands(cast.second_checker):
        rows.update(removed_by=None, removed_at=None)


@pytest.mark.parametrize("who", ["observer", "legal", "admin", "outsider", "quiet"])
def test_a_mark_is_looked_through_by_somebody_who_works_on_the_desks_claims(cast, article, hands, who):
    mark, person = make_mark(article, "it said", actor=cast.checker), getattr(cast, who)
    with refused("signoff_role"), hands(person):
        NoClaimMark.objects.filter(pk=mark.pk).update(looked_by=person, looked_at=timezone.now())


def test_becoming_an_author_undoes_what_one_looked_through(cast, article, hands):
    mark = make_mark(article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    with hands(cast.admin):
        ArticleAuthor.objects.create(article=article, name="Ben", person=cast.reviewer)
    mark.refresh_from_db()
    assert mark.looked_by is None


def test_an_article_stays_on_its_desk(cast, ready, hands):
    for change in ({"desk": cast.other_desk}, {"created_by": cast.quiet}):
        with refused("article_stays"), hands(cast.admin):
            Article.objects.filter(pk=ready.pk).update(**change)
    assert standing(ready.claims.get()).state == "signed_off"
