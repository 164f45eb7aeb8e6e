"""Rows of an article as they are, or as they were when one of its versions was in work."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from claims.models import Article, Version

type Row = dict[str, Any]


class Rows:
    """Read rows as the database writes them in JSON, numbers with a point as text.

    For a ``version`` that another one followed, rows are as they were then: what the history of rows has of them from
    before the next version came in.
    """

    def __init__(self, article: Article, version: Version) -> None:
        self.article = article
        self.until = self._came_in(article, version)

    def _came_in(self, article: Article, version: Version) -> int | None:
        """Return the place in the history of rows at which the next version came in; None if none did."""
        following = Version.objects.filter(article=article, number__gt=version.number).order_by("number").first()
        if following is None or version.pk == article.current_version_id:
            return None
        return self.one(
            """SELECT min(id) FROM claims_rowhistory
               WHERE "table" = 'claims_version' AND row_id = %s AND operation = 'insert'""",
            following.pk,
        )

    def one(self, query: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            found = cursor.fetchone()
        return found[0] if found else None

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def of(self, table: str, column: str, ids: Iterable[int]) -> list[Row]:
        """Return the rows of a table whose ``column`` is one of ``ids``, by their own ids."""
        wanted = list(ids)
        live = [
            _read(row)
            for (row,) in self.all(
                f"SELECT (to_jsonb(t) - 'search')::text FROM claims_{table} t"  # noqa: S608 - names of ours
                f' WHERE t."{column}" = ANY (%s) ORDER BY t.id',
                wanted,
            )
        ]
        return live if self.until is None else self._then(f"claims_{table}", column, wanted, live)

    def _then(self, table: str, column: str, wanted: list[int], live: list[Row]) -> list[Row]:
        gone = self.all(
            """SELECT row_id FROM claims_rowhistory WHERE "table" = %s AND operation = 'delete' AND id >= %s
               AND (old->>%s)::bigint = ANY (%s)""",
            table,
            self.until,
            column,
            wanted,
        )
        then: dict[int, Row | None] = dict.fromkeys([row["id"] for row in live] + [pk for (pk,) in gone])
        for pk, done, new in self.all(
            """SELECT row_id, operation, new::text FROM claims_rowhistory
               WHERE "table" = %s AND row_id = ANY (%s) AND id < %s ORDER BY id""",
            table,
            list(then),
            self.until,
        ):
            then[pk] = None if done == "delete" else (then[pk] or {}) | _read(new)
        return [row for _, row in sorted(then.items()) if row is not None and row.get(column) in wanted]

    def last_event(self, chain: int) -> int:
        """Return the sequence of the last event there is (or was then), without the dossiers asked for after it."""
        return self.one(
            """SELECT coalesce(max(e.sequence), 0) FROM claims_event e
               WHERE e.chain_id = %s AND e.verb <> 'dossier_asked' AND (%s::bigint IS NULL OR EXISTS (
                 SELECT 1 FROM claims_rowhistory h
                 WHERE h."table" = 'claims_event' AND h.row_id = e.id AND h.id < %s))""",
            chain,
            self.until,
            self.until,
        )


def _read(text: str) -> Row:
    row: Row = json.loads(text, parse_float=str)
    return row
