"""What is said about an article is changed, and its sign-off holds for what it was given on."""

import pytest

from claims.editing.articles import change_article, details_of
from claims.editing.decisions import let_stand
from claims.editing.versions import acknowledge
from claims.errors import NotNow
from claims.models import Article
from claims.states import ArticleState
from claims.workflow import publish, sign_off_article
from claims.workflow.articles import article_hash
from tests.living import bring, claim_on, edited, now
from tests.make import make_person, make_speaker


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


def test_whose_a_published_article_is_and_what_readers_see_of_it_does_not_change(cast, article):
    claim_on(article, "200 lorries an hour", cast)
    publish(signed_off(article, cast.chief), actor=cast.chief)
    with pytest.raises(NotNow, match="while the article is published"):
        change(article, cast.writer, ownership="theirs")
    for mine in (
        {"outlet": "The Bridge Post"},
        {"language": "de"},
        {"chain": [("The Post", "")]},
        {"authors": ["Ann"]},
    ):
        with pytest.raises(NotNow, match="while the article is published"):
            change(article, cast.writer, **mine)
    assert change(article, cast.writer, address="https://bridge.example/1", sides=["Us"])[1] == ["address", "sides"]


def test_an_author_named_late_has_acknowledged_nothing_under_the_articles_sign_off(cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "Engineers found", "Engineers slowly found"))
    acknowledge(now(claim), actor=cast.second_reviewer, edition=now(claim).edition)
    article = signed_off(article, cast.chief)
    change(article, cast.checker, authors=["Rosa Reviewer"])
    article.refresh_from_db()
    assert article.state == ArticleState.IN_CHECKING
    assert article.signoffs.get().void_reason == "an author had acknowledged a changed context"
    with pytest.raises(NotNow, match="acknowledge"):
        signed_off(article, cast.chief)


def test_an_author_named_late_has_let_nothing_stand_under_the_articles_sign_off(cast, article):
    chief = make_person("Cora Chief", "chief", desk=cast.desk)
    judged = {"verdict": "refuted", "rationale": "r", "attribution": "reports", "speaker": make_speaker(cast.desk)}
    let_stand(claim_on(article, "200 lorries an hour", cast, **judged), actor=chief, reason="The mayor did say 200.")
    article = signed_off(article, cast.chief)
    change(article, cast.checker, authors=["Cora Chief"])
    with pytest.raises(NotNow, match="The chief has to write down why"):
        signed_off(article, cast.chief)
