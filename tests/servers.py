"""Start an empty PostgreSQL server as an administrator sets it up: passwords over TCP and one superuser."""

import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from factcheck.local import postgres, processes
from tests.up_here import free_port, until


class CleanServer:
    """A context manager. `binaries` is the folder of initdb and postgres; default: those that `manage.py up` uses."""

    def __init__(self, binaries=None):
        self.home = Path(tempfile.mkdtemp(prefix="factcheck-server-"))
        self.home.chmod(0o755)  # the user that runs PostgreSQL for root must be able to enter it
        embedded = postgres.Server(self.home)
        self.identity = embedded.identity
        self.binaries = Path(binaries or embedded._reachable_binaries(lambda words: None))
        self.port, self.password = free_port(), secrets.token_urlsafe(20)

    def __enter__(self):
        data, password = self.home / "data", self.home / "password"
        password.write_text(self.password)
        data.mkdir(mode=0o700)
        if self.identity:
            shutil.chown(data, self.identity["user"], self.identity["group"])
        how = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8"]
        command = [self.binaries / "initdb", "-D", data, "--no-sync", *how]
        subprocess.run(command, **self.identity, cwd="/", check=True, capture_output=True)
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
        self.process = processes.spawn(
            [self.binaries / "postgres", "-D", data, *(part for one in options for part in ("-c", one))],
            signum=signal.SIGINT,
            log=self.home / "log",
            identity=self.identity,
            cwd="/",
        )
        assert until(self._answers, within=30), (self.home / "log").read_text()
        return self

    def __exit__(self, *_):
        processes.stop(self.process, signal.SIGINT)
        shutil.rmtree(self.home)

    def url(self, role="postgres", password=None, database="postgres"):
        return f"postgresql://{role}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement, database="postgres"):
        """Run one statement as the superuser; return its rows."""
        with psycopg.connect(self.url(database=database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @property
    def major(self):
        return int(self.sql("SHOW server_version_num")[0][0]) // 10000

    def _answers(self):
        assert self.process.poll() is None, (self.home / "log").read_text()
        try:
            return bool(self.sql("SELECT 1"))
        except psycopg.OperationalError:
            return False
