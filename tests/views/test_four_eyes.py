"""Over plain pages: whoever splits or merges claims does not sign what comes of it, and no contradiction is lost."""

import json

import pytest
from django.urls import reverse

from claims.models import Claim, Event
from claims.states import ClaimState
from tests.make import find_words, make_article, make_evidence
from tests.views.panel import cut, forms_of, taken


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def whole(cast, article):
    """Leyla's claim, with evidence of hers that contradicts it and some that supports it."""
    claim = taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)
    make_evidence(claim, actor=cast.checker, stance="contradicts", excerpt="Nobody saw a lorry")
    make_evidence(claim, actor=cast.checker)
    return Claim.objects.get(pk=claim.pk)


def page(client, person, claim, **params):
    client.force_login(person)
    return client.get(reverse("claims:claim", args=[claim.article_id, claim.number]), params)


def take(client, person, claim):
    form = forms_of(page(client, person, claim))["claim-form"]
    assert client.post(reverse("claims:claim_do", args=[claim.pk, "take"]), form).status_code == 302


def send(client, person, claim):
    """``person`` judges the claim supported and sends it, from its own page."""
    form = forms_of(page(client, person, claim))["claim-form"]
    form |= {"verdict": "supported", "rationale": "Counted, whatever the other says.", "attribution": "not_applicable"}
    form |= {"rules_passed-truth:supported": "One count is enough here."}
    return client.post(reverse("claims:claim_do", args=[claim.pk, "send"]), form)


def approve(client, person, claim):
    form = forms_of(page(client, person, claim))["claim-form"]
    return client.post(reverse("claims:claim_do", args=[claim.pk, "approve"]), form)


def split(client, person, whole):
    def pieces(words):
        return json.dumps([[*(at if isinstance(at, int) else at.pk for at in find_words(version, words)), words]])

    version = whole.article.current_version
    client.force_login(person)
    sent = {"version": version.pk, "edition": whole.edition, "parts": 2}
    for number, words in enumerate(("the old bridge", "40 lorries an hour")):
        sent |= {f"pieces-{number}": pieces(words), f"statement-{number}": f"{person} says: {words}."}
    answer = client.post(reverse("claims:claim_split", args=[whole.pk]), sent)
    assert answer.status_code == 302, answer.text
    return Claim.objects.filter(came_from__parent=whole).order_by("number")[1]


def merge(client, person, whole):
    other = cut(whole.article, "Engineers found 3 cracks", actor=person)
    client.force_login(person)
    sent = {"edition": whole.edition, "with": f"{other.pk}:{other.edition}", "statement": f"{person} says so."}
    answer = client.post(reverse("claims:claim_merge", args=[whole.pk]), sent)
    assert answer.status_code == 302, answer.text
    return Claim.objects.get(came_from__parent=whole)


@pytest.mark.parametrize("rebuild", [split, merge])
def test_whoever_words_what_comes_of_a_claim_does_not_sign_it(cast, client, whole, rebuild):
    part = rebuild(client, cast.reviewer, whole)
    take(client, cast.checker, part)
    assert send(client, cast.checker, part).status_code == 302
    part.refresh_from_db()
    assert part.state == ClaimState.IN_REVIEW
    answer = approve(client, cast.reviewer, part)
    assert answer.status_code == 403 and "You worked on this claim, so somebody else signs it." in answer.text
    assert approve(client, cast.second_reviewer, part).status_code == 302
    part.refresh_from_db()
    assert part.state == ClaimState.SIGNED_OFF
    event = Event.objects.get(claim=part, verb="approve")
    assert event.data["signoff"] == part.signoffs.get().pk


@pytest.mark.parametrize("rebuild", [split, merge])
def test_what_contradicts_counts_in_what_comes_of_a_claim_until_somebody_removes_it(cast, client, whole, rebuild):
    cast.desk.evidence_rules.create(code="answer", level="block")
    part = rebuild(client, cast.second_checker, whole)
    against = part.evidence.get(stance="contradicts")
    assert (against.confirmed, part.evidence.get(stance="supports").confirmed) == (True, False)
    take(client, cast.checker, part)
    form = forms_of(page(client, cast.checker, part))["claim-form"]
    form |= {"verdict": "supported", "rationale": "", "attribution": "not_applicable"}
    refused = client.post(reverse("claims:claim_do", args=[part.pk, "send"]), form)
    assert refused.status_code == 409 and "which contradicts the claim: write a short answer" in refused.text
    client.force_login(cast.reviewer)
    assert client.post(reverse("claims:evidence_remove", args=[against.pk])).status_code == 302
    against.refresh_from_db()
    assert against.removed_by == cast.reviewer
    assert send(client, cast.checker, part).status_code == 302
    assert approve(client, cast.reviewer, part).status_code == 403
    assert approve(client, cast.second_reviewer, part).status_code == 302
