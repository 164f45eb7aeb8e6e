"""`manage.py up`: everything that Factcheck needs on one machine, for as long as this command runs, and no longer."""

import contextlib
import fcntl
import hashlib
import io
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from claims.demo import PASSWORD
from claims.models import Person
from factcheck.local import ports, postgres, processes
from factcheck.settings import BASE_DIR, database

PATIENCE = 60  # seconds for the web server's first answer
LOOK = 0.2  # seconds between two looks at whether everything is still there
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked for the end: Ctrl-C, a signal, or the end of the uv that started this."""


class Command(BaseCommand):
    help = "Start Factcheck on this machine: database, web server, worker and clock. Ctrl-C stops all of it."
    requires_system_checks = []  # models are checked against a database, and none is running yet

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the web server's port (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="leave the demo desk out on the first run")

    def handle(self, *, port, host, no_demo, **options):
        self.began, self.home, self.launcher = time.monotonic(), settings.FACTCHECK_HOME, _uv_above()
        self.host, self.port, self.no_demo = host, port, no_demo
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self.children = {}
        try:
            with contextlib.ExitStack() as house:
                self._start(house)
                while True:
                    self._watch()
        except Stopped:
            self._say("Stopped.")

    def _start(self, house):
        (self.home / "log").mkdir(parents=True, exist_ok=True)
        house.enter_context(_held(self.home, self.address))
        if reason := ports.taken(self.host, self.port):
            raise CommandError(f"Port {self.port} of {self.host} is taken: {reason}. Choose another with --port.")
        for number in SIGNALS:
            signal.signal(number, _stop)
        self._say(f"Everything is kept in {self.home}")
        owner_url, app_url = self._database(house)
        self._make_tables(owner_url)
        self._make_rows(app_url)
        self._collect_static()
        self._serve(house, app_url)
        self._welcome()
        connections.close_all()

    def _database(self, house):
        """Start the embedded server, unless the environment names one. Returns the owner's and the app's address."""
        if os.environ.get("DATABASE_URL"):
            return settings.DATABASE_OWNER_URL or settings.DATABASE_URL, settings.DATABASE_URL
        self._say("starting the database")
        server = postgres.Server(self.home)
        house.callback(server.stop)
        try:
            server.start(tell=self._say)
        except postgres.NotStarted as error:
            raise CommandError(str(error)) from error
        self.children["postgres"] = server.process
        return server.url(postgres.OWNER), server.url(postgres.APP)

    def _make_tables(self, owner_url):
        self._say("bringing the tables up to date")
        _connect_as(owner_url)
        call_command("migrate", verbosity=0, interactive=False)

    def _make_rows(self, app_url):
        _connect_as(app_url)
        first_run = not Person.objects.exists()
        if not ports.is_loopback(self.host):
            # The password of these accounts is known to everybody.
            if Person.objects.filter(demo=True).exists():
                raise CommandError(
                    f"This database has demo accounts, and they are for this machine only, not for --host {self.host}."
                    " Take another FACTCHECK_HOME for real work, and start it with --no-demo."
                )
            if first_run and not self.no_demo:
                raise CommandError(f"The demo desk is for this machine only. With --host {self.host}, add --no-demo.")
        call_command("reference", stdout=io.StringIO())
        if first_run and not self.no_demo:
            self._say("loading the demo desk")
            call_command("demo", stdout=io.StringIO())

    def _collect_static(self):
        # Compressing takes seconds, so that it is done only when a file has changed.
        files = sorted(
            (path, found.stat().st_mtime_ns, found.stat().st_size)
            for finder in get_finders()
            for path, storage in finder.list([])
            for found in [Path(storage.path(path))]
        )
        now = hashlib.sha256(repr(files).encode()).hexdigest()
        collected = self.home / "static.collected"
        if not collected.exists() or collected.read_text() != now:
            self._say("compressing scripts and styles")
            collected.unlink(missing_ok=True)
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            collected.write_text(now)

    def _serve(self, house, app_url):
        self._say("starting web server, worker and clock")
        environment = self._environment(app_url)
        house.callback(self._stop_children)
        bind = self.address.removeprefix("http://").rstrip("/")
        celery = ["celery", "--quiet", "--app", "factcheck"]
        alone = ["--without-heartbeat", "--without-gossip", "--without-mingle"]  # there is one worker, over pgmq
        in_memory = ["--scheduler", "celery.beat:Scheduler", "--pidfile="]
        for name, command in {
            "gunicorn": ["gunicorn", "--config", "factcheck/gunicorn_conf.py", "--bind", bind],
            "worker": [*celery, "worker", "--loglevel", "WARNING", *alone],
            "beat": [*celery, "beat", "--loglevel", "WARNING", *in_memory],
        }.items():
            self.children[name] = processes.spawn(
                [sys.executable, "-m", *command], log=self._log(name), env=environment, cwd=BASE_DIR
            )
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"{self.address}healthz"):
            self._watch()
            if time.monotonic() > deadline:
                raise CommandError(f"The web server does not answer; see {self._log('gunicorn')}.")

    def _environment(self, app_url):
        """What the children get: the app's role only, and what may be looser on one machine than in production."""
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        ours = f"localhost,127.0.0.1,[::1],{self.host}" if ports.is_loopback(self.host) else "*"
        return {"TLS": "off", "ALLOWED_HOSTS": ours, "SECRET_KEY": _secret_key(self.home), **given} | {
            "DATABASE_URL": app_url,
            "FACTCHECK_HOME": str(self.home),
        }

    def _watch(self):
        """Wait a moment; raises Stopped when the uv above has gone, CommandError when a child has."""
        time.sleep(LOOK)
        if self.launcher and os.getppid() != self.launcher:
            raise Stopped
        for name, child in self.children.items():
            if child.poll() is not None:
                words = self._log(name).read_text(errors="replace").splitlines()[-12:]
                raise CommandError("\n".join([f"{name} has ended ({child.returncode}), so all is stopped:", *words]))

    def _stop_children(self):
        ours = [child for name, child in self.children.items() if name != "postgres"]
        for child in ours:
            if child.poll() is None:
                child.terminate()
        for child in ours:
            processes.stop(child)

    def _welcome(self):
        self._say(f"\nFactcheck is at {self.address} ({time.monotonic() - self.began:.1f} s). Ctrl-C stops it.")
        if not Person.objects.exists():
            self._say("It has no account yet: `uv run manage.py createsuperuser` makes the first.")
        demo = Person.objects.filter(demo=True, is_active=True).order_by("username").prefetch_related("memberships")
        if demo:
            self._say(f"Demo accounts, password “{PASSWORD}”:")
        for person in demo:
            roles = ", ".join(membership.get_role_display().lower() for membership in person.memberships.all())
            self._say(f"  {person.username:<12}{person} ({roles or 'admin'})")

    def _log(self, name):
        return self.home / "log" / f"{name}.log"

    def _say(self, words):
        with contextlib.suppress(OSError):  # a closed terminal is no reason to leave processes behind
            self.stdout.write(words)
            self.stdout.flush()


