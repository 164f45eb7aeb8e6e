"""Captures leave the desk as web archives: what was asked and answered, as it was, and the same each time."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from surt import surt
from warcio.archiveiterator import ArchiveIterator

from claims import tasks
from claims.editing.captures import add_copy
from claims.editing.sources import change_source, create_source
from claims.export.web_archive import archived
from claims.files import keep
from claims.models import Capture
from tests.intake.test_pages import page as article_page
from tests.make import make_source


@pytest.fixture
def captured(cast, site):
    """(capture of a page that another address leads to, its body)"""
    body = article_page()
    packed = gzip.compress(body, mtime=0)
    headers = {"Content_Type": "text/html; charset=utf-8", "Content_Encoding": "gzip", "X_Said": "naïve"}
    site.has("/depot", packed, Content_Length=str(len(packed)), **headers)
    address = site.has("/short", "Moved", 301, Location="/depot", X_Why="It moved")
    source = create_source(cast.desk, actor=cast.checker, title="Depot to close", address=address, kind="web_page")
    tasks.capture_sources()
    return source.captures.get(), body


def saved(client, address):
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def checked(*command):
    """Run a program of a package on a file; return what it says."""
    ran = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_a_warc_has_each_request_and_answer_as_it_was_and_passes_its_check(client, cast, site, captured, tmp_path):
    capture, body = captured
    client.force_login(cast.observer)
    raw = saved(client, f"/captures/{capture.pk}/warc/")
    assert raw == saved(client, f"/captures/{capture.pk}/warc/")
    (tmp_path / "a.warc").write_bytes(raw)
    assert "digest pass" in checked("warcio.cli", "check", "-v", str(tmp_path / "a.warc"))
    found = [
        (record.rec_type, record.rec_headers, record.http_headers, record.raw_stream.read())
        for record in ArchiveIterator(io.BytesIO(raw), no_record_parse=False)
    ]
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request", "response", "request"]
    (_, about, moved, nothing), (_, about_asked, asked, _), (_, about_page, answer, page), _ = found[1:]
    assert about["WARC-Target-URI"] == about_asked["WARC-Target-URI"] == site.address("/short")
    assert (about_page["WARC-Target-URI"], about_page["WARC-IP-Address"]) == (site.address("/depot"), "127.0.0.1")
    assert about_asked["WARC-Concurrent-To"] == about["WARC-Record-ID"]
    assert (about["WARC-Truncated"], nothing) == ("unspecified", b"")
    assert moved.statusline == "301 Moved Permanently" and ("X-Why", "It moved") in moved.headers
    names = [name for name, _ in site.told[1]]
    assert asked.protocol == "GET" and asked.headers == site.told[1] and names[0] == "Host"
    assert page == body and about_page["WARC-Payload-Digest"] == f"sha256:{capture.sha256}"
    sent = [name.removeprefix("X-Archive-Orig-") for name, _ in answer.headers]
    assert sent == [name for name, _ in capture.exchanges[-1]["response"][1]]
    assert answer["X-Archive-Orig-Content-Encoding"] == "gzip" and answer["Content-Encoding"] is None
    assert "X-Said: naïve\r\n".encode("latin-1") in raw
    assert str(cast.checker).encode() not in raw


def test_a_wacz_of_a_source_opens_in_a_validator_and_its_index_leads_to_each_record(client, cast, captured, tmp_path):
    capture, body = captured
    note = add_copy(
        capture.source, actor=cast.checker, sha256=keep(b"It rained."), size=10, name="n.txt", media="text/plain"
    )
    client.force_login(cast.observer)
    raw = saved(client, f"/sources/{capture.source_id}/wacz/")
    assert raw == saved(client, f"/sources/{capture.source_id}/wacz/")
    (tmp_path / "a.wacz").write_bytes(raw)
    assert "Validation succeeded" in checked("wacz", "validate", "-f", str(tmp_path / "a.wacz"))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        warc = package.read("archive/data.warc")
        lines = [line.split(" ", 2) for line in package.read("indexes/index.cdx").decode().splitlines()]
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert lines == sorted(lines) and len(lines) == 3
    for key, at, line in lines:
        entry = json.loads(line)
        assert key == surt(entry["url"])
        start, length = int(entry["offset"]), int(entry["length"])
        record = next(iter(ArchiveIterator(io.BytesIO(warc[start : start + length]))))
        assert record.rec_headers["WARC-Target-URI"] == entry["url"] and len(at) == 14
        assert f"sha256:{hashlib.sha256(record.raw_stream.read()).hexdigest()}" == entry["digest"]
    assert [page.get("title") for page in pages] == ["All pages", "Depot to close", "n.txt"]
    assert pages[2]["url"] == f"urn:sha256:{note.sha256}"
    one = saved(client, f"/captures/{capture.pk}/wacz/")
    assert b"It rained." in raw and b"It rained." not in one and body in one


def test_an_archive_has_what_a_site_answered_that_has_no_such_page(client, cast, site):
    address = site.has("/gone", "<p>Not here</p>", 410)
    source = create_source(cast.desk, actor=cast.checker, title="Depot", address=address, kind="web_page")
    tasks.capture_sources()
    client.force_login(cast.checker)
    raw = saved(client, f"/captures/{source.captures.get().pk}/warc/")
    assert b"HTTP/1.0 410 Gone\r\n" in raw and b"Not here" not in raw
    assert "Save as WARC" in client.get(f"/captures/{source.captures.get().pk}/").text


@pytest.mark.parametrize("terms", ["off_record", "background"])
def test_nothing_of_a_source_that_may_not_be_named_leaves_as_an_archive(client, cast, captured, terms):
    capture, _ = captured
    change_source(capture.source, actor=cast.checker, base={"terms": "on_record"}, terms=terms)
    client.force_login(cast.chief)
    for address in (
        f"/captures/{capture.pk}/warc/",
        f"/captures/{capture.pk}/wacz/",
        f"/sources/{capture.source_id}/wacz/",
    ):
        answer = client.get(address)
        assert answer.status_code == 409 and "Only a source on the record leaves" in answer.text
    assert "WACZ" not in client.get(f"/sources/{capture.source_id}/").text
    assert "WACZ" not in client.get(f"/captures/{capture.pk}/").text


def test_without_a_capture_or_its_file_there_is_no_archive(client, cast):
    source = make_source(cast.desk)
    client.force_login(cast.checker)
    assert client.get(f"/sources/{source.pk}/wacz/").status_code == 404
    lost = add_copy(source, actor=cast.checker, sha256="1" * 64, size=3, name="a.txt")
    answer = client.get(f"/captures/{lost.pk}/warc/")
    assert answer.status_code == 409 and "The file is not as it was kept." in answer.text


def test_an_archive_has_the_newest_captures_up_to_its_limit(cast, monkeypatch):
    source = make_source(cast.desk)
    made = [add_copy(source, actor=cast.checker, sha256=keep(b"%d" % n), size=40, name="a.txt") for n in range(3)]
    monkeypatch.setattr("claims.export.web_archive.MOST", 100)
    assert archived(source) == made[1:]


def test_a_copy_that_was_added_says_nothing_of_a_site(cast, captured):
    made = add_copy(captured[0].source, actor=cast.checker, sha256="1" * 64, size=3, exchanges=[{"address": "x"}])
    assert Capture.objects.get(pk=made.pk).exchanges == []
