"""A claim's moves as one table, which drives the buttons, the permission, the legality and their tests."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from claims.errors import DeskError, Invalid, NotNow, NotYours
from claims.fields import DECISION
from claims.history import acting, check_now, record
from claims.models import Article, Claim, Contributor, Membership, Person, SignOff, VerdictScheme
from claims.permissions import CUTTERS, Answer, Denied, may_review, may_sign, roles_of
from claims.queries.findings import around, findings_for
from claims.rules.evidence import blocking, required_to_send, unexamined, warnings
from claims.states import NO_DUE, ClaimState, Role, SignOffKind

S = ClaimState


@dataclass(frozen=True)
class Transition:
    """One action: where from, where to (None: the state stays), whose roles, and what it asks for."""

    action: str
    label: str
    sources: frozenset[str]
    target: str | None
    roles: frozenset[str]
    reason: bool = False
    key: str = ""
    says: str = ""  # the event's words after the actor's name


def _t(
    action: str, label: str, sources: Iterable[str], target: str | None, roles: Iterable[str], **more: Any
) -> Transition:
    return Transition(action, label, frozenset(sources), target, frozenset(roles), **more)


CHECKS = {Role.CHECKER, Role.CHIEF}
SIGNS = {Role.REVIEWER, Role.LEGAL}
WORK = {S.OPEN, S.CHECKING, S.CHANGED}

#: Every move of a claim. ``perform`` and ``available_to`` read it; nothing else decides.
TRANSITIONS = {
    t.action: t
    for t in [
        _t("take", "Take", WORK, S.CHECKING, {Role.CHECKER, Role.CHIEF}, key="t", says="took"),
        _t("give_back", "Give back", {S.CHECKING}, S.OPEN, CHECKS, says="gave back"),
        _t("assign", "Assign", {*WORK, S.IN_REVIEW}, None, {Role.CHIEF}, says="assigned"),
        _t("send", "Send to review", {S.CHECKING, S.CHANGED}, S.IN_REVIEW, CHECKS, key="Ctrl+Enter", says="sent"),
        _t("withdraw", "Withdraw from review", {S.IN_REVIEW}, S.CHECKING, CHECKS, says="withdrew"),
        _t("approve", "Approve", {S.IN_REVIEW}, S.SIGNED_OFF, SIGNS, key="Ctrl+Enter", says="approved"),
        _t("return", "Return", {S.IN_REVIEW}, S.CHECKING, SIGNS, reason=True, key="Ctrl+Shift+Enter", says="returned"),
        _t("hand_on", "Fix and hand on", {S.IN_REVIEW}, None, {Role.REVIEWER}, says="handed on"),
        _t("reopen", "Reopen", {S.SIGNED_OFF}, S.CHECKING, CUTTERS, reason=True, says="reopened"),
        _t("retire", "Retire", set(S.live()), S.RETIRED, CHECKS, reason=True, says="retired"),
        _t("restore", "Restore", {S.RETIRED}, S.OPEN, CHECKS, says="restored"),
    ]
}


@dataclass
class Standing:
    """What decides who may do what to one claim: sets of person ids, and what the signatures still need.

    ``authors`` is {person's id: whether it is certain}, as authors_of gives it. ``how`` is how the person whom it was
    asked for stands towards signing (``claim_standing`` in SQL). ``cross`` says that contributors may cross-sign.
    ``holder_left``: who has the claim checks nothing on this desk any more.
    """

    contributors: frozenset[int]
    authors: dict[int, bool]
    signers: frozenset[int]
    approvals: int
    legal_needed: bool
    cross: bool
    content_hash: str
    holder_left: bool
    how: str


@dataclass(frozen=True)
class Offer:
    """An action as a button: ``denied`` is empty when it may be done now, else the reason in words."""

    transition: Transition
    denied: str = ""
    kind: str = ""

    @property
    def action(self) -> str:
        return self.transition.action


def standing_of(claim: Claim, person: Person | None = None) -> Standing:
    """The Standing of a claim and of ``person`` (None: nobody, who signs nothing) towards it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce((SELECT array_agg(person_id) FROM claims_contributor WHERE claim_id = c.id), '{}'),
                      coalesce((SELECT jsonb_object_agg(person_id, certain) FROM article_authors(c.article_id)), '{}'),
                      coalesce((SELECT array_agg(signer_id) FROM claims_signoff
                                WHERE claim_id = c.id AND voided_at IS NULL), '{}'),
                      n.approvals,
                      n.legal AND NOT EXISTS (SELECT 1 FROM claims_signoff s WHERE s.claim_id = c.id
                                              AND s.voided_at IS NULL AND s.kind = 'legal'),
                      d.cross_sign AND NOT somebody_eligible(c.id, false),
                      claim_content_hash(c.id),
                      c.assignee_id IS NOT NULL AND NOT holds(c.desk_id, c.assignee_id, 'checker')
                        AND NOT holds(c.desk_id, c.assignee_id, 'chief'),
                      claim_standing(c.id, %s)
               FROM claims_claim c JOIN claims_desk d ON d.id = c.desk_id, claim_signatures(c.id) n
               WHERE c.id = %s""",
            [None if person is None else person.pk, claim.pk],
        )
        contributors, authors, signers, *facts = cursor.fetchone()
    authors = {int(key): certain for key, certain in json.loads(authors).items()}
    return Standing(frozenset(contributors), authors, frozenset(signers), *facts)


def _refusal(transition: Transition, actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    """Why ``actor`` may not do this, as the error to raise; None when they may. The kind of signature otherwise."""
    mine = claim.assignee_id == actor.pk
    if not (may := may_do(transition.action, actor, claim.desk_id)):
        return NotYours(may.reason)
    if claim.state not in transition.sources:
        return NotNow(
            f"The claim is {claim.get_state_display().lower()} now, so {transition.label.lower()} is not possible."
        )
    match transition.action:
        case "take":
            if mine and claim.state == S.CHECKING:
                return NotNow("You have it already.")
            if (
                claim.assignee_id
                and not mine
                and not standing.holder_left
                and Role.CHIEF not in roles_of(actor, claim.desk_id)
            ):
                return NotNow(f"{claim.assignee} has it. The chief can assign it to you.")
        case "give_back":
            if not mine and Role.CHIEF not in roles_of(actor, claim.desk_id):
                return NotYours("Only whoever has a claim gives it back.")
        case "withdraw":
            if claim.sent_by_id != actor.pk and Role.CHIEF not in roles_of(actor, claim.desk_id):
                return NotYours("Whoever sent a claim to review withdraws it.")
        case "approve" | "return":
            kind = sign_kind(actor, claim, standing)
            # Whoever signed one of two approvals, or worked on the claim as a reviewer, may still send it back.
            if isinstance(kind, Denied) and transition.action == "approve":
                return NotYours(kind.reason)
            if transition.action == "return" and (may := may_review(actor, standing.authors)) is not True:
                return NotYours(may.reason)
        case "hand_on":
            if (may := may_review(actor, standing.authors)) is not True:
                return NotYours(may.reason)
            if claim.sent_by_id == actor.pk:
                return NotNow("It waits for somebody else already: you sent it.")
    return None


def may_do(action: str, person: Person, desk_id: int) -> Answer:
    """Whether the person holds a role for this action of the table: True, or Denied."""
    transition = TRANSITIONS[action]
    if roles_of(person, desk_id) & transition.roles:
        return True
    names = " or ".join(Role(role).label.lower() for role in Role.values if role in transition.roles)
    return Denied(f"{transition.label} is for a {names} of this desk.")


def sign_kind(actor: Person, claim: Claim, standing: Standing) -> SignOffKind | Denied:
    """The SignOffKind that ``actor``, whose ``standing`` it is, would sign with now, or Denied."""
    if standing.how == "either":
        return _review_or_legal(actor, claim, standing)
    return may_sign(standing.how)


def _review_or_legal(actor: Person, claim: Claim, standing: Standing) -> SignOffKind:
    """Who may sign as either signs for legal, but where a review lacks that nobody else can give, and legal can."""
    # All live signatures are reviews while legal's is needed still; one of the approvals is legal's.
    if len(standing.signers) + 1 >= standing.approvals:
        return SignOffKind.LEGAL
    out = {actor.pk, *standing.contributors, *standing.authors, *standing.signers}
    others = Membership.objects.filter(desk_id=claim.desk_id, person__is_active=True).exclude(person_id__in=out)
    reviewers = set(others.filter(role=Role.REVIEWER).values_list("person_id", flat=True))
    legal = set(others.filter(role=Role.LEGAL).values_list("person_id", flat=True))
    return SignOffKind.REVIEW if legal and not reviewers else SignOffKind.LEGAL


def available_to(user: Person, claim: Claim, standing: Standing | None = None) -> list[Offer]:
    """The claim's actions as Offers, in the table's order: those that fit the state and the person's roles.

    One that fits but may not be done now carries its reason (a contributor who cannot approve sees why).
    """
    standing = standing or standing_of(claim, user)
    offers = []
    for transition in TRANSITIONS.values():
        if claim.state not in transition.sources or not roles_of(user, claim.desk_id) & transition.roles:
            continue
        refusal = _refusal(transition, user, claim, standing)
        if refusal and transition.action not in ("approve", "take", "hand_on"):
            continue
        kind = sign_kind(user, claim, standing) if transition.action == "approve" and not refusal else ""
        offers.append(Offer(transition, refusal.words if refusal else "", kind))  # type: ignore[arg-type]
    return offers


def lock(claim_id: int) -> Claim:
    """The claim as it is now, its article and itself locked in that order until the transaction ends."""
    article_id = Claim.objects.values_list("article_id", flat=True).get(pk=claim_id)
    article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
    claim = (
        Claim.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assignee", "speaker", "via", "desk", "returned_by", "sent_by")
        .get(pk=claim_id)
    )
    claim.article = article
    return claim


def perform(
    action: str,
    claim: Claim,
    *,
    actor: Person,
    edition: int | None = None,
    content_hash: str = "",
    reason: str = "",
    assignee: Person | None = None,
    due: datetime | None = None,
) -> Claim:
    """Do one action of the table, decided on the row as it is now, under lock. Returns the claim as it stands then.

    ``edition`` is the one that the form showed (None: not compared); ``content_hash`` is required by approve and is
    the hash of what the form showed. A claim is restored for ``assignee``, or for nobody. Raises NotYours (403), NotNow
    (409), Invalid (422).
    """
    transition = TRANSITIONS.get(action)
    if transition is None:
        raise Invalid("There is no such action.", "action")
    reason = reason.strip()
    with acting(actor):
        claim = lock(claim.pk)
        standing = standing_of(claim, actor)
        refusal = _refusal(transition, actor, claim, standing)
        if refusal:
            raise refusal
        if edition is not None and edition != claim.edition:
            raise NotNow("The claim changed since you opened it. Look again, then decide.")
        if transition.reason and not reason:
            raise Invalid("Say why, in a few words.", "reason")
        extra, data = _apply(transition, claim, standing, actor, content_hash, reason, assignee, due)
        words = f"{actor} {transition.says} claim {claim.number}{extra}"
        data = {"action": action, "state": claim.state, **data}
        if reason:
            data["reason"] = reason
        record(action, words, actor=actor, claim=claim, data=data)
        check_now()
    return claim


def _apply(
    transition: Transition,
    claim: Claim,
    standing: Standing,
    actor: Person,
    content_hash: str,
    reason: str,
    assignee: Person | None,
    due: datetime | None,
) -> tuple[str, dict[str, Any]]:
    """Write the move. Returns the rest of the event's words, and its data."""
    fields = ["state"]
    extra, data = (f": {reason}" if reason else ""), {}
    state = transition.target or claim.state
    if claim.wording_applied and transition.action in ("take", "send", "reopen") and claim.state != state:
        adopt_wording(claim)
        extra += "; its proposed words, which stand in the article, are its own now"
    match transition.action:
        case "take":
            claim.assignee = actor
            fields += ["assignee"]
        case "give_back":
            claim.assignee = None
            fields += ["assignee"]
        case "assign":
            if assignee is not None and not roles_of(assignee, claim.desk_id) & CHECKS:
                raise Invalid(f"{assignee} is no checker of this desk.", "assignee")
            claim.assignee = assignee
            fields += ["assignee"]
            extra = f" to {assignee}" if assignee else " to nobody"
            if due is not None:
                claim.due = due
                fields += ["due"]
                extra += "; its due date was removed" if due >= NO_DUE else "; a due date was set"
        case "send":
            must_be_ready(claim)
            claim.sent_by, claim.sent_at = actor, timezone.now()
            claim.assignee = claim.assignee or actor
            claim.returned_by, claim.returned_reason = None, ""
            fields += ["sent_by", "sent_at", "assignee", "returned_by", "returned_reason"]
            extra = " to review"
        case "withdraw":
            extra = " from review"
        case "approve":
            must_be_ready(claim)
            kind = sign_kind(actor, claim, standing)
            if not content_hash:
                raise Invalid("The form did not say what was shown. Open the claim again.", "content_hash")
            signoff = SignOff.objects.create(
                claim=claim,
                signer=actor,
                kind=kind,  # type: ignore[misc]
                content_hash=content_hash,
            )
            data = {"signoff": signoff.pk, "content_hash": content_hash, "kind": kind}
            with connection.cursor() as cursor:
                cursor.execute("SELECT claim_is_signed(%s)", [claim.pk])
                complete = cursor.fetchone()[0]
            if not complete:
                state = claim.state
            needed = max(2, standing.approvals) if kind == SignOffKind.CROSS else standing.approvals
            extra = {SignOffKind.LEGAL: " for legal", SignOffKind.CROSS: " by cross-sign"}.get(kind, "")  # type: ignore[arg-type]
            if needed > 1:
                extra += f" ({len(standing.signers) + 1} of {needed})"
        case "return":
            claim.returned_by, claim.returned_reason = actor, reason
            claim.assignee = claim.assignee or claim.sent_by
            fields += ["returned_by", "returned_reason", "assignee"]
        case "hand_on":
            must_be_ready(claim)
            claim.sent_by, claim.sent_at = actor, timezone.now()
            fields += ["sent_by", "sent_at"]
            extra = " to another reviewer"
        case "restore":
            keeps = assignee is not None and roles_of(assignee, claim.desk_id) & CHECKS
            claim.assignee = assignee if keeps else None
            fields += ["assignee"]
    claim.state = state
    claim.save(update_fields=fields)
    claim.refresh_from_db(fields=["state", "edition", "state_since"])
    return extra, data


#: What the adopting of proposed words may change.
ADOPTED = ("statement", "verdict", *DECISION)


def adopt_wording(claim: Claim) -> None:
    """Work goes on with what stands in the article: statement and verdict as reworded become the claim's own.

    “Truth not examined” only where a claim may be judged so; else its verdict is open again.
    """
    claim.statement, claim.verdict = claim.standing_statement, claim.standing_verdict
    undecided = Claim()
    for name in DECISION:
        setattr(claim, name, getattr(undecided, name))
    if unexamined(claim):
        claim.verdict = ""
    if claim.verdict and claim.scheme_id is None:
        claim.scheme = VerdictScheme.objects.filter(desk_id=claim.desk_id).order_by("-number").first()
    claim.save(update_fields=[*ADOPTED, "scheme"])


def must_be_ready(claim: Claim) -> None:
    """What keeps a claim from review keeps it from approval: it may have changed, or its rules, since it was sent."""
    findings = findings_for(claim)
    missing = required_to_send(claim, around(claim))
    reasons = [*missing, *(finding.words for finding in blocking(findings))]
    if warnings(findings) and not claim.rules_passed.strip():
        said = " ".join(finding.words for finding in warnings(findings))
        reasons.append(f"Rules warn. Meet them, or say why they are passed: {said}")
    if reasons:
        raise NotNow(" ".join(reasons), reasons=reasons)


def contributors_of(claim: Claim) -> QuerySet[Contributor]:
    """The claim's contributors, first first."""
    return Contributor.objects.filter(claim=claim).select_related("person")
