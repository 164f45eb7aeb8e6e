"""`manage.py up` starts everything, says what stands in its way, and leaves nothing behind however it ends."""

import os
import shutil
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from claims.demo import PASSWORD
from tests.drills import Drill, WatchDrill
from tests.rabbit import Rabbit
from tests.up_here import Up, all_gone, open_folder, processes_of, until

pytestmark = pytest.mark.xdist_group("up")  # one home folder, made once, and no two servers competing for two cores

HERE = {"FETCH_NETWORKS": "127.0.0.1/32"}  # sites on this machine are captured
WITH_UV = [shutil.which("uv"), "run", "--no-sync"]


@pytest.fixture(scope="module")
def home():
    with open_folder() as folder:
        odd = folder / "a b&c+d%e#f?g=é,'"  # in an address, a list or a shell each of these means something
        yield odd
        assert all_gone(odd), processes_of(odd)


@pytest.fixture(scope="class")
def up(home):
    with Up(home, settings=HERE) as running:
        yield running.started()


class TestWhileItRuns:
    def test_a_page_is_served(self, up):
        assert up.get()[0] == 200

    def test_the_first_run_brings_the_demo_desk_and_says_how_to_get_in(self, up):
        up.heard(f"Demo accounts, password “{PASSWORD}”:").heard("leyla")
        assert up.sql("SELECT count(*) > 0 FROM claims_person WHERE demo") == [(True,)]

    def test_the_worker_is_heard_through_the_queue(self, up):
        assert until(lambda: up.health()["worker"]["state"] == "up", within=30), up.health()
        assert up.health()["database"] == {"state": "up"}
        queue = up.health()["queue"]
        assert (queue["state"], queue["waiting"], queue["failed"]) == ("up", 0, 0)

    def test_all_of_it_runs_as_the_role_that_may_not_touch_the_rules(self, up):
        others = "FROM pg_stat_activity WHERE datname = 'factcheck' AND pid <> pg_backend_pid()"
        assert up.sql(f"SELECT DISTINCT usename::text {others}") == [("factcheck_app",)]

    def test_a_second_one_on_the_folder_is_told_who_holds_it(self, up):
        with Up(up.home) as second:
            assert second.finished() == 1
        assert (
            f"{up.home} is in use by process {up.pid_of_up()}, which serves http://127.0.0.1:{up.port}/" in second.said
        )

    def test_a_taken_port_is_named(self, tmp_path, up):
        with Up(tmp_path, port=up.port) as second:
            assert second.finished() == 1
        assert f"Port {up.port} of 127.0.0.1 cannot be used: process " in second.said
        assert "gunicorn" in second.said

    def test_the_key_that_signs_sessions_and_the_logs_are_nobody_elses_to_read(self, up):
        assert (up.home / "secret_key").stat().st_mode & 0o777 == 0o600
        logs = list((up.home / "log").iterdir())
        assert len(logs) == 3
        assert {log.stat().st_mode & 0o777 for log in logs} == {0o600}

    def test_nothing_but_itself_runs_as_root(self, up):
        others = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_of(up.home) if pid != up.pid_of_up()}
        assert others and 0 not in others

    def test_other_commands_work_on_its_database(self, up):
        counted = up.command(
            "shell", "--no-imports", "-c", "from claims.models import Person as P; print(P.objects.count())"
        )
        assert counted.stdout == "9\n", counted.stderr

    def test_whoever_has_the_rights_of_the_web_server_does_not_own_the_tables(self, up):
        migrated = up.command("migrate")
        if os.geteuid() == 0:
            assert migrated.returncode == 0, migrated.stderr
        else:  # the web server runs under the same name
            assert migrated.returncode == 1
            assert "Stop that first" in migrated.stderr

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("worker-1", "worker-1: "),
            ("clock", "clock: "),
            ("parent of workers", "-m factcheck.workers"),
            ("web server", "gunicorn"),
            ("database", "postgres -D"),
        ],
    )
    def test_what_is_killed_is_started_again_and_the_rest_goes_on(self, up, name, words):
        assert until(up.is_well, within=60), up.health()
        found = {pid: line for pid, line in processes_of(up.home).items() if words in line}
        os.kill(next(pid for pid in found if parent(pid) not in found), signal.SIGKILL)
        up.heard(f"{name} was ended by signal SIGKILL")
        since = until(lambda: now(up), within=60)
        assert until(lambda: heard_since(up, since), within=60)
        assert until(up.is_well, within=60), up.health()
        assert up.get()[0] == 200

    @pytest.mark.parametrize("words", ["worker-", "postgres -D"], ids=["workers", "database"])
    def test_each_capture_has_one_result_whatever_is_killed_in_the_middle(self, up, pytestconfig, words):
        with Drill(up, pytestconfig.getoption("captures")) as drill:
            drill.until_halfway()
            drill.kill(words)
            drill.each_has_one_result()

    def test_each_look_of_the_watch_has_one_result_if_workers_are_killed_in_the_middle(self, up):
        with WatchDrill(up, 6) as drill:
            drill.until_halfway()
            drill.kill("worker-")
            drill.each_has_one_result()

    def test_sigterm_stops_all_of_it(self, up):
        """The last one: each test starts with it running."""
        up.send(signal.SIGTERM)
        assert up.finished() in (0, 128 + signal.SIGTERM, -signal.SIGTERM)
        assert all_gone(up.home), processes_of(up.home)
        assert "Stopped." in up.said


