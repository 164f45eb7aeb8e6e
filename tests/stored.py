"""Rows that took long to make are kept, and written again for the next test that needs them."""

import copy

from django.db import connection, transaction

#: Tables whose rows `migrate` makes, the same for every test. After each that commits, Django looks for all of them.
KEPT = {"django_content_type", "auth_permission"}


def with_rows(cursor, tables):
    """Return those of ``tables`` that have rows, without ``KEPT``."""
    cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in {*tables} - KEPT))
    return [table for (table,) in cursor.fetchall()]


def may_write_as_a_replica(cursor):
    """Return whether this session's role may write without triggers."""
    cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
    return cursor.fetchone()[0]


class AsFirstMade:
    """Calls ``make``, for the first test in a database without rows; for later ones it writes the same rows again.

    It returns what ``make`` did: a copy of its own for each test. The rows are written as a replica writes them: no
    trigger fires. A role that may not do so makes them each time.
    """

    def __init__(self, make):
        self.make = make
        self.may_write = None
        self.rows = self.made = None

    def __call__(self):
        with connection.cursor() as cursor:
            if self.may_write is None:
                self.may_write = may_write_as_a_replica(cursor)
            if not self.may_write:
                return self.make()
            if self.rows is None:
                others = self._with_rows(cursor)
                self.made = self.make()
                if others:
                    return self.made
                self.rows = dict(self._read(cursor))
            else:
                self._write(cursor)
        return copy.deepcopy(self.made)

    def _with_rows(self, cursor):
        return with_rows(cursor, connection.introspection.django_table_names(only_existing=True))

    def _read(self, cursor):
        for table in self._with_rows(cursor):
            with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT binary)") as rows:
                yield table, b"".join(rows)

    def _write(self, cursor):
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self.rows.items():
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN (FORMAT binary)") as into:
                    into.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")
