"""Whether the parts are alive, for machines that ask: public, and without a word about anybody."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as NoBroker

from claims.models import Heartbeat, Outbox
from claims.tasks import ATTEMPTS
from factcheck.celery import app

SILENT_AFTER = timedelta(seconds=30)
PATIENCE = 2  # seconds for a broker that is not this database


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """The state of database, queue and worker: 503 when the database is down, 200 with whatever else is.

    ``queue``: `up` or `down`, with the outbox rows that wait and those given up. ``worker``: `up`, or `silent` when its
    last heartbeat, which came through the queue, is older than 30 seconds.
    """
    try:
        queue, worker = _queue(), _worker()
    except (OperationalError, InterfaceError):
        unknown = {"state": "unknown"}
        return JsonResponse({"database": {"state": "down"}, "queue": unknown, "worker": unknown}, status=503)
    return JsonResponse({"database": {"state": "up"}, "queue": queue, "worker": worker})


def _queue():
    left = Outbox.objects.filter(done_at=None)
    return {
        "state": "up" if _broker_answers() else "down",
        "waiting": left.filter(attempts__lt=ATTEMPTS).count(),
        "failed": left.filter(attempts__gte=ATTEMPTS).count(),
    }


def _broker_answers():
    if app.conf.broker_url.startswith("pgmq"):
        with connection.cursor() as cursor:
            table = f"q_{app.conf.task_default_queue}"
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'pgmq' AND tablename = %s", [table])
            return cursor.fetchone() == (1,)
    with app.connection_for_write(connect_timeout=PATIENCE) as broker:
        try:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE)
        except NoBroker:
            return False
        return True


def _worker():
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return {"state": "silent", "seconds": None}
    age = timezone.now() - beat.at
    return {"state": "up" if age <= SILENT_AFTER else "silent", "seconds": round(age.total_seconds(), 1)}
