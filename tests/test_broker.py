"""The queue in the database: it stays short while nobody works on it, comes back when dropped, and blocks nobody.

In Redis it stays short too.
"""

import json

import psycopg
import pytest
import redis
from celery import Celery
from django.db import connection
from psycopg.conninfo import make_conninfo

from claims import tasks
from claims.apps import APP_ROLE
from factcheck.celery import app, for_pgmq


@pytest.fixture
def address(transactional_db):
    """The test database for a role with the app's rights; its queue is empty before and after."""
    given = connection.get_connection_params()
    known = {name: given[name] for name in ("host", "port", "dbname", "user", "password") if given.get(name)}
    address = make_conninfo(**known, options=f"-c role={APP_ROLE}")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("SELECT pgmq.create('factcheck')")
        server.execute("DELETE FROM pgmq.q_factcheck")
        yield address
        server.execute("SELECT pgmq.create('factcheck')")
        server.execute("DELETE FROM pgmq.q_factcheck")


@pytest.fixture
def broker(address):
    """A connection to the queue as web server, worker and clock have it."""
    options = app.conf.broker_transport_options | {"conn_string": for_pgmq(address)}
    with app.connection_for_write(transport_options=options) as opened:
        yield opened


@pytest.fixture
def queue(address):
    with psycopg.connect(address, autocommit=True) as server:
        yield server


def waiting(queue):
    rows = queue.execute("SELECT message->'headers'->>'task' FROM pgmq.q_factcheck ORDER BY msg_id").fetchall()
    return [task.rpartition(".")[2] for (task,) in rows]


def test_while_no_worker_runs_one_ring_of_each_kind_waits(broker, queue):
    for _ in range(3):
        tasks.relay.apply_async(connection=broker, expires=5)
        tasks.heartbeat.apply_async(connection=broker, expires=10)
    assert waiting(queue) == ["relay", "heartbeat"]


def test_a_ring_is_sent_while_a_worker_works_on_the_last_one(broker, queue):
    tasks.relay.apply_async(connection=broker, expires=5)
    queue.execute("SELECT pgmq.read('factcheck', 60, 1)")
    tasks.relay.apply_async(connection=broker, expires=5)
    assert waiting(queue) == ["relay", "relay"]


def test_work_that_must_be_done_is_sent_each_time(broker, queue):
    for _ in range(2):
        tasks.relay.apply_async(connection=broker)
    tasks.relay.apply_async(connection=broker, expires=5)
    assert waiting(queue) == ["relay", "relay", "relay"]


def test_a_dropped_queue_is_made_again_by_who_sends_next(broker, queue):
    tasks.relay.apply_async(connection=broker, expires=5)
    queue.execute("DROP TABLE pgmq.q_factcheck")
    tasks.heartbeat.apply_async(connection=broker, expires=10)
    assert waiting(queue) == ["heartbeat"]


def test_a_dropped_queue_is_a_lost_connection_to_who_reads(broker, queue):
    with app.amqp.TaskConsumer(broker) as consumer:
        consumer.consume()
        queue.execute("DROP TABLE pgmq.q_factcheck")
        with pytest.raises(broker.connection_errors):
            broker.drain_events(timeout=60)


def test_nobody_listens_for_notifications_without_reading_them(broker, queue):
    tasks.relay.apply_async(connection=broker, expires=5)
    last = queue.execute("SELECT query FROM pg_stat_activity WHERE datname = current_database()").fetchall()
    assert len(last) > 1
    assert not [query for (query,) in last if query.startswith("LISTEN")]
    triggers = queue.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'pgmq.q_factcheck'::regclass").fetchall()
    assert triggers == []


@pytest.fixture
def in_redis(redis_server):
    """(connection to the queue in Redis as the clock has it, client of that Redis)"""
    address = f"redis://127.0.0.1:{redis_server}/0"
    with Celery(broker=address).connection_for_write() as opened, redis.Redis.from_url(address) as client:
        yield opened, client


def waiting_in_redis(client):
    """Their tasks, the oldest first."""
    messages = [json.loads(message) for message in client.lrange(app.conf.task_default_queue, 0, -1)]
    return [message["headers"]["task"].rpartition(".")[2] for message in reversed(messages)]


def test_in_redis_too_one_ring_of_each_kind_waits(in_redis):
    broker, client = in_redis
    for _ in range(3):
        tasks.relay.apply_async(connection=broker, expires=5)
        tasks.heartbeat.apply_async(connection=broker, expires=10)
    assert waiting_in_redis(client) == ["relay", "heartbeat"]
    client.rpop(app.conf.task_default_queue)  # a worker takes the oldest
    tasks.relay.apply_async(connection=broker, expires=5)
    assert waiting_in_redis(client) == ["heartbeat", "relay"]


def test_in_redis_too_work_that_must_be_done_is_sent_each_time(in_redis):
    broker, client = in_redis
    for _ in range(2):
        tasks.relay.apply_async(connection=broker)
    tasks.relay.apply_async(connection=broker, expires=5)
    tasks.relay.apply_async(connection=broker, expires=5)
    assert waiting_in_redis(client) == ["relay", "relay", "relay"]
