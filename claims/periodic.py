"""The clock: which tasks it sends, and how often. A message that nobody reads in time expires; more follow.

Messages stay valid for as long as a worker may be busy with another task. If they expired sooner, long tasks would keep
all others from running.

The tasks are named, not imported, so that `celery beat` loads none of them.
"""

from datetime import UTC, datetime

from factcheck.celery import BEAT, TIME_LIMIT, app

#: Everything is due when the clock starts, so that no process counts as silent for its first ten seconds.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def _every(seconds: int, name: str) -> dict[str, object]:
    options = {"expires": TIME_LIMIT}
    return {"task": f"claims.tasks.{name}", "schedule": seconds, "options": options, "last_run_at": AT_ONCE}


# As long as nothing follows an event (`FOLLOWS` in claims/tasks.py), nothing is ever in the outbox, and `relay` is not
# sent.
app.conf.beat_schedule = {
    "read_versions": _every(2, "read_versions"),
    "bring_in_texts": _every(2, "bring_in_texts"),
    "fetch_pages": _every(2, "fetch_pages"),
    "capture_sources": _every(2, "capture_sources"),
    "watch_sources": _every(60, "watch_sources"),
    "enrol_sources": _every(3600, "enrol_sources"),
    "make_dossiers": _every(2, "make_dossiers"),
    "redact_texts": _every(2, "redact_texts"),
    "drop_dossiers": _every(3600, "drop_dossiers"),
    "end_leases": _every(60, "end_leases"),
    "heartbeat": _every(BEAT, "heartbeat"),
    "clear_sessions": _every(3600, "clear_sessions"),
    "clear_uploads": _every(3600, "clear_uploads"),
}
