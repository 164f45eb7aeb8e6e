"""The relay does what waits in the outbox: once, whoever else is at it, and never silently not at all."""

import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from claims import periodic, tasks
from claims.history import acting
from claims.models import Outbox
from tests.make import make_desk, make_person, note


@pytest.fixture
def follows(monkeypatch):
    """What was done, by a kind of outbox row called `example`; put an exception into `raises` to have it fail."""
    done = []

    def example(event):
        done.append(event.words.removeprefix(f"{event.actor} wrote in a thread on "))
        if "fails" in event.words:
            raise ValueError("not today")

    monkeypatch.setitem(tasks.FOLLOWS, "example", example)
    return done


def follow(words="Something happened.", kind="example"):
    person, desk = make_person(), make_desk()
    with acting(person):
        event = note(person, words, desk=desk, follow=[kind])
    return event.outbox.get()


def test_a_worker_without_work_has_loaded_nothing_that_reads_texts():
    said = "import django, sys; django.setup(); import claims.tasks; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    loaded = ran.stdout.split()
    assert "claims.editing.waiting" in loaded
    assert [name for name in loaded if name.startswith(("claims.text", "claims.intake", "claims.export"))] == []


def test_what_waits_is_done_once(db, follows):
    row = follow()
    tasks.relay()
    tasks.relay()
    row.refresh_from_db()
    assert follows == ["Something happened."]
    assert row.done_at is not None


def test_what_fails_is_tried_again_and_then_left_for_a_person(db, follows, caplog):
    row = follow("This fails.")
    for _ in range(tasks.ATTEMPTS + 2):
        tasks.relay()
    row.refresh_from_db()
    assert (len(follows), row.attempts, row.done_at) == (tasks.ATTEMPTS, tasks.ATTEMPTS, None)
    assert f"Outbox row {row.pk} was not done" in caplog.text


def test_the_outbox_is_looked_into_only_if_something_follows_events():
    rung = {ring["task"] for ring in periodic.app.conf.beat_schedule.values()}
    assert (tasks.relay.name in rung) == bool(tasks.FOLLOWS)


def test_a_failure_keeps_nothing_else_from_being_done(db, follows):
    follow("This fails.")
    follow("This does not.")
    tasks.relay()
    assert follows == ["This fails.", "This does not."]


def test_a_kind_that_nobody_knows_stays_in_sight(db, caplog):
    row = follow(kind="nobody knows this")
    tasks.relay()
    row.refresh_from_db()
    assert row.done_at is None
    assert "nobody knows this" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_worker_has_is_left_to_it(follows):
    row = follow()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT 1 FROM claims_outbox WHERE id = %s FOR UPDATE", [row.pk])
        tasks.relay()
        assert follows == []
    tasks.relay()
    assert follows == ["Something happened."]
    assert Outbox.objects.get(pk=row.pk).attempts == 1


def test_sessions_that_ended_are_deleted_by_the_clock_and_others_stay(client, cast):
    client.force_login(cast.checker)
    ended = Session.objects.create(
        session_key="ended", session_data="", expire_date=timezone.now() - timedelta(hours=1)
    )
    assert "claims.tasks.clear_sessions" in {ring["task"] for ring in periodic.app.conf.beat_schedule.values()}
    tasks.clear_sessions()
    assert not Session.objects.filter(pk=ended.pk).exists() and Session.objects.count() == 1
