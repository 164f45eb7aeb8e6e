"""What a worker does with an accepted text: it becomes the version or is refused, however often a worker is killed."""

import threading

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from claims.editing.articles import byline_questions
from claims.editing.incoming import accept_text, bring_in_text, discard, take_back
from claims.editing.waiting import texts_waiting
from claims.errors import NotNow, NotYours
from claims.history import acting
from claims.models import Event, IncomingVersion, Membership
from claims.states import ArticleState
from claims.tasks import bring_in_texts
from claims.workflow import publish, second_release, withdraw_article
from tests.living import bring, edited
from tests.make import make_article, make_person, sign_article
from tests.up_here import until


def left_to_a_worker(article, actor, *, base=1, old="200", new="230"):
    with acting(actor):
        return IncomingVersion.objects.create(article=article, actor=actor, base=base, blocks=edited(article, old, new))


@pytest.fixture
def text(cast, article):
    return left_to_a_worker(article, cast.writer)


def seen(text):
    text.refresh_from_db()
    return text


def test_a_worker_has_the_rights_to_create_a_version(text, app_role):
    with app_role():
        bring_in_texts()
    assert seen(text).version.number == 2 and not text.waits


def test_a_byline_in_a_version_that_a_worker_creates_is_asked_about(cast, article, app_role):
    rosa = make_person("Rosa Lindqvist", "reviewer", desk=cast.desk)
    text = left_to_a_worker(article, cast.writer, old="It rained for a week.", new="Reporting by Rosa Lindqvist")
    with app_role():
        bring_in_texts()
    assert seen(text).version.number == 2
    assert [question.person for question in byline_questions(article)] == [rosa]


def test_one_text_is_one_turn_so_that_other_tasks_have_theirs(cast, text):
    other = make_article(cast.desk, "Bridge\n\nIt carries 200 lorries.", actor=cast.writer)
    second = left_to_a_worker(other, cast.writer)
    bring_in_texts()
    assert (seen(text).waits, seen(second).waits) == (False, True)
    bring_in_texts()
    assert not seen(second).waits


def test_what_was_tried_more_often_comes_later(cast, text):
    IncomingVersion.objects.update(attempts=1)
    other = make_article(cast.desk, "Bridge\n\nIt carries 200 lorries.", actor=cast.writer)
    new = left_to_a_worker(other, cast.writer)
    assert texts_waiting() == [new.pk, text.pk]


def test_a_text_that_another_version_came_before_is_refused_by_its_name(cast, article):
    bring(article, cast, edited(article, "3 cracks", "5 cracks"), actor=cast.chief)
    text = left_to_a_worker(article, cast.writer)
    bring_in_texts()
    assert seen(text).refusal.startswith("Version 2 came in meanwhile, from Chris Chief.")
    assert article.versions.count() == 2


@pytest.mark.parametrize("lost", ["role", "access"])
def test_whoever_may_not_bring_versions_in_when_the_worker_writes_does_not(cast, article, text, lost):
    if lost == "role":
        Membership.objects.filter(person=cast.writer).delete()
    else:
        type(cast.writer).objects.filter(pk=cast.writer.pk).update(is_active=False)
    bring_in_texts()
    assert ("is for a" if lost == "role" else "Wanda Writer has no access") in seen(text).refusal
    assert article.versions.count() == 1


def test_a_text_that_changes_nothing_is_refused(cast, article):
    text = left_to_a_worker(article, cast.writer, new="200")
    bring_in_texts()
    assert seen(text).refusal.startswith("Nothing is changed")


def test_after_so_many_attempts_a_text_is_refused_in_words(article, text):
    IncomingVersion.objects.update(attempts=IncomingVersion.ATTEMPTS)
    bring_in_texts()
    assert "was tried 3 times" in seen(text).refusal and article.versions.count() == 1
    bring_in_texts()
    assert seen(text).attempts == IncomingVersion.ATTEMPTS


def told(text):
    """What the record says of a text that was refused."""
    return list(Event.objects.filter(data__text=text.pk).order_by("sequence").values_list("verb", "words"))


def test_the_record_says_that_a_version_was_refused_and_why(cast, article, text):
    withdraw_article(article, actor=cast.chief, reason="It is wrong.")
    bring_in_texts()
    assert seen(text).refusal.startswith("The article is withdrawn.")
    assert told(text) == [("version_refused", f"Wanda Writer could not add a version: {text.refusal}")]


def released(article, cast):
    """The article, released with an exception by its chief and its reviewer."""
    release = sign_article(article, cast.chief, "released", reason="The printer waits.")
    with acting(cast.chief):
        release.exceptions.create(item="line:1", words="Open", owner=cast.checker)
    second_release(release, actor=cast.reviewer)
    article.refresh_from_db()
    return article


def test_a_version_that_waited_while_its_article_was_published_is_refused_and_kept(cast, article, text):
    publish(released(article, cast), actor=cast.chief)
    bring_in_texts()
    assert seen(text).refusal.startswith("The article is published.") and text.blocks
    assert article.versions.count() == 1


def test_a_version_that_waited_while_its_article_was_released_makes_the_release_void(cast, article, text):
    released(article, cast)
    bring_in_texts()
    article.refresh_from_db()
    assert (seen(text).version.number, article.state) == (2, ArticleState.IN_CHECKING)


