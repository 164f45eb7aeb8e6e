"""Threads: on an article, a claim or evidence; a query blocks until whoever asked it, or a chief, is content."""

from datetime import timedelta

import pytest

from claims.editing.threads import LONGEST, open_thread, reopen, resolve, say
from claims.errors import Invalid, NotNow, NotYours
from claims.models import Event, Message, Thread
from claims.queries.gate import gate_of
from claims.queries.threads import open_queries, threads_of
from claims.workflow import propose_release, publish, second_release, sign_off_article
from tests.make import article_hash, make_article, make_claim, make_evidence, make_mark, sign_off

WRITERS = ("writer", "checker", "reviewer", "legal", "chief")


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.checker, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return make_claim(article, "3 cracks", actor=cast.checker)


@pytest.fixture
def query(cast, article, claim):
    return open_thread(article, actor=cast.checker, words="Which engineers?", claim=claim, is_query=True)


def last_event(article):
    return Event.objects.filter(article=article).latest("sequence")


def counts():
    return Thread.objects.count(), Message.objects.count(), Event.objects.count()


def test_a_query_is_asked_answered_and_resolved_and_each_is_one_event_without_its_words(cast, article, claim, query):
    said = [last_event(article)]
    say(query, actor=cast.writer, words="Those of the city; I have the report.")
    said.append(last_event(article))
    resolve(query, actor=cast.checker)
    said.append(last_event(article))
    reopen(query, actor=cast.reviewer)
    said.append(last_event(article))
    assert [(event.verb, event.words, event.claim) for event in said] == [
        ("query_opened", "Leyla Checker opened a query on claim 1", claim),
        ("query_answered", "Wanda Writer answered a query on claim 1", claim),
        ("thread_resolved", "Leyla Checker resolved a query on claim 1", claim),
        ("thread_reopened", "Ben Reviewer reopened a query on claim 1", claim),
    ]
    assert Event.objects.filter(article=article).count() == 4
    (thread,) = threads_of(article)
    assert [str(message.author) for message in thread.messages.all()] == ["Leyla Checker", "Wanda Writer"]


def test_the_same_sent_twice_at_once_is_one_thread_and_later_on_another(cast, article, claim, monkeypatch):
    said = {"actor": cast.checker, "words": "Which engineers?", "claim": claim, "is_query": True}
    first = open_thread(article, **said)
    before = counts()
    assert open_thread(article, **said | {"words": " Which engineers?\r\n"}) == first and counts() == before
    for other in ({"actor": cast.writer}, {"words": "Which?"}, {"claim": None}, {"is_query": False}):
        assert open_thread(article, **said | other) != first
    resolve(first, actor=cast.checker)
    second = open_thread(article, **said)
    assert second != first, "it is asked once more"
    monkeypatch.setattr("claims.editing.threads.TWICE", timedelta(0))
    assert open_thread(article, **said) != second


def test_a_thread_is_on_the_article_on_a_claim_or_on_its_evidence_and_of_no_other(cast, article, claim):
    evidence = make_evidence(claim, actor=cast.checker)
    open_thread(article, actor=cast.writer, words="When is it due?")
    assert last_event(article).words == "Wanda Writer opened a thread on the article"
    open_thread(article, actor=cast.writer, words="Page 4, I think.", claim=claim, evidence=evidence)
    assert last_event(article).words == "Wanda Writer opened a thread on evidence of claim 1"
    other = make_claim(make_article(cast.desk), "3 cracks", actor=cast.checker)
    before = counts()
    for where in ({"claim": other}, {"claim": claim, "evidence": make_evidence(other)}, {"evidence": evidence}):
        with pytest.raises(Invalid):
            open_thread(article, actor=cast.writer, words="x", **where)
    assert counts()[:2] == before[:2]


def test_everybody_on_the_desk_but_observers_writes(cast, article, query):
    for name in WRITERS:
        say(query, actor=getattr(cast, name), words="Yes.")
        open_thread(article, actor=getattr(cast, name), words="And this?")
    before = counts()
    for person in (cast.observer, cast.outsider, cast.admin, cast.quiet):
        for act in (
            lambda who: say(query, actor=who, words="No."),
            lambda who: open_thread(article, actor=who, words="No."),
            lambda who: resolve(query, actor=who),
            lambda who: reopen(query, actor=who),
        ):
            with pytest.raises(NotYours):
                act(person)
    assert counts() == before


