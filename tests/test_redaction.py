"""Redaction: two people blank a text, which is then found nowhere; the record, dossiers and sign-offs verify."""

import io
import json
import re
import shutil
import zipfile
from urllib.parse import quote

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import DatabaseError, connection, transaction

from claims import tasks
from claims.editing.captures import add_copy
from claims.editing.dossiers import ask_for_dossier
from claims.editing.redactions import ask_for_redaction, confirm, end
from claims.errors import NotNow, NotYours
from claims.export.dossier.making import document_of, make_dossier
from claims.export.dossier.verify import check_dossier
from claims.files import NotKept, keep, kept
from claims.history import acting, record
from claims.intake.redacted import holds
from claims.models import Article, ArticleSignOff, Event, Membership, SignOff, Source
from claims.queries.record import chain_of
from tests.database.conftest import refused
from tests.everything import rows_of_database, written_log
from tests.export.conftest import make_signed
from tests.make import make_article, make_claim, make_evidence, make_person, make_source, make_version

SECRET = "Zebulon O’Quarrington-Véld"
#: The same as others may have written it.
OTHERWISE = f"ZEBULON\u00a0 O'QUARRING\u00adTON‑VE\u0301LD; x.example/?q={'zebulon+o%E2%80%99quarrington-v%C3%A9ld'}"
REASON = "Order of the court of 1 December"


@pytest.fixture
def two(cast):
    """Return the chief and legal, who have these roles on the other desk too."""
    with acting(cast.admin):
        Membership.objects.create(person=cast.chief, desk=cast.other_desk, role="chief")
        Membership.objects.create(person=cast.legal, desk=cast.other_desk, role="legal")
    return cast.chief, cast.legal


def redacted(cast, two, text=SECRET):
    """Have a text redacted by both, as worker and web do it."""
    asked = ask_for_redaction(cast.desk, actor=two[0], text=text, reason=REASON)
    tasks.redact_texts()
    confirm(asked, actor=two[1])
    tasks.redact_texts()
    asked.refresh_from_db()
    assert asked.done, asked.problem
    return asked


def found_in(text):
    return re.search(r"zebulon|quarring|lorries an", text, re.IGNORECASE)


def as_replica(statement, *values):
    """Write past all triggers and keys. Returns whether the table takes it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    except DatabaseError:
        return False
    return True


def newest(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        return cursor.fetchone()[0]


def planted_in_every_column():
    """Write a text into each column that holds words, in rows of its own. Return the columns that take none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tab, col FROM wordy_columns() WHERE tab NOT IN ('claims_person', 'claims_takenname')")
        wordy = cursor.fetchall()
        cursor.execute(
            """SELECT table_name, column_name, data_type, character_maximum_length FROM information_schema.columns
               WHERE table_schema = 'public' AND is_generated = 'NEVER' AND column_name <> 'id'
                 AND (is_nullable = 'NO' AND column_default IS NULL OR data_type IN ('text', 'character varying',
                      'jsonb', 'ARRAY'))"""
        )
        columns = cursor.fetchall()
        cursor.execute(
            """SELECT conrelid::regclass::text, attname, confrelid::regclass::text FROM pg_constraint
               JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"""
        )
        keys = {(table, column): other for table, column, other in cursor.fetchall()}
    usual = {"jsonb": "{}", "ARRAY": "{}", "boolean": "false", "bytea": "", "text": "", "date": "2026-01-01"}
    usual |= {"character varying": "", "timestamp with time zone": "2026-01-01", "uuid": "0" * 32, "inet": "::1"}
    number, left = 10_000, []
    for table, column in wordy:
        number += 1
        row = {name: usual.get(kind, str(number)) for tab, name, kind, _ in columns if tab == table}
        row |= {name: newest(keys[table, name]) or number for name in row if (table, name) in keys}
        kind, long = next((kind, long) for tab, name, kind, long in columns if (tab, name) == (table, column))
        plain = {"jsonb": json.dumps({"a": [SECRET, {"b": OTHERWISE}]}), "ARRAY": [SECRET]}
        for said in (plain.get(kind, f"{SECRET} and {OTHERWISE}"), plain.get(kind, SECRET)):
            values = {"id": number} | row | {column: said}
            names = ", ".join(f'"{name}"' for name in values)
            signs = ", ".join(["%s"] * len(values))
            # One more desk would be one on which nobody has a role.
            if table != "claims_desk" and as_replica(
                f"INSERT INTO {table} ({names}) VALUES ({signs})", *values.values()
            ):
                break
            if as_replica(f'UPDATE {table} SET "{column}" = %s WHERE id = (SELECT max(id) FROM {table})', said):
                break
        else:
            if long is None or long >= len(SECRET):
                left.append(f"{table}.{column}")
    return left


