"""axe finds nothing on any page of the demo desk; no id is there twice, no page is wider than a phone.

One page of each kind is asked by every rule in light, by those on colour in dark, and by the others on a phone. For
variants of it those on colour, which take longest, are left out: test_design holds each ink to each surface.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from claims.admin.site import site
from claims.demo import build
from claims.demo.articles import FRESH_HEADLINE, MAIN_HEADLINE, SIGNED_HEADLINE
from claims.editing.captures import add_copy, capture, end
from claims.editing.claims import field_values, save_claim
from claims.editing.deposits import end as end_deposit
from claims.editing.dossiers import ask_for_dossier, fail
from claims.editing.uploads import keep_upload
from claims.editing.versions import bring_in
from claims.export.dossier.making import document_of, make_dossier
from claims.export.dossier.page import index_html
from claims.history import acting
from claims.intake.captured import read_file
from claims.models import Article, Claim, IncomingVersion, Person, Source, SourceChange
from claims.queries.backing import backing_on
from claims.queries.revision import blocks_of
from claims.states import ClaimState
from tests.browser.conftest import COLOURS, ON_COLOUR, session_of
from tests.make import (
    make_correction,
    make_deposit,
    make_drawn,
    make_publication,
    make_published,
    settle_correction,
)
from tests.stored import AsFirstMade

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
BUT_COLOUR = EVERY_RULE | {"rules": {rule: {"enabled": False} for rule in ON_COLOUR}}
#: Tall: what lies half under a bar that stays while one scrolls is too small to hit only there.
WIDE, PHONE = {"width": 1440, "height": 2400}, {"width": 390, "height": 4800}

#: A colour that is on its way to another is no finding.
RUN = """async (options) => {
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  return axe.run(document, options);
}"""

# What stays at the foot of a panel covers a part of whatever is scrolled under it; targets are measured without it.
UNSTUCK = """() => {
  for (const one of document.querySelectorAll("*")) {
    if (getComputedStyle(one).position === "sticky") one.style.position = "static";
  }
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""


BUILD = AsFirstMade(build.build)


@pytest.fixture
def demo(transactional_db):
    BUILD()
    return Article.objects.get(headline=MAIN_HEADLINE)


@pytest.fixture
def look(visit, demo, live_server):
    """``look(person, path, …)`` opens a page as ``person`` and has axe look at it; at the end nothing was found.

    ``act(page)`` comes first, where it is given. ``whole`` looks at the page on a phone and in dark, too.
    """
    found, axe = [], Axe().axe_script
    leyla = Person.objects.get(username="leyla")
    light, dark = (
        visit(leyla, reverse("claims:login"), viewport=WIDE, color_scheme=scheme, reduced_motion="reduce")
        for scheme in ("light", "dark")
    )

    def opened(page, username, path, act):
        page.context.clear_cookies()
        if username:
            person = Person.objects.get(username=username)
            page.context.add_cookies([session_of(person) | {"url": live_server.url}])
        page.goto(path)
        if act:
            act(page)
        page.evaluate(UNSTUCK)
        page.evaluate(axe)
        return page

    def ask(page, where, options):
        if twice := page.evaluate(TWICE):
            found.append(f"{where}: more than one {', '.join(twice)}")
        for one in page.evaluate(RUN, options)["violations"]:
            nodes = [f"{node['html'][:200]} {node['failureSummary'].splitlines()[-1]}" for node in one["nodes"][:3]]
            found.append(f"{where}: {one['id']} × {len(one['nodes'])}\n    " + "\n    ".join(nodes))

    def go(username, path, act=None, whole=False):
        where = f"{path} as {username}"
        ask(opened(light, username, path, act), where, EVERY_RULE if whole else BUT_COLOUR)
        if whole:
            light.set_viewport_size(PHONE)
            ask(light, f"{where} on a phone", BUT_COLOUR)
            width = light.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                found.append(f"{where}: {width} px wide on a phone")
            light.set_viewport_size(WIDE)
            ask(opened(dark, username, path, act), f"{where} in dark", COLOURS)

    yield go
    assert not found, "\n".join(found)


def article_page(article, name, *args, query=""):
    return reverse(f"claims:{name}", args=[article.pk, *args]) + query


def several_lines(page):
    page.locator("#line-8 .no").click()
    page.keyboard.press("Shift+ArrowDown")
    page.locator("#range").wait_for()


def test_axe_finds_nothing_on_the_workbench(look, demo):
    fresh, signed = (Article.objects.get(headline=headline) for headline in (FRESH_HEADLINE, SIGNED_HEADLINE))
    look("leyla", article_page(demo, "bench"), whole=True)
    look("olga", article_page(demo, "bench"))
    look("chris", article_page(demo, "bench"), several_lines, whole=True)
    look("leyla", article_page(fresh, "bench"))
    look("leyla", article_page(signed, "bench"))
    of_state = {claim.state: claim for claim in demo.claims.all()}
    assert set(of_state) == set(ClaimState.values)
    for state, claim in of_state.items():
        address = article_page(demo, "claim", claim.number)
        look("leyla", address, open_everything, whole=state == ClaimState.CHECKING)
        look("rosa" if state == ClaimState.IN_REVIEW else "chris", address, open_everything)
    for state in (ClaimState.CHANGED, ClaimState.SIGNED_OFF):
        for tab in ("signoff", "history"):
            address = article_page(demo, "claim", of_state[state].number, query=f"?tab={tab}")
            look("leyla", address, open_everything, whole=state == ClaimState.CHANGED)
    asked = demo.threads.filter(is_query=True).exclude(claim=None).first()
    look("leyla", article_page(demo, "claim", asked.claim.number, query="?tab=threads"), open_everything, whole=True)
    look("olga", article_page(demo, "claim", asked.claim.number, query="?tab=threads"))
    claim = of_state[ClaimState.CHECKING]
    look("leyla", article_page(demo, "claim", claim.number, query="?tab=threads"))
    for name in ("claim_words", "claim_split", "claim_merge", "evidence_add"):
        look("leyla", reverse(f"claims:{name}", args=[claim.pk]), open_everything, whole=True)
    evidence = demo.claims.exclude(evidence=None).exclude(state=ClaimState.RETIRED).first().evidence.first()
    look("leyla", reverse("claims:evidence_change", args=[evidence.pk]), open_everything)
    look("leyla", article_page(demo, "claim", claim.number), lambda page: save_at_once(page, claim))
    look("leyla", article_page(demo, "bench"), lambda page: page.keyboard.press("?"))


def test_axe_finds_nothing_on_the_pages_of_an_account(look, demo):
    def sent(page):
        page.get_by_label("Old password").fill("wrong")
        page.get_by_label("New password", exact=True).fill("x")
        page.get_by_label("New password confirmation").fill("x")
        page.get_by_role("button", name="Change password").click()
        page.get_by_role("alert").wait_for()

    def of_a_colleague(page):
        page.get_by_label("Title").fill("Traffic count")
        form = page.locator("main form[method=post]")
        form.evaluate("(form) => { form.elements.opened_by.value = '0'; form.requestSubmit(); }")
        page.get_by_text("Traffic count").wait_for()

    look("leyla", reverse("claims:account"), whole=True)
    look("leyla", reverse("claims:password"), whole=True)
    look("leyla", reverse("claims:password"), sent, whole=True)
    look("leyla", reverse("claims:source_new"), of_a_colleague, whole=True)


def test_axe_finds_nothing_on_any_other_page(look, demo):
    signed = Article.objects.get(headline=SIGNED_HEADLINE)
    source = Source.objects.filter(evidence__isnull=False).first()
    look(None, reverse("claims:login"), whole=True)
    for name in ("desk", "glossary", "articles", "claims", "sources", "speakers", "source_new", "drafts"):
        look("leyla", reverse(f"claims:{name}"), whole=True)
    look("rosa", reverse("claims:desk"))
    look("chris", reverse("claims:desk"))
    look("leyla", reverse("claims:claims") + "?q=tanks&state=signed_off")
    look("leyla", reverse("claims:claims") + "?q=nothing+like+it")
    look("leyla", reverse("claims:claims") + "?state=wrong")
    look("leyla", reverse("claims:source", args=[source.pk]), open_everything)
    for name in ("review", "returned", "mine", "unassigned", "changed"):
        look("leyla", reverse("claims:queue", args=[name]))
    look("rosa", reverse("claims:queue", args=["review"]), whole=True)
    look("wren", reverse("claims:article_new"), whole=True)
    look("wren", reverse("claims:article_new"), propose, whole=True)
    look("chris", article_page(demo, "article_details"), open_everything, whole=True)
    look("wren", reverse("claims:queue", args=["queries"]), whole=True)
    look("leyla", article_page(demo, "article_threads"), open_everything, whole=True)
    look("olga", article_page(signed, "article_threads"))
    look("rosa", article_page(demo, "marks"), whole=True)
    look("rosa", article_page(demo, "marks", query="?all=1"))
    look("chris", article_page(demo, "gate"), open_everything, whole=True)
    look("chris", article_page(signed, "gate"), open_everything)
    look("olga", article_page(demo, "gate"))
    look("leyla", article_page(demo, "article_record"), whole=True)
    look("leyla", article_page(demo, "article_record", query="?claim=1"))
    look("leyla", article_page(demo, "versions", 1))
    look("olga", reverse("claims:article_new"))  # 403
    look("leyla", reverse("claims:bench", args=[999_999]))  # 404
    retired = demo.claims.filter(state=ClaimState.RETIRED).first()
    look("chris", reverse("claims:desk"), lambda page: send_by_hand(page, "claim_stand", retired))  # 409
    look("wren", reverse("claims:article_new"), send_nothing)  # 422
    look("ada", reverse("admin:index"))
    for model in site._registry:
        look("ada", reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))


