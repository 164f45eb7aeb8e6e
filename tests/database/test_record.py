"""The record: one unbroken chain of events an article, the history of every row, and nothing taken out of either."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from claims.history import acting
from claims.models import Article, Claim, Event, EventChain, Membership, Person, RowHistory
from tests.database.conftest import refused
from tests.make import make_article, make_claim, make_desk, make_evidence, make_person, note

APPEND_ONLY = ["event", "rowhistory", "contributor", "lineage", "version", "block", "line", "eventchain"]
#: Rows whose making has no history: those above never change, an accepted text says who accepted it, and the rest is
#: not the desk's work.
UNTRACKED = {
    "articleimport",
    "draft",
    "draftrun",
    "event",
    "rowhistory",
    "eventchain",
    "block",
    "line",
    "presence",
    "sentform",
    "incomingversion",
    "outbox",
    "heartbeat",
    "takenname",
    "upload",
    "backing",
    "fetch",
    "capture",
    "deposit",
    "watch",
    "lease",
    "contact",
    "contactclaim",
    "formerreply",
    "identity",
    "identityreader",
    "sourcereader",
    "redaction",
}


def broken_at(chain):
    """The first sequence at which ``chain`` (an EventChain) is not what its hashes say; None when it is whole."""
    previous, expected = "", 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequence, previous_hash, hash,"
            " event_digest(previous_hash, chain_id, sequence, at, actor_id, claim_id, verb, words, data)"
            " FROM claims_event WHERE chain_id = %s ORDER BY sequence",
            [chain.pk],
        )
        for sequence, previous_hash, stored, digest in cursor.fetchall():
            expected += 1
            if (sequence, previous_hash, stored) != (expected, previous, digest):
                return expected
            previous = stored
    return None if (chain.sequence, chain.hash) == (expected, previous) else expected + 1


def note_on(cast, article, words="noted", claim=None):
    with acting(cast.checker):
        return note(cast.checker, words, article=article, claim=claim, data={"ж": 1.5})


def test_events_are_chained_by_article_and_by_desk(cast, article):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    other = make_article(cast.desk)
    for target in (article, other, article):
        note_on(cast, target)
    note_on(cast, article, claim=claim)
    with acting(cast.admin):
        note(cast.admin, desk=cast.desk)
    chains = EventChain.objects.filter(events__isnull=False).distinct()
    assert sorted(chain.sequence for chain in chains) == [1, 1, 3]
    assert [broken_at(chain) for chain in EventChain.objects.all()] == [None] * EventChain.objects.count()


def test_a_chain_that_somebody_tampered_with_says_where(cast, article, at_commit):
    for words in ("one", "two", "three"):
        note_on(cast, article, words)
    chain = article.event_chain
    at_commit()
    with connection.cursor() as cursor:  # the owner, who can do anything, and is seen
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER event_kept")
        cursor.execute("UPDATE claims_event SET words = 'TWO' WHERE words LIKE '%% two'")
    assert broken_at(chain) == 2


def test_what_the_database_knows_of_an_event_nobody_else_says(cast, article, hands):
    elsewhere = make_article(cast.desk).event_chain
    with hands(cast.checker):
        event = Event.objects.create(
            chain=elsewhere,
            sequence=70,
            hash="x",
            previous_hash="y",
            at="1999-01-01T00:00Z",
            desk=cast.other_desk,
            article=article,
            actor=cast.checker,
            verb="said",
            words=f"{cast.checker} wrote in a thread on the article",
        )
    event.refresh_from_db()
    assert (event.chain, event.sequence, event.desk, event.at.year > 2000) == (article.event_chain, 1, cast.desk, True)
    assert broken_at(article.event_chain) is None


def test_nobody_is_named_for_what_somebody_else_does(cast, article, hands):
    with refused("signoff_own_hand"), hands(cast.checker):
        note(cast.reviewer, article=article)
    with refused("signoff_own_hand"), hands(cast.checker) as cursor:
        cursor.execute("SELECT set_config('factcheck.actor', '', true)")
        note(cast.checker, article=article)
    claim = make_claim(make_article(cast.desk), "3 cracks", actor=cast.checker)
    with refused("event_article"), hands(cast.checker):
        note(cast.checker, article=article, claim=claim)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_append_only_stays(cast, signed, hands, table):
    note_on(cast, signed.article)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM claims_{table}")
        (count,) = cursor.fetchone()
    for statement in (
        f"UPDATE claims_{table} SET id = id",
        f"DELETE FROM claims_{table}",
        f"TRUNCATE claims_{table} CASCADE",
        f"MERGE INTO claims_{table} t USING (SELECT 1) n ON true WHEN MATCHED THEN DELETE",
        f"WITH gone AS (DELETE FROM claims_{table} RETURNING *) SELECT count(*) FROM gone",
        f"SELECT * FROM claims_{table} FOR UPDATE",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.admin) as cursor:
            cursor.execute(statement)
    if table != "lineage":  # has no row here
        for statement in (f"UPDATE claims_{table} SET id = id", f"DELETE FROM claims_{table}"):
            with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM claims_{table}")
        assert cursor.fetchone() == (count,)


@pytest.mark.parametrize("table", ["event", "rowhistory", "contributor", "signoff", "articlesignoff"])
def test_nobody_empties_the_record_not_even_the_owner(cast, signed, at_commit, table):
    at_commit()
    with connection.cursor() as cursor:
        # Switched off in the test database (tests/conftest.py), with which Django empties its tables.
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgtype & 32 <> 0 AND NOT tgisinternal",
            [f"claims_{table}"],
        )
        (trigger,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE claims_{table} ENABLE TRIGGER {trigger}")
    with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE claims_{table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO claims_rowhistory (transaction, \"table\", row_id, operation) VALUES (1, 'x', 1, 'update')",
        "INSERT INTO claims_eventchain (article_id, sequence, hash) SELECT article_id, 0, '' FROM claims_eventchain",
        "SELECT setval('claims_event_id_seq', 1)",
    ],
)
def test_history_is_not_forged(cast, article, hands, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.admin) as cursor:
        cursor.execute(statement)


def changed_by_update(claim, cursor):
    Claim.objects.filter(pk=claim.pk).update(rationale="Why.")


def changed_by_bulk_update(claim, cursor):
    claim.rationale = "Why."
    Claim.objects.bulk_update([claim], ["rationale"])


def changed_by_save(claim, cursor):
    claim.rationale = "Why."
    claim.save()


def changed_by_sql(claim, cursor):
    cursor.execute("UPDATE claims_claim SET rationale = 'Why.' WHERE id = %s", [claim.pk])


@pytest.mark.parametrize("change", [changed_by_update, changed_by_bulk_update, changed_by_save, changed_by_sql])
def test_every_change_of_a_row_is_kept_with_its_actor(cast, article, hands, change):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    with hands(cast.second_checker) as cursor:
        change(claim, cursor)
    rows = RowHistory.objects.filter(
        table="claims_claim", row_id=claim.pk, operation="update", new__has_key="rationale"
    )
    row = rows.get()
    assert (row.actor_id, row.old["rationale"], row.new["rationale"]) == (cast.second_checker.pk, "", "Why.")


def test_rows_that_come_and_go_are_kept_whole_and_passwords_never(cast):
    with acting(cast.admin):
        membership = Membership.objects.create(person=cast.quiet, desk=cast.desk, role="observer")
        pk = membership.pk
        membership.delete()
        cast.quiet.set_password("another-lorry")
        cast.quiet.save()
    came, went = RowHistory.objects.filter(table="claims_membership", row_id=pk).order_by("id")
    assert (came.operation, went.operation, went.old["role"], went.actor_id) == (
        "insert",
        "delete",
        "observer",
        cast.admin.pk,
    )
    for row in RowHistory.objects.filter(table="claims_person"):
        assert {(row.old or {}).get("password"), (row.new or {}).get("password")} <= {None, "set", "changed"}


def test_every_table_of_the_desk_has_its_history(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'row_history'")
        tracked = {table.removeprefix("claims_") for (table,) in cursor.fetchall()}
    models = apps.get_app_config("claims").get_models(include_auto_created=True)
    assert tracked | UNTRACKED == {model._meta.db_table.removeprefix("claims_") for model in models}


def test_every_row_keeps_its_id(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'identity_before'")
        kept = {table for (table,) in cursor.fetchall()}
    models = apps.get_app_config("claims").get_models(include_auto_created=True)
    assert kept == {model._meta.db_table for model in models if model._meta.pk.name == "id"}


@pytest.mark.django_db(transaction=True)
def test_eight_people_write_twenty_events_each_and_the_chain_has_no_gap_and_no_fork():
    desk = make_desk()
    people = [make_person(f"Checker {number}", "checker", desk=desk) for number in range(8)]
    article = make_article(desk, actor=people[0])
    claim = make_claim(article, "3 cracks", actor=people[0])
    gate = threading.Barrier(8)

    def work(person):
        try:
            gate.wait()
            for number in range(20):
                with acting(person):
                    if number % 5 == 0:
                        make_evidence(claim, actor=person)
                    note(person, str(number), article=article, claim=claim)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, people))
    chain = EventChain.objects.get(article=article)
    assert (chain.sequence, broken_at(chain)) == (160, None)
    assert Event.objects.filter(chain=chain).count() == 160
    assert Person.objects.filter(pk__in=claim.contributors.values("person")).count() == 8
    assert Article.objects.get().event_chain == chain
