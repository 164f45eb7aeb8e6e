"""An article passes its gate when nothing in it is left open; each open item says what to do and where.

The gate is PRODUCT.md's under "Sign-off is real"; judged on what is loaded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator

from claims.models import Article, Claim, Line, NoClaimMark, Thread
from claims.rules.evidence import is_attributed
from claims.states import ClaimState, LineDecision, RuleCode, RuleLevel, Verdict
from claims.text.coverage import COVERED, PARTLY, Coverage


@dataclass(frozen=True)
class GateItem:
    """``key`` names the item for good ("line:4", "claim:12"): a release with exceptions keeps it.

    ``kind`` is line, claim, tray, context, marks, decision, verdict or query. The link leads to ``claim_number`` or
    ``line_number``; with neither, to the list of its kind. ``blocks``: while it is not ok, nobody signs the article
    off.
    """

    key: str
    kind: str
    words: str
    ok: bool
    blocks: bool = True
    claim_number: int | None = None
    line_number: int | None = None


def gate(
    article: Article,
    *,
    lines: Iterable[Line],
    coverage_by_line: Mapping[int, Coverage],
    claims: Iterable[Claim],
    marks: Iterable[NoClaimMark],
    queries: Iterable[Thread],
    contexts: Iterable[int],
    levels: Mapping[RuleCode, RuleLevel],
) -> list[GateItem]:
    """What each part of the gate still asks for, one item each; a part that is met gives one item that says so.

    ``lines`` and ``marks`` are those of the current version, ``coverage_by_line`` goes by line number, ``claims`` are
    all of the article with their speakers, ``queries`` the open ones with their first message as ``asked``;
    ``contexts`` are the ids of signed claims whose context changed and nobody acknowledged it. Words stay under 300
    characters.
    """
    live = [claim for claim in claims if claim.state != ClaimState.RETIRED]
    items = []
    level = levels.get(RuleCode.COVERAGE, RuleLevel.OFF)
    if level != RuleLevel.OFF:
        items += _lines(lines, coverage_by_line, blocks=level == RuleLevel.BLOCK)
    items += _marks(marks)
    items += _claims(live)
    items += _tray(live)
    items += _contexts(live, set(contexts))
    if article.ours:  # the wording of somebody else's article is not ours to decide
        items += _decisions(live)
        items += _verdicts(live)
    return items + _queries(queries)


def _lines(lines: Iterable[Line], coverage_by_line: Mapping[int, Coverage], blocks: bool) -> list[GateItem]:
    items = []
    for line in lines:
        found = coverage_by_line.get(line.number)
        if found and found.state == COVERED:
            continue
        how = "only partly covered" if found and found.state == PARTLY else "untouched"
        words = f"Line {line.number} is {how}. Make a claim of what is open, or mark it no claim here."
        items.append(GateItem(f"line:{line.number}", "line", words, False, blocks, line_number=line.number))
    return items or [GateItem("lines", "line", "Every line is covered.", True, blocks)]


def _marks(marks: Iterable[NoClaimMark]) -> list[GateItem]:
    live = [mark for mark in marks if mark.removed_at is None]
    count = sum(mark.looked_by_id in (None, mark.made_by_id) for mark in live)
    if count:
        subject = "1 no-claim mark waits" if count == 1 else f"{count} no-claim marks wait"
        words = f"{subject} to be looked through by somebody other than who made {'it' if count == 1 else 'them'}."
        return [GateItem("marks", "marks", words, False)]
    words = "Every no-claim mark was looked through." if live else "There is no no-claim mark to look through."
    return [GateItem("marks", "marks", words, True)]


_STANDING = {
    ClaimState.OPEN: "is open. Take it, check it and send it to review.",
    ClaimState.CHECKING: "is being checked. Send it to review.",
    ClaimState.IN_REVIEW: "is in review. A reviewer has to sign it off.",
    ClaimState.CHANGED: "changed since sign-off. Send it to review again.",
}


def _claims(live: list[Claim]) -> list[GateItem]:
    items = [
        GateItem(f"claim:{c.number}", "claim", f"Claim {c.number} {_STANDING[c.state]}", False, claim_number=c.number)
        for c in live
        if c.state != ClaimState.SIGNED_OFF
    ]
    return items or [GateItem("claims", "claim", "Every claim is signed off or retired.", True)]


def _tray(live: list[Claim]) -> list[GateItem]:
    items = []
    for claim in live:
        if not claim.quoted:
            words = f"Claim {claim.number} has no words in this version. Attach it again, or retire it with a reason."
            items.append(GateItem(f"tray:{claim.number}", "tray", words, False, claim_number=claim.number))
    return items or [GateItem("tray", "tray", "Nothing is in the tray.", True)]


def _contexts(live: list[Claim], contexts: set[int]) -> list[GateItem]:
    items = []
    for claim in live:
        if claim.pk in contexts:
            words = (
                f"What stands around the words of claim {claim.number} changed since it was signed. "
                "Somebody who may sign it has to acknowledge that it still holds."
            )
            items.append(GateItem(f"context:{claim.number}", "context", words, False, claim_number=claim.number))
    return items or [GateItem("contexts", "context", "No changed context waits to be acknowledged.", True)]


def _declined(claim: Claim) -> bool:
    """The chief lets the line stand (stet), by name and with a reason."""
    return claim.stet_by_id is not None and bool(claim.stet_reason.strip())


def _decisions(live: list[Claim]) -> list[GateItem]:
    items = []
    for claim in live:
        if claim.line_decision != LineDecision.KEEP and not (_declined(claim) or claim.wording_applied):
            label = LineDecision(claim.line_decision).label.lower()
            words = (
                f"Claim {claim.number}: the decision to {label} is open. "
                "Apply it, or let the chief decline it (stet) with a reason."
            )
            items.append(GateItem(f"decision:{claim.number}", "decision", words, False, claim_number=claim.number))
    return items or [GateItem("decisions", "decision", "No line decision is open.", True)]


def _verdicts(live: list[Claim]) -> list[GateItem]:
    items = []
    for claim in live:
        # A decision that the chief declined leaves the words as they are: that is keeping them.
        kept = claim.line_decision == LineDecision.KEEP or _declined(claim) or claim.wording_applied
        verdict = claim.standing_verdict
        if not kept or verdict not in (Verdict.REFUTED, Verdict.NOT_ENOUGH):
            continue
        what = "refuted" if verdict == Verdict.REFUTED else "without enough evidence"
        if not is_attributed(claim):
            words = f"Claim {claim.number} is {what}, in the article's own voice. Reword it, attribute it or cut it."
        elif claim.verb_endorses:
            words = f"Claim {claim.number} is {what}, and its verb says that it is so. Change the verb, or cut it."
        elif not _declined(claim):
            words = f"Claim {claim.number} is {what}, and its words are kept. The chief has to write down why."
        else:
            continue
        items.append(GateItem(f"verdict:{claim.number}", "verdict", words, False, claim_number=claim.number))
    return items or [GateItem("verdicts", "verdict", "Nothing that did not hold up is kept without a reason.", True)]


def _queries(queries: Iterable[Thread]) -> list[GateItem]:
    items = []
    for query in queries:
        number = query.claim.number if query.claim_id else None
        about = "on the article" if number is None else f"on claim {number}"
        asked = Truncator(" ".join(query.asked.split())).chars(120)
        words = f"A query {about} is open: “{asked}” Answer it; whoever asked, or a chief, resolves it."
        items.append(GateItem(f"query:{query.pk}", "query", words, False, claim_number=number))
    return items or [GateItem("queries", "query", "No query is open.", True)]
