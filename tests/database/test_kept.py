"""What a version keeps in its database is all there, or is found missing, repaired, and not served without."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from claims import database
from claims.management.commands.migrate import FIRST
from claims.models import Article
from tests.make import make_article, make_source

pytestmark = pytest.mark.django_db
AT_ONCE = MigrationLoader(None).get_migration("claims", "0001_squashed_0069_the_library_of_sources")
((_, LEAF),) = MigrationLoader(None).graph.leaf_nodes("claims")
LAST = max(LEAF, AT_ONCE.replaces[-1][1])


@pytest.fixture
def kept(cast):
    """A cursor on the database as a migration leaves it: the tests' own have the triggers against TRUNCATE off.

    The cast is there before: its rows are written in a session of their own, which would wait for this one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger WHERE NOT tgisinternal"
            " AND tgenabled = 'D' AND tgrelid::regclass::text LIKE 'claims\\_%%'",
            [],
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        yield cursor


def test_a_migrated_database_has_what_this_version_wants(kept):
    assert database.differences(kept) == []


@pytest.mark.parametrize(
    ("breakage", "said"),
    [
        ("DROP TRIGGER signoff_before ON claims_signoff", "trigger claims_signoff.signoff_before is missing"),
        ("ALTER TABLE claims_signoff DISABLE TRIGGER signoff_before", "trigger claims_signoff.signoff_before differs"),
        ("DROP FUNCTION holds(bigint, bigint, text)", "function holds is missing"),
        (
            "CREATE OR REPLACE FUNCTION holds(desk bigint, person bigint, role text) RETURNS boolean LANGUAGE sql"
            " AS 'SELECT true'",
            "function holds differs",
        ),
        ("GRANT EXECUTE ON FUNCTION claim_content_moved TO PUBLIC", "function claim_content_moved differs"),
        ("GRANT DELETE ON claims_event TO factcheck_app", "grant claims_event differs"),
        ("REVOKE INSERT ON claims_event FROM factcheck_app", "grant claims_event differs"),
        ("REVOKE EXECUTE ON FUNCTION holds FROM factcheck_app", "grant execute holds is missing"),
        ("DROP INDEX claim_in_queue", "index claims_claim.claim_in_queue is missing"),
        (
            "ALTER TABLE claims_anchoring DROP CONSTRAINT anchoring_once",
            "constraint claims_anchoring.anchoring_once is missing",
        ),
        ("ALTER TABLE claims_claim DROP COLUMN rationale CASCADE", "column claims_claim.rationale is missing"),
        (
            "CREATE TRIGGER left_over BEFORE INSERT ON claims_claim FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "trigger claims_claim.left_over should not be there",
        ),
    ],
)
def test_what_is_missing_or_different_is_named_and_repaired(kept, breakage, said):
    kept.execute(breakage)
    assert said in map(str, database.differences(kept))
    database.repair(connection)
    assert database.differences(kept) == []


def test_a_database_without_any_of_it_gets_all_of_it_from_migrate(kept, capsys):
    kept.execute(
        "SELECT format('DROP TRIGGER %%I ON %%I', tgname, relname) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
        " WHERE relname LIKE 'claims\\_%%' AND NOT tgisinternal",
        [],
    )
    for (drop,) in kept.fetchall():
        kept.execute(drop)
    call_command("migrate", verbosity=0)
    assert database.differences(kept) == []
    assert "triggers" in capsys.readouterr().out


def test_a_database_with_all_migrations_from_before_goes_on_and_one_with_some_is_refused_in_words(kept):
    known = MigrationRecorder(connection).migration_qs
    own, replaced = known.filter(app="claims"), [name for _, name in FIRST.replaces]
    own.filter(name__lte=replaced[-1]).delete()  # later ones stay
    known.bulk_create(known.model(app="claims", name=name) for name in replaced)
    call_command("migrate", verbosity=0)
    assert own.filter(name="0001_all_tables").exists() and own.filter(name=AT_ONCE.name).exists()
    assert database.differences(kept) == []
    for some in (replaced[:1], replaced[:-1], ["0001_start", "0002_queue"]):
        own.delete()
        known.bulk_create(known.model(app="claims", name=name) for name in some)
        with pytest.raises(CommandError, match="from before 30 November 2026"):
            call_command("migrate", verbosity=0)


