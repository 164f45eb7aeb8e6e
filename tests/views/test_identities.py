"""Who a confidential source is: entered, read by named people with an event, and refused to everybody else."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from claims.editing import identities
from claims.editing.identities import Who, enter_identity, identity_of, name_reader
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting
from claims.models import Event, Identity, IdentityReader
from claims.sealing import KeyLost, opened
from tests.conftest import as_the_app
from tests.database.conftest import refused
from tests.make import make_source

NAME, CONTACT = "Zora Quarrel", "By the bakery, Thursdays"


@pytest.fixture
def source(cast):
    return make_source(cast.desk, "A driver of the depot", kind="interview", terms="off_record")


@pytest.fixture
def kept(cast, source):
    enter_identity(source, actor=cast.checker, name=NAME, contact=CONTACT)
    return source


def said_last(cast):
    return cast.desk.events.order_by("-id").values_list("words", flat=True).first()


def test_it_is_entered_and_read_by_who_entered_it_and_whom_they_named_and_each_time_is_recorded(client, cast, source):
    address, show = f"/sources/{source.pk}/identity/", f"/sources/{source.pk}/identity/read/"
    client.force_login(cast.checker)
    assert address in client.get(f"/sources/{source.pk}/").text
    sent = {"confidential_name": NAME, "confidential_contact": CONTACT}
    assert client.post(address, sent).headers["Location"] == address
    assert said_last(cast) == f"Leyla Checker entered who source #{source.pk} is"
    client.post(f"{address}readers/", {"person": cast.reviewer.pk})
    assert said_last(cast) == f"Leyla Checker named a reader of who source #{source.pk} is: Ben Reviewer"
    client.force_login(cast.reviewer)
    assert NAME not in client.get(address).text
    assert client.post(show).status_code == 422
    answer = client.post(show, {"reason": "To call back #1"})
    assert NAME in answer.text and CONTACT in answer.text
    assert "no-store" in answer.headers["Cache-Control"] and NAME not in answer.text.partition("</title>")[0]
    event = cast.desk.events.get(verb="identity_read")
    assert event.words == f"Ben Reviewer read who source #{source.pk} is: To call back #1"
    assert (event.actor, event.data) == (cast.reviewer, {"source": source.pk, "reason": "To call back #1"})
    page = client.get(show).text  # what the address shows when it is loaded again
    assert NAME not in page and "To call back #1" in page
    assert Event.objects.filter(verb="identity_read").count() == 1


def test_nobody_else_reads_it_whatever_they_are(client, cast, kept):
    address = f"/sources/{kept.pk}/identity/"
    for person in (cast.chief, cast.writer, cast.second_checker, cast.observer):
        client.force_login(person)
        assert client.post(f"{address}read/", {"reason": "Because"}).status_code == 403
        assert client.post(f"{address}delete/", {"sure": "on"}).status_code == 403
    for person in (cast.admin, cast.outsider):
        client.force_login(person)
        assert client.post(f"{address}read/", {"reason": "Because"}).status_code == 404
    with pytest.raises(NotYours, match="names themselves"):
        name_reader(kept, cast.chief, actor=cast.chief)
    name_reader(kept, cast.legal, actor=cast.chief)
    with acting(cast.admin):
        cast.legal.memberships.all().delete()
    with pytest.raises(NotYours):
        identity_of(kept, actor=cast.legal, reason="She left the desk.")
    assert not Event.objects.filter(verb="identity_read").exists()


def test_the_database_gives_it_out_with_its_event_only_and_bound_to_its_source(cast, kept):
    with pytest.raises(ProgrammingError, match="permission denied"), acting(cast.admin), as_the_app():
        list(Identity.objects.values_list("sealed"))
    with pytest.raises(NotYours), acting(cast.chief), as_the_app(), connection.cursor() as cursor:
        cursor.execute("SELECT identity_opened(%s)", [kept.pk])
    with refused("identity_reason"), acting(cast.checker), as_the_app(), connection.cursor() as cursor:
        cursor.execute("SELECT identity_opened(%s)", [kept.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with acting(cast.checker), as_the_app(), connection.cursor() as cursor:
        cursor.execute("SELECT key_id, sealed FROM identity_opened(%s)", [kept.pk])
        key_id, sealed = cursor.fetchone()
        cursor.execute("SELECT identity_read(%s, 'why')", [kept.pk])
    assert said_last(cast).endswith("is: why")
    assert opened(key_id, bytes(sealed), kept.pk) == {"name": NAME, "contact": CONTACT}
    with pytest.raises(KeyLost):
        opened(key_id, bytes(sealed), kept.pk + 1)


def test_a_name_that_the_source_or_the_reason_shows_is_refused_at_its_field(client, cast, kept):
    open_ = make_source(cast.desk, "Zora's account of the fire", kind="interview")
    with pytest.raises(Invalid, match="pseudonym") as refused:
        enter_identity(open_, actor=cast.checker, name=NAME)
    assert refused.value.field == "confidential_name"
    client.force_login(cast.checker)
    answer = client.post(f"/sources/{kept.pk}/identity/read/", {"reason": "Zora has called"})
    assert answer.status_code == 422 and "Leave out who the source is" in answer.text
    assert not Event.objects.filter(verb="identity_read").exists()


def test_it_is_changed_and_deleted_by_a_reader_and_not_over_somebody_elses_change(cast, kept):
    who = identity_of(kept, actor=cast.checker, reason="A new number")
    assert who == Who(NAME, CONTACT, 1)
    said = {"name": NAME, "contact": "No more Thursdays"}
    identities.change_identity(kept, actor=cast.checker, edition=1, **said)
    with pytest.raises(NotNow, match="meanwhile"):
        identities.change_identity(kept, actor=cast.checker, edition=1, **said)
    assert identity_of(kept, actor=cast.checker, reason="Again").contact == "No more Thursdays"
    name_reader(kept, cast.reviewer, actor=cast.checker)
    identities.delete_identity(kept, actor=cast.checker)
    assert not Identity.objects.exists() and not IdentityReader.objects.exists()
    assert said_last(cast) == f"Leyla Checker deleted who source #{kept.pk} is"


def test_without_a_key_it_is_not_offered_and_with_a_lost_one_it_is_said(client, cast, kept, settings):
    settings.IDENTITY_KEYS = []
    client.force_login(cast.checker)
    other = make_source(cast.desk, "Another driver")
    page = client.get(f"/sources/{other.pk}/identity/").text
    assert "has no key" in page and "confidential_name" not in page
    answer = client.post(f"/sources/{other.pk}/identity/", {"confidential_name": "Nora Nobody"})
    assert answer.status_code == 409 and "has no key" in answer.text
    for keys in ([], [b"another".ljust(32)]):
        settings.IDENTITY_KEYS = keys
        assert "is not on this site" in client.get(f"/sources/{kept.pk}/identity/").text
        answer = client.post(f"/sources/{kept.pk}/identity/read/", {"reason": "To call back"})
        assert answer.status_code == 409 and "puts the key back" in answer.text


def test_after_a_rotation_the_old_key_can_go(cast, kept, settings, capsys):
    old, new = settings.IDENTITY_KEYS[0], b"new".ljust(32)
    settings.IDENTITY_KEYS = [new]
    with pytest.raises(CommandError, match=f"#{kept.pk} "):
        call_command("rotate_keys")
    settings.IDENTITY_KEYS = [new, old]
    events = Event.objects.count()
    call_command("rotate_keys")
    assert "1 encrypted anew" in capsys.readouterr().out
    settings.IDENTITY_KEYS = [new]
    assert Event.objects.count() == events
    assert identity_of(kept, actor=cast.checker, reason="To call back") == Who(NAME, CONTACT, 1)
