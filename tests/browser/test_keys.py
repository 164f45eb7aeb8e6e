"""Keys in a real browser: what decides is pressed only where it was meant, on any keyboard."""

import re

import pytest
from playwright.sync_api import expect

from claims.editing.versions import bring_in
from claims.models import Claim, EvidenceRule
from claims.queries.revision import blocks_of
from claims.states import ArticleState, ClaimState
from tests.make import (
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_mark,
    send_to_review,
)
from tests.views.panel import cut, taken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db, cast):
    cast.desk.reasons.create(kind="no_claim", words="An opinion")
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def reviewed(cast, article):
    """A claim in review, which the reviewer may approve."""
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    judge(claim, cast.checker, verdict="not_checkable", attribution="not_applicable")
    return send_to_review(claim, cast.checker)


@pytest.fixture
def ready(transactional_db, cast):
    """An article with nothing open at its gate."""
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    article = make_article(cast.desk, "Bridge reopens\n\nNo one was hurt.", actor=cast.checker)
    for words in ("Bridge reopens", "No one was hurt."):
        make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer)
    return article


def state(thing):
    return type(thing).objects.get(pk=thing.pk).state


def address(claim):
    return f"/articles/{claim.article_id}/claims/{claim.number}/"


def search(page, words="bridge"):
    page.get_by_label("Search claims").click()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(rf"/claims/\?q={words}"))


def type_key(page, key, code, *modifiers):
    """One key of a keyboard with another layout, as the browser gets it: ``key`` is what is printed on it."""
    bits = sum({"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}[name] for name in modifiers)
    event = {"key": key, "code": code, "modifiers": bits}
    if not bits & ~8 and len(key) == 1:
        event["text"] = key
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", event | {"type": "keyDown" if "text" in event else "rawKeyDown"})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": code, "modifiers": bits})
    session.detach()


def test_a_word_searched_for_at_the_gate_signs_no_article(cast, ready, visit):
    page = visit(cast.chief, f"/articles/{ready.pk}/gate/")
    expect(page.get_by_role("button", name="Sign off the article")).to_be_enabled()
    search(page)
    assert state(ready) == ArticleState.IN_CHECKING


def test_a_reason_typed_at_the_gate_goes_to_its_own_form(cast, ready, visit):
    page = visit(cast.chief, f"/articles/{ready.pk}/gate/")
    page.get_by_text("Withdraw", exact=True).first.click()
    page.locator("#withdraw_reason").fill("It is out of date")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".crumbs .pill")).to_have_text("Withdrawn")
    assert not ready.signoffs.exists()


def test_with_nothing_in_the_focus_the_gate_is_signed_by_its_key(cast, ready, visit):
    page = visit(cast.chief, f"/articles/{ready.pk}/gate/")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".crumbs .pill")).to_have_text("Signed off")
    assert state(ready) == ArticleState.SIGNED_OFF


@pytest.mark.parametrize("focus", [".of-article a", ".brand", "[data-help]", "[popovertarget]", ".ask summary"])
def test_a_link_or_a_button_in_the_focus_approves_nothing(cast, reviewed, visit, focus):
    page = visit(cast.reviewer, address(reviewed))
    expect(page.get_by_role("button", name="Approve")).to_be_enabled()
    page.locator(focus).first.focus()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert state(reviewed) == ClaimState.IN_REVIEW


def test_a_word_searched_for_beside_a_claim_in_review_approves_nothing(cast, reviewed, visit):
    search(visit(cast.reviewer, address(reviewed)))
    assert state(reviewed) == ClaimState.IN_REVIEW


def test_a_menu_or_the_list_of_keys_over_the_page_approves_nothing(cast, reviewed, visit):
    page = visit(cast.reviewer, address(reviewed))
    page.locator("[popovertarget]").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert state(reviewed) == ClaimState.IN_REVIEW


def test_a_line_in_the_focus_approves_nothing_and_its_claim_opened_by_key_does(cast, article, reviewed, visit):
    page = visit(cast.reviewer, f"/articles/{article.pk}/?line=2")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_be_focused()
    page.locator("#line-2 .no").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("Signed off")
    assert state(reviewed) == ClaimState.SIGNED_OFF


def test_words_typed_while_a_text_is_composed_approve_nothing(cast, reviewed, visit):
    page = visit(cast.reviewer, address(reviewed))
    page.evaluate(
        """() => [{isComposing: true}, {keyCode: 229}].forEach((more) => document.body.dispatchEvent(
          new KeyboardEvent("keydown", {key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, ...more})))"""
    )
    type_key(page, "Enter", "Enter", "Control", "Alt")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert state(reviewed) == ClaimState.IN_REVIEW


def test_a_key_held_down_decides_once(cast, article, reviewed, visit):
    other = make_claim(article, "3 cracks", actor=cast.checker)
    judge(other, cast.checker, verdict="not_checkable", attribution="not_applicable")
    send_to_review(other, cast.checker)
    page = visit(cast.reviewer, address(reviewed) + "?from=review")
    page.keyboard.down("Control")
    for _ in range(3):
        page.keyboard.down("Enter")
    expect(page.locator("#claim-head")).to_contain_text("claim 2")
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.up("Control")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert (state(reviewed), state(other)) == (ClaimState.SIGNED_OFF, ClaimState.IN_REVIEW)