@pytest.mark.parametrize(
    ("who", "whose"),
    [("writer", ""), ("chief", ", accepted by Wanda Writer"), ("checker", ", accepted by Wanda Writer")],
)
def test_a_version_that_is_taken_back_is_not_created_and_the_record_says_so(cast, article, text, who, whose):
    actor = getattr(cast, who)
    take_back(text, actor=actor)
    bring_in_texts()
    assert (seen(text).refusal, article.versions.count()) == (f"{actor} took it back before it was created.", 1)
    assert told(text) == [("version_taken_back", f"{actor} took back a version that waited to be created{whose}")]
    left_to_a_worker(article, cast.chief)


@pytest.mark.parametrize("who", ["observer", "legal"])
def test_who_may_bring_in_no_version_takes_back_only_their_own(cast, text, who):
    with pytest.raises(NotYours, match="Bringing in a version is for"):
        take_back(text, actor=getattr(cast, who))
    Membership.objects.filter(person=cast.writer).delete()
    take_back(text, actor=cast.writer)
    assert not seen(text).waits


def test_what_is_done_or_was_refused_is_not_taken_back(cast, article, text):
    bring_in_texts()
    with pytest.raises(NotNow, match="was not taken back"):
        take_back(text, actor=cast.writer)
    second = left_to_a_worker(article, cast.writer, base=2, old="3 cracks", new="5 cracks")
    take_back(second, actor=cast.chief)
    with pytest.raises(NotNow, match="was not taken back"):
        take_back(second, actor=cast.writer)
    assert seen(second).refusal.startswith("Chris Chief") and len(told(second)) == 1


def test_a_refused_text_of_somebody_who_has_left_is_discarded_by_a_colleague(cast, text):
    take_back(text, actor=cast.writer)
    with pytest.raises(NotYours, match="Only Wanda Writer"):
        discard(text, actor=cast.chief)
    type(cast.writer).objects.filter(pk=cast.writer.pk).update(is_active=False)
    text = IncomingVersion.objects.get(pk=text.pk)
    discard(text, actor=cast.chief)
    assert seen(text).discarded_at
    assert told(text)[-1] == (
        "version_discarded",
        "Chris Chief discarded the text of a refused version, accepted by Wanda Writer",
    )


@pytest.fixture
def another():
    """A second session of the database."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as session:
        yield session


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_the_text_waiting_and_it_is_tried_again(text, another):
    another.execute("SELECT 1 FROM claims_article WHERE id = %s FOR UPDATE", [text.article_id])
    told = []

    def worker():
        try:
            bring_in_text(text.pk)
        except OperationalError as error:
            told.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    with connection.cursor() as cursor:
        killed = until(lambda: kill(cursor, another.info.backend_pid), within=20)
    thread.join(20)
    assert killed and told
    assert seen(text).waits and text.attempts == 1
    another.rollback()
    bring_in_texts()
    assert seen(text).version.number == 2 and text.attempts == 2


def kill(cursor, blocker):
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))", [blocker]
    )
    return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_being_written_is_not_taken_back(cast, text, another):
    another.execute("UPDATE claims_incomingversion SET attempts = 1 WHERE id = %s", [text.pk])  # its row is locked
    with pytest.raises(NotNow, match="it is being written"):
        take_back(text, actor=cast.writer)
    another.rollback()
    take_back(text, actor=cast.writer)
    assert not seen(text).waits


@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_taken_back_while_a_worker_places_its_claims_is_not_created(cast, article, text, another):
    another.execute("SELECT 1 FROM claims_article WHERE id = %s FOR NO KEY UPDATE", [text.article_id])
    thread = threading.Thread(target=apart, args=[bring_in_text, text.pk])
    thread.start()
    with connection.cursor() as cursor:
        begun = until(lambda: blocked(cursor, another.info.backend_pid), within=20)
    take_back(text, actor=cast.writer)
    another.rollback()
    thread.join(20)
    assert begun and article.versions.count() == 1
    assert seen(text).refusal.startswith("Wanda Writer took it back") and text.attempts == 1
    assert [verb for verb, _ in told(text)] == ["version_taken_back"]


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_accept_at_once_one_waits_and_the_other_is_told(cast, article, another):
    another.execute("SELECT 1 FROM claims_article WHERE id = %s FOR NO KEY UPDATE", [article.pk])
    made, words = [], []

    def accept(person, new):
        try:
            blocks = edited(article, "200", new)
            made.append(accept_text(article, blocks, actor=person, base=1, seconds=0))
        except NotNow as refused:
            words.append(refused.words)

    people = [(cast.writer, "230"), (cast.chief, "250")]
    threads = [threading.Thread(target=apart, args=[accept, *each]) for each in people]
    for thread in threads:
        thread.start()
    with connection.cursor() as cursor:
        until(lambda: len(blocked(cursor, another.info.backend_pid)) == 2, within=20)
    another.rollback()
    for thread in threads:
        thread.join(20)
    [waits], [said] = made, words
    assert said.startswith(f"A version from {waits.actor} is being created.")
    assert IncomingVersion.objects.get() == waits


def apart(act, *args):
    """Do something on this thread's own connection, and close it."""
    try:
        act(*args)
    finally:
        connections.close_all()


def blocked(cursor, blocker):
    cursor.execute("SELECT pid FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))", [blocker])
    return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_a_text_that_another_worker_has_is_left_to_it(text, another):
    another.execute("SELECT pg_advisory_lock(hashtextextended('incoming version', %s))", [text.pk])
    bring_in_texts()
    assert seen(text).waits and text.attempts == 0
    another.execute("SELECT pg_advisory_unlock_all()")
    bring_in_texts()
    assert not seen(text).waits


def test_looking_for_texts_costs_one_query_while_none_waits(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        bring_in_texts()
