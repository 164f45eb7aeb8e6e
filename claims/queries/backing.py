"""The writer's backing, line by line: what stands on each line of a version, and which lines have none."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from claims.models import Backing, Claim, Line, Piece, Version

#: Lines on one page of the list.
PAGE = 100
#: Code points of a note that the list shows.
SHOWN = 600


@dataclass
class BackedLine:
    """A line by its ``number``, its ``text``, and the pieces of backing that stand on it."""

    number: int
    text: str
    pieces: list[Backing] = field(default_factory=list)


@dataclass
class BackedLines:
    """One page of a version's lines; ``next`` is the number of the line to go on after, or None.

    ``backed`` and ``bare`` count all lines with and without backing; ``elsewhere`` are pieces that stand on no line.
    """

    lines: list[BackedLine]
    next: int | None
    backed: int
    bare: int
    elsewhere: list[Backing]


def backed_lines(version: Version, which: str = "", after: int = 0) -> BackedLines:
    """Return the lines of a version with their backing: all, or only those ``with`` or ``without``. Four queries."""
    on_line = Backing.objects.filter(block=OuterRef("block"), start__lt=OuterRef("end"), end__gt=OuterRef("start"))
    lines = Line.objects.filter(version=version).annotate(has=Exists(on_line))
    counts = lines.aggregate(backed=Count("pk", filter=Q(has=True)), bare=Count("pk", filter=Q(has=False)))
    shown = lines.filter(number__gt=after)
    if which:
        shown = shown.filter(has=which == "with")
    text = Substr("block__text", F("start") + 1, F("end") - F("start"))
    rows = list(shown.annotate(words=text).order_by("number")[: PAGE + 1])
    page = rows[:PAGE]
    pieces = _light(Backing.objects.filter(block__in={row.block_id for row in page}))
    found = [BackedLine(row.number, row.words, [piece for piece in pieces if _on(piece, row)]) for row in page]
    elsewhere = [] if after or which == "without" else _light(_nowhere(version))
    return BackedLines(
        found, page[-1].number if len(rows) > PAGE else None, counts["backed"], counts["bare"], elsewhere
    )


def _on(piece: Backing, line: Line) -> bool:
    start, end = piece.start or 0, piece.end or 0
    return piece.block_id == line.block_id and start < line.end and end > line.start


def _nowhere(version: Version) -> QuerySet[Backing]:
    """Pieces whose words are not in the text, or are left out of it."""
    lines = Line.objects.filter(block=OuterRef("block"), start__lt=OuterRef("end"), end__gt=OuterRef("start"))
    return Backing.objects.filter(version=version).filter(~Exists(lines))


def _light(pieces: QuerySet[Backing]) -> list[Backing]:
    return list(
        pieces.annotate(shown=Substr("words", 1, SHOWN)).defer("words", "prefix", "suffix").order_by("position")
    )


def backing_on(claim: Claim) -> QuerySet[Backing]:
    """The pieces of backing on the lines that a claim has words of, in the current version."""
    version = claim.article.current_version_id
    pieces = Piece.objects.filter(claim=claim, version=version, block=OuterRef("block"))
    lines = Line.objects.filter(
        Exists(pieces.filter(start__lt=OuterRef("end"), end__gt=OuterRef("start"))), block=OuterRef("block")
    )
    on_line = lines.filter(start__lt=OuterRef("end"), end__gt=OuterRef("start"))
    return Backing.objects.filter(Exists(on_line), version=version)
