"""The operations that are measured, as a browser requests them: over HTTP, or in this process to count queries."""

import gzip
import json
import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count, cycle, islice
from urllib.parse import urlencode

from django.db import connection
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.management.bench.rows import PAIR
from claims.management.bench.urls import EMPTY
from claims.management.bench.words import searches
from claims.models import Article, Claim, Line, Person, Source
from claims.queries.paging import cursor_of
from claims.queries.queues import KEYS, WORK
from claims.queries.search import NEWEST
from claims.states import ClaimState, Role
from claims.workflow import standing_of

BACKEND = "claims.sign_in.DeskBackend"
HOST = "localhost"


class Unexpected(Exception):
    """An answer whose status is not 200; the message has its beginning."""


@dataclass
class Answer:
    """``body`` is uncompressed; ``size`` is the number of bytes sent over HTTP (0 in this process).

    ``statements`` are the SQL statements of the request with their values, if it ran in this process.
    """

    body: str
    seconds: float = 0.0
    size: int = 0
    statements: tuple = ()


class InProcess:
    """A person whose requests run in this process, where their queries are counted."""

    def __init__(self, person):
        self.client = DjangoClient(SERVER_NAME=HOST)
        self.client.force_login(person, backend=BACKEND)

    def get(self, path, *, htmx=False):
        return self._ask(lambda: self.client.get(path, secure=True, headers=_headers(htmx)))

    def post(self, path, **data):
        return self._ask(lambda: self.client.post(path, data, secure=True, headers=_headers(True)))

    def _ask(self, ask):
        with CaptureQueriesContext(connection) as queries:
            answer = ask()
        body = answer.content.decode()
        _expect(answer.status_code, body, answer.request["PATH_INFO"])
        return Answer(body, statements=tuple(query["sql"] for query in queries))


class OverHTTP:
    """A person's browser: a connection for each request, a session, its CSRF token. ``session`` is an InProcess's."""

    def __init__(self, port, session):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {"sessionid": session.client.cookies["sessionid"].value}
        self.get("/")

    def get(self, path, *, htmx=False):
        return self._ask("GET", path, _headers(htmx))

    def post(self, path, **data):
        headers = _headers(True) | {
            "X-CSRFToken": self.cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, headers, urlencode(data))

    def _ask(self, method, path, headers, body=None):
        headers |= {
            "Host": HOST,
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        sent = answer.read()
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        packed = answer.headers["Content-Encoding"] == "gzip"
        text = (gzip.decompress(sent) if packed else sent).decode()
        _expect(answer.status, text, path)
        return Answer(text, seconds, len(sent))


def _headers(htmx):
    return {"HX-Request": "true"} if htmx else {}


def _expect(status, body, path):
    if status != 200:
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))
        raise Unexpected(f"{path} was answered {status}: {words[:600]}")


