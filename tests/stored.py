"""Rows that took long to make are kept, and stand in the database for every test that needs them.

They are written and removed in a session of their own, and committed. PostgreSQL forgets the plan of every statement,
function and trigger of a session that begins or ends to write as a replica; to plan them anew in each test takes longer
than anything else that the test does.
"""

import contextlib
import os
import pickle

import psycopg
from django.db import connection

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


@contextlib.contextmanager
def as_a_replica():
    """Give a cursor of a session of its own, in which no trigger fires and no foreign key is looked at. It commits."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, dbname=connection.settings_dict["NAME"]) as session, session.cursor() as cursor:
        # What waits for a row that the test itself wrote, would wait for ever.
        cursor.execute("SET session_replication_role = replica; SET lock_timeout = '60s'")
        yield cursor


def empty(tables):
    """Delete all rows of ``tables``, whose names are quoted where they must be."""
    with as_a_replica() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")


#: The AsFirstMade whose rows are in the database, committed.
THERE = set()


class AsFirstMade:
    """Calls ``make``, for the first test in a database without rows; for later ones the same rows are there again.

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
                made = self.make()
                if others:
                    return made
                self.rows = dict(self._read(cursor))
                self.made = pickle.dumps(made)
                return made
        if self not in THERE:
            with as_a_replica() as cursor:
                for table, rows in self.rows.items():
                    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as into:
                        into.write(rows)
            THERE.add(self)
        return pickle.loads(self.made)

    def remove(self):
        """Remove the rows, where they are there, between two tests."""
        if self in THERE:
            empty(self.rows)
            THERE.remove(self)

    def _with_rows(self, cursor):
        return with_rows(cursor, connection.introspection.django_table_names(only_existing=True))

    def _read(self, cursor):
        for table in map(connection.ops.quote_name, self._with_rows(cursor)):
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                yield table, b"".join(rows)
