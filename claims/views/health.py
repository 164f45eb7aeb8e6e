"""The health check for monitoring: public, and without anything about people."""

import shutil
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection, transaction
from django.db.models import Max, Min
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as NoBroker
from psycopg.sql import SQL, Identifier

from claims.models import Dossier, DraftRun, Heartbeat, IncomingVersion, Outbox
from claims.tasks import ATTEMPTS
from factcheck.celery import TIME_LIMIT, app

SILENT_AFTER = timedelta(seconds=30)
STANDS_AFTER = timedelta(seconds=TIME_LIMIT + 30)  # longer than earlier tasks can keep both workers busy
RESERVE = 512_000_000  # bytes that should be free on the disk of the home folder
PATIENCE = 2  # seconds for a broker that is not this database


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """Report the state of database, queue, worker and disk: 503 if nothing can be saved, otherwise 200.

    ``database``: `up`; `read-only` if it answers but refuses to write; or `down`. ``queue``: `up`; `stands` if
    something has waited for more than 90 seconds and no worker has done anything about it, or if nothing has come
    through another broker for as long; or `down`; with the outbox rows that wait, those given up, and the seconds that
    the oldest has waited. ``worker``: `up`, or `silent` if its last heartbeat, which came through the queue, is older
    than 30 seconds. ``disk``: `up`, or `low` if less than 512 MB are free in the home folder or that of
    captures.
    """
    try:
        database, queue, worker = "up" if _takes_writes() else "read-only", _queue(), worker_now()
    except (OperationalError, InterfaceError):
        unknown = {"state": "unknown"}
        database, queue, worker = "down", unknown, unknown
    answer = {"database": {"state": database}, "queue": queue, "worker": worker, "disk": _disk()}
    return JsonResponse(answer, status=200 if database == "up" else 503)


def _takes_writes():
    """Return whether the database can write. It tries at most once every few seconds, however often it is asked."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO claims_heartbeat AS last (name, at) VALUES ('health', now())"
                " ON CONFLICT (name) DO UPDATE SET at = now() WHERE last.at < now() - interval '5 seconds'"
            )
    except DatabaseError:
        with connection.cursor() as cursor:  # raises if the connection is lost
            cursor.execute("SELECT 1")
        return False
    return True


def _queue():
    left = Outbox.objects.filter(done_at=None)
    waiting = left.filter(attempts__lt=ATTEMPTS)
    readings = DraftRun.objects.filter(finished_at=None, attempts__lt=DraftRun.ATTEMPTS)
    untried = IncomingVersion.objects.filter(IncomingVersion.WAITS, attempts=0)
    broker, rung = _broker()
    # Many readings may wait for long, as long as one of them makes progress.
    since = [
        waiting.aggregate(at=Min("created_at"))["at"],
        readings.aggregate(at=Max("moved_at"))["at"],
        untried.aggregate(at=Min("made_at"))["at"],
        Dossier.objects.filter(Dossier.WAITS, attempts=0).aggregate(at=Min("asked_at"))["at"],
        rung,
    ]
    longest = timezone.now() - min((at for at in since if at), default=timezone.now())
    return {
        "state": "down" if not broker else "stands" if longest > STANDS_AFTER else "up",
        "waiting": waiting.count(),
        "failed": left.filter(attempts__gte=ATTEMPTS).count(),
        "seconds": max(0, round(longest.total_seconds(), 1)),
    }


def _broker():
    """Return whether the broker answers, and since when its oldest untaken message has waited.

    For a broker other than this database: when the last message was taken, since one is sent every few seconds.
    """
    if app.conf.broker_url.startswith("pgmq"):
        waiting = SQL("SELECT min(vt) FROM {} WHERE vt <= clock_timestamp()")
        table = Identifier("pgmq", f"q_{app.conf.task_default_queue}")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(waiting.format(table))
                return True, cursor.fetchone()[0]
        except ProgrammingError:  # the queue does not exist, or this role may not read it
            return False, None
    with app.connection_for_write(connect_timeout=PATIENCE) as broker:
        try:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE)
        except NoBroker:
            return False, None
        return True, Heartbeat.objects.filter(name="worker").aggregate(at=Max("at"))["at"]


def worker_now():
    """Return the worker's state, and the seconds since its last heartbeat (None if there was none)."""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return {"state": "silent", "seconds": None}
    age = timezone.now() - beat.at
    return {"state": "up" if age <= SILENT_AFTER else "silent", "seconds": round(age.total_seconds(), 1)}


def _disk():
    free = []
    for folder in filter(None, (settings.FACTCHECK_HOME, settings.CAPTURES)):
        with suppress(OSError):  # in production there may be no home folder; that of captures is made with the first
            free.append(shutil.disk_usage(folder).free)
    return {"state": "unknown" if not free else "up" if min(free) >= RESERVE else "low"}
