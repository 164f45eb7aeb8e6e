"""How much of a screen things take: fifteen rows of a list on a laptop, an article's head on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims import reference
from tests.make import make_article, make_claim, make_evidence, send_to_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LONG = "At the bridge over the river near the old town, the council counted about forty lorries on 26 October 2020."
#: The edge of the fifteenth row, in px from the top of the page.
FIFTEENTH = "(rows) => rows[14].getBoundingClientRect().bottom"


@pytest.fixture
def busy(transactional_db, cast):
    """Fifteen articles; the first has fifteen long claims in review, each with evidence."""
    reference.ensure(cast.desk)
    for number in range(15):
        article = make_article(cast.desk, actor=cast.writer, headline=f"{number}: {LONG}")
    for _ in range(15):
        claim = make_claim(article, "40 lorries", actor=cast.checker, statement=LONG)
        make_evidence(claim, actor=cast.checker)
        send_to_review(claim, cast.checker)
    return article


@pytest.mark.parametrize("name, args, row", [("queue", ["review"], "tbody tr"), ("claims", [], "tbody tr")])
def test_fifteen_claims_stand_on_the_screen_of_a_laptop(busy, cast, visit, name, args, row):
    page = visit(cast.reviewer, reverse(f"claims:{name}", args=args), viewport=LAPTOP)
    assert page.locator(row).evaluate_all(FIFTEENTH) <= LAPTOP["height"]


def test_fifteen_articles_stand_on_the_screen_of_a_laptop(busy, cast, visit):
    page = visit(cast.reviewer, reverse("claims:articles"), viewport=LAPTOP)
    assert page.locator(".cards .art").evaluate_all(FIFTEENTH) <= LAPTOP["height"]


def test_the_head_of_an_article_takes_a_fifth_of_a_phone(busy, cast, visit):
    page = visit(cast.checker, reverse("claims:bench", args=[busy.pk]), viewport=PHONE)
    head = page.locator(".galley .head").bounding_box()
    assert head["height"] <= PHONE["height"] / 5
    expect(page.get_by_role("navigation", name="Article").get_by_role("link").nth(1)).to_have_text("Gate 8 of 10 ready")


def test_the_tabs_of_an_article_are_one_line_on_each_of_its_pages(busy, cast, visit):
    page = visit(cast.checker, reverse("claims:bench", args=[busy.pk]), viewport=LAPTOP)
    tabs = page.get_by_role("navigation", name="Article")
    for at in range(tabs.get_by_role("link").count()):
        link = tabs.get_by_role("link").nth(at)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        assert len(set(tabs.get_by_role("link").evaluate_all("(all) => all.map((one) => one.offsetTop)"))) == 1
        assert tabs.evaluate("(one) => one.scrollWidth <= one.clientWidth"), link.inner_text()
