"""A file that came in is kept as it was, for whoever brought it in, and no version takes another person's."""

import hashlib

import pytest
from django.db import ProgrammingError, transaction

from claims.editing.uploads import keep_upload
from claims.models import Backing, RowHistory, Upload
from tests.database.conftest import refused
from tests.make import make_article, make_version

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


BACKING = """
    INSERT INTO claims_backing (version_id, position, kind, author, date, words, address, quote, prefix, suffix,
                                block_id, start, "end")
    VALUES (%s, %s, 'comment', '', '', 'Call of 4 May', '', '', '', '', %s, 0, %s)
"""


def test_backing_is_written_with_its_version_stands_on_words_of_it_and_never_changes(cast, hands):
    article = make_article(cast.desk, "Bridge\n\nIt is open.", actor=cast.writer)
    older = article.current_version.blocks.first()
    fresh = make_version(article, "Bridge\n\nIt is shut.", actor=cast.writer, current=False)
    block = fresh.blocks.first()
    with refused("append_only"), hands(cast.writer) as cursor:
        cursor.execute(BACKING, [article.current_version_id, 0, older.pk, 3])
    for wrong in ([older.pk, 3], [block.pk, len(block.text) + 1]):
        with refused("backing_stands"), hands(cast.writer) as cursor:
            cursor.execute(BACKING, [fresh.pk, 0, *wrong])
    with hands(cast.writer) as cursor:
        cursor.execute(BACKING, [fresh.pk, 0, block.pk, len(block.text)])
    with refused("append_only"), transaction.atomic():
        Backing.objects.update(words="Something else")
    with refused("append_only"), transaction.atomic():
        Backing.objects.all().delete()