@pytest.fixture
def adrift(cast, article):
    """Two claims to reconcile: the first may be attached again, at two places; the second's words are gone."""
    twice = cut(article, "40 lorries", actor=cast.checker)
    gone = cut(article, "the bridge was closed", actor=cast.checker)
    text = [block for block in blocks_of(article.current_version) if "mayor" not in block["text"]]
    text[1] = text[1] | {"text": "They saw 40 lorries."}
    bring_in(article, [*text, text[1]], actor=cast.writer, base=1)
    return twice, gone


def test_a_word_searched_for_while_reconciling_attaches_nothing(cast, article, adrift, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/reconcile/")
    expect(page.get_by_role("button", name="Attach it here").first).to_be_visible()
    search(page)
    page.go_back()
    page.locator("#claim-1 a").first.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-1")).to_be_visible()
    assert not adrift[0].pieces.filter(version__number=2).exists()


def test_the_key_of_a_claim_to_reconcile_decides_on_that_claim_alone(cast, article, adrift, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/reconcile/")
    expect(page.locator("#claim-1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#claim-2")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("k")
    expect(page.locator("#claim-1")).to_be_focused()
    assert not adrift[0].pieces.filter(version__number=2).exists()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-1")).to_have_count(0)
    assert adrift[0].pieces.get(version__number=2).words == "40 lorries"


@pytest.mark.parametrize("field", ["#reason", "#own-reason"])
def test_a_reason_in_the_line_bar_marks_the_line_and_sends_no_claim(cast, article, visit, field):
    claim = taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)
    judge(claim, cast.checker, verdict="not_checkable", attribution="not_applicable")
    page = visit(cast.checker, f"{address(claim)}?line=5")
    page.locator("#reason").select_option("")
    page.locator("#own-reason").fill("Nobody can know")
    if field == "#reason":
        page.locator("#reason").select_option("An opinion")
        page.locator("#reason").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#done")).to_contain_text("Marked “")
    assert state(claim) == ClaimState.CHECKING


def test_a_field_of_evidence_saves_that_evidence_and_neither_sends_nor_saves_the_claim(cast, article, visit):
    claim = taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)
    judge(claim, cast.checker, verdict="not_checkable", attribution="not_applicable")
    make_evidence(claim, actor=cast.checker)
    page = visit(cast.checker, address(claim))
    page.get_by_label("Rationale").fill("Not yet")
    for key, locator in (("Control+Enter", "p. 5"), ("Control+s", "p. 6")):
        page.get_by_role("link", name="Edit Bridge survey").click()
        page.get_by_label("Where in it").fill(locator)
        page.keyboard.press(key)
        expect(page.locator(".ev")).to_contain_text(locator)
    claim.refresh_from_db()
    assert (claim.state, claim.rationale) == (ClaimState.CHECKING, "Counted twice.")
    expect(page.get_by_label("Rationale")).to_have_value("Not yet")


def test_saving_from_the_search_field_saves_no_claim(cast, article, visit):
    claim = taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)
    edition = Claim.objects.get().edition
    page = visit(cast.checker, address(claim))
    page.get_by_label("Rationale").fill("Not yet")
    page.get_by_label("Search claims").click()
    page.keyboard.press("Control+s")
    page.get_by_label("Rationale").focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#messages .msg")).to_have_count(1)
    claim.refresh_from_db()
    assert claim.rationale == "Not yet" and claim.edition == edition + 1


def test_a_fix_typed_in_review_is_saved_by_its_key_and_not_approved(cast, reviewed, visit):
    page = visit(cast.reviewer, address(reviewed))
    page.get_by_text("Change the claim").click()
    page.get_by_label("Rationale").fill("Counted three times.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved: rationale.")).to_be_visible()
    assert state(reviewed) == ClaimState.IN_REVIEW


def test_enter_on_a_tick_signs_nothing_again(cast, article, visit):
    make_mark(article, "No one was hurt, it said.", actor=cast.checker)
    page = visit(cast.reviewer, f"/articles/{article.pk}/marks/")
    page.locator("[name=marks]").check()
    page.keyboard.press("Enter")
    assert page.locator("[name=marks]").is_checked()
    assert article.current_version.marks.get().looked_by is None
    page.locator("#main").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Every mark is reviewed.")).to_be_visible()
    assert article.current_version.marks.get().looked_by == cast.reviewer


