"""The workbench in a real browser: words selected by mouse and keyboard, two people at once, and no script at all."""

import re

import pytest
from django.db.models import F
from playwright.sync_api import expect

from claims.editing.claims import cut_claim
from claims.models import Claim, DraftRun, NoClaimMark
from claims.states import ClaimState
from tests.browser.hands import back_to_the_galley, drag
from tests.make import find_words, make_article, make_claim, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Bridge reopens after the flood\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks in its deck.\n\n"
    "👩🏽‍🚒 Crews drove e\u0301lan-class boats, 12 of them 🚤🚤, to the quay. The ministry denied it.\n\n"
    "قال الوزير إن الجسر يحمل ٤٠ شاحنة في الساعة.\n\n"
    "Նախարարը ասաց, որ կամուրջը փակ էր մայիսին։"
)


@pytest.fixture
def article(transactional_db, cast):
    cast.desk.reasons.create(kind="no_claim", words="A scene, not a fact")
    cast.desk.reasons.create(kind="no_claim", words="An opinion")
    return make_article(cast.desk, TEXT, actor=cast.writer)


def bench(article):
    return f"/articles/{article.pk}/"


def pieces(claim):
    return [piece.words for piece in claim.pieces.all()]


@pytest.mark.parametrize(
    "words",
    ["old bridge carries 40 lorries", "e\u0301lan-class boats, 12 of them", "الجسر يحمل ٤٠ شاحنة", "կամուրջը փակ էր"],
)
def test_words_selected_with_the_mouse_are_the_words_stored(article, cast, visit, words):
    page = visit(cast.checker, bench(article))
    drag(page, words)
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    piece = Claim.objects.get().pieces.get()
    block, start, end = find_words(article.current_version, words)
    assert (piece.block, piece.start, piece.end, piece.words) == (block, start, end, words)
    expect(page.locator("a.seg")).to_have_text(words)
    expect(page.locator("#side")).to_contain_text(words)


def test_a_selection_that_ends_inside_a_word_grows_to_the_whole_word(article, cast, visit):
    page = visit(cast.checker, bench(article))
    drag(page, "ngineers found 3 crac")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    assert pieces(Claim.objects.get()) == ["Engineers found 3 cracks"]


def test_several_pieces_make_one_claim(article, cast, visit):
    page = visit(cast.checker, bench(article))
    drag(page, "The mayor said")
    drag(page, "40 lorries", ctrl=True)
    expect(page.locator("#pieces li")).to_have_text(["The mayor said✕"])
    page.keyboard.press("+")
    drag(page, "in its deck")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    assert pieces(Claim.objects.get()) == ["The mayor said", "40 lorries", "in its deck"]


def test_lines_are_claimed_marked_and_taken_back_with_the_keyboard_alone(article, cast, visit):
    page = visit(cast.checker, bench(article) + "?line=2")
    current = page.locator(".line[aria-current]")
    page.keyboard.press("v")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    assert pieces(Claim.objects.get()) == ["mayor said the"]
    back_to_the_galley(page)
    expect(page.locator("[data-cut]")).to_contain_text("Claim the rest")
    page.keyboard.press("m")
    expect(page.locator("#line-2 .sign .vh")).to_have_text("open")
    assert list(NoClaimMark.objects.values_list("words", "reason")) == [
        ("The", "A scene, not a fact"),
        ("old bridge carries 40 lorries an hour", "A scene, not a fact"),
    ]
    page.keyboard.press("z")
    expect(page.locator("#line-2 .sign .vh")).to_have_text("open, partly covered")
    page.keyboard.press("u")
    expect(current).to_have_id("line-3")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_contain_text("mayor said the")
    for _ in range(9):
        page.keyboard.press("j")
    expect(current).to_have_id("line-7")
    page.keyboard.press("u")
    expect(current).to_have_id("line-1")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 2 made")
    back_to_the_galley(page)
    page.keyboard.press("z")
    expect(page.locator("#line-1 .sign .vh")).to_have_text("not covered")
    assert Claim.objects.get(number=2).state == ClaimState.RETIRED


def test_what_is_typed_straight_after_a_claim_is_made_is_its_statement(article, cast, visit):
    page = visit(cast.checker, bench(article) + "?line=1")
    for line in range(1, 4):
        page.keyboard.type(f"cmjx {line}")
        statement = page.get_by_label("Statement", exact=True)
        expect(statement).to_have_value(f"mjx {line}")
        with page.expect_response(re.compile("/save/$")):
            page.keyboard.press("Control+s")
        expect(page.locator("#side")).to_have_attribute("aria-busy", "false")
        page.locator(".line[aria-current] .no").focus()
        page.keyboard.press("j")
    assert list(Claim.objects.order_by("number").values_list("line_number", "statement")) == [
        (line, f"mjx {line}") for line in range(1, 4)
    ]


