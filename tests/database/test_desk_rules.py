"""Nobody gives themselves what their own signature needs; each change of roles and rules is on the desk's record."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from claims.errors import DeskError
from claims.history import acting, record
from claims.models import Claim, Desk, EvidenceRule, Membership, SchemeVerdict, SignatureRule, SignOff
from claims.states import EVENTS
from tests.database.conftest import refused
from tests.make import make_article, make_claim, make_desk, make_person, send_to_review, sign, sign_off


@pytest.fixture
def in_review(cast):
    claim = make_claim(make_article(cast.desk, actor=cast.checker), "40 lorries an hour", actor=cast.checker)
    return send_to_review(claim, cast.checker)


def because(cast, actor, verb="role_given", more="", **data):
    data = {"reason": "Rosa is on leave."} | data
    record(verb, f"{actor} {EVENTS[verb][0]}{more}: Rosa is on leave.", actor=actor, desk=cast.desk, data=data)


@pytest.mark.parametrize("role", ["reviewer", "legal", "chief"])
def test_nobody_gives_themselves_a_role_that_signs(cast, hands, role):
    with refused("role_own_hand"), hands(cast.checker):
        Membership.objects.create(person=cast.checker, desk=cast.desk, role=role)
    with refused("role_own_hand"), hands(cast.admin):
        Membership.objects.create(person=cast.admin, desk=cast.desk, role=role, given_by=cast.chief)
    with hands(cast.admin):
        Membership.objects.create(person=cast.admin, desk=cast.desk, role="observer")
        because(cast, cast.admin, more=f" observer to {cast.admin}")


def test_web_and_worker_give_no_role_in_nobody_s_name(cast, app_role):
    with refused("content_needs_actor"), app_role():
        Membership.objects.create(person=cast.quiet, desk=cast.desk, role="reviewer")


def test_a_role_is_given_or_taken_and_never_changed(cast, hands):
    mine = cast.checker.memberships.get()
    for change in ({"role": "reviewer"}, {"given_by": cast.chief}, {"person": cast.quiet}):
        with refused("role_stays"), hands(cast.admin):
            Membership.objects.filter(pk=mine.pk).update(**change)


def test_a_role_that_somebody_gave_themselves_by_a_way_round_counts_for_no_signature(cast, in_review):
    wera = make_person("Wera Worked")
    with acting(cast.admin):
        membership = Membership.objects.create(person=wera, desk=cast.desk, role="reviewer")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_membership DISABLE TRIGGER USER")
        cursor.execute("UPDATE claims_membership SET given_by_id = person_id WHERE id = %s", [membership.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_membership ENABLE TRIGGER USER")
    with refused("signoff_role"):
        sign(in_review, wera)


def rules(cast):
    evidence = EvidenceRule.objects.create(desk=cast.desk, code="locator", level="block")
    signature = SignatureRule.objects.create(desk=cast.desk, risk_flag="minor", approvals=2)
    verdict = SchemeVerdict.objects.create(scheme=cast.desk.schemes.get(), verdict="supported", label="Supported")
    return [
        lambda: Desk.objects.filter(pk=cast.desk.pk).update(cross_sign=True),
        lambda: Desk.objects.filter(pk=cast.desk.pk).update(reply_hours=1),
        lambda: EvidenceRule.objects.filter(pk=evidence.pk).update(level="off"),
        lambda: EvidenceRule.objects.filter(pk=evidence.pk).delete(),
        lambda: SignatureRule.objects.filter(pk=signature.pk).update(approvals=1),
        lambda: SignatureRule.objects.filter(pk=signature.pk).delete(),
        lambda: SchemeVerdict.objects.filter(pk=verdict.pk).update(label="Refuted"),
        lambda: SchemeVerdict.objects.filter(pk=verdict.pk).delete(),
    ]


@pytest.mark.parametrize("who", ["reviewer", "legal", "chief"])
def test_whoever_signs_on_a_desk_changes_no_rule_of_it(cast, hands, who):
    for change in rules(cast):
        with refused("rule_own_hand"), hands(getattr(cast, who)):
            change()


def test_a_change_without_its_event_and_reason_is_refused_at_commit(cast, hands):
    changes = [
        *rules(cast),
        lambda: Membership.objects.create(person=cast.quiet, desk=cast.desk, role="observer"),
        lambda: cast.writer.memberships.all().delete(),
    ]
    for change in changes:
        with refused("desk_change_recorded"), hands(cast.admin) as cursor:
            change()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused("desk_change_recorded"), hands(cast.admin) as cursor:
            change()
            because(cast, cast.admin, reason="")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with hands(cast.admin) as cursor:
        changes[0]()
        because(cast, cast.admin, "cross_sign")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cast.desk.refresh_from_db()
    assert cast.desk.cross_sign


def test_a_sign_off_names_the_rules_that_it_was_made_under(cast, in_review):
    sign_off(in_review, cast.reviewer, by=cast.checker)
    assert SignOff.objects.get().rules_event is None
    with acting(cast.admin):
        Desk.objects.filter(pk=cast.desk.pk).update(cross_sign=True)
        because(cast, cast.admin, "cross_sign")
    with acting(cast.admin):
        because(cast, cast.admin, "role_given", person=cast.second_reviewer.pk)
    other = make_claim(in_review.article, "3 cracks", actor=cast.checker)
    sign_off(other, cast.reviewer, by=cast.checker)
    third = make_claim(in_review.article, "No one was hurt", actor=cast.checker)
    sign_off(third, cast.second_reviewer, by=cast.checker)
    by_signer = {one.signer_id: one.rules_event.verb for one in SignOff.objects.exclude(claim=in_review)}
    assert by_signer == {cast.reviewer.pk: "cross_sign", cast.second_reviewer.pk: "role_given"}


@pytest.mark.django_db(transaction=True)
def test_a_label_does_not_change_under_a_claim_that_is_being_judged():
    desk = make_desk("City desk")
    checker, admin = make_person("Leyla Checker", "checker", desk=desk), make_person("Ada Admin")
    claim = make_claim(make_article(desk, actor=checker), "40 lorries an hour", actor=checker)
    verdict = SchemeVerdict.objects.create(scheme=desk.schemes.get(), verdict="supported", label="Supported")
    found = []

    def relabel():
        try:
            with acting(admin):
                SchemeVerdict.objects.filter(pk=verdict.pk).update(label="Refuted")
        except (IntegrityError, DeskError) as refusal:
            found.append(str(refusal))
        finally:
            connections.close_all()

    other = threading.Thread(target=relabel)
    with transaction.atomic(), acting(checker):
        Claim.objects.filter(pk=claim.pk).update(verdict="supported", scheme=desk.schemes.get())
        other.start()
        waited_for(other)
    other.join(timeout=30)
    verdict.refresh_from_db()
    assert verdict.label == "Supported"
    assert "judged under this scheme" in found[0]


def waited_for(thread):
    """Return when another session waits for a lock, or when the thread has ended without waiting."""
    while thread.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return


def test_whoever_signs_takes_no_other_signer_out_of_the_way(cast, hands):
    with refused("rule_own_hand"), hands(cast.reviewer):
        cast.second_reviewer.memberships.all().delete()
    with refused("rule_own_hand"), hands(cast.reviewer):
        type(cast.chief).objects.filter(pk=cast.second_reviewer.pk).update(is_active=False)
    with hands(cast.admin):
        type(cast.chief).objects.filter(pk=cast.second_reviewer.pk).update(is_active=False)
        words = f"{cast.admin} took access away from {cast.second_reviewer}"
        data = {"person": cast.second_reviewer.pk, "field": "is_active"}
        record("person_access", words, actor=cast.admin, desk=cast.desk, data=data)


def test_whoever_signs_adds_no_rule_and_no_scheme(cast, hands):
    for add in (
        lambda: EvidenceRule.objects.create(desk=cast.desk, code="truth", level="off"),
        lambda: SignatureRule.objects.create(desk=cast.desk, risk_flag="privacy", approvals=1),
        lambda: cast.desk.schemes.create(number=2),
    ):
        with refused("rule_own_hand"), hands(cast.reviewer):
            add()


@pytest.mark.parametrize("verb", ["said", "role_given"])
def test_an_event_of_something_else_is_no_record_of_a_change(cast, hands, verb):
    with refused("desk_change_recorded"), hands(cast.admin) as cursor:
        Desk.objects.filter(pk=cast.desk.pk).update(cross_sign=True)
        because(cast, cast.admin, verb)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