class Client:
    """One client: a checker, a reviewer and a chief, with claims that no other client works on."""

    def __init__(self, number):
        self.checker, self.reviewer, self.chief = (
            InProcess(Person.objects.get(username=f"{role}{number + 1}"))
            for role in (Role.CHECKER, Role.REVIEWER, Role.CHIEF)
        )
        checker = Person.objects.get(username=f"checker{number + 1}")
        self.small, self.large = Article.objects.order_by("id").values_list("pk", flat=True)[:2]
        self.texts = {pk: _next_text(pk) for pk in (self.small, self.large)}
        lines = Line.objects.filter(version__article__gt=self.large, number__gt=1).order_by("number", "version")
        own = Claim.objects.filter(article__gt=self.large, state=ClaimState.CHECKING, assignee=checker).order_by("id")
        ready = own.filter(risk_flags=[]).exclude(verdict="")
        self.lines = cycle(lines.select_related("block", "version")[number : 200 * PAIR : PAIR])
        self.gathering = cycle(own.filter(verdict="")[:200])
        # The same evidence twice is refused. Claims repeat on a small desk, and a kept database has earlier evidence.
        self.pages = count(time.time_ns() // 1000)
        self.sources = cycle(Source.objects.order_by("id").values_list("pk", flat=True)[number : 200 * PAIR : PAIR])
        self.searches = islice(cycle(searches()), number * 7, None)
        self.decisions = self._decide(cycle(ready[:200]))
        in_review = Claim.objects.filter(state=ClaimState.IN_REVIEW)
        self.half_way = {
            "review": _half_way(in_review, KEYS),
            "mine": _half_way(Claim.objects.filter(assignee=checker, state__in=WORK), KEYS),
            "claims": _half_way(Claim.objects.all(), NEWEST),
            "articles": _half_way(Article.objects.all(), NEWEST),
        }

    def browse(self, port):
        """Send this client's requests to the web server on ``port`` from now on."""
        for role in (Role.CHECKER, Role.REVIEWER, Role.CHIEF):
            setattr(self, role, OverHTTP(port, getattr(self, role)))

    def _decide(self, claims):
        """Yield the answers of one change of state after another: each claim is sent, approved, and reopened."""
        for claim in claims:
            yield self.checker.post(_do(claim, "send"))
            shown = standing_of(claim).content_hash  # as the form has it; to open the panel is another operation
            yield self.reviewer.post(_do(claim, "approve"), content_hash=shown)
            yield self.reviewer.post(_do(claim, "reopen"), **{"reopen-reason": "Things have changed since"})


def _half_way(rows, keys):
    """Return the cursor of a page that begins in the middle of these rows."""
    rows = rows.order_by(*keys)
    return cursor_of(rows[rows.count() // 2], keys)


def _do(claim, action):
    return reverse("claims:claim_do", args=[claim.pk, action])


def _create_claim(client):
    line = next(client.lines)
    words = line.block.text[line.start : line.end]
    return client.checker.post(
        reverse("claims:cut", args=[line.version.article_id]),
        version=line.version_id,
        line=line.number,
        pieces=json.dumps([[line.block_id, line.start, line.end, words]]),
        again="on",  # a small desk has too few lines without a claim
    )


def _add_evidence(client):
    return client.checker.post(
        reverse("claims:evidence_add", args=[next(client.gathering).pk]),
        source=next(client.sources),
        stance="supports",
        bears_on="true",
        directness="reports",
        excerpt="The count of the year before stands in a table of its own.",
        excerpt_kind="verbatim",
        locator=f"p. {next(client.pages)}",
        base="{}",
        whole="on",
    )


def _next_text(article_id):
    """Return (the version in work, its text with every third line reworded), as a writer would paste it."""
    version = Article.objects.select_related("current_version").get(pk=article_id).current_version
    texts = list(version.blocks.order_by("position").values_list("text", flat=True))
    return version.number, "\n\n".join(f"Since then {text}" if at % 3 == 2 else text for at, text in enumerate(texts))


def _preview(client, article):
    number, text = client.texts[article]
    address = reverse("claims:version_new", args=[article])
    return client.checker.post(address, text=text, base=number, action="show")


def _queue(person, name, *, deep=False):
    def get(client):
        query = {"after": client.half_way[name]} if deep else {}
        return getattr(client, person).get(reverse("claims:queue", args=[name], query=query))

    return get


def _list(name, *, deep=False):
    def get(client):
        return client.checker.get(reverse(f"claims:{name}", query={"after": client.half_way[name]} if deep else {}))

    return get


def empty_page(client):
    """Request a page without content or session, to see what web server and middleware cost each request."""
    return client.checker.get(f"/{EMPTY}")


#: name: a function that makes a Client do it once, and returns the Answer.
OPERATIONS = {
    "open_60": lambda client: client.checker.get(reverse("claims:bench", args=[client.small])),
    "open_600": lambda client: client.checker.get(reverse("claims:bench", args=[client.large])),
    "queue_review": _queue("reviewer", "review"),
    "queue_returned": _queue("checker", "returned"),
    "queue_mine": _queue("checker", "mine"),
    "queue_unassigned": _queue("chief", "unassigned"),
    "queue_changed": _queue("checker", "changed"),
    "queue_signed": _queue("reviewer", "changed"),
    "queue_review_deep": _queue("reviewer", "review", deep=True),
    "queue_mine_deep": _queue("checker", "mine", deep=True),
    "articles": _list("articles"),
    "articles_deep": _list("articles", deep=True),
    "claims": _list("claims"),
    "claims_deep": _list("claims", deep=True),
    "search": lambda client: client.checker.get(
        reverse("claims:claims", query={"q": next(client.searches)}),
    ),
    "search_sources": lambda client: client.checker.get(
        reverse("claims:sources", query={"q": next(client.searches)}),
    ),
    "find_source": lambda client: client.checker.get(
        reverse("claims:sources_found", args=[client.small], query={"q": next(client.searches)}), htmx=True
    ),
    "dashboard": lambda client: client.checker.get(reverse("claims:desk")),
    "dashboard_chief": lambda client: client.chief.get(reverse("claims:desk")),
    "create_claim": _create_claim,
    "add_evidence": _add_evidence,
    "preview_60": lambda client: _preview(client, client.small),
    "preview_600": lambda client: _preview(client, client.large),
    "change_state": lambda client: next(client.decisions),
}
