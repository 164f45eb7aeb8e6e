"""How gunicorn serves: few processes with few threads, which end with their master even when that is killed."""

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
graceful_timeout = 30  # seconds for the requests that a worker has when it is to stop
keepalive = 0  # see gunicorn_worker
worker_connections = 400  # of each process: with the files it has open, well under the usual limit of 1,024
sendfile = False  # an answer goes to the main loop, and not to a socket
control_socket_disable = True  # its default is one socket for all instances of a user
if Path("/dev/shm").is_dir():  # noqa: S108 - a place in memory for the heartbeat of workers
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_fork(server, worker):
    die_with_parent(signal.SIGKILL, server.pid)
