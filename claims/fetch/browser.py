"""`python -m claims.fetch.browser FOLDER PARENT`: have Chromium draw one page, which has no other way to the network.

It reads {"program", "address", "headers", "networks", "seconds", "loading"} and a line's end from standard input, and
then the page. It prints one line of JSON (what `Drawn` has, with the ``size`` of the picture), then picture and PDF.
``FOLDER`` is for the browser's files; it ends with the process ``PARENT``.

Chromium is told to ask about each request (DevTools' domain Fetch, over a pipe). The page itself is answered with what
was captured, a part of it by the guarded client, everything else not at all. What Chromium does not ask about (sockets,
workers of the page, its own services) finds a proxy that does not exist. No cookie is sent or kept.
"""

import base64
import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from typing import Any

from claims.fetch.client import Fetcher
from factcheck.local import users
from factcheck.local.processes import LINUX, die_with_parent

WIDTH, HEIGHT = 1280, 900  # CSS pixels of the window
MOST_HEIGHT = 10_000  # pixels of the picture
MOST_PAGES = 40  # of the PDF
MOST_FILE = 20 * 1024 * 1024  # bytes of the picture, and of the PDF
MOST_PARTS, MOST_BYTES = 150, 40 * 1024 * 1024  # that are fetched for one page
_AFTER, _QUIET = 3.0, 0.4  # seconds to load more once it has its height; without a request, after which it has loaded
_ENDLESS = 4.0  # seconds without an answer, after which a script counts as one that does not end
_ANSWER = 0.4  # of all the time, for one answer of the browser
_MEMORY = 1536 * 1024 * 1024  # bytes of each process of the browser
_PR_CAP_AMBIENT, _CLEAR_ALL = 47, 4
_NEVER = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "strict-transport-security"}
)
_FLAGS = (
    "--remote-debugging-pipe",
    # No way to the network: no name has an address, and everything goes through a proxy that does not exist.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pings",
    # Frames of other sites are in the process of the page, where their requests are asked about too.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=256",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-gpu",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
)


class Ended(Exception):
    """The browser ended, or did not answer in time. Its only argument is a key of claims.fetch.drawn.WORDS."""


