"""gunicorn's settings: few processes with few threads, which end with their master even when it is killed."""

import gc
import os
import signal
from pathlib import Path

from factcheck.local.processes import die_with_parent

wsgi_app = "factcheck.wsgi"
worker_class = "factcheck.gunicorn_worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 30  # seconds that a stopping worker has for its current requests
keepalive = 0  # see gunicorn_worker
worker_connections = 400  # for each process: with its open files, well under the usual limit of 1,024
sendfile = False  # a thread writes its answer for the main loop, not to a socket
control_socket_disable = True  # the default is one socket for all instances of a user
if Path("/dev/shm").is_dir():  # noqa: S108 - keeps the workers' heartbeat files in memory
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def when_ready(server):
    """Leave what is loaded alone: a collection that looked at it would copy the memory that the processes share."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    die_with_parent(signal.SIGKILL, server.pid)