def test_what_somebody_else_cuts_shows_without_reloading_and_my_selection_stays(article, cast, visit):
    page = visit(cast.checker, bench(article))
    drag(page, "old bridge carries")
    block, start, end = find_words(article.current_version, "3 cracks")
    cut_claim(article, [(block.pk, start, end, "3 cracks")], actor=cast.reviewer)
    expect(page.locator("a.seg")).to_have_text("3 cracks")
    assert page.evaluate("String(getSelection())") == "old bridge carries"
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 2 made")


def test_two_people_see_who_else_is_reading(article, cast, visit):
    mine = visit(cast.checker, bench(article))
    visit(cast.reviewer, bench(article))
    expect(mine.locator("#presence")).to_have_text("Ben Reviewer is reading")


def test_clicking_overlapping_words_goes_through_their_claims(article, cast, visit):
    make_claim(article, "The mayor said the old bridge carries 40 lorries an hour", statement="outer")
    make_claim(article, "40 lorries", statement="inner")
    page = visit(cast.checker, bench(article))
    words = page.locator("a.seg.many")
    expect(words).to_have_text("40 lorries")
    for number in (1, 2, 1):
        words.click()
        expect(page).to_have_url(re.compile(rf"/claims/{number}/"))
        expect(page.locator("#side")).to_contain_text(["outer", "inner"][number - 1])
    expect(page.locator("a.seg.sel")).to_have_count(3)


def test_other_words_for_a_claim_are_chosen_in_the_galley(article, cast, visit):
    claim = make_claim(article, "40 lorries", "3 cracks")
    page = visit(cast.checker, f"/claims/{claim.pk}/words/")
    page.locator("#pieces button").first.click()
    drag(page, "old bridge")
    expect(page.locator("[data-quoted]")).to_have_text("3 cracks … old bridge")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Claim 1 now covers the words that you selected")
    assert pieces(claim) == ["old bridge", "3 cracks"]
    expect(page.locator("a.seg.sel")).to_have_text(["old bridge", "3 cracks"])


def test_a_claim_is_split_with_words_taken_from_the_galley(article, cast, visit):
    claim = make_claim(article, "The mayor said the old bridge carries 40 lorries an hour")
    page = visit(cast.checker, f"/claims/{claim.pk}/split/")
    for part, words in enumerate(["The mayor said", "the old bridge carries 40 lorries an hour"]):
        drag(page, words)
        page.locator("[data-take]").nth(part).click()
        expect(page.locator("[data-quoted]").nth(part)).to_have_text(words)
        page.locator(f"#statement-{part}").fill(f"Statement {part}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Claim 1 was split into 2, 3")
    assert list(Claim.objects.filter(state=ClaimState.OPEN).values_list("quoted", "statement")) == [
        ("The mayor said", "Statement 0"),
        ("the old bridge carries 40 lorries an hour", "Statement 1"),
    ]


def test_a_split_in_which_nothing_was_typed_is_left_without_being_asked(article, cast, visit):
    claim = make_claim(article, "40 lorries")
    page = visit(cast.checker, f"{bench(article)}claims/{claim.number}/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("s")
    expect(page.locator("#statement-0")).to_be_focused()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#claim-head")).to_be_visible()
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("#statement-0")).to_be_focused()
    page.keyboard.type("Forty lor")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#statement-0")).to_have_value("Forty lor")
    assert asked == ["You have unsaved changes. Leave without saving?"]


