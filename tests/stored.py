"""Rows that took long to make are kept, and written again for the next test that needs them in a database of its own.

For tests that commit: the tables are emptied after each of them.
"""

from django.db import connection, transaction

from tests.conftest import KEPT


def as_first_made(stored, make):
    """Call ``make`` and keep all rows in ``stored``, a dict; once they are kept, write them again instead.

    They are written as a replica writes them: no trigger fires. A role that may not do so makes them each time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        may_write = cursor.fetchone()[0]
        if stored and may_write:
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")
                for table, rows in stored.items():
                    with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN (FORMAT binary)") as copy:
                        copy.write(rows)
                cursor.execute("SET LOCAL session_replication_role = origin")
            return
        make()
        for table in {*connection.introspection.django_table_names(only_existing=True)} - KEPT:
            with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT binary)") as copy:
                stored[table] = b"".join(copy)
