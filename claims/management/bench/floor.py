"""The floor of an operation: the time that its SQL statements take in plain psycopg, without Django."""

import statistics
import time

import psycopg
from django.db import transaction
from psycopg import sql

from factcheck.postgresql.base import JOINS, PLANS

REPEATS = 9


class Floor:
    """Runs the statements of an operation again, as the app's role, in a transaction that is rolled back.

    ``app_url`` is the app's address of the database, ``owner_url`` the owner's. Statements that write contain the ids
    that they made, so every sequence is set back before they run again; only its owner may do that.
    """

    def __init__(self, app_url, owner_url):
        self.app = psycopg.connect(app_url, autocommit=True, prepare_threshold=None)
        self.app.execute(f"{JOINS}; {PLANS}")
        self.owner = psycopg.connect(owner_url, autocommit=True)

    def close(self):
        self.app.close()
        self.owner.close()

    def seconds(self, do, times):
        """Return the seconds that the statements of one ``do()`` take, with all rows read; the median of nine rounds.

        ``do`` returns an Answer. It is called ``times`` times, and everything that it wrote is rolled back. The time
        of the commit is not included.
        """
        put_back = self._sequences()
        with transaction.atomic():
            statements = [sql.SQL(one) for _ in range(times) for one in do().statements]
            transaction.set_rollback(True)
        rounds = []
        for _ in range(REPEATS):
            put_back()
            rounds.append(self._play(statements))
        return statistics.median(rounds) / times

    def _play(self, statements):
        began = time.perf_counter()
        with self.app.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                for statement in statements:
                    cursor.execute(statement)
                    if cursor.description:
                        cursor.fetchall()
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            finally:
                took = time.perf_counter() - began
                cursor.execute("ROLLBACK")
        return took

    def _sequences(self):
        """Return a function that sets every sequence to its present value."""
        found = self.owner.execute(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        names, values, called = map(list, zip(*found, strict=True))

        def put_back():
            self.owner.execute(
                "SELECT setval(name::regclass, value, called)"
                " FROM unnest(%s::text[], %s::bigint[], %s::bool[]) s (name, value, called)",
                [names, values, called],
            )

        return put_back
