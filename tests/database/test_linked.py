"""What a claim says counts on the claims linked to it, and an article's language on all: signed ones are flagged."""

import itertools

import pytest
from django.db import connection

from claims.editing.articles import change_article, details_of
from claims.editing.claims import save_claim
from claims.editing.source_changes import settle, shown_as
from claims.errors import NotYours
from claims.models import Claim, Event
from claims.queries.findings import evidence_of, linked_claims, links_of, standings_of
from claims.queries.source_changes import changes_of
from claims.rules.case import Linked
from claims.rules.evidence import evaluate
from claims.rules.links import _clash
from claims.states import LinkKind, Verdict
from claims.workflow.claims import perform
from tests.database.conftest import standing
from tests.make import (
    make_claim,
    make_evidence,
    make_link,
    make_source,
    make_speaker,
    send_to_review,
    sign_off,
)

pytestmark = pytest.mark.django_db


def waits(claim):
    return [one.words for one in changes_of(claim)]


def signed(claim, cast):
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def save(claim, actor, **mine):
    claim = Claim.objects.get(pk=claim.pk)
    save_claim(claim, mine, actor=actor, base={})


@pytest.fixture
def port(cast):
    return make_speaker(cast.desk, "The port")


@pytest.fixture
def denied(cast, article, port):
    """A signed claim that the port's word contradicts, and the harbour master's denial of it."""
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    master = make_speaker(cast.desk, "The harbour master")
    denial = make_claim(article, "3 cracks", actor=cast.checker, speaker=master, speech_act="denies")
    make_link(denial, claim, actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "Port page", speaker=port), actor=cast.checker, stance="contradicts")
    return signed(claim, cast), denial


def counting(claim):
    """The words of the rule of truth, if the claim were conflicting."""
    links, levels = linked_claims(claim, links_of(claim)), {"truth": "block"}
    evidence, standings = list(evidence_of([claim])), standings_of(claim)
    found = evaluate(claim, evidence=evidence, linked=links, levels=levels, standings=standings, verdict="conflicting")
    return found[0].words


def test_another_speaker_of_a_denial_flags_what_it_denies_if_evidence_counts_otherwise(cast, denied):
    claim, denial = denied
    assert "a denial by itself" not in counting(claim)
    save(denial, cast.checker, speaker="The port")
    assert "a denial by itself" in counting(claim)
    assert waits(claim) == [f"linked claim {denial.number}: speaker: The harbour master → The port"]
    assert standing(claim).state == "signed_off" and standing(claim).signers == {cast.reviewer}
    assert Event.objects.filter(claim=denial).latest("id").words.endswith("; a claim that rests on it is flagged")
    save(denial, cast.checker, speaker="The harbour master")
    assert waits(claim) == []


def test_a_speaker_whose_word_is_no_evidence_of_what_is_denied_flags_nothing(cast, denied):
    claim, denial = denied
    make_speaker(cast.desk, "The ferry line")
    save(denial, cast.checker, speaker="The ferry line")
    assert waits(claim) == []


def test_a_denial_that_is_retired_or_comes_back_flags_what_it_denies(cast, denied):
    claim, denial = denied
    save(denial, cast.checker, speaker="The port")
    settle(claim, actor=cast.chief, note="The port denies it.", shown=shown_as(changes_of(claim)))
    perform("retire", denial, actor=cast.checker, reason="No claim.")
    assert "a denial by itself" not in counting(claim)
    assert waits(claim) == [f"linked claim {denial.number}: retired"]
    perform("restore", Claim.objects.get(pk=denial.pk), actor=cast.checker)
    assert waits(claim) == []


def test_a_denial_changed_by_plain_sql_flags_too(cast, denied, port, hands):
    claim, denial = denied
    with hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_claim SET speaker_id = %s WHERE id = %s", [port.pk, denial.pk])
    assert waits(claim) == [f"linked claim {denial.number}: speaker: The harbour master → The port"]


def test_a_signed_denial_whose_denied_claim_is_retired_waits(cast, article, port):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    denial = make_claim(
        article, "3 cracks", actor=cast.checker, speaker=port, speech_act="denies", attribution="primary"
    )
    make_link(denial, claim, actor=cast.checker)
    denial = signed(denial, cast)
    perform("retire", claim, actor=cast.second_checker, reason="No claim.")
    assert waits(denial) == [f"linked claim {claim.number}: retired"]
    with pytest.raises(NotYours, match="You made this change"):
        settle(denial, actor=cast.second_checker, note="It stands.", shown=shown_as(changes_of(denial)))


def test_a_verdict_that_clashes_flags_the_signed_claim_it_is_linked_to_and_any_other_does_not(cast, article):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    again = make_claim(article, "3 cracks", actor=cast.checker)
    make_link(again, claim, kind="repeats", actor=cast.checker)
    make_evidence(claim, actor=cast.checker)
    claim = signed(claim, cast)
    assert claim.verdict == "supported"
    save(again, cast.checker, verdict="conflicting")
    assert waits(claim) == []
    save(again, cast.checker, verdict="refuted")
    assert waits(claim) == [f"linked claim {again.number}: verdict: conflicting → refuted"]
    assert standing(claim).state == "signed_off"
    perform("retire", Claim.objects.get(pk=again.pk), actor=cast.checker, reason="No claim.")
    assert waits(claim) == []


def test_verdicts_clash_in_the_database_as_they_do_in_the_rules():
    verdicts = ["", *Verdict.values]
    for kind, first, second in itertools.product(LinkKind.values, verdicts, verdicts):
        with connection.cursor() as cursor:
            cursor.execute("SELECT verdicts_clash(%s, %s, %s)", [kind, first, second])
            clashes = cursor.fetchone()[0]
        for direction, mine, other in (("out", first, second), ("in", second, first)):
            words = _clash(mine, Linked(kind, direction, Claim(number=2, verdict=other))) if mine and other else ""
            assert bool(words) == clashes, (kind, first, second, direction)


# The language of the article


def set_language(article, language, actor):
    article.refresh_from_db()
    return change_article(article, {"language": language}, actor=actor, base=details_of(article))


def test_another_language_of_the_article_flags_its_signed_claims(cast, article):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, figure_value=40, figure_unit="lorries")
    make_evidence(claim, actor=cast.checker)
    claim, unsigned = signed(claim, cast), make_claim(article, "3 cracks", actor=cast.checker)
    set_language(article, "de", cast.checker)
    assert waits(claim) == ["the article’s language: en → de"] and waits(unsigned) == []
    assert standing(claim).state == "signed_off"
    assert Event.objects.filter(article=article).latest("id").words.endswith("; a claim that rests on it is flagged")
    set_language(article, "en", cast.checker)
    assert waits(claim) == []
    set_language(article, "en-GB", cast.checker)
    assert waits(claim) == []


def test_a_figure_of_the_evidence_that_is_read_in_the_articles_language_is_flagged_with_it(cast, article):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, rationale="40 were counted.")
    source = make_source(cast.desk, "Zählung", language="de")
    make_evidence(claim, source, actor=cast.checker, excerpt="40 Lastwagen", excerpt_language="")
    with_verdict = Claim.objects.get(pk=claim.pk)
    save(with_verdict, cast.checker, verdict="supported")
    set_language(article, "de", cast.checker)
    assert waits(claim) == ["the article’s language: en → de"]
