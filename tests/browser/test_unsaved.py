"""Words that are typed, and words that are put together, are never left behind without a question."""

import pytest
from playwright.sync_api import expect

from claims.models import NoClaimMark
from tests.browser.hands import drag
from tests.make import make_article, make_claim
from tests.views.panel import cut, taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNSAVED = "You have unsaved changes. Leave without saving?"


@pytest.fixture
def article(transactional_db, cast):
    cast.desk.reasons.create(kind="no_claim", words="A scene, not a fact")
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)


def address(claim):
    return f"/articles/{claim.article_id}/claims/{claim.number}/"


@pytest.fixture
def stay():
    """``stay(page)``: whoever is asked on this page stays; gives the list of the questions that were asked."""

    def on(page):
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.message or dialog.type), dialog.dismiss()))
        return asked

    return on


def leave(page, asked):
    """Follow a link to another page; what the browser itself asks has no words of ours."""
    before = len(asked)
    with page.expect_event("dialog"):
        page.locator("[data-go=sources]").click()
    assert asked[before:] == ["beforeunload"]


def test_a_reason_typed_in_the_line_bar_is_not_left_without_a_question(cast, article, visit, stay):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=3")
    asked = stay(page)
    page.locator("#reason").select_option("")
    page.locator("#own-reason").fill("Half a reas")
    leave(page, asked)
    expect(page.locator("#own-reason")).to_have_value("Half a reas")
    page.locator("#own-reason").press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#own-reason")).to_have_value("Half a reas")
    page.locator("#reason").select_option("A scene, not a fact")
    expect(page.locator("#own-reason")).to_be_visible()
    page.locator("#own-reason").press("Enter")
    expect(page.locator("#done")).to_contain_text("Half a reas")
    assert NoClaimMark.objects.get().reason == "Half a reas"
    page.locator("[data-go=sources]").click()
    expect(page.get_by_role("heading", name="Sources", level=1)).to_be_visible()
    assert len(asked) == 1


def test_what_others_do_shows_while_a_reason_is_typed_in_the_line_bar(cast, article, visit, stay):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=3")
    asked = stay(page)
    page.locator("#reason").select_option("")
    page.locator("#own-reason").fill("Half a reas")
    cut(article, "40 lorries", actor=cast.second_checker)
    expect(page.locator("a.seg")).to_have_text("40 lorries")
    expect(page.locator("#own-reason")).to_have_value("Half a reas")
    page.locator("a.seg").click()
    expect(page.locator("#claim-head")).to_be_visible()
    assert asked == []


def test_pieces_of_words_are_left_neither_by_escape_nor_without_a_question(cast, article, visit, stay):
    page = visit(cast.checker, f"/articles/{article.pk}/")
    asked = stay(page)
    drag(page, "40 lorries")
    page.locator("[data-keep]").click()
    drag(page, "3 cracks")
    page.locator(".line[aria-current] .no").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#pieces li")).to_have_text(["40 lorries✕"])
    leave(page, asked)
    page.locator("#pieces button").click()
    page.locator("[data-go=sources]").click()
    expect(page.get_by_role("heading", name="Sources", level=1)).to_be_visible()


def test_words_taken_for_the_part_of_a_split_are_not_left_without_a_question(cast, article, visit, stay):
    claim = make_claim(article, "The mayor said the old bridge carries 40 lorries an hour")
    page = visit(cast.checker, f"/claims/{claim.pk}/split/")
    asked = stay(page)
    drag(page, "The mayor said")
    page.locator("[data-take]").first.click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("[data-quoted]").first).to_have_text("The mayor said")
    assert asked == [UNSAVED]


def test_cancelling_evidence_asks_where_something_was_typed(cast, claim, visit, stay):
    page = visit(cast.checker, address(claim))
    asked = stay(page)
    page.keyboard.press("e")
    expect(page.get_by_label("Source", exact=True)).to_be_focused()
    page.get_by_label("Where in it").fill("row 4")
    page.locator("#evidence-form").get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Where in it")).to_have_value("row 4")
    assert asked == [UNSAVED]
    page.get_by_label("Where in it").fill("")
    page.locator("#evidence-form").get_by_role("link", name="Cancel").click()
    expect(page.locator("#evidence-form")).to_have_count(0)
    assert len(asked) == 1


@pytest.mark.parametrize("tab", ["claim", "threads"])
def test_going_back_asks_before_what_was_typed_beside_the_galley_goes(cast, article, claim, visit, stay, tab):
    make_claim(article, "3 cracks", actor=cast.checker)
    page = visit(cast.checker, f"/articles/{article.pk}/")
    asked = stay(page)
    page.locator("a.seg", has_text="40 lorries").click()
    expect(page.locator("#claim-head")).to_contain_text("claim 1")
    page.locator("a.seg", has_text="3 cracks").click()
    expect(page.locator("#claim-head")).to_contain_text("claim 2")
    field = page.get_by_label("Rationale")
    if tab == "threads":
        page.locator("#side .tabs a", has_text="Threads").click()
        field = page.locator("#side textarea[name=words]")
    field.fill("Half a thou")
    page.evaluate("history.back()")
    expect(field).to_have_value("Half a thou")
    expect(page.locator("#side [data-panel]")).to_have_attribute("data-panel", "2")
    assert asked == [UNSAVED] and "/claims/2/" in page.url
    field.fill("")
    page.evaluate("history.back()")
    expect(page.locator("#side [data-panel]")).not_to_have_attribute("data-panel", "3")


def test_what_was_refused_is_still_unsaved_in_a_page_of_its_own(cast, article, visit, stay):
    page = visit(cast.checker, "/sources/new/")
    asked = stay(page)
    page.get_by_label("Title").fill("Bridge survey")
    page.get_by_label("Publisher").fill("The city")
    page.get_by_label("Derives from").fill("What nobody knows")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.locator(".error").first).to_be_visible()
    leave(page, asked)
    expect(page.get_by_label("Publisher")).to_have_value("The city")


def test_what_was_refused_is_still_unsaved_in_the_panel(cast, article, claim, visit, stay):
    make_claim(article, "3 cracks", actor=cast.checker)
    page = visit(cast.checker, address(claim))
    asked = stay(page)
    page.get_by_label("Statement", exact=True).fill("Half a sentence")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-foot [role=alert]")).to_be_visible()
    page.locator("#line-3 .no").focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Statement", exact=True)).to_have_value("Half a sentence")
    assert asked == [UNSAVED]


def test_a_press_that_was_refused_with_nothing_typed_leaves_nothing_unsaved(cast, article, claim, visit, stay):
    make_claim(article, "3 cracks", actor=cast.checker)
    page = visit(cast.checker, address(claim))
    asked = stay(page)
    page.locator("#side").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-foot [role=alert]")).to_be_visible()
    page.locator("#line-3 .no").focus()
    page.keyboard.press("n")
    expect(page.locator("#claim-head")).to_contain_text("claim 2")
    assert asked == []


def test_a_reason_that_a_save_leaves_in_its_box_is_still_unsaved(cast, article, claim, visit, stay):
    make_claim(article, "3 cracks", actor=cast.checker)
    page = visit(cast.checker, address(claim))
    asked = stay(page)
    page.locator(".ask summary", has_text="Retire").click()
    page.locator("#retire-reason").fill("It says noth")
    page.get_by_label("Rationale").fill("Counted.")
    page.keyboard.press("Control+s")
    expect(page.locator("#messages")).to_contain_text("Saved")
    page.locator("#line-3 .no").focus()
    page.keyboard.press("n")
    expect(page.locator("#retire-reason")).to_have_value("It says noth")
    assert asked == [UNSAVED]
