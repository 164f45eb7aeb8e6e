"""The record: what happened in words, whether it is whole, and every version as it was."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from claims.editing.claims import cut_claim
from claims.editing.evidence import add_evidence
from claims.editing.marks import remove_mark
from claims.history import acting
from claims.models import Event
from claims.queries.record import chain_of
from claims.workflow import perform
from tests.make import find_words, make_article, make_claim, make_mark, make_version, note, sign_off
from tests.pages import folded

TEXT = "Bridge\n\nIt carries 40 lorries an hour. It has 3 cracks.\n\nLeave a comment"


@pytest.fixture
def article(cast):
    return make_article(cast.desk, TEXT, actor=cast.writer, left_out=[2])


def see(client, article, person, **query):
    client.force_login(person)
    return client.get(reverse("claims:article_record", args=[article.pk], query=query))


def cut(article, words, actor):
    block, start, end = find_words(article.current_version, words)
    return cut_claim(article, [(block.pk, start, end, words)], actor=actor)


def notes(article, actor, times):
    with acting(actor):
        for n in range(times):
            note(actor, f"Note {n}", article=article)


def test_the_timeline_tells_what_happened_last_first_with_its_claim(client, cast, article):
    claim = cut(article, "40 lorries", cast.checker)
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Traffic count"})
    page = see(client, article, cast.observer)
    words = [event.words for event in page.context["events"]]
    assert len(words) == 2 and "Traffic count" in words[0] and "40 lorries" in words[1]
    assert reverse("claims:claim", args=[article.pk, claim.number]) in page.text
    assert "2 events, chain intact" in page.text


def test_what_somebody_typed_in_another_direction_does_not_turn_the_line_that_tells_it(client, cast, article):
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    perform("retire", claim, actor=cast.chief, reason="gone \u202eevil")
    client.force_login(cast.checker)
    (told,) = re.findall(
        r"<bdi>([^<]*)\u202eevil</bdi>", client.get(reverse("claims:article_record", args=[article.pk])).text
    )
    assert "retired" in told


def test_one_claims_record_leaves_the_others_out_and_shows_who_signed(client, cast, article):
    one, two = cut(article, "40 lorries", cast.checker), make_claim(article, "3 cracks", actor=cast.checker)
    add_evidence(two, actor=cast.checker, source_fields={"title": "Survey"})
    sign_off(two, cast.reviewer, by=cast.checker)
    page = see(client, article, cast.observer, claim=two.number)
    assert {event.claim_id for event in page.context["events"]} == {two.pk}
    assert "Ben Reviewer" in page.text
    assert see(client, article, cast.observer, claim=99).status_code == 404
    assert "Nobody has signed" in see(client, article, cast.observer, claim=one.number).text


def test_fifty_events_a_page_and_none_is_lost_between_pages(client, cast, article):
    notes(article, cast.checker, 60)
    first = see(client, article, cast.observer)
    second = see(client, article, cast.observer, before=first.context["before"])
    sequences = [event.sequence for page in (first, second) for event in page.context["events"]]
    assert sequences == list(range(60, 0, -1)) and second.context["before"] is None


@pytest.mark.parametrize("query", [{"before": "x"}, {"before": "-1"}, {"claim": "9" * 40}])
def test_a_hand_made_address_is_answered_in_words(client, cast, article, query):
    assert see(client, article, cast.observer, **query).status_code == 422


def tamper(sql, *values):
    """As the owner of the tables could, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE claims_event DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER USER")


@pytest.fixture
def events(cast, article):
    notes(article, cast.checker, 4)
    return list(Event.objects.filter(article=article).order_by("sequence"))


def test_a_chain_that_nobody_touched_is_intact(article, events):
    chain = chain_of(article)
    assert chain.intact and chain.events == 4


@pytest.mark.parametrize(
    "column", ["words = 'Nothing happened'", "verb = 'x'", "at = at + interval '1 s'", "data = '{\"a\": 1}'"]
)
def test_an_event_changed_behind_the_database_is_named(client, cast, article, events, column):
    tamper(f"UPDATE claims_event SET {column} WHERE id = %s", events[1].pk)
    assert chain_of(article).broken == 2
    assert "chain broken at event 2" in see(client, article, cast.observer).text


def test_an_event_taken_out_of_the_middle_is_named(article, events):
    tamper("DELETE FROM claims_event WHERE id = %s", events[1].pk)
    assert chain_of(article).broken == 3


@pytest.mark.parametrize("gone", [1, 4])
def test_events_taken_off_the_end_are_missed(article, events, gone):
    tamper("DELETE FROM claims_event WHERE id = ANY(%s)", [event.pk for event in events[-gone:]])
    chain = chain_of(article)
    assert not chain.intact and chain.missing_end


