"""A planted identity is looked for in everything that is written: tables, files, logs, mails and pages of errors."""

import io
import logging
import zipfile
from base64 import b64encode

from django.core import mail
from django.core.files.storage import storages
from django.test import Client

from claims import tasks
from claims.editing.dossiers import ask_for_dossier
from claims.editing.identities import name_reader
from claims.editing.sources import create_source
from claims.export.dossier.making import make_dossier
from claims.export.files import FILES
from claims.models import Identity
from tests.everything import rows_of_database, written_log
from tests.make import make_article, make_claim, make_evidence

#: No other test has these words, since the files that other tests keep are searched too.
NAME, CONTACT = "Ambrosius Tewkesbury-Wyke", "behind the orchard of Lindisfarne, 0171 555 0199"
#: Also in parts, and as it would be with another encoding.
PLANTED = [
    "Ambrosius",
    "Tewkesbury",
    "Lindisfarne",
    "0171 555",
    *(sign for words in (NAME, CONTACT) for sign in (words.encode().hex(), b64encode(words.encode()).decode()[:16])),
]
SENT = {"confidential_name": NAME, "confidential_contact": CONTACT}


def found_in(what):
    """Return which of the planted words are in a text or in bytes."""
    text = what.decode(errors="replace") if isinstance(what, bytes) else what
    return [sign for sign in PLANTED if sign.casefold() in text.casefold()]


def stored_files(storage, folder=""):
    folders, names = storage.listdir(folder)
    for name in names:
        yield storage.open(f"{folder}/{name}" if folder else name).read()
    for inner in folders:
        yield from stored_files(storage, f"{folder}/{inner}" if folder else inner)


def test_who_a_source_is_stands_nowhere_in_plain_words_whatever_is_done_with_it(
    transactional_db, cast, caplog, settings, site
):
    caplog.set_level(logging.DEBUG)
    with written_log() as logged:
        shown = everything_is_done_with_it(cast, settings)
    assert Identity.objects.count() == 1
    assert {table: found for table, rows in rows_of_database().items() if (found := found_in(rows))} == {}
    assert not logged or (b"claims_identity" in logged[0] and found_in(logged[0]) == []), "PostgreSQL's log"
    assert found_in(caplog.text) == [], "the log of web and worker"
    assert found_in("".join(str(sent.message()) for sent in mail.outbox)) == []
    for name, page in shown.items():
        assert found_in(page) == [], name
    for raw in stored_files(storages["captures"]):
        assert found_in(raw) == []


def unpacked(name, content):
    """Return {name: bytes} of a file, and of what is in it if it is a zip (a .docx is one)."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {name: content}
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return {f"{name}/{inner}": whole.read(inner) for inner in whole.namelist()}


def everything_is_done_with_it(cast, settings):
    """Use every way on which an identity comes in or goes out. Return {what: what came out of it}."""
    article = make_article(cast.desk, actor=cast.checker)
    source = create_source(cast.desk, actor=cast.checker, title="A driver of the depot", kind="interview")
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker)
    address = f"/sources/{source.pk}/identity/"
    shown = {}
    client = Client(raise_request_exception=False)
    shown["logged out"] = client.post(address, SENT, follow=True).content
    client.force_login(cast.checker)
    shown["another person's page"] = client.post(address, SENT | {"opened_by": str(cast.reviewer.pk)}).content
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.checker)
    shown["without a token"] = strict.post(address, SENT).content
    keys, settings.IDENTITY_KEYS = settings.IDENTITY_KEYS, [b"too short"]
    failed = client.post(address, SENT)
    settings.DEBUG = True
    debugged = client.post(address, SENT)
    settings.DEBUG, settings.IDENTITY_KEYS = False, keys
    assert (failed.status_code, debugged.status_code) == (500, 500) and b"Traceback" in debugged.content
    shown |= {"an error": failed.content, "Django's page of an error": debugged.content}
    assert client.post(address, SENT | {"confidential_name": "Ann Depot"}).status_code == 422
    assert client.post(address, SENT).status_code == 302
    shown["the page"] = client.get(address).content
    name_reader(source, cast.reviewer, actor=cast.checker)
    assert found_in(client.post(f"{address}read/", {"reason": "To call back"}).content)
    named = client.post(f"{address}read/", {"reason": f"{NAME} has called"})
    assert named.status_code == 422 and "Leave out who the source is" in named.text
    assert client.post(address, SENT | {"edition": "7"}).status_code == 409
    assert client.post(address, SENT | {"edition": "1"}).status_code == 302
    for page in ("/sources/", "/sources/?q=depot", f"/sources/{source.pk}/", address, f"/articles/{article.pk}/"):
        shown[page] = client.get(page).content
    admin = Client()
    admin.force_login(cast.admin)
    for page in ("source/", f"source/{source.pk}/change/", "event/", "rowhistory/"):
        shown[f"admin {page}"] = admin.get(f"/admin/claims/{page}", follow=True).content
    tasks.capture_sources()
    dossier = ask_for_dossier(article, actor=cast.checker, profile="internal")
    make_dossier(dossier.pk)
    dossier.refresh_from_db()
    files = {"dossier.zip": bytes(dossier.content), **{name: file.write(article) for name, file in FILES.items()}}
    for name, content in files.items():
        shown |= unpacked(name, content)
    return shown