@contextlib.contextmanager
def _held(home, address):
    """Hold the home folder against a second `up`; the lock ends with this process, however that ends."""
    with (home / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(
                f"{home} is in use by {lock.read().strip() or 'another process'}."
                " Stop that first, or give this one a FACTCHECK_HOME of its own."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, which serves {address}")
        lock.flush()
        yield


def _stop(number, frame):
    for each in SIGNALS:  # once is enough: what follows is the way out
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _uv_above():
    """The process id of the `uv run` that started this; None if something else did.

    uv does not become this process but waits for it, and killed it could not tell us.
    """
    parent = os.getppid()
    try:
        name = str(Path(f"/proc/{parent}/exe").readlink())
    except OSError:
        ps = ["ps", "-o", "comm=", "-p", str(parent)]
        found = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603
        name = found.stdout.strip()
    return parent if Path(name).name == "uv" else None


def _connect_as(url):
    connection.close()
    connection.settings_dict.update(database(url))


def _secret_key(home):
    """The key that signs sessions here: made once, kept for this user's eyes only."""
    path = home / "secret_key"
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _answers(url):
    try:
        urllib.request.urlopen(url, timeout=10).close()  # noqa: S310 - http, our own
    except urllib.error.HTTPError as error:
        return error.code < 500  # not at home under this name, perhaps; but at home
    except OSError:
        return False
    return True
