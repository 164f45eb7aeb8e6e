"""Processes that are started again when they end or fall silent, and tasks that take too long."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from factcheck.local.helpers import LASTED, Hearts, Helper, NotStarted
from factcheck.local.processes import spawn, stop
from factcheck.settings import BASE_DIR
from factcheck.workers import Workers
from tests.up_here import until

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def help_with(clock):
    """Makes a helper of a function that starts it; it is started, what it tells is in `told`, and stopped at last."""
    made = []

    def make(start=lambda: spawn(SLEEPER)):
        told = []
        helper = Helper("worker", start, log="worker.log", tell=told.append, clock=clock)
        helper.told = told
        made.append(helper)
        helper.start()
        return helper

    yield make
    for helper in made:
        if helper.runs:
            stop(helper.process, signal.SIGKILL)


def ended(helper):
    assert until(lambda: not helper.runs, within=30)
    helper.tend()
    return helper


def kill(helper):
    helper.process.kill()
    return ended(helper)


def test_a_helper_that_was_killed_is_started_again_at_once_and_that_is_told(help_with, clock):
    helper = help_with()
    first = helper.process.pid
    clock.now += LASTED + 1
    kill(helper)
    assert helper.runs and helper.process.pid != first
    assert helper.told == ["worker was ended by signal SIGKILL. It is started again now. Its log is worker.log"]


def test_one_that_runs_is_left_alone(help_with):
    helper = help_with()
    first = helper.process.pid
    helper.tend()
    assert helper.process.pid == first and helper.told == []


def test_one_that_keeps_ending_is_started_after_longer_and_longer_waits(help_with, clock):
    helper, waits = help_with(lambda: spawn([sys.executable, "-c", "raise SystemExit(3)"])), []
    for _ in range(9):
        ended(helper)
        assert helper.process is None
        before = clock.now
        while helper.process is None:
            clock.now += 0.5
            helper.tend()
        waits.append(clock.now - before)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert "worker ended with code 3, 9 times in a row. It is started again in 60 s." in helper.told[-1]


def test_one_that_cannot_be_started_again_is_tried_again(help_with, clock):
    answers = [None, NotStarted("no space left"), OSError("no process left")]

    def start():
        answer = answers.pop(0) if answers else None
        if answer:
            raise answer
        return spawn(SLEEPER)

    helper = help_with(start)
    clock.now += LASTED + 1
    kill(helper)
    assert "could not be started: no space left" in helper.told[-1]
    clock.now += 1
    helper.tend()
    assert "could not be started: no process left" in helper.told[-1]
    clock.now += 2
    helper.tend()
    assert helper.runs


def test_one_that_stands_still_is_ended_and_started_again(help_with, clock):
    helper = help_with()
    helper.process.send_signal(signal.SIGSTOP)
    first = helper.process.pid
    clock.now += LASTED + 1
    helper.kill("was not heard and has been ended")
    helper.tend()
    assert helper.runs and helper.process.pid != first


def test_a_heartbeat_counts_from_when_it_was_seen_whatever_its_own_clock_says(clock):
    hearts, began = Hearts(clock), clock.now
    clock.now += 50
    hearts.look({"worker-1": datetime(1999, 1, 1, tzinfo=UTC)})
    assert hearts.silent("worker-1", began) == 0
    clock.now += 50
    hearts.look({"worker-1": datetime(1999, 1, 1, tzinfo=UTC)})
    assert hearts.silent("worker-1", began) == 50


def test_one_that_was_started_again_has_its_time_to_be_heard(clock):
    hearts = Hearts(clock)
    hearts.look({"worker-1": datetime(1999, 1, 1, tzinfo=UTC)})
    clock.now += 100
    assert hearts.silent("worker-1", since=clock.now - 5) == 5
    assert hearts.silent("never heard", since=clock.now - 7) == 7


@pytest.mark.parametrize(("worker_heard", "ended"), [(85, []), (10, ["clock"])])
def test_the_clock_is_ended_only_while_a_worker_is_heard(help_with, clock, worker_heard, ended):
    desk = Workers(hearts_of=None, silence=90, tell=print)
    desk.hearts = Hearts(clock)
    desk.helpers = {name: help_with() for name in ("worker-1", "worker-2", "clock")}
    clock.now += desk.silence + 1 - worker_heard
    desk.hearts.look({"worker-1@up": datetime(1999, 1, 1, tzinfo=UTC), "worker-2@up": datetime(1999, 1, 1, tzinfo=UTC)})
    clock.now += worker_heard
    assert desk.silent() == ended


def run(*lines):
    code = "\n".join(["import factcheck.celery as queue", *lines])
    return subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, capture_output=True, text=True, check=False)


def test_a_task_that_takes_too_long_is_told_so():
    told = run(
        "queue.SOFT_TIME_LIMIT = 0.1",
        "queue.limit_time()",
        "try:",
        "    while True: pass",
        "except queue.SoftTimeLimitExceeded:",
        "    queue.lift_limit()",
        "    print('told')",
    )
    assert told.stdout == "told\n", told.stderr


def test_a_task_that_never_comes_back_ends_its_worker_and_the_log_says_where_it_was():
    ended = run(
        "import ctypes",
        "queue.TIME_LIMIT = 1",
        "queue.limit_time()",
        "ctypes.PyDLL(None).pause()",  # as a call that keeps Python from doing anything else
    )
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr and "<module>" in ended.stderr


def test_a_task_that_ends_in_time_is_not_limited_any_more():
    ended = run(
        "import signal",
        "queue.SOFT_TIME_LIMIT, queue.TIME_LIMIT = 0.5, 0.6",
        "queue.limit_time()",
        "queue.lift_limit()",
        "assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)",
        "import select",
        "select.select([], [], [], 1)",
        "print('still here')",
    )
    assert ended.stdout == "still here\n", ended.stderr