def test_one_key_goes_into_the_panel_and_one_back_to_the_line(article, cast, visit):
    make_claim(article, "40 lorries", statement="")
    page = visit(cast.checker, f"{bench(article)}claims/1/")
    page.keyboard.press("f")
    page.keyboard.type("jf 40 lorries")
    page.keyboard.press("Escape")
    expect(page.locator("#line-2 .no")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#line-3")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("Statement", exact=True)).to_have_value("jf 40 lorries")


def test_without_javascript_words_are_chosen_from_lists(article, cast, visit):
    page = visit(cast.checker, bench(article), java_script_enabled=False)
    page.locator("#line-4 .no").click()
    page.locator("summary", has_text="Choose words").click()
    page.locator("select[name=first]").select_option(label="12")
    page.locator("select[name=last]").select_option(label="them")
    page.get_by_role("button", name="Make a claim of these words").click()
    expect(page.locator("#side")).to_contain_text("12 of them")
    assert pieces(Claim.objects.get()) == ["12 of them"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("a.seg")).to_have_count(0)
    page.get_by_role("button", name="No claim here").last.click()
    expect(page.locator("#line-4")).to_have_class("line s-nothing")
    assert NoClaimMark.objects.get().words == TEXT.split("\n\n")[2].split(". ")[0] + "."


def test_on_a_phone_a_claim_opens_as_a_sheet_and_escape_closes_it(article, cast, visit):
    make_claim(article, "40 lorries")
    page = visit(cast.checker, bench(article), viewport={"width": 390, "height": 844})
    expect(page.locator("#side")).to_be_hidden()
    page.locator("a.seg").click()
    expect(page.locator("#side")).to_contain_text("40 lorries")
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_reason_is_chosen_and_the_line_marked_from_the_keyboard(article, cast, visit):
    page = visit(cast.checker, bench(article) + "?line=2")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Marked “")
    assert NoClaimMark.objects.get().reason == "An opinion"
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator(".line.s-nothing")).to_have_count(2)
    assert list(NoClaimMark.objects.values_list("reason", flat=True)) == ["An opinion", "An opinion"]
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#own-reason")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator(".line[aria-current]")).to_have_id("line-3")
    assert NoClaimMark.objects.count() == 2


def test_the_key_that_makes_claims_opens_the_one_that_is_there_and_another_is_asked_for(article, cast, visit):
    page = visit(cast.checker, bench(article) + "?line=2")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 made")
    back_to_the_galley(page)
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 2 made")
    expect(page.locator("#side")).to_contain_text("claim 2")
    back_to_the_galley(page)
    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 already has these words.")
    expect(page.locator("#side")).to_contain_text("claim 1")
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 1 already has these words.")
    assert Claim.objects.count() == 2
    page.keyboard.press("Shift+C")
    expect(page.locator("#done")).to_contain_text("Claim 3 made")
    assert pieces(Claim.objects.get(number=3)) == pieces(Claim.objects.get(number=1))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_line_bar_shows_what_came_of_it_and_stays_as_high_as_it_is(article, cast, visit, width, height):
    cast.desk.reasons.create(kind="no_claim", words="Says who speaks, and no more")
    page = visit(cast.checker, bench(article) + "?line=2", viewport={"width": width, "height": height})
    bar = page.locator(".linebar")
    high = bar.bounding_box()["height"]
    page.locator("#reason").select_option("Says who speaks, and no more")
    if width > 1000:
        assert page.locator("#reason").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    page.locator("[data-mark-button]").click()
    done = page.locator("#done")
    expect(done).to_contain_text(": Says who speaks, and no more.")
    expect(done).to_contain_text("Marked “The mayor said the old bridge")
    expect(page.locator("#take-back")).not_to_have_attribute("hidden", "")
    assert abs(bar.bounding_box()["height"] - high) <= 1
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.linebar *')].filter((one) => one.checkVisibility())"
        ".map((one) => one.getBoundingClientRect().right))"
    )
    assert right <= width and done.get_by_role("button").bounding_box()["y"] + 20 < height
    expect(page.locator("#galley")).not_to_have_class(re.compile("htmx-"))
    drag(page, "old bridge carries")
    expect(page.locator("[data-cut]")).to_contain_text("Claim these words")
    if width > 1000:
        assert abs(bar.bounding_box()["height"] - high) <= 1
    assert page.locator("#reason").bounding_box()["width"] >= 125


def offer(article, *words):
    """Words with a draft each, as a reading writes them."""
    run = DraftRun.objects.get_or_create(version=article.current_version, defaults={"lines": 99})[0]
    for one in words:
        make_draft(article, one, statement=f"It is said: {one}.", reason="A statement of fact. A figure.")
    DraftRun.objects.filter(pk=run.pk).update(done=F("done") + 1)


