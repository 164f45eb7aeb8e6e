"""The claims of an article with what was found of each, as it leaves the desk: only sources on the record are in it."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from claims.models import Article, Claim, Event, Evidence, Piece, SignOff, Version
from claims.queries.off_record import OUT, Found, named_in_article
from claims.states import ClaimState, LineDecision, Terms

#: What of a claim a line decision consists of.
_DECISION = ["line_decision", "proposed_words"]


@dataclass
class Checked:
    """A claim that is not retired. ``signoffs`` are the live ones; ``evidence`` is from sources on the record.

    ``pieces`` are (block id, start, end) of its words in the version; ``decided`` is the Event of its line decision,
    None if it has none, or if the record does not name it. ``secret`` says whether a text names what is off the record.
    """

    claim: Claim
    pieces: list[tuple[int, int, int]]
    signoffs: list[SignOff]
    evidence: list[Evidence]
    decided: Event | None
    secret: Found

    def shown(self, words: str) -> str:
        """Return what somebody wrote of the claim, unless it names what is off the record."""
        return OUT if self.secret(words) else words

    @property
    def proposes(self) -> bool:
        """Return whether its line decision still asks for other words: neither carried out nor set aside."""
        claim = self.claim
        stands = bool(claim.stet_by_id and claim.stet_reason)
        return claim.line_decision != LineDecision.KEEP and not claim.wording_applied and not stands


def checked_claims(article: Article, version: Version, numbers: list[int] | None = None) -> list[Checked]:
    """Return the article's claims (or those of some ``numbers``) in reading order. Seven queries."""
    spans = Piece.objects.filter(claim=OuterRef("pk"), version=version).order_by("block__position", "start")
    found = (
        Claim.objects.filter(article=article)
        .exclude(state=ClaimState.RETIRED)
        .select_related("assignee", "sent_by", "created_by", "stet_by")
        .defer("search")
        .annotate(spans=ArraySubquery(spans.values(row=JSONObject(block="block_id", start="start", end="end"))))
        .order_by("line_number", "number")
    )
    claims = list(found if numbers is None else found.filter(number__in=numbers))
    ids = [claim.pk for claim in claims]
    signoffs: dict[int, list[SignOff]] = defaultdict(list)
    live = SignOff.objects.filter(claim__in=ids, voided_at__isnull=True).select_related("signer")
    for signoff in live.defer("content").order_by("id"):
        signoffs[signoff.claim_id].append(signoff)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    on_record = Evidence.objects.filter(claim__in=ids, removed_at__isnull=True, source__terms=Terms.ON_RECORD)
    for one in on_record.select_related("source").defer("source__search").order_by("id"):
        evidence[one.claim_id].append(one)
    decisions = Event.objects.filter(claim__in=ids, verb="claim_saved", data__fields__has_any_keys=_DECISION)
    decided = {event.claim_id: event for event in decisions.select_related("actor").order_by("sequence")}
    secret = named_in_article(article)
    return [
        Checked(
            claim,
            [(span["block"], span["start"], span["end"]) for span in claim.spans],
            signoffs[claim.pk],
            evidence[claim.pk],
            decided.get(claim.pk) if claim.line_decision != LineDecision.KEEP else None,
            secret,
        )
        for claim in claims
    ]
