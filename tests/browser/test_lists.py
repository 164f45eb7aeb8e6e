"""The lists in a real browser: logged in by hand, walked by keyboard, and clean for who does not see the screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.make import make_article, make_claim, make_evidence, make_source, send_to_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db, cast):
    article = make_article(cast.desk, actor=cast.writer)
    for words in ("40 lorries", "3 cracks in its deck", "No one was hurt"):
        claim = make_claim(article, words, actor=cast.checker)
        make_evidence(claim, make_source(cast.desk, origin=make_source(cast.desk)), actor=cast.checker)
        send_to_review(claim, cast.checker)
    return article


@pytest.fixture
def as_ben(page, live_server, article):
    page.on("pageerror", lambda error: pytest.fail(f"the page threw: {error}"))
    page.goto(live_server.url + reverse("claims:queue", args=["review"]))
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password").fill("bridge-40-lorries")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready for review")
    page.wait_for_load_state()
    return page


def test_a_queue_is_walked_and_opened_by_keyboard(as_ben, article):
    page = as_ben
    current = page.locator("tr[aria-current]")
    page.keyboard.press("j")
    expect(current).to_contain_text("40 lorries")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(current).to_contain_text("No one was hurt")
    page.keyboard.press("k")
    expect(current).to_contain_text("3 cracks")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article.pk}/claims/2/?from=review")
    page.go_back()
    page.keyboard.press("n")
    page.wait_for_url(f"**/articles/{article.pk}/claims/1/?from=review")


def test_the_claim_has_the_room_in_a_queue_and_what_is_said_stands_over_the_head(as_ben, live_server, article):
    page = as_ben
    page.set_viewport_size({"width": 1440, "height": 900})
    share = "(cell) => cell.offsetWidth / cell.closest('table').offsetWidth"
    for address in (reverse("claims:queue", args=["review"]), reverse("claims:claims")):
        page.goto(live_server.url + address)
        assert page.locator("table.rows td").first.evaluate(share) >= 0.4
    page.evaluate("""() => {
      document.querySelector("#messages").innerHTML = '<div class="msg success"><span>Said.</span></div>';
    }""")
    said, head = page.locator(".msg").bounding_box(), page.locator(".top").bounding_box()
    assert said["y"] + said["height"] <= head["y"] + head["height"]


@pytest.mark.parametrize("width", [390, 1440])
def test_all_pages_and_the_help_of_keys_are_in_view_at_any_width(visit, cast, article, width):
    page = visit(cast.reviewer, "/", viewport={"width": width, "height": 844})
    nav = page.get_by_role("navigation", name="Main")
    assert nav.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert len({link.bounding_box()["y"] for link in nav.get_by_role("link").all()}) == 1, "in one line"
    page.get_by_role("button", name="Keyboard help").click()
    expect(page.locator("#help")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
