"""A source is captured: asked for, fetched by a worker or added by hand, kept for good, and read."""

import errno
import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from pypdf import PdfWriter

from claims import files, tasks
from claims.editing import captures
from claims.editing.evidence import add_evidence
from claims.editing.sources import change_source, create_source
from claims.errors import NotNow, NotYours
from claims.fetch import fetch
from claims.history import acting
from claims.intake.captured import read_file
from claims.models import Capture, Source
from claims.states import CaptureState
from claims.text.captured import paragraphs_of
from tests.intake.test_pages import SENTENCES
from tests.intake.test_pages import page as article_page
from tests.intake.written import pdf as page_by_page
from tests.make import make_article, make_claim, make_source

HTMX = {"HX-Request": "true"}
PDF_WITHOUT_TEXT = b"%PDF-1.4\nnothing to be read"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def pdf(locked=False):
    """A PDF of one page without text."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if locked:
        writer.encrypt("secret")
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def source(cast):
    return make_source(cast.desk, title="Depot to close", address="")


def at(address, cast):
    """A source at an address, which waits to be captured."""
    source = create_source(cast.desk, actor=cast.checker, title="Depot to close", address=address, kind="web_page")
    return source, source.captures.get()


def captured(address, cast):
    """The source at an address, and its capture once a worker ran."""
    source, asked = at(address, cast)
    tasks.capture_sources()
    asked.refresh_from_db()
    return source, asked


def test_the_address_of_a_new_source_is_captured_and_its_text_can_be_read(checker, cast, site):
    body = article_page()
    address = site.has("/depot", body, Content_Type="text/html", X_Made="by hand")
    source, asked = at(site.has("/short", "", 302, Location="/depot"), cast)
    assert (asked.state, asked.person) == (CaptureState.QUEUED, cast.checker)
    assert "Queued…" in checker.get(f"/sources/{source.pk}/").text
    tasks.capture_sources()
    asked.refresh_from_db()
    assert asked.state == CaptureState.CAPTURED
    assert (asked.sha256, asked.size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert asked.text_sha256 == hashlib.sha256(asked.text.encode()).hexdigest()
    assert (asked.status, asked.final_address, asked.redirects) == (200, address, [asked.address])
    assert ["X-Made", "by hand"] in asked.headers and asked.media == "text/html"
    assert f"/captures/{asked.pk}/" in checker.get(f"/sources/{source.pk}/").text
    assert f"Depot to close\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}" in asked.text  # without the marks of headings
    page = checker.get(f"/captures/{asked.pk}/").text
    assert all(said in page for said in (SENTENCES[0], asked.sha256, asked.text_sha256, address, "X-Made"))


def test_its_file_is_only_saved_never_shown(checker, cast, site):
    body = b"<html><script>alert(1)</script><p>It rained for a week, and nobody came to see it.</p></html>"
    _, asked = captured(site.has("/depot.html", body, Content_Type="text/html"), cast)
    answer = checker.get(f"/captures/{asked.pk}/file/")
    assert answer.content == body
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="depot.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>alert" not in checker.get(f"/captures/{asked.pk}/").text


@pytest.mark.parametrize("how", ["new evidence", "another address", "back on the record"])
def test_whatever_gives_a_source_an_address_has_it_captured(cast, article, how):
    said = {"title": "Depot to close", "kind": "web_page", "address": "https://post.example/depot"}
    if how == "new evidence":
        claim = make_claim(article, "40 lorries", actor=cast.checker)
        add_evidence(claim, actor=cast.checker, source_fields=said)
    elif how == "another address":
        source = create_source(cast.desk, actor=cast.checker, title="Depot to close", kind="web_page")
        assert not Capture.objects.exists()
        change_source(source, actor=cast.checker, base={"address": ""}, address=said["address"])
    else:
        source = create_source(cast.desk, actor=cast.checker, **said, terms="off_record")
        assert not Capture.objects.exists()
        change_source(source, actor=cast.checker, base={"terms": "off_record"}, terms="on_record")
    assert [one.address for one in Capture.objects.all()] == [said["address"]]


def test_a_source_that_was_captured_is_not_captured_again_with_each_piece_of_evidence(cast, article):
    for words in ("40 lorries", "3 cracks"):
        claim = make_claim(article, words, actor=cast.checker)
        add_evidence(claim, actor=cast.checker, source_fields={"title": "Depot", "address": "https://post.example/a"})
    assert Capture.objects.count() == 1


BAD = {
    "gone": (404, "The site has no page at this address."),
    "forbidden": (403, "Open it in your browser, and add a copy of it as a file."),
    "busy": (503, "The site is too busy to answer."),
    "empty": (200, "The page is empty."),
}


@pytest.mark.parametrize("how", BAD)
def test_what_cannot_be_fetched_has_failed_in_words_and_is_asked_for_again(checker, cast, site, how):
    status, words = BAD[how]
    site.has("/page", "", status)
    source, asked = captured(site.address("/page"), cast)
    assert asked.state == CaptureState.FAILED and words in asked.failure
    assert not (asked.sha256 or asked.text)
    page = checker.get(f"/sources/{source.pk}/").text
    assert words in page and "Capture it again" in page
    assert checker.get(f"/captures/{asked.pk}/file/").status_code == 404
    site.has("/page", article_page(), Content_Type="text/html")
    assert checker.post(f"/sources/{source.pk}/capture/").headers["Location"] == f"/sources/{source.pk}/#captures"
    tasks.capture_sources()
    assert [one.state for one in source.captures.all()] == [CaptureState.CAPTURED, CaptureState.FAILED]


@pytest.mark.parametrize(
    ("said", "body", "media", "lacks"),
    [
        ("text/html", PNG, "image/png", "This file has no text to be read in it: image/png."),
        ("image/png", article_page(), "text/html", ""),
        ("application/pdf", PDF_WITHOUT_TEXT, "application/pdf", "damaged"),
        ("application/octet-stream", "Snow fell on the depot.", "text/plain", ""),
        ("text/plain", bytes(range(256)) * 4, "application/octet-stream", "not a text"),
        ("text/html", "<html><body><script src=a.js></script></body></html>", "text/html", "put together by scripts"),
    ],
)
def test_the_bytes_say_what_a_file_is_and_one_without_text_is_kept_in_part(cast, site, said, body, media, lacks):
    _, asked = captured(site.has("/file", body, Content_Type=said), cast)
    assert (asked.media, asked.state) == (media, CaptureState.PARTIAL if lacks else CaptureState.CAPTURED)
    assert lacks in asked.lacks and asked.sha256 and bool(asked.text) == (not lacks)


def test_the_text_of_a_pdf_keeps_on_which_page_each_paragraph_begins():
    rows = [
        "The city counted traffic on the old bridge",
        "in May, and again in June: its cameras saw",
        "some 40 lorries an",
    ]
    first = [(780, 16, "Traffic"), *((740 - 14 * at, 11, row) for at, row in enumerate(rows))]
    last = [(780, 11, "hour. That was all."), (700, 11, "The end of it.")]
    found = paragraphs_of(read_file(page_by_page(first, [], last), "count.pdf")["text"])
    assert [(one.page, one.number, one.text) for one in found] == [
        (1, 1, "Traffic"),
        (1, 2, f"{' '.join(rows)} hour. That was all."),
        (3, 1, "The end of it."),
    ]


def test_a_copy_by_hand_takes_the_place_of_what_could_not_be_fetched(checker, cast, source):
    raw = article_page()
    sent = {"file": SimpleUploadedFile("depot.html", raw)}
    assert checker.post(f"/sources/{source.pk}/copy/", sent).headers["Location"] == f"/sources/{source.pk}/#captures"
    made = source.captures.get()
    assert (made.by_hand, made.name, made.state) == (True, "depot.html", CaptureState.CAPTURED)
    assert SENTENCES[0] in made.text and files.kept(made.sha256) == raw
    event = cast.desk.events.get(verb="source_copied")
    assert event.words == "Leyla Checker added a copy of the source Depot to close"
    assert (event.data["capture"], event.data["sha256"]) == (made.pk, made.sha256)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Choose a file."),
        (SimpleUploadedFile("a.pdf", b""), "This file is empty."),
        (SimpleUploadedFile("a.mp4", bytes(20 * 1024 * 1024 + 1)), "at most 20 MB are kept"),
    ],
)
def test_a_copy_that_cannot_be_kept_is_refused_in_words(checker, source, file, words):
    answer = checker.post(f"/sources/{source.pk}/copy/", {"file": file} if file else {})
    assert answer.status_code == 422 and words in answer.text
    assert not Capture.objects.exists()


def test_the_same_bytes_are_stored_once(checker, cast, source, site):
    body = article_page()
    captured(site.has("/depot", body, Content_Type="text/html"), cast)
    checker.post(f"/sources/{source.pk}/copy/", {"file": SimpleUploadedFile("depot.html", body)})
    first, second = Capture.objects.all()
    assert first.sha256 == second.sha256
    folders, names = storages["captures"].listdir(first.sha256[:2])
    assert names == [first.sha256]


def test_nothing_is_captured_of_a_source_off_the_record(checker, cast, site):
    source, asked = at(site.has("/depot", article_page()), cast)
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    tasks.capture_sources()
    asked.refresh_from_db()
    assert asked.state == CaptureState.FAILED and site.asked == []
    for act in (captures.capture, captures.add_copy):
        with pytest.raises(NotNow, match="off the record"):
            act(Source.objects.get(pk=source.pk), actor=cast.checker)
    assert "Capture it" not in checker.get(f"/sources/{source.pk}/").text


def test_a_page_of_a_source_that_goes_off_the_record_while_it_is_fetched_is_not_kept(cast, site, monkeypatch):
    source, asked = at(site.has("/depot", b"<html><p>It rained on the depot.</p></html>"), cast)

    def meanwhile(*args):
        change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
        return fetch(*args)

    monkeypatch.setattr("claims.intake.captured.fetch", meanwhile)
    tasks.capture_sources()
    asked.refresh_from_db()
    assert asked.failure == "The source went off the record before it was captured."
    assert (asked.state, asked.final_address, asked.headers, asked.text) == (CaptureState.FAILED, "", [], "")
    with pytest.raises(files.NotKept):
        files.kept(hashlib.sha256(b"<html><p>It rained on the depot.</p></html>").hexdigest())


def test_the_database_refuses_what_was_fetched_of_a_source_that_is_off_the_record(cast):
    source, asked = at("https://post.example/depot", cast)
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    with pytest.raises(NotNow, match="off the record"), acting(cast.checker):
        Capture.objects.filter(pk=asked.pk).update(ended_at=Now(), sha256="0" * 64)
    captures.end(asked, sha256="0" * 64)
    asked.refresh_from_db()
    assert asked.state == CaptureState.FAILED


def test_an_attempt_that_is_interrupted_is_made_again_and_three_have_failed(cast, monkeypatch):
    _, asked = at("https://post.example/depot", cast)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("claims.intake.captured.fetch", killed)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            tasks.capture_sources()
        asked.refresh_from_db()
        assert asked.state == CaptureState.FETCHING
    tasks.capture_sources()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (CaptureState.FAILED, 3)
    assert "interrupted several times" in asked.failure


def test_one_capture_of_a_source_is_on_its_way_at_a_time(checker, cast):
    source, _ = at("https://post.example/depot", cast)
    with pytest.raises(NotNow, match="being captured already"):
        captures.capture(source, actor=cast.checker)
    assert "It is being captured already." in checker.post(f"/sources/{source.pk}/capture/", follow=True).text


def test_the_list_is_asked_for_again_while_one_waits_and_says_when_no_worker_runs(checker, cast):
    source, _ = at("https://post.example/depot", cast)
    part = checker.get(f"/sources/{source.pk}/captures/", headers=HTMX)
    assert "No worker is running" in part.text and "<h1" not in part.text
    stage = part.context["stage"]
    assert checker.get(f"/sources/{source.pk}/captures/", {"stage": stage}, headers=HTMX).status_code == 204
    assert checker.get(f"/sources/{source.pk}/captures/").headers["Location"] == f"/sources/{source.pk}/#captures"


def test_one_more_can_be_asked_for_as_soon_as_none_waits(checker, cast, client):
    source, asked = at("https://post.example/depot", cast)
    assert "Capture it again" not in checker.get(f"/sources/{source.pk}/captures/", headers=HTMX).text
    captures.end(asked, failure="The page is empty.")
    assert "Capture it again" in checker.get(f"/sources/{source.pk}/captures/", headers=HTMX).text
    client.force_login(cast.observer)
    assert "Capture it again" not in client.get(f"/sources/{source.pk}/captures/", headers=HTMX).text


def test_older_captures_are_on_pages_of_their_own_and_cost_no_query_more(checker, cast, source):
    for n in range(41):
        captures.add_copy(source, actor=cast.checker, sha256=f"{n:064}", size=3, name="a.txt")
    shown, queries, address = [], set(), f"/sources/{source.pk}/"
    for _ in range(3):
        with CaptureQueriesContext(connection) as ran:
            page = checker.get(address)
        queries.add(len(ran))
        shown += [one.pk for one in page.context["captures"]]
        address = f"/sources/{source.pk}/?before={page.context['captures_older']}"
    assert shown == [*source.captures.order_by("-pk").values_list("pk", flat=True)]
    assert len(queries) == 1  # for twenty as for the last one
    assert page.context["captures_older"] is None and "Newest captures" in page.text
    assert checker.get(f"/sources/{source.pk}/?before=x").status_code == 200


def test_a_capture_of_an_address_that_the_source_had_says_which(checker, cast):
    source, asked = at("https://post.example/depot", cast)
    captures.end(asked, failure="The page is empty.")
    said = f'<span class="address" dir="ltr">{asked.address}</span>'
    assert said not in checker.get(f"/sources/{source.pk}/captures/", headers=HTMX).text
    change_source(source, actor=cast.checker, base={"address": asked.address}, address="https://post.example/other")
    assert said in checker.get(f"/sources/{source.pk}/captures/", headers=HTMX).text


def test_who_may_not_edit_sources_reads_captures_and_makes_none(client, cast, source):
    copy = {"file": SimpleUploadedFile("depot.txt", b"It rained.")}
    client.force_login(cast.observer)
    assert client.post(f"/sources/{source.pk}/copy/", copy).status_code == 403
    assert "Add the copy" not in client.get(f"/sources/{source.pk}/").text
    with pytest.raises(NotYours):
        captures.capture(source, actor=cast.observer)
    with pytest.raises(NotYours, match="needs a role on its desk"), acting(cast.observer):
        Capture.objects.create(source=source, person=cast.observer, by_hand=True, sha256="0" * 64)


@pytest.mark.parametrize("change", [{"text": "Other"}, {"sha256": "0" * 64}, {"failure": "x"}, {"address": "x"}])
def test_a_capture_is_never_changed_and_never_deleted(cast, source, change):
    made = captures.add_copy(source, actor=cast.checker, sha256="1" * 64, size=3, name="a.txt")
    with pytest.raises(NotNow, match="never changed"), acting(cast.checker):
        Capture.objects.filter(pk=made.pk).update(**change)
    with pytest.raises((NotNow, IntegrityError)), acting(cast.checker):
        made.delete()


def test_who_asked_and_for_what_stays_while_it_waits(cast):
    _, asked = at("https://post.example/depot", cast)
    for change in ({"person": cast.writer}, {"address": "https://post.example/b"}, {"by_hand": True}):
        with pytest.raises(NotNow, match="never changed"), acting(cast.checker):
            Capture.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(IntegrityError), acting(cast.checker):
        Capture.objects.filter(pk=asked.pk).update(ended_at=Now())


@pytest.fixture
def on_disk(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "captures": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "captures"},
        }
    }
    return tmp_path / "captures"


def test_a_file_that_was_written_in_part_is_written_again_and_a_changed_one_is_not_given_out(on_disk):
    sha256 = files.keep(b"It rained for a week.")
    place = on_disk / sha256[:2] / sha256
    place.write_bytes(b"It rai")
    with pytest.raises(files.NotKept):
        files.kept(sha256)
    assert files.keep(b"It rained for a week.") == sha256
    assert files.kept(sha256) == b"It rained for a week."
    place.write_bytes(b"It rained for a month")
    with pytest.raises(files.NotKept, match="changed"):
        files.kept(sha256)
    place.unlink()
    with pytest.raises(files.NotKept, match="missing"):
        files.kept(sha256)


def test_a_file_that_is_missing_is_said_in_words(checker, cast, source):
    made = captures.add_copy(source, actor=cast.checker, sha256="1" * 64, size=3, name="a.txt")
    answer = checker.get(f"/captures/{made.pk}/file/")
    assert answer.status_code == 409 and "The file is not as it was kept." in answer.text


def test_a_file_that_was_changed_where_it_is_kept_is_whole_again_once_it_is_kept_again(on_disk):
    sha256 = files.keep(b"It rained for a week.")
    (on_disk / sha256[:2] / sha256).write_bytes(b"It rained for a year.")
    files.keep(b"It rained for a week.")
    assert files.kept(sha256) == b"It rained for a week."


def test_a_file_has_its_name_only_once_it_is_whole_and_a_full_disk_leaves_nothing_of_it(on_disk, monkeypatch):
    raw = b"It rained for a week."

    class TooLarge(ContentFile):
        def chunks(self, *_):
            yield raw[:6]
            with pytest.raises(files.NotKept, match="missing"):
                files.kept(hashlib.sha256(raw).hexdigest())
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "ContentFile", TooLarge)
    with pytest.raises(files.NotKept, match="cannot be written"):
        files.keep(raw)
    assert [path for path in on_disk.rglob("*") if path.is_file()] == []


def test_where_files_cannot_be_written_a_copy_is_refused_and_a_capture_fails_in_words(
    checker, cast, source, site, on_disk
):
    on_disk.write_text("a file where the folder has to be")
    words = "the place of captured sources is full, or cannot be written"
    answer = checker.post(f"/sources/{source.pk}/copy/", {"file": SimpleUploadedFile("a.txt", b"It rained.")})
    assert answer.status_code == 503 and words in answer.text
    assert not source.captures.exists()
    _, asked = captured(site.has("/depot", article_page(), Content_Type="text/html"), cast)
    assert asked.state == CaptureState.FAILED and words in asked.failure


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("scan.pdf", pdf(), "It has no text layer: its pages are pictures."),
        ("locked.pdf", pdf(locked=True), "It is protected by a password, so its text was not read."),
        ("long.txt", b"It rained for a week. " * 100_000, "It has more text than is read here: over 2 MB."),
        ("cut.docx", b"PK\x03\x04" + bytes(60), "It is damaged, or not what its name says, so its text was not read."),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "It is in the format of old Word (.doc)"),
    ],
    ids=["scan", "locked", "long", "cut", "old"],
)
def test_what_a_file_lacks_is_said_without_asking_for_an_article(cast, source, name, raw, words):
    made = captures.add_copy(source, actor=cast.checker, **read_file(raw, name))
    assert made.lacks.startswith(words)
    assert not any(said in made.lacks for said in ("article", "paste", "Save it"))
