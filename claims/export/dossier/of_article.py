"""What a dossier has of the article itself: its text, where it came from, what went out, and its threads."""

from claims.export.dossier.reading import Reading, in_order, moment, pick
from claims.export.dossier.rows import Row
from claims.models import RowHistory, Upload
from claims.queries import original_of
from claims.queries.dossiers import import_of
from claims.states import NO_DUE, Role

ARTICLE = (
    "ownership",
    "headline",
    "outlet",
    "address",
    "published_date",
    "published_time",
    "published_zone",
    "language",
    "deadline",
    "state",
    "created_at",
)


def origin(reading: Reading) -> Row:
    """Return where it is: desk, article and chain."""
    desk = reading.article.desk
    return {
        "desk": desk.name,
        "slug": desk.slug,
        "timezone": desk.timezone,
        "article": reading.article.pk,
        "chain": reading.article.event_chain.pk,
    }


def article(reading: Reading) -> Row:
    """Return what is said about the article."""
    (row,) = reading.rows.of("article", "id", [reading.article.pk])
    own = [reading.article.pk]
    authors = reading.rows.of("articleauthor", "article_id", own)
    chain = reading.rows.of("chainlink", "article_id", own)
    kept = pick(row, ARTICLE)
    if kept["deadline"] and kept["deadline"][:4] == str(NO_DUE.year):
        kept["deadline"] = None
    return kept | {
        "authors": [one["name"] for one in in_order(authors) if one["removed_at"] is None],
        "chain": [[one["outlet"], one["address"]] for one in in_order(chain)],
        "sides": [one["name"] for one in reading.rows.of("side", "article_id", own)],
    }


def version(reading: Reading) -> Row:
    """Return the version."""
    version = reading.version
    return {
        "number": version.number,
        "hash": version.hash,
        "note": version.note,
        "created_at": moment(version.created_at),
        "created_by": reading.who(version.created_by_id),
        "current": version.pk == reading.article.current_version_id,
    }


def versions(reading: Reading) -> list[Row]:
    """Return this version and those before it."""
    return [
        {"number": one.number, "hash": one.hash, "created_at": moment(one.created_at)}
        for one in reading.article.versions.filter(number__lte=reading.version.number).order_by("number")
    ]


def original(reading: Reading) -> Row | None:
    """The file that the version came as; its bytes are in the zip under ``file``."""
    kept = original_of(reading.version)
    if kept is None:
        return None
    said = {"name": kept.name, "size": kept.size, "sha256": kept.sha256, "uploaded_at": moment(kept.uploaded_at)}
    return said | {"file": f"original.{kept.kind}"}


def imported(reading: Reading) -> Row | None:
    """What an imported article had been on another desk; the file that it came in stays there, by its hash."""
    came = import_of(reading.article)
    if came is None:
        return None
    said = {"desk": came.desk, "article": came.number, "sequence": came.sequence, "head": came.head}
    return said | {"sha256": came.sha256, "by": reading.who(came.actor_id), "sign_offs": came.signoffs}


def blocks(reading: Reading) -> list[Row]:
    """Return the text, block by block."""
    return [
        {
            "position": block.position,
            "kind": block.kind,
            "text": block.text,
            "left_out": block.left_out,
            "left_out_reason": block.left_out_reason,
            "left_out_by": reading.who(block.left_out_by_id),
            "note_number": block.note_number,
            "note_block": block.note_block,
            "note_at": block.note_at,
        }
        for block in reading.blocks.values()
    ]


def lines(reading: Reading) -> list[Row]:
    """Return the lines of the text."""
    return [
        {"number": one.number, "block": reading.blocks[one.block_id].position, "start": one.start, "end": one.end}
        for one in reading.version.lines.order_by("number")
    ]


def corrections(reading: Reading) -> list[Row]:
    """Return what was corrected after it went out."""
    names = ("number", "because", "reported", "reported_by", "opened_at", "kind", "was_wrong", "is_right", "since")
    return [
        pick(row, (*names, "dismissed", "settled_at"))
        | {
            "claim": reading.number.get(row["claim_id"]),
            "opened_by": reading.who(row["opened_by_id"]),
            "settled_by": reading.who(row["settled_by_id"]),
        }
        for row in reading.rows.of("correction", "article_id", [reading.article.pk])
    ]


def publications(reading: Reading) -> list[Row]:
    """Return what went out; of a page that was fetched also its hash."""
    rows = list(reading.rows.of("publication", "article_id", [reading.article.pk]))
    named = [row["upload_id"] for row in rows if row.get("upload_id")]
    pages = dict(Upload.objects.filter(pk__in=named).values_list("pk", "sha256"))
    return [
        pick(row, ("address", "at", "text", "differences"))
        | {"by": reading.who(row["by_id"]), "page_sha256": pages.get(row.get("upload_id") or 0, "")}
        for row in rows
    ]


def threads(reading: Reading) -> list[Row]:
    """The article's threads, but for those that legal opened or wrote in."""
    desk = reading.article.desk_id
    legal = set(
        RowHistory.objects.filter(
            table="claims_membership", operation="insert", new__desk_id=desk, new__role=Role.LEGAL
        ).values_list("new__person_id", flat=True)
    )
    threads = reading.rows.of("thread", "article_id", [reading.article.pk])
    messages: dict[int, list[Row]] = {}
    for row in reading.rows.of("message", "thread_id", [row["id"] for row in threads]):
        messages.setdefault(row["thread_id"], []).append(row)
    return [
        {
            "id": row["id"],
            "claim": reading.number.get(row["claim_id"]),
            "evidence": row["evidence_id"],
            "is_query": row["is_query"],
            "opened_at": row["opened_at"],
            "opened_by": reading.who(row["opened_by_id"]),
            "resolved_at": row["resolved_at"],
            "resolved_by": reading.who(row["resolved_by_id"]),
            "messages": [
                {"at": one["at"], "author": reading.who(one["author_id"]), "words": one["words"]}
                for one in messages.get(row["id"], [])
            ],
        }
        for row in threads
        if row["opened_by_id"] not in legal
        and not any(one["author_id"] in legal for one in messages.get(row["id"], []))
    ]
