"""The contact log in the panel: requests and answers are logged beside the claim, and an article has a list of them."""

import pytest
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.models import Contact, EvidenceRule
from claims.queries import get_claim_for
from claims.queries.findings import findings_for
from claims.states import RuleCode
from tests.make import make_article, make_contact
from tests.views.panel import cut, forms_of, taken

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    EvidenceRule.objects.create(desk=cast.desk, code="reply", level="block")
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    made = taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)
    return save_claim(made, {"risk_flags": ["allegation"]}, actor=cast.checker, base=field_values(made))[0]


def reply_of(claim):
    return next(found for found in findings_for(claim) if found.code == RuleCode.REPLY)


def sent(client, address, form, **over):
    return client.post(address, form | over, headers=HTMX)


def opened(client, address):
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 200
    return forms_of(answer)["contact-form"]


def test_a_request_and_its_answer_are_logged_beside_the_claim(client, cast, article, claim):
    other = cut(article, "Engineers found 3 cracks", actor=cast.checker)
    client.force_login(cast.checker)
    panel = client.get(reverse("claims:claim", args=[article.pk, claim.number])).content.decode()
    assert "Right of reply" in panel and "Nobody was asked for a reply yet." in panel
    add = reverse("claims:contact_add", args=[claim.pk])
    form = opened(client, add)
    assert form["asked_by"] == [cast.checker.name] and form["seeks_reply"] == ["on"]
    asked = {"whom": "The mill", "questions": "Is it so?", "also": str(other.number)}
    answer = sent(client, add, form, **asked, deadline="2001-01-01T10:00")
    assert answer.status_code == 422
    assert "Give a time after they were asked." in answer.content.decode()
    assert forms_of(answer)["contact-form"]["questions"] == ["Is it so?"]
    answer = sent(client, add, form, **asked)
    assert answer.status_code == 200
    contact = Contact.objects.get()
    assert {one.claim_id for one in contact.covers.all()} == {claim.pk, other.pk}
    assert "can still answer" in reply_of(claim).words
    address = reverse("claims:contact_answer", args=[claim.pk, contact.pk])
    form = opened(client, address)
    answer = sent(client, address, form)
    assert (answer.status_code, "Write down what they answered." in answer.content.decode()) == (422, True)
    answer = sent(client, address, form, answer="It is not.", stance="contradicts")
    assert answer.status_code == 200
    assert 'hx-swap-oob="true"' in answer.content.decode().partition('id="claim-evidence"')[2].partition(">")[0]
    assert reply_of(get_claim_for(cast.checker, claim.pk)).ok
    assert [one.excerpt for one in other.evidence.all()] == ["It is not."]
    again = sent(client, address, form, answer="It is.", stance="")
    assert again.status_code == 409
    assert "meanwhile" in again.content.decode() and "It is." in again.content.decode()


def test_a_request_is_struck_out_and_covers_other_claims_and_the_list_has_the_late_first(client, cast, article, claim):
    late = make_contact(claim, actor=cast.checker, ago=48, time=24, whom="The late one")
    make_contact(claim, actor=cast.checker, ago=60, time=90, whom="The one with time")
    other = cut(article, "Engineers found 3 cracks", actor=cast.checker)
    client.force_login(cast.checker)
    offered = client.get(reverse("claims:contact_add", args=[other.pk]), headers=HTMX).content.decode()
    assert "The late one" in offered
    assert sent(client, reverse("claims:contact_cover", args=[other.pk, late.pk]), {}).status_code == 200
    assert sent(client, reverse("claims:contact_cover", args=[other.pk, late.pk]), {}).status_code == 409
    page = client.get(reverse("claims:contacts", args=[article.pk])).content.decode()
    assert page.index("The late one") < page.index("The one with time")
    assert "1 past the deadline" in page and "None by then" in page
    strike = reverse("claims:contact_strike", args=[claim.pk, late.pk])
    assert reply_of(claim).ok
    assert sent(client, strike, opened(client, strike)).status_code == 422
    assert sent(client, strike, opened(client, strike), reason="Never sent.").status_code == 200
    assert not reply_of(claim).ok
    page = client.get(reverse("claims:contacts", args=[article.pk])).content.decode()
    assert page.index("Answered or struck out") < page.index("The late one")
    assert "Never sent." in page
    client.force_login(cast.outsider)
    assert client.get(reverse("claims:contacts", args=[article.pk])).status_code == 404
    client.force_login(cast.observer)
    assert sent(client, strike, {"reason": "x"}).status_code == 403
