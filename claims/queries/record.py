"""The record as it is read: an article's or a claim's events, and whether their chain is whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from claims.models import Anchoring, Article, Block, Claim, Event, NoClaimMark, Piece, SignOff, Version
from claims.queries.galley import MARK, ORDER
from claims.queries.joined import Joined, joined_version
from claims.queries.paging import Page, page_of
from claims.states import ClaimState
from claims.text.anchors import Reanchoring
from claims.text.coverage import COVERED, coverage, joining, segments
from claims.text.differences import word_diff
from claims.text.notes import Ties
from claims.text.words import Span

#: The newest versions that a page of one or two of them lists.
VERSIONS = 30

#: A run of words: the words, (claim's number, its state then) of each claim on them, and the mark where there is none.
type _Run = tuple[str, list[tuple[int, str]], NoClaimMark | None]
#: A claim's words in a block: start, end, the claim's number, its state then.
type _Claimed = tuple[int, int, int, str]


@dataclass(frozen=True)
class Chain:
    """``events`` there are; ``broken`` is the sequence of the first that does not follow from the one before.

    ``missing_end``: all that is there follows, but the head of the chain names another last event. In ``redacted`` of
    them a text was blanked, and each is what that redaction says.
    """

    events: int
    broken: int | None
    missing_end: bool
    redacted: int

    @property
    def intact(self) -> bool:
        return self.broken is None and not self.missing_end


def timeline(article: Article, *, claim: Claim | None = None, after: str | None = "") -> Page[Event]:
    """A Page of the events of an article (or of one claim of it), last first, after a cursor: an event's sequence."""
    events = Event.objects.filter(chain__article=article).select_related("claim__article", "actor")
    if claim is not None:
        events = events.filter(claim=claim)
    return page_of(events.defer("claim__search", "claim__article__search"), ("-sequence",), after)


def chain_of(article: Article) -> Chain:
    """The Chain of an article: every event's hash computed again from what it says, in one query.

    An event that was redacted is what the last redaction that names its hash says that it became.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH blanked AS (
                 SELECT DISTINCT ON (b.key) b.key, b.value, e.sequence
                 FROM claims_event e, LATERAL jsonb_each_text(e.data->'blanked') b
                 WHERE e.verb = 'redacted' AND e.chain_id = (SELECT id FROM claims_eventchain WHERE article_id = %s)
                 ORDER BY b.key, e.sequence DESC)
               SELECT count(e.id), min(e.sequence) FILTER (WHERE NOT e.follows),
                      h.sequence <> coalesce(max(e.sequence), 0)
                        OR h.hash <> coalesce((array_agg(e.hash ORDER BY e.sequence DESC))[1], ''),
                      count(e.id) FILTER (WHERE e.redacted)
               FROM claims_eventchain h LEFT JOIN (
                 SELECT id, chain_id, sequence, hash,
                        previous_hash = lag(hash, 1, '') OVER steps
                        AND sequence = lag(sequence, 1, 0::bigint) OVER steps + 1
                        AND event_digest(previous_hash, chain_id, sequence, at, actor_id, claim_id, verb, words, data)
                            = coalesce((SELECT b.value FROM blanked b WHERE b.key = hash AND b.sequence > e.sequence),
                                       hash) AS follows,
                        hash IN (SELECT b.key FROM blanked b) AS redacted
                 FROM claims_event e WHERE chain_id = (SELECT id FROM claims_eventchain WHERE article_id = %s)
                 WINDOW steps AS (ORDER BY sequence)) e ON e.chain_id = h.id
               WHERE h.article_id = %s GROUP BY h.id, h.sequence, h.hash""",
            [article.pk] * 3,
        )
        return Chain(*cursor.fetchone())


def signoffs_of(claim: Claim) -> list[SignOff]:
    """A claim's sign-offs, void ones too, first first."""
    return list(SignOff.objects.filter(claim=claim).select_related("signer", "voided_by").defer("content"))


def version_text(article: Article, version: Version) -> list[tuple[Block, list[Any]]]:
    """[(Block, its Lines, each with ``runs``)] of a version in order; a block left out has no line.

    ``runs`` are (words, [(claim's number, its state then)], least advanced first, and the mark *no claim here* on words
    that no claim is on, or None). ``state`` is a line's least advanced claim's, ``marked`` whether it has a mark,
    ``nothing`` whether all of it is marked and none of it claimed.
    """
    blocks = list(Block.objects.filter(version=version).select_related("left_out_by").order_by("position"))
    lines: dict[int, list[Any]] = {block.pk: [] for block in blocks}
    texts = {block.pk: block.text for block in blocks}
    following = Version.objects.filter(article=version.article_id, number__gt=version.number).order_by("number").first()
    claims, marks = _claims_then(version, following), _marks_then(version, following)
    joins = joining(article.language)
    line: Any  # attributes are set on it
    for line in version.lines.order_by("number"):
        text, span, marked = texts[line.block_id], (line.start, line.end), marks.get(line.block_id, [])
        line.runs = _runs(text, span, claims.get(line.block_id, ()), marked)
        line.state = min((state for _, over, _ in line.runs for _, state in over), key=ORDER.__getitem__, default="")
        line.marked = any(mark for _, _, mark in line.runs)
        closed = coverage(text, span, [], [(mark.start, mark.end) for mark in marked], joins).state == COVERED
        line.nothing = line.marked and not line.state and closed
        lines[line.block_id].append(line)
    _tie(blocks, lines)
    return [(block, lines[block.pk]) for block in blocks]


