"""The writer's backing is written with a version: what its document has, or what the version before had."""

from claims.models import Backing
from claims.states import BackingKind
from claims.text.places import Quotation, places

#: What a piece of backing says, wherever it stands.
SAID = ("kind", "author", "date", "words", "address", "quote", "prefix", "suffix")


def write_backing(version, rows, *, upload=None, before=None):
    """Place the backing of a new version on its Blocks (``rows``), and write it. Call inside acting().

    It is that of the ``upload``, if its reader found any; else that of the version ``before`` goes along with the words
    that it stands on. What has no place any more stays with the version. A link on words that are left out is dropped:
    it belongs to the page, not to the article.
    """
    pieces = (upload.read.get("backing") if upload else None) or (_carried(before) if before else [])
    quotations = [Quotation(one["quote"], one["prefix"], one["suffix"], one["block"]) for one in pieces]
    found = zip(pieces, places([row.text for row in rows], quotations), strict=True)
    written = []
    for piece, place in sorted(found, key=lambda one: one[1] or (len(rows), 0, 0)):
        block, start, end = place or (None, None, None)
        if place and rows[block].left_out and piece["kind"] == BackingKind.LINK:
            continue
        if piece["words"] or piece["address"]:
            said = {name: piece[name] for name in SAID}
            stands = {"block": rows[block], "start": start, "end": end} if place else {}
            written.append(Backing(version=version, position=len(written), **said, **stands))
    Backing.objects.bulk_create(written)


def _carried(before):
    """The backing of a version as Backing.pieces of a document has it, quoted by the words that it stands on there."""
    around = max(field.max_length for field in map(Backing._meta.get_field, ("prefix", "suffix"))) // 2
    found = []
    for row in Backing.objects.filter(version=before).select_related("block"):
        piece = {name: getattr(row, name) for name in SAID} | {"block": 0}
        if row.block:
            text, start, end = row.block.text, row.start, row.end
            piece |= {"quote": text[start:end], "block": row.block.position}
            piece |= {"prefix": text[max(0, start - around) : start], "suffix": text[end : end + around]}
        found.append(piece)
    return found
