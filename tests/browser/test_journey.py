"""The whole way in a real browser: an article is pasted, cut, checked, reviewed and signed off; the record tells it.

The text is the demo desk's; what is checked of it is in drafts.py.
"""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from claims import reference
from claims.demo.articles import MAIN, MAIN_HEADLINE
from claims.demo.people import AZERBAIJAN, SIDES
from claims.models import Article, Claim, Speaker
from claims.states import ArticleState, ClaimState
from claims.views.marks import SCREEN
from tests.browser.drafts import (
    ANNOUNCED,
    DRAFTS,
    FUZULI,
    GANJA,
    HADRUT,
    QABALA,
    S300S,
    SIX,
    SO_IT_IS,
    TANKS,
    WEAPONS,
    everything_about,
)
from tests.browser.hands import back_to_the_galley, drag, walk_to
from tests.views.panel import claim_form, forms_of

pytestmark = pytest.mark.browser

PASTED = "\n\n".join(
    [
        MAIN_HEADLINE,
        MAIN_HEADLINE,
        "By Wanda Writer",
        *[text for _, text in MAIN[1:]],
        "Leave a comment",
        "Your email address will not be shared with anybody.",
    ]
)
#: Where the panel's form keeps what most claims do not need.
PARTS = {
    "Risk and flags": ("risk_flags",),
    "Speaker and wording": ("verb", "speech_act", "form", "speaker_as_printed"),
    "Figure": ("figure_value", "figure_unit", "figure_modifier"),
    "say it?": ("attribution", "attribution_note"),
}
FOUND_PARTS = {"figure, translation": ("figure_found", "note")}


@pytest.fixture
def newsroom(cast, transactional_db):
    """The cast on a desk that has its rules and reasons. The checker signs other people's claims, too."""
    reference.ensure(cast.desk)
    cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    return cast


def test_an_article_goes_in_and_its_claims_come_out_signed_off(newsroom, visit):
    leyla = visit(newsroom.checker)
    article = paste_and_take_in(leyla)
    cut_every_claim(leyla)
    account_for_every_other_line(leyla)
    for draft in DRAFTS:
        check = check_in_the_panel if draft in (TANKS, FUZULI, SO_IT_IS) else check_by_plain_forms
        check(leyla, claim_of(article, draft), draft)
    the_checker_is_refused(leyla, claim_of(article, TANKS))
    review_the_queue(visit(newsroom.reviewer, "/queues/review/"), article)
    sign_for_legal(visit(newsroom.legal, "/queues/review/"), claim_of(article, SO_IT_IS))
    chief = visit(newsroom.chief, f"/articles/{article.pk}/gate/")
    expect(chief.get_by_role("button", name=re.compile("Sign off the article"))).to_be_disabled()
    look_through_the_marks(visit(newsroom.second_checker, f"/articles/{article.pk}/marks/"))
    sign_off_the_article(chief, article)
    the_claims_are_what_was_typed(article)
    the_record_tells_it_all(chief, article)


def paste_and_take_in(page):
    """The form proposes headline and author, and leaves out what is not article."""
    page.get_by_role("link", name="New article").first.click()
    page.get_by_label("Text", exact=True).fill(PASTED)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Headline", exact=True)).to_have_value(MAIN_HEADLINE)
    expect(page.get_by_label(re.compile(r"^\s*Authors"))).to_have_value("Wanda Writer")
    page.get_by_label("Somebody else’s").check()
    page.get_by_label(re.compile(r"^\s*Sides of the matter")).fill("\n".join(SIDES))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".left-out summary")).to_have_text([re.compile(r"^\s*2 blocks left out")] * 2)
    article = Article.objects.get()
    left_out = article.current_version.blocks.filter(left_out=True)
    assert {block.text for block in left_out} == {
        MAIN_HEADLINE,
        "By Wanda Writer",
        "Leave a comment",
        "Your email address will not be shared with anybody.",
    }
    assert article.current_version.blocks.filter(left_out=False).count() == len(MAIN)
    return article


