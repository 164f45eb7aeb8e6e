"""The embedded server and the processes around it, where folders are deep or closed, and where there is no prctl."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from factcheck.local import leash, ports
from factcheck.local.postgres import APP, OWNER, Server
from tests.up_here import free_port, open_folder, until


@pytest.fixture
def folder():
    with open_folder() as opened:
        yield opened


@pytest.fixture
def served(folder):
    """Starts a server in a home folder and returns who connects as the app, and to what; cleans up after it."""
    servers = []

    def serve(folder):
        server = Server(folder)
        servers.append(server)
        server.start("fsync=off")
        with psycopg.connect(server.url(APP)) as connection:
            return connection.execute("SELECT current_user, current_database()").fetchone()

    yield serve
    for server in servers:
        server.stop()
        data = server.folder / "pgdata"
        if data.is_symlink():
            shutil.rmtree(data.resolve().parent)


def test_a_folder_deeper_than_a_socket_address_is_served(served, folder):
    assert served(folder / ("deep" * 30)) == (APP, "factcheck")


def test_a_folder_closed_to_everybody_else_is_served(served, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    assert served(closed / "home") == (APP, "factcheck")


def test_what_was_written_is_there_after_a_second_start(folder):
    for expected in ([], [(1,)]):
        server = Server(folder)
        server.start("fsync=off")
        with psycopg.connect(server.url(OWNER)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
            assert connection.execute("SELECT * FROM kept").fetchall() == expected
            connection.execute("INSERT INTO kept VALUES (1)")
        server.stop()


def test_the_log_of_the_database_holds_no_value_of_a_row_or_a_statement(served, folder):
    served(folder)
    with psycopg.connect(Server(folder).url(OWNER)) as connection:
        connection.execute("CREATE TEMPORARY TABLE told (name text PRIMARY KEY)")
        connection.execute("INSERT INTO told VALUES ('Deepthroat')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO told VALUES ('Deepthroat')")
    log = (folder / "log" / "postgres.log").read_text()
    assert "duplicate key value" in log and "Deepthroat" not in log


def test_a_half_made_database_is_made_anew(served, folder):
    half = folder / "pgdata.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    assert served(folder) == (APP, "factcheck")


def test_on_a_leash_a_command_ends_with_whoever_started_it():
    sleeper = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
    leashed = [sys.executable, leash.__file__, "9", sys.executable, "-c", sleeper]
    with subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.run({leashed!r})"], stdout=subprocess.PIPE, text=True
    ) as starter:
        command = int(starter.stdout.readline())
        starter.kill()
        assert until(lambda: not alive(command), within=10)


def alive(pid):
    """Whether the process runs; one that has ended and is not yet collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_on_a_leash_signals_and_exit_code_are_handed_on():
    command = "import signal, sys; signal.signal(15, lambda *_: sys.exit(7)); print(flush=True); signal.pause()"
    with subprocess.Popen(
        [sys.executable, leash.__file__, "9", sys.executable, "-c", command], stdout=subprocess.PIPE
    ) as leashed:
        leashed.stdout.readline()
        leashed.send_signal(signal.SIGTERM)
        assert leashed.wait() == 7


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_loopback_is_this_machine(host):
    assert ports.is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example.org"])
def test_everything_else_is_not(host):
    assert not ports.is_loopback(host)


def test_a_free_port_is_not_taken():
    assert ports.taken("127.0.0.1", free_port()) is None


def test_an_address_that_is_not_this_machines_is_refused_in_words():
    assert "assign" in ports.taken("192.0.2.1", 8000)
