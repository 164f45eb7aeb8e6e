"""Files that are kept for good, outside the database: each once, under the SHA-256 of its bytes.

Where they are is one setting (CAPTURES in factcheck/settings.py). A file that is whole is never written again.
"""

import hashlib
import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

MOST = 20 * 1024 * 1024  # bytes of one file


class NotKept(Exception):
    """The file is missing where files are kept, or its bytes are not those that its name says."""


def keep(raw: bytes) -> str:
    """Keep bytes, unless they are kept already. Returns their SHA-256, in hex."""
    sha256 = hashlib.sha256(raw).hexdigest()
    storage, name = storages["captures"], _name(sha256)
    if storage.exists(name):
        if storage.size(name) == len(raw):
            return sha256
        storage.delete(name)  # whoever wrote it was interrupted
    written = storage.save(name, ContentFile(raw))
    if isinstance(storage, FileSystemStorage):  # on the disk before a row says that it is kept
        with Path(storage.path(written)).open("rb") as file:
            os.fsync(file.fileno())
    if written != name:  # somebody else kept the same bytes at the same time
        storage.delete(written)
    return sha256


def kept(sha256: str) -> bytes:
    """Return the bytes that were kept. Raises NotKept."""
    try:
        with storages["captures"].open(_name(sha256)) as file:
            raw: bytes = file.read()
    except OSError as error:
        raise NotKept("missing") from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise NotKept("changed")
    return raw


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
