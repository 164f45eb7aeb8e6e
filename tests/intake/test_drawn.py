"""A browser draws captured pages, without a way to the network, and whatever happens, the capture stays as it is."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from claims import files, tasks
from claims.editing.captures import begin_drawing, capture, end, end_drawing
from claims.editing.sources import change_source, create_source
from claims.errors import NotNow
from claims.export.web_archive import write_warc
from claims.fetch.drawn import draw
from claims.history import acting
from claims.models import Capture
from claims.states import CaptureState
from tests.conftest import CHROMIUM
from tests.intake.test_pages import page as article_page
from tests.make import make_drawn, make_source
from tests.up_here import until

HTML = [("Content-Type", "text/html")]
PNG = io.BytesIO()
Image.new("RGB", (2, 2), "#0000ff").save(PNG, "PNG")
PAGE = (
    article_page().decode()
    + """<link rel="stylesheet" href="/page.css"><img src="/blue.png" width="300">
<script>document.querySelector("h1").textContent += ", said a script"</script>"""
)
#: A page that tries every way out; {here} is a server of this machine, {udp} a port of it.
HOSTILE = """<!doctype html><h1>The depot is closed</h1><div style="height:100000px"></div>
<img src="{here}/img"><img src="http://169.254.169.254/latest/meta-data/"><img src="file:///etc/passwd">
<iframe src="{here}/frame"></iframe><iframe src="file:///etc/passwd"></iframe><link rel="prefetch" href="{here}/pre">
<link rel="preconnect" href="{here}"><link rel="stylesheet" href="{here}/style"><a ping="{here}/ping" href="#"></a>
<script>
const tries = [
  () => new WebSocket("{here}/socket".replace("http", "ws")),
  () => navigator.serviceWorker.register("/service-worker"),
  () => window.open("{here}/window"),
  () => new Worker("/worker"),
  () => new Worker(URL.createObjectURL(new Blob(["fetch('{here}/blob')"]))),
  () => fetch("/post", {{method: "POST", body: "x"}}),
  () => navigator.sendBeacon("{here}/beacon", "x"),
  () => new EventSource("{here}/events"),
  () => {{
    const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{udp}"}}]}});
    peer.createDataChannel("x");
    peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  }},
  () => print(),
  () => alert("Stop"),
  () => {{ document.querySelector("a").click(); }},
  () => {{ location = "{here}/elsewhere"; }},
];
for (const one of tries) try {{ one()?.catch?.(() => 0); }} catch {{}}
setTimeout(() => {{ for (;;); }}, 300);
</script>"""


def processes_of(session):
    """Return the ids of the processes of a session that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of) == session and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.browser
def test_a_captured_page_is_drawn_with_its_parts_and_both_files_are_kept_and_leave_with_it(
    client, cast, site, settings, monkeypatch
):
    settings.CHROMIUM = CHROMIUM
    monkeypatch.setattr(tasks, "FETCHING", 600)  # one sweep does both, however busy the machine is
    site.has("/page.css", "body {margin: 0; background: #ff0000}", Content_Type="text/css")
    site.has("/blue.png", PNG.getvalue(), Content_Type="image/png")
    address = site.has("/page", PAGE, Content_Type="text/html; charset=utf-8")
    create_source(cast.desk, actor=cast.checker, title="Depot", address=address, kind="web_page")
    tasks.capture_sources()
    found = Capture.objects.get()
    assert found.state == CaptureState.CAPTURED and "HeadlessChrome" in found.drawn_note
    assert site.asked.count("/page") == 1  # what was captured is drawn, not what the site has a moment later
    picture, document = (files.kept(one["sha256"]) for one in found.drawn)
    with Image.open(io.BytesIO(picture)) as drawn:
        seen = drawn.convert("RGB").getcolors(1_000_000)
        assert drawn.width == 1280 and {color for _, color in seen} >= {(255, 0, 0), (0, 0, 255)}
    assert "Depot to close, said a script" in PdfReader(io.BytesIO(document)).pages[0].extract_text()
    client.force_login(cast.observer)
    page = client.get(f"/captures/{found.pk}/").text
    for one, raw in zip(found.drawn, (picture, document), strict=True):
        assert one["sha256"] in page and f"/captures/{found.pk}/drawn/{one['kind']}/" in page
        answer = client.get(f"/captures/{found.pk}/drawn/{one['kind']}/")
        assert answer.content == raw and answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="capture-{found.pk}.{one["kind"]}"'
    out = io.BytesIO()
    index = write_warc([found], out)
    assert [line["url"] for line in index[-2:]] == [f"urn:fullPage:{address}", f"urn:pdf:{address}"]
    assert picture in out.getvalue() and document in out.getvalue()


