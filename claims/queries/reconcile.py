"""What versions did to an article's claims and nobody has settled; and the memo of what was proposed for its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Anchoring, Article, Block, Claim, Person, SignOff, WordingAnswer
from claims.permissions import desks_of
from claims.queries.findings import arounds, mismatches_of
from claims.queries.signable import signable
from claims.rules.printed import Mismatch, Offer
from claims.states import AnchorResult, Answer, ClaimState, LineDecision, Role
from claims.text.differences import Change, word_diff

#: What of the old words a statement says again, and has to be looked at there.
_SAID_AGAIN = ("number", "date", "name", "unit", "verb")
#: As many claims as one page of spelling changes shows.
MOST = 200


@dataclass
class Unsettled:
    """A claim with its latest unsettled Anchoring; ``parts`` is the difference, word by word.

    ``places`` are its candidates in the version in work, each with its ``pieces`` (block id, start, end,
    words), and what stands ``before`` and ``after`` its first piece. ``mismatches`` are (Mismatch, Offers of what the
    words say instead) of a claim whose words changed.
    """

    claim: Claim
    anchoring: Anchoring
    parts: list[Change]
    places: list[dict[str, Any]]
    mismatches: list[tuple[Mismatch, list[Offer]]] = field(default_factory=list)

    @property
    def stale(self) -> list[str]:
        """What the statement still says, and the words do not any more."""
        gone = [old for kind, old, new in self.differences if old and kind in _SAID_AGAIN]
        return [old for old in dict.fromkeys(gone) if old in self.claim.statement]

    @property
    def differences(self) -> list[tuple[str, ...]]:
        """(kind, old, new) of each difference that has a name."""
        return [tuple(one) for one in self.anchoring.differences if one[0] not in ("words", "typography")]


def unsettled(article: Article) -> tuple[list[Unsettled], list[Unsettled], list[Unsettled]]:
    """(the tray, claims whose words changed, signed claims whose context changed), each Unsettled in reading order.

    Five queries at most, whatever there is.
    """
    rows = (
        Anchoring.objects.filter(claim__article=article, settled_how="")
        .exclude(result=AnchorResult.KEPT)
        .exclude(Exists(SignOff.objects.filter(claim=OuterRef("claim"), signed_at__gt=OuterRef("at"))))
        .exclude(claim__state=ClaimState.RETIRED)
        .select_related("claim__speaker", "claim__assignee", "version")
        .order_by("claim__line_number", "claim__number", "version__number")
    )
    latest: dict[int, Anchoring] = {}
    first_words: dict[int, str] = {}
    for row in rows:
        latest[row.claim_id] = row if row.claim_id not in latest else _joined(latest[row.claim_id], row)
        first_words.setdefault(row.claim_id, row.old_words)
    asked = unacknowledged(article)
    blocks = _blocks(article, latest.values())
    tray, changed, contexts = [], [], []
    for row in latest.values():
        claim = row.claim
        one = Unsettled(claim, row, [], [])
        if not claim.quoted:
            one.places = _places(row, blocks)
            tray.append(one)
        elif row.result == AnchorResult.CHANGED and claim.state != ClaimState.SIGNED_OFF:
            one.parts = word_diff(*row.text_shown)
            changed.append(one)
        elif claim.pk in asked:
            one.parts = word_diff(row.old_line, row.new_line)
            contexts.append(one)
    held = arounds([one.claim for one in changed])
    for one in changed:
        one.claim.article = article
        one.mismatches = mismatches_of(one.claim, held[one.claim.pk])
    return tray, changed, contexts


def by_edit(contexts: list[Unsettled]) -> list[list[Unsettled]]:
    """Return claims whose context changed in groups: those around which the same text changed, in reading order."""
    groups: dict[tuple[int, str, str], list[Unsettled]] = {}
    for one in contexts:
        row = one.anchoring
        groups.setdefault((row.version_id, row.old_line, row.new_line), []).append(one)
    return list(groups.values())


def _joined(before: Anchoring, row: Anchoring) -> Anchoring:
    """Two versions' work on one claim as one: from what it was before the first to what it is after the last."""
    row.old_words, row.old_line = before.old_words or row.old_words, before.old_line or row.old_line
    if row.result == AnchorResult.CONTEXT_CHANGED and before.result == AnchorResult.CHANGED:
        row.result, row.differences, row.reason = before.result, before.differences, before.reason
    elif before.result == AnchorResult.CHANGED and row.result == AnchorResult.CHANGED:
        row.differences = [*before.differences, *row.differences]
    return row


