"""Files that are kept for good, outside the database: each once, under the SHA-256 of its bytes.

Where they are, a folder or a store that speaks S3, is one setting (CAPTURES in factcheck/settings.py). A file that is
whole is never written again.
"""

import hashlib
import logging
import os
from pathlib import Path
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

MOST = 20 * 1024 * 1024  # bytes of one file
UNWRITTEN = (
    "It could not be kept: the place of captured sources is full, or cannot be written. Tell whoever looks after this "
    "site."
)

logger = logging.getLogger(__name__)


class NotKept(Exception):
    """The file cannot be written; or is missing where files are kept; or its bytes are not those that its name says."""


def keep(raw: bytes) -> str:
    """Keep bytes, unless they are kept already. Returns their SHA-256, in hex. Raises NotKept, with UNWRITTEN."""
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        kept(sha256)
    except NotKept:
        try:
            _write(_name(sha256), raw)
        except OSError as error:
            logger.exception("A captured file could not be written")
            raise NotKept(UNWRITTEN) from error
    return sha256


def _write(name: str, raw: bytes) -> None:
    """Write a file. On a disk it has its name only once it is there whole, whoever else writes it or is killed."""
    storage = storages["captures"]
    if not isinstance(storage, FileSystemStorage):
        if not getattr(storage, "file_overwrite", False):  # where it has, the file there is not lost if this fails
            storage.delete(name)
        storage.save(name, ContentFile(raw))
        return
    part = f"{name}.{token_hex(8)}"
    try:
        written = Path(storage.path(storage.save(part, ContentFile(raw))))
        with written.open("rb") as file:
            os.fsync(file.fileno())
        written.replace(storage.path(name))
    finally:
        storage.delete(part)


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


def delete(sha256: str) -> bool:
    """Delete what was kept. Returns whether it is gone; a store may not allow it, or keep versions of its own."""
    try:
        storages["captures"].delete(_name(sha256))
        return not storages["captures"].exists(_name(sha256))
    except OSError:
        logger.exception("A file that is to go could not be deleted")
        return False


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
