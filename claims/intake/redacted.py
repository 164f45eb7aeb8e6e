"""Carry out a redaction: find the files that hold a text, have the database blank it, and delete what holds it."""

import codecs
import html
import io
import json
import logging
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection
from django.views.decorators.debug import sensitive_variables

from claims.editing.alone import alone
from claims.editing.redactions import search, tried, without_writers
from claims.errors import DeskError
from claims.files import MOST, NotKept, delete, kept
from claims.history import acting
from claims.models import Capture, Redaction
from claims.text.marks import normal_form

WAIT = 10  # seconds for which an attempt waits for a moment in which nobody writes
PACKED = 3  # files that are packed in each other
MEMBERS = 2000  # files of one that are looked at
LEAST = 8  # characters; a shorter text is looked for as whole words
BUSY = "It did not come to an end: nobody may write while a text is blanked. Confirm it again at a quieter hour."
ALIKE = "Without the text, two rows would be the same, or a row would not hold what it must. Change it by hand first: "
_SAME = str.maketrans(dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑–—", "-"))
_I = {ord("ı"): "i", 0x307: ""}  # of Turkish and Azerbaijani: İ and I in small letters
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FILES = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bytea'::regtype
      AND c.relname LIKE 'claims\\_%' AND c.relname <> 'claims_identity' ORDER BY 1, 2
"""

logger = logging.getLogger(__name__)

#: What files of a redaction that is not yet carried out were found to hold. A later attempt goes on from there.
_SEEN: dict[int, dict["Key", bool]] = {}

#: A file: its table's column, or "files" for a captured one; its id or hash; its bytes, or None for "look for them".
type Key = tuple[str, int | str, int]


@sensitive_variables()
def carry_on(pk: int) -> None:
    """Look where the text of a redaction stands, or blank it if that was confirmed. Nothing, if neither is due."""
    with alone("redaction", pk) as ours:
        redaction = Redaction.objects.select_related("asked_by", "ended_by").filter(pk=pk, ended_at=None).first()
        if not ours or redaction is None:
            return
        if redaction.attempts >= Redaction.ATTEMPTS:
            tried(pk, BUSY)
            return
        tried(pk)
        try:
            if redaction.searched_at is None:
                search(redaction, actor=redaction.asked_by)
            elif redaction.ended_by is not None:
                _redact(redaction)
        except DeskError as error:
            tried(pk, str(error))
        except IntegrityError as error:
            diagnosis = error.__cause__.diag
            tried(pk, f"{ALIKE}{diagnosis.table_name}, {diagnosis.constraint_name}.")
        except OperationalError:  # another sweep tries again
            logger.exception("Redaction %s was not carried out", pk)


@sensitive_variables()
def _redact(redaction: Redaction) -> None:
    seen = _SEEN.setdefault(redaction.pk, {})
    _look(redaction.text, seen)  # before others have to wait
    _forget(redaction.text)
    until = time.monotonic() + WAIT
    while True:
        try:
            with without_writers(redaction.ended_by):
                held = _look(redaction.text, seen)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT redact(%s, %s)", [redaction.pk, json.dumps(held)])
            break
        except OperationalError as error:
            busy = getattr(error.__cause__, "sqlstate", "") == "55P03"  # lock_not_available
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.1)
    _SEEN.pop(redaction.pk, None)
    delete_files()
    _forget(redaction.text)


def delete_files() -> None:
    """Delete the captured files of redactions that are still there. It may run again: what ended it loses none."""
    for redaction in Redaction.objects.filter(done=True).exclude(files_left=[]).select_related("ended_by"):
        left = [sha256 for sha256 in redaction.files_left if not delete(sha256)]
        with acting(redaction.ended_by), connection.cursor() as cursor:
            cursor.execute("SELECT redaction_left(%s, %s)", [redaction.pk, json.dumps(left)])


@sensitive_variables()
def _forget(text: str) -> None:
    """End the sessions that hold a text, and empty the cache."""
    for session in Session.objects.iterator():
        if _in(json.dumps(session.get_decoded(), ensure_ascii=False), text):
            session.delete()
    cache.clear()


@sensitive_variables()
def _look(text: str, seen: dict[Key, bool]) -> dict[str, list[int | str]]:
    """Return {"table.column": ids, "files": hashes} of the files that hold a text. What was seen is not read again."""
    held: dict[str, list[int | str]] = {}
    for key in _keys():
        if key not in seen:
            seen[key] = holds(_bytes(key), text)
        if seen[key]:
            held.setdefault(key[0], []).append(key[1])
    return held


def _keys() -> Iterator[Key]:
    with connection.cursor() as cursor:
        cursor.execute(_FILES)
        for table, column in cursor.fetchall():
            size = f'octet_length("{column}")'
            cursor.execute(f'SELECT id, {size} FROM "{table}" WHERE {size} > 0')  # noqa: S608 - names of the catalogue
            yield from ((f"{table}.{column}", pk, size) for pk, size in cursor.fetchall())
    for sha256, size in Capture.objects.exclude(sha256="").values_list("sha256", "size").order_by().distinct():
        yield "files", sha256, size


def _bytes(key: Key) -> bytes:
    where, which, _ = key
    if where == "files":
        try:
            return kept(str(which))
        except NotKept:
            return b""
    table, column = where.split(".")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE id = %s', [which])  # noqa: S608 - of the catalogue
        return bytes((cursor.fetchone() or [b""])[0] or b"")


@sensitive_variables()
def holds(raw: bytes, text: str, depth: int = 0) -> bool:
    """Return whether a file holds a text: in its bytes, between its tags, escaped, or packed in it (three deep)."""
    if depth < PACKED and _packed(raw, text, depth):
        return True
    if b"\0" in raw and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _in_bytes(raw, text)
    for code in ("utf-16",) if b"\0" in raw else ("utf-8", "latin-1"):
        said = raw.decode(code, errors="replace")
        ways = [said]
        if "\\u" in said:
            ways.append(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), said))
        if "%" in said:
            ways.append(unquote(said))
        if "<" in said:
            ways += [html.unescape(_TAG.sub(blank, said)) for blank in ("", " ")]
        if any(_in(one, text) for one in ways):
            return True
    return False


@sensitive_variables()
def _packed(raw: bytes, text: str, depth: int) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            return any(holds(whole.open(one).read(MOST), text, depth + 1) for one in whole.infolist()[:MEMBERS])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError):
        return False


@sensitive_variables()
def _in_bytes(raw: bytes, text: str) -> bool:
    """Return whether a picture, a sound or another file that is no text has a text in it, in any case."""
    for code in ("utf-8", "utf-16-le", "utf-16-be"):
        ways = (sorted({char.lower().encode(code), char.upper().encode(code)}) for char in " ".join(text.split()))
        if re.search(b"".join(b"(?:" + b"|".join(map(re.escape, way)) + b")" for way in ways), raw):
            return True
    return False


def _in(said: str, text: str) -> bool:
    said, wanted = _folded(said), _folded(text)
    if len(wanted) >= LEAST:
        return wanted in said
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", said) is not None


def _folded(text: str) -> str:
    return " ".join(_UNSEEN.sub("", normal_form("NFC", text)).translate(_SAME).casefold().translate(_I).split())
