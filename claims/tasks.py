"""The queue's face: id in, one call down. Every task may run twice, and at the same time as itself."""

import logging
import time
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from claims.editing.drafts import read_version, readings_waiting
from claims.models import Event, Heartbeat, Outbox
from factcheck.celery import app

ATTEMPTS = 5  # after so many, a row is left for a person; /healthz counts it as failed
SWEEP = 20  # seconds after which a sweep takes up no further reading, so that others get their turn
AT_ONCE = 100  # rows of one sweep, to stay below a task's time limit

# What follows an event: the outbox row's kind → a function of the event, which may be called twice.
FOLLOWS: dict[str, Callable[[Event], None]] = {}

logger = logging.getLogger(__name__)


@app.task
def heartbeat():
    """Say that beat, queue and worker live."""
    lives("worker")


def lives(name):
    """Write the heartbeat of that name, by the database's clock."""
    Heartbeat.objects.update_or_create(name=name[:40], defaults={"at": Now()})


@app.task
def relay():
    """Do what waits in the outbox. What fails stays there, and is tried again at the next sweep."""
    waiting = Outbox.objects.filter(done_at=None, attempts__lt=ATTEMPTS).order_by("id")
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        _follow(pk)


@app.task
def read_versions():
    """Read what was brought in and nobody has read yet, for drafts, a part of each in turn.

    What is broken off is gone on with at a later sweep.
    """
    until, passed = time.monotonic() + SWEEP, set()
    while time.monotonic() < until and (waiting := readings_waiting(passed, limit=1)):
        (pk,) = waiting
        try:
            if not read_version(pk):
                passed.add(pk)
        except SoftTimeLimitExceeded:  # the next would be killed halfway: the sweep ends, and another comes
            raise
        except Exception:  # one text that cannot be read keeps no other from being read
            logger.exception("Reading %s was broken off", pk)
            passed.add(pk)


@app.task
def clear_sessions():
    """Delete the sessions that have ended."""
    call_command("clearsessions")


def _follow(pk):
    # The attempt is counted in a transaction of its own, so that it counts if this process dies of it.
    with transaction.atomic():
        row = _claim(pk)
        if row is None or row.attempts >= ATTEMPTS:
            return
        row.attempts += 1
        row.save(update_fields=["attempts"])
    try:
        with transaction.atomic():
            row = _claim(pk)
            if row is None:
                return
            FOLLOWS[row.kind](row.event)
            row.done_at = timezone.now()
            row.save(update_fields=["done_at"])
    except Exception:
        logger.exception("Outbox row %s was not done", pk)


def _claim(pk):
    """The row, locked, if it still waits and nobody else has it."""
    return Outbox.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=pk, done_at=None).first()
