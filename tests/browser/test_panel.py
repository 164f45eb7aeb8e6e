"""The claim panel in a real browser: by keyboard, beside somebody else, and without losing what was typed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from claims.editing.claims import field_values, save_claim
from claims.editing.evidence import add_evidence
from claims.editing.links import link_claims
from claims.models import Claim, EvidenceRule
from claims.states import ClaimState, RuleCode
from claims.workflow import perform
from tests.browser.conftest import session_of
from tests.browser.hands import intercept, later
from tests.make import make_article, make_claim, make_evidence, make_source, make_speaker, send_to_review
from tests.views.panel import cut, taken

pytestmark = pytest.mark.browser


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)


@pytest.fixture
def at(live_server):
    """Open a claim's panel in ``page``, logged in as somebody."""

    def opened(page, person, claim, query=""):
        page.context.add_cookies([session_of(person) | {"url": live_server.url}])
        page.goto(live_server.url + reverse("claims:claim", args=[claim.article_id, claim.number]) + query)
        return page

    return opened


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


def test_a_claim_is_filled_in_saved_and_sent_by_keyboard_alone(cast, claim, page, at):
    at(page, cast.checker, claim)
    page.get_by_label("Statement", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("The bridge carries 40 lorries an hour.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Unit")).to_be_hidden()
    page.get_by_label("Kind", exact=True).select_option("number")
    expect(page.get_by_label("Unit")).to_be_visible()  # what a number needs
    page.keyboard.press("Tab")
    page.keyboard.type("The mayor")
    expect(page.get_by_role("option", name="New speaker")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Reporting verb")).to_be_visible()  # what words of somebody's need
    page.get_by_label("Not checkable").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: statement, kind, speaker, verdict, form.")).to_be_visible()
    assert (fresh(claim).speaker.name, fresh(claim).verdict) == ("The mayor", "not_checkable")
    expect(page.get_by_text("Did The mayor say it?")).to_be_visible()  # open, since it must be answered
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("w")
    expect(page.get_by_label("Did the speaker say it?")).to_be_focused()
    page.get_by_label("Did the speaker say it?").select_option("reports")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert fresh(claim).state == ClaimState.IN_REVIEW and fresh(claim).attribution == "reports"


def test_a_reason_is_saved_from_its_own_box_and_arrows_choose_a_verdict(cast, claim, page, at):
    EvidenceRule.objects.create(desk=cast.desk, code=RuleCode.TRUTH, level="warn")
    save_claim(claim, {"verdict": "supported"}, actor=cast.checker, base=field_values(claim))
    at(page, cast.checker, claim)
    page.get_by_label("Reason for overriding").first.fill("The county counts it once a year.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("The county counts it once a year.").first).to_be_visible()
    assert fresh(claim).rules_passed == {"truth:supported": "The county counts it once a year."}
    page.locator("#main").focus()
    page.keyboard.press("d")
    expect(page.get_by_role("radio", name="Supported", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Refuted", exact=True)).to_be_checked()


def test_what_is_typed_while_a_field_is_on_its_way_lands_in_it(cast, claim, page, at):
    at(page, cast.checker, claim)
    come = later(page, re.compile("/evidence/$"))
    page.keyboard.press("e")
    page.keyboard.type("chetqx")
    page.keyboard.press("Control+s")
    page.keyboard.press("Backspace")
    come()
    expect(page.get_by_label("Source", exact=True)).to_have_value("chetq")
    page.keyboard.type(".am")
    expect(page.get_by_label("Source", exact=True)).to_have_value("chetq.am")
    expect(page.get_by_role("option", name="New source “chetq.am”")).to_be_visible()
    assert Claim.objects.count() == 1


def test_letters_run_again_when_what_they_opened_did_not_come(cast, claim, page, at):
    at(page, cast.checker, claim)
    intercept(page, re.compile("/evidence/$"), lambda route: route.abort())
    page.keyboard.press("e")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_label("Statement", exact=True)).to_be_focused()


def test_keys_for_a_claim_wait_until_its_panel_is_there(cast, article, claim, page, at):
    loose = cut(article, "Engineers found 3 cracks", actor=cast.checker)
    cut(article, "No one was hurt", actor=cast.checker)
    at(page, cast.second_checker, loose, "?line=1")
    come = later(page, re.compile(r"/claims/3/$"))
    page.keyboard.press("n")
    page.keyboard.press("t")
    come()
    expect(page.locator("#claim-head")).to_contain_text("Sam Checker has it")
    expect(page.locator("#claim-head")).to_contain_text("claim 3")
    assert fresh(loose).assignee is None


def test_an_answer_about_a_claim_that_was_left_is_told_and_not_shown(cast, article, claim, page, at):
    loose = cut(article, "Engineers found 3 cracks", actor=cast.checker)
    at(page, cast.second_checker, loose)
    come = later(page, re.compile("/do/take/$"))
    page.keyboard.press("t")
    page.keyboard.press("p")
    expect(page.locator("#claim-head")).to_contain_text("claim 1")
    come()
    expect(page.get_by_text("Claim 2 is assigned to you.")).to_be_visible()
    expect(page.locator("#claim-head")).to_contain_text("claim 1")
    assert page.url.endswith("/claims/1/") or "/claims/1/?" in page.url
    assert fresh(loose).assignee == cast.second_checker


def test_a_claim_is_sent_straight_after_evidence_was_added(cast, article, claim, page, at):
    make_source(cast.desk, title="Bridge survey", created_by=cast.checker)
    at(page, cast.checker, claim)
    page.get_by_label("Not checkable").check()
    page.get_by_label("Rationale").fill("Nobody counts lorries.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: verdict, rationale.")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_label("Source", exact=True)).to_be_focused()
    page.keyboard.type("Bridge survey")
    # Before htmx has looked at what it put in.
    page.evaluate(
        """document.addEventListener("htmx:afterRequest", function send(event) {
          if (event.detail.requestConfig.verb !== "post") return; // the page asks what others did, too
          document.removeEventListener("htmx:afterRequest", send);
          document.querySelector("#do-send").click();
        })"""
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ev")).to_contain_text("Bridge survey")
    expect(page.locator("#claim-head")).to_contain_text("In review")


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_a_claim_that_was_sent_is_read_from_its_top_and_messages_cover_no_line(
    cast, claim, visit, width, height, scheme
):
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    page = visit(cast.checker, address, viewport={"width": width, "height": height}, color_scheme=scheme)
    for words in ("Nobody counts lorries.", "Nobody counts."):
        page.get_by_label("Rationale").fill(words)
        with page.expect_response(re.compile("/save/$")):
            page.keyboard.press("Control+s")
        expect(page.locator("#side")).to_have_attribute("aria-busy", "false")
        expect(page.locator("#messages .msg")).to_have_text([re.compile("Saved: rationale.")])
    message = page.locator("#messages .msg").bounding_box()
    assert message["y"] + message["height"] <= 60
    page.get_by_label("Not checkable").check()
    page.locator("#do-send").click()
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert page.locator("#side").evaluate("(one) => one.scrollTop") == 0
    expect(page.locator("#messages .msg")).to_have_count(1)


def test_two_people_in_the_same_field_lose_nothing(cast, claim, page, at, browser):
    at(page, cast.checker, claim)
    context = browser.new_context()
    other = at(context.new_page(), cast.second_checker, claim)
    other.get_by_label("Rationale").fill("Theirs.")
    other.keyboard.press("Control+s")
    expect(other.get_by_text("Saved: rationale.")).to_be_visible()
    page.get_by_label("Rationale").fill("Mine.")
    page.keyboard.press("Control+s")
    box = page.get_by_role("alert")
    expect(box).to_contain_text("Sam Checker")
    expect(box).to_be_focused()
    expect(page.get_by_label("Rationale")).to_have_value("Mine.")
    assert fresh(claim).rationale == "Theirs."
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: rationale.")).to_be_visible()
    assert fresh(claim).rationale == "Mine."
    context.close()


def test_evidence_is_added_in_place_while_the_claim_keeps_what_is_being_typed(cast, claim, page, at):
    make_source(cast.desk, "Traffic count", publisher="City of Bridges")
    at(page, cast.checker, claim)
    page.get_by_label("Rationale").fill("Half a thou")
    page.keyboard.press("Tab")
    page.locator("#main").focus()
    page.keyboard.press("e")
    source = page.get_by_label("Source", exact=True)
    expect(source).to_be_focused()
    page.keyboard.type("city")
    expect(page.get_by_role("option", name="Traffic count")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(source).to_have_value("Traffic count")
    page.get_by_label("Where in it").fill("row 4")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ev")).to_contain_text("row 4")
    expect(page.get_by_label("Rationale")).to_have_value("Half a thou")
    page.get_by_role("button", name="Remove Traffic count").click()
    back = page.get_by_role("button", name="Put back Traffic count")
    expect(back).to_be_focused()
    back.press("Enter")
    expect(page.locator(".ev")).to_contain_text("row 4")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: rationale.")).to_be_visible()
    assert fresh(claim).rationale == "Half a thou" and claim.evidence.count() == 1


def test_a_reviewer_returns_with_a_reason_or_approves_with_one_key_each(cast, claim, page, at):
    save_claim(
        claim,
        {"verdict": "not_checkable", "rationale": "Nobody counts.", "attribution": "not_applicable"},
        actor=cast.checker,
        base=field_values(claim),
    )
    perform("send", claim, actor=cast.checker)
    at(page, cast.reviewer, claim)
    page.keyboard.press("Control+Shift+Enter")
    reason = page.get_by_label("Reason", exact=True)
    expect(reason).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-asks [role=alert]")).to_contain_text("Say why")
    expect(reason).to_be_focused()  # what is to be filled in, not the words about it
    page.keyboard.type("Who counted?")
    page.keyboard.press("Control+Enter")  # answers the question that it stands in; it does not approve
    expect(page.locator("#claim-head")).to_contain_text("returned it: Who counted?")
    assert fresh(claim).state == ClaimState.CHECKING
    perform("send", claim, actor=cast.checker)
    at(page, cast.reviewer, claim)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("Signed off")
    assert fresh(claim).state == ClaimState.SIGNED_OFF


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible_with_everything_open(cast, article, claim, page, at, scheme):
    other = cut(article, "the bridge was closed", actor=cast.checker)
    link_claims(claim, other, "denies", actor=cast.checker)
    article.sides.create(name="City hall")
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Count", "terms": "off_record"}, excerpt="40")
    save_claim(claim, {"speaker": "The mayor", "line_decision": "cut"}, actor=cast.checker, base=field_values(claim))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    at(page, cast.chief, claim)
    page.get_by_role("link", name=re.compile("Add evidence")).click()
    expect(page.locator("#evidence-form")).to_be_visible()
    page.eval_on_selector_all("#side details", "all => all.forEach((one) => { one.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.querySelector('#side').scrollWidth <= document.querySelector('#side').clientWidth")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_reviewer_sees_the_evidence_beside_the_button_that_approves_and_all_the_rest_below(
    cast, article, page, at, width, height
):
    over = {
        "speaker": make_speaker(cast.desk, "The mayor"),
        "speaker_as_printed": "The mayor",
        "via": make_speaker(cast.desk, "The town's gazette"),
        "verb": "said",
        "form": "paraphrase",
        "figure_value": 40,
        "figure_unit": "lorries an hour",
        "attribution": "primary",
        "attribution_note": "Heard on the recording, at 3:12.",
        "true_for": "2025",
        "rationale": "Two counts, a month apart, by people who do not know each other, give 40 and 41.",
        "verdict": "supported",
    }
    claim = make_claim(article, "the old bridge carries 40 lorries an hour", actor=cast.checker, **over)
    for _ in range(2):
        make_evidence(claim, actor=cast.checker)
    send_to_review(claim, cast.checker)
    page.set_viewport_size({"width": width, "height": height})
    at(page, cast.reviewer, claim, "?from=review")
    approve, evidence = page.get_by_role("button", name="Approve"), page.locator(".ev").first
    expect(approve).to_be_in_viewport()
    seen = page.evaluate("document.querySelector('.foot').getBoundingClientRect().top") - evidence.bounding_box()["y"]
    assert seen > 60, seen
    rest = page.locator(".facts.rest")
    assert rest.bounding_box()["y"] > evidence.bounding_box()["y"]
    for words in ("Via", "Reporting verb", "Figure", "About the attribution", "Verdict scheme", "Kind"):
        expect(rest.locator("dt", has_text=words).first).to_be_visible()
    assert rest.bounding_box()["height"] < 320


def test_what_is_typed_while_a_save_is_under_way_is_still_there_and_not_saved_yet(cast, claim, page, at):
    at(page, cast.checker, claim)
    come = later(page, "**/save/")
    statement, rationale = page.get_by_label("Statement", exact=True), page.get_by_label("Rationale")
    statement.fill("The bridge carries 40 lorries.")
    with page.expect_request("**/save/"):
        page.keyboard.press("Control+s")
    rationale.fill("Counted by the mayor.")
    come()
    expect(page.get_by_text("Saved: statement.")).to_be_visible()
    expect(rationale).to_have_value("Counted by the mayor.")
    assert fresh(claim).rationale == ""
    page.unroute("**/save/")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: rationale.")).to_be_visible()


def test_the_focus_goes_to_the_field_for_which_a_link_was_refused(cast, claim, page, at):
    at(page, cast.checker, claim)
    page.get_by_text("Link to another claim").click()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator("#link-to")).to_be_focused()
    expect(page.locator("#link-to")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_to_fix_stands_at_the_send_button_and_leads_to_its_box(cast, article, page, at, width):
    page.set_viewport_size({"width": width, "height": 844})
    claim = make_claim(
        article, "the old bridge carries 40 lorries an hour", actor=cast.checker, figure_value=300, statement=""
    )
    at(page, cast.checker, taken(claim, cast.checker))
    foot = page.locator("#claim-foot")
    expect(foot).to_contain_text("3 things to fix before sending")
    foot.get_by_role("link", name="Choose a verdict.").click()
    expect(page.get_by_label("Supported")).to_be_focused()
    foot.get_by_role("link", name="Write a statement").click()
    expect(page.locator("#claim-statement")).to_be_focused()
    foot.locator("a[href='#mismatch-figure']").click()
    expect(page.get_by_role("button", name="Take over")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_claim_is_copied_with_its_sources_by_one_key_and_without_a_clipboard_from_a_page(cast, claim, page, at):
    source = make_source(cast.desk, "Count of lorries", address="https://example.org/count")
    make_evidence(claim, source, actor=cast.checker)
    at(page, cast.checker, claim)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("heading").first.click()
    page.keyboard.press("y")
    expect(page.get_by_text("Copied.", exact=True)).to_be_visible()
    rich, plain = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          return Promise.all(["text/html", "text/plain"].map(async (type) => (await item.getType(type)).text()));
        }"""
    )
    assert '<a href="https://example.org/count"' in rich and "<b>Claim 1: " in rich
    assert plain.startswith("Claim 1: ") and "1. Supports: Count of lorries, https://example.org/count" in plain
    page.add_init_script("delete window.ClipboardItem")
    page.reload()
    page.get_by_role("link", name="Copy with sources").click()
    expect(page.get_by_label("As plain text")).to_have_value(plain.replace("\r\n", "\n"))


def test_a_digit_chooses_the_verdict_and_leads_to_its_rationale_and_sending_opens_the_next_of_my_work(
    cast, article, claim, page, at
):
    taken(cut(article, "Engineers found 3 cracks in its deck", actor=cast.checker), cast.checker)
    at(page, cast.checker, claim, "?from=mine")
    page.locator("#main").focus()
    page.keyboard.press("4")
    expect(page.get_by_label("Not enough evidence")).to_be_checked()
    expect(page.get_by_label("Rationale", exact=True)).to_be_focused()
    page.keyboard.type("Looked in 2 archives.")  # in a field, digits are text
    expect(page.get_by_label("Not enough evidence")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/claims/2/\?from=mine$"))
    expect(page.locator("#messages")).to_contain_text("You sent claim 1. It is now in review.")
    assert (fresh(claim).state, fresh(claim).rationale) == (ClaimState.IN_REVIEW, "Looked in 2 archives.")


def test_only_evidence_against_the_verdict_asks_for_an_answer(cast, claim, page, at):
    at(page, cast.checker, claim)
    page.keyboard.press("e")
    answer = page.get_by_label("Answer to it")
    expect(page.get_by_label("Source", exact=True)).to_be_focused()
    expect(answer).to_be_hidden()
    page.get_by_label("Stance").select_option("context")
    expect(answer).to_be_hidden()
    page.get_by_label("Stance").select_option("contradicts")
    expect(answer).to_be_visible()
    page.get_by_label("Stance").select_option("supports")
    page.get_by_label("Refuted").check()
    expect(answer).to_be_visible()


def test_a_source_of_the_article_is_taken_by_two_keys_as_it_was_used_last_and_answers_who_said_it(
    cast, article, claim, page, at
):
    said = taken(cut(article, "that the bridge was closed", actor=cast.checker), cast.checker)
    base = {"speaker": "", "attribution": "not_applicable"}
    save_claim(said, {"speaker": "The ministry", "attribution": "open"}, actor=cast.checker, base=base)
    given = {"bears_on": "both", "directness": "direct"}
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Tape of the briefing"}, **given)
    at(page, cast.checker, said)
    page.get_by_label("Rationale", exact=True).fill("Heard on tape.")
    page.locator("#main").focus()
    page.keyboard.press("e")
    expect(page.get_by_role("option", name="Tape of the briefing")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Bears on")).to_have_value("both")
    expect(page.get_by_label("Directness")).to_have_value("direct")
    page.get_by_label("Where in it").fill("minute 4")
    page.locator("#evidence-form").get_by_label("Did they say it?").select_option("primary")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#side .ev")).to_contain_text("minute 4")
    expect(page.locator("#claim-form-attribution, [name=attribution]").first).to_have_value("primary")
    expect(page.get_by_label("Rationale", exact=True)).to_have_value("Heard on tape.")
    page.locator("#main").focus()
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-head")).to_contain_text("In review")
    assert (fresh(said).attribution, fresh(said).rationale) == ("primary", "Heard on tape.")


def test_tab_leads_from_a_long_list_of_sources_to_the_next_field(cast, claim, page, at):
    for number in range(8):  # more than fit: a browser scrolls the list, and may stop at what scrolls
        title = f"Minutes of the roads committee, sitting {number}, with the annexes on bridges and ferries"
        add_evidence(claim, actor=cast.checker, source_fields={"title": title})
    at(page, cast.checker, claim)
    page.locator("#main").focus()
    page.keyboard.press("e")
    expect(page.locator("#evidence-source_title-found > *")).to_have_count(8)
    listed = page.locator("#evidence-source_title-found")
    assert listed.evaluate("(one) => one.scrollHeight > one.clientHeight")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Where in it")).to_be_focused()
    expect(listed).to_be_hidden()