@pytest.fixture
def out(demo):
    """An article of the demo desk that is out, with corrections of every sort and two texts that went out."""
    chris, leyla = (Person.objects.get(username=name) for name in ("chris", "leyla"))
    text = "Bridge reopens\n\nIt carries 40 lorries an hour. No one was hurt."
    article = make_published(demo.desk, chris, text, marked_by=leyla)
    make_publication(article, chris)
    row = {"kind": "changed", "old": "It carries 40 lorries an hour.", "new": "It carries 30 lorries an hour."}
    more = {"kind": "new", "old": "", "new": "The mayor was there."}
    went_out = make_publication(article, chris, differences=[row, more])
    make_correction(article, actor=leyla, by=chris)
    settle_correction(make_correction(article, actor=leyla), chris, dismissed="Two counts say 40.")
    line = {"because": "went_out", "reported_by": "", "publication": went_out, "line": 0}
    make_correction(article, actor=leyla, **line)
    return article


def test_axe_finds_nothing_on_an_article_that_is_out(look, out):
    look("chris", article_page(out, "corrections"), open_everything, whole=True)
    look("olga", article_page(out, "corrections"))
    look("chris", article_page(out, "gate"), open_everything)
    look("leyla", reverse("claims:desk"))


def test_axe_finds_nothing_on_a_living_article(look, demo):
    wren = Person.objects.get(username="wren")
    claim = demo.claims.exclude(line_decision="keep").exclude(state=ClaimState.RETIRED).first()
    look("wren", article_page(demo, "version_new"), whole=True)
    look("wren", article_page(demo, "version_new"), rewrite, whole=True)
    look("wren", article_page(demo, "line_edit", 2), whole=True)
    look("wren", reverse("claims:wording", args=[claim.pk]), whole=True)
    text = blocks_of(demo.current_version)
    text = [
        one | {"text": one["text"].replace("300 tanks", "230 tanks").replace("third since", "3rd since")}
        for one in text
    ]
    text[4]["text"] = text[4]["text"].replace(
        " Turkish instructors have trained Azerbaijani soldiers since August,", ""
    )
    before = next(one["text"] for one in text if "230 tanks" in one["text"]).partition("230 tanks")[0][-40:]
    stands = {"quote": "230 tanks", "prefix": before, "suffix": "", "block": 4, "date": "", "author": "Wren"}
    note = stands | {"kind": "comment", "words": "Statement of the ministry", "address": "https://example.org/losses"}
    lost = note | {"quote": "words that are gone"}
    upload = keep_upload(b"a file", actor=wren, name="story.docx", kind="docx", backing=[note, lost])
    bring_in(demo, text, actor=wren, base=demo.current_version.number, upload=upload)
    demo.refresh_from_db()
    backed = next(one for one in demo.claims.all() if backing_on(one).exists())
    look("leyla", article_page(demo, "backing"), whole=True)
    look("leyla", reverse("claims:claim", args=[demo.pk, backed.number]), open_everything, whole=True)
    look("leyla", article_page(demo, "reconcile"), open_everything, whole=True)
    look("rosa", article_page(demo, "reconcile"), open_everything)
    look("wren", article_page(demo, "memo"), whole=True)
    look("leyla", article_page(demo, "article_export"), whole=True)
    look("leyla", article_page(demo, "report"), whole=True)
    look("leyla", article_page(demo, "sheet"), choose_sheet, whole=True)
    look("leyla", reverse("claims:claim_copy", args=[claim.pk]), whole=True)
    look("olga", article_page(demo, "compare", 1, 2), whole=True)
    look("wren", article_page(demo, "versions", 1), whole=True)
    look("ben", reverse("claims:spelling"), whole=True)
    look("leyla", article_page(demo, "bench"), whole=True)


