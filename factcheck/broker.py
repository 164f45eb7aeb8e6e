"""The queue inside PostgreSQL: kombu's transport for pgmq, made to restore a dropped queue and to keep it short."""

import psycopg
from kombu.transport import pgmq


class Channel(pgmq.Channel):
    """Sends no periodic message while an earlier one for the same task still waits: nobody would miss it."""

    def _put(self, queue, message, **kwargs):
        if not self._waits_already(queue, message.get("headers", {})):
            super()._put(queue, message, **kwargs)

    def _waits_already(self, queue, headers):
        """Whether a message for this task, with an end to its use, waits to be read. Only periodic ones have an end."""
        if not headers.get("expires"):
            return False
        waiting = psycopg.sql.SQL(
            "SELECT EXISTS (SELECT FROM {} WHERE vt <= clock_timestamp() AND message->'headers'->>'task' = %s"
            " AND message->'headers'->>'expires' IS NOT NULL)"
        ).format(psycopg.sql.Identifier("pgmq", f"q_{self._queue_name(queue)}"))
        with self.pgmq.pool.connection() as connection:
            return connection.execute(waiting, [headers["task"]]).fetchone()[0]


class Transport(pgmq.Transport):
    """Takes a missing table for a lost connection: whoever connects anew declares the queue, which makes it again."""

    Channel = Channel
    default_connection_params = {}  # where it connects to stands in its options
    connection_errors = (*pgmq.Transport.connection_errors, psycopg.errors.UndefinedTable)
