"""What a new version does to the states of claims, and how a signer confirms a change of spelling."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from claims.errors import NotNow, NotYours
from claims.history import acting, check_now, record
from claims.models import Anchoring, Claim, Person, SignOff
from claims.permissions import Denied
from claims.queries.content import loaded
from claims.states import AnchorResult, ClaimState, Settlement
from claims.workflow.claims import lock
from claims.workflow.moves import must_be_ready
from claims.workflow.standing import sign_kind, standing_of


def leave_review(claim: Claim, reason: str) -> None:
    """A claim in review whose words moved goes back to the top of its checker's queue, with the reason.

    Call inside acting(), with the claim locked; the caller records it.
    """
    claim.state = ClaimState.CHECKING
    claim.returned_by, claim.returned_reason = None, reason
    claim.assignee_id = claim.assignee_id or claim.sent_by_id
    claim.save(update_fields=["state", "returned_by", "returned_reason", "assignee"])


def retire_cut(claim: Claim) -> None:
    """A claim whose line was cut, as its line decision said, is retired. The caller has it locked, and records it."""
    claim.state = ClaimState.RETIRED
    claim.save(update_fields=["state"])


def confirm_spelling(claim: Claim, *, actor: Person, content_hash: str, edition: int) -> Claim:
    """Whoever signed a claim signs it again where nothing but spelling, capitals or numeral style changed since.

    ``content_hash`` and ``edition`` are those of what was shown. Raises NotYours, NotNow.
    """
    with acting(actor):
        claim = lock(claim.pk)
        anchorings = spelling_since(claim, actor)
        if anchorings is None:
            raise NotNow(f"Claim {claim.number} changed in more than its spelling. Review it.")
        standing = standing_of(claim, actor)
        kind = sign_kind(actor, claim, standing)
        if isinstance(kind, Denied):
            raise NotYours(kind.reason)
        if (content_hash, edition) != (standing.content_hash, claim.edition):
            raise NotNow(f"Claim {claim.number} changed since it was shown. Look again, then confirm.")
        must_be_ready(claim)
        if claim.state == ClaimState.CHANGED:
            claim.state = ClaimState.IN_REVIEW
            claim.save(update_fields=["state"])
        note = "Confirmed after a change of spelling."
        signoff = SignOff.objects.create(claim=claim, signer=actor, kind=kind, content_hash=content_hash, note=note)
        with connection.cursor() as cursor:
            cursor.execute("SELECT claim_is_signed(%s)", [claim.pk])
            if cursor.fetchone()[0]:
                claim.state = ClaimState.SIGNED_OFF
                claim.save(update_fields=["state"])
        # Where another signature is needed still, its signer is shown the same.
        for anchoring in anchorings if claim.state == ClaimState.SIGNED_OFF else ():
            anchoring.settled_how, anchoring.settled_by = Settlement.CONFIRMED, actor
            anchoring.settled_at = timezone.now()
            anchoring.save(update_fields=["settled_how", "settled_by", "settled_at"])
        old, new = anchorings[0].old_words, claim.quoted
        words = f"{actor} confirmed claim {claim.number} after a change of spelling: “{old}” became “{new}”"
        data = {"signoff": signoff.pk, "content_hash": content_hash, "kind": kind, "state": claim.state}
        record("spelling_confirmed", words, actor=actor, claim=claim, data=data)
        check_now()
    return claim


def spelling_since(claim: Claim, person: Person) -> list[Anchoring] | None:
    """The Anchorings, oldest first, that are all that changed since ``person`` signed the claim; None where more did,
    or where it is not for them to confirm."""
    found = spelling_changes([claim], person).get(claim.pk)
    return found[0] if found else None


def spelling_changes(claims: Iterable[Claim], person: Person) -> dict[int, tuple[list[Anchoring], str]]:
    """{claim's id: (Anchorings oldest first, content hash now)} of those claims in which nothing but spelling changed
    since ``person`` signed them, and by somebody else: nobody changes words and signs them again alone. Two queries,
    whatever there is."""
    by_id = {c.pk: c for c in claims if c.state in (ClaimState.CHANGED, ClaimState.IN_REVIEW)}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT ON (claim_id) claim_id, (content -> 'words')::text, claim_content_hash(claim_id),
                      signed_at, only_spelling_since(claim_id, signer_id)
               FROM claims_signoff WHERE claim_id = ANY (%s) AND signer_id = %s
               ORDER BY claim_id, signed_at DESC, id DESC""",
            [list(by_id), person.pk],
        )
        rows = cursor.fetchall()
    since = defaultdict(list)
    anchorings = Anchoring.objects.filter(claim__in=by_id).exclude(result=AnchorResult.KEPT).select_related("version")
    decided = [Settlement.CONFIRMED, Settlement.ACKNOWLEDGED]
    for anchoring in anchorings.exclude(settled_how__in=decided).order_by("at"):
        since[anchoring.claim_id].append(anchoring)
    found = {}
    for pk, signed_words, content_hash, at, only_spelling in rows:
        changes = [one for one in since[pk] if one.at > at]
        if (
            only_spelling
            and changes[0].old_words == " … ".join(loaded(signed_words) or [])
            and changes[-1].new_words == by_id[pk].quoted
        ):
            found[pk] = changes, content_hash
    return found