def test_a_new_database_gets_all_tables_at_once_and_one_from_before_only_what_it_lacks(kept):
    def lacking():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes("claims"))
        return [migration.name for migration, _ in plan if migration.app_label == "claims"]

    own = MigrationRecorder(connection).migration_qs.filter(app="claims")
    assert lacking() == []
    own.filter(name__gte="0068").delete()
    own.filter(name=AT_ONCE.name).delete()
    assert lacking()[:2] == ["0068_replies_are_in_the_contact_log", "0069_the_library_of_sources"]
    own.delete()
    assert lacking()[0] == AT_ONCE.name and not set(lacking()) & {name for _, name in AT_ONCE.replaces}


def test_a_function_of_another_signature_is_replaced(kept):
    kept.execute("DROP FUNCTION is_author(bigint, bigint)")
    kept.execute("CREATE FUNCTION is_author(article bigint, person bigint) RETURNS int LANGUAGE sql AS 'SELECT 1'")
    database.repair(connection)
    assert database.differences(kept) == []


def test_rows_from_before_are_written_anew_while_functions_are_replaced(cast, kept):
    make_source(cast.desk, "The toll book", publisher="Harbour Gazette", address="https://gazette.example/tolls")
    article = make_article(cast.desk, actor=cast.writer, outlet="Harbour Gazette", address="https://gazette.example/a")
    article.chain.create(outlet="The Other Paper")
    columns = {"claims_source": "marks || page", "claims_article": "known_by", "claims_chainlink": "known_by"}

    def known_by():
        kept.execute(" UNION ALL ".join(f"SELECT {column} FROM {table}" for table, column in columns.items()))
        return kept.fetchall()

    before = known_by()
    kept.execute("SET CONSTRAINTS ALL IMMEDIATE")
    kept.execute("DROP TRIGGER source_before ON claims_source")
    kept.execute("DROP TRIGGER article_before ON claims_article")
    kept.execute("DROP TRIGGER chainlink_before ON claims_chainlink")
    kept.execute("COMMENT ON COLUMN claims_source.marks IS 'made by other functions'")
    kept.execute("UPDATE claims_source SET marks = '{}', page = ''")
    kept.execute("UPDATE claims_article SET known_by = '{}'")
    kept.execute("UPDATE claims_chainlink SET known_by = '{}'")
    database.repair(connection)
    assert known_by() == before
    assert all(marks for (marks,) in before) and before[0][0][-1].startswith("#")


def test_what_an_article_is_known_by_is_the_databases_to_say(kept, cast, hands):
    article = make_article(cast.desk, actor=cast.writer, outlet="Harbour Gazette", address="https://gazette.example/a")
    assert Article.objects.get(pk=article.pk).known_by[:2] == ["@gazette.example", "gazette harbour"]
    with hands(cast.chief) as cursor:
        cursor.execute("UPDATE claims_article SET known_by = '{}' WHERE id = %s", [article.pk])
        cursor.execute("UPDATE claims_article SET outlet = 'The Post', known_by = '{}' WHERE id = %s", [article.pk])
    assert Article.objects.get(pk=article.pk).known_by[:2] == ["@gazette.example", "post"]


def test_what_takes_a_person_is_said_and_nothing_is_changed(kept):
    kept.execute("DROP TRIGGER signoff_before ON claims_signoff")
    kept.execute("ALTER TABLE claims_outbox ALTER COLUMN attempts TYPE bigint")
    with pytest.raises(CommandError, match="column claims_outbox.attempts differs"):
        call_command("migrate", verbosity=0)
    assert "trigger claims_signoff.signoff_before is missing" in map(str, database.differences(kept))


