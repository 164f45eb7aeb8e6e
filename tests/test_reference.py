"""What a desk needs is made where it is missing, and stays as the desk made it where it is there."""

from io import StringIO

import pytest
from django.core.management import call_command

from claims import reference
from claims.models import Desk, Event, Reason, SchemeVerdict, VerdictScheme
from claims.states import RULE_DEFAULTS, ReasonKind, RiskFlag, Verdict
from tests.make import judge, make_article, make_claim, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk.objects.create(name="Fresh desk", slug="fresh")


def rows(desk):
    return [
        list(desk.schemes.values()),
        list(SchemeVerdict.objects.filter(scheme__desk=desk).values()),
        *(list(getattr(desk, name).values()) for name in ("evidence_rules", "signature_rules", "reasons")),
    ]


def test_a_desk_gets_its_scheme_rules_signatures_and_reasons(desk):
    reference.ensure(desk)
    scheme = reference.current_scheme(desk)
    assert scheme.number == 1
    assert all(verdict.label and verdict.meaning for verdict in scheme.verdicts.all())
    assert set(scheme.verdicts.values_list("verdict", flat=True)) == set(Verdict)
    assert dict(desk.evidence_rules.values_list("code", "level")) == RULE_DEFAULTS
    assert set(desk.signature_rules.values_list("risk_flag", flat=True)) == set(RiskFlag)
    assert set(desk.reasons.values_list("kind", flat=True)) == set(ReasonKind)


def test_an_allegation_and_a_court_case_need_two_people_and_one_of_them_legal(desk):
    reference.ensure(desk)
    with_legal = desk.signature_rules.filter(approvals=2, legal=True)
    assert set(with_legal.values_list("risk_flag", flat=True)) == {RiskFlag.ALLEGATION, RiskFlag.COURT}


def test_doing_it_again_changes_nothing(desk):
    reference.ensure(desk)
    before = rows(desk)
    reference.ensure(desk)
    assert rows(desk) == before


def test_it_may_be_done_again_after_claims_were_judged(desk):
    reference.ensure(desk)
    judge(make_claim(make_article(desk), "3 cracks in its deck"), make_person())
    before = rows(desk)
    reference.ensure(desk)
    assert rows(desk) == before


def test_what_the_desk_made_of_it_stays(desk):
    reference.ensure(desk)
    desk.evidence_rules.update(level="off")
    desk.signature_rules.update(approvals=3)
    SchemeVerdict.objects.filter(scheme__desk=desk).update(label="Ours")
    Reason.objects.filter(desk=desk, kind=ReasonKind.RETIRE).exclude(position=0).delete()
    before = rows(desk)
    reference.ensure(desk)
    assert rows(desk) == before


def test_a_desk_without_a_scheme_has_none_that_is_current(desk):
    with pytest.raises(VerdictScheme.DoesNotExist):
        reference.current_scheme(desk)


def test_the_next_scheme_is_a_copy_that_is_current_from_now_on_and_an_event(desk, cast):
    reference.ensure(desk)
    first = reference.current_scheme(desk)
    first.verdicts.filter(verdict="supported").update(label="Holds up")
    made = reference.next_scheme(first, actor=cast.admin)
    assert reference.current_scheme(desk) == made
    assert made.verdicts.count() == 6 and made.verdicts.get(verdict="supported").label == "Holds up"
    assert Event.objects.get(desk=desk).words == "Ada Admin made verdict scheme 2 from scheme 1"


def test_the_command_looks_at_every_desk(desk, cast):
    call_command("reference", stdout=(out := StringIO()))
    assert reference.current_scheme(desk).number == 1
    assert out.getvalue() == "Looked at 3: every desk has what it needs.\n"


def test_a_desk_from_before_a_rule_gets_the_rule_with_the_migration_and_keeps_its_own_levels(desk):
    reference.ensure(desk)
    desk.evidence_rules.filter(code__in=["figures", "reports"]).delete()
    desk.evidence_rules.filter(code="truth").update(level="block")
    bare = Desk.objects.create(name="Bare desk", slug="bare")
    call_command("migrate", verbosity=0)
    assert dict(desk.evidence_rules.values_list("code", "level")) == RULE_DEFAULTS | {"truth": "block"}
    assert dict(bare.evidence_rules.values_list("code", "level")) == RULE_DEFAULTS