def cut_every_claim(page):
    """With the mouse, with the keyboard, from several pieces, one inside another, and two out of one."""
    cut(page, "about 300 tanks, destroyed or captured, and 6 S-300s")
    page.keyboard.press("s")
    expect(page.locator("[data-quoted]")).to_have_text([*TANKS.words, *S300S.words])
    page.get_by_label("Statement").first.fill(TANKS.statement)
    page.get_by_label("Statement").last.fill(S300S.statement)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Claim 1 was split into 2, 3")
    walk_to(page, *WEAPONS.words)
    page.keyboard.press("v")
    for key in ["ArrowRight"] * 3 + ["Shift+ArrowRight"] * 4:
        page.keyboard.press(key)
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text("Claim 4 made")
    back_to_the_galley(page)
    for draft in [FUZULI, HADRUT, GANJA, QABALA, ANNOUNCED, SO_IT_IS]:
        cut(page, *draft.words)
    # Under two claims each: the announcement and what it says; the jets, at one base and at the other.
    expect(page.locator("a.seg.many")).to_have_text([*SO_IT_IS.words, QABALA.words[0]])


def cut(page, *pieces):
    number = Claim.objects.count() + 1
    for at, words in enumerate(pieces):
        drag(page, words, ctrl=at > 0)
    page.keyboard.press("c")
    expect(page.locator("#done")).to_contain_text(f"Claim {number} made")
    expect(page.locator("#side blockquote").first).to_contain_text(" … ".join(pieces))
    back_to_the_galley(page)


def account_for_every_other_line(page):
    """u goes to the next line that is not covered, m says that there is no claim in what is left of it."""
    not_covered = page.locator(".legend [data-step=open]")
    left = int(not_covered.inner_text().split()[0])
    while left:
        page.keyboard.press("u")
        page.keyboard.press("m")
        left -= 1
        expect(page.locator(".legend")).to_contain_text(f"{left} not covered" if left else "Every line is covered")


def claim_of(article, draft):
    return article.claims.exclude(state=ClaimState.RETIRED).get(quoted=" … ".join(draft.words))


def check_in_the_panel(page, claim, draft):
    """Taken, filled in, given its evidence and sent to review by who sits at the screen."""
    page.goto(reverse("claims:claim", args=[claim.article_id, claim.number]))
    head = page.locator("#claim-head")
    expect(head).to_contain_text(f"claim {claim.number}")
    page.keyboard.press("t")
    expect(head).to_contain_text("Leyla Checker has it")
    fields = everything_about(draft)
    reasons = {name: fields.pop(name) for name in [*fields] if name.startswith("rules_passed")}
    type_in(page, "claim-form", fields, PARTS)
    if reasons:  # its box stands beside the rule, once the rule warns
        page.keyboard.press("Control+s")
        type_in(page, "claim-form", reasons, {})
    page.locator("#main").focus()
    page.keyboard.press("e")
    source = page.get_by_label("Source", exact=True)
    expect(source).to_be_focused()
    page.keyboard.type(draft.source[:60])
    option = page.locator("#evidence-form [role=option]").first
    if draft is TANKS:
        source.fill(draft.source)
        page.get_by_text("About a new source").click()
        page.get_by_label("Publisher").fill(SIX["publisher"])
        page.get_by_label("Address").fill(SIX["address"])
    elif draft is SO_IT_IS:
        expect(option).to_contain_text(draft.source)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        source.fill(draft.source)
    type_in(page, "evidence-form", {"excerpt_kind": "gist", "locator": "second paragraph"} | draft.found, FOUND_PARTS)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#side .ev")).to_contain_text(draft.source)
    if draft is SO_IT_IS:
        ask_the_accused(page)
    page.locator("#main").focus()
    page.keyboard.press("Control+Enter")
    expect(head).to_contain_text("In review")


