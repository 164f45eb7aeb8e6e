"""The admin in a real browser: its scripts run under the strict policy, and nothing on its pages is out of reach."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from claims import reference
from claims.models import Claim, Desk, Person, Reason, RowHistory, VerdictScheme
from tests.browser.conftest import session_of
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
    for path in pages if scheme == "light" else pages[1:4]:  # in dark, one of each kind
        admin_page.open(path)
        found = Axe().run(admin_page)
        if found.response["violations"]:
            reports.append(f"{path}\n{found.generate_report()}")
    assert not reports, "\n".join(reports)
