"""All that was written: the rows of every table, and what PostgreSQL logged. For tests that look for a text in it."""

from contextlib import contextmanager
from pathlib import Path

from django.db import ProgrammingError, connection

from claims.apps import APP_ROLE

TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""


def rows_of_database():
    """Return {table: all its rows as text} of each schema of ours: the desk's tables and the queues.

    Bytes stand there in hexadecimal digits; a search vector with its words.
    """
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SET ROLE {APP_ROLE}" if table.startswith("pgmq.") else "RESET ROLE")  # its own queues
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t")
            found[table] = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
    assert {"public.claims_event", "public.claims_rowhistory", "public.django_session"} <= found.keys()
    return found


@contextmanager
def written_log():
    """Have PostgreSQL log every statement with its values. Yields a list that has the log's bytes afterwards.

    It stays empty on a server that the tests did not start: its log is elsewhere.
    """
    log, logged = Path(connection.settings_dict["HOST"]).parent / "log" / "postgres.log", []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET log_statement = 'all'")
    except ProgrammingError:
        yield logged
        return
    begun = log.stat().st_size
    try:
        yield logged
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET log_statement")
    with log.open("rb") as file:
        file.seek(begun)
        logged.append(file.read())
