"""The queue. The database is the truth and this only a bell: a task takes an id, may run twice, and may be lost."""

import os

from celery import Celery
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

QUEUE = "factcheck"
TIME_LIMIT = 60  # seconds; a task that runs longer is killed
PREFETCH = 2  # messages that wait in a worker: two processes, one each


def _for_pgmq(url):
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
    task_time_limit=TIME_LIMIT,
    task_soft_time_limit=TIME_LIMIT - 10,
    worker_concurrency=PREFETCH,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,  # over pgmq it calls a function that is not there
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)
if settings.CELERY_BROKER_URL.startswith("pgmq"):
    app.conf.broker_transport_options = {
        "conn_string": _for_pgmq(settings.DATABASE_URL),
        "init_extension": False,  # a migration has installed its SQL
        # Below this a message read by a busy worker would be handed out again, and its task run twice.
        "visibility_timeout": (PREFETCH + 1) * TIME_LIMIT + 60,
        "use_notify": True,
        "polling_interval": 0.5,
        "wait_time_seconds": 0,
        "pool_size": 4,
        "pool_timeout": 5,
    }
app.autodiscover_tasks(["claims"])
app.autodiscover_tasks(["claims"], related_name="periodic")
