"""A page is fetched within limits, and whatever a site does ends in one of a few outcomes with words."""

import socket
import time

import pytest

from claims.fetch import WORDS, client
from claims.fetch import fetch as fetch_apart
from claims.fetch.client import fetch
from claims.fetch.guard import is_public
from tests.fetch.site import HERE, Site, bomb, certificate, without_end


@pytest.fixture
def site():
    found = Site()
    yield found
    found.close()


def test_a_page_is_fetched_in_a_process_of_its_own(site):
    site.has("/old", "", 301, Location="/new#part")
    address = site.has("/new", "<p>Words</p>", Content_Type="text/html; charset=utf-8")
    answer = fetch_apart(site.address("/old"), HERE)
    assert (answer.failed, answer.status, answer.body) == ("", 200, b"<p>Words</p>")
    assert (answer.address, answer.redirects) == (address, [site.address("/old")])
    assert ("Content-Type", "text/html; charset=utf-8") in answer.headers


def test_without_leave_this_machine_is_no_site(site):
    assert fetch(site.address()).failed == "not_public"
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::"),
        *("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "fe80::1%eth0"),
        *("2001:0:808:808::f5ff:fffe", "fd00::1", "2606:4700::5efe:7f00:1", "ff02::1"),
    ],
)
def test_no_address_that_is_private_or_carries_a_private_one_is_public(address):
    assert not is_public(address)
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "017700000001", "localhost", "[::ffff:7f00:1]"])
def test_other_ways_to_write_an_address_lead_nowhere_else(host):
    assert fetch(f"http://{host}/").failed == "not_public"


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("ftp://example.org/a", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("http://", "bad_address"),
        ("http://[::1", "bad_address"),
        ("no address at all", "bad_address"),
        ("http://ann:secret@example.org/", "password"),
        ("http://127.0.0.1:25/", "not_public"),
        ("http://no-such-site.invalid/", "no_such_host"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address, outcome):
    assert fetch(address, HERE if "25" in address else ()).failed == outcome


def test_a_name_is_resolved_once_a_connection_and_each_of_its_addresses_is_judged(site, monkeypatch):
    asked, really = [], socket.getaddrinfo
    answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "127.0.0.2"]]

    def resolve(host, port, *rest, **how):
        if host != "site.example":
            return really(host, port, *rest, **how)
        asked.append(host)
        found = answers[len(asked) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    address = site.has("/a", "<p>Words</p>").replace("127.0.0.1", "site.example")
    assert fetch(address, HERE).failed == "not_public"  # the name has another address by the second connection
    assert site.asked == ["/robots.txt"]
    assert fetch(address, HERE).failed == "not_public"  # one of two is private
    assert len(asked) == 3


def test_a_redirect_into_a_private_network_is_not_followed(site):
    site.has("/a", "", 302, Location="http://127.0.0.2/secret")
    site.has("/b", "", 302, Location="file:///etc/passwd")
    assert fetch(site.address("/a"), HERE).failed == "not_public"
    assert fetch(site.address("/b"), HERE).failed in ("bad_address", "no_answer")


def test_redirects_end(site):
    for step in range(60):
        site.has(f"/{step}", "", 302, Location=f"/{step + 1}")
    answer = fetch(site.address("/0"), HERE)
    assert answer.failed == "redirects"
    assert len(site.asked) == 12  # robots.txt, the address, and ten more


@pytest.mark.parametrize("body", [without_end, bomb()], ids=["without end", "packed"])
def test_a_body_is_read_up_to_its_limit(site, body):
    headers = {} if callable(body) else {"Content_Encoding": "gzip"}
    assert fetch(site.has("/a", body, **headers), HERE).failed == "too_large"


def test_a_file_that_is_said_to_be_over_the_limit_is_not_begun(site):
    sent = []

    def large(write):
        for _ in range(200):
            write(b"x" * 1_000_000)
            sent.append("a megabyte")

    assert fetch(site.has("/a", large, Content_Length="200000000"), HERE).failed == "too_large"
    assert len(sent) < 15  # what the system holds for whoever may read it


def test_a_site_that_sends_drop_by_drop_is_left(site, monkeypatch):
    def drops(write):
        for _ in range(100):
            write(b".")
            time.sleep(0.05)  # the site's, not the test's

    monkeypatch.setattr(client, "SECONDS", 0.5)
    began = time.monotonic()
    assert fetch(site.has("/a", drops), HERE).failed == "too_slow"
    assert time.monotonic() - began < 4


def test_broken_answers_are_named(site):
    assert fetch(site.has("/a", b"not packed", Content_Encoding="gzip"), HERE).failed == "broken"
    assert fetch(site.has("/b", "", X_Much="x" * 200_000), HERE).failed == "no_answer"
    assert fetch(site.has("/c", ""), HERE).failed == "empty"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(401, "forbidden"), (402, "forbidden"), (403, "forbidden"), (451, "forbidden"), (404, "gone"), (410, "gone")]
    + [(429, "busy"), (503, "busy"), (500, "broken"), (418, "broken")],
)
def test_each_refusal_of_a_site_has_its_words(site, status, outcome):
    answer = fetch(site.has("/a", "<p>Sorry</p>", status), HERE)
    assert (answer.failed, answer.status) == (outcome, status)
    assert WORDS[outcome]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    secure = Site(certificate(tmp_path))
    try:
        assert fetch(secure.has("/a", "<p>Words</p>"), HERE).failed == "certificate"
        assert secure.asked == []
    finally:
        secure.close()


def test_robots_txt_is_followed(site):
    site.has("/robots.txt", "User-agent: Factcheck\nDisallow: /closed\n")
    assert fetch(site.has("/closed/a", "<p>Words</p>"), HERE).failed == "robots"
    assert fetch(site.has("/open/a", "<p>Words</p>"), HERE).failed == ""
    assert site.asked == ["/robots.txt", "/robots.txt", "/open/a"]


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site.has("/a", "<p>Words</p>"), HERE).failed == ""
