"""A living article in a real browser: two tabs on one text, the tray by keyboard, any script, and long texts."""

import re

import pytest
from playwright.sync_api import expect

from claims.editing.articles import create_article
from claims.editing.versions import bring_in
from claims.models import Claim, Piece
from claims.queries.revision import blocks_of
from claims.tasks import bring_in_texts, heartbeat
from tests.browser.hands import drag
from tests.living import blocks
from tests.make import make_claim, sign_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCRIPTS = (
    "Bridge reopens after the flood",
    "The mayor said the old bridge carries 200 lorries an hour. Engineers found 3 cracks in its deck.",
    "🚒 Crews drove e\u0301lan-class boats, 12 of them 🚤🚤, to the quay.",
    "Naziriyyə körpünün bağlı olduğunu təkzib etdi.",
    "სამინისტრომ თქვა, რომ ხიდი დაკეტილია.",
    "قال الوزير إن الجسر يحمل ٤٠ شاحنة في الساعة.",
    "Նախարարը ասաց, որ կամուրջը փակ էր մայիսին։",
)


@pytest.fixture
def article(transactional_db, cast):
    fields = {"headline": SCRIPTS[0], "language": "en", "ownership": "ours"}
    return create_article(cast.desk, actor=cast.writer, blocks=blocks(*SCRIPTS), **fields)


def text_box(page):
    return page.get_by_label("Text", exact=True)