@pytest.mark.parametrize("name", WRITERS)
def test_a_query_is_resolved_by_whoever_opened_it_or_a_chief_and_any_other_thread_by_anybody(cast, article, name):
    person = getattr(cast, name)
    by_another = open_thread(article, actor=cast.second_checker, words="Who says so?", is_query=True)
    own = open_thread(article, actor=person, words="Who says so?", is_query=True)
    talk = open_thread(article, actor=cast.second_checker, words="I am on it.")
    if name == "chief":
        resolve(by_another, actor=person)
    else:
        with pytest.raises(NotYours, match="resolved by whoever opened it, or by a chief"):
            resolve(by_another, actor=person)
    resolve(own, actor=person)
    resolve(talk, actor=person)
    assert open_queries(article).count() == (0 if name == "chief" else 1)


@pytest.mark.parametrize(("words", "why"), [(" \r\n ", "Say something first"), ("x" * (LONGEST + 1), "At most 5,000")])
def test_a_message_says_something_and_is_no_book(cast, article, query, words, why):
    before = counts()
    with pytest.raises(Invalid, match=why) as refusal:
        say(query, actor=cast.writer, words=words)
    assert (refusal.value.field, refusal.value.status) == ("words", 422)
    with pytest.raises(Invalid, match=why):
        open_thread(article, actor=cast.writer, words=words)
    assert counts() == before
    assert say(query, actor=cast.writer, words="x" * LONGEST)


def test_what_is_resolved_is_reopened_before_anybody_goes_on(cast, query):
    with pytest.raises(NotNow, match="open already"):
        reopen(query, actor=cast.writer)
    resolve(query, actor=cast.checker)
    with pytest.raises(NotNow, match="Leyla Checker resolved it already"):
        resolve(query, actor=cast.chief)
    with pytest.raises(NotNow, match="Reopen it"):
        say(query, actor=cast.writer, words="One more thing.")
    reopen(query, actor=cast.writer)
    assert say(query, actor=cast.writer, words="One more thing.")


def test_the_article_is_not_signed_off_while_a_query_is_open_and_is_once_it_is_resolved(cast, article, claim, query):
    make_mark(article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    sign_off(claim, cast.reviewer, by=cast.checker)
    say(query, actor=cast.writer, words="The city's.")
    (item,) = [item for item in gate_of(article) if item.kind == "query"]
    assert (item.key, item.ok, item.blocks, item.claim_number) == (f"query:{query.pk}", False, True, 1)
    assert "“Which engineers?”" in item.words
    with pytest.raises(NotNow, match="A query on claim 1 is open"):
        sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))
    resolve(query, actor=cast.chief)
    assert [item.ok for item in gate_of(article) if item.kind == "query"] == [True]
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))


def test_a_query_asked_after_the_sign_off_stops_publication_until_it_is_resolved(cast, article, claim):
    make_mark(article, "it said", actor=cast.checker, looked_by=cast.reviewer)
    sign_off(claim, cast.reviewer, by=cast.checker)
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article))
    query = open_thread(article, actor=cast.writer, words="Is he still mayor?", claim=claim, is_query=True)
    open_thread(article, actor=cast.writer, words="Well done.")
    with pytest.raises(NotNow, match="A query on claim 1 is open: “Is he still mayor\\?” Resolve it, then publish"):
        publish(article, actor=cast.chief)
    resolve(query, actor=cast.writer)
    assert publish(article, actor=cast.chief).state == "published"


def test_a_query_that_the_article_was_released_with_does_not_stop_publication_and_one_asked_since_does(
    cast, article, query
):
    owners = {item.key: cast.checker.pk for item in gate_of(article) if item.blocks and not item.ok}
    proposal = propose_release(
        article, actor=cast.chief, content_hash=article_hash(article), reason="The printer waits.", owners=owners
    )
    second_release(proposal, actor=cast.reviewer)
    since = open_thread(article, actor=cast.writer, words="Is he still mayor?", is_query=True)
    with pytest.raises(NotNow, match="A query on the article is open: “Is he still"):
        publish(article, actor=cast.chief)
    resolve(since, actor=cast.writer)
    assert publish(article, actor=cast.chief).state == "published"


@pytest.mark.parametrize("count", [1, 3])
def test_threads_and_open_queries_cost_the_same_for_any_number(cast, article, claim, count, django_assert_num_queries):
    evidence = make_evidence(claim, actor=cast.checker)
    for words in ("Which?", "Who?", "When?")[:count]:
        thread = open_thread(article, actor=cast.checker, words=words, claim=claim, evidence=evidence, is_query=True)
        say(thread, actor=cast.writer, words="This.")
    with django_assert_num_queries(2):
        for thread in threads_of(article, claim):
            str(thread.opened_by), thread.claim.number, thread.evidence.source.title
            assert [str(message.author) for message in thread.messages.all()]
    with django_assert_num_queries(1):
        assert [query.claim.number for query in open_queries(article) if query.asked] == [1] * count