#: Where the line one stands on begins and its last draft's last button ends, and what lies above and below.
PLACES = """() => {
  const line = document.querySelector(".line[aria-current]");
  const last = [...line.nextElementSibling.querySelectorAll(".drafts button")].at(-1);
  const [galley, bar] = ["#galley", ".linebar"].map((one) => document.querySelector(one).getBoundingClientRect());
  const [begins, ends] = [line, last].map((one) => one.getBoundingClientRect());
  return [Math.max(galley.top, 0), begins.top, ends.bottom, bar.top];
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_lines_drafts_stand_above_the_line_bar(transactional_db, cast, visit, width, height):
    cast.desk.reasons.create(kind="no_claim", words="An opinion")
    lines = "\n\n".join(f"In year {n} the old bridge carried {n}00 lorries, the new one {n}50." for n in range(10, 40))
    article = make_article(cast.desk, f"Bridges\n\n{lines}", actor=cast.writer)
    for n in range(10, 40):
        offer(article, f"the old bridge carried {n}00 lorries", f"the new one {n}50")
    page = visit(cast.checker, bench(article), viewport={"width": width, "height": height})
    for key in "u" * 14 + "kkjjj":
        page.keyboard.press(key)
        top, begins, ends, bar = page.evaluate(PLACES)
        assert top <= begins < ends <= bar, key
    drafts = page.locator(".line[aria-current] + .drafts")
    page.keyboard.press("a")
    expect(drafts.locator("p")).to_have_count(1)
    offer(article, *(f"lorries, the new one {n}50" for n in range(10, 40)))
    expect(drafts.locator("p")).to_have_count(2)
    expect(drafts.locator(".why").first).to_have_text("A statement of fact. A figure.")
    top, begins, ends, bar = page.evaluate(PLACES)
    assert top <= begins < ends <= bar


def test_the_list_beside_the_galley_follows_while_no_claim_is_open(article, cast, visit):
    page = visit(cast.checker, bench(article))
    side = page.locator("#side")
    expect(side).to_contain_text("No claim yet")
    expect(side.locator("kbd")).to_have_text(["c", "u"])
    before = page.evaluate("[location.href, history.length]")
    offer(article, "12 of them", "The ministry denied it", "3 cracks")
    expect(side).to_contain_text("Check these suggestions first")
    expect(side.locator("kbd")).to_have_text(["a", "⇧ A", "x", "c", "u"])
    link = side.get_by_role("link", name="It is said: The ministry denied it.")
    link.focus()
    block, start, end = find_words(article.current_version, "40 lorries")
    cut_claim(article, [(block.pk, start, end, "40 lorries")], actor=cast.reviewer)
    expect(side.locator("[href$='/claims/1/']")).to_be_visible(timeout=8000)
    expect(link).to_be_focused()
    assert page.evaluate("[location.href, history.length]") == before
    page.locator("#line-3 .no").click()
    page.keyboard.press("Shift+A")  # the only one is all of them
    expect(side.locator("[href$='/claims/2/']")).to_be_visible()
    page.locator("#line-4 .no").click()
    page.keyboard.press("x")
    expect(side).not_to_contain_text("12 of them")


def test_the_side_says_no_more_than_eight_notes_at_once(article, cast, visit):
    notes = [{"kind": "repeats", "words": f"Note {n}.", "lines": [2]} for n in range(11)]
    DraftRun.objects.update_or_create(version=article.current_version, defaults={"lines": 9, "notes": notes})
    page = visit(cast.checker, bench(article))
    expect(page.locator("#side .note:visible")).to_have_count(8)
    page.locator("#side summary", has_text="3 more").click()
    expect(page.locator("#side .note:visible")).to_have_count(11)


def test_a_key_that_decides_on_a_suggestion_says_where_there_is_none(article, cast, visit):
    make_draft(article, "40 lorries an hour")
    page = visit(cast.checker, f"{bench(article)}?line=3")
    page.keyboard.press("a")
    expect(page.locator("#done")).to_have_text("Line 3 has no suggestion.")
    assert not Claim.objects.exists()


def test_drafts_are_accepted_put_right_taken_apart_merged_and_dropped_by_key(article, cast, visit):
    line = article.current_version.lines.get(number=2)
    words = ["the old bridge carries 40 lorries an hour", "The mayor said"]
    for one in words:
        make_draft(article, one)
    page = visit(cast.checker, f"{bench(article)}?line=2")
    offered = page.locator(f"#line-{line.number} + .drafts li p")
    expect(offered).to_have_text(words)
    page.keyboard.press("x")
    expect(page.locator("#done")).to_contain_text("Suggestion dropped.")
    expect(offered).to_have_text(words[1:])
    page.keyboard.press("z")
    expect(offered).to_have_text(words)
    page.keyboard.press("Shift+J")
    expect(page.locator("#done")).to_contain_text("1 claim made.")
    expect(offered).to_have_count(0)
    page.keyboard.press("z")
    expect(offered).to_have_text(words)
    page.keyboard.press("Shift+S")
    expect(page.locator("#side")).to_contain_text("Split claim")
    page.locator(f"#line-{line.number} .no").click()
    page.keyboard.press("Shift+E")
    expect(page.locator("#claim-statement")).to_be_focused()
    expect(page.locator("#claim-statement")).to_have_value(words[1])
    assert Claim.objects.exclude(state=ClaimState.RETIRED).count() == 2
