"""Where the words of an .rtf go: paragraphs, cells of a table, and the words of a note, a comment or a field."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Noted:
    """A note, a comment or a link. ``words`` are those of a note or a comment; a link without an address is none."""

    kind: str
    words: "Sink | None" = None
    address: str = ""
    author: str = ""
    date: str = ""
    name: str = ""  # by which a comment finds the words that it is on


@dataclass(slots=True, eq=False)
class Edge:
    """Where a note stands, or a comment or a link begins or ends; ``noted`` is None where it is none's."""

    noted: Noted | None
    begins: bool = False


#: Words, with the edges between them.
type Parts = list[str | Edge]


@dataclass(slots=True)
class Paragraph:
    """``kind`` is that of a block, or "heading 1"; ``number`` is what its list has written before its words.

    The cells of one row of a table have the same ``row``, counted from 1.
    """

    kind: str
    parts: Parts
    number: str = ""
    row: int = 0


@dataclass(slots=True, eq=False)
class Sink:
    """``parts`` are the words since the last end of a paragraph; tables may stand in the cells of others."""

    parts: Parts = field(default_factory=list)
    found: list[Paragraph] = field(default_factory=list)
    beside: list[Paragraph] = field(default_factory=list)  # text boxes, until the paragraph that they stand in ends
    number: str | None = None  # what a list has written before the words that come next
    cells: dict[int, Parts] = field(default_factory=dict)  # by the depth of a table, the cell that is open
    rows: dict[int, list[Parts]] = field(default_factory=dict)  # and the cells of its row before it
    row: int = 0

    def holds(self) -> bool:
        """Return whether there are words since the last end of a paragraph; blanks alone are none, and go."""
        if not any(isinstance(part, Edge) or part.strip() for part in self.parts):
            self.parts = []
        return bool(self.parts)

    def end_line(self) -> bool:
        """End a line, and return whether it was an empty one."""
        last = next((part for part in reversed(self.parts) if isinstance(part, str) and part.strip(" ")), "")
        self.parts.append("\n")
        return last == "\n"

    def end_paragraph(self, kind: str, depth: int) -> None:
        """``depth`` is that of the table that the paragraph stands in, 0 for none."""
        parts, self.parts = self.parts, []
        number, self.number = self.number or "", None
        beside, self.beside = self.beside, []
        if depth:
            cell = self.cells.setdefault(depth, [])
            cell += [f"{number} " if number else "", *parts, " "]
            for one in beside:
                cell += [*one.parts, " "]
            return
        self._end_rows(1)
        self.found += [Paragraph(kind, parts, number), *beside]

    def end_cell(self, depth: int) -> None:
        self._end_rows(depth + 1)
        self.end_paragraph("", depth)
        self.rows.setdefault(depth, []).append(self.cells.pop(depth))

    def end_row(self, depth: int) -> None:
        """End a row. What stands before a table in the same cell of another is a row before it."""
        if self.holds():
            self.end_paragraph("", depth)
        self._end_rows(1)

    def finish(self) -> None:
        """End what is open."""
        self._end_rows(1)
        if self.parts or self.beside:
            self.end_paragraph("paragraph", 0)

    def words(self) -> Iterator[str | Edge]:
        """Return all words, with blanks between paragraphs."""
        self.finish()
        for paragraph in self.found:
            yield from paragraph.parts
            yield " "

    def text(self) -> str:
        """Return all words, without the edges in them."""
        return "".join(part for part in self.words() if isinstance(part, str))

    def _end_rows(self, least: int) -> None:
        for depth in sorted({*self.cells, *self.rows}):
            if depth >= least:
                cells = self.rows.pop(depth, [])
                cells += [self.cells.pop(depth)] if depth in self.cells else []
                self.row += 1
                self.found += [Paragraph("table_cell", cell, row=self.row) for cell in cells]