def test_a_text_planted_in_every_column_and_file_is_found_nowhere_afterwards(transactional_db, cast, two, caplog):
    article = make_article(cast.desk, f"Bridge\n\n{SECRET} counted 40 lorries. It rained.", actor=cast.writer)
    make_evidence(make_claim(article, "40 lorries", actor=cast.checker), actor=cast.checker, excerpt=SECRET)
    dossier = ask_for_dossier(article, actor=cast.checker, profile="internal")
    make_dossier(dossier.pk)
    file = keep(b"<p>Zebulon <b>O&#8217;Quarrington-V&eacute;ld</b> said</p>")
    drawn, other = keep(b"as a browser drew it"), keep(b"<p>It rained.</p>")
    left = planted_in_every_column()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tab || '.' || col FROM wordy_columns()")
        known = {name for (name,) in cursor.fetchall()}
    assert len(left) < len(known) / 4, sorted(left)
    source = make_source(cast.desk, "A page")
    for sha256, pages in ((file, [{"kind": "png", "sha256": drawn, "size": 20}]), (other, [])):
        assert as_replica(
            "INSERT INTO claims_capture (source_id, person_id, address, by_hand, attempts, failure, lacks, status,"
            " final_address, redirects, headers, exchanges, name, media, sha256, size, metadata, stripped, text,"
            " text_sha256, tool, drawn, ended_at) VALUES (%s, %s, '', true, 0, '', '', 0, '', '[]', '[]', '[]', '', '',"
            " %s, 9, '[]', false, '', '', '', %s, now())",
            source.pk,
            cast.checker.pk,
            sha256,
            json.dumps(pages),
        )
    session = SessionStore()
    session["typed"] = {"words": f"as {SECRET} said"}
    session.save()
    found = {table for table, rows in rows_of_database().items() if found_in(rows)}
    assert len(found) > 40
    with written_log() as logged:
        done = redacted(cast, two)
    assert done.files == [file, drawn] and done.files_left == []
    left = {table: rows for table, rows in rows_of_database().items() if found_in(rows)}
    assert {table: re.findall(f".*{found_in(rows)[0]}.*", rows) for table, rows in left.items()} == {}
    assert not logged or found_in(logged[0].decode(errors="replace")) is None
    assert not found_in(caplog.text) and mail.outbox == []
    for gone in (file, drawn):
        with pytest.raises(NotKept):
            kept(gone)
    assert kept(other)
    dossier.refresh_from_db()
    assert dossier.content is None
    assert not SessionStore(session.session_key).load()


def test_offsets_stay_and_what_was_signed_holds_and_verifies_as_redacted_since(cast, two):
    article = make_signed(cast)
    make_version(article, "Bridge\n\nIt rained.", actor=cast.writer, current=False)
    was = {one.pk: one.content_hash for one in SignOff.objects.all()}
    live = set(SignOff.objects.filter(voided_at=None).values_list("pk", flat=True))
    long = Article.objects.get(pk=article.pk).current_version.blocks.get(position=1).text
    redacted(cast, two, "carries 40 lorries an")
    block = Article.objects.get(pk=article.pk).current_version.blocks.get(position=1)
    assert block.text == long.replace("carries 40 lorries an", "▮redacted" + "▮" * 12)
    assert {one.pk: one.content_hash for one in SignOff.objects.all()} == was
    assert set(SignOff.objects.filter(voided_at=None).values_list("pk", flat=True)) == live
    assert ArticleSignOff.objects.get(article=article).voided_at is None
    claim = article.claims.get(number=1)
    assert claim.quoted == "d" + "▮" * 12 + " hour" and claim.state == "signed_off"
    for piece in claim.pieces.filter(block=block):
        assert piece.words == block.text[piece.start : piece.end]
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_is_signed(%s), article_is_signed(%s, 'checked')", [claim.pk, article.pk])
        assert cursor.fetchone() == (True, True)
    assert chain_of(article).intact
    for profile, as_roles in (("internal", False), ("shareable", False), ("shareable", True)):
        document = document_of(article, article.current_version, profile, as_roles=as_roles)
        problems, said = check_dossier(json.loads(json.dumps(document, default=str)))
        assert problems == [], profile
        assert any("redacted since" in one for one in said)
        assert any("only told" in one for one in said) == as_roles
    with acting(cast.checker):  # of the claim, what no sign-off binds
        type(claim).objects.filter(pk=claim.pk).update(priority=3)
    claim.refresh_from_db()
    assert claim.state == "signed_off"


