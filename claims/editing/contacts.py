"""The contact log: what the desk asked somebody about claims, and what they answered."""

from django.utils import timezone

from claims.editing.evidence import add_evidence
from claims.editing.sources import make_source
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Contact, ContactClaim
from claims.permissions import allow, may_add_evidence
from claims.states import BearsOn, ClaimState, Directness, Outcome, SourceKind, Terms
from claims.workflow.claims import lock


def log_request(claims, *, actor, whom, asked_by, asked_at, channel, questions, deadline, seeks_reply):
    """Write down what somebody was asked about ``claims``, of one article. Times are UTC. Returns the Contact.

    Raises NotYours; Invalid with the field that is wrong; NotNow for a claim that is retired.
    """
    with acting(actor):
        claims = [lock(claim.pk) for claim in sorted(claims, key=lambda one: one.pk)]
        _live(claims, actor)
        if asked_at > timezone.now():
            raise Invalid("Log a request after it was made: this time has not come.", "asked_at")
        if deadline <= asked_at:
            raise Invalid("Give a time after they were asked.", "deadline")
        contact = Contact.objects.create(
            article=claims[0].article,
            whom=whom,
            asked_by=asked_by,
            asked_at=asked_at,
            channel=channel,
            questions=questions,
            deadline=deadline,
            seeks_reply=seeks_reply,
            logged_by=actor,
        )
        for claim in claims:
            ContactClaim.objects.create(contact=contact, claim=claim, added_by=actor)
            _tell("contact_asked", "logged a request for comment on", contact, claim, actor)
    return contact


def cover(contact, claim, *, actor):
    """Note that a request asked about another claim of its article, too. Raises NotYours, NotNow."""
    with acting(actor):
        claim = lock(claim.pk)
        _live([claim], actor)
        contact = _standing(contact)
        if ContactClaim.objects.filter(contact=contact, claim=claim).exists():
            raise NotNow("This request covers the claim already.")
        ContactClaim.objects.create(contact=contact, claim=claim, added_by=actor)
        words = f"{actor} noted that a request for comment covers claim {claim.number} too"
        record("contact_covers", words, actor=actor, claim=claim, data={"contact": contact.pk})


def log_answer(contact, *, actor, outcome, answer, answered_at, terms, read_back, stance=""):
    """Write down what became of a request, once. Times are UTC.

    With a ``stance`` an answer is a source on its terms, and evidence of each live claim that the request covers. Off
    the record it stands in the log alone. Raises NotYours; Invalid with the field that is wrong; NotNow where it
    was answered or struck out meanwhile.
    """
    with acting(actor):
        claims = _covered(contact, actor)
        contact = _standing(contact)
        if contact.outcome:
            raise NotNow("Somebody logged an answer meanwhile. Log what came since as a request of its own.")
        if answered_at < contact.asked_at:
            raise Invalid("Give a time after they were asked.", "answered_at")
        if answered_at > timezone.now():
            raise Invalid("Log an answer after it came: this time has not come.", "answered_at")
        if outcome == Outcome.ANSWERED and not answer:
            raise Invalid("Write down what they answered.", "answer")
        said = {"outcome": outcome, "answer": answer, "answered_at": answered_at, "terms": terms}
        for name, value in (said | {"read_back": read_back}).items():
            setattr(contact, name, value)
        if outcome == Outcome.ANSWERED and terms != Terms.OFF_RECORD and stance:
            contact.source = _as_source(contact, actor)
        contact.save()
        for claim in claims:
            if contact.source and claim.state != ClaimState.RETIRED:
                add_evidence(
                    claim,
                    actor=actor,
                    source=contact.source,
                    stance=stance,
                    bears_on=BearsOn.TRUE,
                    directness=Directness.DIRECT,
                    excerpt=answer,
                )
            _tell("contact_answered", "logged an answer to a request for comment on", contact, claim, actor)
    return contact


def _as_source(contact, actor):
    local = timezone.localtime(contact.answered_at)
    title = f"{contact.whom}, to the desk, {local.day} {local:%b %Y, %H:%M}"[:500]
    said = {"title": title, "kind": SourceKind.INTERVIEW, "author": contact.whom, "published_on": local.date()}
    said["terms"] = contact.terms
    return make_source(contact.article.desk_id, actor=actor, **said)


def strike_out(contact, *, actor, reason):
    """Strike out a request that was entered by mistake: it stays readable, and counts for nothing.

    Raises NotYours, NotNow; Invalid without a reason.
    """
    with acting(actor):
        claims = _covered(contact, actor)
        contact = _standing(contact)
        if not reason:
            raise Invalid("Say what was wrong with it.", "reason")
        contact.struck_reason = reason
        contact.save()
        for claim in claims:
            _tell("contact_struck", "struck out a request for comment on", contact, claim, actor)
    return contact


def _covered(contact, actor):
    """The claims that a request covers, locked by id."""
    allow(may_add_evidence(actor, contact.article))
    return [lock(pk) for pk in contact.covers.order_by("claim_id").values_list("claim_id", flat=True)]


def _standing(contact):
    contact = Contact.objects.select_for_update(of=("self",)).select_related("article", "source").get(pk=contact.pk)
    if contact.struck_at is not None:
        raise NotNow("Somebody struck this request out meanwhile.")
    return contact


def _live(claims, actor):
    for claim in claims:
        allow(may_add_evidence(actor, claim.article))
        if claim.state == ClaimState.RETIRED:
            raise NotNow(f"Claim {claim.number} is retired. Restore it to log a request about it.")


def _tell(verb, says, contact, claim, actor):
    """The event names nobody who was asked: what they say may be off the record."""
    claim.refresh_from_db(fields=["state", "edition"])
    record(verb, f"{actor} {says} claim {claim.number}", actor=actor, claim=claim, data={"contact": contact.pk})
