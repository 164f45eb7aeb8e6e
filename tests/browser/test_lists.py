"""The lists in a real browser: logged in by hand, walked by keyboard, and clean for who does not see the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.make import make_article, make_claim, make_evidence, make_source, send_to_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_list(as_ben, live_server, article, scheme):
    page = as_ben
    page.emulate_media(color_scheme=scheme)
    source = article.claims.first().evidence.get().source_id
    addresses = [
        *[reverse(f"claims:{name}") for name in ("desk", "articles", "claims", "sources", "source_new", "drafts")],
        reverse("claims:queue", args=["review"]),
        reverse("claims:claims") + "?q=nothing+like+it",
        reverse("claims:claims") + "?state=wrong",
        reverse("claims:source", args=[source]),
        reverse("claims:article_record", args=[article.pk]),
        reverse("claims:article_record", args=[article.pk]) + "?claim=1",
        reverse("claims:versions", args=[article.pk, 1]),
    ]
    found = {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(live_server.url + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            violations = Axe().run(page, options=RULES).response["violations"]
            if violations:
                found[address, width] = [(one["id"], one["nodes"][0]["target"]) for one in violations]
    assert found == {}