def test_axe_finds_nothing_on_a_text_that_waits_for_a_worker_or_was_refused(look, demo):
    wren = Person.objects.get(username="wren")
    text = [one | {"text": one["text"].replace("300 tanks", "230 tanks")} for one in blocks_of(demo.current_version)]
    with acting(wren):
        waiting = IncomingVersion.objects.create(article=demo, actor=wren, base=1, blocks=text)
    look("wren", reverse("claims:incoming", args=[waiting.pk]), whole=True)
    look("chris", article_page(demo, "version_new"))
    with acting(wren):
        IncomingVersion.objects.update(refusal="It took too long.")
    look("wren", reverse("claims:incoming", args=[waiting.pk]))
    look("wren", article_page(demo, "version_new"), open_everything, whole=True)


def test_axe_finds_nothing_on_dossiers_on_the_page_and_in_the_zip(look, demo, tmp_path):
    leyla = Person.objects.get(username="leyla")
    document = document_of(demo, demo.current_version, "internal")
    (tmp_path / "index.html").write_text(index_html(document, has_pdf=False))
    look("leyla", f"file://{tmp_path}/index.html", whole=True)
    failed = ask_for_dossier(demo, actor=leyla, profile="shareable", as_roles=True)
    fail(failed, "It was tried 3 times.")
    make_dossier(ask_for_dossier(demo, actor=leyla, profile="shareable").pk)
    ask_for_dossier(demo, actor=leyla, profile="internal")
    look("leyla", article_page(demo, "article_export"), open_everything, whole=True)


