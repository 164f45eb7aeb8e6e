"""Each rule that is overridden has its own reason, typed beside it; it covers this, and nothing that comes later."""

import pytest
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.editing.evidence import add_evidence, change_evidence, remove_evidence
from claims.models import Claim, Event
from claims.states import ClaimState, RuleCode
from tests import make
from tests.pages import folded
from tests.views.panel import claim_form, cut, forms_of, taken

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TRUTH, DENIES = "rules_passed-truth:supported", "rules_passed-denies"


def panel(client, person, claim):
    client.force_login(person)
    return client.get(reverse("claims:claim", args=[claim.article_id, claim.number]), headers=HTMX)


def save(client, claim, form):
    return client.post(reverse("claims:claim_save", args=[claim.pk]), form, headers=HTMX)


def do(client, claim, action, form):
    return client.post(reverse("claims:claim_do", args=[claim.pk, action]), form, headers=HTMX)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture
def article(cast):
    return make.make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def claim(cast, article):
    """A denial called supported, without evidence: two rules warn."""
    for code in (RuleCode.TRUTH, RuleCode.DENIES, RuleCode.ANSWER):
        cast.desk.evidence_rules.create(code=code, level="warn")
    claim = taken(cut(article, "The ministry denied that the bridge was closed", actor=cast.checker), cast.checker)
    fields = {"verdict": "supported", "rationale": "Nobody counts.", "speech_act": "denies"}
    return save_claim(claim, fields, actor=cast.checker, base={})[0]


def test_each_warning_has_its_own_box_and_one_reason_covers_one(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim))
    assert form[TRUTH] == form[DENIES] == [""]
    refused = do(client, claim, "send", form | {DENIES: "Claimed elsewhere."})
    assert refused.status_code == 409 and "To call it supported you need" in refused.text
    assert "Which claim does it deny? Link it. Or" not in folded(refused)
    assert refused.text.count("Write why you override it") == 1, "a link to the box of what is not passed"
    assert 'href="#rules_passed-truth:supported"' in refused.text
    assert "Claimed elsewhere." in refused.text, "what was typed is kept"
    assert do(client, claim, "send", form | {DENIES: "Claimed elsewhere.", TRUTH: "Enough."}).status_code == 200
    assert fresh(claim).state == ClaimState.IN_REVIEW
    assert fresh(claim).rules_passed == {"denies": "Claimed elsewhere.", "truth:supported": "Enough."}
    page = folded(panel(client, cast.reviewer, claim))
    assert page.count("<b>Overridden:</b>") == 2 and "Enough." in page


@pytest.mark.parametrize("box", ["rules_passed-toll", "rules_passed-", "rules_passed-truthful:supported"])
def test_a_reason_for_what_is_no_rule_is_refused_and_the_others_stay_typed(cast, client, claim, box):
    form = claim_form(panel(client, cast.checker, claim)) | {TRUTH: "Enough.", box: "Smuggled in."}
    for answer in (save(client, claim, form), do(client, claim, "send", form)):
        assert answer.status_code == 422
        assert "No rule is called" in answer.text and "Enough." in answer.text
    assert fresh(claim).rules_passed == {}


def test_a_reason_does_not_cover_a_rule_that_comes_later(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim))
    assert save(client, claim, form | {DENIES: "Claimed elsewhere.", TRUTH: "Enough."}).status_code == 200
    against = [
        add_evidence(claim, actor=cast.checker, source_fields={"title": title}, stance="contradicts")
        for title in ("Toll book", "Census")
    ]
    form = claim_form(panel(client, cast.checker, claim))
    boxes = [f"rules_passed-answer:{piece.pk}" for piece in against]
    assert form[boxes[0]] == form[boxes[1]] == [""]
    refused = do(client, claim, "send", form | {boxes[0]: "It is a forgery."})
    assert refused.status_code == 409 and "Answer “Census”" in refused.text
    assert "Answer “Toll book”, which contradicts the claim: write a short answer beside it" in folded(refused)
    change_evidence(against[1], actor=cast.checker, base={}, answer="It counts carts.")
    assert do(client, claim, "send", claim_form(refused)).status_code == 200
    save_claim(fresh(claim), {"verdict": "conflicting"}, actor=cast.checker, base={})
    assert "truth:supported" in fresh(claim).rules_passed
    assert claim_form(panel(client, cast.checker, claim))["rules_passed-truth:conflicting"] == [""], "another verdict"


