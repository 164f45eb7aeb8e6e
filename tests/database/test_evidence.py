"""Evidence is bound by the sign-off: each column that is shown, and the citation as it was when it was added."""

import pytest
from django.utils import timezone

from claims.models import Claim, Evidence, Source
from tests.database.conftest import refused, standing
from tests.database.test_content import is_untouched, is_voided, scalar, update
from tests.make import (
    content_hash,
    make_claim,
    make_evidence,
    make_lineage,
    make_source,
)

EVIDENCE_BOUND = {
    "bears_on": "'both'",
    "stance": "'context'",
    "directness": "'direct'",
    "against_interest": "true",
    "excerpt": "'4 lorries were counted'",
    "excerpt_kind": "'gist'",
    "excerpt_language": "'az'",
    "translation": "'40 lorries'",
    "translator": "'Sam'",
    "locator": "'p. 5'",
    "figure_found": "'40'",
    "note": "'A copy is on file.'",
    "calculation": """'{"kind": "sum", "inputs": [{"figure": "40", "evidence": null}]}'""",
    "answer": "'It counts carts.'",
    "public_reply": "true",
    "confirmed": "false",
    "removed_at": "now()",
}
EVIDENCE_KEPT = {
    *("id", "claim_id", "source_id", "citation", "added_by_id", "added_at", "removed_by_id", "edition"),
    *("copied_from_id", "hidden", "salt"),
}


def test_every_column_of_evidence_is_decided_on(signed):
    assert set(EVIDENCE_BOUND) | EVIDENCE_KEPT == {field.column for field in Evidence._meta.concrete_fields}
    keys = scalar("SELECT array_agg(k) FROM jsonb_object_keys(claim_content(%s)->'evidence'->0) k", signed.pk)
    # What came later is in it where there is one: sign-offs from before it stay what they were.
    late = {"answer", "calculation", "public_reply"}
    assert set(keys) == set(EVIDENCE_BOUND) - {"confirmed", "removed_at"} - late | {"id", "citation"}


@pytest.mark.parametrize("column", EVIDENCE_BOUND)
def test_changing_evidence_voids(cast, signed, hands, column):
    with_it = ", translator = 'Sam'" if column == "translation" else ""
    update(
        hands,
        cast.second_checker,
        signed,
        f"{column} = {EVIDENCE_BOUND[column]}{with_it}",
        table="claims_evidence",
        key="claim_id",
    )
    assert is_voided(signed, cast.second_checker)


def test_evidence_stays_with_its_claim_and_source_and_is_not_deleted(cast, signed, hands):
    evidence, other = signed.evidence.get(), make_claim(signed.article, "3 cracks")
    for change in (
        {"claim": other},
        {"source": make_source(cast.desk)},
        {"added_by": cast.reviewer},
    ):
        with refused("evidence_stays"), hands(cast.checker):
            Evidence.objects.filter(pk=evidence.pk).update(**change)
    with pytest.raises(Exception, match="permission denied"), hands(cast.checker) as cursor:
        cursor.execute("DELETE FROM claims_evidence")


def test_a_source_renamed_later_is_cited_as_it_was(cast, signed, hands):
    before, evidence = content_hash(signed), signed.evidence.get()
    with hands(cast.chief) as cursor:
        Source.objects.filter(pk=evidence.source_id).update(title="Another title", publisher="Another house")
        cursor.execute("UPDATE claims_evidence SET citation = 'Forged' WHERE false OR citation IS NULL")
    assert is_untouched(signed, before)
    with hands(cast.chief):
        Evidence.objects.filter(pk=evidence.pk).update(citation="Forged")
    evidence.refresh_from_db()
    assert evidence.citation.startswith("Bridge survey")


def test_a_citation_is_the_same_in_every_session(cast, signed, hands):
    source = make_source(cast.desk, "Count of lorries", published_on="2020-10-26")
    with hands(cast.checker) as cursor:
        cursor.execute("SET LOCAL DateStyle = 'German'")
        cursor.execute("SELECT source_citation(%s)", [source.pk])
        assert cursor.fetchone() == ("Count of lorries · 2020-10-26",)


