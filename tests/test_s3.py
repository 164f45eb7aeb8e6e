"""Captured files in a store that speaks S3: kept once and whole, checked when they are read, its faults in words."""

import hashlib

import boto3
import pytest
from django.test import override_settings
from moto.server import ThreadedMotoServer

from claims import files
from claims.checks import captures_can_be_kept
from factcheck.settings import kept_in
from tests.test_settings import run

RAIN = b"It rained for a week."
NAME = f"desk/{hashlib.sha256(RAIN).hexdigest()[:2]}/{hashlib.sha256(RAIN).hexdigest()}"
KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "eu-central-1"}


@pytest.fixture(scope="module")
def store():
    """The address of a store on this machine, which has a bucket that keeps versions."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(store, monkeypatch, settings):
    for name, value in (KEYS | {"AWS_ENDPOINT_URL_S3": store}).items():
        monkeypatch.setenv(name, value)
    resource = boto3.resource("s3")
    made = resource.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    made.Versioning().enable()
    settings.CAPTURES = None
    with kept_elsewhere(settings, "s3://kept/desk"):
        yield made
    made.object_versions.delete()
    made.delete()


def kept_elsewhere(settings, captures):
    return override_settings(STORAGES=settings.STORAGES | {"captures": kept_in("CAPTURES", captures)})


def versions(bucket):
    return [(one.object_key, one.is_latest) for one in bucket.object_versions.all()]


def test_the_same_bytes_are_kept_once_and_read_again(bucket):
    sha256 = files.keep(RAIN)
    assert files.keep(RAIN) == sha256 and files.kept(sha256) == RAIN
    assert versions(bucket) == [(NAME, True)]
    assert list(captures_can_be_kept(None)) == []


def test_a_file_that_was_changed_there_is_not_given_out_and_is_whole_again_once_it_is_kept_again(bucket):
    sha256 = files.keep(RAIN)
    bucket.Object(NAME).put(Body=b"It rained for a year.")
    with pytest.raises(files.NotKept, match="changed"):
        files.kept(sha256)
    files.keep(RAIN)
    assert files.kept(sha256) == RAIN
    assert sorted(versions(bucket)) == [(NAME, False), (NAME, False), (NAME, True)]  # nothing was deleted
    bucket.Object(NAME).delete()
    with pytest.raises(files.NotKept, match="missing"):
        files.kept(sha256)


def test_a_store_that_refuses_or_does_not_answer_is_said_in_words(bucket, monkeypatch, settings):
    sha256 = files.keep(RAIN)
    with kept_elsewhere(settings, "s3://no-such-bucket"):
        with pytest.raises(files.NotKept, match="cannot be written"):
            files.keep(RAIN)
        (error,) = captures_can_be_kept(None)
        assert error.id == "factcheck.E009"
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with kept_elsewhere(settings, "s3://kept/desk"):
        with pytest.raises(files.NotKept, match="cannot be written"):
            files.keep(RAIN)
        with pytest.raises(files.NotKept, match="missing"):
            files.kept(sha256)


def test_a_store_without_a_bucket_stops_the_start():
    started = run("-c", "import factcheck.settings", CAPTURES="s3://")
    assert started.returncode == 1 and "it must be a folder, or s3://bucket/folder" in started.stderr
    assert run("-c", "import factcheck.settings as s; assert s.CAPTURES is None", CAPTURES="s3://a/b").returncode == 0
