"""Processes that are started again when they end or fall silent."""

import contextlib
import os
import signal
import time

LASTED = 60  # seconds; what ran for longer is started again at once
LONGEST = 60  # seconds between two tries, at most


class NotStarted(Exception):
    """A process could not be started; the message says why, in words for a person."""


class Helper:
    """A process that is started again when it ends: at once, and if it keeps ending, after 1, 2, 4 … 60 seconds.

    `start` returns the process, or raises NotStarted or OSError; `tell` is called with words on what happens to it.
    `expected` is when its first heartbeat began to be waited for.
    """

    def __init__(self, name, start, *, log, tell, clock=time.monotonic):
        self.name, self.log = name, log
        self._start, self._tell, self._clock = start, tell, clock
        self.process, self.failures, self._due = None, 0, 0.0

    def start(self):
        """Start it for the first time; what cannot be started raises."""
        self.began = self.expected = self._clock()
        self.process = self._start()

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def tend(self):
        """Start it again if it has ended and its time has come."""
        if self.process is not None and not self.runs:
            self._ended(how_it_ended(self.process.returncode))
        if self.process is None and self._clock() >= self._due:
            try:
                self.start()
            except (NotStarted, OSError) as error:
                self._ended(f"could not be started: {error}")

    def kill(self, why):
        """End it outright, with all of its session, and start it again; `why` is told."""
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
            f"{self.name} {how}{often}. It is started again {f'in {wait} s' if wait else 'now'}. Its log is {self.log}"
        )


class Hearts:
    """When each of some names was last heard, by this process's own clock, whatever the clocks elsewhere say."""

    def __init__(self, clock=time.monotonic):
        self._clock, self._heard = clock, {}

    def look(self, beats):
        """Take note of the heartbeats {name: when it was written}; a new one was heard just now."""
        for name, at in beats.items():
            if self._heard.get(name, (None,))[0] != at:
                self._heard[name] = at, self._clock()

    def silent(self, name, since):
        """Seconds for which nothing was heard of a name that has been expected `since` then."""
        return self._clock() - max(since, self._heard.get(name, (None, since))[1])


def how_it_ended(code):
    """What a return code says, in words that follow the name of what ended."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended with code {code}"