def test_no_other_change_of_the_record_passes_for_a_redaction(cast, two):
    article = make_article(cast.desk, "Bridge\n\nIt carries 40 lorries an hour.", actor=cast.writer)
    with acting(cast.writer):
        for words in (f"the page: {SECRET}", "the bridge"):
            record("said", f"{cast.writer} wrote in a thread on {words}", actor=cast.writer, article=article)
    article.refresh_from_db()
    redacted(cast, two)
    document = json.loads(json.dumps(document_of(article, article.current_version, "internal"), default=str))
    assert chain_of(article).intact and check_dossier(document)[0] == []
    blanked, untouched, told = Event.objects.filter(article=article).order_by("-sequence")[:3][::-1]
    assert "▮" in blanked.words and told.verb == "redacted" and list(told.data["blanked"]) == [blanked.hash]
    assert chain_of(article).redacted == 1
    forgeries = [
        (untouched.pk, "words", untouched.words.replace("bridge", "▮▮▮▮▮▮")),  # no redaction names it
        (blanked.pk, "words", blanked.words.replace("the page", "a letter")),  # changed again
        (told.pk, "data", json.dumps({"redaction": 1, "blanked": {untouched.hash: blanked.hash}})),  # names another
    ]
    for pk, column, value in forgeries:
        with transaction.atomic():
            assert as_replica(f"UPDATE claims_event SET {column} = %s WHERE id = %s", value, pk)
            assert chain_of(article).broken, value
            forged = json.loads(json.dumps(document_of(article, article.current_version, "internal"), default=str))
            assert any("its hash is not that" in one or "does not say" in one for one in check_dossier(forged)[0])
            transaction.set_rollback(True)
    forged = json.loads(json.dumps(document))
    forged["redacted"].append({"was": untouched.hash, "now": "0" * 64, "event": told.sequence})
    assert check_dossier(forged)[0]
    with refused("event_of_redaction"), acting(two[0]):
        words = f"{two[0]} redacted a text (redaction 1)"
        record("redacted", words, actor=two[0], article=article, data={"redaction": 1, "blanked": {"a": "b"}})
    redacted(cast, two, "in a thread on")  # once more, in the same event
    assert chain_of(article).intact
    assert (
        check_dossier(json.loads(json.dumps(document_of(article, article.current_version, "internal"), default=str)))[0]
        == []
    )


def test_it_takes_two_named_people_of_every_desk_and_a_reason_without_the_text(cast, two, app_role):
    one, other = two
    for nobody in (cast.reviewer, cast.outsider, cast.admin):
        with pytest.raises(NotYours):
            ask_for_redaction(cast.desk, actor=nobody, text=SECRET, reason=REASON)
    for text, reason, rule in (
        ("Zeb", REASON, "5 to 1,000"),
        (SECRET, f"He is {OTHERWISE}", "Leave the text out"),
        ("deadbeef01", REASON, "Hashes"),
    ):
        with written_log() as logged, pytest.raises(NotNow, match=rule):
            ask_for_redaction(cast.desk, actor=one, text=text, reason=reason)
        assert not logged or reason in logged[0].decode() or not found_in(logged[0].decode())
    asked = ask_for_redaction(cast.desk, actor=one, text=SECRET, reason=REASON)
    for early in (one, other, cast.reviewer):
        with pytest.raises((NotYours, NotNow)):
            confirm(asked, actor=early)
    tasks.redact_texts()
    with pytest.raises(NotYours, match="Another person"):
        confirm(asked, actor=one)
    with app_role() as cursor, acting(one):
        for statement in ("UPDATE claims_redaction SET done = true", "DELETE FROM claims_redaction"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)
        with refused("redaction_of_two"), transaction.atomic():
            cursor.execute("SELECT redact(%s, '{}')", [asked.pk])
    end(asked, actor=other, reason="The court said otherwise")
    asked.refresh_from_db()
    assert (asked.text, asked.done, asked.ended_by) == ("", False, other) and asked.ended_at
    with pytest.raises(NotNow, match="has ended"):
        confirm(asked, actor=other)
    member = make_person("Zebulon Quillfeather", desk=cast.desk)
    asked = ask_for_redaction(cast.desk, actor=one, text=member.name, reason=REASON)
    tasks.redact_texts()
    with pytest.raises(NotNow, match="account of a person"):
        confirm(asked, actor=other)
    said = Event.objects.filter(verb__startswith="redact").values_list("words", "data")
    assert len(said) == 3 and not any(found_in(str(one)) for one in said)


