"""The queue in Redis: kombu's transport, made to keep the queue short."""

import json

from kombu.transport import redis

from factcheck.broker import OneOfEach

LOOKED_THROUGH = 1000  # waiting messages; only an older version can have left more


class Channel(OneOfEach, redis.Channel):
    """A channel of the queue in Redis, which keeps messages until a worker takes them, expired ones too."""

    def _waits(self, queue, task):
        with self.conn_or_acquire() as client:
            oldest = client.lrange(queue, -LOOKED_THROUGH, -1)  # new ones are put in front
        headers = [json.loads(message).get("headers", {}) for message in oldest]
        return any(one.get("task") == task and one.get("expires") for one in headers)


class Transport(redis.Transport):
    """The transport for redis:// and rediss:// in CELERY_BROKER_URL."""

    Channel = Channel
