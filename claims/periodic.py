"""The clock: what beat rings for, and how often. A ring that nobody heard in time is dropped; the next one follows."""

from celery.signals import worker_ready

from claims import tasks
from factcheck.celery import app

app.conf.beat_schedule = {
    "relay": {"task": tasks.relay.name, "schedule": 5, "options": {"expires": 5}},
    "read_versions": {"task": tasks.read_versions.name, "schedule": 2, "options": {"expires": 2}},
    "heartbeat": {"task": tasks.heartbeat.name, "schedule": 10, "options": {"expires": 10}},
    "clear_sessions": {"task": tasks.clear_sessions.name, "schedule": 3600, "options": {"expires": 3600}},
}


@worker_ready.connect
def first_heartbeat(**_):
    """Not to be called silent for the first ten seconds."""
    tasks.heartbeat.delay()