def _tie(blocks: Sequence[Block], lines: Mapping[int, list[Any]]) -> None:
    """Tell the first line of each note where its mark stands, as Ties has it."""
    numbered = ((line.number, block.position, line.start) for block in blocks for line in lines[block.pk])
    ties = Ties(((one.position, one.note_number, one.note_block, one.note_at) for one in blocks), numbered)
    for line in (line for block in blocks for line in lines[block.pk]):
        line.note, line.noted = ties.notes.get(line.number), ties.marks.get(line.number, [])


def _runs(text: str, span: Span, claims: Iterable[_Claimed], marks: Sequence[NoClaimMark]) -> list[_Run]:
    over: dict[tuple[Any, Any], list[Span]] = {(MARK, mark.pk): [(mark.start, mark.end)] for mark in marks}
    by_id = {(MARK, mark.pk): mark for mark in marks}
    for start, end, number, state in claims:
        over.setdefault((number, state), []).append((start, end))
    runs: list[_Run] = []
    for start, end, ids in segments(span, over):
        then = sorted(ids - by_id.keys(), key=lambda one: (ORDER[one[1]], one[0]))
        mark = next((by_id[one] for one in ids if one in by_id), None)
        runs.append((text[start:end], then, None if then else mark))
    return runs


def _marks_then(version: Version, following: Version | None) -> dict[int, list[NoClaimMark]]:
    """{block id: [NoClaimMark]} of a version: the marks that stood when the next version came in, or that stand now."""
    stood = Q(removed_at__isnull=True)
    if following is not None:
        stood |= Q(removed_at__gt=following.created_at)
    found: dict[int, list[NoClaimMark]] = {}
    for mark in NoClaimMark.objects.filter(stood, version=version).order_by("block__position", "start"):
        found.setdefault(mark.block_id, []).append(mark)
    return found


def _claims_then(version: Version, following: Version | None) -> dict[int, list[_Claimed]]:
    """{block id: [(start, end, claim's number, its state then)]} of a version: the claims' words as they were in it.

    A claim's state then is the one that it had when the ``following`` version came in; in the version in work, where
    none follows, it is its own.
    """
    pieces = Piece.objects.filter(version=version).select_related("claim").order_by("block__position", "start")
    if following is None:
        states = None
    else:
        states = dict(Anchoring.objects.filter(version=following).values_list("claim_id", "state_was"))
    found: dict[int, list[_Claimed]] = {}
    for piece in pieces:
        state = piece.claim.state if states is None else states.get(piece.claim_id, ClaimState.RETIRED)
        if state != ClaimState.RETIRED:
            found.setdefault(piece.block_id, []).append((piece.start, piece.end, piece.claim.number, state))
    return found


def compared(old: Version, new: Version, language: str, check: Callable[[], None]) -> list[dict[str, Any]]:
    """The lines of two versions beside each other, as lines_compared gives them."""
    return lines_compared(joined_version(old), joined_version(new), language, check)


def lines_compared(before: Joined, after: Joined, language: str, check: Callable[[], None]) -> list[dict[str, Any]]:
    """The lines of two texts beside each other: [{kind, old, new, parts}], kind as claims/text/anchors says it.

    ``check`` as claims/queries/revision.at_most makes it.
    """
    rows = []
    for change in Reanchoring(before.text, after.text, language, before.kinds, after.kinds, check).lines:
        check()
        one, other = (
            " ".join(joined.text[slice(*span)] for span in spans)
            for joined, spans in ((before, change.old), (after, change.new))
        )
        parts = word_diff(one, other) if change.kind == "changed" else []
        rows.append({"kind": change.kind, "old": one, "new": other, "parts": parts})
    return rows


def versions_near(article: Article, *numbers: int) -> list[Version]:
    """An article's newest versions with its first, ``numbers`` and those before them, in order.

    ``gap`` of each says that versions between it and the one before are not among them.
    """
    asked = Q(number=1) | Q(number__gt=article.current_version.number - VERSIONS)  # type: ignore[union-attr]
    for number in numbers:
        asked |= Q(number=number) | Q(number=number - 1)
    found: list[Any] = list(
        Version.objects.filter(asked, article=article).select_related("created_by").order_by("number")
    )
    last = 0
    for one in found:
        one.gap, last = one.number > last + 1, one.number
    return found
