"""Propose the next version of an article from a pasted text: its blocks keep what was decided in the earlier version.

What was left out stays left out, with its reason, and a block keeps its kind, so nobody decides twice.
"""

from collections import deque
from typing import Any

from rapidfuzz import fuzz, process

from claims.intake.documents.written import CELL, NOTE_OF, Piece, written
from claims.intake.proposal import BlockProposal, Proposal, propose
from claims.text.blocks import blocks as cut
from claims.text.normalise import normalise
from claims.text.notes import NOTE, places_again, sign

#: How similar (0 to 100, rapidfuzz's ratio) a block must be to an earlier one to keep its kind, or to stay left out.
_SAME_KIND, _SAME_FURNITURE = 60, 85
#: Only the beginning of a long block is compared, in characters, and only this many blocks before and behind.
_BEGINNING, _NEAR = 2_000, 40


def propose_revision(
    text: str, before: list[dict], *, markdown: bool = False, page: dict[str, Any] | None = None
) -> Proposal:
    """Return the Proposal for a text; ``before`` has the earlier version's blocks, as write_text takes them.

    ``page`` as propose takes it. A note whose mark the text does not have stays where the earlier version has it.
    """
    proposal = propose(text, markdown=markdown, page=page)
    proposal.notes = []
    exact: dict[str, deque[dict]] = {}
    for was in before:
        exact.setdefault(was["text"], deque()).append(was)
    unknown = []
    for block in proposal.blocks:
        if known := exact.get(block.text):
            _take_over(block, known.popleft() if len(known) > 1 else known[0])
        else:
            unknown.append(block)
    seen = {block.text for block in proposal.blocks}
    gone: list[dict | None] = [was for was in before if was["text"] not in seen]
    for number, block in enumerate(unknown):
        _by_likeness(block, gone, number * len(gone) // len(unknown))
    _tie_notes(proposal.blocks, before)
    new = {id(block) for block in unknown}
    if not any(block.kind == "headline" and not block.left_out for block in proposal.blocks):
        return proposal
    headlines = [block for block in proposal.blocks if block.kind == "headline"]
    for block in headlines[1:]:  # there is one headline: others that look like one are paragraphs
        if id(block) in new:
            block.kind = "paragraph"
    return proposal


def with_marks(blocks: list[dict]) -> str:
    """Return blocks, as write_text takes them, as a text in Markdown with the marks of their notes.

    It is cut into the same blocks again. "" where there are no notes with marks, or where it would be cut otherwise.
    """
    marks: dict[int, list[tuple[int, str]]] = {}
    for block in blocks:
        if block.get("note_number") and block.get("note_block") is not None:
            marks.setdefault(block["note_block"], []).append((block["note_at"], block["note_number"]))
    if not marks:
        return ""
    pieces: list[Piece] = []
    for at, block in enumerate(blocks):
        words, end, parts = block["text"], len(block["text"]), []
        for place, mark in sorted(marks.get(at, ()), reverse=True):
            parts += [words[place:end], sign(mark)]
            end = place
        kind = f"{CELL}{at}" if block["kind"] == "table_cell" else block["kind"]
        kind = f"{NOTE_OF}{block['note_number']}" if block.get("note_number") else kind
        pieces.append((kind, words[:end] + "".join(reversed(parts))))
    text = written(pieces)
    same = [one.text for one in cut(normalise(text), markdown=True)] == [block["text"] for block in blocks]
    return text if same else ""


def _take_over(block: BlockProposal, was: dict) -> None:
    if block.number and was["kind"] != NOTE:
        return  # the new text says that it is a note
    block.kind = was["kind"]
    block.left_out, block.why = was["left_out"], was["left_out_reason"] if was["left_out"] else ""
    _number(block, was)


def _tie_notes(blocks: list[BlockProposal], before: list[dict]) -> None:
    loose = [block for block in blocks if block.is_note and block.number and block.place is None]
    taken = {block.number for block in blocks if block.place is not None}
    found = places_again(before, [block.text for block in blocks]) if loose else {}
    for block in loose:
        block.place = None if block.number in taken else found.get(block.number)


def _number(block: BlockProposal, was: dict) -> None:
    if was["kind"] == NOTE and not block.number:
        block.number = was.get("note_number", "")


def _by_likeness(block: BlockProposal, gone: list[dict | None], place: int) -> None:
    """Take over what is known of the most similar block near this place; None marks a block that is already used."""
    first = max(0, place - _NEAR)
    near = [was and was["text"][:_BEGINNING] for was in gone[first : place + _NEAR]]
    found = process.extractOne(block.text[:_BEGINNING], near, scorer=fuzz.ratio, score_cutoff=_SAME_KIND)
    if found is None:
        return
    _, score, at = found
    was = gone[first + at]
    if not was["left_out"]:
        if not block.number or was["kind"] == NOTE:
            block.kind, block.left_out, block.why = was["kind"], False, ""
            _number(block, was)
        gone[first + at] = None
    elif score >= _SAME_FURNITURE:
        _take_over(block, was)
        gone[first + at] = None
