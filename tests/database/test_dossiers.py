"""Who asked for a dossier stays, a role is asked for, and what was made is what its hash says."""

import hashlib

import pytest
from django.db import ProgrammingError

from claims.history import acting, record
from claims.models import Dossier, RowHistory
from tests.database.conftest import refused

INSERT = """
    INSERT INTO claims_dossier (article_id, version_id, profile, as_roles, actor_id, state, attempts, step, words,
      sha256, size) VALUES (%s, %s, %s, false, %s, 'made', 7, 3, 'x', 'y', 9) RETURNING id
"""


def insert(cursor, article, person, profile="internal"):
    cursor.execute(INSERT, [article.pk, article.current_version_id, profile, person.pk])
    return cursor.fetchone()[0]


@pytest.fixture
def asked(cast, article, hands):
    with hands(cast.checker) as cursor:
        pk = insert(cursor, article, cast.checker)
        tell(article, cast.checker)
    return Dossier.objects.get(pk=pk)


def tell(article, actor):
    record("dossier_asked", f"{actor} asked for a dossier of version 1", actor=actor, article=article)


def test_a_dossier_begins_waiting_in_the_name_of_whoever_asks_for_it(cast, asked):
    found = (asked.actor, asked.state, asked.attempts, asked.step, asked.words, asked.sha256, asked.size)
    assert found == (cast.checker, "waiting", 0, 0, "", "", 0)
    assert RowHistory.objects.filter(table="claims_dossier", row_id=asked.pk, actor_id=cast.checker.pk).exists()


@pytest.mark.parametrize(("who", "profile"), [("observer", "internal"), ("outsider", "shareable")])
def test_only_who_may_have_it_asks_for_it(cast, article, hands, who, profile):
    with refused("dossier_role"), hands(getattr(cast, who)) as cursor:
        insert(cursor, article, getattr(cast, who), profile)


def test_it_has_its_event_and_such_an_event_has_its_dossier(cast, article, hands, at_commit):
    with refused("dossier_has_event"), hands(cast.checker) as cursor:
        insert(cursor, article, cast.checker)
        at_commit()
    with refused("dossier_has_event"), hands(cast.checker):
        tell(article, cast.checker)
        at_commit()


@pytest.mark.parametrize("change", ["profile = 'shareable'", "as_roles = true", "asked_at = now()", "attempts = -1"])
def test_who_asked_for_what_is_never_changed(cast, asked, hands, change):
    change = change.replace("-1", "attempts - 1")
    with hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_dossier SET attempts = 1, state = 'making' WHERE id = %s", [asked.pk])
    with refused("append_only"), hands(cast.checker) as cursor:
        cursor.execute(f"UPDATE claims_dossier SET {change} WHERE id = %s", [asked.pk])


def test_what_was_made_has_its_own_hash_and_is_only_dropped(asked, app_role):
    with app_role() as cursor:
        cursor.execute(
            "UPDATE claims_dossier SET state = 'made', content = 'abc', sha256 = 'x', size = 1, sequence = 4"
            " WHERE id = %s",
            [asked.pk],
        )
    asked.refresh_from_db()
    assert (asked.sha256, asked.size) == (hashlib.sha256(b"abc").hexdigest(), 3) and asked.made_at
    for change in ("content = 'abd'", "state = 'waiting'", "sha256 = ''", "made_at = NULL"):
        with refused("append_only"), app_role() as cursor:
            cursor.execute(f"UPDATE claims_dossier SET {change} WHERE id = %s", [asked.pk])
    with app_role() as cursor:
        cursor.execute("UPDATE claims_dossier SET content = NULL WHERE id = %s", [asked.pk])


def test_what_is_made_has_content(asked, app_role):
    with refused("dossier_made"), app_role() as cursor:
        cursor.execute("UPDATE claims_dossier SET state = 'made', sequence = 4 WHERE id = %s", [asked.pk])


def test_no_dossier_is_deleted(cast, asked, hands):
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.checker) as cursor:
        cursor.execute("DELETE FROM claims_dossier")


def test_no_article_is_said_to_be_imported_later_nor_without_what_it_was_imported_from(cast, article, hands, at_commit):
    with hands(cast.checker):
        words = f"{cast.checker} imported the article from “Elsewhere”"
        with refused("event_of_import"), acting(cast.checker):
            record("article_imported", words, actor=cast.checker, article=article, data={"head": "x"})
            at_commit()
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_articleimport SET head = 'y'")
