"""What was said in a thread stays as it was said, and nobody signs an article off over an open query."""

import pytest
from django.db import ProgrammingError, connection, transaction

from claims.history import acting
from claims.models import Article, Message, ReleaseException, RowHistory, Thread
from tests.database.conftest import refused
from tests.make import make_article, make_claim, make_evidence, make_mark, second, sign_article


def make_thread(article, actor, words="Who counted the lorries?", **over):
    with acting(actor):
        thread = Thread.objects.create(article=article, **{"opened_by": actor} | over)
        Message.objects.create(thread=thread, author=actor, words=words)
    return thread


def set_resolved(thread, actor, named=None):
    with acting(actor):
        Thread.objects.filter(pk=thread.pk).update(resolved_by=named or actor, resolved_at="2026-01-01T00:00Z")


@pytest.fixture
def query(cast, article):
    return make_thread(article, cast.checker, is_query=True)


@pytest.fixture
def ready(cast, signed):
    """An article that waits for the chief's sign-off alone."""
    make_mark(signed.article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    return signed.article


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_message SET words = 'I never said so'",
        "UPDATE claims_message SET id = id",
        "DELETE FROM claims_message",
        "TRUNCATE claims_message",
        "SELECT * FROM claims_message FOR UPDATE",
        "DELETE FROM claims_thread",
        "TRUNCATE claims_thread CASCADE",
    ],
)
def test_the_app_role_has_no_way_to_edit_or_delete_what_was_said(cast, query, hands, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.checker) as cursor:
        cursor.execute(statement)
    assert query.messages.get().words == "Who counted the lorries?"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE claims_message SET words = 'x'", "DELETE FROM claims_message", "DELETE FROM claims_thread"],
)
def test_the_owner_s_hand_is_stopped_too(cast, query, statement):
    with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("over", [{"is_query": False}, {"claim": True}, {"opened_by": True}, {"opened_at": True}])
def test_a_thread_can_be_resolved_and_reopened_and_nothing_else(cast, article, query, hands, over):
    real = {
        "claim": make_claim(article, "3 cracks", actor=cast.checker),
        "opened_by": cast.chief,
        "opened_at": "2026-01-01T00:00Z",
    }
    change = {name: value if name == "is_query" else real[name] for name, value in over.items()}
    with refused("append_only"), hands(cast.checker):
        Thread.objects.filter(pk=query.pk).update(**change)
    with hands(cast.checker):
        set_resolved(query, cast.checker)
    with refused("append_only"), hands(cast.chief):
        set_resolved(query, cast.chief)
    with hands(cast.writer):
        Thread.objects.filter(pk=query.pk).update(resolved_by=None, resolved_at=None)
    query.refresh_from_db()
    assert query.resolved_at is None


def test_a_query_is_resolved_by_whoever_opened_it_or_a_chief_and_in_no_other_name(cast, article, query, hands):
    for person in (cast.writer, cast.reviewer, cast.outsider):
        with refused("query_resolve"), hands(person):
            set_resolved(query, person)
    with refused("signoff_own_hand"), hands(cast.writer):
        set_resolved(query, cast.writer, named=cast.checker)
    with hands(cast.chief):
        set_resolved(query, cast.chief)
    query.refresh_from_db()
    assert query.resolved_by == cast.chief and query.resolved_at.year > 2000
    talk = make_thread(article, cast.checker)
    with hands(cast.writer):
        set_resolved(talk, cast.writer)


def test_nobody_speaks_in_somebody_else_s_name(cast, article, query, hands):
    with refused("signoff_own_hand"), hands(cast.writer):
        Message.objects.create(thread=query, author=cast.checker, words="I take it back")
    with refused("signoff_own_hand"), hands(cast.writer):
        Thread.objects.create(article=article, opened_by=cast.checker)


def test_a_thread_is_about_a_claim_of_its_article_and_evidence_of_that_claim(cast, article, hands):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    other = make_claim(make_article(cast.desk), "3 cracks", actor=cast.checker)
    evidence = make_evidence(claim, actor=cast.checker)
    make_thread(article, cast.checker, claim=claim, evidence=evidence)
    with refused("thread_place"), hands(cast.checker):
        make_thread(article, cast.checker, claim=other)
    with refused("thread_place"), hands(cast.checker):
        make_thread(other.article, cast.checker, claim=other, evidence=evidence)


def test_no_hand_signs_an_article_off_over_an_open_query(cast, ready, hands):
    query = make_thread(ready, cast.checker, is_query=True)
    make_thread(ready, cast.checker)  # a thread that is no query blocks nothing
    with refused("article_gate"), hands(cast.chief):
        sign_article(ready, cast.chief)
    set_resolved(query, cast.checker)
    with hands(cast.chief):
        sign_article(ready, cast.chief)


def test_an_article_is_released_over_an_open_query(cast, ready, hands):
    make_thread(ready, cast.checker, is_query=True)
    with hands(cast.chief):
        sign_article(ready, cast.chief, "released", reason="The printer waits.")


@pytest.mark.parametrize("kind", ["signed", "released"])
def test_no_hand_publishes_over_a_query_asked_since(cast, ready, hands, kind):
    known = make_thread(ready, cast.checker, is_query=True) if kind == "released" else None
    signoff = sign_article(ready, cast.chief, kind, reason="The printer waits.")
    if known:
        with acting(cast.chief):
            ReleaseException.objects.create(signoff=signoff, item=f"query:{known.pk}", words="?", owner=cast.checker)
        second(signoff, cast.reviewer)
    with acting(cast.chief):
        Article.objects.filter(pk=ready.pk).update(state="signed_off" if kind == "signed" else "released")
    since = make_thread(ready, cast.writer, is_query=True)
    with refused("article_gate"), hands(cast.chief):
        Article.objects.filter(pk=ready.pk).update(state="published")
    set_resolved(since, cast.writer)
    with hands(cast.chief):
        Article.objects.filter(pk=ready.pk).update(state="published")


def test_threads_void_no_sign_off(cast, ready, hands):
    with hands(cast.chief):
        signoff = sign_article(ready, cast.chief)
    with hands(cast.checker):
        make_thread(ready, cast.checker, claim=ready.claims.get(), is_query=True)
    signoff.refresh_from_db()
    assert signoff.voided_at is None
    assert ready.claims.get().signoffs.get().voided_at is None


def test_threads_have_their_history(cast, query):
    set_resolved(query, cast.chief)
    tables = RowHistory.objects.filter(table__in=["claims_thread", "claims_message"]).order_by("id")
    assert [(row.table, row.operation, row.actor_id) for row in tables] == [
        ("claims_thread", "insert", cast.checker.pk),
        ("claims_message", "insert", cast.checker.pk),
        ("claims_thread", "update", cast.chief.pk),
    ]