@pytest.mark.parametrize("focus", ["[name=risk_flags]", "[name=verdict]", "#side summary", "#do-save"])
def test_a_letter_from_a_tick_a_button_or_a_summary_elsewhere_marks_and_cuts_nothing(cast, article, visit, focus):
    claim = taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)
    mark = make_mark(article, "No one was hurt, it said.", actor=cast.checker)
    page = visit(cast.checker, f"{address(claim)}?line=1")
    page.get_by_text("Risk and flags").click()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    for line in ("#line-1", ".line[data-mark]"):
        page.locator(f"{line} .no").click()
        page.locator(focus).first.focus()
        for key in ("m", "c", "x", "z", "Shift+V"):
            page.keyboard.press(key)
    page.keyboard.press("k")  # a letter that only leads somewhere does so
    expect(page.locator(".line[data-mark]")).not_to_have_attribute("aria-current", "true")
    assert not sent and article.claims.count() == 1
    assert list(article.current_version.marks.all()) == [mark]


@pytest.mark.parametrize("focus", ["[data-cut]", "#line-1 .no", ".brand", ""])
def test_a_letter_from_the_line_bar_a_link_or_the_page_marks_the_line(cast, article, visit, focus):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=1")
    if focus:
        page.locator(focus).first.focus()
    else:
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press("m")
    expect(page.locator("#line-1")).to_have_class(re.compile("s-nothing"))
    page.locator("[data-cut]").focus()
    page.keyboard.press("x")
    expect(page.locator("#line-1")).not_to_have_class(re.compile("s-nothing"))


#: What is printed on the keys where a Latin keyboard has these letters.
LAYOUTS = {
    "Russian": {"KeyM": "ь", "KeyC": "с", "KeyJ": "о", "KeyS": "ы", "KeyM shift": "Ь"},
    "Greek": {"KeyM": "μ", "KeyC": "ψ", "KeyJ": "ξ", "KeyS": "σ"},
    "Hebrew": {"KeyM": "צ", "KeyC": "ב", "KeyJ": "ח", "KeyS": "ד"},
    "Arabic": {"KeyM": "ة", "KeyC": "ؤ", "KeyJ": "ت", "KeyS": "س"},
    "Armenian": {"KeyM": "մ", "KeyC": "ց", "KeyJ": "ջ", "KeyS": "ս"},
    "Georgian": {"KeyM": "მ", "KeyC": "ც", "KeyJ": "ჯ", "KeyS": "ს"},
    "Devanagari": {"KeyM": "स", "KeyC": "म", "KeyJ": "र", "KeyS": "े"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_keys_stand_for_their_place_where_letters_are_not_latin(cast, article, visit, layout):
    printed = LAYOUTS[layout]
    page = visit(cast.checker, f"/articles/{article.pk}/?line=1")
    type_key(page, printed["KeyM"], "KeyM")
    expect(page.locator("#line-1")).to_have_class(re.compile("s-nothing"))
    type_key(page, printed["KeyJ"], "KeyJ")
    expect(page.locator(".line[aria-current]")).to_have_id("line-2")
    type_key(page, printed["KeyC"], "KeyC")
    expect(page.get_by_label("Statement", exact=True)).to_be_focused()
    page.keyboard.insert_text("The bridge carries 40 lorries.")
    type_key(page, printed["KeyS"], "KeyS", "Control")
    expect(page.get_by_text("Saved: statement.")).to_be_visible()
    assert Claim.objects.get().statement == "The bridge carries 40 lorries."


def test_a_sign_on_an_arabic_key_stands_for_its_place_and_a_question_mark_is_one(cast, article, visit):
    cut(article, "40 lorries", actor=cast.checker)
    page = visit(cast.checker, f"/articles/{article.pk}/?line=2")
    type_key(page, "ت", "KeyJ")
    type_key(page, "ن", "KeyK")
    expect(page.locator(".line[aria-current]")).to_have_id("line-2")
    type_key(page, "؟", "Slash", "Shift")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("#claim-head")).to_be_visible()
    type_key(page, "’", "KeyM", "Shift")  # where M stands, Shift gives this sign
    expect(page.locator("#side")).to_contain_text("Merge claim 1")


def test_on_latin_keyboards_the_letter_decides_wherever_it_stands(cast, article, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=2")
    for key, code in ((",", "KeyM"), ("w", "KeyZ"), ("q", "KeyA"), (".", "KeyE"), (";", "KeyZ")):  # AZERTY, Dvorak
        type_key(page, key, code)
    type_key(page, "é", "Digit2")
    expect(page.locator(".line[aria-current]")).to_have_id("line-2")
    assert not article.current_version.marks.exists()
    type_key(page, "m", "Semicolon")  # where AZERTY has it
    expect(page.locator("#line-2")).to_have_class(re.compile("s-nothing"))
    type_key(page, "j", "KeyC")  # where Dvorak has it
    expect(page.locator(".line[aria-current]")).to_have_id("line-3")
    assert not Claim.objects.exists()


def test_a_letter_typed_with_altgr_is_no_command(cast, article, visit):
    page = visit(cast.checker, f"/articles/{article.pk}/?line=2")
    page.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent("keydown", {
          key: "m", code: "KeyM", bubbles: true, cancelable: true, ctrlKey: true, altKey: true, modifierAltGraph: true,
        }))"""
    )
    page.keyboard.press("j")
    expect(page.locator(".line[aria-current]")).to_have_id("line-3")
    assert not article.current_version.marks.exists()
