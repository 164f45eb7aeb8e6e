"""The server that browsers visit, and connections to the database that outlast a test.

In a new connection the database reads every function and plans every statement anew, a fifth of a second in each test.
"""

from concurrent.futures import ThreadPoolExecutor, wait

from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections

MOST_CONNECTIONS = 64  # those of all browsers of a test at one time; Chromium keeps up to six open to a server

_OPEN = set()


def keep_open():
    """Remember this thread's connections to the database, for ``close_all``."""
    _OPEN.update(connections.all(initialized_only=True))


def close_all():
    """Close the connections of all threads, before the database is deleted."""
    for one in _OPEN:
        one.inc_thread_sharing()
        one.close()
    _OPEN.clear()


class LastingServer(ThreadedWSGIServer):
    """Django's, with threads that go on to the next browser, and keep their connections."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.threads = ThreadPoolExecutor(MOST_CONNECTIONS, "browsers")
        self.answering = set()

    def process_request(self, request, client_address):
        self.answering.add(self.threads.submit(self.process_request_thread, request, client_address))

    def answered(self):
        """Wait until every request is answered, once the browsers are closed. Raises what answering one did."""
        done, unfinished = wait(self.answering, timeout=60)
        assert not unfinished, "a request is still being answered a minute after its page was closed"
        self.answering.clear()
        for one in done:
            one.result()

    def _close_connections(self):
        keep_open()

    def server_close(self):
        super().server_close()
        self.threads.shutdown()
