"""Read an .rtf: its blocks with their kinds, its notes at the end, its comments, notes and links as backing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from claims.intake.documents.backing import MOST, Backing, begin, finish, web_address
from claims.intake.documents.notes import once, roman
from claims.intake.documents.rtf.letters import whole
from claims.intake.documents.rtf.readings import walk
from claims.intake.documents.rtf.sinks import Edge, Noted, Paragraph
from claims.intake.documents.written import CELL, NOTE_OF, TRACKED, Piece
from claims.text.blocks import blocks
from claims.text.notes import sign, without_signs


def read_rtf(raw: bytes, backing: Backing) -> tuple[list[Piece], list[str], list[str]]:
    """Return (kind, words) of a document's blocks, what the editor has to know in words, and the heads and feet.

    Deleted and hidden text does not count. Footnotes and endnotes come last. Comments, notes and links go to
    ``backing``. Raises ValueError where it is no RTF.
    """
    if b"{\\rtf" not in raw[:1024]:
        raise ValueError("no RTF")
    walked = walk(raw)
    writer = _Writer(backing)
    pieces = [*writer.pieces(walked.body.found)]
    return pieces + [*writer.notes()], [TRACKED] if walked.tracked else [], [whole(words) for words in walked.heads]


class _Writer:
    def __init__(self, backing: Backing) -> None:
        self.backing = backing
        self.headed = False
        self.numbers: dict[Noted, int] = {}  # in the backing
        self.labels: dict[Noted, str] = {}
        self.labelled: list[Noted] = []  # grows while they are gone through: notes may have notes
        self.taken: set[str] = set()
        self.counted: Counter[str] = Counter()

    def pieces(self, paragraphs: Iterable[Paragraph]) -> Iterator[Piece]:
        for plain, run in groupby(paragraphs, key=lambda one: one.kind == "paragraph" and not one.number):
            if plain:
                # Bullets that were typed make a list, as in a paste.
                rows = (" ".join(self.words(one.parts).split("\n")) for one in run)
                found = [(one.kind, one.text) for one in blocks("\n\n".join(rows))]
            else:
                found = [self.named(one) for one in run]
            for kind, words in found:
                taken = self.backing.taken(words)
                self.headed = self.headed or bool(taken.strip())
                yield kind, taken

    def named(self, paragraph: Paragraph) -> Piece:
        words, kind, number = self.words(paragraph.parts), paragraph.kind, _number(paragraph.number)
        if kind == "table_cell":
            kind = f"{CELL}{paragraph.row}"
        if kind in ("headline", "heading 1") and not self.headed:
            kind = "headline"
        elif kind.startswith("head"):
            kind = "heading"
        blank = not words.strip()
        return kind, words if blank else f"{number}{words.lstrip()}"

    def words(self, parts: Iterable[str | Edge]) -> str:
        return whole("".join(one if isinstance(one, str) else self.mark(one) for one in parts))

    def mark(self, edge: Edge) -> str:
        """Return the mark of a place, and take what stands there into the backing."""
        noted = edge.noted
        if noted is None or (noted.kind == "link" and not web_address(noted.address)):
            return ""
        if noted not in self.numbers:
            self.numbers[noted] = self.backing.add(
                noted.kind,
                words=_said(noted) if noted.kind == "comment" else "",
                author=whole(noted.author),
                date=noted.date,
                address=web_address(noted.address),
            )
            if noted.kind in ("footnote", "endnote") and _said(noted):
                self.counted[noted.kind] += 1
                count = self.counted[noted.kind]
                label = once(str(count) if noted.kind == "footnote" else roman(count), self.taken)
                self.labels[noted] = label
                self.taken.add(label)
                self.labelled.append(noted)
        number = self.numbers[noted]
        if edge.begins:
            return begin(number)
        return finish(number) + (sign(self.labels[noted]) if noted in self.labels else "")

    def notes(self) -> Iterator[Piece]:
        """The notes whose marks stand in the text, and in these notes."""
        for noted in self.labelled:
            first, label = len(self.backing.pieces), self.labels[noted]
            words = self.backing.taken(self.words(noted.words.words() if noted.words else ()))
            links = (piece["address"] for piece in self.backing.pieces[first:] if piece["kind"] == "link")
            if self.numbers[noted] < MOST:
                self.backing.says(self.numbers[noted], without_signs(words), address=next(links, ""))
            yield f"{NOTE_OF}{label}", words.strip()


def _said(noted: Noted) -> str:
    return " ".join(whole(noted.words.text()).split()) if noted.words else ""


def _number(said: str) -> str:
    """Return what a list has written before the words of an item: "2. "; "" for a bullet."""
    said = " ".join(whole(said).split())
    return f"{said} " if any(map(str.isalnum, said)) and said != "o" else ""
