"""A claim's moves are offered and done, by the table of claims/workflow/moves.py; and what needs its lock."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import get_text_list

from claims.errors import DeskError, Invalid, NotNow, NotYours
from claims.fields import DECISION
from claims.history import acting, check_now, record
from claims.models import Article, Claim, Person, VerdictScheme
from claims.permissions import Answer, Denied, roles_of
from claims.queries.compiled import Compiled, Slot
from claims.queries.source_changes import waiting_said
from claims.rules.sending import unexamined
from claims.states import ClaimState, Role
from claims.workflow.moves import TRANSITIONS, Act, Transition
from claims.workflow.standing import Standing, sign_kind, standing_of


@dataclass(frozen=True)
class Offer:
    """An action as a button: ``denied`` is empty when it may be done now, else the reason in words."""

    transition: Transition
    denied: str = ""
    kind: str = ""

    @property
    def action(self) -> str:
        return self.transition.action


def _refusal(transition: Transition, actor: Person, claim: Claim, standing: Standing) -> DeskError | None:
    """Why ``actor`` may not do this, as the error to raise; None when they may."""
    if not (may := may_do(transition.action, actor, claim.desk_id)):
        return NotYours(may.reason)
    if claim.state not in transition.sources:
        return NotNow(
            f"The claim is {claim.get_state_display().lower()} now, so {transition.label.lower()} is not possible."
        )
    return transition.check(actor, claim, standing) if transition.check else None


def may_do(action: str, person: Person, desk_id: int) -> Answer:
    """Whether the person holds a role for this action of the table: True, or Denied."""
    transition = TRANSITIONS[action]
    if roles_of(person, desk_id) & transition.roles:
        return True
    names = get_text_list([Role(role).label.lower() for role in Role.values if role in transition.roles], "or")
    return Denied(f"{transition.label} is for a {names} of this desk.")


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
    article: Article = _ARTICLE.first(claim=claim_id)
    claim: Claim = _CLAIM.first(claim=claim_id)
    claim.article = article
    return claim


_ARTICLE = Compiled(lambda: Article.objects.select_for_update(no_key=True, of=("self",)).filter(claims=Slot("claim")))
_CLAIM = Compiled(
    lambda: (
        Claim.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assignee", "speaker", "via", "sent_by")
        .filter(pk=Slot("claim"))
    )
)


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
        act = Act(claim, actor, standing, transition.target or claim.state, reason, content_hash, assignee, due)
        _apply(transition, act)
        if ClaimState.RETIRED in (transition.target, *transition.sources):
            act.extra += waiting_said()
        words = f"{actor} {transition.says} claim {claim.number}{act.extra}"
        data = {"action": action, "state": claim.state, **act.data}
        if reason:
            data["reason"] = reason
        record(action, words, actor=actor, claim=claim, data=data)
        check_now()
    return claim


def _apply(transition: Transition, act: Act) -> None:
    """Write the move; ``act`` says then what came of it."""
    claim = act.claim
    if act.reason:
        act.extra = f": {act.reason}"
    adopts = claim.wording_applied and transition.action in ("take", "send", "reopen") and claim.state != act.state
    if adopts:
        adopt_wording(claim)
    if transition.apply:
        transition.apply(act)
    if adopts:
        act.extra += "; its proposed words, which stand in the article, are its own now"
    claim.state = act.state
    claim.save(update_fields=act.fields)
    claim.state, claim.edition, claim.state_since = _MOVED.first(claim=claim.pk)


_MOVED = Compiled(lambda: Claim.objects.filter(pk=Slot("claim")).values_list("state", "edition", "state_since"))


#: What the adopting of proposed words may change.
ADOPTED = ("statement", "verdict", *DECISION)


def adopt_wording(claim: Claim) -> None:
    """Work goes on with what stands in the article: statement and verdict as reworded become the claim's own.

    “Truth not examined” only where a claim may be judged so; else its verdict is open again.
    """
    claim.statement = claim.standing_statement
    if claim.reworded_verdict and claim.wording_applied:
        claim.verdict, claim.verdict_own = claim.reworded_verdict, claim.reworded_verdict_own
    claim.reworded_verdict_own = ""
    undecided = Claim()
    for name in DECISION:
        setattr(claim, name, getattr(undecided, name))
    if unexamined(claim):
        claim.verdict = claim.verdict_own = ""
    if claim.verdict and claim.scheme_id is None:
        claim.scheme = newest_scheme(claim)
    claim.save(update_fields=[*ADOPTED, "verdict_own", "reworded_verdict_own", "scheme"])


def newest_scheme(claim: Claim) -> VerdictScheme | None:
    """Return the scheme by which a claim is judged now, None on a desk without one."""
    return VerdictScheme.objects.filter(desk_id=claim.desk_id).order_by("-number").first()
