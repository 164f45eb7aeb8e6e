"""Captures of slow pages, for tests that end something in the middle of them."""

import os
import signal
import time

import psycopg

from tests.fetch.site import Site
from tests.up_here import processes_of, until

ASK = """
from claims.editing.sources import create_source
from claims.models import Membership
member = Membership.objects.filter(role="checker").select_related("desk", "person").first()
for n in range({count}):
    create_source(
        member.desk, actor=member.person, another=True, title=f"Page {{n}}", address=f"{site}/{{n}}", kind="web_page"
    )
"""
WAIT = "SELECT count(*) FROM claims_capture WHERE ended_at IS NULL AND address LIKE %s"
RESULTS = """
SELECT substring(address FROM '[0-9]+$')::int AS number, count(*), min(status), min(size), min(failure), max(attempts)
FROM claims_capture WHERE address LIKE %s GROUP BY number ORDER BY number
"""


class Drill:
    """``count`` pages of a site, which the workers of an `Up` capture. A context manager, which asks for them."""

    def __init__(self, up, count):
        self.up, self.count = up, count

    def __enter__(self):
        self.site = Site()
        for n in range(self.count):
            self.site.has(f"/{n}", _slowly(b"It rained." + b"." * n), Content_Type="text/plain")
        ask = ASK.format(count=self.count, site=self.site.address(""))
        done = self.up.command("shell", "--no-imports", "-c", ask)
        assert done.returncode == 0, done.stderr
        return self

    def __exit__(self, *_):
        self.site.close()

    def until_halfway(self):
        """Wait until some pages are captured, and others wait."""
        assert until(lambda: len(self._fetched()) > self.count // 3, within=60 + self.count)
        assert self._rows(WAIT) > [(0,)]

    def kill(self, words):
        """Kill all processes of `up` that have these words in their command line."""
        found = [pid for pid, line in processes_of(self.up.home).items() if words in line]
        assert found
        for pid in found:
            os.kill(pid, signal.SIGKILL)

    def each_has_one_result(self):
        """Wait until none waits any more; assert that each has its result, and what was interrupted was done again."""
        assert until(lambda: self._rows(WAIT) == [(0,)], within=120 + 5 * self.count)
        found = self._rows(RESULTS)
        assert [row[:5] for row in found] == [(n, 1, 200, 10 + n, "") for n in range(self.count)]
        assert max(row[5] for row in found) == 2

    def _fetched(self):
        return [path for path in self.site.asked if path != "/robots.txt"]

    def _rows(self, statement):
        try:
            return self.up.sql(statement, self.site.address("/%"))
        except psycopg.OperationalError:  # the database starts again
            return []


def _slowly(body):
    def send(write):
        time.sleep(0.5)  # the site's: what ends now ends in the middle of a capture
        write(body)

    return send
