"""Splitting and merging claims: what they came from stays, and no verdict and no sign-off goes along."""

from claims.editing.claims import checked_pieces, must_be_live, new_claim, united
from claims.errors import Invalid, NotNow
from claims.fields import KEPT, WHOSE
from claims.history import acting, record
from claims.models import Claim, Lineage, Piece
from claims.permissions import allow, may_cut
from claims.states import ClaimState, LineageKind
from claims.workflow.articles import lock_article
from claims.workflow.claims import lock


def split_claim(claim, parts, *, actor, edition):
    """Split a claim: each of ``parts`` is (pieces, statement). Returns the new claims; the old one is retired.

    Contributors go along, and ``actor`` is one of every part. So does evidence: what contradicts counts in each part,
    the rest waits to be confirmed. Verdict and sign-offs do not. Raises Invalid for fewer than two parts, NotNow when
    the claim changed meanwhile.
    """
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_cut(actor, claim.article))
        _may_rebuild(claim, edition)
        if len(parts) < 2:
            raise Invalid("A split makes at least two claims.", "parts")
        checked = [(checked_pieces(claim.article, pieces), " ".join(text.split())) for pieces, text in parts]
        kept = {name: getattr(claim, name) for name in KEPT}
        made = [new_claim(claim.article, pieces, actor, text, **kept) for pieces, text in checked]
        _descend([claim], made, LineageKind.SPLIT)
        numbers = ", ".join(str(part.number) for part in made)
        words = f"{actor} split claim {claim.number} into {numbers}"
        data = {"parent": claim.number, "parts": [part.number for part in made]}
        for part in made:
            record("claim_split_off", f"{words}; this is {part.number}", actor=actor, claim=part, data=data)
        record("claim_split", words, actor=actor, claim=claim, data=data)
    return made


def merge_claims(claims, *, actor, statement, editions, whose=None):
    """Merge claims of one article into a new one, whose words are all of theirs. Returns it; they are retired.

    ``editions`` maps each claim's id to the edition that the form showed. Contributors are united, ``actor`` among
    them; evidence goes along as at a split, verdicts and sign-offs do not. Where several speakers are named, ``whose``
    is the id of the claim whose speaker it gets, or 0 for none. Raises Invalid for fewer than two and without that
    answer, NotNow.
    """
    if len({claim.pk for claim in claims}) < 2:
        raise Invalid("Choose another claim to merge with.", "with")
    with acting(actor):
        article = lock_article(claims[0].article_id)
        allow(may_cut(actor, article))
        claims = sorted((lock(claim.pk) for claim in sorted(claims, key=lambda c: c.pk)), key=lambda c: c.number)
        if any(claim.article_id != article.pk for claim in claims):
            raise Invalid("Claims of one article are merged.", "with")
        for claim in claims:
            _may_rebuild(claim, editions.get(claim.pk))
        pieces = [
            (piece.block_id, piece.start, piece.end)
            for piece in Piece.objects.filter(claim__in=claims, version_id=article.current_version_id)
        ]
        checked = checked_pieces(article, united(pieces))
        first = claims[0]
        kept = {name: getattr(first, name) for name in KEPT} | _whose(claims, whose)
        kept["risk_flags"] = sorted({flag for claim in claims for flag in claim.risk_flags})
        kept["due"] = min(claim.due for claim in claims)
        merged = new_claim(article, checked, actor, " ".join(statement.split()) or first.standing_statement, **kept)
        _descend(claims, [merged], LineageKind.MERGE)
        numbers = ", ".join(str(claim.number) for claim in claims)
        words = f"{actor} merged claims {numbers} into {merged.number}"
        data = {"parents": [claim.number for claim in claims], "merged": merged.number}
        for claim in claims:
            record("claim_merged_away", words, actor=actor, claim=claim, data=data)
        record("claims_merged", words, actor=actor, claim=merged, data=data)
    return merged


def _whose(claims, whose):
    """What says whose words a merged claim's are: those of the one speaker that is named, or of the one chosen."""
    named = {claim.speaker_id: claim for claim in reversed(claims) if claim.speaker_id}
    if len(named) < 2:
        chosen = next(iter(named.values()), claims[0])
    elif whose == 0:
        return {name: Claim._meta.get_field(name).get_default() for name in WHOSE}
    else:
        chosen = next((claim for claim in claims if claim.pk == whose), None)
    if chosen is None:
        names = ", ".join(claim.speaker.name for claim in reversed(named.values()))
        raise Invalid(f"These claims have different speakers ({names}). Choose whose claim the merged one is.", "whose")
    return {name: getattr(chosen, name) for name in WHOSE}


def _may_rebuild(claim, edition):
    must_be_live(claim)
    if claim.state == ClaimState.SIGNED_OFF:
        raise NotNow(f"Claim {claim.number} is signed off. Reopen it first.")
    if edition != claim.edition:
        raise NotNow(f"Claim {claim.number} changed since you opened it. Look again.")


def _descend(parents, children, kind):
    """Retire the parents. With each Lineage the database gives the child contributors and evidence (lineage_after)."""
    Lineage.objects.bulk_create(
        Lineage(parent=parent, child=child, kind=kind) for parent in parents for child in children
    )
    for parent in parents:
        parent.state = ClaimState.RETIRED
        parent.save(update_fields=["state"])
