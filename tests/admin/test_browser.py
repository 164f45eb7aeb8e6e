"""The admin in a real browser: its scripts run under the strict policy, and nothing on its pages is out of reach."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from claims import reference
from claims.models import Claim, Desk, Person, Reason, RowHistory, VerdictScheme
from tests.browser.conftest import COLOURS, session_of
from tests.make import make_article, make_claim

pytestmark = pytest.mark.browser


def address(model, name, *args):
    return reverse(f"admin:claims_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def admin_page(live_server, page, cast):
    """A page logged in as ``cast.admin``; at the end the browser had nothing to complain of."""
    reference.ensure(cast.desk)
    page.context.add_cookies([session_of(cast.admin) | {"url": live_server.url}])
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.open = lambda path: page.goto(live_server.url + path)
    yield page
    assert complaints == []


def test_a_person_is_given_two_roles_in_rows_added_on_the_page(admin_page, cast):
    admin_page.open(address(Person, "change", cast.quiet.pk))
    admin_page.get_by_text("Add another Role").click()
    for row, role in enumerate(["observer", "legal"]):
        admin_page.locator(f"#id_memberships-{row}-desk").select_option(label="Foreign desk")
        admin_page.locator(f"#id_memberships-{row}-role").select_option(role)
    admin_page.get_by_label("Reason for the change").fill("Quentin helps out")
    admin_page.get_by_role("button", name="Save", exact=True).click()
    expect(admin_page.locator(".messagelist .success")).to_be_visible()
    assert set(cast.quiet.memberships.values_list("desk", "role")) == {
        (cast.other_desk.pk, "observer"),
        (cast.other_desk.pk, "legal"),
    }


@pytest.fixture
def asked(admin_page):
    """What was asked before a page was left; whoever is asked stays."""
    questions = []
    admin_page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    return questions


def leave(page):
    """Follow a link to another page, and stay."""
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Home").click()


@pytest.mark.parametrize("form", ["add", "change", "row", "password"])
def test_what_was_typed_in_a_form_of_the_admin_is_not_left_without_a_question(admin_page, cast, asked, form):
    if form == "password":
        admin_page.open(reverse("admin:auth_user_password_change", args=[cast.chief.pk]))
        field = admin_page.locator("input[type=password]").first
    elif form == "add":
        admin_page.open(address(Person, "add"))
        field = admin_page.locator("#id_username")
    else:
        admin_page.open(address(Person, "change", cast.quiet.pk))
        field = admin_page.locator("#id_name")
    if form == "row":
        admin_page.get_by_text("Add another Role").click()
        field = admin_page.locator("#id_memberships-0-role")
        field.select_option("observer")
    else:
        field.fill("half a na")
    typed = field.input_value()
    leave(admin_page)
    assert asked == ["beforeunload"] and field.input_value() == typed


def test_a_form_of_the_admin_that_is_saved_or_unchanged_is_left_without_a_question_and_a_refused_one_is_not(
    admin_page, cast, asked
):
    admin_page.open(address(Person, "change", cast.quiet.pk))
    admin_page.get_by_role("link", name="Home").click()
    expect(admin_page).to_have_url(re.compile(r"/admin/$"))
    admin_page.open(address(Person, "change", cast.quiet.pk))
    admin_page.locator("#id_username").fill("")
    admin_page.get_by_role("button", name="Save", exact=True).click()
    expect(admin_page.locator(".errornote")).to_be_visible()
    assert asked == []
    leave(admin_page)
    assert asked == ["beforeunload"]
    admin_page.locator("#id_username").fill("quentin")
    admin_page.locator("#id_name").fill("Quentin Q. Quiet")
    admin_page.get_by_label("Reason for the change").fill("He asked for it")
    admin_page.get_by_role("button", name="Save", exact=True).click()
    expect(admin_page.locator(".messagelist .success")).to_be_visible()
    assert asked == ["beforeunload"]


SETUP = ("people", "person", "rules", "verdicts", "reasons", "reference")


def test_the_setup_of_a_desk_fits_a_phone_and_a_role_is_ended_with_keys_alone(admin_page, cast):
    admin_page.set_viewport_size({"width": 390, "height": 800})
    for one in SETUP:
        admin_page.open(reverse(f"claims:setup_{one}", args=[cast.desk.slug]))
        assert admin_page.evaluate("document.documentElement.scrollWidth") <= 390, one
    admin_page.open(reverse("claims:setup_people", args=[cast.desk.slug]))
    row = admin_page.locator("tr", has_text="Olga Observer")
    row.locator("summary").focus()
    for key in ("Enter", "Tab"):
        admin_page.keyboard.press(key)
    admin_page.keyboard.type("She left")
    admin_page.keyboard.press("Enter")
    expect(admin_page.locator("#messages")).to_contain_text("Olga Observer is no observer of this desk any more.")
    assert not cast.observer.memberships.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_admin(admin_page, cast, scheme):
    claim = make_claim(make_article(cast.desk), "3 cracks in its deck")
    admin_page.emulate_media(color_scheme=scheme)
    pages = [reverse("admin:index"), address(Claim, "changelist"), address(Claim, "change", claim.pk)]
    pages += [address(Desk, "change", cast.desk.pk), address(VerdictScheme, "changelist"), address(Person, "add")]
    pages += [address(VerdictScheme, "change", cast.desk.schemes.get().pk), address(Person, "change", cast.chief.pk)]
    pages += [address(Reason, "changelist"), address(Reason, "delete", cast.desk.reasons.first().pk)]
    pages += [address(RowHistory, "changelist"), reverse("admin:auth_user_password_change", args=[cast.chief.pk])]
    reports = []
    plain = [reverse(f"claims:setup_{one}", args=[cast.desk.slug]) for one in SETUP]
    options = COLOURS if scheme == "dark" else None
    for path in [*plain, *(pages if scheme == "light" else pages[1:4])]:  # in dark, one of each kind
        admin_page.open(path)
        found = Axe().run(admin_page, options=options)
        if found.response["violations"]:
            reports.append(f"{path}\n{found.generate_report()}")
    assert not reports, "\n".join(reports)
