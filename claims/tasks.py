"""The Celery tasks. Each takes an id, if anything, and calls one function. It may run twice, even at the same time.

What reads and writes texts takes 12 MB of memory: it is loaded by the first task that has something to do.
"""

import logging
import time
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import worker_ready
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from claims.editing import uploads
from claims.editing.alone import alone
from claims.editing.fetches import clear_fetches
from claims.editing.waiting import (
    captures_waiting,
    deposits_waiting,
    dossiers_waiting,
    drawings_waiting,
    drop_old_dossiers,
    fetches_waiting,
    readings_waiting,
    redactions_left,
    redactions_waiting,
    texts_waiting,
)
from claims.editing.watches import enrol, take_watch
from claims.models import Event, Heartbeat, Outbox
from factcheck.celery import BEAT, app

ATTEMPTS = 5  # after this many, a row is left for a person; /healthz counts it as failed
SWEEP = 20  # seconds after which a sweep starts no further reading, so that other tasks get their turn
FETCHING = 5  # seconds after which no further page is fetched: one takes up to 45
AT_ONCE = 100  # rows of one sweep, to stay below a task's time limit

# What follows an event: the outbox row's kind → a function of the event, which may be called twice. The first one needs
# `relay` in the schedule of claims/periodic.py.
FOLLOWS: dict[str, Callable[[Event], None]] = {}

logger = logging.getLogger(__name__)


@app.task
def heartbeat():
    """Write the heartbeat that shows that beat, queue and worker run."""
    lives("worker")


def lives(name):
    """Write the heartbeat of that name, with the database's time."""
    Heartbeat.objects.update_or_create(name=name[:40], defaults={"at": Now()})


@worker_ready.connect
def keep_saying_that_it_lives(sender, **_):
    """Have each worker write its own heartbeat, under its name, between its tasks.

    The timer only requests it; the loop that takes the tasks writes it. If that loop hangs, the heartbeats stop.
    """

    def say():
        close_old_connections()
        lives(sender.hostname)

    say()
    sender.timer.call_repeatedly(BEAT, sender.call_soon, (say,))


@app.task
def relay():
    """Do what the outbox holds. Rows that fail stay there, and are tried again at the next sweep."""
    waiting = Outbox.objects.filter(done_at=None, attempts__lt=ATTEMPTS).order_by("id")
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        _follow(pk)


@app.task
def read_versions():
    """Read the versions that have not been read yet, to make suggestions; take a part of each in turn.

    A reading that was interrupted goes on at a later sweep.
    """
    until, passed = time.monotonic() + SWEEP, set()
    while time.monotonic() < until and (waiting := readings_waiting(passed, limit=1)):
        from claims.editing.drafts import read_version

        (pk,) = waiting
        try:
            if not read_version(pk):
                passed.add(pk)
        except SoftTimeLimitExceeded:  # the next reading would be killed halfway; another sweep will follow
            raise
        except Exception:  # a text that cannot be read must not keep others from being read
            logger.exception("Reading %s failed", pk)
            passed.add(pk)


@app.task
def bring_in_texts():
    """Create the version of one text that waits; the next one's turn is at the next sweep, after other tasks.

    One that is interrupted is tried again at a later sweep.
    """
    for pk in texts_waiting():
        from claims.editing.incoming import bring_in_text

        if bring_in_text(pk):
            break


@app.task
def fetch_pages():
    """Fetch pages that people asked for, one after another. One that is interrupted is tried at a later sweep."""
    until, passed = time.monotonic() + FETCHING, set()
    while time.monotonic() < until and (waiting := fetches_waiting(passed)):
        from claims.intake.fetched import fetch_page

        passed.update(waiting)
        for pk in waiting:
            fetch_page(pk)


@app.task
def capture_sources():
    """Capture sources that wait for it, one after another. One that is interrupted is tried at a later sweep.

    When none waits any more, a browser draws one of those that were captured, where the site has one; or the archive
    is asked to keep one, where somebody asked for that.
    One worker does so at a time, so that another has everything else done while sites are waited for.
    """
    until, passed = time.monotonic() + FETCHING, set()
    with alone("captures", 0) as ours:
        while ours and time.monotonic() < until and (waiting := captures_waiting(passed)):
            from claims.intake.captured import capture_source

            passed.update(waiting)
            for pk in waiting:
                capture_source(pk)
        if ours and time.monotonic() < until:
            _draw_or_deposit()


def _draw_or_deposit():
    """Do one of them: each may take as long as is left of a task's time."""
    for pk in drawings_waiting():
        from claims.intake.drawn import draw_capture

        draw_capture(pk)
        return
    for pk in deposits_waiting():
        from claims.intake.deposited import deposit_capture

        deposit_capture(pk)


@app.task
def watch_sources():
    """Look again at sources whose turn it is, one after another, and at each host once; the next sweep goes on."""
    until, hosts = time.monotonic() + FETCHING, set()
    while time.monotonic() < until and (taken := take_watch(hosts)):
        from claims.intake.watched import look

        hosts.add(taken.host)
        look(taken)


@app.task
def enrol_sources():
    """Have the sources that signed claims rest on watched."""
    enrol()


@app.task
def make_dossiers():
    """Make one dossier that waits; the next one's turn is at the next sweep, after other tasks.

    One that is interrupted, or cannot be made, is tried again at a later sweep.
    """
    for pk in dossiers_waiting():
        from claims.export.dossier.making import make_dossier

        try:
            if make_dossier(pk):
                break
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            logger.exception("Dossier %s was not made", pk)
            break


@app.task
def redact_texts():
    """Look for a text that is to be redacted, or blank one that another person confirmed; one at a sweep."""
    for pk in redactions_waiting():
        from claims.intake.redacted import carry_on

        carry_on(pk)


@app.task
def drop_dossiers():
    """Drop the content of old dossiers."""
    drop_old_dossiers()


@app.task
def end_leases():
    """Give back claims that nobody worked on after Take next."""
    from claims.workflow.leases import end_leases

    end_leases()


@app.task
def clear_sessions():
    """Delete the sessions that have ended."""
    call_command("clearsessions")


@app.task
def clear_uploads():
    """Delete the files that came in and that no version names after a day, and those that a redaction left."""
    if redactions_left():
        from claims.intake.redacted import delete_files

        delete_files()
    uploads.clear_uploads()
    clear_fetches()


def _follow(pk):
    # The attempt is counted in its own transaction, so that it counts even if this process dies.
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
    """Return the row, locked, if it still waits and no other process has it."""
    return Outbox.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=pk, done_at=None).first()
