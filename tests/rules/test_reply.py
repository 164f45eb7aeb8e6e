"""An allegation that stays in print: what the rule of the reply reads in the contact log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Contact
from claims.rules.case import Log
from claims.states import RiskFlag, RuleCode
from tests.rules.make import make_claim, make_evidence, make_source, passes, words

NOW = timezone.now()


def asked(ago, time, **over):
    """A request to the accused, made ``ago`` hours ago, with ``time`` hours to answer."""
    at = NOW - timedelta(hours=ago)
    contact = Contact(asked_at=at, deadline=at + timedelta(hours=time), **over)
    contact.void = over.get("terms") == "void"
    return contact


def judged(*contacts):
    claim, log = make_claim(risk_flags=[RiskFlag.ALLEGATION]), Log(24, contacts)
    return passes(RuleCode.REPLY, claim, log=log), words(RuleCode.REPLY, claim, log=log)


ANSWERED = {"outcome": "answered", "terms": "on_record"}
DECLINED = {"outcome": "declined", "terms": "on_record"}


@pytest.mark.parametrize(
    ("contact", "met", "said"),
    [
        (asked(25, 24), True, "None by then: that is no denial."),
        (asked(25, 23.9), False, "less than the 24 hours"),
        (asked(1, 24), False, "can still answer"),
        (asked(1, 2, **ANSWERED), True, "answered"),
        (asked(1, 2, outcome="answered", terms="background"), True, "on background: that is not for print"),
        (asked(1, 2, outcome="answered", terms="unattributed"), True, "for print without their name"),
        (asked(1, 2, **DECLINED), False, "less than the 24 hours"),
        (asked(1, 24, **DECLINED), True, "declined to comment. That is no denial."),
        (asked(1, 24, outcome="answered", terms="off_record"), False, "can still answer"),
        (asked(25, 24, outcome="answered", terms="off_record"), True, "only off the record"),
        (asked(1, 24, outcome="answered", terms="void"), False, "can still answer"),
        (asked(25, 24, struck_at=NOW), False, "ask the accused"),
        (asked(25, 24, seeks_reply=False), False, "ask the accused"),
    ],
)
def test_a_reply_is_sought_once_the_accused_answered_or_had_a_reasonable_time(contact, met, said):
    assert judged(contact)[0] is met
    assert said in judged(contact)[1]


def test_a_public_reply_is_evidence_that_says_what_it_is_or_where():
    claim = make_claim(risk_flags=[RiskFlag.ALLEGATION])
    assert not passes(RuleCode.REPLY, claim, make_evidence(stance="context", excerpt="It is not so."))
    reply = {"stance": "context", "public_reply": True}
    assert "Cite the public reply" in words(RuleCode.REPLY, claim, make_evidence(**reply))
    assert passes(RuleCode.REPLY, claim, make_evidence(excerpt="It is not so.", **reply))
    hidden = make_source(terms="off_record", off_record=True)
    assert not passes(RuleCode.REPLY, claim, make_evidence(hidden, excerpt="It is not so.", **reply))


def test_going_without_a_reply_needs_a_reason_that_somebody_accepted():
    def claim(**over):
        return make_claim(risk_flags=[RiskFlag.ALLEGATION], **over)

    assert not passes(RuleCode.REPLY, claim(reply_accepted_by_id=3))
    reason = {"no_reply_reason": "It is in the judgment."}
    assert "has to accept the reason" in words(RuleCode.REPLY, claim(**reason))
    assert passes(RuleCode.REPLY, claim(**reason, reply_accepted_by_id=3))


def test_one_request_that_met_it_is_enough_whatever_came_of_others():
    assert judged(asked(25, 24), asked(1, 2))[0]
    assert not judged(asked(5, 24), asked(1, 2))[0]
