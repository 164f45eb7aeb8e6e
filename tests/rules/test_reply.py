"""An allegation that stays in print: what the rule of the reply reads in the contact log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Contact
from claims.rules.case import Log
from claims.states import RiskFlag, RuleCode
from tests.rules.make import make_claim, passes, words

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


def test_one_request_that_met_it_is_enough_whatever_came_of_others():
    assert judged(asked(25, 24), asked(1, 2))[0]
    assert not judged(asked(5, 24), asked(1, 2))[0]
