"""gunicorn's threaded worker, changed so that a thread never waits for a client.

The worker's main loop receives each whole request, and sends what a client does not take at once. A thread only
computes the answer. So silent and slow clients occupy no thread, however many they are. A connection serves one
request, and each answer says so (`Connection: close`): no client sends a second request into a closing connection.
"""

import contextlib
import errno
import re
import selectors
import socket
import tempfile
import time

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVES_WITHIN = 300  # seconds from opening a connection to the end of its request
IS_TAKEN_WITHIN = 120  # seconds for a client to take its answer
IS_CLOSED_WITHIN = 2  # seconds for a refused client to stop sending; closing earlier would cut its answer off
SILENT_AT_THE_END = 1  # seconds that a stopping worker still waits for the first byte of a request
LONGEST_HEAD = 128 * 1024  # bytes; gunicorn's parser refuses longer ones
LONGEST = 32 * 1024 * 1024  # bytes of a request; the largest form is much smaller
IN_MEMORY = 1024 * 1024  # bytes of a request or an answer; larger ones go to a temporary file
PIECE = 64 * 1024  # bytes that are received or sent at a time
AT_ONCE = 16  # pieces from or to one client before the next client's turn

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


class Answer:
    """The thread's replacement for the client's socket: it stores what is written, and never blocks."""

    def __init__(self):
        self.file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - see `drop`

    def sendall(self, data):
        self.file.write(data)

    def send(self, data):
        return self.file.write(data)

    def recv(self, size):
        return b""  # the whole request has already been read

    def gettimeout(self):
        return None

    def settimeout(self, seconds):
        pass

    setblocking = settimeout

    def shutdown(self, how):
        pass

    def close(self):
        pass


class Connection(TConn):
    """One client and its one request."""

    def __init__(self, cfg, client_socket, client, server):
        super().__init__(cfg, client_socket, client, server)
        self.client_socket = client_socket
        self.request = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - see `drop`
        self.head = b""
        self.refused = False
        self.length = None  # bytes of the whole request, known once the head has arrived
        self.left = b""  # read from the answer, not yet taken by the client

    def receive(self):
        """Read what has arrived; return whether the request is complete. Raise OSError if the client has closed."""
        for _ in range(AT_ONCE):
            try:
                piece = self.client_socket.recv(PIECE)
            except BlockingIOError:
                return False
            if not piece:
                raise ConnectionResetError(errno.ECONNRESET, "closed before the end of the request")
            self.request.write(piece)
            if self.length is None:
                self._read_head(piece)
            if self.length is not None and self.request.tell() >= self.length:
                return True
        return False

    def _read_head(self, piece):
        self.head += piece
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            if len(self.head) > LONGEST_HEAD:
                self.length = 0
            return
        head = self.head[: end + 4]
        found = _LENGTH.search(head)
        self.length = end + 4 + int(found[1] if found else 0)
        if _CHUNKED.search(head):
            self._refuse("411 Length Required", "Send the length of the request (Content-Length), and no chunks.")
        elif self.length > LONGEST:
            self._refuse("413 Content Too Large", f"The request is larger than {LONGEST // 1024 // 1024} MB.")

    def _refuse(self, status, words):
        self.length, self.refused, self.sock = 0, True, Answer()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {len(words)}"
        self.sock.sendall(f"{head}\r\n\r\n{words}".encode())
        self.sock.file.seek(0)

    def ready(self):
        """Give the thread the whole request, and an Answer to write to, in place of the client's socket."""
        self.request.seek(0)
        self.sock = Answer()
        self.parser = get_parser(self.cfg, iter(lambda: self.request.read(PIECE), b""), self.client)
        self.initialized = True

    def deliver(self):
        """Send what the client takes now; return whether that was all of it. Raise OSError if the client has gone."""
        for _ in range(AT_ONCE):
            piece = self.left = self.left or self.sock.file.read(PIECE)
            if not piece:
                self.client_socket.shutdown(socket.SHUT_WR)
                return True
            try:
                self.left = piece[self.client_socket.send(piece) :]
            except BlockingIOError:
                return False
        return False

    def is_closed(self):
        """Return whether the client has closed its side; drop what it still sends. Raise OSError if it has gone."""
        try:
            return not self.client_socket.recv(PIECE)
        except BlockingIOError:
            return False

    def drop(self):
        for one in (self.request, getattr(self.sock, "file", None), self.client_socket):
            if one is not None:
                with contextlib.suppress(OSError):
                    one.close()


class Worker(ThreadWorker):
    """`pending_conns` are the connections that the main loop handles; each is dropped at its `timeout`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pending_conns = set()

    def accept(self, listener):
        try:
            client_socket, client = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return  # another worker was faster, or the client has gone
            raise
        self.nr_conns += 1
        connection = Connection(self.cfg, client_socket, client, listener.getsockname())
        connection.timeout = time.monotonic() + ARRIVES_WITHIN
        self._receive(connection)

    def _receive(self, connection):
        with self._dropped_on_error(connection):
            if not connection.receive():
                self._watch(connection, selectors.EVENT_READ, self._receive)
            elif connection.refused:
                self._answer(connection)
            else:
                self._unwatch(connection)
                connection.ready()
                self.enqueue_req(connection)

    def handle(self, conn):
        """Compute the answer in a thread, and send as much of it as the client takes without waiting."""
        super().handle(conn)
        conn.sock.file.seek(0)
        with contextlib.suppress(OSError):  # the main loop notices again that the client has gone
            return conn.deliver()
        return False

    def finish_request(self, conn, fs):
        if fs.exception() is None and fs.result():
            self._drop(conn)
        else:
            self._answer(conn)

    def _answer(self, connection):
        connection.timeout = time.monotonic() + IS_TAKEN_WITHIN
        self._deliver(connection)

    def _deliver(self, connection):
        with self._dropped_on_error(connection):
            if not connection.deliver():
                self._watch(connection, selectors.EVENT_WRITE, self._deliver)
            elif connection.refused:
                connection.timeout = time.monotonic() + IS_CLOSED_WITHIN
                self._close(connection)
            else:
                self._drop(connection)

    def _close(self, connection):
        with self._dropped_on_error(connection):
            if connection.is_closed():
                self._drop(connection)
            else:
                self._watch(connection, selectors.EVENT_READ, self._close)

    def _watch(self, connection, event, callback):
        """Call `callback` when `event` comes, in place of what was watched for before."""
        self._unwatch(connection)
        self.pending_conns.add(connection)
        self.poller.register(connection.client_socket, event, lambda _: callback(connection))

    def _unwatch(self, connection):
        if connection in self.pending_conns:
            self.pending_conns.remove(connection)
            self.poller.unregister(connection.client_socket)

    def _drop(self, connection):
        self._unwatch(connection)
        self.nr_conns -= 1
        connection.drop()

    @contextlib.contextmanager
    def _dropped_on_error(self, connection):
        try:
            yield
        except OSError:
            self._drop(connection)

    def murder_pending(self):
        """Drop the connections whose time is over. When the worker stops, also drop those that have sent nothing."""
        now = time.monotonic()
        for connection in list(self.pending_conns):
            if not self.alive and not connection.head:
                connection.timeout = min(connection.timeout, now + SILENT_AT_THE_END)
            if connection.timeout <= now:
                self._drop(connection)
