"""The database knows the same moves as claims/states.py, and lets nothing be signed off that nobody signed."""

import contextlib

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.history import acting
from claims.models import Article, Claim, RowHistory
from claims.queries.desk import signed_through
from claims.states import ARTICLE_MOVES, CLAIM_MOVES, ArticleState, ClaimState
from tests.database.conftest import refused
from tests.make import (
    article_hash,
    content_hash,
    judge,
    make_article,
    make_claim,
    make_correction,
    second,
    send_to_review,
    sign,
    sign_article,
    sign_off,
)

WORDS = ("3 cracks", "40 lorries", "No one was hurt")


def bring(cast, claim, state):
    """Take ``claim``, judged and open, to ``state`` by the moves that there are."""
    if state in ("in_review", "signed_off", "changed"):
        send_to_review(claim, cast.checker)
    if state in ("signed_off", "changed"):
        sign_off(claim, cast.reviewer, by=cast.checker)
    if state == "changed":
        judge(claim, cast.checker, verdict="refuted")
    if state in ("checking", "retired"):
        with acting(cast.checker):
            Claim.objects.filter(pk=claim.pk).update(state=state)
    claim.refresh_from_db()
    assert claim.state == state


@pytest.mark.parametrize("state", ClaimState.values)
def test_a_claim_moves_in_the_database_as_in_the_table(cast, article, hands, state):
    claim = judge(make_claim(article, "3 cracks", actor=cast.checker), cast.checker)
    bring(cast, claim, state)
    for target in set(ClaimState.values) - {state}:
        legal = (state, target) in CLAIM_MOVES
        with contextlib.nullcontext() if legal else refused("claim_moves"), hands(cast.second_checker) as cursor:
            cursor.execute(
                "UPDATE claims_claim SET state = %s, sent_by_id = %s WHERE id = %s",
                [target, cast.second_checker.pk, claim.pk],
            )
            transaction.set_rollback(True)


def bring_article(cast, article, state):
    """Take ``article``, which has no claims, to ``state``, with the sign-offs that the state needs."""
    if state == "checked":
        own(cast, article, "theirs")
        sign_article(article, cast.chief)
        move(cast, article, "checked")
    if state in ("signed_off", "published", "corrected"):
        sign_article(article, cast.chief)
        move(cast, article, "signed_off")
    if state == "released":
        release(cast, article)
        move(cast, article, "released")
    if state in ("published", "corrected"):
        move(cast, article, "published")
        make_correction(article, actor=cast.checker, by=cast.chief)
    if state == "corrected":
        move(cast, article, "corrected")
    if state == "withdrawn":
        move(cast, article, "withdrawn")
    article.refresh_from_db()
    assert article.state == state


def move(cast, article, state):
    with acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(state=state)


def own(cast, article, whose):
    with acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(ownership=whose)


def release(cast, article):
    signoff = sign_article(article, cast.chief, "released", reason="The printer waits.")
    second(signoff, cast.reviewer)


@pytest.mark.parametrize("state", ArticleState.values)
def test_an_article_moves_in_the_database_as_in_the_table(cast, article, hands, state):
    bring_article(cast, article, state)
    for target in set(ArticleState.values) - {state}:
        legal = (state, target) in ARTICLE_MOVES
        with contextlib.nullcontext() if legal else refused("article_moves"), hands(cast.chief) as cursor:
            if (state, target) == ("in_checking", "checked"):
                own(cast, article, "theirs")
            cursor.execute("UPDATE claims_article SET state = %s WHERE id = %s", [target, article.pk])
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", sorted({*ClaimState.values} - {"open"}))
def test_a_new_claim_is_open(cast, article, hands, state):
    claim = Claim(article=article, desk=cast.desk, number=1, created_by=cast.checker, state=state)
    with refused("claim_starts_open"), hands(cast.checker):
        Claim.objects.bulk_create([claim])
    with refused("claim_starts_open"), hands(cast.checker):
        claim.save()


@pytest.mark.parametrize("state", sorted({*ArticleState.values} - {"in_checking"}))
def test_a_new_article_is_in_checking(cast, hands, state):
    with refused("article_starts_in_checking"), hands(cast.checker):
        Article.objects.bulk_create([Article(desk=cast.desk, headline="x", created_by=cast.checker, state=state)])


def test_signed_off_without_a_sign_off_fails_at_commit(cast, in_review, hands, at_commit):
    with refused("signed_off_is_signed"), hands(cast.reviewer):
        Claim.objects.filter(pk=in_review.pk).update(state="signed_off")
        at_commit()
    with refused("signed_off_is_signed"), hands(cast.reviewer):
        Claim.objects.bulk_update([Claim(pk=in_review.pk, state="signed_off")], ["state"])
        at_commit()


def test_a_voided_sign_off_does_not_count(cast, in_review, hands, at_commit):
    sign(in_review, cast.reviewer)
    with acting(cast.chief):
        in_review.signoffs.update(voided_at=timezone.now())
    with refused("signed_off_is_signed"), hands(cast.reviewer):
        Claim.objects.filter(pk=in_review.pk).update(state="signed_off")
        at_commit()


def test_content_changed_in_the_breath_of_signing_off_is_not_signed_off(cast, in_review, hands, at_commit):
    sign(in_review, cast.reviewer)
    with hands(cast.reviewer):
        Claim.objects.filter(pk=in_review.pk).update(state="signed_off", statement="Something else.")
        at_commit()
    in_review.refresh_from_db()
    assert in_review.state == "changed"


