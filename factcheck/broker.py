"""The queue inside PostgreSQL: kombu's transport for pgmq, changed to restore a dropped queue and to keep it short."""

import psycopg
from kombu.transport import pgmq


class OneOfEach:
    """For a channel: do not send a periodic message while an earlier one for the same task is still waiting.

    Only periodic messages have an expiry time. A broker that drops expired messages does not need this.
    """

    def _put(self, queue, message, **kwargs):
        headers = message.get("headers", {})
        if not headers.get("expires") or not self._waits(queue, headers["task"]):
            super()._put(queue, message, **kwargs)


class Channel(OneOfEach, pgmq.Channel):
    """A channel of the queue in PostgreSQL, which keeps messages until a worker takes them."""

    def _waits(self, queue, task):
        waiting = psycopg.sql.SQL(
            "SELECT EXISTS (SELECT FROM {} WHERE vt <= clock_timestamp() AND message->'headers'->>'task' = %s"
            " AND message->'headers'->>'expires' IS NOT NULL)"
        ).format(psycopg.sql.Identifier("pgmq", f"q_{self._queue_name(queue)}"))
        with self.pgmq.pool.connection() as connection:
            return connection.execute(waiting, [task]).fetchone()[0]


class Transport(pgmq.Transport):
    """Treat a missing table as a lost connection: connecting again declares the queue, which makes the table again."""

    Channel = Channel
    default_connection_params = {}  # the address is in the transport options
    connection_errors = (*pgmq.Transport.connection_errors, psycopg.errors.UndefinedTable)
