"""The workers and the clock of `manage.py up`, as copies of one process that has loaded what all of them need.

`python -m factcheck.workers SECONDS STATEMENT` loads Celery and the tasks, and makes each of them by a fork, so that
they share this memory. It starts each again when it ends, or when it has had no heartbeat for so many SECONDS among the
rows (name, time) of STATEMENT. Where it ends, they do.

A worker is `celery --app factcheck worker`, without the command line of Celery and without Django's system checks,
which load the pages.
"""

import contextlib
import functools
import gc
import os
import signal
import sys
import threading
import time
import traceback

import psycopg
from celery.beat import Scheduler, Service
from django.conf import settings

from factcheck.celery import app
from factcheck.local import processes
from factcheck.local.helpers import Hearts, Helper
from factcheck.local.watch import SIGNALS, Adopted, Stopped, Watch, obey_signals, say

LISTEN = 5  # seconds between two checks of the heartbeats
CLOCK = "clock"
WORKERS = ("worker-1", "worker-2")  # each does one task at a time
THROUGH_THE_QUEUE = "worker"  # the heartbeat that the clock sends as a task, and that any worker writes


class Workers(Watch):
    """Workers and clock. `hearts_of` is (address of the database, statement): its rows are a heartbeat's name and time.

    `silence` is how many seconds a worker or the clock may be without one.
    """

    def __init__(self, *, hearts_of, silence, tell):
        super().__init__(tell=tell)
        self.hearts_of, self.silence = hearts_of, silence
        self.hearts, self.listened, self._connection = Hearts(), 0.0, None

    def copy(self, name, run):
        """Have a copy of this process that does ``run()`` from the next look on."""
        self.helpers[name] = Helper(name, functools.partial(_fork, name, run), log=None, tell=self.tell)

    def look(self):
        super().look()
        self.listen()

    def listen(self):
        """Every few seconds, check the heartbeats, and restart each process that has been silent for too long."""
        if time.monotonic() < self.listened + LISTEN:
            return
        self.listened = time.monotonic()
        try:
            self.hearts.look(self._beats())
        except psycopg.Error:
            self._connection = None
            self.hearts = Hearts()  # while the database is down, no heartbeat can be read
            for helper in self.helpers.values():
                helper.expected = time.monotonic()
            return
        for name in self.silent():
            self.helpers[name].kill(f"was not heard for {self.silence} seconds and has been ended")

    def _beats(self):
        url, statement = self.hearts_of
        if self._connection is None:
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=5)
        return dict(self._connection.execute(statement).fetchall())

    def silent(self):
        """Return the helpers to end: the clock only if a worker was heard, which would have taken its message."""
        silent = [name for name in WORKERS if self._is_silent(self.helpers[name], node(name))]
        heard = any(self.hearts.silent(node(name), self.helpers[name].expected) < self.silence / 2 for name in WORKERS)
        if heard and not silent and self._is_silent(self.helpers[CLOCK], THROUGH_THE_QUEUE):
            return [CLOCK]
        return silent

    def _is_silent(self, helper, heart):
        return helper.runs and self.hearts.silent(heart, helper.expected) > self.silence


def node(name):
    """Return a worker's name, among workers and for its heartbeat in the database."""
    return f"{name}@up"


def main(silence, heartbeats):
    obey_signals()
    os.environ.update(CELERY_SKIP_CHECKS="1")  # `manage.py migrate` has made them
    app.loader.import_default_modules()
    app.finalize()
    watch = Workers(hearts_of=(settings.DATABASE_URL, heartbeats), silence=silence, tell=say)
    for name in WORKERS:
        watch.copy(name, functools.partial(_work, app.Worker, node(name)))
    watch.copy(CLOCK, Service(app, scheduler_cls=Scheduler).start)
    # A collection that looked at what is loaded would copy the memory that the processes share.
    gc.collect()
    gc.freeze()
    try:
        watch.go_on_for_ever()
    except Stopped:
        pass
    finally:
        watch.stop()


def _work(worker_class, name):
    # Workers cannot talk to one another over pgmq.
    alone = {"without_heartbeat": True, "without_gossip": True, "without_mingle": True}
    worker = worker_class(hostname=name, loglevel="WARNING", quiet=True, **alone)
    worker.start()
    return worker.exitcode


def _fork(name, run):
    """Start a copy of this process that does ``run()``, and exits with what that returns."""
    parent = os.getpid()
    if pid := os.fork():
        return Adopted(pid)
    code = 1
    try:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        os.dup2(2, 1)  # the log; what the parent prints is for whoever started `up`
        _end_with(parent)
        processes.call_this(name)
        code = run() or 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def _end_with(parent):
    if processes.LINUX:
        processes.die_with_parent(signal.SIGKILL, parent)
        return

    def look():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
