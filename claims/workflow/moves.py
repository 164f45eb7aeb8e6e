"""A claim's moves as one table, which drives the buttons, the permission, the legality and their tests."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from claims.errors import DeskError, Invalid, NotNow, NotYours
from claims.models import Claim, Person, SignOff
from claims.permissions import CUTTERS, Denied, may_review, roles_of
from claims.queries.compiled import prepared_cursor
from claims.queries.content import rule_words
from claims.queries.findings import around, evidence_of, findings_for
from claims.queries.source_changes import changes_of
from claims.queries.speakers import whom_it_may_mean
from claims.rules.evidence import Finding, blocking, unpassed, warnings
from claims.rules.sending import required_to_send
from claims.rules.weight import source_name
from claims.states import NO_DUE, ClaimState, Role, SignOffKind
from claims.workflow.standing import Standing, sign_kind

S = ClaimState
CHECKS = {Role.CHECKER, Role.CHIEF}
SIGNS = {Role.REVIEWER, Role.LEGAL}
WORK = {S.OPEN, S.CHECKING, S.CHANGED}
HELD, REVIEW = {S.CHECKING}, {S.IN_REVIEW}


@dataclass
class Act:
    """A move that is being done: what it was asked with, and what it comes to.

    ``extra`` are the event's words after the claim's number, ``data`` is the event's, ``fields`` are what it writes.
    """

    claim: Claim
    actor: Person
    standing: Standing
    state: str
    reason: str = ""
    content_hash: str = ""
    assignee: Person | None = None
    due: datetime | None = None
    extra: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    fields: list[str] = field(default_factory=lambda: ["state"])

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.claim, name, value)
        self.fields += values


type Check = Callable[[Person, Claim, Standing], DeskError | None]
type Apply = Callable[[Act], None]


# What a move asks beside its roles and states: the error to raise, or None


def _may_take(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    mine = claim.assignee_id == actor.pk
    if mine and claim.state == S.CHECKING:
        return NotNow("You have it already.")
    if claim.assignee_id and not mine and not standing.holder_left and not _is_chief(actor, claim):
        return NotNow(f"{claim.assignee} has it. The chief can assign it to you.")
    return None


def _may_give_back(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    if claim.assignee_id == actor.pk or _is_chief(actor, claim):
        return None
    return NotYours("Only whoever has a claim gives it back.")


def _may_withdraw(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    if claim.sent_by_id == actor.pk or _is_chief(actor, claim):
        return None
    return NotYours("Whoever sent a claim to review withdraws it.")


def _may_approve(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    kind = sign_kind(actor, claim, standing)
    return NotYours(kind.reason) if isinstance(kind, Denied) else None


def _may_return(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    """Whoever signed one of two approvals, or worked on the claim as a reviewer, may still send it back."""
    may = may_review(actor, standing.authors)
    return None if may is True else NotYours(may.reason)


def _may_hand_on(actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    if (may := may_review(actor, standing.authors)) is not True:
        return NotYours(may.reason)
    if claim.sent_by_id == actor.pk:
        return NotNow("It waits for somebody else already: you sent it.")
    return None


def _is_chief(actor: Person, claim: Claim) -> bool:
    return Role.CHIEF in roles_of(actor, claim.desk_id)


# What a move writes beside the state


def _take(act: Act) -> None:
    act.set(assignee=act.actor)


def _give_back(act: Act) -> None:
    act.set(assignee=None)


def _assign(act: Act) -> None:
    if act.assignee is not None and not roles_of(act.assignee, act.claim.desk_id) & CHECKS:
        raise Invalid(f"{act.assignee} is no checker of this desk.", "assignee")
    act.set(assignee=act.assignee)
    act.extra = f" to {act.assignee or 'nobody'}"
    if act.due is not None:
        act.set(due=act.due)
        act.extra += "; its due date was removed" if act.due >= NO_DUE else "; a due date was set"


def _send(act: Act) -> None:
    passed = must_be_ready(act.claim)
    act.set(sent_by=act.actor, sent_at=timezone.now(), returned_by=None, returned_reason="")
    act.set(assignee=act.claim.assignee or act.actor)
    act.extra = " to review"
    _pass_rules(act, passed)


def _withdraw(act: Act) -> None:
    act.extra = " from review"


def _approve(act: Act) -> None:
    must_be_ready(act.claim)
    kind = sign_kind(act.actor, act.claim, act.standing)
    if isinstance(kind, Denied):
        raise NotYours(kind.reason)
    if not act.content_hash:
        raise Invalid("The form did not say what was shown. Open the claim again.", "content_hash")
    signoff = SignOff.objects.create(claim=act.claim, signer=act.actor, kind=kind, content_hash=act.content_hash)
    act.data = {"signoff": signoff.pk, "content_hash": act.content_hash, "kind": kind}
    with prepared_cursor() as cursor:
        cursor.execute("SELECT claim_is_signed(%s)", [act.claim.pk])
        if not cursor.fetchone()[0]:
            act.state = act.claim.state
    needed = max(2, act.standing.approvals) if kind == SignOffKind.CROSS else act.standing.approvals
    act.extra = {SignOffKind.LEGAL: " for legal", SignOffKind.CROSS: " by cross-sign"}.get(kind, "")
    if needed > 1:
        act.extra += f" ({len(act.standing.signers) + 1} of {needed})"


def _return(act: Act) -> None:
    act.set(returned_by=act.actor, returned_reason=act.reason, assignee=act.claim.assignee or act.claim.sent_by)


def _hand_on(act: Act) -> None:
    passed = must_be_ready(act.claim)
    act.set(sent_by=act.actor, sent_at=timezone.now())
    act.extra = " to another reviewer"
    _pass_rules(act, passed)


def _restore(act: Act) -> None:
    keeps = act.assignee is not None and roles_of(act.assignee, act.claim.desk_id) & CHECKS
    act.set(assignee=act.assignee if keeps else None)


@dataclass(frozen=True)
class Passed:
    """A rule that is passed: the key of its finding, the rule in words, and the reason."""

    key: str
    rule: str
    reason: str


def must_be_ready(claim: Claim) -> list[Passed]:
    """What keeps a claim from review keeps it from approval: it may have changed, or its rules, since it was sent.

    Returns the rules that it passes with a reason. Raises NotNow.
    """
    evidence = evidence_of([claim])
    findings = findings_for(claim, evidence=evidence)
    reasons = unready(claim, findings)
    if changes_of(claim):
        reasons.insert(0, "Something that this claim rests on changed. Settle that: say what it means for the claim.")
    if reasons:
        raise NotNow(" ".join(reasons), reasons=reasons)
    names = {str(item.pk): source_name(item.source) for item in evidence}
    keys = [finding.key for finding in warnings(findings)]
    return [Passed(key, rule_words(key, names), claim.rules_passed[key]) for key in keys]


def unready(claim: Claim, findings: Collection[Finding]) -> list[str]:
    """Why a claim as it is now would not be approved, in words: what it lacks, and each rule that it does not meet.

    A rule that may be overridden counts where no reason is given for it. ``findings`` are those of ``findings_for``.
    """
    reasons = required_to_send(claim, around(claim))
    if not claim.speaker_id and claim.speaker_as_printed:
        fits = whom_it_may_mean(claim.article, claim.speaker_as_printed, claim.speaker_as_printed)
        if len(fits) > 1:
            reasons.append(f"Choose who “{claim.speaker_as_printed}” is: {' or '.join(map(str, fits))}.")
    reasons += [finding.words for finding in blocking(findings)]
    return reasons + [
        f"{finding.words} Or write beside it why you override it." for finding in unpassed(claim, findings)
    ]


def _pass_rules(act: Act, passed: Iterable[Passed]) -> None:
    """Keep the reasons that pass a rule now, and no other: one that is not needed covers nothing that comes later."""
    reasons = {one.key: one.reason for one in passed}
    if act.claim.rules_passed != reasons:
        act.set(rules_passed=reasons)
    if reasons:
        act.data["passed"] = reasons
        act.extra += f"; overridden: {'; '.join(f'{one.rule}, because: {one.reason}' for one in passed)}"


# The table


@dataclass(frozen=True)
class Transition:
    """One action: where from, where to (None: the state stays), whose roles, what it asks for, checks and writes."""

    action: str
    label: str
    sources: frozenset[str]
    target: str | None
    roles: frozenset[str]
    check: Check | None = None
    apply: Apply | None = None
    reason: bool = False
    key: str = ""
    says: str = ""  # the event's words after the actor's name


def _t(
    action: str, label: str, sources: Iterable[str], target: str | None, roles: Iterable[str], *does: Any, **more: Any
) -> Transition:
    return Transition(action, label, frozenset(sources), target, frozenset(roles), *does, **more)


GO, BACK = "Ctrl+Enter", "Ctrl+Shift+Enter"
#: Every move of a claim. ``perform`` and ``available_to`` read it; nothing else decides.
TRANSITIONS = {
    t.action: t
    for t in [
        _t("take", "Take", WORK, S.CHECKING, CHECKS, _may_take, _take, key="t", says="took"),
        _t("give_back", "Give back", HELD, S.OPEN, CHECKS, _may_give_back, _give_back, says="gave back"),
        _t("assign", "Assign", {*WORK, S.IN_REVIEW}, None, {Role.CHIEF}, None, _assign, says="assigned"),
        _t("send", "Send to review", {*HELD, S.CHANGED}, S.IN_REVIEW, CHECKS, None, _send, key=GO, says="sent"),
        _t("withdraw", "Withdraw from review", REVIEW, S.CHECKING, CHECKS, _may_withdraw, _withdraw, says="withdrew"),
        _t("approve", "Approve", REVIEW, S.SIGNED_OFF, SIGNS, _may_approve, _approve, key=GO, says="approved"),
        _t("return", "Return", REVIEW, S.CHECKING, SIGNS, _may_return, _return, reason=True, key=BACK, says="returned"),
        _t("hand_on", "Fix and hand on", REVIEW, None, {Role.REVIEWER}, _may_hand_on, _hand_on, says="handed on"),
        _t("reopen", "Reopen", {S.SIGNED_OFF}, S.CHECKING, CUTTERS, reason=True, says="reopened"),
        _t("retire", "Retire", set(S.live()), S.RETIRED, CHECKS, reason=True, says="retired"),
        _t("restore", "Restore", {S.RETIRED}, S.OPEN, CHECKS, None, _restore, says="restored"),
    ]
}
