"""Run `manage.py up` as a person does: real processes in a home folder of their own."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg

from factcheck.local import postgres
from factcheck.settings import BASE_DIR

#: The settings read from the environment; the tests remove them, as for a person who has set nothing.
SETTINGS = set(re.findall(r"^([A-Z_0-9]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
GONE_WITHIN = 15  # seconds; a busy database may take some time to close


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Up:
    """One `manage.py up`, in its own session; `launcher` goes before it on the command line.

    ``settings`` are variables of its environment.
    """

    def __init__(self, home, *options, port=None, launcher=(), settings=None):
        self.home, self.port = Path(home), port or free_port()
        given = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self.process = subprocess.Popen(
            [*(launcher or [sys.executable]), "manage.py", "up", "--port", str(self.port), *options],
            cwd=BASE_DIR,
            env=given | {"FACTCHECK_HOME": str(home)} | (settings or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.send(signal.SIGTERM)
        self.finished()
        self.process.stdout.close()

    def started(self):
        """Wait until the address is printed; return self."""
        return self.heard("Factcheck is at")

    def heard(self, words):
        """Wait until it says `words`; return self."""
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return self
        raise AssertionError(self.said)

    def finished(self):
        """Wait for the end; return the exit code."""
        self.said += self.process.stdout.read()
        return self.process.wait()

    def send(self, signum):
        self.process.send_signal(signum)

    def get(self, path=""):
        """Return status and body of one page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()

    def health(self):
        return json.loads(self.get("healthz")[1])

    def is_well(self):
        """Return whether it reports that everything is up."""
        try:
            return all(part["state"] == "up" for part in self.health().values())
        except OSError:
            return False

    def command(self, *arguments):
        """Run another command of manage.py on this home folder; return it when it has ended."""
        given = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=given | {"FACTCHECK_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )

    def pid_of_up(self):
        """Return the process id that holds the home folder; it is not the launcher's."""
        return int(re.search(r"process (\d+)", (self.home / "lock").read_text())[1])

    def sql(self, statement, *values):
        """Run a statement with the rights of web server and worker; return its rows."""
        with psycopg.connect(postgres.url(postgres.APP, self.home), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def open_folder():
    """A temporary folder that every user may enter; for root, pytest's own is closed to others."""
    with tempfile.TemporaryDirectory(prefix="factcheck-up-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def processes_of(home):
    """Return {process id: name and command line} of all running processes that were started for this home folder."""
    mark, found = f"FACTCHECK_HOME={home}\0".encode(), {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() + b"\0":
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(process.name)] = f"{(process / 'comm').read_text().strip()}: {line}"
        except OSError:
            continue  # it has just ended, or belongs to another user
    return found


def until(true, within):
    """Call `true()` again and again for `within` seconds; return its last answer."""
    deadline = time.monotonic() + within
    while not (answer := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def all_gone(home):
    return until(lambda: not processes_of(home), GONE_WITHIN)
