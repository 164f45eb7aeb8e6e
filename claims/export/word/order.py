"""What is to be written into a Word document: plain values, so that a process without the desk can write it."""

import json
from dataclasses import asdict, dataclass, field

#: What the author of a comment that this desk wrote ends with: it is no comment of the writer's where it comes back.
BY_US = "(Factcheck)"
#: A block's kind and its words.
type Text = tuple[str, str]
#: Block, start, end: code points of a block's words.
type Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a claim's words: ``pieces`` are where they stand, none if they are gone; ``words`` are these words.

    ``number`` is the claim's; 0 for a comment on the whole document.

    ``edits`` are (block, start, end, new words) that a decision on them asks for, as tracked changes of ``editor``;
    none where only comments are asked for. ``at`` and ``edited_at`` are UTC, "2020-10-26T18:00:00Z".
    """

    number: int
    words: str
    pieces: list[Span]
    said: list[str]
    author: str
    at: str
    edits: list[tuple[int, int, int, str]]
    editor: str
    edited_at: str


@dataclass(frozen=True, slots=True)
class Order:
    """``texts`` are all blocks; those in ``left_out`` are no part of the article, and only looked for.

    ``footnotes`` are (block of the note, block of its mark, offset of its mark).
    """

    title: str
    language: str
    texts: list[Text]
    left_out: list[int]
    notes: list[Note]
    footnotes: list[Span] = field(default_factory=list)

    def as_json(self) -> bytes:
        """Return it on one line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_json(cls, raw: bytes) -> "Order":
        """Return the Order of as_json."""
        said = json.loads(raw)
        return cls(**said | {"notes": [Note(**note) for note in said["notes"]]})
