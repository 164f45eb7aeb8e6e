"""`manage.py check --deploy` refuses what is not for production, over the connection that web and worker have."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from tests.make import make_person

HOSTS = ["desk.example.org", ".newsroom.example.org", "192.0.2.10"]


@pytest.fixture(autouse=True)
def production(settings, db):
    """Hosts as in production, and the triggers switched on again that tests with many transactions do without."""
    settings.ALLOWED_HOSTS = HOSTS
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger WHERE tgenabled = 'D'"
            " AND NOT tgisinternal"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def refused():
    """What the check says; empty where it has nothing to say."""
    try:
        call_command("check", deploy=True, tags=["security"])
    except SystemCheckError as error:
        return str(error)
    return ""


def test_a_migrated_database_and_a_web_server_that_owns_nothing_pass(app_role):
    with app_role():
        assert refused() == ""


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "*", "desk.localhost", "0.0.0.0", "LOCALHOST"])
def test_names_of_this_machine_are_refused(app_role, settings, host):
    settings.ALLOWED_HOSTS = [*HOSTS, host]
    with app_role():
        assert f"ALLOWED_HOSTS has {host}" in refused()


def test_a_connection_that_owns_the_tables_is_refused(db):
    said = refused()
    assert "which is not factcheck_app" in said
    assert "it can switch off the rules that the database keeps" in said


def test_missing_migrations_are_counted(app_role):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    with app_role():
        said = refused()
    assert "lacks 1 of the migrations" in said and "manage.py migrate" in said


def test_a_rule_that_the_database_does_not_keep_is_named(app_role):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_signoff DISABLE TRIGGER signoff_before")
    with app_role():
        assert "trigger claims_signoff.signoff_before differs" in refused()


def test_a_database_without_tables_is_called_empty(app_role):
    with connection.cursor() as cursor:
        cursor.execute("ALTER SCHEMA public RENAME TO elsewhere; CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO factcheck_app")
    with app_role():
        assert "The database is empty" in refused()


def test_tables_that_the_web_may_not_use_are_refused(app_role):
    with connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM factcheck_app")
    with app_role():
        assert "may not use the tables" in refused()


def test_demo_accounts_are_refused_until_they_are_deactivated(app_role):
    person = make_person("Leyla", demo=True)
    with app_role():
        assert "has 1 demo accounts, and everybody knows their password" in refused()
    person.is_active = False
    person.save()
    with app_role():
        assert refused() == ""


def test_a_folder_in_which_no_capture_can_be_kept_is_refused(app_role, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.CAPTURES = tmp_path / "file" / "captures"
    with app_role():
        assert f"Captured sources cannot be kept in {settings.CAPTURES}." in refused()
