"""A file that came in is kept as it was, for whoever brought it in, and no version takes another person's."""

import hashlib

import pytest
from django.db import ProgrammingError, transaction

from claims.editing.uploads import keep_upload
from claims.models import RowHistory, Upload
from tests.database.conftest import refused
from tests.make import make_article

RAW = b"Bridge\n\nIt carries 200 lorries."
INSERT = """
    INSERT INTO claims_version (article_id, number, hash, note, created_by_id, created_at, upload_id)
    VALUES (%s, %s, '', '', 1, now(), %s)
"""


@pytest.fixture
def upload(cast):
    return keep_upload(RAW, actor=cast.writer, name="story.txt", kind="txt")


def test_a_file_is_measured_and_signed_by_the_database_and_leaves_no_copy_in_the_history(cast, upload, hands):
    kept = Upload.objects.get(pk=upload.pk)
    assert (kept.person, kept.size, kept.sha256) == (cast.writer, len(RAW), hashlib.sha256(RAW).hexdigest())
    assert not RowHistory.objects.filter(table="claims_upload").exists()


def test_a_file_never_changes(upload, app_role):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), app_role() as cursor:
        cursor.execute("UPDATE claims_upload SET name = 'other.txt' WHERE id = %s", [upload.pk])
    with refused("append_only"):
        Upload.objects.filter(pk=upload.pk).update(name="other.txt")


def test_a_version_comes_as_a_file_of_whoever_brings_it_in_or_as_one_that_the_article_has(cast, upload, hands):
    article = make_article(cast.desk, "Bridge\n\nIt is open.", actor=cast.writer)
    with refused("upload_own"), hands(cast.checker) as cursor:
        cursor.execute(INSERT, [article.pk, 2, upload.pk])
    with hands(cast.writer) as cursor:
        cursor.execute(INSERT, [article.pk, 2, upload.pk])
    with hands(cast.checker) as cursor:
        cursor.execute(INSERT, [article.pk, 3, upload.pk])
