"""A release with exceptions goes out with what its two people saw open and gave an owner, and with nothing else."""

import pytest

from claims.editing.articles import create_article
from claims.editing.claims import field_values, save_claim
from claims.editing.evidence import add_evidence
from claims.editing.marks import remove_mark
from claims.editing.threads import open_thread, reopen, resolve
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting, check_now
from claims.models import Article, EvidenceRule
from claims.states import ArticleState
from claims.workflow import close_exception, propose_release, publish, second_release, sign_off_article
from claims.workflow.articles import article_hash, open_items
from tests.living import blocks, claim_on, now
from tests.make import make_mark, make_source, sign_off


def propose(article, cast, *items):
    article.refresh_from_db()
    owners = dict.fromkeys(items, cast.checker.pk)
    shown = article_hash(article.pk)
    return propose_release(article, actor=cast.chief, content_hash=shown, reason="The printer waits.", owners=owners)


def release(article, cast, *items):
    signoff = propose(article, cast, *items)
    second_release(signoff, actor=cast.reviewer)
    article.refresh_from_db()
    return signoff


def test_a_release_is_published_with_what_it_owns(cast, article):
    claim_on(article, "3 cracks", cast, signed=False)
    release(article, cast, "claim:1")
    assert publish(article, actor=cast.chief).state == ArticleState.PUBLISHED


def test_a_query_asked_since_the_proposal_keeps_it_from_being_confirmed(cast, article):
    claim_on(article, "3 cracks", cast, signed=False)
    signoff = propose(article, cast, "claim:1")
    query = open_thread(article, actor=cast.checker, words="Who counted?", is_query=True)
    with pytest.raises(NotNow, match=r"1 open item has no owner in the release\. A query on the article is open"):
        second_release(signoff, actor=cast.reviewer)
    resolve(query, actor=cast.checker)
    assert second_release(signoff, actor=cast.reviewer).state == ArticleState.RELEASED


def test_a_line_decision_taken_since_the_proposal_has_no_owner(cast, article):
    claim = claim_on(article, "3 cracks", cast, signed=False)
    signoff = propose(article, cast, "claim:1")
    mine = {"verdict": "refuted", "rationale": "There are none.", "line_decision": "cut", "must_fix": True}
    save_claim(now(claim), mine, actor=cast.checker, base=field_values(now(claim)))
    with pytest.raises(NotNow, match="decision to cut is open"):
        second_release(signoff, actor=cast.reviewer)


def test_a_claim_that_changed_since_the_release_keeps_it_from_publication(cast, article):
    claim_on(article, "3 cracks", cast, signed=False)
    two = claim_on(article, "200 lorries an hour", cast)
    release(article, cast, "claim:1")
    add_evidence(now(two), actor=cast.checker, source=make_source(cast.desk), stance="contradicts")
    with pytest.raises(NotNow, match="Claim 2 changed since sign-off"):
        publish(article, actor=cast.chief)
    sign_off(now(two), cast.reviewer, by=cast.checker)
    publish(article, actor=cast.chief)


def test_a_line_that_was_opened_since_the_release_keeps_it_from_publication(cast):
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    text = blocks("Head", "It rained. It snowed.")
    article = create_article(cast.desk, actor=cast.writer, blocks=text, headline="Head", ownership="ours")
    marks = [make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer) for words in ("Head", "It rained.")]
    claim_on(article, "It snowed.", cast, signed=False)
    release(article, cast, "claim:1")
    remove_mark(marks[1], actor=cast.checker)
    with pytest.raises(NotNow, match="Line 2 is untouched"):
        publish(article, actor=cast.chief)


def test_what_a_release_names_is_owned_and_the_rest_is_not(cast, article):
    claim_on(article, "3 cracks", cast, signed=False)
    signoff = propose(article, cast, "claim:1")
    assert open_items(article, signoff) == []
    claim_on(article, "200 lorries an hour", cast, signed=False)
    assert [item.key for item in open_items(article, signoff)] == ["claim:2"]
    assert [item.key for item in open_items(article)] == ["claim:1", "claim:2"]


def test_a_query_whose_exception_was_closed_has_no_owner_any_more(cast, article):
    query = open_thread(article, actor=cast.checker, words="Who counted?", is_query=True)
    signoff = release(article, cast, f"query:{query.pk}")
    exception = signoff.exceptions.get()
    with pytest.raises(NotYours, match="closes by itself when it is met"):
        close_exception(exception, actor=cast.checker, reason="I asked them.")
    with pytest.raises(NotYours, match="for a chief, reviewer or legal"):
        close_exception(exception, actor=cast.second_checker, reason="I asked them.")
    with pytest.raises(Invalid, match="Say why"):
        close_exception(exception, actor=cast.reviewer, reason=" ")
    close_exception(exception, actor=cast.reviewer, reason="Nobody can know.")
    assert now(exception).closed_reason == "Nobody can know."
    with pytest.raises(NotNow, match="A query on the article is open"):
        publish(article, actor=cast.chief)
    with pytest.raises(NotNow, match="A query is open"), acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(state="published")


def test_an_exception_closes_with_the_change_that_meets_it_and_covers_nothing_after(cast, article):
    query = open_thread(article, actor=cast.checker, words="Who counted?", is_query=True)
    exception = release(article, cast, f"query:{query.pk}").exceptions.get()
    resolve(query, actor=cast.checker)
    check_now()
    assert now(exception).closed_at and exception.closed_by is None
    words = article.events.order_by("-sequence").values_list("words", flat=True).first()
    assert words.startswith("Leyla Checker closed an exception, which is met now: ")
    reopen(query, actor=cast.writer)
    with pytest.raises(NotNow, match="A query on the article is open"):
        publish(article, actor=cast.chief)


def test_what_an_article_was_released_with_covers_nothing_after_its_sign_off(cast, article):
    query = open_thread(article, actor=cast.checker, words="Who counted?", is_query=True)
    release(article, cast, f"query:{query.pk}")
    resolve(query, actor=cast.checker)
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    reopen(query, actor=cast.writer)
    with pytest.raises(NotNow, match="A query on the article is open"):
        publish(article, actor=cast.chief)
    with pytest.raises(NotNow, match="A query is open"), acting(cast.chief):
        Article.objects.filter(pk=article.pk).update(state="published")
