"""Processes that are restarted when they end or stop sending heartbeats."""

import contextlib
import os
import signal
import time

LASTED = 60  # seconds; a process that ran for longer is restarted at once
LONGEST = 60  # seconds between two tries, at most


class NotStarted(Exception):
    """A process could not be started; the message tells a person why."""


class Helper:
    """A process that is restarted when it ends: at once, and if it keeps ending, after 1, 2, 4 … 60 seconds.

    `start` returns the process, or raises NotStarted or OSError. `tell` is called with a message about what happened.
    `expected` is the time from which the first heartbeat is expected.
    """

    def __init__(self, name, start, *, log, tell, clock=time.monotonic):
        self.name, self.log = name, log
        self._start, self._tell, self._clock = start, tell, clock
        self.process, self.failures, self._due = None, 0, 0.0

    def start(self):
        """Start it for the first time. Raise NotStarted or OSError if it cannot be started."""
        self.began = self.expected = self._clock()
        self.process = self._start()

    def adopt(self, process):
        """Go on with a process that runs already; None is one that has ended."""
        self.began = self.expected = self._clock()
        self.process = process

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def tend(self):
        """Restart it if it has ended and its waiting time is over."""
        if self.process is not None and not self.runs:
            self._ended(how_it_ended(self.process.returncode))
        if self.process is None and self._clock() >= self._due:
            try:
                self.start()
            except (NotStarted, OSError) as error:
                self._ended(f"could not be started: {error}")

    def kill(self, why):
        """Kill it and its whole session, and restart it; `why` is reported through `tell`."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._ended(why)

    def _ended(self, how):
        self.process = None
        self.failures = 0 if self._clock() - self.began > LASTED else self.failures + 1
        wait = min(2 ** (self.failures - 1), LONGEST) if self.failures else 0
        self._due = self._clock() + wait
        often = f", {self.failures} times in a row" if self.failures > 1 else ""
        self._tell(
            f"{self.name} {how}{often}. It is started again {f'in {wait} s' if wait else 'now'}."
            + (f" Its log is {self.log}" if self.log else "")
        )


class Hearts:
    """When each name's last heartbeat arrived, by this process's own clock; the clocks of other machines may differ."""

    def __init__(self, clock=time.monotonic):
        self._clock, self._heard = clock, {}

    def look(self, beats):
        """Note the heartbeats {name: when it was written}; one that has changed since the last look arrived now."""
        for name, at in beats.items():
            if self._heard.get(name, (None,))[0] != at:
                self._heard[name] = at, self._clock()

    def silent(self, name, since):
        """Return the seconds without a heartbeat of `name`, which has been expected since `since`."""
        return self._clock() - max(since, self._heard.get(name, (None, since))[1])


def how_it_ended(code):
    """Return what a return code means, in words that follow the name of the process."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended with code {code}"
