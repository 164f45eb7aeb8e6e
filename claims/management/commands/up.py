"""`manage.py up`: run everything that Factcheck needs on one machine, until this command ends."""

import argparse
import contextlib
import hashlib
import io
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection, connections

from claims.demo import PASSWORD
from claims.models import Person
from factcheck.celery import TIME_LIMIT
from factcheck.local import ports, postgres, processes, users
from factcheck.local.helpers import NotStarted
from factcheck.local.watch import Stopped, Watch, go_on, obey_signals
from factcheck.settings import BASE_DIR, database, identity_keys

WORKERS = "parent of workers"  # and of the clock
PATIENCE = 60  # seconds for the web server's first answer
SILENT = TIME_LIMIT + 30  # seconds without a heartbeat, which a worker writes between its tasks
HEARTBEATS = "SELECT name, at FROM claims_heartbeat"


class Command(BaseCommand):
    help = "Start Factcheck on this machine: database, web server, worker and clock. Ctrl-C stops all of it."
    requires_system_checks = []  # they check models against a database, and none is running yet

    def add_arguments(self, parser):
        parser.add_argument("--port", type=_port, default=8000, help="the web server's port (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="leave the demo desk out on the first run")

    def handle(self, *, port, host, no_demo, **options):
        self.began, self.home, self.launcher = time.monotonic(), settings.FACTCHECK_HOME, _uv_above()
        self.host, self.port, self.no_demo = host, port, no_demo
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        try:
            with contextlib.ExitStack() as stack:
                lock = self._start(stack)
                go_on(self.watch, lock)
        except Stopped:
            self._say("Stopped.")
        except (NotStarted, users.NoUser) as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, InterfaceError) as error:
            what = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database refused what a start needs: {what}. See {self._log('postgres')}."
            ) from error
        except OSError as error:
            where = error.filename or self.home
            raise CommandError(
                f"{where}: {error.strerror or error}. Everything is kept in {self.home}: let it be writable, with space"
                " left, or name another folder in FACTCHECK_HOME."
            ) from error

    def _start(self, stack):
        (self.home / "log").mkdir(parents=True, exist_ok=True)
        (self.home / "log").chmod(0o700)
        for log in (self.home / "log").iterdir():  # they may be from an earlier version
            log.chmod(0o600)
        lock = stack.enter_context(postgres.held(self.home, f"process {os.getpid()}, which serves {self.address}"))
        if reason := ports.taken(self.host, self.port):
            raise CommandError(
                f"Port {self.port} of {self.host} cannot be used: {reason}. Choose another with --port or --host."
            )
        obey_signals()
        self._say(f"Everything is kept in {self.home}")
        compiling = self._compile()
        owner_url, app_url = self._database(stack)
        self._take_identity_keys()
        self._make_tables(owner_url)
        first_run = self._make_rows(app_url)
        self._collect_static()
        self._make_captures()
        compiling.wait()
        self._serve(app_url)
        if first_run and not self.no_demo:  # while the others start
            self._say("loading the demo desk")
            call_command("demo", stdout=io.StringIO())
        self._wait_for_an_answer()
        self._welcome()
        connections.close_all()
        return lock

    def _compile(self):
        """Begin to compile our modules. The users that run web server and workers may not write beside the code.

        Each of their processes would compile all of them at every start, a second of processing.
        """
        return processes.spawn([sys.executable, "-m", "compileall", "-q", "claims", "factcheck"], cwd=BASE_DIR)

    def _database(self, stack):
        """Start the embedded server, unless the environment names one. Return the owner's and the app's address."""
        given = os.environ.get("DATABASE_URL")
        server = None if given else postgres.Server(self.home)
        app_url = settings.DATABASE_URL if given else server.url(postgres.APP)
        self.watch = Watch(launcher=self.launcher, tell=self._say)
        stack.callback(self.watch.stop)
        if given:
            return settings.DATABASE_OWNER_URL or app_url, app_url
        self._say("starting the database")
        self.watch.keep_database(server).start()
        return server.url(postgres.OWNER), app_url

    def _make_tables(self, owner_url):
        self._say("bringing the tables up to date")
        _connect_as(owner_url)
        call_command("migrate", verbosity=0, interactive=False)

        if settings.IDENTITY_KEYS[1:]:
            call_command("rotate_keys", stdout=self.stdout)

    def _take_identity_keys(self):
        """Use keys of this machine's own for who confidential sources are, unless the environment has some."""
        if not settings.IDENTITY_KEYS:
            os.environ["IDENTITY_KEYS"] = _own_secret(self.home, "identity_keys", 32).strip()
            settings.IDENTITY_KEYS = identity_keys(os.environ["IDENTITY_KEYS"])

    def _make_rows(self, app_url):
        """Make the rows that every desk needs. Return whether there was nobody yet."""
        _connect_as(app_url)
        first_run = not Person.objects.exists()
        if not ports.is_loopback(self.host):
            # Everybody knows the password of these accounts.
            if Person.objects.filter(demo=True).exists():
                raise CommandError(
                    f"This database has demo accounts, and they are for this machine only, not for --host {self.host}."
                    " Take another FACTCHECK_HOME for real work, and start it with --no-demo."
                )
            if first_run and not self.no_demo:
                raise CommandError(f"The demo desk is for this machine only. With --host {self.host}, add --no-demo.")
        call_command("reference", stdout=io.StringIO())
        return first_run

    def _collect_static(self):
        # Compressing takes seconds, so it is done only when a file has changed.
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

    def _make_captures(self):
        """Make the folder of captured sources, if it is one. Web server and worker write there, and nobody else."""
        folder = settings.CAPTURES
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if users.is_root():
            os.chown(folder, users.desk().pw_uid, users.desk().pw_gid)

    def _serve(self, app_url):
        self._say("starting web server, worker and clock")
        environment, before, identity = self._environment(app_url), [], {}
        if users.is_root():
            needed = sys.executable, BASE_DIR / "manage.py", settings.STATIC_ROOT / "staticfiles.json"
            before, identity = users.on_behalf_of_desk(needed, low_port=self.port < 1024)
        bind = self.address.removeprefix("http://").rstrip("/")
        commands = {
            "web server": ["gunicorn", "--config", "factcheck/gunicorn_conf.py", "--bind", bind],
            WORKERS: ["factcheck.workers", SILENT, HEARTBEATS],
        }
        for name, command in commands.items():
            log = self._log("workers" if name == WORKERS else "gunicorn")
            whole = [str(part) for part in (*before, sys.executable, "-m", *command)]
            said = {"log": str(log), "env": environment, "cwd": str(BASE_DIR), "identity": identity}
            self.watch.keep(name, {"command": whole, "tells": name == WORKERS} | said).start()

    def _wait_for_an_answer(self):
        deadline, web = time.monotonic() + PATIENCE, self.watch.helpers["web server"]
        while not _answers(f"{self.address}healthz"):
            if not web.runs:
                words = web.log.read_text(errors="replace").splitlines()[-12:]
                raise CommandError("\n".join(["The web server did not start:", *words]))
            self.watch.look()
            if time.monotonic() > deadline:
                raise CommandError(f"The web server does not answer; see {web.log}.")

    def _environment(self, app_url):
        """Return the children's environment: the app's role only, and settings relaxed for use on one machine."""
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        ours = f"localhost,127.0.0.1,[::1],{self.host}" if ports.is_loopback(self.host) else "*"
        return {
            "TLS": "off",
            "ALLOWED_HOSTS": ours,
            "SECRET_KEY": _own_secret(self.home, "secret_key", 50),
            **given,
        } | {
            "DATABASE_URL": app_url,
            "FACTCHECK_HOME": str(self.home),
        }

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
        with contextlib.suppress(OSError):  # a closed terminal must not leave processes behind
            self.stdout.write(words)
            self.stdout.flush()


def _port(words):
    try:
        port = int(words)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{words} is not a port; ports are numbers from 1 to 65535")
    return port


def _uv_above():
    """Return the process id of the `uv run` that started this; None if something else did.

    uv does not become this process but waits for it. If uv is killed, it cannot pass the signal on.
    """
    parent = os.getppid()
    return parent if processes.program(parent) == "uv" else None


def _connect_as(url):
    connection.close()
    connection.settings_dict.update(database(url))


def _own_secret(home, name, size):
    """Return a secret of this machine, of so many random bytes: made once, readable by this user only."""
    path = home / name
    if not path.exists() or not path.read_text():
        fresh = home / f"{name}.new"
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        fresh.write_text(secrets.token_urlsafe(size))
        fresh.replace(path)
    return path.read_text()


def _answers(url):
    try:
        urllib.request.urlopen(url, timeout=10).close()  # noqa: S310 - http, our own
    except urllib.error.HTTPError as error:
        return error.code < 500  # it answers, even if it does not know this host name
    except OSError:
        return False
    return True
