"""`python -m claims.fetch.client`: fetch one page, within limits, and know nothing of the desk.

It reads {"address", "networks"} from standard input, and prints one line of JSON (the fields of `Answer` without its
body), and then the body. It is a process of its own, so that a name server or a site that never ends an answer holds
nothing else up: who starts it also ends it.
"""

import json
import resource
import ssl
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from ipaddress import ip_network
from urllib.robotparser import RobotFileParser

import httpcore2
import httpx2

from claims.addresses import without_login
from claims.fetch import SECONDS, Answer, Exchange, Network
from claims.fetch.guard import GuardedBackend, NoSuchHost, NotPublic

AGENT = "Factcheck"  # the name that robots.txt may speak of
_AGENT_LINE = f"{AGENT}/1.0 (a newsroom's checking desk; reads single pages when a person asks)"
MOST_BYTES = 20 * 1024 * 1024  # of a body, unpacked
MOST_REDIRECTS = 10
_MEMORY = 450 * 1024 * 1024  # bytes
_PAUSE = 8.0  # seconds without a byte
_ROBOTS_BYTES = 500 * 1024  # what RFC 9309 asks a reader to read at least
_TAKES = {
    "User-Agent": _AGENT_LINE,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "*",
}
#: Status of an answer → what became of it, where that is no page.
_STATUSES = dict.fromkeys((401, 402, 403, 451), "forbidden") | dict.fromkeys((404, 410), "gone")
_STATUSES |= dict.fromkeys((429, 503), "busy")


class Stopped(Exception):
    """A limit was reached, or a rule forbids to go on. Its only argument is a key of `WORDS`."""


class _Guarded(httpx2.BaseTransport):
    def __init__(self, also: Sequence[Network]) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False), network_backend=GuardedBackend(also)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        found = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(found.status, headers=found.headers, stream=_Stream(found), extensions=found.extensions)

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class Fetcher:
    """Fetches pages within one span of ``seconds``. Addresses in the networks ``also`` are fetched like public ones.

    Where it does not ask, each site's robots.txt is left out of account: for the parts of a page that it let us read.
    """

    def __init__(self, also: Sequence[Network], seconds: float = SECONDS, asks: bool = True) -> None:
        self.until = time.monotonic() + seconds
        self.asks = asks
        self.client = httpx2.Client(
            transport=_Guarded(also),
            trust_env=False,
            follow_redirects=False,
            timeout=max(_PAUSE, seconds - SECONDS),  # whoever waits longer waits for something that takes its time
            headers=_TAKES,
        )
        self.rules: dict[str, RobotFileParser | None] = {}

    def fetch(self, address: str) -> Answer:
        """Return what became of an address."""
        answer = Answer(address)
        try:
            self._follow(answer)
        except Stopped as stopped:
            answer.failed = stopped.args[0]
        except NotPublic:
            answer.failed = "not_public"
        except NoSuchHost:
            answer.failed = "no_such_host"
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, UnicodeError):
            answer.failed = "bad_address"
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            answer.failed = "too_slow"
        except httpx2.DecodingError:
            answer.failed = "broken"
        except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            answer.failed = "certificate" if _is_of_certificate(error) else "no_answer"
        else:
            refused = answer.status >= 400
            answer.failed = _STATUSES.get(answer.status, "broken" if refused else "" if answer.body else "empty")
        return answer

    def _follow(self, answer: Answer) -> None:
        """Fill in the answer, through its redirects."""
        request = self._request(answer.address)
        while True:
            if not self._may_read(request.url):
                raise Stopped("robots")
            response = self.client.send(request, stream=True)
            try:
                answer.status, answer.address = response.status_code, str(request.url)
                answer.headers = _as_sent(response.headers)
                answer.exchanges.append(_exchange(request, response, answer.headers))
                after = response.next_request
                if after is None:
                    answer.body = self._body(response, MOST_BYTES)
                    return
            finally:
                response.close()
            if len(answer.redirects) == MOST_REDIRECTS:
                raise Stopped("redirects")
            answer.redirects.append(answer.address)
            request = self._request(str(after.url))

    def _request(self, address: str) -> httpx2.Request:
        url = httpx2.URL(address)
        if url.scheme not in ("http", "https") or not url.host:
            raise Stopped("bad_address")
        if url.userinfo:
            raise Stopped("password")
        return self.client.build_request("GET", url.copy_with(fragment=None))

    def _body(self, response: httpx2.Response, most: int) -> bytes:
        if int(response.headers.get("Content-Length", 0)) > most:
            raise Stopped("too_large")
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise Stopped("too_large")
            if time.monotonic() > self.until:
                raise Stopped("too_slow")
            parts.append(part)
        return b"".join(parts)

    def _may_read(self, url: httpx2.URL) -> bool:
        """Return whether the site's robots.txt lets us read a page. A site without one does."""
        if not self.asks:
            return True
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self.rules:
            self.rules[site] = self._robots(site)
        rules = self.rules[site]
        return rules is None or rules.can_fetch(AGENT, str(url))

    def _robots(self, site: str) -> RobotFileParser | None:
        response = self.client.send(self._request(f"{site}/robots.txt"), stream=True)
        try:
            if response.status_code != 200:
                return None
            text = self._body(response, _ROBOTS_BYTES).decode(errors="replace")
        except Stopped as stopped:
            if stopped.args[0] == "too_slow":
                raise
            return None
        finally:
            response.close()
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules


def _as_sent(headers: httpx2.Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), without_login(value.decode("latin-1"))) for name, value in headers.raw]


def _exchange(request: httpx2.Request, response: httpx2.Response, headers: list[tuple[str, str]]) -> Exchange:
    protocol = response.extensions["http_version"].decode("latin-1")
    reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
    server = response.extensions["network_stream"].get_extra_info("server_addr")
    return {
        "address": str(request.url),
        "at": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "ip": str(server[0]) if server else "",
        "request": (f"{request.method} {request.url.raw_path.decode('ascii')} HTTP/1.1", _as_sent(request.headers)),
        "response": (f"{protocol} {response.status_code} {reason}".rstrip(), headers),
    }


def fetch(address: str, also: Sequence[Network] = (), seconds: float = 0, asks: bool = True) -> Answer:
    """Return what became of an address, as claims.fetch.fetch has it, in this process."""
    return Fetcher(also, seconds or SECONDS, asks).fetch(address)


def _is_of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = json.loads(sys.stdin.buffer.read())
    networks = [ip_network(network) for network in said["networks"]]
    answer = fetch(said["address"], networks, said["seconds"], said["asks"])
    body, answer.body = answer.body, b""
    line = {name: value for name, value in asdict(answer).items() if name != "body"}
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
