"""An accepted text that waits for a worker is kept as it is, has one end, and lets no other version come before it."""

import json

import pytest
from django.db import ProgrammingError

from claims.history import acting, record
from claims.models import IncomingVersion, Membership, RowHistory
from tests.database.conftest import refused
from tests.living import blocks
from tests.make import make_article, make_version

TEXT = "Bridge\n\nIt carries 200 lorries."
NEXT = blocks("Bridge", "It carries 230 lorries.")
INSERT = """
    INSERT INTO claims_incomingversion (article_id, actor_id, base, blocks, note, attempts, refusal, discarded_at)
    VALUES (%s, %s, 1, %s, '', 2, 'no', now()) RETURNING id
"""


@pytest.fixture
def article(cast):
    return make_article(cast.desk, TEXT, actor=cast.writer)


def insert(cursor, article, person, content=NEXT):
    cursor.execute(INSERT, [article.pk, person.pk, json.dumps(content)])
    return cursor.fetchone()[0]


@pytest.fixture
def text(cast, article, hands):
    with hands(cast.writer) as cursor:
        pk = insert(cursor, article, cast.writer)
    return IncomingVersion.objects.get(pk=pk)


REFUSE = "UPDATE claims_incomingversion SET refusal = %s WHERE id = %s"


def end(text, hands, actor, words="Too long."):
    with hands(actor) as cursor:
        cursor.execute(REFUSE, [words, text.pk])
        tell(text, actor)


def tell(text, actor, verb="version_refused"):
    says = {"version_refused": "could not add", "version_taken_back": "took back"}[verb]
    record(verb, f"{actor} {says} a version: too long", actor=actor, article=text.article, data={"text": text.pk})


def test_a_text_begins_waiting_in_the_name_of_whoever_writes_it(cast, article, hands):
    with hands(cast.writer) as cursor:
        pk = insert(cursor, article, cast.chief)
    text = IncomingVersion.objects.get(pk=pk)
    assert (text.actor, text.attempts, text.refusal, text.discarded_at) == (cast.writer, 0, "", None)


@pytest.mark.parametrize("who", ["observer", "outsider"])
def test_only_who_may_bring_in_a_version_leaves_a_text_to_a_worker(cast, article, hands, who):
    with refused("incoming_role"), hands(getattr(cast, who)) as cursor:
        insert(cursor, article, getattr(cast, who))


def test_a_version_of_other_words_is_not_what_a_text_became(cast, article, text, hands):
    with refused("append_only"), hands(cast.writer) as cursor:
        cursor.execute(
            "UPDATE claims_incomingversion SET version_id = %s WHERE id = %s", [article.current_version_id, text.pk]
        )


@pytest.mark.parametrize(
    "change",
    [
        "blocks = '[]'",
        "actor_id = (SELECT id FROM claims_person WHERE username = 'chris')",
        "base = 7",
        "note = 'x'",
        "made_at = '2020-01-01'",
        """decision = '{"claim": 1}'""",
        "attempts = attempts - 1",
        "version_id = (SELECT current_version_id FROM claims_article WHERE id = article_id)",
        "article_id = (SELECT max(id) FROM claims_article)",
    ],
)
def test_what_was_accepted_and_by_whom_is_never_changed(cast, text, hands, change):
    make_article(cast.desk, TEXT, actor=cast.writer)
    IncomingVersion.objects.update(attempts=1)
    with hands(cast.writer) as cursor:
        cursor.execute("UPDATE claims_incomingversion SET attempts = 2 WHERE id = %s", [text.pk])
    with refused("append_only"), hands(cast.writer) as cursor:
        cursor.execute(f"UPDATE claims_incomingversion SET {change} WHERE id = %s", [text.pk])


def test_a_refusal_is_for_good(cast, text, hands):
    end(text, hands, cast.chief)
    for change in ("refusal = ''", "refusal = 'Another.'", "attempts = attempts + 1"):
        with refused("append_only"), hands(cast.writer) as cursor:
            cursor.execute(f"UPDATE claims_incomingversion SET {change} WHERE id = %s", [text.pk])


def test_only_its_author_discards_a_text_and_only_a_refused_one(cast, text, hands):
    discard = "UPDATE claims_incomingversion SET discarded_at = now() WHERE id = %s"
    with refused("append_only"), hands(cast.writer) as cursor:
        cursor.execute(discard, [text.pk])
    end(text, hands, cast.chief)
    with refused("incoming_own_hand"), hands(cast.chief) as cursor:
        cursor.execute(discard, [text.pk])
    with hands(cast.writer) as cursor:
        cursor.execute(discard, [text.pk])
    with refused("append_only"), hands(cast.writer) as cursor:
        cursor.execute("UPDATE claims_incomingversion SET discarded_at = NULL WHERE id = %s", [text.pk])


