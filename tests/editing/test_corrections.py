"""From publication to corrected: a correction is opened, worked on, settled, and the article is signed again."""

import pytest
from django.utils import timezone

from claims.editing.claims import field_values, save_claim
from claims.errors import Invalid, NotNow, NotYours
from claims.workflow import (
    decide_correction,
    dismiss_correction,
    open_correction,
    perform,
    publish,
    sign_off_article,
    withdraw_article,
)
from claims.workflow.articles import article_hash
from tests.living import bring, claim_on, edited, now
from tests.make import sign_off


@pytest.fixture
def out(cast, article):
    """Our article, published, with one signed claim."""
    claim_on(article, "200 lorries an hour", cast)
    sign(cast, article)
    return publish(article, actor=cast.chief)


def sign(cast, article):
    signed = sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    article.refresh_from_db()
    return signed


def complaint(cast, article, **over):
    said = {"reported": "It carries 30.", "reported_by": "The mayor"} | over
    return open_correction(article, actor=cast.observer, **said)


def decide(cast, correction):
    said = {"kind": "correction", "was_wrong": "200 lorries", "is_right": "30 lorries", "since": timezone.now()}
    return decide_correction(correction, actor=cast.chief, **said)


def last_words(article):
    return article.events.order_by("-sequence").values_list("words", flat=True).first()


def test_a_published_article_goes_from_a_complaint_to_corrected(cast, out):
    one = complaint(cast, out, claim=out.claims.get())
    assert last_words(out) == "Olga Observer opened correction 1 of claim 1, from The mayor: It carries 30."
    bring(out, cast, edited(out, "200 lorries", "30 lorries"))
    claim = out.claims.get()
    assert (out.state, out.current_version.number, claim.state) == ("published", 2, "changed")
    assert out.corrections.count() == 1, "the one that is open is about this claim"
    sign_off(claim, cast.reviewer, by=cast.checker)
    with pytest.raises(NotNow, match="Correction 1 is open"):
        sign(cast, out)
    decide(cast, one)
    assert last_words(out).startswith("Chris Chief decided correction 1 (correction). Wrong: 200 lorries Right: 30")
    assert sign(cast, out).state == "corrected"
    assert last_words(out).startswith("Chris Chief corrected the article: signed off version 2, with correction 1")
    assert out.signoffs.filter(voided_at=None).get().version == out.current_version


def test_a_corrected_article_is_corrected_again(cast, out):
    decide(cast, complaint(cast, out))
    assert sign(cast, out).state == "corrected"
    decide(cast, complaint(cast, out, reported="And the year is wrong."))
    assert sign(cast, out).state == "corrected"
    assert "corrected the article" in last_words(out)


def test_a_signed_claim_that_changes_opens_a_correction_and_the_record_says_so(cast, out):
    claim = out.claims.get()
    save_claim(claim, {"rationale": "Counted again."}, actor=cast.checker, base=field_values(claim))
    assert out.corrections.get().claim == claim
    assert last_words(out).endswith("sign-off is void, and the article is out; correction 1 is open")


def test_a_reopened_claim_that_is_signed_again_as_it_was_leaves_the_article_published(cast, out):
    claim = perform("reopen", out.claims.get(), actor=cast.checker, reason="Was it 30?")
    sign_off(now(claim), cast.reviewer, by=cast.checker)
    dismiss_correction(out.corrections.get(), actor=cast.chief, reason="It carries 200.")
    assert last_words(out).startswith("Chris Chief dismissed correction 1: It carries 200.")
    assert sign(cast, out).state == "published"
    with pytest.raises(NotNow, match="signed as it is"):
        sign(cast, out)


def test_what_is_out_takes_a_version_only_while_a_correction_is_open(cast, out):
    with pytest.raises(NotNow, match="Open a correction"):
        bring(out, cast, edited(out, "3 cracks", "4 cracks"))
    one = complaint(cast, out)
    bring(out, cast, edited(out, "3 cracks", "4 cracks"))
    decide(cast, one)
    with pytest.raises(NotNow, match="Open a correction"):
        bring(out, cast, edited(out, "4 cracks", "5 cracks"))


def test_a_correction_says_what_was_reported_and_a_complaint_from_whom(cast, out):
    with pytest.raises(Invalid, match="what was reported"):
        complaint(cast, out, reported=" ")
    with pytest.raises(Invalid, match="from whom"):
        complaint(cast, out, reported_by=" ")


def test_an_article_that_is_not_out_is_not_corrected(cast, article):
    with pytest.raises(NotNow, match="only what is out"):
        complaint(cast, article)


def test_who_made_the_fault_and_who_is_no_chief_settle_no_correction(cast, out):
    one = complaint(cast, out, claim=out.claims.get())
    with pytest.raises(NotYours, match="for a chief"):
        dismiss_correction(one, actor=cast.legal, reason="No.")
    cast.checker.memberships.create(desk=cast.desk, role="chief")
    with pytest.raises(NotYours, match="another chief settles"):
        dismiss_correction(one, actor=cast.checker, reason="No.")
    dismiss_correction(one, actor=cast.chief, reason="No.")
    with pytest.raises(NotNow, match="settled already"):
        decide(cast, one)


def test_an_article_with_an_open_correction_is_withdrawn_by_name_and_reason(cast, out):
    complaint(cast, out)
    assert withdraw_article(out, actor=cast.chief, reason="The whole story is wrong.").state == "withdrawn"