def ask_the_accused(page):
    """Logged by keyboard: a request for a reply two days ago, until yesterday. Nobody answered."""
    page.keyboard.press("Control+s")
    expect(page.locator("#claim-contacts")).to_contain_text("Right of reply")
    page.locator("#main").focus()
    page.keyboard.press("o")
    expect(page.get_by_label("Who was asked")).to_be_focused()
    page.keyboard.type("The embassy")
    for label, days in (("When", 2), ("Answer until", 1)):
        page.get_by_label(label).fill(f"{timezone.localtime() - timedelta(days=days):%Y-%m-%dT%H:%M}")
    page.get_by_label("What they were asked").fill("Did special forces of yours fight there?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#claim-contacts")).to_contain_text("None by then")


def type_in(page, form, fields, parts):
    """Type values into fields of a form of the panel, opening the parts that they stand in."""
    for summary, names in parts.items():
        folded = page.locator("#side details:not([open]) > summary", has_text=summary)
        if set(names) & set(fields) and folded.count():
            folded.click()
    for name, value in fields.items():
        box = page.locator(f"[name={name}]:is([form={form}], #{form} *)")
        kind = box.first.evaluate("(one) => one.type")
        if kind in ("checkbox", "radio"):
            for one in value if isinstance(value, list) else [value]:
                box.and_(page.locator(f"[value={one}]")).check()
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)


def check_by_plain_forms(page, claim, draft):
    """The same forms, sent as a browser without JavaScript sends them."""
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    do = [reverse("claims:claim_do", args=[claim.pk, action]) for action in ("take", "send")]
    form = claim_form(opened(page, address), **everything_about(draft))
    send(page, do[0], form)
    add = reverse("claims:evidence_add", args=[claim.pk])
    form = forms_of(opened(page, add))["evidence-form"]
    more = {"source_title": draft.source, "excerpt_kind": "gist", "locator": "second paragraph"}
    send(page, add, form | more | draft.found)
    send(page, do[1], claim_form(opened(page, address)))
    claim.refresh_from_db()
    assert claim.state == ClaimState.IN_REVIEW


def opened(page, address):
    answer = page.request.get(address)
    assert answer.ok, answer.status
    return SimpleNamespace(content=answer.body())


def send(page, address, form, status=200):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = page.request.post(address, data=urlencode(form, doseq=True), headers=headers)
    assert answer.status == status, answer.text()
    return answer


def the_checker_is_refused(page, claim):
    """The page says why not; a request made by hand is told the same."""
    address = reverse("claims:claim", args=[claim.article_id, claim.number])
    page.goto(address)
    expect(page.get_by_role("button", name="Approve")).to_be_disabled()
    expect(page.locator("#claim-foot")).to_contain_text("You worked on this claim, so somebody else signs it.")
    form = claim_form(opened(page, page.url))
    answer = send(page, reverse("claims:claim_do", args=[claim.pk, "approve"]), form, status=403)
    assert "You worked on this claim, so somebody else signs it." in answer.text()
    claim.refresh_from_db()
    assert claim.state == ClaimState.IN_REVIEW


def review_the_queue(page, article):
    """One key takes the first claim, one key approves it and lands on the next."""
    expect(page.locator("tbody tr")).to_have_count(len(DRAFTS))
    page.keyboard.press("n")
    seen = set()
    for left in reversed(range(len(DRAFTS))):
        expect(page).to_have_url(re.compile(r"/claims/\d+/\?from=review"))
        seen.add(page.url)
        expect(page.locator("#claim-head")).to_contain_text("In review")
        page.wait_for_load_state()  # a key that comes before the scripts does nothing
        page.keyboard.press("Control+Enter")
        if left:
            expect(page).not_to_have_url(re.compile("|".join(map(re.escape, seen))))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready for review")
    states = article.claims.exclude(state=ClaimState.RETIRED).values_list("state", flat=True)
    assert sorted(states) == ["in_review"] + ["signed_off"] * (len(DRAFTS) - 1)


