"""Whether the accused could answer: the contact log as the rule of allegations reads it."""

from datetime import datetime, timedelta

from django.utils import timezone

from claims.models import Claim, Contact
from claims.rules.case import Case, One, Said
from claims.states import LineDecision, Outcome, Reply, RiskFlag, Terms


def reply(case: Case) -> Said:
    claim = case.claim
    goes = claim.line_decision == LineDecision.CUT and claim.stet_by_id is None
    if RiskFlag.ALLEGATION not in claim.risk_flags or goes:
        return []
    if claim.reply:
        return [_as_noted(claim)]
    found = [sought(contact, case.log.hours) for contact in case.log.contacts if counts(contact)]
    if met := [words for ok, words in found if ok]:
        return [(True, met[-1])]
    if found:
        return [(False, found[-1][1])]
    words = (
        "An allegation that stays in print needs a reply: ask the accused and give them reasonable time, cite a public "
        "reply, or have the chief or legal accept a reason for doing without."
    )
    return [(False, words)]


def counts(contact: Contact) -> bool:
    """Whether a request asks the accused, and was not struck out."""
    return contact.seeks_reply and contact.struck_at is None


def sought(contact: Contact, hours: int, now: datetime | None = None) -> tuple[bool, str]:
    """(Whether a request that counts makes a reply sought, what is said of that). Times are UTC.

    An answer on the record is a reply, however short the time was. Who declines, or answers only off the record or not
    at all, must have had ``hours``; of these, who declined need not be waited for.
    """
    enough = contact.deadline - contact.asked_at >= timedelta(hours=hours)
    heard = contact.terms != Terms.OFF_RECORD and not contact.void
    if contact.outcome == Outcome.ANSWERED and heard:
        return True, "The accused answered."
    over = contact.deadline <= (now or timezone.now())
    if not enough:
        return False, (
            f"The accused had less than the {hours} hours that this desk calls a reasonable time. Ask again, with more "
            "time, or write down their answer."
        )
    if contact.outcome == Outcome.DECLINED and heard:
        return True, "The accused were asked, with reasonable time, and declined to comment. That is no denial."
    if not over:
        return False, "The accused can still answer. Wait until then, or write down their answer."
    said = "answered only off the record" if contact.terms == Terms.OFF_RECORD else "did not answer on the record"
    silent = "None by then" if contact.outcome == Outcome.NONE else f"They {said}"
    return True, f"The accused were asked, with reasonable time, and that time is over. {silent}: that is no denial."


def _as_noted(claim: Claim) -> One:
    noted = bool(claim.reply_note.strip())
    if claim.reply == Reply.PUBLIC:
        if noted:
            return True, "A public reply of the accused is cited."
        return False, "Cite the public reply: write down what it says and where it stands."
    if claim.reply == Reply.WAIVED:
        if noted and claim.reply_accepted_by_id is not None:
            return True, "The reason for not seeking a reply was accepted."
        lack = "the chief or legal has to accept the reason" if noted else "write down the reason"
        return False, f"To go without a reply, {lack}."
    asked, until, now = claim.reply_asked, claim.reply_until, timezone.now()
    if asked is None or until is None:
        lacks = ["when the accused was asked"] * (asked is None) + ["until when they could answer"] * (until is None)
        return False, f"Write down {' and '.join(lacks)}. Having asked is not a reply yet."
    if asked > now:
        return False, "The accused is still to be asked: the time that is written down has not come."
    if until > now:
        return False, "The accused can still answer. Wait until then, or write down the answer as a public reply."
    return True, "A reply was sought from the accused, and their time to answer is over."
