"""The Celery app. The database holds the work that is due: a task gets an id, may run twice, and may be lost.

A worker is one process that does one task at a time (Celery's pool `solo`). It has no children that could die and leave
it waiting. For more capacity, several workers run side by side; each is restarted when it ends. docs/worker.md explains
why, with figures.
"""

import faulthandler
import os
import signal
import sys
import threading

from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES
from psycopg.conninfo import conninfo_to_dict, make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

QUEUE = "factcheck"
SOFT_TIME_LIMIT = 50  # seconds; a task that runs longer gets SoftTimeLimitExceeded, and can clean up
BEAT = 10  # seconds between two heartbeats
TIME_LIMIT = 60  # seconds; a task that runs longer ends its worker, which is then restarted


def for_pgmq(url):
    """Return `url` in a form that the pgmq client can use.

    The client supports neither sockets nor connection options, and escapes nothing. It appends the password, unquoted,
    to its connection parameters. A later parameter replaces an earlier one, so all of ours go into the password.
    """
    return make_conninfo(password=f"'' {make_conninfo(**conninfo_to_dict(url))}")


# By scheme, so that kombu still reads the rest of the address (TLS, folders, numbers) itself.
TRANSPORT_ALIASES.update(dict.fromkeys(["redis", "rediss"], "factcheck.redis_broker:Transport"))

app = Celery("factcheck", broker=settings.CELERY_BROKER_URL)
app.conf.update(
    task_default_queue=QUEUE,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_pool="solo",
    worker_concurrency=1,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,  # over pgmq it calls a function that does not exist
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)
if settings.CELERY_BROKER_URL.startswith("pgmq"):
    app.conf.broker_transport = "factcheck.broker:Transport"
    app.conf.broker_transport_options = {
        "conn_string": for_pgmq(settings.DATABASE_URL),
        "init_extension": False,  # a migration has installed its SQL
        # With less, a message that a busy worker has read would be delivered again, and its task would run twice.
        "visibility_timeout": 2 * TIME_LIMIT + 60,
        # PostgreSQL keeps every notification until each listening connection has read it. A process that sends through
        # kombu also listens but never reads, so the notification queue would fill up and stop the whole server.
        "use_notify": False,
        "polling_interval": 0.5,
        "wait_time_seconds": 0,
        "pool_size": 1,
        "pool_timeout": 5,
    }
app.autodiscover_tasks(["claims"])
app.autodiscover_tasks(["claims"], related_name="periodic")


@task_prerun.connect
def limit_time(**_):
    """Start the time limits of a task. Celery itself keeps them only in pools that have child processes.

    A thread outside Python keeps the hard limit, so it also ends code that never returns to Python. It writes the
    task's stack to the worker's log.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGALRM, _soft_limit)
        signal.setitimer(signal.ITIMER_REAL, SOFT_TIME_LIMIT)
        faulthandler.dump_traceback_later(TIME_LIMIT, exit=True, file=sys.__stderr__)


@task_postrun.connect
def lift_limit(**_):
    """Stop the time limits of the task that has ended."""
    if threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _soft_limit(*_):
    raise SoftTimeLimitExceeded(f"The task ran for more than {SOFT_TIME_LIMIT} seconds.")
