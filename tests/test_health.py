"""/healthz tells machines how database, queue and worker are, and nobody anything else."""

import shutil
import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from claims.history import acting
from claims.models import DraftRun, Heartbeat, IncomingVersion, Outbox
from claims.tasks import ATTEMPTS, heartbeat
from factcheck.celery import app
from tests.make import note


def worker_heard(seconds_ago):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=seconds_ago))


@pytest.fixture
def ask(client, app_role):
    """Asks how it is, with the web server's rights in the database."""

    def healthz():
        with app_role():
            return client.get("/healthz")

    return healthz


def test_anybody_may_ask_and_the_worker_is_up_right_after_its_heartbeat(ask):
    heartbeat()
    answer = ask()
    assert answer.status_code == 200
    assert answer.json()["worker"]["state"] == "up"
    assert answer.json()["database"] == {"state": "up"}
    assert answer.json()["queue"] == {"state": "up", "waiting": 0, "failed": 0, "seconds": 0}


@pytest.mark.parametrize(("seconds_ago", "state"), [(29, "up"), (31, "silent")])
def test_a_worker_is_silent_after_thirty_seconds_and_that_is_no_error(ask, seconds_ago, state):
    worker_heard(seconds_ago)
    answer = ask()
    assert (answer.status_code, answer.json()["worker"]["state"]) == (200, state)


def test_a_worker_never_heard_is_silent(ask):
    assert ask().json()["worker"] == {"state": "silent", "seconds": None}


def test_a_second_heartbeat_replaces_the_first(db):
    worker_heard(100)
    heartbeat()
    assert Heartbeat.objects.get(name="worker").at > timezone.now() - timedelta(seconds=10)


def test_what_waits_in_the_outbox_and_what_was_given_up_are_counted(ask, cast):
    with acting(cast.chief):
        note(cast.chief, desk=cast.desk, follow=["first", "second"])
    Outbox.objects.filter(kind="first").update(attempts=ATTEMPTS)
    queue = ask().json()["queue"]
    assert (queue["state"], queue["waiting"], queue["failed"]) == ("up", 1, 1)


def test_a_message_that_nobody_takes_shows_that_the_queue_stands(ask, app_role):
    with app_role() as cursor:
        cursor.execute("SELECT pgmq.send('factcheck', '{}')")
    assert ask().json()["queue"]["state"] == "up"
    with app_role() as cursor:
        cursor.execute("UPDATE pgmq.q_factcheck SET vt = now() - interval '91 seconds'")
    answer = ask()
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, "stands")


def test_a_message_that_a_worker_has_taken_does_not_wait(ask, app_role):
    with app_role() as cursor:
        cursor.execute("SELECT pgmq.send('factcheck', '{}')")
        cursor.execute(
            "UPDATE pgmq.q_factcheck SET enqueued_at = now() - interval '1 day', vt = now() + interval '9 s'"
        )
    assert ask().json()["queue"]["state"] == "up"


def test_the_queue_stands_when_no_reading_gets_on(ask, article):
    DraftRun.objects.update(moved_at=timezone.now() - timedelta(seconds=91))
    assert ask().json()["queue"]["state"] == "stands"
    DraftRun.objects.update(moved_at=timezone.now())
    assert ask().json()["queue"]["state"] == "up"


def test_the_queue_stands_when_an_accepted_text_is_not_begun(ask, article, cast):
    with acting(cast.writer), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_incomingversion DISABLE TRIGGER incoming_before")  # it sets the time
        text = IncomingVersion(article=article, actor=cast.writer, base=1, blocks=[], attempts=1)
        text.made_at = timezone.now() - timedelta(seconds=91)
        text.save()
    assert ask().json()["queue"]["state"] == "up"
    IncomingVersion.objects.update(attempts=0)
    assert ask().json()["queue"]["state"] == "stands"


def test_the_queue_stands_when_nothing_follows_an_event(ask, cast):
    with acting(cast.chief):
        note(cast.chief, desk=cast.desk, follow=["first"])
    Outbox.objects.update(created_at=timezone.now() - timedelta(seconds=91))
    assert ask().json()["queue"]["state"] == "stands"


@pytest.mark.parametrize(("free", "state"), [(511_000_000, "low"), (513_000_000, "up")])
def test_little_space_in_the_home_folder_shows_before_there_is_none(ask, monkeypatch, free, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    answer = ask()
    assert (answer.status_code, answer.json()["disk"]) == (200, {"state": state})


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_to_write_shows(client):
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        answer = client.get("/healthz")
    finally:
        connection.close()
    assert (answer.status_code, answer.json()["database"]) == (503, {"state": "read-only"})


def test_asking_again_at_once_writes_nothing(ask):
    ask()
    before = Heartbeat.objects.get(name="health").at
    ask()
    assert Heartbeat.objects.get(name="health").at == before


def test_a_queue_without_its_table_is_down_and_that_is_no_error(ask, app_role):
    with app_role() as cursor:
        cursor.execute("ALTER TABLE pgmq.q_factcheck RENAME TO q_elsewhere")
    answer = ask()
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, "down")


def test_a_broker_elsewhere_that_does_not_answer_is_down(ask, broker_elsewhere):
    answer = ask()
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, "down")


@pytest.mark.parametrize(("seconds_ago", "state"), [(89, "up"), (91, "stands")])
def test_a_broker_elsewhere_stands_when_nothing_comes_through_it(ask, redis_here, seconds_ago, state):
    worker_heard(seconds_ago)
    answer = ask()
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, state)


@pytest.fixture
def redis_here(redis_server):
    """The queue as it is when CELERY_BROKER_URL names a Redis that answers."""
    before = app.conf.broker_url, app.conf.broker_transport, app.conf.broker_transport_options
    app.conf.broker_url, app.conf.broker_transport = f"redis://127.0.0.1:{redis_server}/0", None
    app.conf.broker_transport_options = {}
    yield
    app.conf.broker_url, app.conf.broker_transport, app.conf.broker_transport_options = before


@pytest.fixture
def broker_elsewhere():
    """The queue as it is when CELERY_BROKER_URL names a server, and nobody listens there."""
    before = app.conf.broker_url, app.conf.broker_transport
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and not listened on
        app.conf.broker_url = f"amqp://guest@127.0.0.1:{nobody.getsockname()[1]}/"
        app.conf.broker_transport = None
        yield
    app.conf.broker_url, app.conf.broker_transport = before


@pytest.mark.django_db(transaction=True)
def test_without_its_database_it_is_unwell(client):
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    try:
        answer = client.get("/healthz")
    finally:
        connection.settings_dict["HOST"] = host
    assert answer.status_code == 503
    assert answer.json()["database"] == {"state": "down"}


def test_it_is_only_for_asking(client, db):
    assert client.post("/healthz").status_code == 405