@pytest.mark.parametrize("settings", ["DateStyle = 'SQL, DMY'", "TimeZone = 'Asia/Baku'", "extra_float_digits = 0"])
def test_the_hash_is_the_same_in_every_session(cast, signed, hands, settings):
    update(hands, cast.checker, signed, "known_on = '2020-10-26', figure_value = 40.5")
    before = content_hash(signed)
    with hands(cast.checker) as cursor:
        cursor.execute(f"SET LOCAL {settings}")
        assert content_hash(signed) == before


@pytest.mark.parametrize("stance", ["supports", "context"])
def test_supporting_evidence_added_later_waits_and_voids_when_confirmed(cast, signed, hands, stance):
    before = content_hash(signed)
    with hands(cast.second_checker):
        late = make_evidence(signed, actor=cast.second_checker, stance=stance, confirmed=True)
    late.refresh_from_db()
    assert late.confirmed is False
    assert is_untouched(signed, before)
    assert cast.second_checker not in standing(signed).contributors
    update(hands, cast.chief, late, "confirmed = true", table="claims_evidence")
    assert is_voided(signed, cast.chief)
    assert cast.second_checker in standing(signed).contributors


@pytest.mark.parametrize("confirmed", [True, False])
def test_contradicting_evidence_voids_at_once(cast, signed, hands, confirmed):
    with hands(cast.second_checker):
        make_evidence(signed, actor=cast.second_checker, stance="contradicts", confirmed=confirmed)
    assert is_voided(signed, cast.second_checker)


def test_waiting_evidence_that_turns_out_to_contradict_voids_at_once(cast, signed, hands):
    late = make_evidence(signed, actor=cast.second_checker)
    update(hands, cast.second_checker, late, "stance = 'contradicts'", table="claims_evidence")
    assert is_voided(signed, cast.second_checker)


def test_evidence_removed_and_added_again_voids_for_good(cast, signed, hands):
    for moment in (timezone.now(), None):
        with hands(cast.second_checker):
            signed.evidence.update(removed_at=moment)
    assert is_voided(signed, cast.second_checker)


# Of a claim that was retired


@pytest.fixture
def contradicted(cast, article):
    """A claim that evidence contradicts; somebody will retire it."""
    claim = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    make_evidence(claim, actor=cast.second_checker, stance="contradicts", excerpt="There is no crack")
    return claim


def set_retired(claim):
    Claim.objects.filter(pk=claim.pk).update(state="retired")


def test_nobody_adds_or_removes_evidence_of_a_retired_claim(cast, contradicted, hands):
    with hands(cast.checker):
        set_retired(contradicted)
    with refused("evidence_of_retired"), hands(cast.checker):
        make_evidence(contradicted, actor=cast.checker)
    with refused("evidence_of_retired"), hands(cast.second_checker) as cursor:
        cursor.execute("UPDATE claims_evidence SET removed_at = now() WHERE stance = 'contradicts'")


def test_nobody_calls_their_evidence_a_copy_of_what_contradicts(cast, contradicted, hands):
    held = contradicted.evidence.get()
    with hands(cast.checker):
        made = make_claim(contradicted.article, "3 cracks", actor=cast.checker)
        fake = make_evidence(made, held.source, actor=cast.checker, stance="context", copied_from=held)
        set_retired(contradicted)
    fake.refresh_from_db()
    assert fake.copied_from is None
    assert made.evidence.get(stance="contradicts").copied_from == held


def test_what_contradicted_a_retired_claim_counts_on_its_words_by_plain_sql_too(cast, contradicted, hands):
    with hands(cast.checker):
        set_retired(contradicted)
        made = make_claim(contradicted.article, "cracks in its deck", actor=cast.checker)
    assert made.evidence.get().counts


def test_a_copy_of_evidence_is_answered_anew_where_it_goes(cast, signed):
    make_evidence(signed, actor=cast.checker, stance="contradicts", answer="It counts carts.")
    part = make_claim(signed.article, "3 cracks", actor=cast.checker)
    make_lineage(signed, part, actor=cast.checker)
    assert [row.answer for row in part.evidence.filter(stance="contradicts")] == [""]