def test_the_command_lists_what_is_missing_and_fails(kept, capsys):
    call_command("check_database")
    kept.execute("DROP TRIGGER signoff_before ON claims_signoff")
    with pytest.raises(CommandError, match="not what this version wants"):
        call_command("check_database")
    assert "The trigger claims_signoff.signoff_before is missing." in capsys.readouterr().out
    call_command("check_database", repair=True)
    assert "Repaired: trigger claims_signoff.signoff_before is missing." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"app": "claims", "name__gte": LAST}, "lacks 1 of the migrations. Run `manage.py migrate`."),
        ({}, "is empty: no migration is applied. Run `manage.py migrate`."),
    ],
    ids=["some", "all"],
)
@pytest.mark.parametrize("repair", [False, True])
def test_the_command_sends_a_database_without_all_migrations_to_migrate_and_leaves_it_as_it_is(
    kept, missing, said, repair
):
    kept.execute("DROP TRIGGER signoff_before ON claims_signoff")
    MigrationRecorder(connection).migration_qs.filter(**missing).delete()
    with pytest.raises(CommandError) as caught:
        call_command("check_database", repair=repair)
    assert said in str(caught.value) and "--repair" not in str(caught.value)
    assert [str(one) for one in database.differences(kept)] == ["trigger claims_signoff.signoff_before is missing"]


def test_a_list_older_than_the_sql_beside_it_is_refused(tmp_path, monkeypatch):
    older = tmp_path / "wanted.json"
    older.write_text(json.dumps({**json.loads(database.WANTED.read_text()), "sql": "of another day"}))
    monkeypatch.setattr(database, "WANTED", older)
    database.wanted.cache_clear()
    try:
        with pytest.raises(database.NotRepaired, match="check_database --write"):
            database.wanted()
    finally:
        database.wanted.cache_clear()


def test_the_app_role_may_compare(kept, app_role):
    with app_role() as cursor:
        assert database.differences(cursor) == []


def test_nothing_is_served_with_less_and_pages_work_again_once_it_is_repaired(kept, settings):
    settings.MIDDLEWARE = ["claims.views.middleware.database_kept", *settings.MIDDLEWARE]
    client = Client()
    assert client.get("/login/").status_code == 200
    kept.execute("DROP TRIGGER signoff_before ON claims_signoff")
    assert client.get("/login/").status_code == 200  # a process asks when it begins: its handler is made once
    client = Client()
    answer = client.get("/login/")
    assert answer.status_code == 503
    assert "manage.py migrate" in answer.content.decode()
    assert client.get("/healthz").status_code == 503
    database.repair(connection)
    assert client.get("/login/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_knows_no_letters_beyond_a_to_z_is_refused_before_anything_is_changed():
    name = f"{connection.settings_dict['NAME']}_c"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")
    there = connection.copy()
    there.settings_dict = {**connection.settings_dict, "NAME": name}
    connections["letters"] = there
    try:
        with there.cursor() as cursor:
            assert not database.knows_letters(cursor)
        with connection.cursor() as cursor:
            assert database.knows_letters(cursor)
        with pytest.raises(CommandError, match="does not know letters beyond a to z"):
            call_command("migrate", database="letters", verbosity=0)
        with there.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations')")
            assert cursor.fetchone() == (None,)
    finally:
        del connections["letters"]
        there.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def test_no_line_of_the_sql_is_longer_than_120_characters():
    assert [line for line in database.source().splitlines() if len(line) > 120] == []


def test_the_database_refuses_in_one_way():
    assert database.source().count("RAISE") == 1, "everything else calls refuse"
    assert set(re.findall(r"refuse\('\w+', (\d+)", database.source())) == {"403", "409"}
