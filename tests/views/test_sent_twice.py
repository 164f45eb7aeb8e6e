"""A form that is sent twice is done once, and its second answer is no error."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.editing.sent import TWICE
from claims.editing.threads import open_thread
from claims.history import acting
from claims.models import Desk, EvidenceRule, Message, SentForm, Source
from claims.states import ArticleState, ClaimState
from claims.workflow.articles import reopen_article
from tests.admin.test_changes import filled
from tests.make import (
    article_hash,
    content_hash,
    find_words,
    judge,
    make_article,
    make_draft,
    make_evidence,
    make_link,
    make_mark,
    make_person,
    send_to_review,
)
from tests.views.panel import cut, taken

TOKEN = {"csrfmiddlewaretoken": "a token as each page has its own"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    return cut(article, "40 lorries", actor=cast.checker)


def url(name, *args):
    return reverse(f"claims:{name}", args=args)


def pieces(article, words):
    block, start, end = find_words(article.current_version, words)
    return f'[[{block.pk}, {start}, {end}, "{words}"]]'


def split(cast, article, claim):
    parts = {"pieces-0": pieces(article, "40"), "pieces-1": pieces(article, "lorries")}
    form = {"version": article.current_version_id, "edition": claim.edition, "parts": 2} | parts
    return cast.checker, url("claim_split", claim.pk), form


def merge(cast, article, claim):
    other = cut(article, "3 cracks", actor=cast.checker)
    ticked = {"edition": claim.edition, "with": [f"{other.pk}:{other.edition}"], "statement": "Both."}
    return cast.checker, url("claim_merge", claim.pk), ticked


def words(cast, article, claim):
    form = {"version": article.current_version_id, "edition": claim.edition, "was": claim.quoted}
    return cast.checker, url("claim_words", claim.pk), form | {"pieces": pieces(article, "old bridge")}


def on_line(article, **more):
    return {"version": article.current_version_id, "line": 3, "open": "", "pieces": "", "claim": ""} | more


def another(cast, article, claim):
    form = on_line(article, pieces=pieces(article, "40 lorries"), again="on")
    return cast.checker, url("cut", article.pk), form


def link_remove(cast, article, claim):
    link = make_link(claim, cut(article, "3 cracks", actor=cast.checker), actor=cast.checker)
    return cast.checker, url("link_remove", link.pk), {}


def release(cast, article, claim):
    form = {"content_hash": article_hash(article), "reason": "It has to go out", "everybody_else": cast.checker.pk}
    return cast.chief, url("article_release", article.pk), form


def withdraw(cast, article, claim):
    return cast.chief, url("article_withdraw", article.pk), {"reason": "Out of date"}


def looked(cast, article, claim):
    mark = make_mark(article, "No one was hurt, it said.", actor=cast.checker)
    return cast.reviewer, url("look_through", article.pk), {"marks": [mark.pk]}


def unmarked(cast, article, claim):
    mark = make_mark(article, "No one was hurt, it said.", actor=cast.checker)
    return cast.checker, url("mark_remove", mark.pk), {}


def resolved(cast, article, claim):
    return cast.checker, url("thread_resolve", open_thread(article, actor=cast.checker, words="Who?").pk), {}


SENT = {
    "take": lambda cast, article, claim: (
        cast.checker,
        url("claim_do", claim.pk, "take"),
        {"edition": claim.edition},
    ),
    "retire": lambda cast, article, claim: (
        cast.checker,
        url("claim_do", claim.pk, "retire"),
        {"edition": claim.edition, "retire-reason": "It says nothing"},
    ),
    "cut": lambda cast, article, claim: (
        cast.checker,
        url("cut", article.pk),
        on_line(article, pieces=pieces(article, "3 cracks")),
    ),
    "another claim": another,
    "mark": lambda cast, article, claim: (
        cast.checker,
        url("mark", article.pk),
        on_line(article, own_reason="A scene", pieces=pieces(article, "3 cracks")),
    ),
    "unmark": unmarked,
    "undo": lambda cast, article, claim: (
        cast.checker,
        url("undo", article.pk),
        {"sequence": article.events.filter(claim=claim).get().sequence, "line": 2},
    ),
    "accept a draft": lambda cast, article, claim: (
        cast.checker,
        url("draft_accept", make_draft(article, "3 cracks").pk),
        {},
    ),
    "drop a draft": lambda cast, article, claim: (
        cast.checker,
        url("draft_drop", make_draft(article, "3 cracks").pk),
        {},
    ),
    "other words": words,
    "split": split,
    "merge": merge,
    "link": lambda cast, article, claim: (
        cast.checker,
        url("claim_link", claim.pk),
        {"kind": "denies", "to": cut(article, "3 cracks", actor=cast.checker).number},
    ),
    "unlink": link_remove,
    "evidence": lambda cast, article, claim: (
        cast.checker,
        url("evidence_add", claim.pk),
        {
            "base": "{}",
            "whole": "on",
            "source_title": "Count",
            "stance": "supports",
            "bears_on": "true",
            "excerpt": "40 lorries",
            "excerpt_kind": "verbatim",
            "directness": "reports",
            "locator": "p. 4",
        },
    ),
    "evidence removed": lambda cast, article, claim: (
        cast.checker,
        url("evidence_remove", make_evidence(claim, actor=cast.checker).pk),
        {},
    ),
    "thread": lambda cast, article, claim: (
        cast.checker,
        url("thread_open", article.pk),
        {"words": "Who counted?", "claim": claim.number},
    ),
    "thread resolved": resolved,
    "source": lambda cast, article, claim: (
        cast.checker,
        url("source_new"),
        {"desk": cast.desk.pk, "title": "Bridge survey", "kind": "document", "terms": "on_record"},
    ),
    "marks looked through": looked,
    "release": release,
    "withdraw": withdraw,
}


def everything():
    """How many rows each table has, but for what says that a form was sent."""
    models = [model for model in apps.get_app_config("claims").get_models() if model is not SentForm]
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("name", SENT)
def test_any_form_sent_twice_is_done_once_and_its_second_answer_is_no_error(
    client, cast, article, claim, name, headers
):
    person, address, form = SENT[name](cast, article, claim)
    client.force_login(person)
    before = everything()
    first = client.post(address, form | TOKEN, headers=headers)
    after = everything()
    assert first.status_code in ({200, 302} if headers else {302}), first.content.decode()[:2000]
    assert after != before
    second = client.post(address, form | TOKEN, headers=headers)
    assert everything() == after
    if first.status_code == 302 and not headers:
        assert (second.status_code, second["Location"]) == (302, first["Location"])
    else:
        assert second.status_code == 204 and (second.get("HX-Trigger") == "look-again" or second["HX-Redirect"])


def say(client, thread, **over):
    return client.post(url("thread_say", thread), {"words": "Yes"} | TOKEN | over)


@pytest.fixture
def thread(cast, article):
    return open_thread(article, actor=cast.checker, words="Who counted?").pk


def test_the_same_words_are_said_again_from_a_page_that_was_loaded_again(client, cast, thread):
    client.force_login(cast.checker)
    say(client, thread)
    say(client, thread, csrfmiddlewaretoken="another page's")
    assert Message.objects.filter(words="Yes").count() == 2


def test_the_same_form_is_sent_again_after_something_else_was_done(client, cast, thread):
    client.force_login(cast.checker)
    for said in ("Yes", "No", "Yes"):
        say(client, thread, words=said)
    assert Message.objects.filter(words="Yes").count() == 2


def test_the_same_form_is_sent_again_long_afterwards_and_by_somebody_else(client, cast, thread):
    client.force_login(cast.checker)
    say(client, thread)
    SentForm.objects.update(sent_at=timezone.now() - TWICE - timedelta(seconds=1))
    say(client, thread)
    client.force_login(cast.reviewer)
    say(client, thread)
    assert Message.objects.filter(words="Yes").count() == 3


def test_a_form_that_was_refused_is_taken_when_it_can_be_done(client, cast, article, claim):
    taken(claim, cast.second_checker)
    client.force_login(cast.checker)
    form = {"edition": claim.edition} | TOKEN
    assert client.post(url("claim_do", claim.pk, "take"), form).status_code == 409
    assert client.post(url("claim_do", claim.pk, "take"), form).status_code == 409


def test_an_article_is_signed_again_as_it_is_now_after_something_voided_the_first_time(client, cast):
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    article = make_article(cast.desk, "Bridge reopens\n\nNo one was hurt.", actor=cast.checker)
    for said in ("Bridge reopens", "No one was hurt."):
        make_mark(article, said, actor=cast.checker, looked_by=cast.reviewer)

    def sign():
        return client.post(url("article_sign", article.pk), {"content_hash": article_hash(article)} | TOKEN)

    client.force_login(cast.chief)
    sign()
    with acting(cast.second_checker):
        article.headline = "The bridge is open"
        article.save(update_fields=["headline"])
    article.refresh_from_db()
    assert article.state == ArticleState.IN_CHECKING
    for _ in range(2):
        assert sign().status_code == 302
        article.refresh_from_db()
        assert (article.state, article.signoffs.count()) == (ArticleState.SIGNED_OFF, 2)


def test_a_claim_is_approved_again_as_it_is_now_after_something_voided_the_first_time(client, cast, claim):
    judge(claim, cast.checker, verdict="not_checkable", attribution="not_applicable")
    client.force_login(cast.reviewer)

    def approve():
        form = {"edition": claim.edition, "content_hash": content_hash(claim)} | TOKEN
        return client.post(url("claim_do", claim.pk, "approve"), form)

    for times, rationale in enumerate(("Nobody counted.", "Nobody could count."), 1):
        judge(claim, cast.second_checker, verdict="not_checkable", rationale=rationale)
        send_to_review(claim, cast.second_checker)
        assert [approve().status_code for _ in range(2)] == [302, 302]
        claim.refresh_from_db()
        assert (claim.state, claim.signoffs.count()) == (ClaimState.SIGNED_OFF, times)


def test_the_same_decision_is_made_again_after_somebody_else_took_it_back(client, cast, article):
    other = make_person("Cleo Chief", "chief", desk=cast.desk)
    client.force_login(cast.chief)
    for _ in range(2):
        for _ in range(2):
            assert client.post(url("article_withdraw", article.pk), {"reason": "Out"} | TOKEN).status_code == 302
        article.refresh_from_db()
        assert article.state == ArticleState.WITHDRAWN
        reopen_article(article, actor=other, reason="A source after all")
    assert article.events.filter(verb="article_withdrawn").count() == 2


def test_a_form_of_the_admin_sent_twice_adds_one_row(client, cast):
    client.force_login(cast.admin)
    page = client.get("/admin/claims/desk/add/")
    form = filled(page, name="Night desk", slug="night", _save="Save") | TOKEN
    first, second = (client.post("/admin/claims/desk/add/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert Desk.objects.filter(name="Night desk").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_form_that_arrives_twice_at_one_instant_the_second_waits_for_the_first(cast, article):
    def send(_):
        try:
            client = Client()
            client.force_login(cast.checker)
            form = {"desk": cast.desk.pk, "title": "Bridge survey", "kind": "document", "terms": "on_record"} | TOKEN
            answer = client.post(url("source_new"), form)
            return answer.status_code, answer.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    source = Source.objects.get()
    assert answers == [(302, url("source", source.pk))] * 4
