"""The galley: a version's blocks and lines, claims drawn over the words, each line's coverage; in three queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from claims.fields import VERDICT
from claims.models import Article, Backing, Block, Claim, Line, NoClaimMark, Piece, Version
from claims.queries.compiled import Compiled, Slot
from claims.states import ClaimState
from claims.text.coverage import COVERED, PARTLY, UNTOUCHED, Coverage, coverage, joining, segments
from claims.text.notes import Ties
from claims.text.words import Span

#: Least advanced first: a line shows the first of these that one of its claims is in.
ORDER = {state: at for at, state in enumerate(ClaimState.live())}
MARK = "mark"


@dataclass
class Segment:
    """A run of a line's words with the claims that lie over it, least advanced first; none: open, or marked."""

    start: int
    end: int
    text: str
    claims: list[Claim]
    mark: NoClaimMark | None = None


@dataclass
class GalleyLine:
    line: Line
    coverage: Coverage
    segments: list[Segment]
    claims: list[Claim]
    marks: list[NoClaimMark]
    backing: int = 0  # how many pieces of the writer's backing stand on it
    noted: list[tuple[str, int, int]] = field(default_factory=list)  # marks of notes in it, as Ties has them
    note: tuple[str, int | None] | None = None  # the mark of the note that begins here, and the line where it stands

    @property
    def number(self) -> int:
        return self.line.number

    @property
    def state(self) -> str:
        """What the line shows: a claim's state, ``marked``, ``partly`` or ``untouched``."""
        if self.coverage.state == UNTOUCHED:
            return UNTOUCHED
        if self.coverage.state == PARTLY:
            return PARTLY
        return self.claims[0].state if self.claims else "marked"


@dataclass
class GalleyBlock:
    block: Block
    lines: list[GalleyLine] = field(default_factory=list)


@dataclass
class Galley:
    """``claims`` are the live ones, ``retired`` the others; ``counts`` is {state as in GalleyLine.state: lines};
    ``open_lines`` are the numbers of lines not covered."""

    version: Version
    blocks: list[GalleyBlock]
    lines: list[GalleyLine]
    claims: list[Claim]
    retired: list[Claim]
    marks: list[NoClaimMark]
    counts: Counter[str]
    open_lines: list[int]

    @property
    def covered(self) -> int:
        return sum(1 for line in self.lines if line.coverage.state == COVERED)


def galley_of(article: Article, version: Version | None = None, line: int | None = None) -> Galley:
    """The Galley of an article's current version (or of ``version``); with ``line``, only that line's block of it."""
    shown: Version = version or article.current_version  # type: ignore[assignment]  # an article with a text has one
    claims, blocks, marks = _loaded(article, shown, line)
    live = {claim.pk: claim for claim in claims if claim.state != ClaimState.RETIRED}
    pieces: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for claim in live.values():
        for piece in claim.piece_spans:  # type: ignore[attr-defined]
            pieces[piece["block"]][claim.pk].append((piece["start"], piece["end"]))
    marks_by_block: dict[int, list[NoClaimMark]] = defaultdict(list)
    for mark in marks:
        marks_by_block[mark.block_id].append(mark)
    drawn = []
    joins = joining(article.language)
    for block in blocks:
        for row in block.block.line_rows:  # type: ignore[attr-defined]
            one = Line(version=shown, block=block.block, **row)
            near = pieces[one.block_id], marks_by_block[one.block_id]
            drawn.append(_line(one, block.block.text, *near, live, joins))
            backed = block.block.backed_spans  # type: ignore[attr-defined]
            drawn[-1].backing = sum(span["start"] < one.end and span["end"] > one.start for span in backed)
            block.lines.append(drawn[-1])
    if line is None:
        _tie(blocks, drawn)
    return Galley(
        version=shown,
        blocks=blocks,
        lines=drawn,
        claims=list(live.values()),
        retired=[claim for claim in claims if claim.pk not in live],
        marks=marks,
        counts=Counter(line.state for line in drawn),
        open_lines=[line.number for line in drawn if line.coverage.state != COVERED],
    )


def _tie(blocks: list[GalleyBlock], lines: list[GalleyLine]) -> None:
    """Tell lines of the notes whose marks stand in them, and notes of the lines that these stand in."""
    notes = ((one.block.position, one.block.note_number, one.block.note_block, one.block.note_at) for one in blocks)
    ties = Ties(notes, ((one.number, one.line.block.position, one.line.start) for one in lines))
    for one in lines:
        one.noted, one.note = ties.marks.get(one.number, []), ties.notes.get(one.number)


