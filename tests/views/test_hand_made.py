"""Hand-made requests: whatever they hold, they are answered in words, and never with an error of ours."""

import pytest
from django.db import transaction
from django.urls import reverse

from claims.text.marks import bound_marks
from claims.workflow import perform
from tests.make import make_article, make_claim, make_evidence, send_to_review, sign_off

HTMX = {"HX-Request": "true"}
HALF = "\\ud800"  # as JSON escapes half a surrogate pair


@pytest.fixture
def claim(cast):
    return make_claim(make_article(cast.desk, actor=cast.writer), "3 cracks", actor=cast.checker)


@pytest.fixture
def checker(cast, client):
    client.force_login(cast.checker)
    return client


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_half_a_character_in_what_a_form_was_opened_with_is_refused(checker, claim, headers):
    base = f'{{"statement": "{HALF}"}}'
    answer = checker.post(
        reverse("claims:claim_save", args=[claim.pk]), {"base": base, "statement": "Mine."}, headers=headers
    )
    assert answer.status_code == 422 and "Mine." in answer.content.decode()


def test_half_a_character_in_what_evidence_was_opened_with_is_refused(checker, claim):
    evidence = make_evidence(claim)
    said = {"base": f'{{"note": "{HALF}"}}', "note": "Mine.", "stance": "supports", "bears_on": "true"}
    answer = checker.post(reverse("claims:evidence_change", args=[evidence.pk]), said)
    assert answer.status_code == 422 and "Mine." in answer.content.decode()


def test_half_a_character_in_the_chain_that_a_form_was_opened_with_is_no_error(checker, claim):
    rows = {"chain-TOTAL_FORMS": "1", "chain-INITIAL_FORMS": "0", "chain-0-outlet": "Herald"}
    said = {"headline": "H", "language": "en", "ownership": "ours", "chain_was": f'[["{HALF}", ""]]'}
    address = reverse("claims:article_details", args=[claim.article_id])
    answer = checker.post(address, said | rows)
    assert answer.status_code in (302, 409)
    for odd in (f'["{HALF}"]', f'[["{HALF}", ""]]', "[" * 10_000, "\x00"):
        answer = checker.post(address, said | rows | {"headline": "", "chain_was": odd})
        assert answer.status_code == 422, odd[:40]


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "utf-16", "idna", "hex", "undefined"])
def test_no_encoding_but_one_is_believed(checker, claim, charset):
    part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = part % (b"base", b"{}") + part % (b"statement", b"+2AA- \\ud800") + b"--B--\r\n"
    address = reverse("claims:claim_save", args=[claim.pk])
    answer = checker.generic("POST", address, body, f"multipart/form-data; boundary=B; charset={charset}")
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.statement == "+2AA- \\ud800"
    plain = f"application/x-www-form-urlencoded; charset={charset}"
    assert checker.generic("POST", address, b"base={}&statement=%ff", plain).status_code < 500


def test_what_was_typed_is_kept_where_the_page_that_refuses_it_has_no_place_for_it(cast, checker, claim):
    perform("retire", claim, actor=cast.checker, reason="Made twice.")
    said = {"base": "{}", "source_title": "Traffic count", "excerpt": "Forty\nan hour.", "stance": "supports"}
    answer = checker.post(reverse("claims:evidence_add", args=[claim.pk]), said | {"bears_on": "true"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "is retired" in page
    assert "Traffic count" in page and "Forty<br>an hour." in page and "csrf" not in page.split("to copy</h2>")[1][:300]


#: What a hand may put in any field of an action's form.
ODD = [
    "",
    "\x00",
    "\x00Say which bridge.\x00",
    "-1",
    "9" * 40,
    "1e5",
    "x" * 100_000,
    "\u202e<script>",
    "[]",
    "null",
    '{"statement": 7, "priority": [], "speaker": {}, "known_on": "x"}',
    f'{{"statement": "{HALF}"}}',
    "[" * 10_000,
]
#: Each action that takes a claim on, with the state that it starts in and somebody who may.
ACTIONS = {
    "return": ("in_review", "reviewer"),
    "hand_on": ("in_review", "reviewer"),
    "reopen": ("signed_off", "chief"),
    "retire": ("checking", "chief"),
    "restore": ("retired", "checker"),
}


def in_state(claim, state, cast):
    make_evidence(claim, actor=cast.checker)
    if state == "retired":
        return perform("retire", claim, actor=cast.chief, reason="Made twice.")
    if state == "checking":
        return perform("take", claim, actor=cast.checker)
    if state == "signed_off":
        return sign_off(claim, cast.reviewer, by=cast.checker)
    return send_to_review(claim, cast.checker)


@pytest.mark.parametrize("field", ["base", "edition", "reason", "all"])
@pytest.mark.parametrize("action", ACTIONS)
def test_no_hand_made_field_of_an_action_is_an_error_of_ours(cast, client, claim, action, field):
    state, person = ACTIONS[action]
    claim = in_state(claim, state, cast)
    client.force_login(getattr(cast, person))
    address = reverse("claims:claim_do", args=[claim.pk, action])
    names = ["base", "edition", "content_hash", "tab", "from", "whole", f"{action}-reason", f"{action}-ready"]
    for at, odd in enumerate(ODD):
        sent = dict.fromkeys(names, odd) if field == "all" else {field: odd, f"{action}-{field}": odd}
        with transaction.atomic():
            answer = client.post(address, sent, headers=HTMX if at % 2 else {})
            assert answer.status_code < 500, odd[:40]
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["evidence_remove", "evidence_put_back", "evidence_confirm"])
def test_no_hand_made_field_of_what_is_done_to_evidence_is_an_error_of_ours(cast, checker, claim, name):
    evidence = make_evidence(claim, actor=cast.checker)
    for at, odd in enumerate(ODD):
        sent = dict.fromkeys(["edition", "content_hash", "base", "tab", "from", "whole"], odd)
        with transaction.atomic():
            answer = checker.post(reverse(f"claims:{name}", args=[evidence.pk]), sent, headers=HTMX if at % 2 else {})
            assert answer.status_code < 500, odd[:40]
            transaction.set_rollback(True)
    assert checker.post(f"/evidence/{'9' * 30}/remove/").status_code == 404


@pytest.mark.parametrize("name", ["claims:claims", "claims:sources"])
def test_a_search_for_a_letter_with_many_marks_is_answered(checker, name):
    assert checker.get(reverse(name), {"q": "a" + "\u0301\u0323" * 200_000}).status_code in (200, 422)


def test_marks_in_a_form_are_bounded_before_the_page_cuts_them_short(checker, claim):
    typed = "a" + "\u0301\u0323" * 9_000
    answer = checker.post(reverse("claims:claim_save", args=[claim.pk]), {"base": "{}", "statement": typed})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.statement == bound_marks(typed)


def test_logging_in_as_a_letter_with_marks_is_refused_in_words(client, db):
    typed = "a" + "\u0301\u0323" * 200_000
    answer = client.post(reverse("claims:login"), {"username": typed, "password": typed})
    assert answer.status_code == 422
