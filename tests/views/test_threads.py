"""Threads on the page and in the claim's panel: asked, answered and resolved there, and nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from claims.editing.threads import open_thread, reopen, resolve, say
from claims.models import Thread
from claims.queries.threads import OPEN, RESOLVED
from tests.make import make_article, make_claim, make_evidence
from tests.pages import folded
from tests.views.panel import forms_of

HTMX = {"HX-Request": "true"}
QUERIES_PAGE, QUERIES_PANEL = 8, 10


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.checker, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return make_claim(article, "3 cracks", actor=cast.checker)


@pytest.fixture
def query(cast, article, claim):
    return open_thread(article, actor=cast.checker, words="Which engineers?", claim=claim, is_query=True)


def url(name, thing):
    return reverse(f"claims:{name}", args=[thing.pk])


def tab(client, claim, **headers):
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    return client.get(address, {"tab": "threads"}, headers=headers)


def test_a_thread_on_the_article_is_opened_and_shown_on_its_page_with_all_that_is_pinned_to_its_claims(
    client, cast, article, query
):
    client.force_login(cast.writer)
    page = client.get(url("article_threads", article))
    form = forms_of(page)[url("thread_open", article)] | {"words": "May I see\r\n<b>all</b>?"}
    made = client.post(url("thread_open", article), form)
    thread = Thread.objects.get(is_query=False)
    assert made.status_code == 302 and made.url == f"{url('article_threads', article)}#thread-{thread.pk}"
    assert (thread.claim, thread.opened_by) == (None, cast.writer)
    page = client.get(url("article_threads", article)).content.decode()
    assert "May I see<br>&lt;b&gt;all&lt;/b&gt;?" in page and "Which engineers?" in page
    assert "2 threads open" in page


def test_the_panel_s_tab_counts_what_is_open_and_opens_a_query_on_evidence_in_place(client, cast, article, claim):
    evidence = make_evidence(claim, actor=cast.checker)
    client.force_login(cast.checker)
    shown = tab(client, claim, **HTMX)
    form = forms_of(shown)[url("thread_open", article)]
    answer = client.post(
        url("thread_open", article),
        form | {"words": "Which page?", "is_query": "on", "evidence": str(evidence.pk)},
        headers=HTMX,
    )
    assert answer.status_code == 200 and "Which page?" in answer.content.decode()
    assert answer.headers["HX-Trigger"] == "galley-changed"
    thread = Thread.objects.get()
    assert (thread.claim, thread.evidence, thread.is_query) == (claim, evidence, True)
    page = client.get(reverse("claims:claim", args=[article.pk, claim.number]))
    assert 'Threads<span class="count">1' in folded(page)
    bench = client.get(url("bench", article))
    assert 'Threads<span class="count">1<span class="vh">open</span></span>' in folded(bench)


def test_without_scripts_one_comes_back_to_the_claim_s_tab(client, cast, article, claim, query):
    client.force_login(cast.writer)
    form = forms_of(tab(client, claim))[url("thread_say", query)] | {"words": "The city's."}
    done = client.post(url("thread_say", query), form)
    assert done.status_code == 302 and done.url == reverse(
        "claims:claim", args=[article.pk, claim.number], query={"tab": "threads"}
    )
    assert "The city&#x27;s." in client.get(done.url).content.decode()


def test_who_may_resolve_is_offered_it_and_the_others_read_why_not(client, cast, claim, query):
    for person, may in [(cast.checker, True), (cast.chief, True), (cast.writer, False), (cast.observer, False)]:
        client.force_login(person)
        shown = tab(client, claim, **HTMX)
        assert (url("thread_resolve", query) in forms_of(shown)) == may, person
        assert ("whoever opened it, or by a chief" in shown.content.decode()) == (person == cast.writer)
        assert (url("thread_say", query) in forms_of(shown)) == (person != cast.observer)
    client.force_login(cast.checker)
    form = forms_of(tab(client, claim, **HTMX))[url("thread_resolve", query)]
    page = client.post(url("thread_resolve", query), form, headers=HTMX).content.decode()
    assert "Resolved by Leyla Checker" in page and url("thread_reopen", query) in page
    client.post(url("thread_reopen", query), {"tab": "threads"}, headers=HTMX)
    query.refresh_from_db()
    assert query.resolved_at is None


@pytest.mark.parametrize("words", ["", " ", "x" * 5001])
@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("place", [{}, {"tab": "threads"}])
def test_words_that_cannot_be_taken_come_back_as_they_were_typed(client, cast, article, query, words, headers, place):
    client.force_login(cast.writer)
    for name, thing in [("thread_say", query), ("thread_open", article)]:
        form = {"words": words, "claim": "1", "is_query": "on"} | place
        answer = client.post(url(name, thing), form, headers=headers)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page and ("Say something first." in page or "at most 5000" in page)
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("place", [{}, {"tab": "threads"}])
def test_whoever_answers_what_was_just_resolved_keeps_the_answer(client, cast, query, place):
    resolve(query, actor=cast.checker)
    client.force_login(cast.writer)
    answer = client.post(url("thread_say", query), {"words": "Those of the city."} | place, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Leyla Checker resolved it meanwhile" in page and "Those of the city." in page
    assert client.post(url("thread_resolve", query), place).status_code == 403
    client.force_login(cast.chief)
    assert client.post(url("thread_resolve", query), place).status_code == 409


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ({"claim": "99"}, 404),
        ({"claim": "x"}, 422),
        ({"claim": "9" * 30}, 422),
        ({"claim": "1", "evidence": "99"}, 404),
        ({"claim": "1", "evidence": "-"}, 422),
        ({"words": "\0"}, 422),
    ],
)
def test_a_hand_made_thread_on_what_is_not_there_is_refused(client, cast, article, query, bad, status):
    client.force_login(cast.writer)
    assert client.post(url("thread_open", article), {"words": "Why?"} | bad).status_code == status
    assert Thread.objects.count() == 1


def test_the_gate_leads_to_each_open_query(client, cast, article, claim, query):
    about_all = open_thread(article, actor=cast.checker, words="Who is the editor?", is_query=True)
    client.force_login(cast.chief)
    page = client.get(url("gate", article)).content.decode()
    assert f'{reverse("claims:claim", args=[article.pk, 1])}?tab=threads"' in page
    assert f'{url("article_threads", article)}#thread-{about_all.pk}"' in page
    assert "“Which engineers?”" in page and "No query is open" in page


def test_a_double_click_opens_one_thread(client, cast, article):
    client.force_login(cast.checker)
    for _ in range(2):
        answer = client.post(url("thread_open", article), {"words": "Which engineers?", "is_query": "on"})
        assert answer.status_code == 302
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_the_tab_cost_the_same_for_one_thread_as_for_three(
    client, cast, article, claim, count, django_assert_num_queries
):
    evidence = make_evidence(claim, actor=cast.checker)
    for words in ("Which?", "Who?", "When?")[:count]:
        thread = open_thread(article, actor=cast.checker, words=words, claim=claim, evidence=evidence, is_query=True)
        say(thread, actor=cast.writer, words="This.")
    client.force_login(cast.checker)
    with django_assert_num_queries(QUERIES_PAGE):
        client.get(url("article_threads", article))
    with django_assert_num_queries(QUERIES_PANEL):
        tab(client, claim, **HTMX)


def resolved(article, cast, count, **about):
    threads = [open_thread(article, actor=cast.checker, words=f"Why {at}?", **about) for at in range(count)]
    for thread in threads:
        resolve(thread, actor=cast.checker)
    return threads


def on(page):
    """The ids of the threads on a page, from the top."""
    return [int(pk) for pk in re.findall(r'id="thread-(\d+)"', page)]


@pytest.mark.parametrize("of_claim", [True, False])
def test_threads_resolved_long_ago_are_counted_and_stand_on_an_older_page(client, cast, article, claim, of_claim):
    threads = resolved(article, cast, RESOLVED + 2, claim=claim)
    waiting = open_thread(article, actor=cast.checker, words="Who?", claim=claim)
    address = reverse("claims:claim", args=[article.pk, claim.number]) if of_claim else url("article_threads", article)
    client.force_login(cast.checker)
    page = client.get(address, {"tab": "threads"} if of_claim else {}).text
    assert on(page) == [waiting.pk, *(thread.pk for thread in threads[2:])]
    assert "Not shown here: 2 resolved earlier." in page
    older = re.search(r'href="([^"]*)"[^>]*>Older<', page)[1].replace("&amp;", "&")
    page = client.get(older).text
    assert on(page) == [waiting.pk, *(thread.pk for thread in threads[:2])]
    assert "Not shown here" not in page and ">The latest<" in page


@pytest.mark.parametrize("again", [False, True])
def test_an_older_page_of_threads_is_the_same_though_the_one_that_it_comes_after_was_reopened(
    client, cast, article, again
):
    threads = resolved(article, cast, RESOLVED + 2)
    client.force_login(cast.checker)
    page = client.get(url("article_threads", article)).text
    older = re.search(r'href="([^"]*)"[^>]*>Older<', page)[1].replace("&amp;", "&")
    moved = threads[2]
    reopen(moved, actor=cast.checker)
    if again:
        resolve(moved, actor=cast.checker)
    shown = [pk for pk in on(client.get(older).text) if pk != moved.pk]
    assert shown == [thread.pk for thread in threads[:2]]


@pytest.mark.parametrize("before", ["x", "7", "1_2_3", "9" * 30, "-1_-1"])
def test_what_is_no_place_in_the_threads_is_answered(client, cast, article, before):
    open_thread(article, actor=cast.checker, words="Who?")
    client.force_login(cast.checker)
    page = client.get(url("article_threads", article), {"before": before})
    assert page.status_code == 200 and len(on(page.text)) == 1


def test_of_very_many_open_threads_the_newest_are_shown_and_all_are_counted(client, cast, article):
    threads = [open_thread(article, actor=cast.checker, words=f"Why {at}?") for at in range(OPEN + 1)]
    client.force_login(cast.checker)
    page = client.get(url("article_threads", article)).text
    assert on(page) == [thread.pk for thread in threads[1:]]
    assert f"{OPEN + 1} threads open" in page
    assert "Not shown here: 1 older open thread, until some of these are resolved." in page


def test_an_answer_to_a_thread_that_is_not_shown_any_more_comes_back_as_it_was_typed(client, cast, article):
    first, *_ = resolved(article, cast, RESOLVED + 2)
    client.force_login(cast.checker)
    answer = client.post(url("thread_say", first), {"words": "An hour of typing."})
    assert answer.status_code == 409
    assert "An hour of typing." in answer.text and first.pk in on(answer.text)
    assert "Not shown here: 2 resolved earlier." in answer.text
