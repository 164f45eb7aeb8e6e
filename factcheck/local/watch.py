"""Watch what `manage.py up` has started, until it is to stop: start again what ends.

`up` loads Django to make the tables. On Linux it then becomes this program (`go_on`), without Django and its 60 MB. The
process id, the lock and the children stay the same.
"""

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import postgres, processes
from .helpers import Helper

LOOK = 0.2  # seconds between two checks of whether every process still runs
DATABASE = "database"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PROJECT = Path(__file__).parents[2]


class Stopped(BaseException):
    """Everything is to stop: by Ctrl-C, a signal, or the end of the uv that started this."""


class Watch:
    """The processes that run, by name. `launcher` is the process id of the uv above, or None.

    `tell` is called with a message about what happened.
    """

    def __init__(self, *, tell, launcher=None):
        self.launcher, self.tell = launcher, tell
        self.helpers, self.commands, self.server = {}, {}, None

    def keep_database(self, server):
        """Return the Helper of the server of a home folder; it is to be started or adopted."""
        self.server = server
        return self._help(DATABASE, lambda: server.start(tell=self.tell), server.log)

    def keep(self, name, command):
        """Return the Helper of a process, by the arguments of `processes.spawn`; it is to be started or adopted."""
        self.commands[name] = command
        return self._help(name, functools.partial(processes.spawn, **command), Path(command["log"]))

    def _help(self, name, start, log):
        self.helpers[name] = helper = Helper(name, start, log=log, tell=self.tell)
        return helper

    def go_on_for_ever(self):
        """Watch until Stopped is raised."""
        while True:
            self.look()

    def look(self):
        """Wait a moment, and restart processes that have ended. Raise Stopped when the uv above has gone."""
        time.sleep(LOOK)
        if self.launcher and os.getppid() != self.launcher:
            raise Stopped
        for helper in self.helpers.values():
            helper.tend()

    def stop(self):
        """End everything; the database last."""
        ours = [helper.process for name, helper in self.helpers.items() if name != DATABASE and helper.runs]
        for child in ours:
            child.terminate()
        for child in ours:
            processes.stop(child)
        if self.server:
            self.server.stop()


class Adopted:
    """A child that this process has started when it ran another program, as far as Popen has to be one here."""

    def __init__(self, pid):
        self.pid, self.returncode = pid, None

    def poll(self):
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self.returncode

    def wait(self, timeout=None):
        until = time.monotonic() + timeout if timeout is not None else None
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return self.returncode

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


def obey_signals():
    """Raise Stopped at the first signal that asks this process to end."""
    for number in SIGNALS:
        signal.signal(number, _stop)


def _stop(number, frame):
    for each in SIGNALS:  # ignore further signals, which would interrupt the stop
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def go_on(watch, lock):
    """Become this program, which goes on with what `watch` has started and holds the open file `lock`.

    What it needs is handed over in memory: it includes the password of the tables' owner, which no file may hold. Where
    the system has no such file in memory, this process goes on as it is.
    """
    if not processes.LINUX:
        return watch.go_on_for_ever()
    server = watch.server
    state = {
        "launcher": watch.launcher,
        "commands": watch.commands,
        "running": {name: helper.process.pid for name, helper in watch.helpers.items() if helper.runs},
        "server": server and {"folder": str(server.folder), "password": server.password},
    }
    handed_over = os.memfd_create("watch")
    os.write(handed_over, json.dumps(state, default=str).encode())
    os.lseek(handed_over, 0, os.SEEK_SET)
    for each in (handed_over, lock.fileno()):
        os.set_inheritable(each, True)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until the next program obeys them
    os.chdir(PROJECT)
    return os.execv(sys.executable, [sys.executable, "-m", __name__, str(handed_over), *sys.argv[1:]])  # noqa: S606


def main(handed_over):
    with os.fdopen(handed_over) as file:
        state = json.load(file)
    watch = Watch(launcher=state["launcher"], tell=say)
    running = {name: Adopted(pid) for name, pid in state["running"].items()}
    if found := state["server"]:
        server = postgres.Server(found["folder"])
        server.password, server.process = found["password"], running.get(DATABASE)
        watch.keep_database(server).adopt(server.process)
    for name, command in state["commands"].items():
        watch.keep(name, command).adopt(running.get(name))
    obey_signals()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        watch.go_on_for_ever()
    except Stopped:
        pass
    finally:
        watch.stop()
    say("Stopped.")


def say(words):
    """Tell whoever started `up`."""
    with contextlib.suppress(OSError):  # a closed terminal must not leave processes behind
        print(words, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
