"""The page of corrections: what was reported, the chief's decision, and the way back to a signed article."""

import pytest
from django.urls import reverse

from claims.models import Correction
from tests.make import article_hash, make_claim, make_correction, make_published, settle_correction, sign_off
from tests.pages import folded

QUERIES = 13
DECISION = {"kind": "correction", "was_wrong": "40 lorries", "is_right": "30", "since": "2026-05-03T10:00"}


@pytest.fixture
def out(cast):
    return make_published(cast.desk, cast.chief, authors=[cast.writer])


@pytest.fixture
def as_(client):
    def log_in(person):
        client.force_login(person)
        return client

    return log_in


def address(name, thing):
    return reverse(f"claims:{name}", args=[thing.pk])


def test_a_complaint_is_reported_by_anybody_of_the_desk_and_decided_by_the_chief(as_, cast, out):
    said = {"reported": "It carries 30.", "reported_by": "The mayor", "claim": ""}
    page = as_(cast.observer).post(address("correction_open", out), said, follow=True)
    assert "Correction 1 is open. A chief decides it." in page.text and "from <bdi>The mayor</bdi>" in page.text
    assert "Settling a correction is for a chief of this desk." in page.text
    one = out.corrections.get()
    page = as_(cast.chief).post(address("correction_decide", one), DECISION, follow=True)
    assert "Correction 1 is decided." in page.text and "Every correction is settled." in page.text
    page = as_(cast.chief).get(address("gate", out))
    assert page.context["why_not"] == ""
    page = as_(cast.chief).post(address("article_sign", out), {"content_hash": article_hash(out)}, follow=True)
    assert "The article is signed again." in page.text
    out.refresh_from_db()
    assert out.state == "corrected"
    record = folded(as_(cast.observer).get(address("article_record", out)))
    for words in ("opened correction 1, from The mayor", "decided correction 1", "corrected the article"):
        assert words in record


def test_a_correction_is_dismissed_with_a_reason(as_, cast, out):
    one = make_correction(out, actor=cast.checker)
    page = as_(cast.chief).post(address("correction_dismiss", one), {"reason": ""})
    assert page.status_code == 422 and "Say why, in a few words." in page.text
    page = as_(cast.chief).post(address("correction_dismiss", one), {"reason": "Two counts say 40."}, follow=True)
    assert "Dismissed by Chris Chief" in page.text and "Two counts say 40." in page.text
    again = as_(cast.chief).post(address("correction_dismiss", one), {"reason": "Once more."})
    assert again.status_code == 409 and "settled already" in again.text


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"was_wrong": ""}, "Say what was wrong."),
        ({"is_right": " "}, "Say what is right"),
        ({"since": ""}, "Say since when readers see it."),
        ({"kind": "joke"}, "Select a valid choice"),
    ],
)
def test_a_decision_with_something_missing_comes_back_as_it_was_typed(as_, cast, out, over, words):
    one = make_correction(out, actor=cast.checker)
    page = as_(cast.chief).post(address("correction_decide", one), DECISION | {"was_wrong": "Forty."} | over)
    assert page.status_code == 422 and words in page.text
    assert "was_wrong" in over or "Forty." in page.text
    assert one.settled_at is None and Correction.objects.filter(settled_at=None).count() == 1


def test_a_second_complaint_about_a_claim_is_refused_in_words_and_kept(as_, cast, out):
    claim = make_claim(out, "40 lorries an hour", actor=cast.checker)
    make_correction(out, actor=cast.checker, claim=claim)
    said = {"reported": "It carries 20.", "reported_by": "A driver", "claim": claim.number}
    page = as_(cast.writer).post(address("correction_open", out), said)
    assert page.status_code == 409 and "Correction 1 about this claim is open already." in page.text
    assert "It carries 20." in page.text and "A driver" in page.text


def test_an_article_that_is_not_out_has_no_form_for_complaints(as_, cast, out):
    assert "Report a mistake" in as_(cast.observer).get(address("corrections", out)).text
    type(out).objects.filter(pk=out.pk).update(state="withdrawn")
    assert "Report a mistake" not in as_(cast.observer).get(address("corrections", out)).text
    said = {"reported": "It carries 30.", "reported_by": "The mayor"}
    assert as_(cast.observer).post(address("correction_open", out), said).status_code == 409


def test_the_front_page_shows_what_is_out_with_a_correction_until_it_is_settled_and_signed(as_, cast, out):
    def shown():
        return [article.pk for article in as_(cast.observer).get(reverse("claims:desk")).context["corrected"]]

    assert shown() == []
    one = make_correction(out, actor=cast.checker)
    assert shown() == [out.pk]
    claim = make_claim(out, "40 lorries an hour", actor=cast.checker)
    settle_correction(one, cast.chief)
    assert shown() == [out.pk], "its sign-off is void since the claim was made"
    sign_off(claim, cast.reviewer, by=cast.checker)
    as_(cast.chief).post(address("article_sign", out), {"content_hash": article_hash(out)})
    assert shown() == []
    assert as_(cast.outsider).get(reverse("claims:desk")).context["corrected"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_corrections_take_the_same_queries_for_any_number(as_, cast, out, rows, django_assert_num_queries):
    for _ in range(rows):
        make_correction(out, actor=cast.checker)
        settle_correction(make_correction(out, actor=cast.checker), cast.chief)
    client = as_(cast.chief)
    with django_assert_num_queries(QUERIES):
        client.get(address("corrections", out))
