"""What a worker does with an accepted text: it becomes the version or is refused, however often a worker is killed."""

import threading

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from claims.editing.incoming import bring_in_text, texts_waiting
from claims.history import acting
from claims.models import IncomingVersion, Membership
from claims.tasks import bring_in_texts
from tests.living import bring, edited
from tests.make import make_article
from tests.up_here import until


def left_to_a_worker(article, actor, *, base=1, old="200", new="230"):
    with acting(actor):
        return IncomingVersion.objects.create(article=article, actor=actor, base=base, blocks=edited(article, old, new))


@pytest.fixture
def text(cast, article):
    return left_to_a_worker(article, cast.writer)


def seen(text):
    text.refresh_from_db()
    return text


def test_a_worker_has_the_rights_to_create_a_version(text, app_role):
    with app_role():
        bring_in_texts()
    assert seen(text).version.number == 2 and not text.waits


def test_one_text_is_one_turn_so_that_other_tasks_have_theirs(cast, text):
    other = make_article(cast.desk, "Bridge\n\nIt carries 200 lorries.", actor=cast.writer)
    second = left_to_a_worker(other, cast.writer)
    bring_in_texts()
    assert (seen(text).waits, seen(second).waits) == (False, True)
    bring_in_texts()
    assert not seen(second).waits


def test_what_was_tried_more_often_comes_later(cast, text):
    IncomingVersion.objects.update(attempts=1)
    other = make_article(cast.desk, "Bridge\n\nIt carries 200 lorries.", actor=cast.writer)
    new = left_to_a_worker(other, cast.writer)
    assert texts_waiting() == [new.pk, text.pk]


def test_a_text_that_another_version_came_before_is_refused_by_its_name(cast, article):
    bring(article, cast, edited(article, "3 cracks", "5 cracks"), actor=cast.chief)
    text = left_to_a_worker(article, cast.writer)
    bring_in_texts()
    assert seen(text).refusal.startswith("Version 2 came in meanwhile, from Chris Chief.")
    assert article.versions.count() == 2


@pytest.mark.parametrize("lost", ["role", "access"])
def test_whoever_may_not_bring_versions_in_when_the_worker_writes_does_not(cast, article, text, lost):
    if lost == "role":
        Membership.objects.filter(person=cast.writer).delete()
    else:
        type(cast.writer).objects.filter(pk=cast.writer.pk).update(is_active=False)
    bring_in_texts()
    assert ("is for a" if lost == "role" else "Wanda Writer has no access") in seen(text).refusal
    assert article.versions.count() == 1


def test_a_text_that_changes_nothing_is_refused(cast, article):
    text = left_to_a_worker(article, cast.writer, new="200")
    bring_in_texts()
    assert seen(text).refusal.startswith("Nothing is changed")


def test_after_so_many_attempts_a_text_is_refused_in_words(article, text):
    IncomingVersion.objects.update(attempts=IncomingVersion.ATTEMPTS)
    bring_in_texts()
    assert "was tried 3 times" in seen(text).refusal and article.versions.count() == 1
    bring_in_texts()
    assert seen(text).attempts == IncomingVersion.ATTEMPTS


@pytest.fixture
def another():
    """A second session of the database."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as session:
        yield session


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_the_text_waiting_and_it_is_tried_again(text, another):
    another.execute("SELECT 1 FROM claims_article WHERE id = %s FOR UPDATE", [text.article_id])
    told = []

    def worker():
        try:
            bring_in_text(text.pk)
        except OperationalError as error:
            told.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    with connection.cursor() as cursor:
        killed = until(lambda: kill(cursor, another.info.backend_pid), within=20)
    thread.join(20)
    assert killed and told
    assert seen(text).waits and text.attempts == 1
    another.rollback()
    bring_in_texts()
    assert seen(text).version.number == 2 and text.attempts == 2


def kill(cursor, blocker):
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))", [blocker]
    )
    return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_a_text_that_another_worker_has_is_left_to_it(text, another):
    another.execute("SELECT pg_advisory_lock(hashtextextended('incoming version', %s))", [text.pk])
    bring_in_texts()
    assert seen(text).waits and text.attempts == 0
    another.execute("SELECT pg_advisory_unlock_all()")
    bring_in_texts()
    assert not seen(text).waits


def test_looking_for_texts_costs_one_query_while_none_waits(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        bring_in_texts()