@pytest.mark.parametrize("who", ["writer", "second_checker", "reviewer", "chief"])
def test_whoever_accepted_a_text_or_may_bring_in_a_version_refuses_it(cast, text, hands, who, at_commit):
    end(text, hands, getattr(cast, who))
    at_commit()
    text.refresh_from_db()
    assert text.refusal == "Too long."


@pytest.mark.parametrize("who", ["observer", "legal", "outsider"])
def test_nobody_else_refuses_a_text(cast, text, hands, who):
    with refused("incoming_role"):
        end(text, hands, getattr(cast, who))


def test_who_accepted_a_text_refuses_it_with_no_role_left_since_the_worker_does_so_in_their_name(cast, text, hands):
    Membership.objects.filter(person=cast.writer).delete()
    end(text, hands, cast.writer)


@pytest.mark.parametrize("words", [" ", "\n", "–", "…", "\u00a0"])
def test_a_text_is_refused_in_words(cast, text, hands, words):
    with refused("incoming_words"):
        end(text, hands, cast.writer, words)


def test_nobody_unnamed_refuses_a_text(text, app_role):
    with refused("content_needs_actor"), app_role() as cursor:
        cursor.execute("SELECT set_config('factcheck.actor', '', true)")
        cursor.execute(REFUSE, ["Too long.", text.pk])


def test_a_refusal_has_its_event_from_the_same_person(cast, text, hands, at_commit):
    with refused("incoming_has_event"), hands(cast.chief) as cursor:
        cursor.execute(REFUSE, ["Too long.", text.pk])
        at_commit()
    with refused("incoming_has_event"), hands(cast.chief) as cursor:
        cursor.execute(REFUSE, ["Too long.", text.pk])
        with acting(cast.writer):
            tell(text, cast.writer)
        at_commit()


def test_an_event_of_a_refusal_has_its_refusal_and_is_its_only_one(cast, text, hands, at_commit):
    with refused("event_of_incoming"), hands(cast.chief):
        tell(text, cast.chief)
        at_commit()
    with refused("event_of_incoming"), hands(cast.chief) as cursor:
        cursor.execute(REFUSE, ["Too long.", text.pk])
        tell(text, cast.chief)
        tell(text, cast.chief, "version_taken_back")
        at_commit()


def test_the_history_of_rows_keeps_who_refused_a_text_and_who_discarded_it(cast, text, hands):
    end(text, hands, cast.chief)
    with hands(cast.writer) as cursor:
        cursor.execute("UPDATE claims_incomingversion SET discarded_at = now() WHERE id = %s", [text.pk])
    kept = RowHistory.objects.filter(table="claims_incomingversion", row_id=text.pk).order_by("pk")
    assert [(row.actor_id, list(row.new)) for row in kept] == [
        (cast.chief.pk, ["refusal"]),
        (cast.writer.pk, ["discarded_at"]),
    ]
    assert kept[0].new == {"refusal": "Too long."}


def test_a_text_whose_author_brings_in_nothing_any_more_is_discarded_by_somebody_who_does(cast, text, hands):
    discard = "UPDATE claims_incomingversion SET discarded_at = now() WHERE id = %s"
    end(text, hands, cast.writer)
    Membership.objects.filter(person=cast.writer).delete()
    with refused("incoming_own_hand"), hands(cast.observer) as cursor:
        cursor.execute(discard, [text.pk])
    with hands(cast.chief) as cursor:
        cursor.execute(discard, [text.pk])


@pytest.mark.parametrize("statement", ["DELETE FROM claims_incomingversion", "TRUNCATE claims_incomingversion"])
def test_no_text_is_deleted(cast, text, hands, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.writer) as cursor:
        cursor.execute(statement)


def test_nor_does_the_owner_delete_one(cast, text):
    with refused("append_only"), acting(cast.writer):
        text.delete()


def test_one_text_waits_for_an_article(cast, article, text, hands):
    with refused("incoming_waits"), hands(cast.chief) as cursor:
        insert(cursor, article, cast.chief)
    end(text, hands, cast.writer)
    with hands(cast.chief) as cursor:
        insert(cursor, article, cast.chief)


def test_while_a_text_waits_the_article_takes_no_other_one(cast, article, text, hands):
    with refused("incoming_waits"), hands(cast.writer):
        make_version(article, "Bridge\n\nIt carries 5 lorries.", actor=cast.writer)
    with refused("incoming_waits"), hands(cast.chief):
        make_version(article, "Bridge\n\nIt carries 230 lorries.", actor=cast.chief)


def test_a_text_ends_with_the_version_that_it_becomes(cast, article, text, hands):
    with hands(cast.writer):
        version = make_version(article, "Bridge\n\nIt carries 230 lorries.", actor=cast.writer)
    text.refresh_from_db()
    assert text.version == version