def _loaded(
    article: Article, version: Version, line: int | None
) -> tuple[list[Claim], list[GalleyBlock], list[NoClaimMark]]:
    """Claims in reading order, GalleyBlocks in theirs and the marks that were not taken back."""
    said = {"article": article.pk, "version": version.pk}
    if line is None:
        claims, blocks, marks = _CLAIMS(**said), _BLOCKS(**said), _MARKS(**said)
    else:
        said["line"] = line
        claims, blocks, marks = _CLAIMS_HERE(**said), _BLOCKS_HERE(**said), _MARKS_HERE(**said)
    return claims, [GalleyBlock(block) for block in blocks], marks


def _claims() -> QuerySet[Claim]:
    spans = Piece.objects.filter(claim=OuterRef("pk"), version=Slot("version")).order_by("block__position", "start")
    return (
        Claim.objects.filter(article=Slot("article"))
        .only("article_id", "number", "state", "edition", "line_number", "statement", "quoted", *VERDICT)
        .annotate(piece_spans=ArraySubquery(spans.values(row=JSONObject(block="block_id", start="start", end="end"))))
        .order_by("line_number", "number")
    )


def _blocks() -> QuerySet[Block]:
    rows = Line.objects.filter(block=OuterRef("pk")).order_by("number")
    row = JSONObject(id="id", number="number", start="start", end="end")
    blocks = Block.objects.filter(version=Slot("version")).order_by("position")
    backed = Backing.objects.filter(block=OuterRef("pk")).order_by("position")
    span = JSONObject(start="start", end="end")
    return blocks.annotate(
        line_rows=ArraySubquery(rows.values(row=row)), backed_spans=ArraySubquery(backed.values(row=span))
    )


def _marks() -> QuerySet[NoClaimMark]:
    marks = NoClaimMark.objects.filter(version=Slot("version"), removed_at__isnull=True)
    return marks.select_related("made_by", "looked_by", "block").order_by("block__position", "start")


def _here() -> QuerySet[Line, Any]:
    """The block of one line."""
    return Line.objects.filter(version=Slot("version"), number=Slot("line")).values("block_id")


_CLAIMS, _BLOCKS, _MARKS = Compiled(_claims), Compiled(_blocks), Compiled(_marks)
_CLAIMS_HERE = Compiled(lambda: _claims().filter(pk__in=Piece.objects.filter(block__in=_here()).values("claim_id")))
_BLOCKS_HERE = Compiled(lambda: _blocks().filter(pk__in=_here()))
_MARKS_HERE = Compiled(lambda: _marks().filter(block__in=_here()))


def _advancement(claim: Claim) -> tuple[int, int]:
    return ORDER[claim.state], claim.number  # type: ignore[index]


def _line(
    line: Line,
    text: str,
    pieces: Mapping[int, list[Span]],
    marks: list[NoClaimMark],
    live: Mapping[int, Claim],
    joins: frozenset[str],
) -> GalleyLine:
    span = (line.start, line.end)
    spans = {claim: near for claim, runs in pieces.items() if (near := _within(runs, span))}
    near_marks = [mark for mark in marks if mark.start < line.end and mark.end > line.start]
    over: dict[Any, list[Span]] = dict(spans)
    for mark in near_marks:
        over[MARK, mark.pk] = [(mark.start, mark.end)]
    by_pk = {(MARK, mark.pk): mark for mark in near_marks}
    cut = [
        Segment(
            start,
            end,
            text[start:end],
            sorted((live[one] for one in ids if one in live), key=_advancement),
            next((by_pk[one] for one in ids if one in by_pk), None),
        )
        for start, end, ids in segments(span, over)
    ]
    claimed = [run for runs in spans.values() for run in runs]
    covered = coverage(text, span, claimed, [(mark.start, mark.end) for mark in near_marks], joins)
    return GalleyLine(line, covered, cut, sorted((live[one] for one in spans), key=_advancement), near_marks)


def _within(runs: Iterable[Span], span: Span) -> list[Span]:
    return [(start, end) for start, end in runs if start < span[1] and end > span[0]]
