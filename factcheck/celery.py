"""The queue. What has to be done stands in the database: a task takes an id, may run twice, and may be lost.

A worker is one process that does one task at a time (Celery's pool `solo`), so that none of its own children can die
and leave it waiting. As many as are wanted are started side by side, and started again when they end. docs/worker.md
says why, with figures.
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
from psycopg.conninfo import conninfo_to_dict, make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

QUEUE = "factcheck"
SOFT_TIME_LIMIT = 50  # seconds; a task that runs longer gets SoftTimeLimitExceeded, and may end in good order
TIME_LIMIT = 60  # seconds; a task that runs longer ends its worker, which is started again


def for_pgmq(url):
    """`url` in a form that survives the pgmq client, which reads no sockets and options and quotes nothing.

    It puts the password, as it is, last in the parameters that it connects with. There a later one replaces an earlier
    one, so that in the password's place go all of ours.
    """
    return make_conninfo(password=f"'' {make_conninfo(**conninfo_to_dict(url))}")


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
    worker_enable_remote_control=False,  # over pgmq it calls a function that is not there
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)
if settings.CELERY_BROKER_URL.startswith("pgmq"):
    app.conf.broker_transport = "factcheck.broker:Transport"
    app.conf.broker_transport_options = {
        "conn_string": for_pgmq(settings.DATABASE_URL),
        "init_extension": False,  # a migration has installed its SQL
        # Below this a message read by a busy worker would be handed out again, and its task run twice.
        "visibility_timeout": 2 * TIME_LIMIT + 60,
        # PostgreSQL keeps every notification until each connection that listens has read it, and whoever sends through
        # kombu listens too, but never reads: in time that stops the whole server.
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
    """Keep the limits, which Celery leaves to pools that have children.

    The hard one is kept by a thread that needs nothing of Python, so that it ends even what never comes back to Python;
    it writes where the task was into the worker's log.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGALRM, _soft_limit)
        signal.setitimer(signal.ITIMER_REAL, SOFT_TIME_LIMIT)
        faulthandler.dump_traceback_later(TIME_LIMIT, exit=True, file=sys.__stderr__)


@task_postrun.connect
def lift_limit(**_):
    """Stop the clock of the task that has ended."""
    if threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def _soft_limit(*_):
    raise SoftTimeLimitExceeded(f"The task ran for more than {SOFT_TIME_LIMIT} seconds.")
