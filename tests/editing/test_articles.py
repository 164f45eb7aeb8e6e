"""What is said about an article is changed, and its sign-off holds for what it was given on."""

import pytest

from claims.editing.articles import change_article, details_of
from claims.errors import NotNow
from claims.models import Article
from claims.workflow import publish, sign_off_article
from claims.workflow.articles import article_hash
from tests.living import claim_on


def change(article, actor, **mine):
    article = Article.objects.get(pk=article.pk)
    return change_article(article, mine, actor=actor, base=details_of(article))


def signed_off(article, chief):
    article.refresh_from_db()
    return sign_off_article(article, actor=chief, content_hash=article_hash(article.pk))


def test_saying_that_a_signed_off_article_is_ours_asks_its_gate_anew(cast, article):
    claim_on(article, "200 lorries an hour", cast, verdict="refuted", rationale="x", attribution="not_applicable")
    change(article, cast.writer, ownership="theirs")
    signed_off(article, cast.chief)
    change(article, cast.writer, ownership="ours")
    said = article.events.order_by("-sequence").first().words
    assert said.endswith("whose it is; Chris Chief’s sign-off is void: the article is in checking again")
    with pytest.raises(NotNow, match="in the article's own voice"):
        signed_off(article, cast.chief)


def test_whose_a_published_article_is_does_not_change(cast, article):
    claim_on(article, "200 lorries an hour", cast)
    publish(signed_off(article, cast.chief), actor=cast.chief)
    with pytest.raises(NotNow, match="while the article is published"):
        change(article, cast.writer, ownership="theirs")
    assert change(article, cast.writer, outlet="The Bridge Post")[1] == ["outlet"]
