"""What decides who may do what to a claim: its people, its signatures, and what these still need."""

import json
from dataclasses import dataclass

from claims.models import Claim, Membership, Person
from claims.permissions import Denied, may_sign
from claims.queries.compiled import prepared_cursor
from claims.states import Role, SignOffKind


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


def standing_of(claim: Claim, person: Person | None = None) -> Standing:
    """The Standing of a claim and of ``person`` (None: nobody, who signs nothing) towards it, in one query."""
    with prepared_cursor() as cursor:
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
