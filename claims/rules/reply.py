"""Whether the accused could answer: the contact log as the rule of allegations reads it."""

from datetime import datetime, timedelta

from django.utils import timezone

from claims.models import Contact
from claims.rules.case import Case, Said
from claims.states import LineDecision, Outcome, RiskFlag, Terms

#: What is said of an answer, by its terms.
ANSWERED: dict[str, str] = {
    Terms.ON_RECORD: "The accused answered.",
    Terms.BACKGROUND: "The accused answered on background: that is not for print.",
    Terms.UNATTRIBUTED: "The accused answered, not for attribution: that is for print without their name.",
}


def reply(case: Case) -> Said:
    claim = case.claim
    goes = claim.line_decision == LineDecision.CUT and claim.stet_by_id is None
    if RiskFlag.ALLEGATION not in claim.risk_flags or goes:
        return []
    reasoned = bool(claim.no_reply_reason.strip())
    if reasoned and claim.reply_accepted_by_id is not None:
        return [(True, "The reason for going without a reply was accepted.")]
    public = [weighed for weighed in case.weighed if weighed.item.public_reply and not weighed.void]
    cited = [weighed for weighed in public if weighed.item.excerpt.strip() or weighed.item.locator.strip()]
    if cited:
        return [(True, f"A public reply of the accused is cited: {cited[0].name}.")]
    found = [sought(contact, case.log.hours) for contact in case.log.contacts if counts(contact)]
    if met := [words for ok, words in found if ok]:
        return [(True, met[-1])]
    if public:
        return [(False, "Cite the public reply: write into the evidence what it says, or where in it that stands.")]
    if found:
        return [(False, found[-1][1])]
    if reasoned:
        return [(False, "To go without a reply, the chief or legal has to accept the reason.")]
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

    An answer is a reply, however short the time was, also one that may not be printed under a name. Who declines, or
    answers only off the record or not at all, must have had ``hours``; of these, who declined need not be waited for.
    """
    enough = contact.deadline - contact.asked_at >= timedelta(hours=hours)
    heard = contact.terms != Terms.OFF_RECORD and not contact.void
    if contact.outcome == Outcome.ANSWERED and heard:
        return True, ANSWERED[contact.terms]
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
