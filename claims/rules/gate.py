"""An article passes its gate when nothing in it is left open; each open item says what to do and where.

What is open is decided by the database (``article_gate`` in claims/sql/gate.sql), for the page and for the trigger of
the sign-off alike. Here are the words. What it asks for is in docs/product.md, "An article".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import Truncator

from claims.states import ClaimState, LineDecision, Verdict


@dataclass(frozen=True)
class GateItem:
    """``key`` names the item for good ("line:4", "claim:12"): a release with exceptions keeps it.

    ``kind`` is one of MET. The link leads to ``claim_number`` or ``line_number``; with neither, to the list of its
    kind. ``blocks``: while it is not ok, nobody signs the article off.
    """

    key: str
    kind: str
    words: str
    ok: bool
    blocks: bool = True
    claim_number: int | None = None
    line_number: int | None = None


#: An open item as article_gate gives it: item, kind, claim number, line number, detail, blocks.
type Row = tuple[str, str, int | None, int | None, str, bool]

#: What each part says when nothing in it is open, in the order of the page.
MET = {
    "line": "Every line is covered.",
    "marks": "Every “no claim” mark was reviewed by a second person.",
    "claim": "Every claim is signed off or retired.",
    "tray": "Nothing is in the tray.",
    "context": "No changed text around a signed claim waits to be acknowledged.",
    "source": "No change of a source waits to be settled.",
    "decision": "No line decision is open.",
    "verdict": "Nothing that did not hold up is kept without a reason.",
    "query": "No query is open.",
    "byline": "The byline names nobody who signed here.",
}


def items_of(rows: Iterable[Row], *, parts: Iterable[str]) -> list[GateItem]:
    """The items of the gate, in words of under 300 characters; a part that is met gives one item that says so.

    ``rows`` are (item, kind, claim number, line number, detail, blocks), as article_gate gives them; ``parts`` are the
    kinds that this article's gate asks for.
    """
    open_ = [
        GateItem(key, kind, _WORDS[kind](claim, line, detail), False, blocks, claim, line)
        for key, kind, claim, line, detail, blocks in rows
    ]
    items = []
    for kind in parts:
        here = [item for item in open_ if item.kind == kind]
        items += here or [GateItem(kind, kind, MET[kind], True)]
    return items


def _line(claim: int | None, line: int | None, detail: str) -> str:
    if not line:
        return "Some words of the text stand in no line. Bring the text in again, as a new version."
    how = "only partly covered" if detail == "partly" else "untouched"
    return f"Line {line} is {how}. Make a claim of what is open, or mark it no claim here."


def _marks(claim: int | None, line: int | None, detail: str) -> str:
    count = int(detail)
    subject = "1 “no claim” mark waits" if count == 1 else f"{count} “no claim” marks wait"
    return f"{subject} to be reviewed by somebody other than the person who made {'it' if count == 1 else 'them'}."


_STANDING: dict[str, str] = {
    ClaimState.OPEN: "is open. Take it, check it and send it to review.",
    ClaimState.CHECKING: "is being checked. Send it to review.",
    ClaimState.IN_REVIEW: "is in review. A reviewer has to sign it off.",
    ClaimState.CHANGED: "changed since sign-off. Send it to review again.",
}


def _claim(claim: int | None, line: int | None, detail: str) -> str:
    return f"Claim {claim} {_STANDING[detail]}"


def _tray(claim: int | None, line: int | None, detail: str) -> str:
    return f"Claim {claim} has no words in this version. Attach it again, or retire it with a reason."


def _context(claim: int | None, line: int | None, detail: str) -> str:
    return (
        f"The text around the words of claim {claim} changed since it was signed. "
        "Somebody who may sign it has to acknowledge that it still holds."
    )


def _source(claim: int | None, line: int | None, detail: str) -> str:
    return (
        f"Something that claim {claim} rests on changed. "
        "Somebody other than who changed it has to say what that means for the claim."
    )


def _decision(claim: int | None, line: int | None, detail: str) -> str:
    return (
        f"Claim {claim}: the decision to {LineDecision(detail).label.lower()} is open. "
        "Apply it, or let the chief decline it (stet) with a reason."
    )


def _verdict(claim: int | None, line: int | None, detail: str) -> str:
    verdict, why = detail.split()
    what = "refuted" if verdict == Verdict.REFUTED else "without enough evidence"
    if why == "own_voice":
        return f"Claim {claim} is {what}, in the article's own voice. Reword it, attribute it or cut it."
    if why == "endorsed":
        return f"Claim {claim} is {what}, and its verb says that it is so. Change the verb, or cut it."
    return f"Claim {claim} is {what}, and its words are kept. The chief has to write down why."


def _query(claim: int | None, line: int | None, detail: str) -> str:
    about = "on the article" if claim is None else f"on claim {claim}"
    asked = Truncator(" ".join((detail or "").split())).chars(120)
    return f"A query {about} is open: “{asked}” Answer it; whoever asked, or a chief, resolves it."


def _byline(claim: int | None, line: int | None, detail: str) -> str:
    name, member = detail.split("\n")
    return (
        f"“{Truncator(name).chars(80)}” in the byline may be {Truncator(member).chars(80)}, who signed here. "
        "Somebody else has to say on the Details page whether it is."
    )


_WORDS: dict[str, Callable[[int | None, int | None, str], str]] = {
    "line": _line,
    "marks": _marks,
    "claim": _claim,
    "tray": _tray,
    "context": _context,
    "source": _source,
    "decision": _decision,
    "verdict": _verdict,
    "query": _query,
    "byline": _byline,
}
