"""What the rules read of evidence takes work that grows with the evidence: counted in rows, and not in time."""

import json
import re

import pytest
from django.db import connection

from claims.models import Claim, Evidence, Source
from tests.make import make_claim, make_link, make_speaker

pytestmark = pytest.mark.django_db
FEW, MANY = 100, 400


@pytest.fixture
def written(cast, article):
    """Return a function that gives each of ``claims`` claims ``each`` pieces of evidence: the ids of all of them.

    Each source is its own origin, on the site of a side, and the word of one of ten speakers. Every second one speaks
    against its claim, of which the rationale names each source, and which another claim denies.
    """
    speakers = [make_speaker(cast.desk, f"Speaker {at}", website=f"https://s{at}.example") for at in range(10)]

    def write(claims, each):
        named = " ".join(f"Survey {at} says otherwise." for at in range(each))
        judged = {"actor": cast.checker, "verdict": "supported", "speaker": speakers[0], "rationale": named}
        all_of_them = [make_claim(article, "3 cracks", **judged) for _ in range(claims)]
        denial = make_claim(article, "No one was hurt", actor=cast.checker, speaker=speakers[1])
        for claim in all_of_them:
            make_link(denial, claim)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE claims_evidence DISABLE TRIGGER USER")
        sources = Source.objects.bulk_create(
            Source(
                desk=cast.desk,
                title=f"Survey {at % each}",
                publisher=f"Office {at % 7}",
                address=f"https://s{at % 10}.example/{claims}-{each}/{at}",
                marks=[f"@s{at % 10}.example"],
                speaker=speakers[at % 10],
            )
            for at in range(claims * each)
        )
        made = Evidence.objects.bulk_create(
            Evidence(
                claim=all_of_them[at // each],
                source=source,
                added_by=cast.checker,
                confirmed=True,
                stance="contradicts" if at % 2 else "supports",
            )
            for at, source in enumerate(sources)
        )
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE claims_evidence ENABLE TRIGGER USER")
            cursor.execute("ANALYZE")
        return [one.pk for one in made]

    return write


def rows_read(function, ids):
    """How many rows the plan of a function of claims/sql takes up in all its steps, planned as the function is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        body = cursor.fetchone()[0]
        for at, name in enumerate(("ids", "merged", "into_"), 1):
            body = re.sub(rf"\b{name}\b", f"${at}", body)
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE measured (bigint[], bigint, bigint) AS {body}", None)
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE measured (%s, NULL, NULL)", [ids])
        plan = cursor.fetchone()[0]
        cursor.execute("DEALLOCATE measured")
    return _rows((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])


def _rows(node):
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    own = (node["Actual Rows"] + removed) * node["Actual Loops"]
    return own + sum(map(_rows, node.get("Plans", ())))


FUNCTIONS = ["evidence_standings", "evidence_reads"]


@pytest.mark.parametrize("of_one_claim", [True, False], ids=["of one claim", "of many"])
def test_four_times_the_evidence_takes_four_times_the_rows(written, of_one_claim):
    few = written(1, FEW) if of_one_claim else written(FEW // 10, 10)
    base = {function: rows_read(function, few) for function in FUNCTIONS}
    Evidence.objects.filter(pk__in=few).update(removed_at="2026-05-01T12:00Z")
    Claim.objects.filter(evidence__in=few).update(verdict="")
    many = written(1, MANY) if of_one_claim else written(MANY // 10, 10)
    for function in FUNCTIONS:
        assert rows_read(function, many) < base[function] * 6, function