def sign_for_legal(page, claim):
    """An allegation takes a second signature, and legal's."""
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Approve for legal")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ready for review")
    claim.refresh_from_db()
    assert claim.state == ClaimState.SIGNED_OFF


def look_through_the_marks(page):
    expect(page.get_by_role("checkbox", checked=False).first).to_be_visible()
    boxes = page.get_by_role("main").get_by_role("checkbox")
    while left := boxes.count():
        assert left <= SCREEN
        page.keyboard.press("a")
        expect(page.get_by_role("checkbox", checked=True).first).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#messages")).to_contain_text("marked as reviewed")
        page.wait_for_load_state()
    expect(page.get_by_text("Every mark is reviewed.")).to_be_visible()


def sign_off_the_article(page, article):
    page.reload()
    expect(page.locator("ol.gate > li:not(.ok)")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".crumbs")).to_contain_text("Checked")  # it is somebody else's
    article.refresh_from_db()
    assert article.state == ArticleState.CHECKED


def typed_of(draft):
    """What was typed of a claim itself; a reason for a rule that is passed over is a row of its own."""
    return {name: value for name, value in everything_about(draft).items() if "-" not in name}


def as_typed(value):
    """Return what is kept in a field as it was typed there; moments in UTC."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    return [str(one) for one in value] if isinstance(value, list) else "" if value is None else str(value)


def the_claims_are_what_was_typed(article):
    """Each on its own words, with its speaker, speech act and figure, and with its source."""
    for draft in DRAFTS:
        claim = claim_of(article, draft)
        said = {name: as_typed(getattr(claim, name)) for name in typed_of(draft)}
        assert said | {"figure_value": claim.figure_value and f"{claim.figure_value:f}".rstrip("0").rstrip(".")} == (
            {"figure_value": None} | typed_of(draft)
        )
        assert [row.source.title for row in claim.evidence.all()] == [draft.source]
    assert Speaker.objects.filter(name="Ilham Aliyev").count() == 1
    assert AZERBAIJAN in article.sides.values_list("name", flat=True)


def the_record_tells_it_all(page, article):
    """In words, with who did it, in the order in which it happened; nothing that was refused is in it."""
    told = list(article.events.order_by("sequence").values_list("words", flat=True))
    happened = [
        "Leyla Checker took in version 1: 29 lines, 4 blocks left out",
        "Leyla Checker made claim 1: “about 300 tanks, destroyed or captured, and 6 S-300s”",
        "Leyla Checker split claim 1 into 2, 3",
        "Leyla Checker marked no claim here (Leads over to the next passage): “On 25 October”",
        "Leyla Checker took claim 2",
        f"Leyla Checker added evidence to claim 2: {TANKS.source} (contradicts)",
        "Leyla Checker changed claim 2: kind, speaker, speaker as printed, reporting verb, form, modifier, figure, "
        "unit, attribution, about the attribution, verdict, rationale",
        "Leyla Checker sent claim 2 to review",
        "Leyla Checker sent claim 10 to review",
        "Ben Reviewer approved claim 2",
        "Ben Reviewer approved claim 10 (1 of 2)",
        "Lena Legal approved claim 10 for legal (2 of 2)",
        "Chris Chief signed off version 1: the article is checked",
    ]
    assert [words for words in told if words in happened] == happened
    assert not [words for words in told if words.startswith("Leyla Checker approved")]
    reviewed = [re.match(r"Sam Checker reviewed (\d+) no-claim mark", words) for words in told]
    counts = [int(found[1]) for found in reviewed if found]
    assert max(counts) <= SCREEN and sum(counts) == article.current_version.marks.count()
    page.goto(reverse("claims:article_record", args=[article.pk]))
    expect(page.locator(".notes")).to_contain_text(f"{len(told)} events, chain intact")
    shown = page.locator(".timeline > li > p").all_inner_texts()
    assert all(words in line for words, line in zip(reversed(told), shown, strict=False))
