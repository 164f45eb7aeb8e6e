"""Files in a store that speaks S3. What goes wrong there is an OSError, as in a folder."""

import contextlib
import os

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

_WAIT = {"connect_timeout": 5, "read_timeout": 10, "retries": {"total_max_attempts": 2}}  # a task has 50 seconds in all


@contextlib.contextmanager
def _as_os_errors():
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(str(error)) from error


class Storage(S3Storage):
    """A bucket, in which a file takes the place of one of its name at once and whole: nothing is ever deleted.

    The keys, and the address of a store that is not Amazon's, are read from the environment as boto3 does.
    """

    file_overwrite = True

    def __init__(self, **options):
        here = {"addressing_style": "path"} if os.environ.get("AWS_ENDPOINT_URL_S3") else {}
        super().__init__(client_config=Config(**_WAIT, s3=here), **options)

    def _open(self, name, mode="rb"):
        with _as_os_errors(), super()._open(name, mode) as file:
            return ContentFile(file.read(), name)

    def _save(self, name, content):
        with _as_os_errors():
            return super()._save(name, content)
