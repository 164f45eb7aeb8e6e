"""The queue inside PostgreSQL: kombu's transport for pgmq, changed to restore a dropped queue and to keep it short."""

import psycopg
from kombu.transport import pgmq


class Channel(pgmq.Channel):
    """A channel that does not send a periodic message while an earlier one for the same task is still waiting."""

    def _put(self, queue, message, **kwargs):
        if not self._waits_already(queue, message.get("headers", {})):
            super()._put(queue, message, **kwargs)

    def _waits_already(self, queue, headers):
        """Return whether a periodic message for this task is waiting to be read.

        Only periodic messages have an expiry time.
        """
        if not headers.get("expires"):
            return False
        waiting = psycopg.sql.SQL(
            "SELECT EXISTS (SELECT FROM {} WHERE vt <= clock_timestamp() AND message->'headers'->>'task' = %s"
            " AND message->'headers'->>'expires' IS NOT NULL)"
        ).format(psycopg.sql.Identifier("pgmq", f"q_{self._queue_name(queue)}"))
        with self.pgmq.pool.connection() as connection:
            return connection.execute(waiting, [headers["task"]]).fetchone()[0]


class Transport(pgmq.Transport):
    """Treat a missing table as a lost connection: connecting again declares the queue, which makes the table again."""

    Channel = Channel
    default_connection_params = {}  # the address is in the transport options
    connection_errors = (*pgmq.Transport.connection_errors, psycopg.errors.UndefinedTable)
