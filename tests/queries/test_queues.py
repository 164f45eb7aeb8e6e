"""The queues hold what they say: who may sign is the same in SQL as in words, and order and pages follow the keys."""

import contextlib
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.editing.sources import change_source
from claims.editing.threads import open_thread, resolve
from claims.errors import DeskError
from claims.history import acting
from claims.models import Article, Claim, EvidenceRule, Placement, SignatureRule, SignOff, Source
from claims.permissions import SIGNS_WITH, may_sign
from claims.queries import queues as q
from claims.queries.desk import late_claims
from claims.queries.findings import findings_for
from claims.queries.paging import cursor_of, page_of
from claims.queries.signable import signable, standings_of
from claims.queries.weighing import weigh_rows
from claims.states import ClaimState, SignOffKind
from claims.workflow import available_to, perform, standing_of
from claims.workflow.articles import withdraw_article
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_person,
    make_source,
    make_speaker,
    send_to_review,
    sign,
    sign_off,
)
from tests.many import copied

LINES = ["40 lorries", "3 cracks in its deck", "The ministry denied", "No one was hurt", "the old bridge"]


def fresh(person):
    """The person as the next request loads them."""
    return type(person).objects.get(pk=person.pk)


def in_queue(name, person):
    first, page = q.queue_page(name, fresh(person))
    return [claim.number for claim in [*first, *page.rows]]


def change(claim, actor, **fields):
    with acting(actor):
        Claim.objects.filter(pk=claim.pk).update(**fields)


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def in_review(cast, article):
    """Claims in review: a plain one, one that needs legal, that one signed by legal, one signed once of two."""
    SignatureRule.objects.create(desk=cast.desk, risk_flag="allegation", approvals=2, legal=True)
    SignatureRule.objects.create(desk=cast.desk, risk_flag="minor", approvals=2)
    flags = [[], ["allegation"], ["allegation"], ["minor"], ["privacy"]]
    claims = [
        make_claim(article, words, actor=cast.checker, risk_flags=risk)
        for words, risk in zip(LINES, flags, strict=True)
    ]
    for claim in claims:
        send_to_review(claim, cast.checker)
    sign(claims[2], cast.legal, "legal")
    sign(claims[3], cast.reviewer)
    return claims


def taken(claim, person):
    """The kinds of signature that the database takes from ``person`` on this claim; all are taken back."""
    kinds = set()
    for kind in SignOffKind.values:
        with contextlib.suppress(DeskError), transaction.atomic():
            sign(claim, person, kind)
            kinds.add(kind)
            transaction.set_rollback(True)
    return kinds


def agree(person):
    """Hold queue, panel and trigger against each other for one person on every claim in review; gives the standings."""
    person = fresh(person)
    claims = list(Claim.objects.filter(state="in_review").select_related("article"))
    standings = standings_of(claims, person)
    found = set(signable(Claim.objects.filter(state="in_review"), person))
    for claim in claims:
        how = standing_of(claim, person).how
        kinds = {"either": {"review", "legal"}}.get(how, {how} if how in SIGNS_WITH else set())
        assert standings[claim.pk] == how
        assert (claim in found) == bool(may_sign(how)) == bool(kinds), (person, claim.number, how)
        assert taken(claim, person) == kinds, (person, claim.number, how)
        offered = [offer for offer in available_to(person, claim) if offer.action == "approve"]
        assert any(not offer.denied for offer in offered) == bool(kinds), (person, claim.number, how)
    return set(standings.values())