class Pipe:
    """The browser's two pipes: JSON with a zero byte behind it, each way."""

    def __init__(self, program: str, folder: str) -> None:
        reads, self._to = os.pipe()
        self._from, writes = os.pipe()
        self._lock, self._buffer, self._next = threading.Lock(), b"", 0
        us = os.getpid()
        identity = users.identity(users.desk()) if users.is_root() else {}
        if identity:
            os.chown(folder, identity["user"], identity["group"])

        def before() -> None:
            high = [os.dup2(reads, 60), os.dup2(writes, 61)]
            for end, number in zip(high, (3, 4), strict=True):
                os.dup2(end, number)
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (40, 41))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (100 * 1024 * 1024,) * 2)
            if LINUX:  # what its user may read stays what it may read
                ctypes.CDLL(None).prctl(_PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
            die_with_parent(signal.SIGKILL, us)

        try:
            self.process = subprocess.Popen(  # noqa: S603
                [program, *_FLAGS, f"--user-data-dir={folder}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={"HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                close_fds=False,
                preexec_fn=before,
                **identity,
            )
        except OSError as error:
            raise Ended("no_browser") from error
        os.close(reads)
        os.close(writes)

    def send(self, method: str, session: str = "", **params: Any) -> int:
        """Tell the browser something. Returns the number of its answer."""
        with self._lock:
            self._next += 1
            said = {"id": self._next, "method": method, "params": params}
            raw = json.dumps(said | ({"sessionId": session} if session else {})).encode() + b"\0"
            try:
                while raw:
                    raw = raw[os.write(self._to, raw) :]
            except OSError as error:
                raise Ended("crashed") from error
            return self._next

    def next(self, until: float) -> dict[str, Any] | None:
        """Return what the browser says next; None if nothing until then."""
        while b"\0" not in self._buffer:
            if not select.select([self._from], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            part = os.read(self._from, 1024 * 1024)
            if not part:
                raise Ended("crashed")
            self._buffer += part
        raw, _, self._buffer = self._buffer.partition(b"\0")
        said: dict[str, Any] = json.loads(raw)
        return said


class Page:
    """The page that is drawn. ``lacks`` says in words what is missing in it."""

    def __init__(self, pipe: Pipe, said: dict[str, Any], body: bytes) -> None:
        self.pipe, self.address, self.headers, self.body = pipe, said["address"], said["headers"], body
        self.seconds, self.loading = said["seconds"], said["loading"]
        self.until = time.monotonic() + self.seconds
        self.lacks: list[str] = []
        self.session = self.frame = ""
        self._loaded = self._there = False
        self._open: set[str] = set()
        self._parts = self._bytes = self._refused = 0
        self._last = time.monotonic()
        networks = [ip_network(network) for network in said["networks"]]
        self._fetcher = Fetcher(networks, seconds=self.seconds, asks=False)
        self._pool = ThreadPoolExecutor(4)

    def ask(self, method: str, seconds: float = 0, session: bool = True, **params: Any) -> dict[str, Any]:
        """Return the browser's answer. Raises Ended if there is none in time, or it is an error."""
        number = self.pipe.send(method, self.session if session else "", **params)
        until = min(time.monotonic() + (seconds or _ANSWER * self.seconds), self.until)
        while (said := self.pipe.next(until)) is not None:
            if said.get("id") == number:
                if "error" in said:
                    raise Ended("crashed")
                found: dict[str, Any] = said["result"]
                return found
            self._heard(said)
        raise Ended("too_slow")

    def tell(self, method: str, session: str = "", **params: Any) -> None:
        """Tell the page something, whatever comes of it."""
        self.pipe.send(method, session or self.session, **params)

    def open(self) -> str:
        """Open the page, and let it load. Returns the browser's name and version."""
        tool = str(self.ask("Browser.getVersion", session=False)["product"])
        self.ask("Browser.setDownloadBehavior", session=False, behavior="deny")
        target = self.ask("Target.createTarget", session=False, url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", session=False, targetId=target, flatten=True)["sessionId"]
        self.frame = target
        # What the page opens beside itself (windows, workers) is held before it begins.
        self.tell("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)
        self.tell("Page.enable")
        self.tell("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self._sized(HEIGHT)
        self.tell("Page.navigate", url=self.address)
        while not self._there:
            if (said := self.pipe.next(self.until)) is None:
                raise Ended("too_slow")
            self._heard(said)
        self._settle(self.loading)
        return tool

    def picture(self) -> bytes:
        """Return all of the page as a PNG."""
        try:
            height = self._height(_ENDLESS)
        except Ended:
            self.tell("Runtime.terminateExecution")  # a script without end
            self.tell("Emulation.setScriptExecutionDisabled", value=True)
            self.lacks.append("A script of the page had to be ended.")
            height = self._height()
        self._sized(min(height, MOST_HEIGHT))
        self._settle(_AFTER)  # pictures further down are fetched only now
        self.tell("Emulation.setScriptExecutionDisabled", value=True)
        self.tell("Page.stopLoading")
        if height > MOST_HEIGHT:
            self.lacks.append(f"The page is {height:,} pixels high; the picture has the first {MOST_HEIGHT:,}.")
        return self._file(self.ask("Page.captureScreenshot", format="png"), "picture")

    def pdf(self) -> bytes:
        """Return the page as it is printed."""
        said = self.ask("Page.printToPDF", printBackground=True, pageRanges=f"1-{MOST_PAGES}")
        return self._file(said, "PDF")

    def missing(self) -> str:
        """Return in words what is missing in picture and PDF."""
        if self._refused:
            self.lacks.append(f"{self._refused} of its parts could not be fetched, or not within the limits.")
        return " ".join(self.lacks)

    def _file(self, said: dict[str, Any], what: str) -> bytes:
        raw = base64.b64decode(said["data"])
        if len(raw) <= MOST_FILE:
            return raw
        self.lacks.append(f"Its {what} is over 20 MB, and was not kept.")
        return b""

    def _height(self, seconds: float = 0) -> int:
        return max(HEIGHT, round(self.ask("Page.getLayoutMetrics", seconds)["cssContentSize"]["height"]))

    def _sized(self, height: int) -> None:
        size: dict[str, Any] = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)

    def _settle(self, seconds: float) -> None:
        """Listen until the page has loaded and asks for nothing more, or the time is over."""
        until = min(time.monotonic() + seconds, self.until)
        self._last = time.monotonic()
        while (now := time.monotonic()) < until:
            if self._loaded and not self._open and now - self._last > _QUIET:
                return
            if said := self.pipe.next(min(until, now + 0.1)):
                self._heard(said)

    def _heard(self, said: dict[str, Any]) -> None:
        method, params = said.get("method"), said.get("params", {})
        if method == "Fetch.requestPaused":
            self._last = time.monotonic()
            self._asked(params)
        elif method == "Page.loadEventFired":
            self._loaded = self._there
        elif method == "Page.javascriptDialogOpening":
            self.tell("Page.handleJavaScriptDialog", accept=False)
        elif method in ("Inspector.targetCrashed", "Target.targetCrashed"):
            raise Ended("crashed")

    def _asked(self, params: dict[str, Any]) -> None:
        """Answer a request: the page with what was captured, once; its parts by the guarded client; nothing else."""
        number, request, url = params["requestId"], params["request"], params["request"]["url"]
        if params["resourceType"] == "Document" and params["frameId"] == self.frame:
            if self._there:  # it leads elsewhere by itself
                self.lacks[:] = ["The page leads on to another one by itself, which is not shown."]
                self._answer(number, 204, [], b"")  # after this, and no error, it stays as it is
            else:
                self._there = True
                self._answer(number, 200, self.headers, self.body)
        elif url.startswith(("data:", "blob:")):
            self.tell("Fetch.continueRequest", requestId=number)
        elif request["method"] != "GET" or not url.startswith(("http://", "https://")) or self._full:
            self._missed(number)
        else:
            self._parts += 1
            self._open.add(number)
            self._pool.submit(self._fetch, number, url)

    @property
    def _full(self) -> bool:
        return self._parts >= MOST_PARTS or self._bytes > MOST_BYTES

    def _fetch(self, number: str, url: str) -> None:
        try:
            answer = self._fetcher.fetch(url)
            self._bytes += len(answer.body)
            if answer.failed not in ("", "empty", "gone", "forbidden", "broken") or self._bytes > MOST_BYTES:
                self._missed(number)
            else:
                self._refused += answer.failed not in ("", "empty")
                self._answer(number, answer.status or 502, answer.headers, answer.body)
        except Exception:  # noqa: BLE001 - whatever a site sends, this part is missing
            self._missed(number)
        finally:
            self._last = time.monotonic()
            self._open.discard(number)

    def _missed(self, number: str) -> None:
        self._refused += 1
        self._refuse(number)

    def _refuse(self, number: str) -> None:
        self.tell("Fetch.failRequest", requestId=number, errorReason="AccessDenied")

    def _answer(self, number: str, status: int, headers: Sequence[Sequence[str]], body: bytes) -> None:
        kept = [{"name": name, "value": value} for name, value in headers if name.lower() not in _NEVER]
        raw = base64.b64encode(body).decode()
        self.tell("Fetch.fulfillRequest", requestId=number, responseCode=status, responseHeaders=kept, body=raw)


def main() -> None:
    folder, parent = sys.argv[1:]
    die_with_parent(signal.SIGKILL, int(parent))
    line, _, body = sys.stdin.buffer.read().partition(b"\n")
    said = json.loads(line)
    facts: dict[str, Any] = {"failed": "", "lacks": "", "tool": ""}
    picture = pdf = b""
    try:
        page = Page(Pipe(said["program"], folder), said, body)
        facts["tool"] = page.open()
        picture = page.picture()
        pdf = page.pdf()
        facts["lacks"] = page.missing()
    except Ended as ended:
        facts["failed"] = "" if picture else ended.args[0] if facts["tool"] else "no_browser"
        facts["lacks"] = "It could not be printed as a PDF." if picture else ""
    sys.stdout.buffer.write(json.dumps(facts | {"size": len(picture)}).encode() + b"\n" + picture + pdf)
    sys.stdout.buffer.flush()
    os._exit(0)  # parts that are still fetched are of no use any more; the browser ends with this process


if __name__ == "__main__":
    main()
