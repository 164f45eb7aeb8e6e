"""Forms in a real browser: clicked twice, left without an answer, and typed words that nothing leaves behind."""

import re

import pytest
from playwright.sync_api import expect

from claims.models import Claim, Message, Thread
from tests.browser.hands import intercept
from tests.make import make_article, make_claim
from tests.views.panel import cut, taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db, cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)


def address(claim):
    return f"/articles/{claim.article_id}/claims/{claim.number}/"


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture
def complaints():
    """What scripts complained of, but for htmx's own note that no answer came: here none comes on purpose."""

    class Complaints(list):
        def append(self, words):
            if not words.startswith(("htmx:afterRequest", "htmx:sendError")):
                super().append(words)

    return Complaints()


def lost(page, what, arrives):
    """The next answer to a form sent to ``what`` is lost; the form itself ``arrives`` or does not."""

    def handle(route):
        if arrives:
            route.fetch()
        route.abort()

    intercept(page, what, handle, times=1)


def test_a_double_click_sends_one_form_and_shows_no_error(cast, article, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/threads/")
    page.locator("textarea[name=words]").fill("Who counted?")
    page.get_by_role("button", name="Open thread").dblclick()
    expect(page.get_by_text("Who counted?")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Threads")
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)


def test_a_double_click_in_the_panel_and_in_the_line_bar_does_one_thing(cast, article, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=2")
    page.locator("[data-cut]").dblclick()
    expect(page.locator("#done")).to_contain_text("Claim 1 made.")
    expect(page.get_by_label("Statement", exact=True)).to_be_focused()
    page.get_by_role("button", name="Take").dblclick()
    expect(page.locator("#claim-head")).to_contain_text("Leyla Checker has it")
    expect(page.locator(".conflict")).to_have_count(0)
    assert Claim.objects.get().events.filter(verb="take").count() == 1


def test_after_no_answer_the_page_looks_and_finds_that_it_was_saved(cast, claim, visit):
    page = visit(cast.checker, address(claim))
    lost(page, "**/save/", arrives=True)
    page.get_by_label("Rationale").fill("Counted twice.")
    page.keyboard.press("Control+s")
    expect(page.locator("#connection")).to_have_text("It was saved.")
    expect(page.get_by_label("Rationale")).to_have_value("Counted twice.")
    assert fresh(claim).rationale == "Counted twice."


def test_after_no_answer_the_page_looks_and_keeps_what_was_not_saved(cast, claim, visit):
    page = visit(cast.checker, address(claim))
    lost(page, "**/save/", arrives=False)
    page.get_by_label("Rationale").fill("Counted twice.")
    page.get_by_label("Not checkable").check()
    page.get_by_label("Rationale").focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#connection")).to_contain_text("It was not saved. What you typed is still here")
    expect(page.get_by_label("Rationale")).to_have_value("Counted twice.")
    expect(page.get_by_label("Not checkable")).to_be_checked()
    page.keyboard.press("Control+s")
    expect(page.locator("#messages")).to_contain_text("Saved: ")
    assert (fresh(claim).rationale, fresh(claim).verdict) == ("Counted twice.", "not_checkable")


def test_evidence_that_is_sent_again_after_no_answer_is_there_once(cast, claim, visit):
    page = visit(cast.checker, address(claim))
    page.get_by_label("Rationale").fill("Half a thou")
    page.get_by_role("link", name=re.compile("Add evidence")).click()
    page.get_by_label("Source", exact=True).fill("Bridge survey")
    page.get_by_label("Where in it").fill("row 4")
    lost(page, "**/evidence/", arrives=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#connection")).to_contain_text("send it again only if your change was not made")
    expect(page.locator(".ev")).to_contain_text("row 4")
    expect(page.get_by_label("Where in it")).to_have_value("row 4")
    page.get_by_label("Where in it").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#connection")).to_have_text("This was already done when you sent it before.")
    expect(page.locator("#evidence-form")).to_have_count(0)
    expect(page.get_by_label("Rationale")).to_have_value("Half a thou")
    assert claim.evidence.count() == 1


@pytest.mark.parametrize("key", ["Enter", "n"])
def test_a_key_that_opens_another_claim_asks_before_typed_words_are_left(cast, article, claim, visit, key):
    make_claim(article, "3 cracks", actor=cast.checker)
    page = visit(cast.checker, address(claim) + "?line=3")
    page.get_by_label("Rationale").fill("Half a thou")
    page.keyboard.press("Escape")
    page.locator("#line-3 .no").focus()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press(key)
    expect(page.get_by_label("Rationale")).to_have_value("Half a thou")
    assert asked == ["You have unsaved changes. Leave without saving?"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press(key)
    expect(page.locator("#claim-head")).to_contain_text("claim 2")


def test_enter_in_a_question_answers_that_question_and_loses_no_due_date(cast, claim, visit):
    page = visit(cast.chief, address(claim))
    page.locator(".ask summary", has_text="Assign").click()
    page.locator("#assign-due").fill("2030-12-01T18:00")
    page.locator("#assign-due").press("Enter")
    expect(page.locator("#messages")).to_contain_text("You assigned claim 1.")
    assert fresh(claim).due.year == 2030


def test_a_refused_press_puts_its_reasons_into_sight_and_the_focus(cast, claim, visit):
    page = visit(cast.checker, address(claim))
    page.get_by_label("Statement", exact=True).fill("")
    page.keyboard.press("Control+Enter")
    said = page.locator("#claim-foot [role=alert]")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    expect(said.locator("li")).to_have_text(["Write a statement that stands alone.", "Choose a verdict."])
