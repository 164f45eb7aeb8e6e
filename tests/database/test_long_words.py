"""No index is handed more than it can hold, however long the words that people type."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

#: Bytes of a row of a B-tree (a third of a page), and of a character at most.
HELD, CHARACTER = 2704, 4


def test_every_index_over_words_can_hold_the_longest_or_is_refused_in_words():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT i.relname, sum(CASE WHEN a.atttypmod > 0 THEN a.atttypmod - 4 ELSE 1000000 END)
               FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
               JOIN pg_am m ON m.oid = i.relam JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (x.indkey)
               WHERE c.relname LIKE %s AND m.amname = 'btree' AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
               GROUP BY i.relname""",
            [r"claims\_%"],
        )
        longest = dict(cursor.fetchall())
    assert {"speaker_once", "side_once", "source_address_once"} <= longest.keys()
    # An address may be longer than its index holds: editing.sources says so in words. A page is a digest, which the
    # database writes.
    digests = {"source_by_page", "capture_by_page"}
    assert {name for name, size in longest.items() if CHARACTER * size > HELD} == digests | {"source_address_once"}
