"""The tabs of an article say the same on each of its pages."""

import re

import pytest
from django.urls import reverse

from claims.editing.threads import open_thread
from tests.make import make_article, make_claim
from tests.pages import folded

PAGES = (
    "bench",
    "gate",
    "reconcile",
    "article_threads",
    "marks",
    "memo",
    "article_details",
    "article_record",
    "article_export",
)


@pytest.fixture
def article(cast):
    """An article with a thread, a claim, and a claim that has no words in its version."""
    article = make_article(cast.desk, actor=cast.writer)
    make_claim(article, "40 lorries", actor=cast.checker)
    lost = make_claim(article, "3 cracks", actor=cast.checker)
    lost.pieces.all().delete()
    open_thread(article, actor=cast.checker, words="Which bridge?")
    return article


def tabs(response):
    nav = re.search(r'<nav class="tabs of-article.*?</nav>', folded(response), re.S)[0]
    return re.sub(r"<[^>]+>|\s+", " ", nav).split()


def test_every_page_of_an_article_has_the_same_tabs_and_counts(client, cast, article):
    client.force_login(cast.checker)
    said = {name: tabs(client.get(reverse(f"claims:{name}", args=[article.pk]))) for name in PAGES}
    said["versions"] = tabs(client.get(reverse("claims:versions", args=[article.pk, 1])))
    assert "Gate 7 of 9 ready Reconcile 1 Threads 1 open" in " ".join(said["bench"])
    assert {name: words for name, words in said.items() if words != said["bench"]} == {}
