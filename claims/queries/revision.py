"""What another text would do to an article, claim by claim and mark by mark, before anything of it is written."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from claims.models import Article, Block, Claim, Line, NoClaimMark, Piece, Version
from claims.queries.compiled import Compiled, Slot
from claims.queries.joined import BlockSpan, Joined, joined_version, joined_versions
from claims.queries.limits import Check
from claims.queries.plans import STANDS, Blocks, CarriedMark, ClaimPlan, PlacedPiece, Plan
from claims.states import AnchorResult, BlockKind, ClaimState
from claims.text.anchors import Candidate, Reanchoring
from claims.text.lines import lines as cut_lines
from claims.text.notes import places_again
from claims.text.typography import fold, same_words
from claims.text.words import Span, word_spans

PICTURES = {BlockKind.PICTURE, BlockKind.MAP, BlockKind.CHART, BlockKind.VIDEO}
#: Versions whose lost claims are placed with care, so that other places are offered; each costs about 30 ms.
LOOKED_IN = 10
#: Characters of those versions together; of long articles only the newest versions are looked in.
LOOKED_AT = 1_000_000


def cut(blocks: Blocks, language: str) -> list[BlockSpan]:
    """The lines of blocks (dicts of kind, text, left_out) as (block's position, start, end).

    Left-out blocks have none, a picture is one.
    """
    return [
        (position, start, end)
        for position, block in enumerate(blocks)
        if not block.get("left_out")
        for start, end in (
            [(0, len(block["text"]))] if block["kind"] in PICTURES else cut_lines(block["text"], language)
        )
    ]


def blocks_of(version: Version) -> Blocks:
    """The blocks of a version as write_text takes them: with who left them out and why, and the marks of notes."""
    return _BLOCKS(version=version.pk)


def with_notes(before: Blocks, blocks: Blocks) -> Blocks:
    """Return blocks that were changed from those of ``before``, with the marks of notes where they stand now."""
    found = places_again(before, [block["text"] for block in blocks])
    tied = []
    for block in blocks:
        at = found.get(block.get("note_number") or "") or (None, None)
        tied.append({**block, "note_block": at[0], "note_at": at[1]} if block.get("note_number") else block)
    return tied


def plan_revision(
    article: Article, blocks: Blocks, *, wording: tuple[int, int, int, int] | None = None, check: Check | None = None
) -> Plan:
    """The Plan of ``blocks`` (as write_text takes them) as the article's next text. Writes nothing.

    ``wording`` is (claim's id, block's position, start, end): where the wording that was proposed for a claim stands in
    the new text. Queries grow neither with the claims nor with the versions that claims in the tray were last in.
    ``check`` as at_most makes it.
    """
    check = check or (lambda: None)
    base: Version = article.current_version  # type: ignore[assignment]  # an article with a text has one
    old = joined_version(base)
    new = Joined([(at, block["text"], block["kind"]) for at, block in enumerate(blocks) if not block.get("left_out")])
    spread = Reanchoring(old.text, new.text, article.language, old.kinds, new.kinds, check)
    lines = cut(blocks, article.language)
    old_lines, new_lines = _Lines(old, _lines_of(base)), _Lines(new, lines)
    claims: list[Claim] = _CLAIMS(article=article.pk)
    pieces = _pieces(base)
    plans = []
    for claim in claims:
        check()
        if own := pieces.get(claim.pk):
            at = wording[1:] if wording and wording[0] == claim.pk else None
            plans.append(_plan(claim, own, spread, old, new, old_lines, new_lines, at))
    in_tray = [claim for claim in claims if claim.pk not in pieces]
    plans += _from_the_tray(article, in_tray, spread, new, new_lines, check)
    marks, dropped = _marks(base, spread, old, new, old_lines, new_lines, check)
    return Plan(base, blocks, lines, plans, marks, dropped, spread, new, old)


def _lines_of(version: Version) -> list[BlockSpan]:
    return _LINES(version=version.pk)


class _Lines:
    """The lines of a text, to find those that a span touches."""

    def __init__(self, joined: Joined, lines: Iterable[BlockSpan]) -> None:
        self.joined = joined
        self.spans = sorted(joined.span(*line) for line in lines)
        self.firsts = [start for start, _ in self.spans]

    def around(self, spans: Iterable[Span]) -> str:
        """The sentences that the spans touch, as one string."""
        found: set[int] = set()
        for start, end in spans:
            at = max(bisect_right(self.firsts, start) - 1, 0)
            while at < len(self.spans) and self.spans[at][0] < end:
                if self.spans[at][1] > start:
                    found.add(at)
                at += 1
        return " ".join([self.joined.text[slice(*self.spans[at])] for at in sorted(found)])


class _Stood(NamedTuple):
    """A Piece of the version in work: a model of each would take longer than to place it."""

    claim_id: int
    block_id: int
    start: int
    end: int
    words: str
    bound_words: str


_CLAIMS = Compiled(
    lambda: (
        Claim.objects.filter(article=Slot("article"))
        .only("article_id", "number", "state", "line_number", "wording_applied", "assignee_id", "sent_by_id")
        .order_by("line_number", "number")
    )
)
_LINES = Compiled(
    lambda: Line.objects.filter(version=Slot("version")).order_by("number").values_list("block_id", "start", "end")
)
_PIECES = Compiled(
    lambda: (
        Piece.objects.filter(version=Slot("version")).order_by("block__position", "start").values_list(*_Stood._fields)
    )
)
_MARKS = Compiled(
    lambda: (
        NoClaimMark.objects.filter(version=Slot("version"), removed_at__isnull=True)
        .select_related("made_by")
        .order_by("block__position", "start")
    )
)
_BLOCKS = Compiled(
    lambda: (
        Block.objects.filter(version=Slot("version"))
        .order_by("position")
        .values("kind", "text", "left_out", "left_out_reason", "left_out_by_id", "note_number", "note_block", "note_at")
    )
)


def _pieces(version: Version) -> dict[int, list[_Stood]]:
    found: defaultdict[int, list[_Stood]] = defaultdict(list)
    for row in _PIECES(version=version.pk):
        found[row[0]].append(_Stood(*row))
    return found


def _quoted(words: Iterable[str]) -> str:
    return " … ".join(words)


def _plan(
    claim: Claim,
    own: Sequence[Piece | _Stood],
    spread: Reanchoring,
    old: Joined,
    new: Joined,
    old_lines: _Lines,
    new_lines: _Lines,
    wording: BlockSpan | None,
) -> ClaimPlan:
    spans = [old.span(piece.block_id, piece.start, piece.end) for piece in own]
    plan = ClaimPlan(claim, AnchorResult.LOST, old_words=_quoted([piece.words for piece in own]))
    if wording is not None:
        position, start, end = wording
        words = new.words(position, start, end)
        plan.pieces = [(position, start, end, words, own[0].bound_words or own[0].words)]
        plan.result, plan.reason = AnchorResult.KEPT, "The words that were proposed, and signed, stand there now."
        if claim.state != ClaimState.SIGNED_OFF:
            plan.reason = "The words that were proposed stand there now."
        plan.differences = [["wording", plan.old_words, words]]
    else:
        placed = spread.place(spans)
        plan.result, plan.reason, plan.score = placed.result, placed.reason, placed.score
        plan.moved, plan.minor = placed.moved, placed.minor
        plan.differences = [[one.kind, one.old, one.new] for one in placed.differences]
        plan.candidates = [_candidate(one, new) for one in placed.candidates[:3]]
        plan.pieces = _bound(claim, own, new.pieces(placed.pieces), new, stands=placed.result in STANDS)
        _doubt(plan, own)
    plan.new_words = _quoted([piece[3] for piece in plan.pieces])

    def around() -> tuple[str, str]:
        pair = old_lines.around(spans), new_lines.around([new.span(*piece[:3]) for piece in plan.pieces])
        if plan.result in (AnchorResult.CONTEXT_CHANGED, AnchorResult.CHANGED) and plan.pieces:
            at, to = own[0].block_id, plan.pieces[0][0]
            for more in (0, 1):  # what changed stands in the paragraph, or before it
                pair = (old.around(at, more), new.around(to, more)) if same_words(*pair) else pair
        return pair

    plan.around = around
    return plan


def _candidate(candidate: Candidate, new: Joined) -> dict[str, Any]:
    pieces = [[*piece, new.words(*piece)] for piece in new.pieces(candidate.pieces)]
    return {"score": round(candidate.score, 1), "pieces": pieces}


def _bound(
    claim: Claim, own: Sequence[Piece | _Stood], pieces: list[BlockSpan], new: Joined, *, stands: bool
) -> list[PlacedPiece]:
    """The pieces with their words, and those that a sign-off binds: as before, where nothing but typography changed.

    A wording that was put in stays bound to the words that it replaced only as long as it is the one that is proposed.
    """
    found = []
    for at, piece in enumerate(pieces):
        words = new.words(*piece)
        before = own[at] if len(own) == len(pieces) else None
        bound = (before.bound_words or before.words) if before else words
        keeps = stands and before is not None and same_words(words, before.words)
        keeps = keeps and (claim.wording_applied or same_words(words, bound))
        found.append((*piece, words, bound if keeps else words))
    return found


def _doubt(plan: ClaimPlan, own: Sequence[Piece | _Stood]) -> None:
    """A sign-off stands over the same words only, whatever else was found; the database would void it otherwise."""
    same = len(own) == len(plan.pieces) and all(
        same_words(piece.words, placed[3]) for piece, placed in zip(own, plan.pieces, strict=False)
    )
    if plan.stands and not same:
        plan.result, plan.minor = AnchorResult.CHANGED, False
        # What was said of words that stand is not true of these.
        whole = len(own) == len(plan.pieces)
        plan.reason = f"The words are {'written' if whole else 'cut'} otherwise now."


def _from_the_tray(
    article: Article, claims: list[Claim], spread: Reanchoring, new: Joined, new_lines: _Lines, check: Check
) -> list[ClaimPlan]:
    """Claims that have no words now: found again where the very words came back, else in the tray still."""
    live = [claim for claim in claims if claim.state != ClaimState.RETIRED]
    last: dict[int, list[Piece]] = {}
    rows = Piece.objects.filter(claim__in=live).select_related("version")
    for piece in rows.order_by("version__number", "block__position", "start"):
        known = last.get(piece.claim_id)
        if known and known[0].version_id == piece.version_id:
            known.append(piece)
        else:
            last[piece.claim_id] = [piece]
    texts: dict[int, tuple[Joined, Reanchoring]] = {}
    room = LOOKED_AT
    for pk, joined in joined_versions(_to_look_in(last.values(), new)).items():
        room -= len(joined.text)
        if texts and room < 0:
            break
        texts[pk] = joined, Reanchoring(joined.text, spread.new, article.language, joined.kinds, check=check)
    plans = []
    for claim in live:
        check()
        own = last.get(claim.pk)
        plan = ClaimPlan(claim, AnchorResult.LOST, reason="It has no words in the article.")
        if own:
            plan.old_words = _quoted([piece.words for piece in own])
            if own[0].version_id in texts:
                _look_for(plan, own, *texts[own[0].version_id], new, new_lines)
        plans.append(plan)
    return plans


def _look_for(
    plan: ClaimPlan, own: list[Piece], joined: Joined, spread: Reanchoring, new: Joined, new_lines: _Lines
) -> None:
    """Whether the words of a claim in the tray came back, or where else they may be meant to stand."""
    placed = spread.place([joined.span(piece.block_id, piece.start, piece.end) for piece in own])
    pieces = _bound(plan.claim, own, new.pieces(placed.pieces), new, stands=placed.result in STANDS)
    if placed.result in STANDS and all(piece[3] for piece in pieces):
        plan.result, plan.pieces, plan.came_back = placed.result, pieces, True
        plan.reason = f"The words of version {own[0].version.number} came back."
        _doubt(plan, own)
        plan.new_words = _quoted([piece[3] for piece in pieces])
        spans = [new.span(*piece[:3]) for piece in pieces]
        plan.around = lambda: ("", new_lines.around(spans))
    else:
        plan.result = placed.result if placed.result in AnchorResult.unplaced() else AnchorResult.LOST
        # Its sentence may be back in other words: a place to offer first, for somebody to decide.
        found = [Candidate(placed.pieces, placed.score)] if placed.pieces else []
        plan.candidates = [_candidate(one, new) for one in [*found, *placed.candidates][:3]]


def _to_look_in(lost: Iterable[list[Piece]], new: Joined) -> list[int]:
    """The ids of the versions to place lost claims from (each claim's pieces in its last one): the newest LOOKED_IN,
    and those older ones of which a claim's very words stand in the new text, since only these can have come back."""
    by_version: defaultdict[Version, list[list[Piece]]] = defaultdict(list)
    for own in lost:
        by_version[own[0].version].append(own)
    newest = sorted(by_version, key=lambda version: -version.number)
    said = _words(new.text) if newest[LOOKED_IN:] else ""
    older = [
        version
        for version in newest[LOOKED_IN:]
        if any(all(_words(piece.words) in said for piece in own) for own in by_version[version])
    ]
    return [version.pk for version in [*newest[:LOOKED_IN], *older]]


def _words(text: str) -> str:
    """The words of a text in a row, with a blank before and behind each."""
    folded = fold(text)
    return "".join(f" {folded[start:end]}" for start, end in word_spans(folded)) + " "


def _marks(
    base: Version,
    spread: Reanchoring,
    old: Joined,
    new: Joined,
    old_lines: _Lines,
    new_lines: _Lines,
    check: Check,
) -> tuple[list[CarriedMark], list[NoClaimMark]]:
    """Marks follow lines that stay as they are; on a line that changed in any way they are dropped."""
    carried: list[CarriedMark] = []
    dropped: list[NoClaimMark] = []
    for mark in _MARKS(version=base.pk):
        check()
        span = old.span(mark.block_id, mark.start, mark.end)
        placed = spread.place([span])
        pieces = new.pieces(placed.pieces)
        follows = (
            placed.result in STANDS
            and len(pieces) == 1
            and same_words(mark.words, new.words(*pieces[0]))
            and same_words(old_lines.around([span]), new_lines.around([new.span(*pieces[0])]))
        )
        if follows:
            carried.append((mark, *pieces[0], new.words(*pieces[0])))
        else:
            dropped.append(mark)
    return carried, dropped