@pytest.mark.browser
def test_a_hostile_page_is_drawn_and_nothing_that_it_asks_for_is_fetched(site):
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        page = HOSTILE.format(here=site.address(""), udp=udp.getsockname()[1]).encode()
        # This machine counts as private here, so not even the site of the page may be asked.
        found = draw(CHROMIUM, site.address("/page"), page, HTML, seconds=120, loading=3)
        udp.setblocking(False)
        with pytest.raises(BlockingIOError):
            udp.recv(1)
    assert site.asked == [] and not found.failed
    with Image.open(io.BytesIO(found.picture)) as drawn:
        assert drawn.size == (1280, 10_000)
    pages = PdfReader(io.BytesIO(found.pdf)).pages
    assert "The depot is closed" in pages[0].extract_text() and len(pages) <= 40
    for said in ("leads on to another one by itself", "pixels high", "had to be ended", "could not be fetched"):
        assert said in found.lacks
    assert not any("factcheck-browser-" in line for line in commands())


def commands():
    """Yield the command lines of all processes."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield line.read_bytes().decode(errors="replace")
        except OSError:
            continue


@pytest.mark.browser
def test_a_browser_does_not_outlive_the_worker_that_is_killed_while_it_draws():
    code = f"""
from claims.fetch.drawn import draw
draw({CHROMIUM!r}, "http://192.0.2.1/", b"<script>for (;;);</script>", [("Content-Type", "text/html")])
"""
    worker = subprocess.Popen([sys.executable, "-c", code])
    sessions = {}

    def draws():
        for path in Path("/proc").glob("[0-9]*"):
            try:
                words = (path / "cmdline").read_bytes().decode(errors="replace").split("\0")
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if "claims.fetch.browser" in words and parent == worker.pid:
                sessions[int(path.name)] = words[-3]
        return sessions and any(len(processes_of(session)) > 5 for session in sessions)

    assert until(draws, within=30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    ((session, folder),) = sessions.items()
    assert until(lambda: not processes_of(session), within=15)
    shutil.rmtree(folder)  # whoever is killed tidies nothing up


def test_without_a_browser_that_starts_a_page_is_captured_all_the_same(cast, site, settings, monkeypatch):
    settings.CHROMIUM = "/no/such/browser"
    monkeypatch.setattr(tasks, "FETCHING", 600)
    address = site.has("/page", PAGE, Content_Type="text/html")
    create_source(cast.desk, actor=cast.checker, title="Depot", address=address, kind="web_page")
    tasks.capture_sources()
    found = Capture.objects.get()
    assert (found.sha256 != "", found.failure, found.drawn) == (True, "", [])
    assert found.drawn_note.startswith("It was not drawn. The browser of this site did not start.")


def test_a_page_is_drawn_once_and_what_was_drawn_stays(cast):
    source = make_source(cast.desk, address="https://example.org/depot")
    made = make_drawn(source, actor=cast.checker)
    assert begin_drawing(made.pk) is None
    for change in ({"drawn": []}, {"drawn_note": "x"}, {"draws": 3}, {"text": "x"}):
        with pytest.raises(NotNow, match="never changed"), acting(cast.checker):
            Capture.objects.filter(pk=made.pk).update(**change)
    asked = capture(source, actor=cast.checker)
    end(asked, sha256="1" * 64, size=3, draws=0)
    for _ in range(Capture.DRAWS):
        assert begin_drawing(asked.pk)
    assert begin_drawing(asked.pk) is None  # a page that ends its worker is given up
    asked.refresh_from_db()
    assert "interrupted several times" in asked.drawn_note and asked.drawn == []


def test_nothing_is_drawn_of_a_source_that_goes_off_the_record_meanwhile(cast):
    source = make_source(cast.desk, address="https://example.org/depot")
    asked = capture(source, actor=cast.checker)
    end(asked, sha256="1" * 64, size=3, draws=0)
    drawn = [{"kind": "png", "sha256": "2" * 64, "size": 3}]
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    with pytest.raises(NotNow, match="off the record"), acting(cast.checker):
        Capture.objects.filter(pk=asked.pk).update(drawn=drawn)
    end_drawing(asked, drawn=drawn)
    asked.refresh_from_db()
    assert asked.drawn == [] and "went off the record" in asked.drawn_note
