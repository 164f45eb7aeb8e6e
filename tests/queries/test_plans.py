"""No list reads much more than it shows, and no count more than it counts, however many claims a desk has.

What is counted are the rows that each scan of a statement takes up, and not time.
"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Article, Claim, Contributor, Evidence, SignatureRule, SignOff, Source
from claims.queries import desk as glance
from claims.queries import queues as q
from claims.queries.found import exact_source, found_sources
from claims.queries.paging import cursor_of
from claims.queries.search import WordsQuery, claims_page
from claims.queries.weighing import weigh_rows
from tests.make import make_article, make_claim, make_evidence, make_person
from tests.many import copied

CLAIMS = 15_000
#: Rows that one scan of a statement may take up. A list shows 51, and a count ends at 1,000.
MOST = 3_000
#: The states of ten claims. Of fifteen, one has no assignee; of five hundred, one is at risk.
STATES = ["in_review"] * 4 + ["changed"] * 4 + ["checking", "signed_off"]


@pytest.fixture
def desk(cast):
    """A desk of many claims in 500 articles; every second has evidence. The second reviewer worked on three of them."""
    SignatureRule.objects.create(desk=cast.desk, risk_flag="allegation", approvals=2, legal=True)
    article = make_article(cast.desk, actor=cast.writer)
    first = make_claim(article, "Bridge", actor=cast.checker, statement="The old bridge of the harbour holds.")
    evidence = make_evidence(first, actor=cast.checker)
    copied(Article, article, 500, intake="gen_random_uuid()", headline="'Harbour ' || n")
    copied(
        Claim,
        first,
        CLAIMS,
        number="n + 1",
        article_id=f"{article.pk} + n % 500",
        state=f"('{{{','.join(STATES)}}}'::text[])[1 + n % 10]",
        assignee_id=f"CASE WHEN n % 15 > 0 THEN {cast.checker.pk} END",
        returned_reason="CASE WHEN n % 20 = 8 THEN 'Say which.' ELSE '' END",
        risk_flags="CASE WHEN n % 500 = 0 THEN '{allegation}'::varchar[] ELSE '{}' END",
        verdict="CASE WHEN n % 10 = 8 THEN '' WHEN n % 100 = 4 THEN 'refuted' ELSE 'supported' END",
        scheme_id=f"(SELECT id FROM claims_verdictscheme WHERE desk_id = {cast.desk.pk} LIMIT 1)",
        priority="n % 3",
        due="now() + (n - 900) * interval '1 minute'",
        statement="CASE WHEN n % 2 = 0 THEN 'The old bridge holds' ELSE 'A harbour of the north' END",
    )
    copied(Source, evidence.source, CLAIMS, title="'Survey ' || n", address="'https://survey.example/' || n")
    copied(
        Evidence,
        evidence,
        CLAIMS // 2,
        claim_id=f"{first.pk} + 2 * n",
        source_id="(SELECT min(id) FROM claims_source) + n",
    )
    void = {"content_hash": "0" * 64, "content": {}, "voided_at": timezone.now(), "void_reason": "text"}
    signers = cast.reviewer, cast.second_reviewer
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_signoff DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE claims_contributor DISABLE TRIGGER USER")
    signed = {state: list(Claim.objects.filter(state=state).only("id")) for state in ("changed", "signed_off")}
    live = {"content_hash": "0" * 64, "content": {}}
    for state, said in ("changed", void), ("signed_off", live):
        SignOff.objects.bulk_create(
            SignOff(claim=one, signer=signers[at // 2 % 2], **said) for at, one in enumerate(signed[state])
        )
    Contributor.objects.bulk_create(
        Contributor(claim_id=first.pk + at, person=cast.checker, because="changed the claim") for at in range(1, CLAIMS)
    )
    touched = Claim.objects.filter(state="in_review").order_by("-id")[:3]
    Contributor.objects.bulk_create(
        Contributor(claim=one, person=cast.second_reviewer, because="changed the claim") for one in touched
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_article SET signed_through = true WHERE claims_signed_through(id)")
        cursor.execute("ANALYZE")
    return cast


def lists(cast):
    """{name: a function that reads one list, or counts it}."""
    roles = {
        "review": (cast.reviewer, cast.second_reviewer, cast.legal, cast.observer),
        "changed": (cast.reviewer, cast.checker),
        "mine": (cast.checker,),
        "returned": (cast.checker,),
        "unassigned": (cast.chief,),
        "source_changed": (cast.checker,),
        "overdue": (cast.chief,),
    }
    found = {}
    for name, people in roles.items():
        for person in people:
            found[f"{name} of {person}"] = lambda name=name, person=person: q.queue_page(name, person)
            if (name, person) != ("changed", cast.reviewer):  # counted by reading what changed, or what they signed
                found[f"count of {name} of {person}"] = lambda name=name, person=person: q.counts_for(person, (name,))
            found[f"hidden in {name} from {person}"] = lambda name=name, person=person: q.hidden_from(name, person)
    for name in ("review", "changed", "mine", "unassigned"):
        row = q.QUEUES[name].rows(roles[name][0]).order_by(*q.KEYS)[400]
        after = cursor_of(row, q.KEYS)
        found[f"deep in {name}"] = lambda name=name, after=after: q.queue_page(name, roles[name][0], after)
    filters = {
        "all": {},
        "common word": {"query": WordsQuery("bridge")},
        "state": {"state": "checking"},
        "state of none": {"state": "retired"},
        "verdict of none": {"verdict": "not_checkable"},
        "verdict and state of none": {"verdict": "refuted", "state": "checking"},
        "words, verdict and state of none": {
            "verdict": "refuted",
            "state": "checking",
            "query": WordsQuery("bridge"),
        },
        "assignee of none": {"assignee": make_person("Nia New", "checker", desk=cast.desk)},
        "speaker of none": {"speaker": "somebody"},
        "deep": {"after": str(Claim.objects.earliest("id").pk + CLAIMS // 2)},
    }
    for name, said in filters.items():
        found[f"claims, {name}"] = lambda said=said: weigh_rows(claims_page(cast.checker, **said).rows)
    for typed in ("survey", "s", "survey 12", "no survey", "survey.example", "none.example", "https://none.example"):
        found[f"sources, {typed}"] = lambda typed=typed: found_sources(cast.desk.pk, typed)
        found[f"source {typed}"] = lambda typed=typed: exact_source(cast.desk.pk, typed)
    found["articles"] = lambda: glance.articles_page(cast.checker)
    found["articles in work"] = lambda: glance.articles_page(cast.checker, states=glance.IN_WORK)
    found["late claims"] = lambda: glance.late_claims(cast.chief)
    found["signed through"] = lambda: glance.signed_through(cast.chief)
    return found


def scanned(sql):
    """{what a scan reads: the most rows that one such scan takes up} of a statement, which it runs."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", None)
        plan = cursor.fetchone()[0]
    most = {}
    nodes = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", ())
        if "Scan" in node["Node Type"]:
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            what = " ".join(node.get(key, "") for key in ("Node Type", "Index Name", "Relation Name"))
            most[what] = max(most.get(what, 0), (node["Actual Rows"] + removed) * node["Actual Loops"])
    return most


