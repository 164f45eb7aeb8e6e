"""An article goes in through a real browser: pasted, proposed, decided on and taken in."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKEN_IN = re.compile(r"/articles/\d+/$")
TEXT = (
    "Bridge closes for repairs\n\nBridge closes for repairs\n\nBy Wanda Writer\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks.\n\n"
    "See also our pictures of the bridge.\n"
)


def log_in(page, live_server, person):
    page.goto(live_server.url + reverse("claims:login"))
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill("bridge-40-lorries")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def paste(page, live_server, text=TEXT):
    page.goto(live_server.url + reverse("claims:article_new"))
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Continue").click()


def the_blocks_left_out():
    return [block.position for block in Article.objects.get().current_version.blocks.filter(left_out=True)]


def test_a_pasted_article_is_proposed_decided_on_and_taken_in_by_keyboard(page, live_server, cast):
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    log_in(page, live_server, cast.checker)
    paste(page, live_server)
    assert page.get_by_label("Headline", exact=True).input_value() == "Bridge closes for repairs"
    expect(page.get_by_label("Why block 5 is left out")).to_be_hidden()
    page.get_by_label("Leave out block 5").check()
    page.get_by_label("Why block 5 is left out").fill("a pointer to pictures")
    page.locator("[data-rows=chain] summary").click()
    page.locator("[data-rows=chain]").get_by_role("button", name="Add a row").click()
    page.locator("#id_chain-3-outlet").fill("Bridge Daily")
    page.get_by_label("Headline", exact=True).press("Enter")
    assert not Article.objects.exists()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(TAKEN_IN)
    assert the_blocks_left_out() == [1, 2, 4]
    assert Article.objects.get().chain.get().outlet == "Bridge Daily"
    assert problems == []


def test_on_a_phone_the_words_of_a_block_stand_below_its_controls(page, live_server, cast):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, live_server, cast.checker)
    paste(page, live_server)
    for block in page.locator(".blocks li").all():
        kind, words, out = (block.locator(one).bounding_box() for one in ("select", ".txt", "label.tick"))
        assert words["y"] > kind["y"] + kind["height"] and kind["width"] > 80
        assert out["height"] < 40 and abs(out["y"] - kind["y"]) < 20 and words["width"] > 280


def test_a_paste_that_is_too_large_is_told_before_it_is_sent_and_stays(page, live_server, cast):
    log_in(page, live_server, cast.checker)
    page.goto(live_server.url + reverse("claims:article_new"))
    page.evaluate("document.querySelector('#id_text').value = 'Мост закрыт. '.repeat(100000)")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("It is over 2 MB").wait_for()
    assert page.evaluate("document.querySelector('#id_text').value.length") == 1_300_000


def test_it_goes_in_without_javascript(browser, live_server, cast):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server, cast.checker)
    paste(page, live_server)
    page.get_by_role("button", name="Create article").click()
    page.wait_for_url(TAKEN_IN)
    assert the_blocks_left_out() == [1, 2]
    context.close()


PASTED = """page => {
  const data = new DataTransfer();
  data.setData("text/html", page);
  data.setData("text/plain", "Bridge closes for repairs");
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("#id_text").dispatchEvent(paste);
}"""


def test_a_paste_from_a_word_processor_keeps_its_headings_and_lists_and_its_links_become_evidence(
    page, live_server, cast
):
    log_in(page, live_server, cast.checker)
    page.goto(live_server.url + reverse("claims:article_new"))
    page.evaluate(
        PASTED,
        "<h1>Bridge closes for repairs</h1><ul>"
        "<li>It carries <a href='https://example.org/count'>40 lorries</a>.</li><li>It is old.</li></ul>",
    )
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        "# Bridge closes for repairs\n\n- It carries 40 lorries.\n\n- It is old."
    )
    expect(page.get_by_text("Pasted with its headings, lists, quotations and tables")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Bridge closes for repairs")
    expect(page.get_by_label("Kind of block 2")).to_have_value("list_item")
    page.get_by_label("Ours, not yet published").check()
    page.get_by_role("button", name="Create article").click()
    expect(page.locator("#line-2 .backed")).to_have_text("†1")
    page.goto(f"{page.url}?line=2")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Backing from the writer")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("i")
    expect(page.locator("#claim-evidence .ev.unconfirmed")).to_contain_text("example.org/count")
    expect(page.get_by_text("Is evidence of this claim.")).to_be_focused()