def test_axe_finds_nothing_on_captures_and_a_chain(look, demo):
    leyla = Person.objects.get(username="leyla")
    source = Source.objects.exclude(derivations__drift="").filter(derivations__isnull=False).exclude(address="").first()
    for raw, name in ((b"It rained for a week.", "rain.txt"), (b"\x89PNG\r\n\x1a\n", "rain.png")):
        made = add_copy(source, actor=leyla, **read_file(raw, name))
    end(capture(source, actor=leyla), failure="The site has no page at this address.", status=404)
    look("leyla", reverse("claims:capture", args=[made.pk]))
    drawn = make_drawn(source, actor=leyla)
    for kept_at in ("", "https://archive.example/web/2026/rain"):
        asked = make_deposit(drawn, actor=leyla)
        end_deposit(asked, **({"kept_at": kept_at} if kept_at else {"failure": "The archive takes no more pages."}))
    look("leyla", reverse("claims:capture", args=[drawn.pk]), whole=True)
    capture(source, actor=leyla)
    look("leyla", reverse("claims:source", args=[source.pk]), open_everything, whole=True)
    look("olga", reverse("claims:source", args=[source.pk]))
    found = SourceChange.objects.exclude(finding="").get()
    look("leyla", reverse("claims:queue", args=["source_changed"]))
    look("leyla", article_page(demo, "claim", found.claim.number), open_everything, whole=True)
    for one in (found.evidence.source, Source.objects.exclude(withdrawn="").first()):
        look("leyla", reverse("claims:source", args=[one.pk]), open_everything)


def test_axe_finds_nothing_on_requests_for_comment_calculations_and_a_source_that_is_rated_or_merged(look, demo):
    first, second = Source.objects.filter(desk=demo.desk, off_record=False).order_by("id")[:2]
    for name, query in (("source_standing", ""), ("source_merge", f"?into={second.pk}"), ("identity", "")):
        look("leyla", reverse(f"claims:{name}", args=[first.pk]) + query, open_everything, whole=True)
    look("leyla", article_page(demo, "contacts"), open_everything, whole=True)
    claim = demo.claims.filter(state="checking").first()
    for name in ("contact_add", "calculation_add"):
        look("leyla", reverse(f"claims:{name}", args=[claim.pk]), open_everything, whole=True)


def choose_sheet(page):
    """Choose a list of claims: one that can be added, and one with errors."""
    rows = (
        "Quote,Claim,Figure,URL\nThe town of Qubadli is contested.,Qubadli is contested.,2,example.org\nnone,,some,\n"
    )
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Rows to add").wait_for()


def rewrite(page):
    box = page.get_by_label("Text", exact=True)
    box.fill(box.input_value().replace("300 tanks", "230 tanks").replace("It is the third", "It is the 3rd"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The next version")).to_be_visible()
    open_everything(page)


def open_everything(page):
    page.eval_on_selector_all("main details", "all => all.forEach((one) => { one.open = true; })")


def propose(page):
    page.get_by_label("Text", exact=True).fill(
        "A bridge closes\n\nBy Wren Hollis\n\nIt carries 40 lorries an hour.\n\nSave"
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("A bridge closes")
    open_everything(page)


def save_at_once(page, claim):
    """Two people change the same field: the panel shows what there was, theirs and mine."""
    page.get_by_label("Statement", exact=True).fill("Mine.")
    tom, claim = Person.objects.get(username="tom"), Claim.objects.get(pk=claim.pk)
    save_claim(claim, {"statement": f"Theirs: {claim.statement}"}, actor=tom, base=field_values(claim))
    page.keyboard.press("Control+s")
    expect(page.locator("#side .conflict")).to_be_visible()


def send_nothing(page):
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def send_by_hand(page, name, claim):
    with page.expect_navigation():
        page.evaluate(
            """(address) => {
              const form = document.querySelector("form[method=post]");
              form.action = address;
              form.submit();
            }""",
            reverse(f"claims:{name}", args=[claim.pk]),
        )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
