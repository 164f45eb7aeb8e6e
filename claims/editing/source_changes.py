"""A change of a source is settled by a person, who says what it means for the claim."""

from datetime import UTC

from django.utils import timezone

from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.permissions import allow, may_settle_source_change
from claims.queries.findings import findings_for
from claims.queries.source_changes import changes_of, settled_last
from claims.rules.evidence import warnings
from claims.states import ClaimState, RuleCode
from claims.workflow.articles import authors_of
from claims.workflow.claims import lock
from claims.workflow.moves import unready

#: The rules that ask for enough evidence.
ENOUGH = {RuleCode.TRUTH, RuleCode.REFERENCE}


def shown_of(changes):
    """What a form carries of the changes that it was shown with, each (id, when); another one since changes it."""
    return " ".join(f"{pk}:{at.astimezone(UTC).isoformat()}" for pk, at in changes)


def shown_as(changes):
    """``shown_of`` of SourceChanges."""
    return shown_of((change.pk, change.changed_at) for change in changes)


def settle(claim, *, actor, note, shown):
    """Say what the changes of its sources mean for a claim; ``shown`` is what ``shown_as`` gave of those shown.

    Raises NotYours; NotNow where another change came since, where nothing waits, or where a signed claim would not be
    approved as it is now: it is reopened then. Raises Invalid for no note.
    """
    note = note.strip()
    with acting(actor):
        claim = lock(claim.pk)
        changes = changes_of(claim)
        by = {maker for change in changes for maker in change.makers}
        allow(may_settle_source_change(actor, claim, authors_of(claim.article), by))
        if not changes:
            raise NotNow(_no_longer(settled_last(claim), actor))
        if shown != shown_as(changes):
            raise NotNow("Something else changed since this was shown. Look again.")
        if not note:
            raise Invalid("Say what this means for the claim.", "note")
        if claim.state == ClaimState.SIGNED_OFF and (reasons := _not_as_signed(claim, changes)):
            raise NotNow("As it is now, the claim would not be approved. Reopen it.", reasons=reasons)
        for change in changes:
            change.settled_by, change.settled_at, change.note = actor, timezone.now(), note
            change.save(update_fields=["settled_by", "settled_at", "note"])
        words = f"{actor} settled what changed about the sources of claim {claim.number}: {note}"
        data = {"changes": [change.pk for change in changes], "note": note}
        record("source_change_settled", words, actor=actor, claim=claim, data=data)
    return claim


def _no_longer(settled, actor):
    """Why nothing is left to settle; ``settled`` is the SourceChange that was settled last, or None."""
    if settled is None:
        return "What changed about its sources was changed back. There is nothing to settle any more."
    who = "You" if settled.settled_by_id == actor.pk else settled.settled_by
    return f"{who} settled this already: “{settled.note}” Your note was not added."


def _not_as_signed(claim, changes):
    """Why a signed claim would not be approved now, in words.

    Too little evidence that was accepted with a reason was accepted for what counted then, and not for less.
    """
    findings = findings_for(claim)
    if any(_counts_no_more(change) for change in changes):
        less = {one.key for one in warnings(findings) if one.code in ENOUGH}
        claim.rules_passed = {key: why for key, why in claim.rules_passed.items() if key not in less}
    return unready(claim, findings)


def _counts_no_more(change):
    if change.evidence is None or change.finding:
        return False
    why = ["void"] if change.evidence.against_interest else ["void", "own", "sided", "denied"]
    was, now = change.was or {}, change.now or {"void": "it counts for nothing"}
    return any(now.get(name) and not was.get(name) for name in why)
