"""The gate: what is open, who decides, and what happens when somebody decides on what is no longer so."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from claims.editing.sources import change_source
from claims.editing.threads import open_thread, resolve
from claims.models import EvidenceRule
from claims.states import ArticleState
from claims.views.gate import SHOWN
from claims.views.marks import SCREEN
from claims.workflow.articles import reopen_article, withdraw_article
from tests.make import (
    article_hash,
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_mark,
    make_person,
    sign_article,
    sign_off,
)
from tests.pages import folded

TEXT = "Bridge reopens\n\nIt carries 40 lorries an hour. No one was hurt."
QUERIES_GATE, QUERIES_MARKS = 17, 10


def url(name, thing):
    return reverse(f"claims:{name}", args=[thing.pk])


@pytest.fixture
def article(cast):
    """An article with a claim in checking, a mark that waits, and an open line; its author is the writer."""
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    article = make_article(cast.desk, TEXT, actor=cast.checker, authors=[cast.writer])
    make_claim(article, "It carries 40 lorries an hour.", actor=cast.checker)
    make_mark(article, "No one was hurt.", actor=cast.checker)
    return article


@pytest.fixture
def ready(cast, article):
    """The same article with nothing open but the mark to look through."""
    make_mark(article, "Bridge reopens", actor=cast.checker, looked_by=cast.reviewer)
    claim = article.claims.get()
    judge(claim, cast.checker, attribution="not_applicable")
    sign_off(claim, cast.reviewer, by=cast.checker)
    return article


@pytest.fixture
def as_chief(client, cast):
    client.force_login(cast.chief)
    return client


def look(client, article, person):
    client.force_login(person)
    ids = list(article.current_version.marks.filter(looked_by=None).values_list("pk", flat=True))
    return client.post(url("look_through", article), {"marks": ids})


def sign(client, article):
    return client.post(url("article_sign", article), {"content_hash": article_hash(article)})


def release_data(article, owner, **over):
    return {"content_hash": article_hash(article), "reason": "It has to go out", "everybody_else": owner.pk, **over}


def test_each_open_item_of_the_gate_has_its_link(as_chief, article):
    page = as_chief.get(url("gate", article)).content.decode()
    assert f'href="{url("bench", article)}?line=1#line-1"' in page
    assert f'href="{reverse("claims:claim", args=[article.pk, 1])}"' in page
    assert f'href="{url("marks", article)}"' in page
    assert "3 items are missing" in page and "disabled" in page


def test_an_article_with_nothing_open_is_signed_off_by_the_chief(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    page = client.get(url("gate", ready))
    assert page.context["why_not"] == ""
    assert sign(client, ready).status_code == 302
    ready.refresh_from_db()
    assert ready.state == ArticleState.SIGNED_OFF
    page = client.get(url("gate", ready)).content.decode()
    assert "Exactly the text that was signed." in page and "Mark as published" in page


def test_somebody_elses_article_is_checked_when_it_is_signed_off_and_its_gate_says_what_was_found(client, cast, ready):
    type(ready).objects.filter(pk=ready.pk).update(ownership="theirs")
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    page = client.get(url("gate", ready))
    assert page.context["found"] is None and page.context["why_not"] == ""
    assert (
        "The article is checked."
        in client.post(url("article_sign", ready), {"content_hash": article_hash(ready)}, follow=True).content.decode()
    )
    ready.refresh_from_db()
    assert ready.state == ArticleState.CHECKED
    page = client.get(url("gate", ready)).content.decode()
    said = re.sub(r"\s+", " ", strip_tags(page))
    assert "What was found Supported 1 claim Claims signed by Ben Reviewer (1) Article signed by Chris Chief," in said
    assert "Mark as published" not in page
    publish = client.post(url("article_publish", ready), {"content_hash": article_hash(ready)})
    assert publish.status_code == 409 and "not ours to publish" in publish.content.decode()
    record = client.get(url("article_record", ready)).content.decode()
    assert "signed off version 1: the article is checked" in record


def test_somebody_elses_article_is_not_released_with_exceptions(as_chief, cast, article):
    type(article).objects.filter(pk=article.pk).update(ownership="theirs")
    assert "Release with exceptions" not in as_chief.get(url("gate", article)).content.decode()
    answer = as_chief.post(url("article_release", article), release_data(article, cast.checker))
    assert answer.status_code == 409 and "not ours to release" in answer.content.decode()


def test_a_chief_who_saw_older_content_gets_the_gate_as_it_is_now(client, cast, ready):
    look(client, ready, cast.reviewer)
    old = article_hash(ready)
    make_claim(ready, "40 lorries", actor=cast.second_checker)
    client.force_login(cast.chief)
    page = client.post(url("article_sign", ready), {"content_hash": old})
    assert page.status_code == 409 and "changed since you opened this page" in page.content.decode()
    assert page.context["content_hash"] == article_hash(ready)


@pytest.mark.parametrize("bad", [{}, {"content_hash": "x" * 64}])
def test_a_sign_off_that_binds_nothing_is_refused(as_chief, ready, bad):
    assert as_chief.post(url("article_sign", ready), bad).status_code == 409


def test_an_open_gate_stops_a_handmade_sign_off(as_chief, article):
    page = sign(as_chief, article)
    assert page.status_code == 409 and "items of the gate are not met" in page.content.decode()


def test_neither_checker_nor_author_signs_an_article_and_both_are_told_why(client, cast, article):
    author_chief = make_person("Ana Author", "chief", desk=cast.desk)
    article.authors.create(name="Ana Author", person=author_chief)
    for person, why in [(cast.checker, "Signing off an article is for a chief"), (author_chief, "You wrote this")]:
        client.force_login(person)
        assert why in client.get(url("gate", article)).content.decode()
        for move in ("article_sign", "article_release", "article_publish"):
            assert client.post(url(move, article), release_data(article, cast.checker)).status_code == 403
        for move in ("article_withdraw", "article_reopen"):
            assert client.post(url(move, article), {"reason": "why not"}).status_code == 403


def test_a_release_takes_a_reason_and_owners_and_keeps_what_was_typed(as_chief, cast, article):
    page = as_chief.post(url("article_release", article), release_data(article, cast.checker, reason=""))
    assert page.status_code == 422 and "Say why" in page.content.decode()
    data = release_data(article, cast.checker, everybody_else="", **{"owner-claim:1": cast.legal.pk})
    page = as_chief.post(url("article_release", article), data)
    assert page.status_code == 422
    assert page.context["release"]["reason"].value() == "It has to go out"
    assert page.context["release"]["owner-claim:1"].value() == str(cast.legal.pk)


def test_an_owner_from_another_desk_is_refused(as_chief, cast, article):
    data = release_data(article, cast.checker, **{"owner-claim:1": cast.outsider.pk})
    assert as_chief.post(url("article_release", article), data).status_code == 422


def test_a_proposed_release_is_confirmed_by_a_second_person_and_its_exceptions_stay_until_closed(client, cast, article):
    client.force_login(cast.chief)
    data = release_data(article, cast.checker, **{"owner-claim:1": cast.legal.pk})
    assert client.post(url("article_release", article), data).status_code == 302
    proposal = article.signoffs.get()
    assert client.post(url("release_second", proposal)).status_code == 403
    assert "a second person confirms it" in client.get(url("gate", article)).content.decode()
    client.force_login(cast.reviewer)
    assert client.post(url("release_second", proposal)).status_code == 302
    article.refresh_from_db()
    assert article.state == ArticleState.RELEASED
    one, reason = proposal.exceptions.get(item="claim:1"), {"reason": "The count is lost."}
    client.force_login(cast.legal)
    assert client.post(url("exception_close", one), reason).status_code == 403, "its owner"
    client.force_login(cast.reviewer)
    page = client.post(url("exception_close", one), {"reason": ""})
    assert page.status_code == 422 and f'id="close-{one.pk}_error"' in page.content.decode()
    page = client.post(url("exception_close", one), reason, follow=True)
    assert "<b>Ben Reviewer</b>: <bdi>The count is lost.</bdi>" in page.content.decode()
    again = client.post(url("exception_close", one), {"reason": "Once more."})
    assert again.status_code == 409 and "closed already" in again.content.decode()


def test_a_proposal_that_the_article_outran_is_not_confirmed(client, cast, article):
    client.force_login(cast.chief)
    client.post(url("article_release", article), release_data(article, cast.checker))
    make_claim(article, "40 lorries", actor=cast.second_checker)
    client.force_login(cast.reviewer)
    assert "Propose it again" in client.get(url("gate", article)).content.decode()
    page = client.post(url("release_second", article.signoffs.get()))
    assert page.status_code == 409


def test_nothing_open_is_signed_off_and_not_released(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    page = client.post(url("article_release", ready), release_data(ready, cast.checker))
    assert page.status_code == 409 and "Sign the article off instead" in page.content.decode()


def test_a_signed_article_is_published_and_not_twice(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    sign(client, ready)
    assert client.post(url("article_publish", ready)).status_code == 302
    page = client.post(url("article_publish", ready))
    assert page.status_code == 409 and "The article is published now." in page.content.decode()


def test_the_button_that_publishes_waits_for_a_source_that_changed_since_and_says_so(client, cast, article):
    make_mark(article, "Bridge reopens", actor=cast.checker, looked_by=cast.reviewer)
    claim = article.claims.get()
    source = make_evidence(claim, actor=cast.checker).source
    judge(claim, cast.checker, attribution="not_applicable")
    sign_off(claim, cast.reviewer, by=cast.checker)
    look(client, article, cast.reviewer)
    client.force_login(cast.chief)
    sign(client, article)
    assert "publish-why" not in client.get(url("gate", article)).text
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    page = folded(client.get(url("gate", article)))
    assert "1 item of the gate open since then: Something that claim 1 rests on changed." in page
    page = client.post(url("article_publish", article))
    assert page.status_code == 409 and "Something that claim 1 rests on changed" in page.text


def test_the_button_that_publishes_waits_for_a_query_asked_since_and_says_so(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    sign(client, ready)
    assert "publish-why" not in client.get(url("gate", ready)).text
    query = open_thread(ready, actor=cast.writer, words="Is he still mayor?", is_query=True)
    page = folded(client.get(url("gate", ready)))
    assert "1 item of the gate open since then: A query on the article is open: “Is he still mayor?”" in page
    page = client.post(url("article_publish", ready))
    assert page.status_code == 409 and "A query on the article is open" in page.text
    resolve(query, actor=cast.writer)
    assert client.post(url("article_publish", ready)).status_code == 302


def test_reopening_voids_the_sign_off_and_says_why(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    sign(client, ready)
    assert client.post(url("article_reopen", ready), {"reason": " "}).status_code == 422
    assert client.post(url("article_reopen", ready), {"reason": "The mayor called"}).status_code == 302
    page = client.get(url("gate", ready)).content.decode()
    assert "void" in page and "The mayor called" in page


def test_an_article_is_withdrawn_with_a_reason_and_reopened(as_chief, article):
    assert as_chief.post(url("article_withdraw", article)).status_code == 422
    assert as_chief.post(url("article_withdraw", article), {"reason": "No source"}).status_code == 302
    page = as_chief.post(url("article_withdraw", article), {"reason": "Once more"})
    assert page.status_code == 409 and page.context["withdraw"]["reason"].value() == "Once more"
    assert as_chief.post(url("article_reopen", article), {"reason": "A source after all"}).status_code == 302


def test_a_reason_for_what_somebody_else_did_meanwhile_is_shown_to_be_copied(as_chief, cast, article):
    for move, act in (("article_withdraw", withdraw_article), ("article_reopen", reopen_article)):
        act(article, actor=cast.chief, reason="First.")
        answer = as_chief.post(url(move, article), {"reason": "An hour of typing."})
        assert answer.status_code == 409 and "This is not possible now" in answer.text
        assert "An hour of typing." in answer.text.partition("What you sent, to copy")[2].partition("</section>")[0]
    still = as_chief.post(url("article_withdraw", article), {"reason": ""})
    assert still.status_code == 422 and "What you sent" not in still.text


def test_a_sign_off_that_a_later_claim_voided_is_shown_as_void(client, cast, ready):
    look(client, ready, cast.reviewer)
    client.force_login(cast.chief)
    sign(client, ready)
    make_claim(ready, "40 lorries", actor=cast.second_checker)
    page = client.get(url("gate", ready)).content.decode()
    assert "The sign-off is void" in page


def test_the_gate_of_another_desk_does_not_exist(client, cast, article):
    proposal = sign_article(article, cast.chief, "released", reason="It has to go out")
    client.force_login(cast.outsider)
    assert client.get(url("gate", article)).status_code == 404
    assert client.get(url("marks", article)).status_code == 404
    for move in ("article_sign", "article_release", "article_publish", "article_withdraw", "article_reopen"):
        assert client.post(url(move, article), {"reason": "x"}).status_code == 404
    assert client.post(url("look_through", article)).status_code == 404
    assert client.post(url("release_second", proposal)).status_code == 404


# --- marks -----------------------------------------------------------------------------------------------------------


def test_marks_stand_in_one_list_with_their_lines_and_ones_own_are_for_others(client, cast, article):
    make_mark(article, "Bridge", actor=cast.reviewer, reason="a title")
    client.force_login(cast.reviewer)
    page = client.get(url("marks", article)).content.decode()
    assert "<b>Bridge</b>" in page and "a title" in page and "You made it; somebody else must review it." in page
    assert page.count('name="marks"') == 1


def test_taking_a_mark_off_has_one_name_on_the_workbench_in_the_list_and_in_the_record(client, cast, article):
    client.force_login(cast.checker)
    mark = article.current_version.marks.get()
    for page in (reverse("claims:bench", args=[article.pk]) + "?line=3", url("marks", article)):
        assert re.search(r"<button[^>]*>Unmark\b", client.get(page).text), page
    client.post(url("mark_remove", mark), {"line": 3})
    assert article.events.latest("sequence").words == "Leyla Checker unmarked “No one was hurt.”"


def test_no_mark_is_ticked_until_somebody_ticks_it_or_asks_for_all(client, cast, article):
    make_mark(article, "Bridge", actor=cast.checker)
    client.force_login(cast.reviewer)
    page = client.get(url("marks", article)).text
    assert page.count('name="marks"') == 2 and " checked" not in page
    assert "Select all 2 <kbd>a</kbd>" in page
    ticked = client.get(url("marks", article) + "?all=1").text
    assert ticked.count(" checked>") == 2 and "Select none" in ticked
    assert client.post(url("look_through", article)).status_code == 422


def test_what_waits_for_me_comes_first_by_reason_with_the_lines_around(client, cast, article):
    make_mark(article, "Bridge", actor=cast.second_checker, reason="A title")
    make_mark(article, "It carries", actor=cast.reviewer)
    make_mark(article, "reopens", actor=cast.checker, looked_by=cast.second_checker)
    client.force_login(cast.reviewer)
    answer = client.get(url("marks", article))
    reason = article.current_version.marks.get(words="No one was hurt.").reason
    assert [(title, [row["mark"].words for row in rows]) for title, rows in answer.context["groups"]] == [
        ("For you to review: A title", ["Bridge"]),
        (f"For you to review: {reason}", ["No one was hurt."]),
        ("For somebody else to review", ["It carries"]),
        ("Reviewed", ["reopens"]),
    ]
    around = re.findall(r'<p class="serif" dir="auto">(.*?)</p>', answer.text, re.DOTALL)
    in_their_lines = [strip_tags(words) for words in around]
    assert in_their_lines[1] == in_their_lines[2] == "It carries 40 lorries an hour. No one was hurt."
    assert "3 to be reviewed by a second person, 2 of them by you." in folded(answer)
    client.force_login(cast.observer)
    assert [title for title, _ in client.get(url("marks", article)).context["groups"]] == [
        "For somebody else to review",
        "Reviewed",
    ]


def test_marks_are_reviewed_a_screen_at_a_time(client, cast, article):
    for at in range(SCREEN + 2):
        make_mark(article, "Bridge", actor=cast.checker, reason=f"Reason {at:02}")
    client.force_login(cast.reviewer)
    page = client.get(url("marks", article))
    assert page.text.count('name="marks"') == SCREEN
    assert f"Select all {SCREEN} <kbd>" in page.text and "3 more come after these." in folded(page)


def test_ticked_marks_are_looked_through_and_the_others_wait(client, cast, article):
    other = make_mark(article, "Bridge", actor=cast.checker)
    client.force_login(cast.reviewer)
    assert client.post(url("look_through", article), {"marks": [other.pk]}).status_code == 302
    assert list(article.current_version.marks.filter(looked_by=cast.reviewer)) == [other]


def test_nobody_looks_through_ones_own_marks(client, cast, article):
    page = look(client, article, cast.checker)
    assert page.status_code == 409 and not article.current_version.marks.filter(looked_by__isnull=False).exists()


def test_an_author_is_told_that_somebody_else_looks(client, cast, article):
    article.authors.create(name="Ben Reviewer", person=cast.reviewer)
    client.force_login(cast.reviewer)
    assert "You wrote this article" in client.get(url("marks", article)).content.decode()
    assert look(client, article, cast.reviewer).status_code == 403


@pytest.mark.parametrize("bad", [{}, {"marks": ["999999999999999999999"]}, {"marks": ["x"]}])
def test_marks_that_are_none_are_refused_in_words(client, cast, article, bad):
    client.force_login(cast.reviewer)
    assert client.post(url("look_through", article), bad).status_code == 422


def test_of_many_sign_offs_the_gate_shows_the_newest_and_says_how_many_came_before(as_chief, cast, ready):
    look(as_chief, ready, cast.reviewer)
    as_chief.force_login(cast.chief)
    for _ in range(SHOWN + 2):
        assert sign(as_chief, ready).status_code == 302
        ready.refresh_from_db()
        reopen_article(ready, actor=cast.chief, reason="Once more.")
    page = as_chief.get(url("gate", ready)).text
    assert page.count("Once more.") == SHOWN + 1  # in the list, and of the newest above it
    assert "Not shown here: 2 earlier ones." in page and url("article_record", ready) in page


# --- queries ---------------------------------------------------------------------------------------------------------


def busy(cast, rows):
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    text = "Bridge\n\n" + " ".join(f"It carries {at} lorries. Number {at} is red." for at in range(rows))
    article = make_article(cast.desk, text, actor=cast.checker, authors=[cast.writer])
    for at in range(rows):
        make_claim(article, f"It carries {at} lorries.", actor=cast.checker)
        make_mark(article, f"Number {at} is red.", actor=cast.checker, looked_by=cast.reviewer)
        make_person(f"Owner {at}", "checker", desk=cast.desk)
    return article


@pytest.mark.parametrize("rows", [1, 3])
def test_the_gate_takes_the_same_queries_for_any_article(as_chief, cast, rows, django_assert_num_queries):
    article = busy(cast, rows)
    for _ in range(rows):
        as_chief.post(url("article_release", article), release_data(article, cast.checker))
    with django_assert_num_queries(QUERIES_GATE):
        as_chief.get(url("gate", article))


@pytest.mark.parametrize("rows", [1, 3])
def test_marks_take_the_same_queries_for_any_number(as_chief, cast, rows, django_assert_num_queries):
    article = busy(cast, rows)
    with django_assert_num_queries(QUERIES_MARKS):
        as_chief.get(url("marks", article))
