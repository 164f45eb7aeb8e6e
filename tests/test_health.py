"""/healthz tells machines how database, queue and worker are, and nobody anything else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.history import acting, record
from claims.models import Heartbeat, Outbox
from claims.tasks import ATTEMPTS, heartbeat
from factcheck.celery import app


def worker_heard(seconds_ago):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=seconds_ago))


def test_anybody_may_ask_and_the_worker_is_up_right_after_its_heartbeat(client, db):
    heartbeat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["worker"]["state"] == "up"
    assert answer.json()["database"] == {"state": "up"}
    assert answer.json()["queue"] == {"state": "up", "waiting": 0, "failed": 0}


@pytest.mark.parametrize(("seconds_ago", "state"), [(29, "up"), (31, "silent")])
def test_a_worker_is_silent_after_thirty_seconds_and_that_is_no_error(client, db, seconds_ago, state):
    worker_heard(seconds_ago)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]["state"]) == (200, state)


def test_a_worker_never_heard_is_silent(client, db):
    assert client.get("/healthz").json()["worker"] == {"state": "silent", "seconds": None}


def test_a_second_heartbeat_replaces_the_first(db):
    worker_heard(100)
    heartbeat()
    assert Heartbeat.objects.get().at > timezone.now() - timedelta(seconds=10)


def test_what_waits_in_the_outbox_and_what_was_given_up_are_counted(client, cast):
    with acting(cast.chief):
        record("tried", "Tried something.", actor=cast.chief, desk=cast.desk, follow=["first", "second"])
    Outbox.objects.filter(kind="first").update(attempts=ATTEMPTS)
    assert client.get("/healthz").json()["queue"] == {"state": "up", "waiting": 1, "failed": 1}


def test_a_queue_without_its_table_is_down_and_that_is_no_error(client, app_role):
    with app_role() as cursor:
        cursor.execute("ALTER TABLE pgmq.q_factcheck RENAME TO q_elsewhere")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, "down")


def test_a_broker_elsewhere_that_does_not_answer_is_down(client, db, broker_elsewhere):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["queue"]["state"]) == (200, "down")


@pytest.fixture
def broker_elsewhere():
    """The queue as it is when CELERY_BROKER_URL names a server, and nobody listens there."""
    before = app.conf.broker_url
    app.conf.broker_url = "amqp://guest@127.0.0.1:9/"
    yield
    app.conf.broker_url = before


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
