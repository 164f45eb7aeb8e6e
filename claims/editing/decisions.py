"""What one person decides by name about a claim: its words stand, or it needs no reply."""

from claims.editing.claims import must_be_live
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.permissions import allow, may_accept_no_reply, may_decide_wording
from claims.queries.findings import findings_for
from claims.rules.evidence import blocking
from claims.states import LineDecision, RiskFlag, RuleCode
from claims.workflow.articles import authors_of
from claims.workflow.claims import lock


def stands_against(claim):
    """What somebody who lets a claim's words stand decides on: words, decision, verdict, the reason so far."""
    parts = claim.quoted, claim.line_decision, claim.proposed_words, claim.verdict_choice, claim.stet_reason
    return " ".join(" ".join(parts).split())


def let_stand(claim, *, actor, reason, was=None, edition=None):
    """The chief lets the words stand (stet), against a decision or a verdict; an empty reason takes it back.

    ``was`` is what stands_against gave of the claim that was shown, ``edition`` that claim's (None: not compared).
    Raises NotYours; NotNow when something else was shown than what is decided on, or when an allegation would stay in
    print without the reply that the desk's rules ask for.
    """
    reason = reason.strip()
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_decide_wording(actor, claim.article, authors_of(claim.article)))
        must_be_live(claim)
        if was not in (None, stands_against(claim)) or edition not in (None, claim.edition):
            raise NotNow("The claim changed since you opened it. Look again, then decide.")
        claim.stet_reason, claim.stet_by = reason, actor if reason else None
        if reason and claim.line_decision == LineDecision.CUT:  # what was to go needed no reply, and stays now
            for finding in blocking(findings_for(claim)):
                if finding.code == RuleCode.REPLY:
                    raise NotNow(f"The words cannot stand yet. {finding.words}")
        claim.save(update_fields=["stet_reason", "stet_by"])
        words = (
            f"{actor} let the words of claim {claim.number} stand: {reason}"
            if reason
            else (f"{actor} took back that the words of claim {claim.number} stand")
        )
        declined = LineDecision(claim.line_decision).label.lower()
        record("stet", words, actor=actor, claim=claim, data={"reason": reason, "declined": declined})
    return claim


def accept_no_reply(claim, *, actor, reason, was):
    """The chief or legal accepts, by name, that an allegation stands without a reply; an empty reason takes it back.

    ``was`` is the reason that the form showed: NotNow when somebody wrote something else there meanwhile. It is signed
    content, so whoever accepts is a contributor. Raises NotYours, Invalid, and NotNow for no allegation.
    """
    reason = reason.strip()
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_accept_no_reply(actor, claim.article, authors_of(claim.article)))
        must_be_live(claim)
        if was.split() != claim.no_reply_reason.split():
            raise NotNow("Somebody wrote something else about the reply meanwhile. Read it, then decide.")
        if reason and RiskFlag.ALLEGATION not in claim.risk_flags:
            raise NotNow("The claim is no allegation any more, and needs no reply.")
        if not reason and not claim.no_reply_reason:
            raise Invalid("Say why no reply is needed.", "reason")
        claim.no_reply_reason, claim.reply_accepted_by = reason, actor if reason else None
        claim.save(update_fields=["no_reply_reason", "reply_accepted_by"])
        words = (
            f"{actor} accepted that claim {claim.number} needs no reply: {reason}"
            if reason
            else f"{actor} took back that claim {claim.number} needs no reply"
        )
        record("reply_waived", words, actor=actor, claim=claim, data={"reason": reason})
        claim.refresh_from_db()
    return claim
