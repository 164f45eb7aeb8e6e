"""A release with exceptions takes two people, and its exceptions stay what they were shown."""

import pytest
from django.utils import timezone

from claims.history import acting, record
from claims.models import Article, ArticleSignOff, ReleaseException
from tests.database.conftest import refused
from tests.database.test_articles import live, set_state, write_a_version
from tests.make import make_article, make_claim, make_mark, note, second, sign_article, sign_off


@pytest.fixture
def proposed(cast, article):
    """A release of an article with one open claim, proposed by the chief."""
    make_claim(article, "3 cracks", actor=cast.checker)
    signoff = sign_article(article, cast.chief, "released", reason="The printer waits.")
    ReleaseException.objects.create(signoff=signoff, item="claim:1", words="Claim 1 is open", owner=cast.checker)
    return signoff


@pytest.fixture
def released(cast, proposed):
    second(proposed, cast.reviewer)
    set_state(cast.chief, proposed.article, "released")
    return proposed


def test_a_release_needs_a_second_person(cast, proposed, hands, at_commit):
    with refused("article_signed_off_is_signed"), hands(cast.chief):
        Article.objects.filter(pk=proposed.article_id).update(state="released")
        at_commit()
    cast.writer.memberships.create(desk=cast.desk, role="reviewer")
    for person, named, constraint in (
        ("chief", "chief", "article_signoff_two_people"),
        ("checker", "reviewer", "signoff_own_hand"),
        ("chief", "reviewer", "signoff_own_hand"),
        ("checker", "checker", "signoff_role"),
        ("outsider", "outsider", "signoff_role"),
        ("admin", "admin", "signoff_role"),
        ("writer", "writer", "signoff_not_author"),
    ):
        with refused(constraint), hands(getattr(cast, person)):
            second(proposed, getattr(cast, person), getattr(cast, named))
    with hands(cast.chief), refused("article_release_says_why"):
        sign_article(make_article(cast.desk), cast.chief, "released")
    second(proposed, cast.reviewer)
    set_state(cast.chief, proposed.article, "released")
    at_commit()


def test_a_release_is_not_born_seconded(cast, article, hands):
    with hands(cast.chief):
        signoff = sign_article(article, cast.chief, "released", reason="x", seconded_by=cast.reviewer)
    signoff.refresh_from_db()
    assert signoff.seconded_by is None


def test_what_changed_since_the_release_was_proposed_is_not_seconded(cast, proposed, hands):
    make_claim(proposed.article, "No one was hurt", actor=cast.checker)
    with refused("signoff_content"), hands(cast.reviewer):
        second(proposed, cast.reviewer)


def test_a_release_survives_work_on_its_claims_and_not_a_new_version(cast, released, app_role):
    article = released.article
    with app_role():
        sign_off(article.claims.get(), cast.reviewer, by=cast.checker)
        make_mark(article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    article.refresh_from_db()
    assert (article.state, live(article)) == ("released", 1)
    with app_role():
        write_a_version(cast, article)
    article.refresh_from_db()
    assert (article.state, live(article)) == ("in_checking", 0)


def test_a_release_is_over_when_the_article_is_signed_off_as_a_whole(cast, released):
    article = released.article
    sign_off(article.claims.get(), cast.reviewer, by=cast.checker)
    sign_article(article, cast.chief)
    set_state(cast.chief, article, "signed_off")
    released.refresh_from_db()
    assert released.void_reason == "the article was signed off"
    assert (article.state, live(article)) == ("signed_off", 1)


def test_an_exception_is_closed_once_in_ones_own_name(cast, released, hands):
    exception = released.exceptions.get()
    rows = ReleaseException.objects.filter(pk=exception.pk)
    for change in ({"words": "Nothing"}, {"owner": cast.chief}, {"item": "claim:2"}):
        with refused("append_only"), hands(cast.chief):
            rows.update(**change)
    closed = {"closed_at": timezone.now(), "closed_reason": "The council confirmed it."}
    with refused("signoff_own_hand"), hands(cast.chief):
        rows.update(closed_by=cast.reviewer, **closed)
    with hands(cast.chief):
        rows.update(closed_by=cast.chief, **closed)
    with refused("append_only"), hands(cast.chief):
        rows.update(closed_by=None, closed_at=None)


@pytest.mark.parametrize(
    ("person", "constraint"),
    [("checker", "exception_owner"), ("second_checker", "signoff_role"), ("writer", "signoff_not_author")],
)
def test_no_owner_and_no_author_closes_an_exception_that_is_not_met(cast, released, hands, person, constraint):
    cast.checker.memberships.create(desk=cast.desk, role="chief")
    rows = ReleaseException.objects.filter(signoff=released)
    person = getattr(cast, person)
    with refused(constraint), hands(person):
        rows.update(closed_by=person, closed_at=timezone.now(), closed_reason="I say so.")


def test_an_exception_that_is_not_met_is_closed_by_nobody_without_a_reason(cast, released, hands):
    rows = ReleaseException.objects.filter(signoff=released)
    with refused("exception_reason"), hands(cast.chief):
        rows.update(closed_by=cast.chief, closed_at=timezone.now(), closed_reason=" ")
    with refused("exception_open"), hands(cast.checker):
        rows.update(closed_at=timezone.now())


def test_an_exception_closes_by_itself_when_it_is_met(cast, released, hands, at_commit):
    exception, claim = released.exceptions.get(), released.article.claims.get()
    with hands(cast.checker):
        note(cast.checker, article=released.article)
        at_commit()
    exception.refresh_from_db()
    assert exception.closed_at is None
    sign_off(claim, cast.reviewer, by=cast.checker)
    at_commit()
    exception.refresh_from_db()
    assert exception.closed_at and exception.closed_by is None
    event = released.article.events.get(verb="exception_closed")
    assert event.words == f"{event.actor} closed an exception, which is met now: Claim 1 is open"


def test_an_exception_is_born_open_while_its_release_is_only_proposed(cast, proposed, hands):
    new = {"signoff": proposed, "words": "x", "owner": cast.chief}
    with hands(cast.chief):
        born = ReleaseException.objects.create(item="line:3", **new, closed_by=cast.chief, closed_at=timezone.now())
    born.refresh_from_db()
    assert born.closed_at is None
    second(proposed, cast.reviewer)
    with refused("append_only"), hands(cast.chief):
        ReleaseException.objects.create(item="line:4", **new)
    with acting(cast.chief):
        ArticleSignOff.objects.filter(pk=proposed.pk).update(voided_at=timezone.now())
    with refused("append_only"), hands(cast.chief):
        ReleaseException.objects.create(item="line:4", **new)


def test_no_event_tells_of_an_exception_that_is_open_still(cast, released, hands, at_commit):
    exception = released.exceptions.get()
    with refused("event_of_row"), hands(cast.reviewer):
        words = f"{cast.reviewer} closed an exception: {exception.words}"
        data = {"item": exception.item}
        record("exception_closed", words, actor=cast.reviewer, article=released.article, data=data)
        at_commit()
