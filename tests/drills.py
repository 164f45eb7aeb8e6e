"""Captures of slow pages, and looks of the watch at them, for tests that end something in the middle of them."""

import os
import signal
import threading
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

#: A signed claim of the demo desk rests on pages that said something else when they were captured, and are due.
SIGN = """
from claims.editing.captures import add_copy
from claims.editing.claims import cut_claim, field_values, save_claim
from claims.editing.evidence import add_evidence
from claims.editing.sources import make_source
from claims.editing.watches import enrol
from claims.history import acting
from claims.intake.captured import read_file
from claims.models import Article, Claim, Person, Watch
from claims.workflow import perform, standing_of
from django.db.models.functions import Now
leyla, rosa = Person.objects.get(username="leyla"), Person.objects.get(username="rosa")
article = Article.objects.get(headline__startswith="What does a count")
block = article.current_version.blocks.get(text__startswith="An S-300")
words = "the three numbers cannot be compared"
start = block.text.index(words)
made = cut_claim(article, [(block.pk, start, start + len(words), words)], actor=leyla, statement="They cannot be.")
perform("take", made, actor=leyla)
for n in range({count}):
    with acting(leyla):
        source = make_source(article.desk_id, actor=leyla, another=True, title=f"Day {{n}}", address=f"{site}/{{n}}")
    add_copy(source, actor=leyla, **read_file(b"It snowed on the depot.", "a.txt"))
    add_evidence(made, actor=leyla, source=source, bears_on="true", stance="context", excerpt="It snowed", locator="1")
claim = Claim.objects.get(pk=made.pk)
said = {{"attribution": "not_applicable", "verdict": "not_checkable", "rationale": "Nobody names the unit."}}
save_claim(claim, said | {{"kind": "comparison"}}, actor=leyla, base=field_values(claim))
perform("send", Claim.objects.get(pk=made.pk), actor=leyla)
claim = Claim.objects.get(pk=made.pk)
perform("approve", claim, actor=rosa, content_hash=standing_of(claim).content_hash)
enrol()
Watch.objects.filter(source__address__startswith="{site}/").update(due_at=Now())
"""
LOOK = "from claims.tasks import watch_sources\nfor _ in range({count}): watch_sources.delay()"
LATER = """
UPDATE claims_watch SET taken_at = taken_at - interval '1 hour'
WHERE taken_at IS NOT NULL AND source_id IN (SELECT id FROM claims_source WHERE address LIKE %s) RETURNING id
"""
LOOKS = """
SELECT w.tries, w.taken_at IS NULL, w.looked_at IS NOT NULL,
  (SELECT string_agg(c.finding, ',') FROM claims_sourcechange c JOIN claims_evidence e ON e.id = c.evidence_id
   WHERE e.source_id = w.source_id)
FROM claims_watch w JOIN claims_source s ON s.id = w.source_id WHERE s.address LIKE %s ORDER BY w.id
"""


class Drill:
    """``count`` pages of a site, which the workers of an `Up` capture. A context manager, which asks for them."""

    def __init__(self, up, count):
        self.up, self.count = up, count

    def __enter__(self):
        self.site = Site()
        for n in range(self.count):
            self.site.has(f"/{n}", _slowly(b"It rained." + b"." * n), Content_Type="text/plain")
        self._run(ASK.format(count=self.count, site=self.site.address("")))
        return self

    def __exit__(self, *_):
        self.site.close()

    def until_halfway(self):
        """Wait until some pages are captured, and others wait."""
        assert until(lambda: len(self._fetched()) > self.count // 3, within=120 + self.count)
        assert self._rows(WAIT) > [(0,)]

    def kill(self, words):
        """Kill all processes of `up` that have these words in their command line."""
        found = [pid for pid, line in processes_of(self.up.home).items() if words in line]
        assert found
        for pid in found:
            os.kill(pid, signal.SIGKILL)

    def each_has_one_result(self):
        """Wait until none waits any more; assert that each has its result, and what was interrupted was done again."""
        assert until(lambda: self._rows(WAIT) == [(0,)], within=240 + 5 * self.count)
        found = self._rows(RESULTS)
        assert [row[:5] for row in found] == [(n, 1, 200, 10 + n, "") for n in range(self.count)]
        assert max(row[5] for row in found) == 2

    def _run(self, code):
        done = self.up.command("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr

    def _fetched(self):
        return [path for path in self.site.asked if path != "/robots.txt"]

    def _rows(self, statement):
        try:
            return self.up.sql(statement, self.site.address("/%"))
        except psycopg.OperationalError:  # the database starts again
            return []


class WatchDrill(Drill):
    """``count`` pages of a site that the workers of an `Up` look at again; each has lost the excerpt that it had."""

    def __enter__(self):
        self.site, self.killed = Site(), threading.Event()
        for n in range(self.count):
            self.site.has(f"/{n}", self._send, Content_Type="text/plain")
        self._run(SIGN.format(count=self.count, site=self.site.address("")))
        self._run(LOOK.format(count=self.count))  # a look at each: one of a host in each sweep
        return self

    def until_halfway(self):
        """Wait until a worker waits for a page, when others were looked at."""
        assert until(lambda: len(self._fetched()) > self.count // 3, within=120)

    def kill(self, words):
        """Kill all processes of `up` that have these words in their command line, and let the site answer."""
        super().kill(words)
        self.killed.set()

    def _send(self, write):
        if len(self._fetched()) > self.count // 3:
            self.killed.wait(10)
        write(b"It rained on the depot.")

    def each_has_one_result(self):
        """Let an hour pass for what was interrupted; assert that each page has its finding, once."""
        assert until(lambda: self._rows(LATER), within=60)
        self._run(LOOK.format(count=self.count))
        wanted = [(0, True, True, "excerpt")] * self.count
        assert until(lambda: self._rows(LOOKS) == wanted, within=120), self._rows(LOOKS)
        assert len(self._fetched()) > self.count  # one of them twice: it had no result when the workers were killed


def _slowly(body):
    def send(write):
        time.sleep(0.5)  # the site's: what ends now ends in the middle of a capture
        write(body)

    return send