def unacknowledged(article: Article) -> set[int]:
    """The ids of signed claims whose context changed since, and nobody who may sign has acknowledged it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT context_unacknowledged(%s)", [article.pk])
        return {row[0] for row in cursor.fetchall()}


def _blocks(article: Article, rows: Iterable[Anchoring]) -> dict[int, Block]:
    """{position: Block} of the version in work, where any candidate stands in it."""
    wanted = {
        piece[0]
        for row in rows
        if row.version_id == article.current_version_id
        for candidate in row.candidates
        for piece in candidate["pieces"]
    }
    found = Block.objects.filter(
        version_id=article.current_version_id,  # type: ignore[misc]
        position__in=wanted,
        left_out=False,
    )
    return {block.position: block for block in found}


def _places(row: Anchoring, blocks: Mapping[int, Block]) -> list[dict[str, Any]]:
    places = []
    for candidate in row.candidates:
        pieces = [
            (blocks[position].pk, start, end, words)
            for position, start, end, words in candidate["pieces"]
            if position in blocks and blocks[position].text[start:end] == words
        ]
        if pieces and len(pieces) == len(candidate["pieces"]):
            position, start, _, _ = candidate["pieces"][0]
            last = candidate["pieces"][-1]
            places.append(
                {
                    "pieces": pieces,
                    "words": " … ".join(piece[3] for piece in pieces),
                    "before": blocks[position].text[max(0, start - 120) : start],
                    "after": blocks[last[0]].text[last[2] : last[2] + 120],
                }
            )
    return places


# The signer's list


def spelling_candidates(person: Person) -> QuerySet[Claim]:
    """Claims that ``person`` signed and that changed since by a version that changed spelling, by article and line."""
    signed = SignOff.objects.filter(signer=person, voided_at__isnull=False).values("claim_id")
    minor = Anchoring.objects.filter(settled_how="", result=AnchorResult.CHANGED, minor=True).values("claim_id")
    states = [ClaimState.CHANGED, ClaimState.IN_REVIEW]
    return (
        signable(Claim.objects.filter(desk_id__in=desks_of(person, {Role.REVIEWER, Role.LEGAL})), person)
        .filter(state__in=states, pk__in=signed)
        .filter(pk__in=minor)
        .select_related("article__desk", "desk", "speaker")
        .order_by("article_id", "line_number", "number")[:MOST]
    )


# The changes memo


@dataclass
class MemoRow:
    """One claim with a line decision: ``status`` is open, again, accepted, edited, declined or stet.

    ``answers`` are what was answered to what is proposed now, oldest first; ``parts`` the proposal, word by word.
    """

    claim: Claim
    answers: list[WordingAnswer]
    status: str
    parts: list[Change]

    @property
    def label(self) -> str:
        return {
            "open": "Open",
            "again": "Open again: the text was changed back",
            "accepted": "Accepted",
            "edited": "Accepted, edited",
            "declined": "Declined; the chief decides",
            "stet": "Declined (stet)",
        }[self.status]

    @property
    def is_open(self) -> bool:
        return self.status in ("open", "again", "declined")

    @property
    def decision(self) -> str:
        """The decision in words: what was answered to, where it was carried out and the claim holds none any more."""
        answered = self.answers and self.claim.line_decision == LineDecision.KEEP
        return self.answers[-1].get_decision_display() if answered else self.claim.get_line_decision_display()

    @property
    def why(self) -> str:
        """Why the line is to be changed: the reason of the decision, else what was found."""
        return self.claim.decision_reason or self.claim.rationale

    @property
    def reasons(self) -> list[str]:
        """What people wrote about the decision."""
        return [self.why, self.claim.stet_reason, *(answer.reason for answer in self.answers)]


def memo_of(article: Article) -> list[MemoRow]:
    """The MemoRows of an article's live claims with a line decision, and of those whose decision was carried out.

    Two queries.
    """
    answers: dict[int, list[WordingAnswer]] = {}
    for answer in WordingAnswer.objects.filter(claim__article=article).select_related("by", "version").order_by("id"):
        answers.setdefault(answer.claim_id, []).append(answer)
    claims = (
        _in_memo(article)
        .select_related("stet_by", "speaker", "assignee")
        .defer("search")
        .order_by("line_number", "number")
    )
    return [_memo_row(claim, answers.get(claim.pk, [])) for claim in claims]


def count_memo(article: Article) -> int:
    """Return how many MemoRows memo_of has, in one query."""
    return _in_memo(article).count()


def _in_memo(article: Article) -> QuerySet[Claim]:
    carried_out = WordingAnswer.objects.filter(claim=OuterRef("pk")).exclude(answer=Answer.DECLINED)
    decided = ~Q(line_decision=LineDecision.KEEP) & ~Q(state=ClaimState.RETIRED)
    return Claim.objects.filter(decided | Exists(carried_out), article=article)


def _memo_row(claim: Claim, answers: list[WordingAnswer]) -> MemoRow:
    if claim.line_decision == LineDecision.KEEP or claim.state == ClaimState.RETIRED:
        answers = [one for one in answers if one.answer != Answer.DECLINED][-1:]
    else:
        proposal = (claim.line_decision, claim.proposed_words)
        answers = [one for one in answers if (one.decision, one.proposed_words) == proposal]
    latest = answers[-1] if answers else None
    if latest and latest.answer != Answer.DECLINED:
        status = "accepted" if latest.answer == Answer.ACCEPTED else "edited"
        if claim.line_decision != LineDecision.KEEP and claim.is_live and not claim.wording_applied:
            status = "again"
    elif claim.stet_by_id and claim.stet_reason:
        status = "stet"
    else:
        status = "declined" if latest else "open"
    done = latest if status in ("accepted", "edited") else None
    old = done.old_words if done else claim.quoted
    new = done.words if done else claim.proposed_words
    cutting = (done.decision if done else claim.line_decision) == LineDecision.CUT
    return MemoRow(claim, answers, status, word_diff(old, new if new or cutting else old))