def test_the_record_costs_the_same_for_one_event_as_for_three(client, cast, article, django_assert_num_queries):
    see(client, article, cast.observer)
    for n in (1, 2):
        for _ in range(n):
            cut(article, "40 lorries", cast.checker)
        # session, person, article, events, chain, tabs; roles and what waits, for the head of the page
        with django_assert_num_queries(9):
            client.get(reverse("claims:article_record", args=[article.pk]))


def test_a_version_is_shown_as_it_was_with_what_was_left_out_and_why(client, cast, article):
    make_version(article, TEXT.replace("40", "45"), actor=cast.chief)
    client.force_login(cast.observer)
    first = client.get(reverse("claims:versions", args=[article.pk, 1]))
    assert "It carries 40 lorries an hour." in first.text and "Leave a comment" in first.text
    assert "Wanda Writer: <bdi>not article" in first.text
    second = client.get(reverse("claims:versions", args=[article.pk, 2]))
    assert "It carries 45 lorries an hour." in second.text and "Chris Chief" in second.text
    assert client.get(reverse("claims:versions", args=[article.pk, 3])).status_code == 404
    assert client.get(reverse("claims:versions", args=[article.pk, 2**70])).status_code == 404


def test_of_many_versions_the_pages_list_the_newest_the_first_and_those_that_they_show(client, cast, article):
    for hour in range(41, 80):
        make_version(article, TEXT.replace("40", str(hour)), actor=cast.chief)
    client.force_login(cast.observer)
    shown = client.get(reverse("claims:versions", args=[article.pk, 5]))
    assert "Version 5 of 40" in shown.text and "What changed since version 4" in shown.text
    assert [one.number for one in shown.context["versions"]] == [1, 4, 5, *range(11, 41)]
    assert [one.number for one in shown.context["versions"] if one.gap] == [4, 11]
    compared = client.get(reverse("claims:compare", args=[article.pk, 3, 9]))
    assert [one.number for one in compared.context["versions"]] == [1, 2, 3, 8, 9, *range(11, 41)]


def test_a_version_shows_the_marks_that_stood_in_it(client, cast, article):
    make_mark(article, "It carries 40 lorries an hour.", actor=cast.checker, reason="An aside")
    gone = make_mark(article, "3 cracks", actor=cast.checker, reason="Taken back before")
    remove_mark(gone, actor=cast.checker)
    later = make_mark(article, "It has", actor=cast.checker, reason="Taken back after")
    make_version(article, TEXT.replace("40", "45"), actor=cast.chief)
    remove_mark(later, actor=cast.checker)
    client.force_login(cast.observer)
    first = folded(client.get(reverse("claims:versions", args=[article.pk, 1])))
    assert '<div class="line s-nothing" id="line-2">' in first and "no claim here</span>" in first
    assert 'title="No claim here: An aside">It carries 40 lorries an hour.</span>' in first
    assert "no claim here, partly covered" in first and "Taken back after" in first
    assert "Taken back before" not in first
    assert "s-nothing" not in client.get(reverse("claims:versions", args=[article.pk, 2])).text


def test_a_version_costs_the_same_whatever_its_length(client, cast, article, django_assert_num_queries):
    long = make_article(cast.desk, "\n\n".join(["One. Two. Three."] * 9), actor=cast.writer)
    client.force_login(cast.observer)
    for one in (article, long):
        with django_assert_num_queries(13):
            client.get(reverse("claims:versions", args=[one.pk, 1]))


def test_another_desks_record_does_not_exist(client, cast, article):
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    assert see(client, article, cast.outsider).status_code == 404
    assert see(client, article, cast.outsider, claim=claim.number).status_code == 404
    assert client.get(reverse("claims:versions", args=[article.pk, 1])).status_code == 404


@pytest.fixture
def forged(cast, article):
    """An event from before the database held its words: Leyla commented, and the words tell of somebody else."""
    chain = article.event_chain
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER USER")
        Event.objects.create(
            chain=chain,
            sequence=chain.sequence + 1,
            desk=article.desk,
            article=article,
            actor=cast.checker,
            verb="commented",
            words=f"{cast.reviewer} approved claim 1",
        )
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER USER")


def test_words_that_are_not_the_verbs_own_are_quoted_after_who_and_what(client, cast, article, forged):
    said = f"commented: “{cast.reviewer} approved claim 1”"
    html = folded(see(client, article, cast.chief).text)
    assert f'<b class="who">{cast.checker}</b><bdi>{said}</bdi>' in html
    client.force_login(cast.admin)
    html = folded(client.get(reverse("admin:claims_event_changelist")).text)
    assert f"{cast.checker} {said}" in html
