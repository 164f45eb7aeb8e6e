"""A verdict of the desk's own: added on the setup page, counted as a built-in one, and named wherever it is shown."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from claims import database, reference
from claims.editing.claims import save_claim
from claims.editing.desks import set_verdicts, verdict_values
from claims.errors import Conflict, DeskError
from claims.history import acting
from claims.models import Claim, SignOff, VerdictScheme
from claims.queries.findings import findings_for
from claims.workflow.claims import perform
from tests.make import (
    content_hash,
    make_article,
    make_claim,
    make_evidence,
    send_to_review,
    set_state_of,
    sign_article,
    sign_off,
)
from tests.pages import folded
from tests.views.panel import claim_form
from tests.views.test_setup import at, typed

MOSTLY = {
    "own-label": "Mostly right",
    "own-verdict": "supported",
    "own-glyph": "◐",
    "own-code": "mostly",
    "own-meaning": "Right but for a detail.",
}


@pytest.fixture
def desk(cast, client):
    reference.ensure(cast.desk)
    client.force_login(cast.admin)
    page = client.get(at(cast.desk, "verdicts"))
    assert client.post(at(cast.desk, "verdicts"), typed(page, **MOSTLY)).status_code == 302
    return cast.desk


@pytest.fixture
def article(desk, cast):
    return make_article(desk, actor=cast.writer)


@pytest.fixture
def claim(article, cast):
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    make_evidence(claim, actor=cast.checker, directness="direct")
    return claim


def judge(claim, actor, verdict="supported:mostly", **more):
    claim.refresh_from_db()
    save_claim(claim, {"verdict": verdict, **more}, actor=actor, base={})
    claim.refresh_from_db()
    return claim


def signed(claim, cast):
    judge(claim, cast.checker)
    if claim.state == "open":
        perform("take", claim, actor=cast.checker)
    perform("send", claim, actor=cast.checker)
    return sign_off(Claim.objects.get(pk=claim.pk), cast.reviewer, by=cast.checker)


def test_what_it_lacks_is_said_at_its_field_and_what_was_typed_comes_back(desk, cast, client):
    for name, words in [("glyph", "its colour alone"), ("verdict", "what it counts as"), ("code", "Give it a code")]:
        page = client.get(at(desk, "verdicts"))
        sent = MOSTLY | {"own-label": "Nearly", "own-code": "nearly", f"own-{name}": ""}
        back = client.post(at(desk, "verdicts"), typed(page, **sent))
        assert back.status_code == 422 and words in back.text and 'value="Nearly"' in back.text
    page = client.get(at(desk, "verdicts"))
    back = client.post(at(desk, "verdicts"), typed(page, **MOSTLY | {"own-label": "Nearly"}))
    assert back.status_code == 422 and "Another verdict has this code." in back.text
    back = client.post(at(desk, "verdicts"), typed(page, **MOSTLY | {"own-code": "other"}))
    assert back.status_code == 422 and "Another verdict has this word." in back.text


def test_the_panel_offers_it_behind_what_it_counts_as_and_saves_it(claim, cast, client):
    client.force_login(cast.checker)
    perform("take", claim, actor=cast.checker)
    page = client.get(reverse("claims:claim", args=[claim.article_id, claim.number]))
    text = page.text
    assert text.index('value="supported"') < text.index('value="supported:mostly"') < text.index('value="refuted"')
    sent = claim_form(page, verdict="supported:mostly")
    assert client.post(reverse("claims:claim_save", args=[claim.pk]), sent).status_code < 400
    claim.refresh_from_db()
    assert (claim.verdict, claim.verdict_own, claim.verdict_label) == ("supported", "mostly", "◐ Mostly right")


def test_rules_ask_of_it_what_they_ask_of_the_verdict_that_it_counts_as(claim, cast):
    judge(claim, cast.checker)
    own = [(one.code, one.ok, one.words) for one in findings_for(claim)]
    judge(claim, cast.checker, "supported")
    assert own == [(one.code, one.ok, one.words) for one in findings_for(claim)]


def test_it_is_named_in_lists_galley_print_memo_and_record(claim, article, cast, client):
    signed(claim, cast)
    client.force_login(cast.checker)
    pill = '<span class="pill v-supported v-own">◐ Mostly right</span>'
    for name, args, query in [
        ("claims", [], {}),
        ("bench", [article.pk], {}),
        ("article_record", [article.pk], {"claim": claim.number}),
        ("source", [claim.evidence.get().source_id], {}),
    ]:
        assert pill in client.get(reverse(f"claims:{name}", args=args, query=query)).text, name
    galley = folded(client.get(reverse("claims:bench", args=[article.pk])))
    assert '<i class="v-supported v-own" aria-hidden="true">◐</i>' in galley
    assert "signed off, ◐ mostly right" in galley  # as the line says it
    assert "Signed off, ◐ Mostly right</b>" in galley  # as it is printed
    assert '<i class="v-supported v-own">1</i>◐ mostly right' in galley  # in the meter


def test_a_sign_off_binds_it_and_names_it_as_it_was_signed(claim, cast, desk, client):
    signed(claim, cast)
    content = SignOff.objects.get(claim=claim).content
    assert (content["verdict"], content["verdict_own"]) == ("supported", "mostly")
    assert content["verdict_cited"] == "◐ Mostly right"
    judge(claim, cast.checker, "supported")
    assert claim.state == "changed"
    client.force_login(cast.reviewer)
    page = client.get(reverse("claims:claim", args=[claim.article_id, claim.number], query={"tab": "signoff"}))
    assert "◐ Mostly right" in page.text


def test_what_is_signed_without_one_is_bound_as_before(claim, cast):
    judge(claim, cast.checker, "supported")
    send_to_review(claim, cast.checker)
    assert not {"verdict_own", "verdict_cited", "reworded_verdict_own"} & content_keys(claim)


def content_keys(claim):
    assert content_hash(claim)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_object_keys(claim_content(%s))", [claim.pk])
        return {row[0] for row in cursor.fetchall()}


def test_a_word_changed_later_is_a_new_scheme_and_judged_claims_keep_theirs(claim, cast, desk, client):
    signed(claim, cast)
    client.force_login(cast.admin)
    page = client.get(at(desk, "verdicts"))
    assert client.post(at(desk, "verdicts"), typed(page, **{"supported:mostly-label": "Nearly"})).status_code == 302
    claim.refresh_from_db()
    assert (claim.verdict_label, claim.state, claim.scheme.number) == ("◐ Mostly right", "signed_off", 1)
    other = judge(make_claim(claim.article, "3 cracks", actor=cast.checker), cast.checker)
    assert (other.verdict_label, other.scheme.number) == ("◐ Nearly", 2)


def test_a_built_in_verdict_is_called_what_the_desk_calls_it_in_every_list(claim, cast, desk, client):
    client.force_login(cast.admin)
    page = client.get(at(desk, "verdicts"))
    assert client.post(at(desk, "verdicts"), typed(page, **{"supported-label": "Holds up"})).status_code == 302
    judge(claim, cast.checker, "supported")
    client.force_login(cast.checker)
    for address in (reverse("claims:claims"), reverse("claims:bench", args=[claim.article_id])):
        assert '<span class="pill v-supported">Holds up</span>' in client.get(address).text


def test_a_claim_that_was_judged_before_is_called_what_its_desk_calls_it(claim, cast, desk):
    base = verdict_values(reference.current_scheme(desk).verdicts.all())
    set_verdicts(desk, base, base | {("supported", "label"): "Holds up"}, reason="Plainer", actor=cast.admin)
    judge(claim, cast.checker, "supported")
    (brought,) = re.findall(r"^UPDATE claims_claim c SET .*?;", database.source(), re.DOTALL | re.MULTILINE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as it was before that was kept
        cursor.execute("UPDATE claims_claim SET verdict_cited = ''")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute(brought)
    edition = claim.edition
    claim.refresh_from_db()
    assert (claim.verdict_label, claim.edition) == ("Holds up", edition)


def test_an_empty_word_removes_it_and_a_claim_that_has_it_keeps_it(claim, cast, desk, client):
    judge(claim, cast.checker)
    client.force_login(cast.admin)
    page = client.get(at(desk, "verdicts"))
    assert client.post(at(desk, "verdicts"), typed(page, **{"supported:mostly-label": ""})).status_code == 302
    assert not reference.current_scheme(desk).verdicts.filter(code="mostly").exists()
    claim.refresh_from_db()
    assert claim.verdict_label == "◐ Mostly right"
    client.force_login(cast.checker)
    assert 'value="supported:mostly"' in client.get(reverse("claims:claim", args=[claim.article_id, 1])).text
    other = make_claim(claim.article, "3 cracks", actor=cast.checker)
    with pytest.raises(DeskError, match="Choose the verdict again"):
        judge(other, cast.checker)


def test_another_verdict_that_the_same_code_counts_as_is_a_conflict_and_never_a_mixture(claim, cast):
    base = {"verdict": "supported:mostly"}
    judge(claim, cast.checker)
    judge(claim, cast.checker, "refuted", rationale="No.")
    with pytest.raises(Conflict):
        save_claim(claim, {"verdict": "supported"}, actor=cast.reviewer, base=base)


def test_the_database_takes_no_verdict_that_the_claims_scheme_does_not_have(claim, cast):
    judge(claim, cast.checker)
    for changed in ("verdict = 'refuted'", "verdict_own = 'nearly'", "scheme_id = NULL, verdict = ''"):
        with pytest.raises(DeskError, match="Choose the verdict again"):
            write(claim, changed, cast.checker)


def write(claim, changed, actor):
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"UPDATE claims_claim SET {changed} WHERE id = {claim.pk}")


def test_the_words_of_a_claim_are_called_by_the_database_alone(claim, cast):
    judge(claim, cast.checker)
    write(claim, "verdict_cited = 'Wholly right'", cast.checker)
    claim.refresh_from_db()
    assert claim.verdict_label == "◐ Mostly right"


def test_a_reworded_claim_takes_it_over_with_the_words(claim, cast, desk):
    judge(claim, cast.checker, "refuted", rationale="No.")
    save_claim(
        claim,
        {
            "line_decision": "reword",
            "proposed_words": "30 lorries",
            "reworded_statement": "It carries 30 lorries.",
            "reworded_verdict": "supported:mostly",
        },
        actor=cast.checker,
        base={},
    )
    claim.refresh_from_db()
    assert (claim.verdict_label, claim.reworded_verdict_label) == ("Refuted", "◐ Mostly right")
    assert claim.reworded_verdict_choice == "supported:mostly"


def test_what_was_found_in_somebody_elses_article_counts_it_by_its_own_name(desk, cast, client):
    article = make_article(desk, "40 lorries an hour.", actor=cast.writer, ownership="theirs")
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, actor=cast.checker, directness="direct")
    signed(claim, cast)
    sign_article(article, cast.chief)
    set_state_of(article, cast.chief, "checked")
    client.force_login(cast.chief)
    page = client.get(reverse("claims:gate", args=[article.pk]))
    assert '<span class="pill v-supported v-own">◐ Mostly right</span>1 claim' in folded(page)


def test_one_that_is_added_while_words_change_keeps_both(desk, cast):
    scheme = reference.current_scheme(desk)
    base = verdict_values(scheme.verdicts.all())
    own = {"verdict": "refuted", "code": "invented", "label": "Invented", "glyph": "✗", "meaning": ""}
    set_verdicts(desk, base, base | {("refuted", "label"): "Wrong"}, reason="Plainer", actor=cast.admin, own=own)
    found = {one.choice: str(one) for one in VerdictScheme.objects.get(desk=desk).verdicts.filter(verdict="refuted")}
    assert found == {"refuted": "Wrong", "refuted:invented": "✗ Invented"}
