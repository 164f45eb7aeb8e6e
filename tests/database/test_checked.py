"""Somebody else's article ends in checked: never signed off, released or published, whichever way it is written."""

import pytest

from tests.database.conftest import refused
from tests.database.test_articles import live, set_state
from tests.database.test_states import own
from tests.make import judge, make_mark, sign_article


@pytest.fixture
def checked(cast, signed):
    article = signed.article
    make_mark(article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    own(cast, article, "theirs")
    sign_article(article, cast.chief)
    set_state(cast.chief, article, "checked")
    return article


@pytest.mark.parametrize("state", ["signed_off", "released"])
def test_somebody_elses_article_is_neither_signed_off_nor_released(cast, signed, hands, state):
    own(cast, signed.article, "theirs")
    with refused("article_whose"), hands(cast.chief):
        set_state(cast.chief, signed.article, state)


def test_no_release_of_somebody_elses_article_is_proposed(cast, signed, hands):
    own(cast, signed.article, "theirs")
    with refused("article_whose"), hands(cast.chief):
        sign_article(signed.article, cast.chief, "released", reason="The printer waits.")


def test_an_article_of_ours_is_not_checked(cast, signed, hands):
    sign_article(signed.article, cast.chief)
    with refused("article_whose"), hands(cast.chief):
        set_state(cast.chief, signed.article, "checked")


def test_a_checked_article_is_not_published(cast, checked, hands):
    with refused("article_moves"), hands(cast.chief):
        set_state(cast.chief, checked, "published")


def test_checked_without_a_sign_off_fails_at_commit(cast, article, hands, at_commit):
    own(cast, article, "theirs")
    with refused("article_signed_off_is_signed"), hands(cast.chief):
        set_state(cast.chief, article, "checked")
        at_commit()


def test_a_change_takes_a_checked_article_back_to_checking(cast, checked, hands):
    with hands(cast.checker):
        judge(checked.claims.get(), cast.checker, verdict="refuted")
    checked.refresh_from_db()
    assert (checked.state, live(checked)) == ("in_checking", 0)


def test_a_checked_article_that_turns_out_to_be_ours_is_in_checking_again(cast, checked, hands):
    with hands(cast.chief):
        own(cast, checked, "ours")
    checked.refresh_from_db()
    assert (checked.state, live(checked)) == ("in_checking", 0)
