"""A file that comes in is kept with the version that it became; one that nothing names is deleted after a day."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims import periodic, tasks
from claims.editing import uploads
from claims.editing.uploads import keep_upload, signed, upload_named
from claims.errors import Invalid
from claims.models import Article, IncomingVersion, Upload
from claims.queries import original_of
from tests.intake.written import docx, paragraph, run
from tests.living import TEXT
from tests.pages import fields_shown

WORDS = "The mayor said the old bridge carries 200 lorries an hour."


def document(*texts):
    return docx("".join(paragraph(run(words)) for words in texts))


def file(raw, name="story.docx"):
    return SimpleUploadedFile(name, raw)


def test_the_bytes_of_a_document_are_kept_with_the_version_that_it_became(client, cast):
    client.force_login(cast.checker)
    raw = document("Bridge reopens", WORDS)
    page = client.post("/articles/new/", {"text": "", "desk": cast.desk.pk, "file": file(raw)})
    sent = fields_shown(page) | {"action": "create", "ownership": "ours", "headline": "Bridge reopens"}
    assert client.post("/articles/new/", sent).status_code == 302
    kept = original_of(Article.objects.get().current_version)
    assert (kept.raw, kept.name, kept.kind, kept.person) == (raw, "story.docx", "docx", cast.checker)


def test_a_file_that_went_meanwhile_is_said_once_and_then_gone_without(client, cast):
    client.force_login(cast.checker)
    page = client.post("/articles/new/", {"text": "", "desk": cast.desk.pk, "file": file(document("Bridge", WORDS))})
    sent = fields_shown(page) | {"action": "create", "ownership": "ours"}
    Upload.objects.all().delete()
    refused = client.post("/articles/new/", sent)
    assert refused.status_code == 422 and "The file itself is not kept any more" in refused.text
    again = fields_shown(refused) | {"action": "create", "ownership": "ours"}
    assert client.post("/articles/new/", again).status_code == 302
    assert original_of(Article.objects.get().current_version) is None


@pytest.mark.parametrize("seconds", [3, 0])
def test_a_next_version_keeps_its_file_if_a_worker_writes_it(client, cast, article, monkeypatch, seconds):
    monkeypatch.setattr("claims.views.versions.SHOWING", seconds)
    client.force_login(cast.writer)
    raw, at = document(*TEXT[:2], "The bridge was never closed."), f"/articles/{article.pk}/versions/new/"
    page = client.post(at, {"text": "", "base": 1, "file": file(raw)})
    assert client.post(at, fields_shown(page) | {"action": "accept"}).status_code == 302
    if not seconds:
        assert IncomingVersion.objects.get().upload.raw == raw
        tasks.bring_in_texts()
    article.refresh_from_db()
    assert original_of(article.current_version).raw == raw and article.current_version.number == 2
    for person, number in ((cast.writer, 1), (cast.checker, 2)):
        client.force_login(person)
        client.post(f"/articles/{article.pk}/versions/{number}/restore/", {"base": number + 1})
        tasks.bring_in_texts()
        article.refresh_from_db()
    assert article.current_version.number == 4 and original_of(article.current_version) == Upload.objects.get()


def test_what_a_form_carries_of_a_file_is_of_use_to_its_person_only(cast):
    upload = keep_upload(b"Bridge.", actor=cast.writer, name="story.txt", kind="txt")
    token = signed(upload.pk, cast.writer)
    assert upload_named(token, cast.writer) == upload and upload_named("", cast.writer) is None
    for wrong, person in ((token, cast.checker), (token[:-1], cast.writer), (f"{upload.pk}:1", cast.writer)):
        with pytest.raises(Invalid):
            upload_named(wrong, person)


def test_files_that_nothing_names_go_after_a_day_and_a_persons_newest_stay(cast, article, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 2)
    kept = [keep_upload(b"Bridge.", actor=cast.writer, name=f"{at}.txt", kind="txt").name for at in range(4)]
    assert {*Upload.objects.values_list("name", flat=True)} == {*kept[2:]}
    assert "claims.tasks.clear_uploads" in {ring["task"] for ring in periodic.app.conf.beat_schedule.values()}
    tasks.clear_uploads()
    assert Upload.objects.count() == 2
    later = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    tasks.clear_uploads()
    assert not Upload.objects.exists()
