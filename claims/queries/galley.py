"""The galley: a version's blocks and lines, with claims drawn over the words and each line's coverage; four queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from claims.models import Block, Claim, Line, NoClaimMark, Piece
from claims.states import ClaimState
from claims.text.coverage import COVERED, PARTLY, UNTOUCHED, Coverage, coverage, segments

#: Least advanced first: a line shows the first of these that one of its claims is in.
ORDER = {state: at for at, state in enumerate(ClaimState.live())}
MARK = "mark"


@dataclass
class Segment:
    """A run of a line's words with the claims that lie over it, least advanced first; none: open, or marked."""

    start: int
    end: int
    text: str
    claims: list
    mark: NoClaimMark | None = None


@dataclass
class GalleyLine:
    line: Line
    coverage: Coverage
    segments: list
    claims: list
    marks: list

    @property
    def number(self):
        return self.line.number

    @property
    def state(self):
        """What the line shows: a claim's state, ``marked``, ``partly`` or ``untouched``."""
        if self.coverage.state == UNTOUCHED:
            return UNTOUCHED
        if self.coverage.state == PARTLY:
            return PARTLY
        return self.claims[0].state if self.claims else "marked"


@dataclass
class GalleyBlock:
    block: Block
    lines: list = field(default_factory=list)


@dataclass
class Galley:
    """``counts`` is {state as in GalleyLine.state: lines}; ``open_lines`` are the numbers of lines not covered."""

    version: object
    blocks: list
    lines: list
    claims: list
    retired: int
    marks: list
    counts: Counter
    open_lines: list

    @property
    def covered(self):
        return sum(1 for line in self.lines if line.coverage.state == COVERED)


def galley_of(article, version=None):
    """The Galley of an article's current version (or of ``version``)."""
    version = version or article.current_version
    blocks = {block.pk: GalleyBlock(block) for block in Block.objects.filter(version=version).order_by("position")}
    lines = list(Line.objects.filter(version=version).order_by("number"))
    everything = list(
        Claim.objects.filter(article=article)
        .select_related("assignee")
        .defer("search", "rationale", "attribution_note", "reply_note", "rules_passed")
        .order_by("line_number", "number")
    )
    live = {claim.pk: claim for claim in everything if claim.state != ClaimState.RETIRED}
    pieces = defaultdict(lambda: defaultdict(list))
    for claim_id, block_id, start, end in (
        Piece.objects.filter(version=version, claim__in=live)
        .order_by()
        .values_list("claim_id", "block_id", "start", "end")
    ):
        pieces[block_id][claim_id].append((start, end))
    marks = list(
        NoClaimMark.objects.filter(version=version, removed_at__isnull=True)
        .select_related("made_by", "looked_by", "block")
        .order_by("block__position", "start")
    )
    marks_by_block = defaultdict(list)
    for mark in marks:
        marks_by_block[mark.block_id].append(mark)
    drawn = []
    for line in lines:
        block = blocks[line.block_id]
        drawn.append(_line(line, block.block.text, pieces[line.block_id], marks_by_block[line.block_id], live))
        block.lines.append(drawn[-1])
    return Galley(
        version=version,
        blocks=list(blocks.values()),
        lines=drawn,
        claims=list(live.values()),
        retired=len(everything) - len(live),
        marks=marks,
        counts=Counter(line.state for line in drawn),
        open_lines=[line.number for line in drawn if line.coverage.state != COVERED],
    )


def _advancement(claim):
    return ORDER[claim.state], claim.number


def _line(line, text, pieces, marks, live):
    span = (line.start, line.end)
    spans = {claim: near for claim, runs in pieces.items() if (near := _within(runs, span))}
    near_marks = [mark for mark in marks if mark.start < line.end and mark.end > line.start]
    over = dict(spans)
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
    covered = coverage(text, span, claimed, [(mark.start, mark.end) for mark in near_marks])
    return GalleyLine(line, covered, cut, sorted((live[one] for one in spans), key=_advancement), near_marks)


def _within(runs, span):
    return [(start, end) for start, end in runs if start < span[1] and end > span[0]]