@pytest.mark.rabbitmq
def test_each_capture_has_one_result_if_workers_are_killed_in_the_middle_over_rabbitmq(home, pytestconfig):
    with Rabbit() as rabbit, Up(home, settings=HERE | {"CELERY_BROKER_URL": rabbit.address}) as up:
        up.started()
        with Drill(up, pytestconfig.getoption("captures")) as drill:
            drill.until_halfway()
            drill.kill("worker-")
            drill.each_has_one_result()


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def now(up):
    try:
        return up.sql("SELECT now()")[0][0]
    except psycopg.OperationalError:
        return None


def heard_since(up, moment):
    return up.sql("SELECT count(*) FROM claims_heartbeat WHERE name ~ '^worker' AND at > %s", moment) == [(3,)]


@pytest.mark.parametrize("port", ["80000", "0", "-1", "http"])
def test_an_impossible_port_is_refused_in_words(tmp_path, port):
    with Up(tmp_path, port=port) as up:
        assert up.finished() == 2
    assert f"{port} is not a port; ports are numbers from 1 to 65535" in up.said


@pytest.mark.parametrize("home", ["/dev/null", "/dev/null/home", "/proc/factcheck"])
def test_a_home_that_cannot_be_written_is_refused_in_words(home):
    with Up(home) as up:
        assert up.finished() == 1
    assert home in up.said and "name another folder in FACTCHECK_HOME" in up.said
    assert "Traceback" not in up.said


def test_sigterm_to_the_uv_above_it_stops_all_of_it(home):
    with Up(home, launcher=WITH_UV) as up:
        up.started()
        up.send(signal.SIGTERM)
        assert up.finished() in (0, 128 + signal.SIGTERM, -signal.SIGTERM)
    assert all_gone(home), processes_of(home)
    assert "Stopped." in up.said


def test_ctrl_c_stops_all_of_it(home):
    with Up(home, launcher=WITH_UV) as up:
        up.started()
        os.killpg(up.process.pid, signal.SIGINT)  # a terminal sends it to the whole group
        up.finished()
    assert all_gone(home), processes_of(home)
    assert "Stopped." in up.said


def test_killed_outright_it_leaves_no_process_and_whole_data(home):
    with Up(home) as up:
        up.started()
        up.sql("INSERT INTO claims_heartbeat (name, at) VALUES ('written before the end', now())")
        up.send(signal.SIGKILL)
        up.finished()
    assert all_gone(home), processes_of(home)
    with Up(home, launcher=WITH_UV) as up:
        up.started()
        assert up.sql("SELECT count(*) FROM claims_heartbeat WHERE name = 'written before the end'") == [(1,)]
        up.send(signal.SIGKILL)  # the uv above it alone
        assert all_gone(home), processes_of(home)


def test_a_port_held_outside_is_refused_before_anything_is_started(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with Up(tmp_path, port=other.getsockname()[1]) as up:
            assert up.finished() == 1
    assert f"process {os.getpid()}" in up.said
    assert not (tmp_path / "pgdata").exists()


def test_demo_accounts_are_not_served_beyond_this_machine(home):
    if not (home / "static.collected").exists():  # the tests before have started it there
        with Up(home) as up:
            up.started()
    with Up(home, "--no-demo", "--host", "0.0.0.0") as up:
        assert up.finished() == 1
    assert "demo accounts" in up.said
    assert all_gone(home), processes_of(home)


def test_beyond_this_machine_it_starts_empty_and_only_when_told_to():
    with open_folder() as home:
        with Up(home, "--host", "0.0.0.0") as up:
            assert up.finished() == 1
        assert "add --no-demo" in up.said
        with Up(home, "--host", "0.0.0.0", "--no-demo") as up:
            up.started()
            assert up.sql("SELECT count(*) FROM claims_person") == [(0,)]
            assert up.get("healthz")[0] == 200
    assert "createsuperuser" in up.said
