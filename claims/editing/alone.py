"""What only one worker does at a time."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(kind, pk):
    """Whether nobody else works on this row; if so, nobody does until the end of the block.

    ``kind`` names what is done. PostgreSQL keeps it for this connection, so that it is free at once when a worker dies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", [kind, pk])
        ours = cursor.fetchone()[0]
    try:
        yield ours
    finally:
        if ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", [kind, pk])
