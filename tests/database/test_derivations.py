"""Which source derives from which: of one desk, in no circle, and never otherwise without a name."""

import pytest

from claims.editing.derivations import add_origin, change_origin, remove_origin
from claims.editing.source_merges import merge
from claims.errors import Conflict, Invalid, NotNow, NotYours
from claims.models import Derivation, Event, RowHistory
from tests.database.conftest import refused
from tests.make import derive, make_article, make_claim, make_evidence, make_source, sign_off

pytestmark = pytest.mark.django_db


def test_a_source_derives_from_several_and_never_from_itself_however_far_round(cast, hands):
    interview, agency, paper = (make_source(cast.desk, title) for title in ("Interview", "Agency", "Paper"))
    add_origin(agency, interview, actor=cast.checker, kind="translates", drift="“tanks” became “combat vehicles”")
    assert Event.objects.latest("id").words == (
        "Leyla Checker changed the source Agency: it translates “Interview” (what drifted: “tanks” became “combat"
        " vehicles”)"
    )
    add_origin(paper, agency, actor=cast.checker, kind="quotes")
    add_origin(paper, interview, actor=cast.checker, kind="reports_on")
    for source, origin in ((interview, paper), (interview, agency), (paper, paper)):
        with pytest.raises(Invalid, match="derive from itself"):
            add_origin(source, origin, actor=cast.checker, kind="quotes")
    with pytest.raises(Invalid, match="among the origins already"):
        add_origin(paper, agency, actor=cast.checker, kind="quotes")
    put = "INSERT INTO claims_derivation (source_id, origin_id, kind, drift) VALUES (%s, %s, 'quotes', '')"
    foreign = make_source(cast.other_desk, "Foreign")
    for rule, statement, values in (
        ("derivation_circle", put, [interview.pk, paper.pk]),
        ("derivation_desk", put, [paper.pk, foreign.pk]),
        ("derivation_stays", "UPDATE claims_derivation SET origin_id = %s", [foreign.pk]),
    ):
        with refused(rule), hands(cast.checker) as cursor:
            cursor.execute(statement, values)
    assert set(RowHistory.objects.filter(table="claims_derivation").values_list("actor_id")) == {(cast.checker.pk,)}


def test_what_drifted_is_said_anew_and_two_who_say_it_at_once_are_told(cast):
    copy, record = make_source(cast.desk, "Copy"), make_source(cast.desk, "Record")
    made = add_origin(copy, record, actor=cast.checker, kind="quotes")
    was = {"kind": "quotes", "drift": ""}
    change_origin(made, actor=cast.writer, base=was, kind="quotes", drift="40 became 14")
    change_origin(made, actor=cast.checker, base=was, kind="translates", drift="")
    with pytest.raises(Conflict):
        change_origin(made, actor=cast.checker, base=was, kind="quotes", drift="40 became 41")
    made.refresh_from_db()
    assert (made.kind, made.drift, made.said_by) == ("translates", "40 became 14", cast.checker)
    with pytest.raises(NotYours):
        remove_origin(made, actor=cast.observer)
    remove_origin(made, actor=cast.writer)
    assert Event.objects.latest("id").words.startswith(
        "Wanda Writer changed the source Copy: it does not derive from “Record” (what drifted: 40 became 14)"
    )
    with pytest.raises(NotNow, match="removed this origin meanwhile"):
        change_origin(made, actor=cast.checker, base=was, kind="quotes", drift="")


def test_an_author_says_nothing_of_the_origins_of_what_signed_claims_rest_on(cast):
    claim = make_claim(
        make_article(cast.desk, actor=cast.writer, authors=[cast.writer]), "3 cracks", actor=cast.checker
    )
    source, origin = make_source(cast.desk, "Report"), make_source(cast.desk, "Record")
    make_evidence(claim, source, actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    with pytest.raises(NotYours, match="You wrote an article"):
        add_origin(source, origin, actor=cast.writer, kind="quotes")
    derive(source, origin, actor=cast.checker)
    with pytest.raises(NotYours, match="You wrote an article"):
        remove_origin(Derivation.objects.get(), actor=cast.writer)


def test_no_circle_is_closed_through_a_merged_source(cast, hands):
    interview, copy, agency, paper = (
        make_source(cast.desk, title) for title in ("Interview", "Interview, archived", "Agency", "Paper")
    )
    derive(agency, copy)
    derive(paper, agency)
    merge(copy, interview, actor=cast.checker)
    with pytest.raises(Invalid, match="derive from itself"):
        add_origin(interview, paper, actor=cast.checker, kind="quotes")
    with refused("derivation_circle"), hands(cast.checker):
        Derivation.objects.create(source=copy, origin=interview, kind="quotes")
    for one, other in ((paper, interview), (interview, paper), (paper, agency)):
        with pytest.raises(NotNow, match="Remove that origin first"):
            merge(one, other, actor=cast.checker)
    remove_origin(Derivation.objects.get(source=agency), actor=cast.checker)
    add_origin(interview, paper, actor=cast.checker, kind="quotes")