@pytest.mark.parametrize("cross_sign", [False, True])
@pytest.mark.parametrize("alone", [False, True])
def test_who_may_sign_is_the_same_in_the_queue_on_the_panel_and_in_the_database(cast, in_review, cross_sign, alone):
    both = make_person("Bo Both", "reviewer", "legal", desk=cast.desk)
    worked = make_person("Wera Worked", "reviewer", "checker", desk=cast.desk)
    for name in ("writer", "checker"):
        getattr(cast, name).memberships.create(desk=cast.desk, role="reviewer")
    make_evidence(in_review[0], actor=worked)
    if alone:
        for person in (cast.reviewer, cast.second_reviewer, both, worked):
            person.memberships.filter(role="reviewer").delete()
    cast.desk.cross_sign = cross_sign
    cast.desk.save()
    everybody = [person for person in vars(cast).values() if hasattr(person, "username")] + [both, worked]
    seen = {said for person in everybody for said in agree(person)}
    # The set-up reaches every answer that there is.
    may = {"legal"} | (set() if alone else {"review", "either"}) | ({"cross"} if cross_sign and alone else set())
    barred = {"author", "role", "signed", "worked", "legal_only"} - ({"worked"} if cross_sign and alone else set())
    assert seen == may | barred


def test_a_reviewer_is_told_how_many_are_hidden_and_why(cast, in_review):
    make_evidence(in_review[0], actor=cast.reviewer)
    assert in_queue("review", cast.reviewer) == [2, 3, 5]
    assert q.hidden_from("review", fresh(cast.reviewer)) == [
        (1, "you signed it, and it waits for another signature"),
        (1, "you worked on it"),
    ]
    assert in_queue("review", cast.second_reviewer) == [1, 2, 3, 4, 5]
    assert q.hidden_from("review", fresh(cast.second_reviewer)) == []


def test_legal_reviews_only_what_waits_for_legal(cast, in_review):
    assert in_queue("review", cast.legal) == [2]


def test_whoever_signs_nowhere_reads_the_whole_review_queue(cast, in_review):
    assert in_queue("review", cast.observer) == [1, 2, 3, 4, 5]
    assert q.waiting_for(fresh(cast.observer)) == 0


def test_no_queue_holds_another_desks_claims(cast, in_review):
    for name in q.QUEUES:
        assert in_queue(name, cast.outsider) == []
        assert in_queue(name, cast.quiet) == []
    assert q.counts_for(fresh(cast.quiet)) == dict.fromkeys(q.COUNTED, 0)


def test_my_work_has_returned_claims_first_and_counts_them_once(cast, article):
    claims = [make_claim(article, words, actor=cast.checker) for words in LINES[:3]]
    for claim in claims:
        perform("take", claim, actor=cast.checker)
    send_to_review(claims[2], cast.checker)
    perform("return", claims[2], actor=cast.reviewer, reason="Say which bridge.")
    assert in_queue("mine", cast.checker) == [3, 1, 2]
    assert in_queue("returned", cast.checker) == [3]
    counts = q.counts_for(fresh(cast.checker))
    assert (counts["mine"], counts["returned"]) == (3, 1)
    assert q.waiting_for(fresh(cast.checker)) == 3


def test_a_claim_of_nobody_is_unassigned_until_taken(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker)
    assert in_queue("unassigned", cast.chief) == [1]
    perform("take", claim, actor=cast.checker)
    assert in_queue("unassigned", cast.chief) == []
    assert in_queue("mine", cast.checker) == [1]