def arrived(page, heading):
    """On the page of that heading, with its scripts run: a key that comes before them does nothing."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def paste(page, article, old, new, line_end="\n"):
    page.goto(f"/articles/{article.pk}/versions/new/")
    text = text_box(page).input_value().replace(old, new).replace("\n", line_end)
    text_box(page).fill(text)
    page.keyboard.press("Control+Enter")
    arrived(page, "The next version")


def test_a_changed_figure_is_seen_before_it_is_written_and_voids_when_it_is(article, cast, visit):
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    page = visit(cast.writer)
    paste(page, article, "200", "230", line_end="\r\n")
    expect(page.locator("#changed ins").first).to_have_text("230")
    expect(page.locator("#changed")).to_contain_text("Its sign-off will be void.")
    page.keyboard.press("Control+Enter")
    arrived(page, "Reconcile")
    claim.refresh_from_db()
    assert (claim.state, claim.quoted) == ("changed", "230 lorries an hour")


def test_a_text_left_to_a_worker_is_followed_without_a_press(article, cast, visit, monkeypatch):
    monkeypatch.setattr("claims.views.versions.SHOWING", 0)  # seconds: any text takes longer
    heartbeat()
    page = visit(cast.writer)
    paste(page, article, "200", "230")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("happens in the background")).to_be_visible()
    bring_in_texts()
    expect(page.get_by_text("Version 2 is in work.")).to_be_visible()
    page.get_by_role("link", name="Open the article").click()
    expect(page.locator("#galley")).to_contain_text("230 lorries an hour")


def test_of_two_tabs_that_race_the_second_is_shown_the_firsts_text_and_keeps_its_own(article, cast, visit):
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    one, other = visit(cast.writer), visit(cast.chief)
    paste(one, article, "3 cracks", "5 cracks")
    paste(other, article, "200", "230")
    other.keyboard.press("Control+Enter")
    expect(other.get_by_role("heading", name="Reconcile")).to_be_visible()
    one.keyboard.press("Control+Enter")
    expect(one.get_by_role("alert")).to_contain_text("Version 2 came in meanwhile, from Chris Chief.")
    expect(one.locator(".changes")).to_contain_text("5 cracks")
    expect(one.get_by_role("alert")).to_be_focused()
    assert "5 cracks" in one.locator("#id_text").input_value()
    assert article.versions.count() == 2


@pytest.mark.parametrize(
    "words",
    ["12 of them 🚤🚤", "körpünün bağlı", "ხიდი დაკეტილია", "الجسر يحمل ٤٠ شاحنة", "կամուրջը փակ էր"],
)
def test_what_is_selected_in_any_script_is_what_is_stored_and_goes_along(article, cast, visit, words):
    page = visit(cast.checker, f"/articles/{article.pk}/")
    drag(page, words)
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    paste(page, article, SCRIPTS[0], f"🎺 {SCRIPTS[0]}")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/articles/\d+/(reconcile/)?$"))
    piece = Piece.objects.get(version__number=2)
    assert piece.words == words == piece.block.text[piece.start : piece.end]


def test_the_tray_and_the_changes_are_worked_through_by_keyboard(article, cast, visit):
    lost = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    changed = make_claim(article, "200 lorries an hour", actor=cast.checker)
    text = [
        block
        | {
            "text": block["text"]
            .replace(
                " Engineers found 3 cracks in its deck.", " Engineers found many cracks in the old deck, 3 of them."
            )
            .replace("200", "230")
        }
        for block in blocks_of(article.current_version)
    ]
    text[1]["text"] = "The mayor said the old bridge carries 230 lorries an hour."
    bring_in(article, text, actor=cast.writer, base=1)
    page = visit(cast.checker, f"/articles/{article.pk}/reconcile/")
    expect(page.locator(f"#claim-{lost.number}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#claim-{changed.number}")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("keeps its new words")
    page.wait_for_load_state()
    page.locator(f"#claim-{lost.number} summary").click()
    page.get_by_label(f"Why claim {lost.number} is retired").fill("taken out")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The tray is empty")).to_be_visible()
    assert Claim.objects.get(pk=lost.pk).state == "retired"


def test_two_versions_show_what_differs_and_all_lines_for_whoever_asks(article, cast, visit):
    text = [one | {"text": one["text"].replace("200", "230")} for one in blocks_of(article.current_version)]
    bring_in(article, text, actor=cast.writer, base=1)
    page = visit(cast.observer, f"/articles/{article.pk}/compare/1/2/", viewport={"width": 390, "height": 844})
    texts = page.get_by_role("table", name="The two texts, line by line")
    old, new = (texts.locator(tag).bounding_box() for tag in ("del", "ins"))
    assert old["y"] + old["height"] <= new["y"], "on a phone the old words stand above the new"
    expect(texts).not_to_contain_text("Engineers found 3 cracks")
    page.get_by_role("link", name="All lines").click()
    expect(texts).to_contain_text("Engineers found 3 cracks")
    printed = page.get_by_text("by Olga Observer")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed).to_contain_text(article.headline)


def test_the_memo_is_walked_by_keyboard_and_says_on_paper_of_which_article_and_version_it_is(article, cast, visit):
    for words in ("200 lorries an hour", "3 cracks"):
        make_claim(article, words, actor=cast.checker, line_decision="cut", decision_reason="Nobody counted.")
    page = visit(cast.writer, f"/articles/{article.pk}/memo/")
    for words in ("200 lorries", "3 cracks"):
        page.keyboard.press("j")
        expect(page.locator("tr[aria-current]")).to_contain_text(words)
    page.emulate_media(media="print")
    expect(page.locator(".printed b")).to_have_text(article.headline)
    expect(page.locator(".crumbs")).to_have_text(re.compile(r"version 1\s*$"))
    expect(page.get_by_text("·", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{article.pk}/claims/2/")


def test_one_line_is_edited_from_the_workbench_by_key(article, cast, visit):
    page = visit(cast.writer, f"/articles/{article.pk}/?line=2")
    page.keyboard.press("j")
    page.keyboard.press("l")
    arrived(page, "Edit line 3")
    expect(page.get_by_label("New words")).to_be_focused()
    page.get_by_label("New words").fill("Engineers found 5 cracks in its deck.")
    page.keyboard.press("Control+Enter")
    arrived(page, "Line 3 in other words")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#galley")).to_contain_text("5 cracks")


@pytest.mark.parametrize("one_line", [True, False])
def test_a_text_of_fifty_thousand_words_stores_what_is_selected(transactional_db, cast, visit, one_line):
    sentence = "Lorry number {} crossed the bridge at noon and nobody counted it"
    sentences = [sentence.format(at) for at in range(4500)]  # 11 words each
    last = "The 🚚 mayor counted e\u0301very lorry himself."
    if one_line:
        texts = ["; ".join(sentences[:450]) + ". " + last]
    else:
        texts = [". ".join(sentences[at : at + 30]) + "." for at in range(0, 4500, 30)] + [last]
    fields = {"headline": "Count", "language": "en", "ownership": "ours"}
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks("Count", *texts), **fields)
    page = visit(cast.checker, f"/articles/{article.pk}/")
    drag(page, "e\u0301very lorry")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made", timeout=30_000)
    piece = Piece.objects.get()
    assert piece.words == "e\u0301very lorry" == piece.block.text[piece.start : piece.end]


def test_a_version_that_waits_is_found_on_the_desk_and_taken_back_into_the_form(cast, article, visit, monkeypatch):
    monkeypatch.setattr("claims.views.versions.SHOWING", 0)  # seconds: any text takes longer
    heartbeat()
    page = visit(cast.writer)
    paste(page, article, "200", "230")
    page.get_by_role("button", name="Create version 2").click()
    expect(page.get_by_role("button", name="Take back this version")).to_be_visible()
    page = visit(cast.chief, viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Next version waiting").click()
    page.get_by_role("button", name="Take back this version").focus()
    page.keyboard.press("Enter")
    arrived(page, "This text was not added")
    expect(page.locator("[data-focus]")).to_be_focused()
    assert "230 lorries" in page.locator("#id_text").input_value()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
