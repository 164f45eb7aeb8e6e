"""What was said of a source off the record stands in its row and its evidence, and in nothing beside them."""

import pytest

from claims.editing.evidence import add_evidence, change_evidence
from claims.editing.sources import change_source
from claims.export.dossier.making import document_of
from claims.export.dossier.verify import unlike
from claims.models import RowHistory, SignOff
from claims.queries.panel import about, since_signed
from tests.everything import rows_of_database
from tests.make import derive, make_claim, make_source, send_to_review, sign_off

SECRET = ("Zebulon of the depot", "Oxenholme said so", "behind the vineyard")


def tables_with(*words):
    """The tables of the database that have one of these words."""
    rows = rows_of_database()
    return {table.removeprefix("public.claims_") for table in rows if any(word in rows[table] for word in words)}


@pytest.fixture
def cited(cast, article):
    """Evidence of a claim from a new source, on the terms that it is asked for with."""

    def cite(terms):
        claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
        said = {"title": SECRET[0], "author": "Zebulon", "kind": "interview", "terms": terms}
        return add_evidence(
            claim, actor=cast.checker, source_fields=said, excerpt=SECRET[1], note=SECRET[2], directness="direct"
        )

    return cite


def signed(evidence, cast):
    claim = send_to_review(evidence.claim, cast.checker)
    return sign_off(claim, cast.reviewer, by=cast.checker)


def test_history_and_sign_offs_hold_digests_of_it_and_a_change_still_voids(cast, cited):
    evidence = cited("off_record")
    claim = signed(evidence, cast)
    assert tables_with(*SECRET) == {"source", "evidence"}
    bound = SignOff.objects.get().content
    assert bound["evidence"][0]["excerpt"].startswith("sha256:")
    document = document_of(claim.article, claim.article.current_version, "internal")
    row = document["claims"][0]
    assert document["evidence"][0]["excerpt"] == SECRET[1] and list(unlike(document, row, bound)) == []
    document["evidence"][0]["excerpt"] = "Oxenholme said no"
    assert list(unlike(document, row, bound)) == [f"“excerpt” of evidence {evidence.pk}"]
    change_evidence(evidence, actor=cast.checker, base={"excerpt": SECRET[1]}, excerpt="Oxenholme said no")
    claim.refresh_from_db()
    assert claim.state == "changed"
    assert tables_with("Oxenholme") == {"evidence"}
    changed = RowHistory.objects.filter(table="claims_evidence", operation="update").latest("pk")
    assert changed.old["excerpt"] != changed.new["excerpt"] and "salt" not in changed.new
    (said,) = since_signed(claim, about(claim))
    assert said.label == "Excerpt" and said.old.startswith("not kept in words (") and said.old != said.new


def test_what_goes_off_the_record_later_leaves_the_history_and_voids_no_sign_off(cast, cited):
    evidence = cited("on_record")
    claim = signed(evidence, cast)
    origin = make_source(cast.desk, "The depot's log")
    derive(evidence.source, origin, drift=SECRET[2], actor=cast.checker)
    assert {"rowhistory", "signoff", "derivation"} <= tables_with(*SECRET)
    change_source(evidence.source, actor=cast.chief, base={"terms": "on_record"}, terms="off_record")
    claim.refresh_from_db()
    assert claim.state == "signed_off"
    kept = RowHistory.objects.filter(table__in=["claims_source", "claims_evidence", "claims_derivation"])
    assert not [row for row in kept if any(word in f"{row.old}{row.new}" for word in SECRET)]
    change_evidence(evidence, actor=cast.checker, base={"note": SECRET[2]}, note="behind the vineyard of old")
    assert "vineyard" not in str(list(kept.values_list("old", "new")))
