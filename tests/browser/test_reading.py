"""A captured text beside the claim in a real browser: words that are selected in it become the excerpt."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from claims.editing.captures import add_copy
from tests.browser.conftest import session_of
from tests.make import make_article, make_claim, make_source

pytestmark = pytest.mark.browser

TEXT = (
    "The 🚧 bridge 🚚 carries 40 lorries an hour.\n\nقال الوزير إن الجسر مغلق منذ 3 أيام.\n\nNobody counted at night."
)
SELECT = """([first, start, last, end]) => {
  const words = [...document.querySelectorAll("[data-read] [data-block]")].map((one) => one.firstChild);
  getSelection().setBaseAndExtent(words[first], start, words[last], end);
}"""


def test_words_selected_over_two_paragraphs_become_the_excerpt_and_are_unsaved_until_they_are_saved(
    cast, page, live_server
):
    claim = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries", actor=cast.checker)
    source = make_source(cast.desk, title="Traffic count")
    add_copy(source, actor=cast.checker, sha256="0" * 64, size=3, name="a.txt", text=TEXT)
    page.context.add_cookies([session_of(cast.checker) | {"url": live_server.url}])
    page.goto(live_server.url + reverse("claims:claim", args=[claim.article_id, claim.number]))
    page.get_by_role("link", name="+ Add evidence").click()
    page.get_by_label("Source", exact=True).fill("Traffic count")
    page.get_by_label("Source", exact=True).press("Escape")
    page.get_by_role("button", name="Read the source").press("Enter")
    expect(page.locator("#reader-head")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    # A browser counts two units for each of the signs before these words.
    page.evaluate(SELECT, [0, TEXT.index("carries") + 2, 1, 13])
    page.get_by_role("button", name="Use the selected words").click()
    excerpt = page.get_by_label("Excerpt, in the original")
    expect(excerpt).to_be_focused()
    expect(excerpt).to_have_value("carries 40 lorries an hour.\n\nقال الوزير إن")
    expect(page.get_by_label("Where in it")).to_have_value(
        "paragraph 1, behind “The 🚧 bridge 🚚” and before “الجسر مغلق منذ 3 أيام.”"
    )
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#evidence-form").get_by_role("link", name="Cancel").click()
    expect(excerpt).to_have_value("carries 40 lorries an hour.\n\nقال الوزير إن")
    excerpt.press("Control+Enter")
    page.get_by_role("link", name="capture of").click()
    expect(page.locator("mark")).to_have_text(["carries 40 lorries an hour.", "قال الوزير إن"])
    expect(page.locator("mark").first).to_be_in_viewport()
    assert Axe().run(page).response["violations"] == []
