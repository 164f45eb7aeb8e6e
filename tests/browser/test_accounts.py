"""The session ends while somebody types: nothing is lost, and nothing is saved in somebody else's name."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim, Source
from tests.browser.conftest import session_of
from tests.make import make_article
from tests.views.panel import cut, taken

pytestmark = pytest.mark.browser


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)


def log_in(page, username):
    """Follow the link of the banner, log in in the tab that it opens, and close that."""
    with page.expect_popup() as opened:
        page.locator("#connection").get_by_role("link").click()
    tab = opened.value
    tab.get_by_label("Username").fill(username)
    tab.get_by_label("Password").fill("bridge-40-lorries")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("navigation", name="Main")).to_be_visible()
    tab.close()


def test_after_a_new_log_in_in_another_tab_the_next_save_saves_and_a_colleague_is_told(visit, cast, claim):
    page = visit(cast.checker, reverse("claims:claim", args=[claim.article_id, claim.number]))
    banner, box = page.locator("#connection"), page.get_by_label("Statement", exact=True)
    typed = "The bridge carries 40 lorries."

    def save():
        box.focus()
        page.keyboard.press("Control+s")

    box.fill(typed)
    Session.objects.all().delete()
    save()
    expect(banner).to_contain_text("You are logged out. What you typed is still here; it is not saved.")
    log_in(page, "sam")
    save()
    expect(banner).to_contain_text("Leyla Checker opened this page, and now Sam Checker is logged in.")
    expect(box).to_have_value(typed)
    assert Claim.objects.get(pk=claim.pk).statement != typed
    Session.objects.all().delete()
    save()
    expect(banner).to_contain_text("You are logged out.")
    log_in(page, "leyla")
    save()
    expect(page.get_by_text("Saved: statement")).to_be_visible()
    expect(banner).to_be_hidden()
    assert Claim.objects.get(pk=claim.pk).statement == typed


def test_that_nothing_was_saved_stays_on_the_page_until_something_is(visit, cast, claim):
    page = visit(cast.checker, reverse("claims:claim", args=[claim.article_id, claim.number]))
    banner, box = page.locator("#connection"), page.get_by_label("Statement", exact=True)
    box.fill("The bridge carries 40 lorries.")
    page.context.clear_cookies(name="csrftoken")
    page.keyboard.press("Control+s")
    expect(banner).to_contain_text("Nothing was saved, because the page was too old.")
    page.evaluate("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))")
    for _ in range(2):  # the page asks every few seconds for what others changed, and is answered
        with page.expect_response(lambda answer: "/changes/" in answer.url and answer.ok):
            pass
    expect(banner).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: statement")).to_be_visible()
    expect(banner).to_be_hidden()


def test_a_plain_form_is_sent_after_a_new_log_in_and_shown_to_a_colleague_unsent(visit, live_server, cast, article):
    page = visit(cast.checker, reverse("claims:source_new"))
    page.get_by_label("Title").fill("Traffic count")

    def now(person):
        page.context.clear_cookies()
        page.context.add_cookies([session_of(person) | {"url": live_server.url}])
        tab = page.context.new_page()
        tab.goto(live_server.url)  # which gives the browser another token
        tab.close()

    now(cast.second_checker)
    page.locator("main form[method=post]").evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_text("Leyla Checker opened the page that this was sent from")).to_be_visible()
    expect(page.get_by_text("Traffic count")).to_be_visible()
    assert not Source.objects.exists()
    now(cast.checker)
    page.goto(reverse("claims:source_new"))
    page.get_by_label("Title").fill("Traffic count")
    now(cast.checker)
    page.locator("main form[method=post]").evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_role("heading", name="Traffic count")).to_be_visible()
    assert Source.objects.get().title == "Traffic count"
