"""`manage.py bench` measures a desk of its own over HTTP, says what it found, and leaves nothing behind."""

import json
import os
import re
import subprocess
import sys
from itertools import count, repeat
from types import SimpleNamespace

import psycopg
import pytest

from claims.management.bench import rows
from claims.management.bench.operations import HOST, OPERATIONS, InProcess
from claims.models import Article, Claim, Evidence, Line, Source
from factcheck.settings import BASE_DIR
from tests.conftest import let_tables_be_emptied
from tests.make import make_article

pytestmark = pytest.mark.xdist_group("up")  # no two web servers competing for two cores

ASKED = {
    *("open_60", "open_600", "create_claim", "add_evidence", "change_state", "search"),
    *("search_sources", "find_source"),
    *("dashboard", "dashboard_chief", "articles", "articles_deep", "claims", "claims_deep"),
    *("preview_60", "preview_600"),
    *("queue_review", "queue_returned", "queue_mine", "queue_unassigned", "queue_changed"),
    *("queue_signed", "queue_review_deep", "queue_mine_deep"),
}
#: Each of them changes something, or is a page of its own kind; all of them take minutes.
MEASURED = {"open_60", "create_claim", "change_state", "search", "search_sources", "queue_mine_deep"}


def bench(*options):
    return subprocess.run(
        [sys.executable, "manage.py", "bench", *options], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def measured():
    done = bench("--claims", "1000", "--sources", "1200", "--requests", "8", "--json", "--only", *MEASURED)
    assert done.returncode == 0, done.stderr
    return done


def test_each_operation_is_said_with_its_queries_bytes_floor_and_times_of_one_and_eight_clients(measured):
    found = json.loads(measured.stdout)
    assert found.keys() == {"claims", "load", "operations"} and found["claims"] == 1000
    assert found["operations"].keys() == MEASURED
    for one in found["operations"].values():
        assert one.keys() == {"queries", "bytes", "floor_ms", "clients"} and one["queries"] > 0 and one["bytes"] > 0
        assert one["floor_ms"] > 0
        assert one["clients"].keys() == {"1", "8"}
        for times in one["clients"].values():
            assert times.keys() == {"p50_ms", "p95_ms", "cpu_ms"} and 0 < times["p50_ms"] <= times["p95_ms"]


def test_the_workbench_of_sixty_claims_keeps_to_fifteen_queries_and_sixty_kilobytes(measured):
    small = json.loads(measured.stdout)["operations"]["open_60"]
    assert small["queries"] <= 15 and small["bytes"] <= 60_000


def test_every_operation_of_a_desk_is_measured():
    assert OPERATIONS.keys() == ASKED


def test_its_database_is_gone_afterwards(measured):
    name = re.search(r"making database (\w+)", measured.stderr)[1]
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres") as server:
        assert not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()


def test_too_few_claims_for_eight_clients_are_refused_in_words():
    done = bench("--claims", "999")
    assert done.returncode == 1 and "--claims 1000" in done.stderr


def test_a_large_desk_is_copied_from_a_smaller_one_and_holds_to_the_rules(transactional_db, monkeypatch):
    monkeypatch.setattr(rows, "WRITTEN", 120)
    try:
        rows.fill(1000)
    finally:
        let_tables_be_emptied()
    assert 1000 <= Claim.objects.count() <= 1003
    first, copy = (Article.objects.order_by("pk")[at] for at in (2, 4))
    assert copy.headline == first.headline and copy.intake != first.intake
    assert [one.statement for one in copy.claims.order_by("number")] == [
        one.statement for one in first.claims.order_by("number")
    ]
    assert copy.events.count() == first.events.count() > 0
    assert copy.current_version.article == copy


@pytest.mark.django_db
def test_claims_and_evidence_are_made_for_as_long_as_is_asked_on_a_desk_of_one_line(cast, settings):
    settings.ALLOWED_HOSTS = [HOST]
    article = make_article(cast.desk, actor=cast.writer)
    line = Line.objects.select_related("block", "version").filter(version=article.current_version).first()
    source = Source.objects.create(desk=cast.desk, title="Count of lorries")
    client = SimpleNamespace(checker=InProcess(cast.checker), lines=repeat(line), sources=repeat(source.pk))
    client.pages = count(1)
    for made in (1, 2):
        OPERATIONS["create_claim"](client)
        assert article.claims.count() == made
    client.gathering = repeat(article.claims.first())
    for made in (1, 2):
        OPERATIONS["add_evidence"](client)
        assert Evidence.objects.count() == made
