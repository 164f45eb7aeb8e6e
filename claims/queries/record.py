"""The record as it is read: an article's or a claim's events, and whether their chain is whole."""

from dataclasses import dataclass

from django.db import connection

from claims.models import Block, Event, SignOff, Version
from claims.queries.paging import page_of


@dataclass(frozen=True)
class Chain:
    """``events`` there are; ``broken`` is the sequence of the first that does not follow from the one before.

    ``missing_end``: all that is there follows, but the head of the chain names another last event.
    """

    events: int
    broken: int | None
    missing_end: bool

    @property
    def intact(self):
        return self.broken is None and not self.missing_end


def timeline(article, *, claim=None, after=None):
    """A Page of the events of an article (or of one claim of it), last first; ``after`` is an Event."""
    events = Event.objects.filter(chain__article=article).select_related("claim__article", "actor")
    if claim is not None:
        events = events.filter(claim=claim)
    return page_of(events.defer("claim__search", "claim__article__search"), ("-sequence",), after)


def chain_of(article):
    """The Chain of an article: every event's hash computed again from what it says, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(e.id), min(e.sequence) FILTER (WHERE NOT e.follows),
                      h.sequence <> coalesce(max(e.sequence), 0)
                        OR h.hash <> coalesce((array_agg(e.hash ORDER BY e.sequence DESC))[1], '')
               FROM claims_eventchain h LEFT JOIN (
                 SELECT id, chain_id, sequence, hash,
                        previous_hash = lag(hash, 1, '') OVER steps
                        AND sequence = lag(sequence, 1, 0::bigint) OVER steps + 1
                        AND hash = event_digest(previous_hash, chain_id, sequence, at, actor_id, claim_id,
                                                verb, words, data) AS follows
                 FROM claims_event WHERE chain_id = (SELECT id FROM claims_eventchain WHERE article_id = %s)
                 WINDOW steps AS (ORDER BY sequence)) e ON e.chain_id = h.id
               WHERE h.article_id = %s GROUP BY h.id, h.sequence, h.hash""",
            [article.pk, article.pk],
        )
        return Chain(*cursor.fetchone())


def signoffs_of(claim):
    """A claim's sign-offs, void ones too, first first."""
    return list(SignOff.objects.filter(claim=claim).select_related("signer", "voided_by").defer("content"))


def version_text(version):
    """[(Block, its Lines, each with ``words``)] of a version in order; a block left out has no line."""
    blocks = list(Block.objects.filter(version=version).select_related("left_out_by").order_by("position"))
    lines = {block.pk: [] for block in blocks}
    texts = {block.pk: block.text for block in blocks}
    for line in version.lines.order_by("number"):
        line.words = texts[line.block_id][line.start : line.end]
        lines[line.block_id].append(line)
    return [(block, lines[block.pk]) for block in blocks]


def versions_of(article):
    return list(Version.objects.filter(article=article).select_related("created_by").order_by("number"))
