"""The web server holds nobody up for clients that are slow or silent, and loses no request.

A real gunicorn with the project's configuration, and a small application in the place of the desk.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from factcheck.settings import BASE_DIR
from tests.small_app import LONG
from tests.up_here import until

MANY = 40  # clients; there are eight threads
BODY = 2 * 1024 * 1024  # bytes: the largest article


class Server:
    """A context manager: gunicorn as production runs it, on a listening socket that it is given."""

    def __init__(self, listener):
        self.port = listener.getsockname()[1]
        # The way in which systemd hands a socket on: as file 3, to the process that LISTEN_PID names.
        hand_on = f"import os, sys; os.dup2({listener.fileno()}, 3); os.environ['LISTEN_PID'] = str(os.getpid());"
        gunicorn = ["-m", "gunicorn", "--config", "factcheck/gunicorn_conf.py", "tests.small_app:application"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{hand_on} os.execv(sys.executable, [sys.executable, *sys.argv[1:]])", *gunicorn],
            cwd=BASE_DIR,
            env=os.environ | {"WEB_CONCURRENCY": "2", "LISTEN_FDS": "1"},
            pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self):
        assert ask(self.port) == (200, b"0")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:  # gunicorn loses a signal that comes while a worker is started
            self.process.kill()  # its workers end with it
            self.process.wait()

    def workers(self):
        pid = self.process.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0), backlog=512) as made:
        yield made


@pytest.fixture
def server(listener):
    with Server(listener) as running:
        yield running


@pytest.fixture
def clients(server):
    """Makes many clients who send some bytes and then nothing; they are gone at the end of the test."""
    with contextlib.ExitStack() as opened:

        def make(sent=b"", count=MANY):
            made = [opened.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(count)]
            for client in made:
                client.sendall(sent)
            return made

        yield make


def ask(port, path="/", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("POST" if body else "GET", path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()


def still_open(client):
    """Whether the server has neither closed the connection nor answered on it."""
    client.setblocking(False)
    try:
        client.recv(1)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        client.setblocking(True)
    return False


def answer_to(client):
    client.settimeout(60)
    answer = http.client.HTTPResponse(client)
    answer.begin()
    return answer.status, answer.read()


HEAD = b"POST / HTTP/1.1\r\nHost: desk.example.org\r\nContent-Length: %d\r\n" % BODY


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HTTP/1.1\r\nHo", HEAD, HEAD + b"\r\n", HEAD + b"\r\n" + b"a" * (BODY // 2)]
)
def test_an_answer_comes_while_many_are_in_the_middle_of_their_request(server, clients, sent):
    slow = clients(sent)
    assert ask(server.port, body=b"12345") == (200, b"5")
    assert all(map(still_open, slow))


def test_what_slow_clients_send_in_the_end_is_answered(server, clients):
    slow = clients(HEAD + b"\r\n" + b"a" * (BODY // 2))
    assert ask(server.port) == (200, b"0")
    for client in slow:
        client.sendall(b"a" * (BODY - BODY // 2))
    assert [answer_to(client) for client in slow] == [(200, str(BODY).encode())] * MANY


def test_a_request_that_comes_byte_by_byte_is_whole(server, clients):
    (client,) = clients(count=1)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in b"POST / HTTP/1.1\r\nHost: desk.example.org\r\ncontent-LENGTH:3 \r\n\r\nabc":
        client.sendall(bytes([byte]))
    assert answer_to(client) == (200, b"3")


def test_an_answer_comes_while_many_do_not_read_theirs(server, clients):
    slow = clients(b"GET /long HTTP/1.1\r\nHost: desk.example.org\r\n\r\n", count=12)
    assert ask(server.port) == (200, b"0")
    assert [len(answer_to(client)[1]) for client in slow] == [LONG] * 12


def test_a_client_is_told_that_the_connection_ends_with_the_answer(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", "/")
        assert connection.getresponse().headers["Connection"] == "close"


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (b"Transfer-Encoding: chunked", 411, b"Send the length of the request"),
        (b"Content-Length: 99999999", 413, b"larger than 32 MB"),
        (b"Content-Length: many", 400, b""),
        (b"X: " + b"x" * 140_000, 431, b""),
    ],
)
def test_what_the_server_does_not_take_is_answered(server, clients, request_, status, words):
    (client,) = clients(b"POST / HTTP/1.1\r\nHost: desk.example.org\r\n" + request_ + b"\r\n\r\n", count=1)
    answered, body = answer_to(client)
    assert (answered, words in body) == (status, True)


def test_no_request_is_lost_while_workers_are_replaced(server):
    first, answers, over = server.workers(), [], threading.Event()

    def work():
        while not over.is_set():
            try:
                answers.append(ask(server.port, body=b"12345"))
            except OSError as error:
                answers.append(error)

    people = [threading.Thread(target=work) for _ in range(4)]
    for person in people:
        person.start()
    server.process.send_signal(signal.SIGHUP)
    replaced = until(lambda: len(server.workers()) == 2 and not server.workers() & first, within=60)
    over.set()
    for person in people:
        person.join()
    assert replaced
    assert set(answers) == {(200, b"5")}


def test_a_request_that_is_half_there_when_workers_are_replaced_is_answered(server, clients):
    first = server.workers()
    (client,) = clients(HEAD + b"\r\n" + b"a" * (BODY // 2), count=1)
    server.process.send_signal(signal.SIGHUP)
    assert until(lambda: len(server.workers() - first) == 2, within=60)
    client.sendall(b"a" * (BODY - BODY // 2))
    assert answer_to(client) == (200, str(BODY).encode())


def test_a_request_sent_between_two_servers_is_answered_by_the_next(listener):
    with Server(listener):
        pass
    with socket.create_connection(listener.getsockname()) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: desk.example.org\r\n\r\n")
        with Server(listener):
            assert answer_to(client) == (200, b"0")