def test_a_short_text_is_blanked_as_whole_words_only_and_what_is_written_meanwhile_is_blanked_too(cast, two):
    make_source(cast.desk, "Annelies Annel", note="Annel. Hannelore, Annelies")
    asked = ask_for_redaction(cast.desk, actor=two[0], text="annel", reason=REASON)
    tasks.redact_texts()
    make_source(cast.desk, "ANNEL again")
    confirm(asked, actor=two[1])
    tasks.redact_texts()
    assert set(Source.objects.values_list("title", "note")) >= {
        ("Annelies ▮▮▮▮▮", "▮▮▮▮▮. Hannelore, Annelies"),
        ("▮▮▮▮▮ again", ""),
    }


def test_a_file_holds_a_text_between_its_tags_escaped_or_packed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("word/document.xml", "<w:t>Zebulon O’Quar</w:t><w:t>rington-Véld</w:t>")
    for raw in (
        OTHERWISE.encode(),
        json.dumps({"a": SECRET}).encode(),
        SECRET.encode("utf-16"),
        b"<p>Zebulon O&#8217;Quarrington-V&eacute;ld</p>",
        packed.getvalue(),
    ):
        assert holds(raw, SECRET), raw
    assert (
        not holds(b"Zebulon O'Quarrington", SECRET) and not holds(b"Hannelore", "annel") and holds(b"Annel.", "annel")
    )


def test_files_that_could_not_be_deleted_then_are_deleted_later(transactional_db, cast, two, settings, tmp_path):
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"captures": folder}
    sha256 = keep(f"<p>{SECRET}</p>".encode())
    source = make_source(cast.desk, "Depot")
    add_copy(source, actor=cast.checker, sha256=sha256, size=9, name="a.html", text=SECRET)
    path = tmp_path / sha256[:2] / sha256
    aside = path.rename(path.with_name("aside"))
    (path / "in the way").mkdir(parents=True)
    assert redacted(cast, two).files_left == [sha256]
    shutil.rmtree(path)
    aside.rename(path)
    assert kept(sha256)
    tasks.clear_uploads()
    with pytest.raises(NotKept):
        kept(sha256)


def test_a_text_is_found_in_what_is_packed_in_pictures_and_in_pages_however_they_write_it():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as whole:
        whole.writestr("word/document.xml", f"<w:t>Zebulon</w:t><w:t> {SECRET[8:]}</w:t>")
    picture = b"\xff\xd8\x00" + bytes(range(256)) * 20_000
    for raw in (
        packed.getvalue(),
        picture + SECRET.upper().encode(),
        picture + SECRET.encode("utf-16-le"),
        f"<td>Zebulon</td><td>{SECRET[8:]}</td>".encode(),
        quote(SECRET).encode(),
    ):
        assert holds(raw, SECRET), raw[-60:]
    assert not holds(picture, SECRET)
    assert holds("İLHAM ƏLİYEV".encode(), "İlham Əliyev")


def test_the_page_shows_the_places_to_both_and_takes_another_person_to_confirm(client, cast, two):
    page = f"/setup/{cast.desk.slug}/redactions/"
    make_source(cast.desk, f"Talk with {SECRET}")
    client.force_login(cast.writer)
    assert "chief or legal of every desk" in client.get(page).text
    sent = {"confidential_text": SECRET, "reason": REASON}
    assert client.post(page, sent).status_code == 403
    client.force_login(two[0])
    refused_ = client.post(page, sent | {"reason": f"About {SECRET}"})
    assert refused_.status_code == 409 and "Leave the text out" in refused_.text and SECRET in refused_.text
    assert client.post(page, sent | {"reason": ""}).status_code == 422
    assert client.post(page, sent).headers["Location"] == page
    card = f"/redactions/{cast.desk.redactions.get().pk}/"
    assert "A worker looks where it stands" in client.get(card, headers={"HX-Request": "true"}).text
    tasks.redact_texts()
    answer = client.get(page)
    assert "Sources: title" in answer.text and "Redact it" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(f"{card}confirm/", {"sure": "on"}).status_code == 403
    client.force_login(two[1])
    assert SECRET in client.get(page).text
    assert client.post(f"{card}end/", {"reason": f"{SECRET} may stay"}).status_code == 409
    assert client.post(f"{card}confirm/").status_code == 409
    assert client.post(f"{card}confirm/", {"sure": "on"}).status_code == 302
    tasks.redact_texts()
    ended = client.get(page).text
    assert SECRET not in ended and REASON in ended and "Sources: title" in ended and "Chris Chief" in ended