def reads_articles_in_the_order_in_which_they_are_shown(desk):
    with CaptureQueriesContext(connection) as caught:
        page = glance.articles_page(desk.checker, states=glance.IN_WORK, size=20)
    assert len(page.rows) == 20
    assert max(scanned(caught[-1]["sql"]).values()) <= 21


def reads_no_article_that_is_not_signed_through(desk):
    with CaptureQueriesContext(connection) as caught:
        found = glance.signed_through(desk.chief)
    assert len(found) == glance.SHOWN
    assert {*Claim.objects.filter(article__in=found).values_list("state", flat=True)} == {"signed_off"}
    noted = Article.objects.filter(signed_through=True).count()
    assert noted < Article.objects.count() / 5
    read = scanned(caught[-1]["sql"])  # an index also has the rows of other tests, which were rolled back
    assert max(rows for what, rows in read.items() if what.endswith("claims_article")) <= noted


def test_no_list_reads_much_more_than_it_shows(desk):
    assert Claim.objects.filter(state="changed").count() > 4 * q.COUNTED_TO
    too_much = []
    for name, read in lists(desk).items():
        with CaptureQueriesContext(connection) as caught:
            read()
        for query in caught:
            if query["sql"].startswith(("SELECT", "\nWITH")):
                too_much += [(name, what, rows) for what, rows in scanned(query["sql"]).items() if rows > MOST]
    assert not too_much, "\n".join(map(str, too_much))
    reads_articles_in_the_order_in_which_they_are_shown(desk)
    reads_no_article_that_is_not_signed_through(desk)
