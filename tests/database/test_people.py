"""Names are nobody else's, and every password set leaves a trace: kept by the database, however a row is written."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from claims import database
from claims.history import acting
from claims.models import Event, Person, RowHistory, TakenName
from tests.make import make_person

LOOK_ALIKE = [
    ("rosa lindqvist", "other case"),
    ("Rоsa Lindqvist", "a Cyrillic o"),
    ("ROSA  LINDQVIST ", "blanks"),
    ("Ｒｏｓａ Lindqvist", "full width"),
    ("Rosa Lindqv\u0131st", "a dotless i"),
    ("Ro\u0323sa Lindqvist", "a mark below"),
    ("rosa\u00a0Lindqvist", "another blank"),
    ("Ros\u200ba Lindqvist", "nothing to be seen"),
    ("Rosa Lindqvist\u2800", "a blank of Braille"),
    ("Rosa\U000e0041 Lindqvist", "a tag"),
    ("Rosa\ufff9 Lindqvist\U0001d173", "marks of other texts"),
    ("Rosa Lindqvist\u0489", "a mark of many"),
    ("Rosa Lindqvist.", "a full stop"),
    ("Rosa Iindqvist", "a capital i for an l"),
    ("Rosa 1indqvist", "a digit for an l"),
    ("R0sa Lindqvist", "a digit for an o"),
    ("𝐑osa Lindqvist", "mathematical"),
]


@pytest.fixture
def rosa(db):
    return make_person("Rosa Lindqvist", username="Rosa.Lindqvist")


@pytest.mark.parametrize("name", [name for name, _ in LOOK_ALIKE], ids=[how for _, how in LOOK_ALIKE])
def test_nobody_is_given_a_name_that_looks_like_somebody_elses(rosa, app_role, name):
    other = make_person("Sam Okoro", username="sam")
    with pytest.raises(ValidationError) as refused:
        Person(name=name, username=".".join(name.split())).clean()
    words = "Somebody else is called “Rosa Lindqvist”, which looks the same. Choose another name."
    assert refused.value.message_dict["name"] == [words] and "Rosa.Lindqvist" in str(refused.value)
    for field, value in (("name", name), ("username", ".".join(name.split()))):
        with pytest.raises(IntegrityError, match="Somebody else is called"), app_role() as cursor:
            cursor.execute(f"UPDATE claims_person SET {field} = %s WHERE id = %s", [value, other.pk])


@pytest.mark.parametrize("name", ["Rosa Lindquist", "Rosa Lindqvist (sports)", "Роза Линдквист", "Rose Lindqvist"])
def test_other_names_are_given(rosa, name):
    Person(name=name, username="another").clean()
    make_person(name, username="another")


@pytest.mark.parametrize(("one", "other"), [("Ben", "Вen"), ("Ian", "lan"), ("modern", "modem"), ("O’Hara", "O'Hara")])
def test_what_looks_the_same_in_capitals_or_together_is_the_same(db, one, other):
    make_person(one, username="one")
    with pytest.raises(ValidationError):
        Person(name=other, username="other").clean()


def test_a_user_name_shown_for_want_of_a_name_is_a_name_too(rosa):
    with pytest.raises(ValidationError) as refused:
        Person(name="", username="Rosa Lindqvist").clean()
    assert "name" in refused.value.message_dict


def test_a_name_that_was_given_up_can_be_given_and_ones_own_can_be_written_otherwise(rosa):
    rosa.name = "ROSA Lindqvist"
    rosa.full_clean()
    rosa.save()
    rosa.name = "Rosa Berg"
    rosa.save()
    make_person("Rosa Lindqvist", username="second")


def test_the_web_does_not_write_which_names_are_taken(rosa, app_role):
    for statement in ("DELETE FROM claims_takenname", "UPDATE claims_takenname SET key = 'x'"):
        with pytest.raises(Exception, match="permission denied"), app_role() as cursor:
            cursor.execute(statement)


def test_people_from_before_who_clash_stay_and_whoever_was_first_has_the_name(rosa):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_person DISABLE TRIGGER name_after")
        twin = make_person("rosa lindqvist", username="rosa.lindqvist")
        database.apply(cursor)
    assert not TakenName.objects.filter(person=twin).exists()
    twin.refresh_from_db()
    twin.email = "rosa@example.org"
    twin.full_clean()
    twin.save()
    twin.name = "Rosa LINDQVIST"
    with pytest.raises(ValidationError):
        twin.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_createsuperuser_says_in_words_that_a_name_is_taken(rosa):
    with pytest.raises(CommandError, match="Somebody else is called “Rosa.Lindqvist”, which looks the same."):
        call_command("createsuperuser", interactive=False, username="rosa.1indqvist", email="r@example.org")


# Passwords


def passwords(person):
    rows = RowHistory.objects.filter(table="claims_person", row_id=person.pk, new__has_key="password").order_by("pk")
    return [(row.actor_id, (row.old or {}).get("password"), row.new["password"]) for row in rows]


def stored(person):
    return Person.objects.get(pk=person.pk)


def test_a_password_set_is_on_record_with_who_set_it_and_never_with_what_it_is(cast, app_role):
    with acting(cast.admin):
        cast.quiet.set_password("another-lorry-77")
        cast.quiet.save()
    with app_role() as cursor:
        cursor.execute("SELECT set_config('factcheck.actor', '', true)")
        cursor.execute("UPDATE claims_person SET password = '!' WHERE id = %s", [cast.quiet.pk])
        cursor.execute("UPDATE claims_person SET name = 'Quentin Q' WHERE id = %s", [cast.quiet.pk])
    assert passwords(cast.quiet) == [(None, None, "set"), (cast.admin.pk, "set", "changed"), (None, "set", "none")]
    told = "".join(str(row.old) + str(row.new) for row in RowHistory.objects.filter(table="claims_person"))
    assert "md5" not in told


def test_a_password_that_somebody_else_set_must_be_changed_and_ones_own_need_not(cast, app_role):
    with acting(cast.admin):
        new = Person(name="Nora New", username="nora")
        new.set_password("another-lorry-77")
        new.save()
    assert stored(new).must_change_password
    with app_role() as cursor:
        cursor.execute("UPDATE claims_person SET must_change_password = false WHERE id = %s", [new.pk])
    assert stored(new).must_change_password
    with acting(new):
        new.set_password("bridges-of-77-rivers")
        new.save()
    assert not stored(new).must_change_password
    with acting(cast.admin):
        cast.admin.set_password("bridges-of-77-rivers")
        cast.admin.save()
    assert not stored(cast.admin).must_change_password


def test_a_hash_that_log_in_renews_is_ones_own_doing(cast, settings, client, app_role, at_commit):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    assert stored(cast.checker).check_password("bridge-40-lorries")  # by itself it writes nothing
    assert passwords(cast.checker)[-1] == (None, None, "set")
    with app_role():
        client.post("/login/", {"username": "leyla", "password": "bridge-40-lorries"})
        at_commit()
    assert client.get("/").status_code == 200
    event = Event.objects.get(actor=cast.checker)
    assert event.words == "Leyla Checker logged in, and a new hash of their password was stored"
    assert stored(cast.checker).password.startswith("scrypt")
    assert passwords(cast.checker)[-1] == (cast.checker.pk, "set", "changed")
    assert not stored(cast.checker).must_change_password
