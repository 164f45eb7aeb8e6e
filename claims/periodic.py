"""The schedule of beat: which tasks it sends, and how often. A message that nobody reads in time expires; more follow.

Messages stay valid for as long as a worker may be busy with another task. If they expired sooner, long tasks would keep
all others from running.
"""

from datetime import UTC, datetime

from celery.signals import worker_ready
from django.db import close_old_connections

from claims import tasks
from factcheck.celery import TIME_LIMIT, app

BEAT = 10  # seconds between two heartbeats

#: Everything is due when beat starts, so that no process counts as silent for its first ten seconds.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def _every(seconds, task):
    return {"task": task.name, "schedule": seconds, "options": {"expires": TIME_LIMIT}, "last_run_at": AT_ONCE}


app.conf.beat_schedule = {
    "read_versions": _every(2, tasks.read_versions),
    "bring_in_texts": _every(2, tasks.bring_in_texts),
    "heartbeat": _every(BEAT, tasks.heartbeat),
    "clear_sessions": _every(3600, tasks.clear_sessions),
}
if tasks.FOLLOWS:  # without them nothing is ever in the outbox
    app.conf.beat_schedule["relay"] = _every(5, tasks.relay)


@worker_ready.connect
def keep_saying_that_it_lives(sender, **_):
    """Have each worker write its own heartbeat, under its name, between its tasks.

    The timer only requests it; the loop that takes the tasks writes it. If that loop hangs, the heartbeats stop.
    """

    def say():
        close_old_connections()
        tasks.lives(sender.hostname)

    say()
    sender.timer.call_repeatedly(BEAT, sender.call_soon, (say,))