@pytest.mark.parametrize("state", ["open", "checking", "signed_off", "changed", "retired"])
def test_only_a_claim_in_review_is_signed(cast, article, state):
    claim = judge(make_claim(article, "3 cracks", actor=cast.checker), cast.checker)
    bring(cast, claim, state)
    with refused("signoff_state"):
        sign(claim, cast.second_reviewer)


@pytest.mark.parametrize("missing", ["statement", "verdict"])
def test_a_claim_without_statement_or_verdict_is_not_signed(cast, in_review, missing):
    with acting(cast.checker):
        Claim.objects.filter(pk=in_review.pk).update(**{missing: ""})
    with refused("signoff_complete"):
        sign(in_review, cast.reviewer)


def test_what_changed_since_it_was_shown_is_not_signed(cast, in_review):
    shown = content_hash(in_review)
    judge(in_review, cast.checker, verdict="refuted")
    for stale in (shown, "", "0" * 64):
        with refused("signoff_content"):
            sign(in_review, cast.reviewer, content_hash=stale)


@pytest.mark.parametrize("way_out", ["checking", "retired"])
def test_leaving_review_voids_what_was_signed(cast, signed, hands, way_out):
    with hands(cast.checker):
        Claim.objects.filter(pk=signed.pk).update(state=way_out)
    assert signed.signoffs.get().voided_by == cast.checker


def test_nothing_is_published_that_was_not_signed_off_or_released(cast, article, hands):
    for first in ("signed_off", "released"):
        with refused("article_published_is_signed"), hands(cast.chief) as cursor:
            cursor.execute("UPDATE claims_article SET state = %s WHERE id = %s", [first, article.pk])
            cursor.execute("UPDATE claims_article SET state = 'published' WHERE id = %s", [article.pk])


def test_a_claim_is_of_its_articles_desk(cast, article, hands):
    with refused("claim_desk"), hands(cast.outsider):
        Claim.objects.create(article=article, desk=cast.other_desk, number=1, created_by=cast.outsider)


def test_rows_that_are_kept_are_not_deleted(cast, signed, hands):
    make_article(cast.desk)
    for table in ("article", "claim", "signoff", "evidence", "articleauthor", "noclaimmark", "releaseexception"):
        with pytest.raises(Exception, match="permission denied"), hands(cast.admin) as cursor:
            cursor.execute(f"DELETE FROM claims_{table}")
    for model in (Article, Claim):  # nor by the owner
        with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def noted(article):
    """Whether the article is noted as signed through."""
    return Article.objects.values_list("signed_through", flat=True).get(pk=article.pk)


def listed(cast):
    """The articles that the chief is told to sign."""
    return {one.pk for one in signed_through(cast.chief)}


def test_an_article_is_noted_as_signed_through_with_its_last_claim(cast, article):
    first, middle, third = (make_claim(article, words, actor=cast.checker) for words in WORDS)
    sign_off(first, cast.reviewer, by=cast.checker)
    bring(cast, third, "retired")
    assert not noted(article) and not listed(cast)
    sign_off(middle, cast.reviewer, by=cast.checker)
    assert noted(article) and listed(cast) == {article.pk}


def test_an_article_is_signed_through_when_its_last_open_claim_is_retired(cast, article):
    first, last, other = (make_claim(article, words, actor=cast.checker) for words in WORDS)
    bring(cast, last, "retired")
    assert not noted(article)
    sign_off(first, cast.reviewer, by=cast.checker)
    bring(cast, other, "retired")
    assert noted(article) and listed(cast) == {article.pk}


def test_an_article_with_nothing_but_retired_claims_is_not_signed_through(cast, article):
    for words in WORDS:
        bring(cast, make_claim(article, words, actor=cast.checker), "retired")
    assert not noted(article) and not listed(cast)


@pytest.mark.parametrize("opened", ["edited", "added", "restored"])
def test_an_article_with_an_opened_claim_is_listed_again_with_its_next_last_claim(cast, article, opened):
    first, middle, third = (make_claim(article, words, actor=cast.checker) for words in WORDS)
    for claim in (first, middle):
        sign_off(claim, cast.reviewer, by=cast.checker)
    bring(cast, third, "retired")
    assert listed(cast) == {article.pk}
    if opened == "edited":
        again = judge(middle, cast.checker, verdict="refuted")
        assert again.state == "changed"
    elif opened == "added":
        again = make_claim(article, WORDS[1], actor=cast.checker)
    else:
        with acting(cast.checker):
            Claim.objects.filter(pk=third.pk).update(state="open")
        again = Claim.objects.get(pk=third.pk)
    assert not listed(cast)
    other = make_claim(article, WORDS[0], actor=cast.checker)
    sign_off(other, cast.reviewer, by=cast.checker)
    assert not noted(article) and not listed(cast)
    sign_off(again, cast.reviewer, by=cast.checker)
    assert noted(article) and listed(cast) == {article.pk}


def test_nobody_says_by_hand_that_an_article_is_signed_through(cast, article, hands):
    claim = make_claim(article, WORDS[0], actor=cast.checker)
    with hands(cast.chief) as cursor:
        cursor.execute("UPDATE claims_article SET signed_through = true WHERE id = %s", [article.pk])
    assert not noted(article)
    before = Article.objects.get(pk=article.pk)
    sign_off(claim, cast.reviewer, by=cast.checker)
    with hands(cast.chief):
        before.save()  # as it was read before
    assert noted(article)


def test_that_an_article_is_signed_through_is_in_no_history_and_binds_no_sign_off(cast, article):
    claim = make_claim(article, WORDS[0], actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    before = article_hash(article)
    Article.objects.filter(pk=article.pk).update(signed_through=False)
    assert article_hash(article) == before
    assert not RowHistory.objects.filter(table="claims_article", new__has_key="signed_through").exists()
