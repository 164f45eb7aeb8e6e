"""Several lines chosen by mouse and by keyboard, and what the bar then does to all of them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims import reference
from tests.make import make_article, make_claim, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db, cast):
    reference.ensure(cast.desk)
    article = make_article(cast.desk, actor=cast.writer)
    for words in ("40 lorries", "3 cracks in its deck"):
        make_claim(article, words, actor=cast.checker)
    return article


def test_lines_are_chosen_with_shift_and_taken_marked_and_undone_by_key(article, cast, visit):
    page = visit(cast.checker, reverse("claims:bench", args=[article.pk]) + "?line=2")
    says = page.locator("#range-says")
    expect(page.locator("#range")).to_be_hidden()
    page.locator("#line-2 .no").click()
    page.keyboard.press("Shift+ArrowDown")
    expect(says).to_have_text("Lines 2 to 3")
    page.keyboard.press("Shift+ArrowDown")
    expect(says).to_have_text("Lines 2 to 4")
    expect(page.locator(".line.held")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator("#range")).to_be_hidden()
    page.locator("#line-2 .no").click()
    page.locator("#line-3 .no").click(modifiers=["Shift"])
    expect(says).to_have_text("Lines 2 to 3")
    page.keyboard.press("t")
    expect(page.locator("#messages")).to_contain_text("2 claims of lines 2 to 3 taken.")
    expect(page.locator("#range")).to_be_hidden()
    expect(page.locator("#line-3 .no")).to_be_focused()
    assert set(article.claims.values_list("assignee__name", flat=True)) == {cast.checker.name}
    page.locator("#line-2 .no").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("m")
    expect(page.locator("#done")).to_contain_text("Marked")
    assert article.current_version.marks.count() >= 2
    expect(says).to_have_text("Lines 2 to 3")  # the same lines are still chosen
    expect(page.locator("#done")).to_contain_text("Marked 3 places, from “The mayor said the old…” to “")
    page.keyboard.press("z")
    expect(page.locator("#done")).not_to_contain_text("Marked")
    assert not article.current_version.marks.filter(removed_at=None).exists()


def test_a_step_without_shift_lets_the_lines_go(article, cast, visit):
    page = visit(cast.chief, reverse("claims:bench", args=[article.pk]) + "?line=2")
    page.locator("#line-2 .no").click()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("button", name="Assign", exact=True)).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#range")).to_be_hidden()
    expect(page.locator("#line-form")).to_be_visible()


def test_reason_person_and_date_of_several_lines_are_reached_by_key_and_enter_presses_their_own_button(
    article, cast, visit
):
    page = visit(cast.chief, reverse("claims:bench", args=[article.pk]) + "?line=2")
    line = page.locator("#line-2 .no")
    line.click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("w")
    page.keyboard.type(cast.second_checker.name)
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("assigned to Sam Checker")
    line.click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("d")
    expect(page.locator("#range-due")).to_be_focused()
    page.locator("#range-due").fill("2031-05-01T12:00")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("given a due date")
    assert set(article.claims.values_list("assignee__name", "due__year")) == {("Sam Checker", 2031)}
    line.click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(page.locator("#range-says")).to_have_text("Lines 2 to 3")
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Marked 3 places")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("Of several lines: choose who")


def test_lines_are_chosen_by_touch_and_the_bar_is_folded_on_a_phone(article, cast, visit):
    path = reverse("claims:bench", args=[article.pk])
    page = visit(cast.checker, path, viewport={"width": 390, "height": 844}, has_touch=True)
    page.get_by_role("button", name="Select lines").tap()
    page.locator("#line-2").tap()
    expect(page.get_by_role("button", name="Press the last line")).to_be_visible()
    page.locator("#line-4 .no").tap()
    bar = page.locator("#range")
    expect(bar.locator("summary")).to_have_text("Lines 2 to 4")
    expect(page.get_by_role("button", name="Take their claims")).to_be_hidden()
    assert page.locator(".linebar").bounding_box()["height"] < 844 / 4
    bar.locator("summary").tap()
    page.get_by_role("button", name="Take their claims").tap()
    expect(page.locator("#messages")).to_contain_text("2 claims of lines 2 to 4 taken.")
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Select lines")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_paragraph_is_chosen_and_its_suggestions_accepted_and_the_rest_marked_by_one_key_each(article, cast, visit):
    for words in ("The mayor said the old bridge carries", "The ministry denied that the bridge was closed"):
        make_draft(article, words)
    page = visit(cast.checker, reverse("claims:bench", args=[article.pk]) + "?line=2")
    page.keyboard.press("Shift+End")
    expect(page.locator("#range-says")).to_have_text("Lines 2 to 3")
    page.keyboard.press("Shift+End")
    expect(page.locator("#range-says")).to_have_text("Lines 2 to 5")
    expect(page.locator(".drafts").filter(visible=True)).to_have_count(2)
    expect(page.locator(".drafts button").filter(visible=True)).to_have_count(0)
    page.keyboard.press("a")
    expect(page.locator("#messages")).to_contain_text("2 claims made on lines 2 to 5.")
    expect(page.locator("#range-says")).to_have_text("Lines 2 to 5")
    page.keyboard.press("m")
    expect(page.locator("#messages")).to_contain_text("made on lines 2 to 5.")
    page.keyboard.press("t")
    expect(page.locator("#messages")).to_contain_text("4 claims of lines 2 to 5 taken.")
    expect(page.locator("#range")).to_be_hidden()
    page.keyboard.press("Shift+Home")
    expect(page.locator("#range-says")).to_have_text("Lines 4 to 5")
    page.keyboard.press("Shift+Home")
    expect(page.locator("#range-says")).to_have_text("Lines 1 to 5")
