"""The queue in Redis: kombu's transport, made to keep the queue short."""

import json

from kombu.transport import redis

from factcheck.broker import OneOfEach

LOOKED_THROUGH = 1000  # of the messages that wait; more of them wait only where an older version left them


class Channel(OneOfEach, redis.Channel):
    """Redis keeps messages until somebody takes them, those whose time has passed too."""

    def _waits(self, queue, task):
        with self.conn_or_acquire() as client:
            oldest = client.lrange(queue, -LOOKED_THROUGH, -1)  # new ones are put in front
        headers = [json.loads(message).get("headers", {}) for message in oldest]
        return any(one.get("task") == task and one.get("expires") for one in headers)


class Transport(redis.Transport):
    """Named by redis:// and rediss:// in CELERY_BROKER_URL."""

    Channel = Channel