def test_a_reason_that_passes_nothing_any_more_goes_when_the_claim_is_sent(cast, client, claim):
    piece = add_evidence(claim, actor=cast.checker, source_fields={"title": "Toll book"}, stance="contradicts")
    reasons = {DENIES: "Elsewhere.", TRUTH: "Enough.", f"rules_passed-answer:{piece.pk}": "It is a forgery."}
    assert save(client, claim, claim_form(panel(client, cast.checker, claim)) | reasons).status_code == 200
    remove_evidence(piece, actor=cast.checker)
    assert do(client, claim, "send", claim_form(panel(client, cast.checker, claim))).status_code == 200
    assert {*fresh(claim).rules_passed} == {"denies", "truth:supported"}


def test_the_record_says_which_rule_was_overridden_for_which_reason(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim)) | {DENIES: "Claimed elsewhere.", TRUTH: "Enough."}
    assert do(client, claim, "send", form).status_code == 200
    event = Event.objects.get(claim=claim, verb="send")
    assert "A denial is linked to the claim that it denies, because: Claimed elsewhere." in event.words
    assert event.data["passed"] == {"denies": "Claimed elsewhere.", "truth:supported": "Enough."}


def test_two_people_give_the_reasons_of_two_rules_and_neither_is_lost(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim))
    save_claim(claim, {"rules_passed": {"denies": "Elsewhere."}}, actor=cast.chief, base=field_values(claim))
    assert save(client, claim, form | {TRUTH: "Enough."}).status_code == 200
    assert fresh(claim).rules_passed == {"denies": "Elsewhere.", "truth:supported": "Enough."}
    conflict = save(client, claim, form | {DENIES: "In claim 9."})
    assert conflict.status_code == 409 and "In claim 9." in conflict.text and "Elsewhere." in conflict.text
    assert claim_form(conflict)[DENIES] == ["In claim 9."]
    assert save(client, claim, claim_form(conflict)).status_code == 200
    assert fresh(claim).rules_passed["denies"] == "In claim 9."


def test_a_reason_that_is_being_typed_is_kept_while_evidence_is_added(cast, client, claim):
    client.force_login(cast.checker)
    address = reverse("claims:evidence_add", args=[claim.pk])
    form = forms_of(client.get(address, headers=HTMX))["evidence-form"]
    form |= {"source_title": "Count", TRUTH: "Half typed", "rules_passed-x": "Gone"}
    answer = client.post(address, form, headers=HTMX)
    assert answer.status_code == 200 and claim_form(answer)[TRUTH] == ["Half typed"]
    assert "No rule asks for this reason any more: Gone" in folded(answer).replace('<span dir="auto">', " ")
    assert fresh(claim).rules_passed == {}


def test_what_cannot_be_stored_comes_back(cast, client, claim):
    form = claim_form(panel(client, cast.checker, claim))
    for typed in ({TRUTH: "a\x00b"}, {TRUTH: "a" * 2_001}, {"rules_passed-" + "k" * 501: "a"}):
        assert save(client, claim, form | typed).status_code == 422, typed
    for base in ("[1]", '{"denies": 5}', '"x"'):
        made = form["base"][0].replace('"rules_passed": {}', f'"rules_passed": {base}')
        assert made != form["base"][0]
        assert save(client, claim, form | {"base": made, TRUTH: "Enough."}).status_code == 200


def test_one_reason_for_all_is_read_and_passes_nothing(cast, client, claim):
    make.judge(claim, cast.checker, rules_passed={"": "One count is enough."})
    page = folded(panel(client, cast.checker, claim))
    assert "counts for none of them now:" in page and "One count is enough." in page
    assert do(client, claim, "send", claim_form(panel(client, cast.checker, claim))).status_code == 409
