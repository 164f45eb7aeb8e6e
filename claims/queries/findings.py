"""What the evidence rules say of a claim: everything that they judge by, loaded in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, Substr

from claims.models import Claim, ClaimLink, Evidence, EvidenceRule, Line, Placement
from claims.queries.compiled import Compiled, Slot
from claims.rules.evidence import Finding, Linked, evaluate
from claims.rules.printed import LONGEST_HELD, Around
from claims.states import Form, RuleLevel

#: Characters before and after a claim's words that are read of their sentence, and of their paragraph.
NEAR, WIDE = 2_000, 10_000
#: Pieces of a claim that its fields are compared with.
PIECES_HELD = 200
_LONGEST_WORD = 200  # characters


def levels_of(desk_id: int) -> dict[str, str]:
    """{rule: level} of a desk; a rule that is off is left out."""
    rules = EvidenceRule.objects.filter(desk_id=desk_id).exclude(level=RuleLevel.OFF)
    return dict(rules.values_list("code", "level"))


def sides_of(article_ids: Iterable[int]) -> dict[int, dict[tuple[str, int], int]]:
    """{article's id: its Sides of rules/weight}, of those that have any; one query."""
    rows = Placement.objects.filter(article__in=article_ids)
    found: defaultdict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for article, *placed in rows.values_list("article_id", "speaker_id", "source_id", "side_id"):
        found[article] |= as_sides([placed])
    return found


def as_sides(placements: Iterable[Sequence[int]]) -> dict[tuple[str, int], int]:
    """Sides of rules/weight from placements of one article: (speaker's id or none, source's id or none, side's id)."""
    return {("speaker", sp) if sp else ("source", source): side for sp, source, side in placements}


def evidence_of(claims: Iterable[Claim]) -> QuerySet[Evidence]:
    """The evidence of some claims that was not removed, oldest first, with sources and three origins up."""
    return (
        Evidence.objects.filter(claim__in=claims, removed_at__isnull=True)
        .select_related("source__origin__origin__origin", "source__speaker", "added_by")
        .order_by("id")
    )


def links_of(claim: Claim) -> list[ClaimLink]:
    """The links of a claim, both ways, with the claims at their other ends."""
    return _LINKS(claim=claim.pk)


_LINKS = Compiled(
    lambda: ClaimLink.objects.filter(Q(claim=Slot("claim")) | Q(to=Slot("claim"))).select_related(
        "claim__speaker", "to__speaker"
    )
)


def linked_claims(
    claim: Claim, links: Iterable[ClaimLink], evidence_by_claim: Mapping[int, Collection[Evidence]] | None = None
) -> list[Linked]:
    """Links as the rules read them: Linked(kind, direction, other claim, its evidence)."""
    evidence_by_claim = evidence_by_claim or {}
    linked = []
    for link in links:
        out = link.claim_id == claim.pk
        other = link.to if out else link.claim
        linked.append(Linked(link.kind, "out" if out else "in", other, evidence_by_claim.get(other.pk, ())))
    return linked


def around(claim: Claim) -> Around:
    """Return the Around of a claim's words in the current version. Makes one query, or none if no field needs it.

    A sentence is given as far as NEAR characters before and after the claim's words, a paragraph as far as WIDE.
    """
    if (claim.figure_value is None and not claim.verb) or len(claim.quoted) > LONGEST_HELD:
        return Around()
    first, last = Greatest("start", "block__pieces__start"), Least("end", "block__pieces__end")
    wide = bool(claim.verb) and claim.form == Form.DIRECT
    rows = (
        Line.objects.filter(
            version=claim.article.current_version_id,
            block__pieces__claim=claim,
            block__pieces__start__lt=F("end"),
            block__pieces__end__gt=F("start"),
        )
        .annotate(above=Greatest(F("start"), first - NEAR), below=Least(F("end"), last + NEAR))
        .annotate(
            words=Substr("block__text", F("above") + 1, F("below") - F("above")),
            paragraph=Substr("block__text", Greatest(0, first - WIDE) + 1, last + WIDE - Greatest(0, first - WIDE))
            if wide
            else Value(""),
        )
        .order_by("number", "block__pieces__start")
    )
    found: list[tuple[Any, ...]] = list(
        rows.values_list("start", "end", "above", "below", "words", "paragraph")[: PIECES_HELD + 1]
    )
    # The pieces of one sentence have it in common.
    sentences = dict.fromkeys(
        _whole_words(words, above > start, below < end) for start, end, above, below, words, _ in found
    )
    paragraphs = dict.fromkeys(paragraph for *_, paragraph in found)
    held = Around("\n".join(sentences), "\n".join(paragraphs))
    return Around(too_long=True) if len(found) > PIECES_HELD or len(held.sentences) > LONGEST_HELD else held


def _whole_words(words: str, cut_before: bool, cut_behind: bool) -> str:
    """Return ``words`` without the halves of words at the ends that were cut: half a number is another number."""
    first = _to_blank(words) if cut_before else 0
    last = len(words) - _to_blank(words[::-1]) if cut_behind else len(words)
    return words[first:last]


def _to_blank(words: str) -> int:
    return next((at for at, character in enumerate(words[:_LONGEST_WORD]) if character.isspace()), 0)


def findings_for(
    claim: Claim, *, evidence: Iterable[Evidence] | None = None, links: Iterable[ClaimLink] | None = None
) -> list[Finding]:
    """The Findings of every rule that applies to the claim as it stands. At most four queries."""
    return evaluate(
        claim,
        evidence=list(evidence_of([claim])) if evidence is None else evidence,
        linked=linked_claims(claim, links_of(claim) if links is None else links),
        sides=sides_of([claim.article_id])[claim.article_id],
        levels=levels_of(claim.desk_id),
    )
