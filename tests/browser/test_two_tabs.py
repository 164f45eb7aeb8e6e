"""One person with one claim in two tabs: what was pressed in the one stands in the way of the other."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim
from tests import make
from tests.views.panel import taken

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_taking_over_twice_says_so_and_keeps_the_focus_in_the_panel(cast, visit, width):
    article = make.make_article(cast.desk, actor=cast.writer)
    claim = make.make_claim(
        article,
        "the old bridge carries 40 lorries an hour",
        actor=cast.checker,
        figure_value=300,
        figure_unit="lorries",
    )
    taken(claim, cast.checker)
    path = reverse("claims:claim", args=[article.pk, claim.number])
    first = visit(cast.checker, path, viewport={"width": width, "height": 900})
    second = first.context.new_page()
    second.goto(path)
    for page in (first, second):
        page.get_by_role("button", name="Take over").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Take over")).to_have_count(0)
        expect(page.locator("#side:focus, #side :focus")).to_have_count(1)
    expect(second.get_by_text("This was already done")).to_be_visible()
    assert Claim.objects.get(pk=claim.pk).figure_value == 40
