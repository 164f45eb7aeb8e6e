"""Write the text of an article back into Word: a comment for each claim, and line decisions as tracked changes.

The document that the text came as may have come from anywhere, so it is opened in a process of its own
(claims/export/word/writer.py), which has no secret of the desk, and limits on time and memory.
"""

import subprocess
import sys
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from claims.errors import NotNow
from claims.export.said import said_of, sources_of, statement_of
from claims.export.word.order import Note, Order
from claims.models import Article, Block, Person, Version
from claims.queries import original_of
from claims.queries.checked import Checked, checked_claims
from claims.states import LineDecision, UploadKind
from claims.text.cutting import cut_of
from claims.text.differences import word_diff
from claims.text.normalise import normalise

_SECONDS = 30  # for the writer to answer, its start included
_HOME = Path(__file__).parents[2]
#: Why a decision is in its comment only: another one has the words; or it has several pieces.
NOT_MARKED = (
    "The change is not marked in the text: another decision changes the same words.",
    "The change is not marked in the text: the claim has several pieces, so the line itself has to be edited.",
)
_NOT_ORIGINAL = (
    "The comments could not be put into the document that this text came as. This is the text as Factcheck has it."
)
_TOO_MUCH = "The document takes more memory or time than any article needs. Export the claims in another way."
#: Code points of a block: start, end, and the words that are to stand there.
type _Edit = tuple[int, int, str]


def with_changes(article: Article) -> bytes:
    """Return the current version with comments, and the line decisions that are not carried out as tracked changes."""
    return _written(article, changes=True)


def with_comments(article: Article) -> bytes:
    """Return the current version with comments alone."""
    return _written(article, changes=False)


def _written(article: Article, *, changes: bool) -> bytes:
    version = article.current_version
    assert version is not None  # noqa: S101 - an article has a text
    blocks = list(Block.objects.filter(version=version).order_by("position"))
    checked = checked_claims(article, version)
    edits = _edits(article, checked, blocks) if changes else {}
    at = {block.pk: place for place, block in enumerate(blocks)}
    order = Order(
        title=article.headline,
        language=article.language,
        texts=[(block.kind, block.text) for block in blocks],
        left_out=[place for place, block in enumerate(blocks) if block.left_out],
        notes=[_note(one, at, edits.get(one.claim.pk)) for one in checked],
        footnotes=[
            (place, block.note_block, block.note_at)
            for place, block in enumerate(blocks)
            if block.note_block is not None and block.note_at is not None
        ],
    )
    original = _original(version)
    try:
        return _run(order, original)
    except NotNow:
        if not original:
            raise
    return _run(replace(order, notes=[_not_original(version), *order.notes]), b"")


def _not_original(version: Version) -> Note:
    at = _utc(version.created_at)
    return Note(0, "", [], [_NOT_ORIGINAL], "", at, [], "", at)


def came_as_word(article: Article) -> bool:
    """Return whether the current version came as a Word document, which its comments go back into."""
    found = original_of(article.current_version) if article.current_version else None
    return bool(found and found.kind == UploadKind.DOCX)


def _original(version: Version) -> bytes:
    found = original_of(version)
    return bytes(found.raw) if found and found.kind == UploadKind.DOCX else b""


def _run(order: Order, original: bytes) -> bytes:
    """Return the document that the writer makes. Raises NotNow where it can make none within its limits."""
    command = [sys.executable, "-m", "claims.export.word.writer"]
    said = order.as_json() + original
    try:
        # Its environment has neither the database's address nor any key.
        ran = subprocess.run(  # noqa: S603
            command, input=said, capture_output=True, timeout=_SECONDS, cwd=_HOME, env={}
        )
    except subprocess.TimeoutExpired:
        raise NotNow(_TOO_MUCH) from None
    if ran.returncode:
        raise NotNow(_TOO_MUCH)
    return ran.stdout


def _note(one: Checked, at: dict[int, int], edits: Sequence[tuple[int, _Edit]] | None) -> Note:
    claim = one.claim
    said = [f"Claim {claim.number}: {statement_of(one)}"]
    said += [f"{label}: {words}" for label, words in said_of(one)]
    said += [f"Source. {words}" for words in sources_of(one)] or ["No source on the record."]
    said += [NOT_MARKED[len(one.pieces) > 1]] if edits == [] else []
    author, when = _author(one)
    return Note(
        number=claim.number,
        words=claim.quoted,
        pieces=[(at[block], start, end) for block, start, end in one.pieces],
        said=said,
        author=str(_checker(one)),
        at=_utc(claim.state_since),
        edits=[(at[block], *edit) for block, edit in edits or ()],
        editor=str(author),
        edited_at=_utc(when),
    )


def _checker(one: Checked) -> Person:
    """Return who answers for what a claim says: who sent it to review, or has it, or made it."""
    claim = one.claim
    found: Person = claim.sent_by or claim.assignee or claim.created_by
    return found


def _author(one: Checked) -> tuple[Person, datetime]:
    """Return who made a claim's line decision, and when."""
    return (one.decided.actor, one.decided.at) if one.decided else (_checker(one), one.claim.state_since)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _edits(article: Article, checked: Sequence[Checked], blocks: Sequence[Block]) -> dict[int, list[tuple[int, _Edit]]]:
    """Return {claim's id: [(block id, edit)]} of the line decisions that ask for other words.

    As on the desk, the list of a claim of several pieces is empty; so is that of the later of two on the same words.
    """
    texts = {block.pk: block.text for block in blocks}
    taken: dict[int, list[tuple[int, int]]] = {}  # of each block, what edits have: in order, and apart
    found: dict[int, list[tuple[int, _Edit]]] = {}
    for one in checked:
        asks = one.claim.line_decision == LineDecision.CUT or one.claim.proposed_words.strip()
        if not one.proposes or not one.pieces or not asks:
            continue
        found[one.claim.pk] = []
        if len(one.pieces) > 1:
            continue
        [(block, start, end)] = one.pieces
        edits = _edit(one, texts[block], start, end, article.language)
        spans = [(first, last) for first, last, _ in edits]
        others = taken.setdefault(block, [])
        if any(_meets(span, others) for span in spans):
            continue
        for span in spans:
            insort(others, span)
        found[one.claim.pk] = [(block, edit) for edit in edits]
    return found


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span is one of ``others``, which are in order and apart, or shares words with one of them."""
    at = bisect_left(others, span)
    return any(
        span == other or (span[0] < other[1] and other[0] < span[1]) for other in others[max(0, at - 2) : at + 2]
    )


def _edit(one: Checked, text: str, start: int, end: int, language: str) -> list[_Edit]:
    if one.claim.line_decision == LineDecision.CUT:
        start, end, joint = cut_of(text, start, end, language)
        if joint and text[start:end].startswith(joint):
            start, joint = start + len(joint), ""
        return [(start, end, joint)]
    # As wording.py puts it into the text.
    proposed = " ".join(normalise(one.claim.proposed_words).split())
    edits: list[_Edit] = []
    at = start
    for op, old, new in word_diff(text[start:end], proposed) if proposed else ():
        if op != "equal":
            edits.append((at, at + len(old), new))
        at += len(old)
    return edits
