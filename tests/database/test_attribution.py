"""Whether somebody said it is asked of what somebody says; the article's own voice has nothing to attribute."""

import pytest
from django.db import connection

from claims.editing.claims import save_claim
from claims.models import Event
from tests.database.test_content import is_untouched, scalar, update
from tests.make import content_hash, make_claim, make_speaker, sign_off


def attribution(claim):
    return scalar("SELECT attribution FROM claims_claim WHERE id = %s", claim.pk)


def test_a_claim_of_the_articles_own_voice_says_so_by_itself(cast, article):
    paper = make_speaker(cast.desk, "The Daily", kind="publication")
    mayor = make_speaker(cast.desk, "The mayor")
    assert make_claim(article, "3 cracks").attribution == "not_applicable"
    assert make_claim(article, "3 cracks", speaker=paper).attribution == "not_applicable"
    assert make_claim(article, "3 cracks", speaker=mayor).attribution == "open"


def test_the_attribution_opens_with_a_speaker_and_closes_without_one(cast, article, hands):
    claim, mayor = make_claim(article, "3 cracks", actor=cast.checker), make_speaker(cast.desk, "The mayor")
    for assignment, is_ in (
        (f"speaker_id = {mayor.pk}", "open"),
        ("attribution = 'not_applicable'", "open"),
        ("attribution = 'primary'", "primary"),
        (f"speaker_id = {mayor.pk}, attribution = 'open'", "open"),
        ("speaker_id = NULL", "not_applicable"),
        ("attribution = 'open'", "not_applicable"),
    ):
        update(hands, cast.checker, claim, assignment)
        assert attribution(claim) == is_, assignment


def test_a_sign_off_from_before_it_was_so_stays(cast, article, hands):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    with connection.cursor() as cursor:  # as a claim was from the start: the article's own voice, and open
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE claims_claim SET attribution = 'open' WHERE id = %s", [claim.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    claim = sign_off(claim, cast.reviewer, by=cast.checker)
    before = content_hash(claim)
    update(hands, cast.chief, claim, "priority = 3")
    assert is_untouched(claim, before) and attribution(claim) == "open"


@pytest.mark.parametrize(("said", "is_"), [({}, "open"), ({"attribution": "reports"}, "reports")])
def test_another_speaker_is_asked_about_anew_and_the_record_says_so(cast, article, said, is_):
    mayor = make_speaker(cast.desk, "The mayor")
    make_speaker(cast.desk, "The minister")
    claim = make_claim(article, "3 cracks", actor=cast.checker, speaker=mayor, attribution="primary")
    save_claim(claim, {"speaker": "The minister"} | said, actor=cast.checker, base={})
    assert attribution(claim) == is_
    fields = Event.objects.filter(claim=claim, verb="claim_saved").latest("sequence").data["fields"]
    assert fields["attribution"] == ["primary", is_] and fields["speaker"] == ["The mayor", "The minister"]