def test_changed_claims_go_to_who_signed_them_and_to_who_checks(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_evidence(claim, actor=cast.second_checker, stance="contradicts")
    claim.refresh_from_db()
    assert claim.state == ClaimState.CHANGED
    assert in_queue("changed", cast.reviewer) == [1]
    assert in_queue("changed", cast.checker) == [1]
    assert in_queue("changed", cast.second_reviewer) == []
    assert q.hidden_from("changed", fresh(cast.second_reviewer)) == [(1, "somebody else signed it")]


def test_priority_orders_then_the_oldest_deadline_then_the_oldest_claim(cast, article):
    now = timezone.now()
    claims = [make_claim(article, words, actor=cast.checker) for words in LINES]
    change(claims[1], cast.chief, due=now + timedelta(hours=2))
    change(claims[2], cast.chief, due=now + timedelta(hours=1))
    change(claims[3], cast.chief, priority=1)
    assert in_queue("unassigned", cast.chief) == [4, 3, 2, 1, 5]


def test_pages_hold_every_claim_once_in_order(cast, article):
    claims = [make_claim(article, LINES[at % 5], actor=cast.checker) for at in range(11)]
    for at, claim in enumerate(claims):
        change(claim, cast.chief, priority=at % 3, due=timezone.now() + timedelta(hours=at % 2))
    everything = list(Claim.objects.order_by(*q.KEYS))
    walked, after = [], ""
    while True:
        page = page_of(Claim.objects.all(), q.KEYS, after, size=2)
        walked += page.rows
        after = page.next
        if not after:
            break
    assert walked == everything


def test_the_next_claim_follows_the_one_left_even_when_that_left_the_queue(cast, article):
    claims = [make_claim(article, words, actor=cast.checker) for words in LINES[:3]]
    for claim in claims:
        send_to_review(claim, cast.checker)
    reviewer = fresh(cast.reviewer)
    assert q.next_in("review", reviewer).number == 1
    sign_off(claims[1], cast.reviewer, by=cast.checker)
    assert q.next_in("review", reviewer, cursor_of(claims[1], q.KEYS)).number == 3
    assert q.next_in("review", reviewer, cursor_of(claims[2], q.KEYS)).number == 1
    sign_off(claims[0], cast.reviewer, by=cast.checker)
    assert q.next_in("review", reviewer, cursor_of(claims[2], q.KEYS)) is None


def test_evidence_of_one_origin_one_speaker_or_one_side_counts_as_one(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker)
    log = make_source(cast.desk, "The bridge log")
    mayor, other = make_speaker(cast.desk, "The mayor"), make_speaker(cast.desk, "The deputy")
    for source in (
        log,
        make_source(cast.desk, "A report of the log", origin=log),
        make_source(cast.desk, "The mayor speaks", speaker=mayor),
        make_source(cast.desk, "The deputy speaks", speaker=other),
        make_source(cast.desk, "A count by others"),
    ):
        make_evidence(claim, source, actor=cast.checker)
    make_evidence(claim, log, actor=cast.checker, confirmed=False)

    def weighed():
        rows = [Claim.objects.get(pk=claim.pk)]
        weigh_rows(rows)
        return rows[0].evidence_count, rows[0].origin_count

    assert weighed() == (5, 4)
    side = article.sides.create(name="The town hall")
    for speaker in (mayor, other):
        Placement.objects.create(article=article, side=side, speaker=speaker)
    assert weighed() == (5, 3)


def origins_in_list_and_rules(claim):
    """(origins that a list counts, whether the rules find two of them independent) for a claim judged supported."""
    row = Claim.objects.get(pk=claim.pk)
    weigh_rows([row])
    EvidenceRule.objects.get_or_create(desk=claim.desk, code="truth", level="block")
    (found,) = [one for one in findings_for(row) if one.code == "truth"]
    return row.origin_count, found.ok


def test_a_source_between_two_others_makes_them_no_less_independent_in_lists_and_rules(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker, verdict="supported", rationale="Counted.")
    agency, witness = make_source(cast.desk, "The agency"), make_speaker(cast.desk, "The witness")
    make_evidence(claim, agency, actor=cast.checker, directness="reports")
    assert origins_in_list_and_rules(claim) == (1, False)
    between = make_source(cast.desk, "The agency hears the witness", origin=agency, speaker=witness)
    make_evidence(claim, between, actor=cast.checker, directness="reports")
    assert origins_in_list_and_rules(claim) == (1, False)
    make_evidence(
        claim, make_source(cast.desk, "The witness", speaker=witness), actor=cast.checker, directness="reports"
    )
    assert origins_in_list_and_rules(claim) == (2, True)


def test_an_origin_counts_once_in_lists_and_rules_however_far_off_it_is(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker, verdict="supported", rationale="Counted.")
    source = first = make_source(cast.desk, "The agency")
    for step in range(6):
        source = make_source(cast.desk, f"Copied {step}", origin=source)
    for one in (first, source):
        make_evidence(claim, one, actor=cast.checker, directness="reports")
    assert origins_in_list_and_rules(claim) == (1, False)


def off_the_record(source, actor):
    change_source(source, actor=actor, base={"terms": "on_record"}, terms="off_record")


@pytest.mark.parametrize("name", q.QUEUES)
def test_a_queue_costs_the_same_for_one_claim_as_for_three(cast, article, django_assert_num_queries, name):
    def fill(words):
        if name == "queries":
            return open_thread(article, actor=cast.checker, words="Who counted them?", is_query=True)
        claim = make_claim(article, words, actor=cast.checker, assignee=None if name == "unassigned" else cast.checker)
        change(claim, cast.chief, due=timezone.now() - timedelta(hours=1))
        if name in ("review", "returned"):
            send_to_review(claim, cast.checker)
        if name == "returned":
            perform("return", claim, actor=cast.reviewer, reason="Say which bridge.")
        if name == "source_changed":
            judge(claim, cast.checker)
            off_the_record(make_evidence(claim, actor=cast.checker).source, cast.checker)
        if name == "changed":
            sign_off(claim, cast.reviewer, by=cast.checker)
            make_evidence(claim, actor=cast.checker, stance="contradicts")
        if name != "needs_evidence":
            make_evidence(claim, actor=cast.checker)
        return claim

    person = cast.reviewer if name in ("review", "changed") else cast.checker
    costs = []
    cost = {"mine": 4}.get(name, 3)  # roles, claims, evidence; or roles, hers, other queries
    for words in (LINES[:1], LINES[1:3]):
        for one in words:
            fill(one)
        found = fresh(person)
        with django_assert_num_queries(cost) as caught:
            first, page = q.queue_page(name, found)
        costs.append(len(caught))
        assert len([*first, *page.rows]) in (1, 3)
    assert costs[0] == costs[1]


def test_a_cross_signer_sees_their_own_claims_only_when_nobody_else_can(cast, article):
    cast.desk.cross_sign = True
    cast.desk.save()
    claim = make_claim(article, LINES[0], actor=cast.checker)
    send_to_review(claim, cast.checker)
    with acting(cast.admin):
        cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    assert in_queue("review", cast.checker) == []
    for person in (cast.reviewer, cast.second_reviewer):
        person.memberships.all().delete()
    assert in_queue("review", cast.checker) == [1]
    assert (
        perform("approve", claim, actor=fresh(cast.checker), content_hash=standing_of(claim).content_hash)
        .signoffs.get()
        .kind
        == SignOffKind.CROSS
    )


def test_queries_that_are_mine_come_first(cast, article):
    claim = make_claim(article, LINES[0], actor=cast.checker, assignee=cast.checker)
    others = make_article(cast.desk, actor=cast.writer)

    def ask(where, by, **over):
        return open_thread(where, actor=by, words="Who counted them?", is_query=True, **over).pk

    between, about_text = ask(others, cast.reviewer), ask(article, cast.reviewer)
    about_claim, asked = ask(article, cast.second_checker, claim=claim), ask(others, cast.checker)
    open_thread(article, actor=cast.checker, words="Only talk.")
    resolve(open_thread(others, actor=cast.chief, words="Answered.", is_query=True), actor=cast.chief)

    def parts(person):
        first, page = q.queue_page("queries", fresh(person))
        return [row.pk for row in first], [row.pk for row in page.rows]

    assert parts(cast.writer) == ([about_text, about_claim], [between, asked])
    assert parts(cast.checker) == ([about_claim, asked], [between, about_text])
    assert parts(cast.observer) == ([], [between, about_text, about_claim, asked])
    assert q.counts_for(fresh(cast.observer), ("queries",)) == {"queries": 4}
    assert q.next_in("queries", fresh(cast.checker)).pk == about_claim


def test_what_needs_evidence_is_in_work_without_any_that_counts(cast, article):
    bare, backed, unsure, gone, elsewhere = (make_claim(article, words, actor=cast.checker) for words in LINES)
    make_evidence(backed, actor=cast.checker)
    make_evidence(unsure, actor=cast.checker, confirmed=False)
    removed = make_evidence(gone, actor=cast.checker)
    with acting(cast.checker):
        removed.removed_at, removed.removed_by = timezone.now(), cast.checker
        removed.save()
    judge(elsewhere, cast.checker, verdict="not_enough", rationale="Looked in the log and the archive.")
    assert in_queue("needs_evidence", cast.observer) == [1, 3, 4]
    send_to_review(bare, cast.checker)
    assert in_queue("needs_evidence", cast.observer) == [3, 4]


def test_the_longest_late_is_first_among_the_overdue(cast, article):
    now = timezone.now()
    claims = [make_claim(article, words, actor=cast.checker) for words in LINES]
    for claim, hours in zip(claims, (1, -2, -5, -1, -9), strict=True):
        change(claim, cast.chief, due=now + timedelta(hours=hours), priority=max(hours, -3))
    send_to_review(claims[3], cast.checker)
    sign_off(claims[4], cast.reviewer, by=cast.checker)
    assert in_queue("overdue", cast.observer) == [3, 2, 4]


def test_a_withdrawn_article_leaves_every_queue_and_count(cast, article, in_review):
    change(in_review[0], cast.chief, due=timezone.now() - timedelta(hours=1))
    changed = make_claim(article, LINES[0], actor=cast.checker)
    sign_off(changed, cast.reviewer, by=cast.checker)
    make_evidence(changed, actor=cast.checker, stance="contradicts")
    make_claim(article, LINES[1], actor=cast.checker)
    returned = make_claim(article, LINES[2], actor=cast.checker)
    perform("take", returned, actor=cast.checker)
    send_to_review(returned, cast.checker)
    perform("return", returned, actor=cast.reviewer, reason="Say which bridge.")
    open_thread(article, actor=cast.reviewer, words="Who counted them?", is_query=True)
    off_the_record(make_evidence(in_review[0], actor=cast.checker).source, cast.checker)
    people = (cast.reviewer, cast.checker)
    before = [q.counts_for(fresh(person)) for person in people]
    assert all(any(counts[name] for counts in before) for name in q.QUEUES)
    withdraw_article(article, actor=cast.chief, reason="Spiked.")
    for person in people:
        assert q.counts_for(fresh(person)) == dict.fromkeys(q.COUNTED, 0)
        assert q.waiting_for(fresh(person)) == 0 and late_claims(fresh(person)) == []
        assert q.hidden_from("review", fresh(person)) == []
        for name in q.QUEUES:
            assert in_queue(name, person) == [] and q.next_in(name, fresh(person)) is None


COUNTED_ON = {
    "review": "claim_in_queue",
    "changed": "claim_in_queue",
    "mine": "claim_in_my_work",
    "returned": "claim_returned",
    "unassigned": "claim_to_assign",
    "needs_evidence": "claim_in_work",
    "overdue": "claim_due",
}


def test_each_queue_is_counted_on_its_index_alone(cast):
    """The other indexes are dropped, and the tables filled and analysed. Three claims of 300 are in a queue: where many
    more are, the primary key costs about as much, and the pages that earlier tests left decide."""
    article = make_article(cast.desk, actor=cast.writer)
    claim = Claim.objects.get(pk=make_claim(article, "Bridge", actor=cast.checker).pk)
    with connection.cursor() as cursor:
        copied(Article, article, 300, intake="gen_random_uuid()")
        state = "CASE n % 300 WHEN 0 THEN 'open' WHEN 1 THEN 'in_review' WHEN 2 THEN 'changed' ELSE 'retired' END"
        copied(Claim, claim, 3000, number="n + 1", state=state)
        cursor.execute("ANALYZE claims_article, claims_claim, claims_evidence")
    for name, index in COUNTED_ON.items():
        ids = q.QUEUES[name].rows(fresh(cast.observer)).order_by().values("pk")[: q.COUNTED_TO]
        with transaction.atomic():
            plan = plan_with_no_other_index(ids, index, "article_by_deadline")
            transaction.set_rollback(True)
        assert f"Index Only Scan using {index} on claims_claim" in plan, f"{name}\n{plan}"
        assert "Index Only Scan using article_by_deadline on claims_article" in plan, f"{name}\n{plan}"


def plan_with_no_other_index(rows, *indexes):
    """Drop the other indexes of claims and articles that are not unique, and return how `rows` are read then."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE NOT x.indisunique"
            " AND x.indrelid IN ('claims_claim'::regclass, 'claims_article'::regclass)"
        )
        for (other,) in cursor.fetchall():
            if other not in indexes:
                cursor.execute(f"DROP INDEX {other}")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_page_of_rows_reads_the_sign_offs_of_its_rows_only(cast):
    article = make_article(cast.desk, actor=cast.writer)
    claim = Claim.objects.get(pk=make_claim(article, "Bridge", actor=cast.checker).pk)
    with connection.cursor() as cursor:
        copied(Claim, claim, 3000, number="n + 1", state="'changed'")
        cursor.execute("ALTER TABLE claims_signoff DISABLE TRIGGER USER")
        void = {"content_hash": "0" * 64, "content": {}, "voided_at": timezone.now(), "void_reason": "text"}
        signoff = SignOff.objects.create(claim=claim, signer=cast.reviewer, **void)
        copied(SignOff, signoff, 3000, claim_id="(SELECT min(id) FROM claims_claim WHERE number > 1) + n - 1")
        cursor.execute("ANALYZE claims_signoff, claims_claim")
    page = q.as_rows(q.QUEUES["changed"].rows(fresh(cast.observer))).order_by(*q.KEYS)[: q.SIZE + 1]
    assert all(one.signed_before for one in page)
    plan = page.explain()
    assert "on claims_signoff" in plan and "Seq Scan on claims_signoff" not in plan, plan


def test_returned_claims_are_read_in_order_from_their_index(cast):
    article = make_article(cast.desk, actor=cast.writer)
    claim = Claim.objects.get(pk=make_claim(article, "Bridge", actor=cast.checker).pk)
    with connection.cursor() as cursor:
        reason = "CASE WHEN n % 5 = 4 THEN 'The figure is another one.' ELSE '' END"
        theirs = {"assignee_id": str(cast.checker.pk), "state": "'checking'", "returned_reason": reason}
        copied(Claim, claim, 5000, number="n + 1", **theirs)
        cursor.execute("ANALYZE claims_claim")
    page = q.as_rows(q.QUEUES["returned"].rows(fresh(cast.checker))).order_by(*q.KEYS)[: q.SIZE + 1]
    assert len(page) == q.SIZE + 1
    plan = page.explain()
    assert "using claim_returned on claims_claim" in plan and "Sort Key: claims_claim" not in plan, plan


def test_a_page_of_rows_reads_the_sources_of_its_evidence_only(cast):
    article = make_article(cast.desk, actor=cast.writer)
    claims = [make_claim(article, word, actor=cast.checker) for word in ("Bridge", "lorries")]
    for claim in claims:
        make_evidence(claim, actor=cast.checker)
    copied(Source, Source.objects.last(), 3000, address="'https://example.org/' || n", title="n::text")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_source, claims_evidence")
        scans = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'claims_source'"
        cursor.execute(scans)
        before = cursor.fetchone()
        weigh_rows(claims)
        cursor.execute(scans)
        assert cursor.fetchone() == before, "it read all sources"
