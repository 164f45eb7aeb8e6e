"""Whatever a site does, a capture of it ends in a clear state, within its limits, and nothing else is fetched."""

import socket
import time

from claims import fetch, tasks
from claims.editing.sources import create_source
from claims.fetch import client as in_this_process
from claims.files import kept
from claims.intake import captured
from claims.models import Capture
from claims.states import CaptureState
from tests.fetch.site import Site, bomb, certificate, without_end
from tests.intake.test_pages import SENTENCES
from tests.intake.test_pages import page as article_page

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/asked-by-svg")</script></svg>'
PAGE = article_page().replace(b"</h1>", b'</h1><script src="/asked-by-page"></script><img src="/asked-by-page">', 1)
FAILED, PARTIAL, CAPTURED = CaptureState.FAILED, CaptureState.PARTIAL, CaptureState.CAPTURED


def large(write):
    """Send 200 MB."""
    for _ in range(200):
        write(b"x" * 1_000_000)


def waits(cast, address):
    """Return the capture of a new source at an address, which waits."""
    made = create_source(cast.desk, actor=cast.checker, title="Depot", address=address, kind="web_page")
    return made.captures.get()


def swept(monkeypatch):
    """Let a worker capture all that waits, in one sweep."""
    monkeypatch.setattr(tasks, "FETCHING", 600)
    tasks.capture_sources()
    assert not Capture.objects.filter(ended_at=None).exists()


def hostile(site, secure):
    """Return {what a site does: (its address, the state in which a capture of it ends, words)}.

    A content type that is not true is in tests/views/test_captures.py.
    """
    for step in range(10_000):
        site.has(f"/{step}", "", 302, Location=f"/{step + 1}")
    site.has("/large", large, Content_Length="200000000")
    html = {"Content_Type": "text/html"}
    return {
        "redirect to loopback": (site.has("/a", "", 302, Location="http://127.0.0.2/a"), FAILED, "a private network"),
        "10,000 redirects": (site.address("/0"), FAILED, "without end"),
        "gzip bomb": (site.has("/c", bomb(), Content_Encoding="gzip"), FAILED, "over 20 MB"),
        "endless body": (site.has("/e", without_end), FAILED, "over 20 MB"),
        "200 MB": (site.address("/large"), FAILED, "over 20 MB"),
        "huge headers": (site.has("/f", "", X_Much="x" * 200_000), FAILED, "did not answer"),
        "no certificate": (secure.has("/", PAGE, **html), FAILED, "certificate is not valid"),
        "wrong charset": (site.has("/h", PAGE, Content_Type="text/html; charset=utf-16"), CAPTURED, ""),
        "script in a page": (site.has("/j", PAGE, **html), CAPTURED, ""),
        "script in a drawing": (site.has("/k", SVG, Content_Type="image/svg+xml"), PARTIAL, "image/svg+xml"),
    }


def test_a_capture_of_a_hostile_site_ends_in_a_clear_state_and_fetches_nothing_else(cast, site, monkeypatch, tmp_path):
    secure = Site(certificate(tmp_path))
    try:
        cases = hostile(site, secure)
        asked = {how: waits(cast, address) for how, (address, _, _) in cases.items()}
        swept(monkeypatch)
    finally:
        secure.close()
    found = {}
    for how, (_, state, words) in cases.items():
        asked[how].refresh_from_db()
        said = asked[how].failure + asked[how].lacks
        found[how] = (asked[how].state, said if words not in said else words)
        assert bool(asked[how].sha256 and kept(asked[how].sha256)) == (state != FAILED), how
        assert (SENTENCES[0] in asked[how].text and "script" not in asked[how].text) == (state == CAPTURED), how
    assert found == {how: (state, words) for how, (_, state, words) in cases.items()}
    paths = {address.partition("//")[2].partition("/")[2] for address, *_ in cases.values()}
    assert {path.strip("/") for path in site.asked} - paths == {"robots.txt", *map(str, range(1, 11))}


def test_a_name_that_has_another_address_a_moment_later_leads_nowhere_else(cast, site, monkeypatch):
    really, answers = socket.getaddrinfo, iter(["127.0.0.1", "127.0.0.2"])

    def resolve(host, port, *rest, **how):
        return really(next(answers) if host == "site.example" else host, port, *rest, **how)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(captured, "fetch", in_this_process.fetch)  # the same, where names are looked up as above
    asked = waits(cast, site.has("/a", PAGE).replace("127.0.0.1", "site.example"))
    swept(monkeypatch)
    asked.refresh_from_db()
    assert "a private network" in asked.failure and site.asked == ["/robots.txt"]


def test_a_site_that_sends_drop_by_drop_keeps_no_worker_past_its_limit(cast, site, monkeypatch):
    def drops(write):
        for _ in range(600):
            write(b".")
            time.sleep(0.05)  # the site's, not the test's

    site.has("/robots.txt", drops)
    asked = waits(cast, site.address("/a"))
    monkeypatch.setattr(fetch, "SECONDS", -3)  # whoever starts the process waits for 2 seconds; it would for 15
    began = time.monotonic()
    swept(monkeypatch)
    asked.refresh_from_db()
    assert "took too long" in asked.failure and time.monotonic() - began < 10
