"""A line may be as long as a book: its page offers its words in lists that have an end."""

import re

import pytest
from django.urls import reverse

from claims.queries.workbench import LISTED
from tests.make import make_article, make_claim

WORDS = 3 * LISTED
IN_THE_MIDDLE = "w3000 w3001 w3002"


@pytest.fixture
def article(cast):
    text = "A headline\n\n" + " ".join(f"w{number}" for number in range(WORDS))
    return make_article(cast.desk, text, actor=cast.checker)


def options(page):
    return re.findall(r'<option value="\d+:\d+:\d+"[^>]*>(w\d+)</option>', page)


def test_a_line_offers_its_first_and_last_words_and_says_how_many_are_between(client, cast, article):
    client.force_login(cast.checker)
    page = client.get(reverse("claims:bench", args=[article.pk]), {"line": 2}).text
    offered = options(page)
    assert len(offered) == 2 * LISTED, "in two lists"
    assert {"w0", f"w{WORDS - 1}"} <= set(offered)
    assert f"… {WORDS - LISTED:,} words are not listed …" in page


@pytest.mark.parametrize("form", ["claim_words", "claim_split"])
def test_the_words_that_a_claim_has_are_always_offered_and_chosen(client, cast, article, form):
    claim = make_claim(article, IN_THE_MIDDLE, actor=cast.checker)
    client.force_login(cast.checker)
    page = client.get(reverse(f"claims:{form}", args=[claim.pk]), headers={"HX-Request": "true"}).text
    chosen = re.findall(r'<option value="\d+:\d+:\d+" selected>(w\d+)</option>', page)
    assert chosen[:2] == ["w3000", "w3002"]
    assert {"w3000", "w3002"} <= set(options(page))
    assert "w3001<" not in page.replace(IN_THE_MIDDLE, "")
    assert f"… {WORDS - LISTED - 2:,} words are not listed …" in page
