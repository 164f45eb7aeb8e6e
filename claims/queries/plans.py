"""What another text would do to an article: a plan, claim by claim."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from claims.models import Claim, NoClaimMark, Version
from claims.queries.joined import BlockSpan, Joined
from claims.states import AnchorResult, ClaimState
from claims.text.anchors import Reanchoring

#: Results that leave a sign-off standing.
STANDS = {AnchorResult.KEPT, AnchorResult.CONTEXT_CHANGED}
#: Blocks as write_text takes them: dicts of kind, text, left_out and more, as JSON keeps them.
type Blocks = Sequence[Mapping[str, Any]]
#: Where a claim's words are in the new text: block's position, start, end, words, bound words.
type PlacedPiece = tuple[int, int, int, str, str]
#: A mark that follows: the mark, block's position, start, end, words.
type CarriedMark = tuple[NoClaimMark, int, int, int, str]


@dataclass
class ClaimPlan:
    """What becomes of one claim. ``pieces`` are (block's position in the new text, start, end, words, bound words);
    ``candidates`` as Anchoring keeps them. ``came_back``: it had no words in the version that is left."""

    claim: Claim
    result: str
    reason: str = ""
    score: float = 1.0
    moved: bool = False
    minor: bool = False
    differences: list[list[str]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    pieces: list[PlacedPiece] = field(default_factory=list)
    old_words: str = ""
    new_words: str = ""
    came_back: bool = False
    #: Finds ``old_line`` and ``new_line``, the sentences around the words: few of them are ever looked at.
    around: Callable[[], tuple[str, str]] = lambda: ("", "")

    @property
    def old_line(self) -> str:
        return self._lines[0]

    @property
    def new_line(self) -> str:
        return self._lines[1]

    @cached_property
    def _lines(self) -> tuple[str, str]:
        return self.around()

    @property
    def stands(self) -> bool:
        return self.result in STANDS

    @property
    def text_shown(self) -> tuple[str, str]:
        """(old, new): the words, or the sentences around them where the words are the same."""
        if self.stands or self.old_words == self.new_words:
            return self.old_line, self.new_line
        return self.old_words, self.new_words

    @property
    def says_something(self) -> bool:
        """Whether it is worth a line of the claim's history: more than the same words in the same place."""
        return self.result != AnchorResult.KEPT or bool(self.differences) or self.came_back


@dataclass
class Plan:
    """``blocks`` as write_text takes them; ``lines`` are (block's position, start, end) of the new text, in order.

    ``marks`` are (NoClaimMark, position, start, end, words) that follow, ``dropped`` those that do not. ``alignment``
    is the Reanchoring of the two texts, ``old`` and ``new`` are those texts.
    """

    base: Version
    blocks: Blocks
    lines: list[BlockSpan]
    claims: list[ClaimPlan]
    marks: list[CarriedMark]
    dropped: list[NoClaimMark]
    alignment: Reanchoring
    new: Joined
    old: Joined

    @property
    def counts(self) -> Counter[str]:
        """{result: claims that are live}."""
        return Counter(one.result for one in self.live)

    @property
    def live(self) -> list[ClaimPlan]:
        return [one for one in self.claims if one.claim.state != ClaimState.RETIRED]

    def of(self, *results: str) -> list[ClaimPlan]:
        return [one for one in self.live if one.result in results]

    @property
    def same_text(self) -> bool:
        """Whether it would change nothing at all: the same blocks, kinds and left-out signs."""
        return version_hash(self.blocks) == self.base.hash

    hash: str = ""


def version_hash(blocks: Blocks) -> str:
    """SHA-256, in hex, of a version: its blocks' kinds, texts and left-out signs, in order, and the marks of notes."""
    content = [
        [block["kind"], block["text"], bool(block.get("left_out"))]
        + ([block["note_number"], block.get("note_block"), block.get("note_at")] if block.get("note_number") else [])
        for block in blocks
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
