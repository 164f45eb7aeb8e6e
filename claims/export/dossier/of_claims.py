"""What a dossier has of claims: what they say, where they stand, and what they rest on."""

from collections.abc import Iterable

from claims.editing.evidence import SAID
from claims.export.dossier.reading import Reading, moment, pick, plain_number
from claims.export.dossier.rows import Row, Rows
from claims.export.dossier.verify import hidden
from claims.files import MOST
from claims.models import Capture, Source
from claims.models.withheld import TITLE
from claims.queries.content import calculation_words
from claims.states import Access

#: What of evidence signed content has digests of, where it is hidden (evidence_hidden in claims/sql/content.sql).
WORDS = ("citation", "excerpt", "translation", "translator", "locator", "figure_found", "note", "answer")

#: What of a claim is in the dossier as the row has it.
CLAIM = (
    "number",
    "state",
    "statement",
    "kind",
    "risk_flags",
    "speech_act",
    "verb",
    "verb_endorses",
    "form",
    "speaker_as_printed",
    "figure_value",
    "figure_high",
    "figure_unit",
    "figure_modifier",
    "attribution",
    "attribution_note",
    "verdict",
    "verdict_own",
    "verdict_cited",
    "verdict_flags",
    "true_for",
    "known_on",
    "rationale",
    "line_decision",
    "proposed_words",
    "reworded_statement",
    "reworded_verdict",
    "reworded_verdict_own",
    "reworded_verdict_cited",
    "decision_reason",
    "must_fix",
    "wording_applied",
    "no_reply_reason",
    "rules_passed",
    "stet_reason",
    "returned_reason",
    "waiting_on",
    "quoted",
    "line_number",
)
EVIDENCE = ("id", "citation", *SAID, "calculation", "confirmed", "added_at", "removed_at")
SOURCE = (
    "id",
    "kind",
    "title",
    "publisher",
    "author",
    "address",
    "published_on",
    "language",
    "off_record",
    "terms",
    "reference",
    "withdrawn",
    "controlled_by",
    "interests",
    "reliability",
    "reliability_reason",
    "note",
)
CAPTURE = (
    "id",
    "address",
    "by_hand",
    "failure",
    "lacks",
    "status",
    "final_address",
    "redirects",
    "headers",
    "name",
    "media",
    "sha256",
    "size",
    "text_sha256",
    "tool",
)
CAPTURED_MOST = MOST  # bytes of captured files in one dossier, which a worker has in memory several times over
#: What the name of a captured file ends with. A page ends as a text does: opened, it may run what it likes.
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/html": ".html.txt",
    "text/plain": ".txt",
}


def claims(reading: Reading) -> list[Row]:
    """Return the claims, by their numbers, each with its pieces in this version."""
    pieces: dict[int, list[Row]] = {}
    for row in reading.rows.all(
        """SELECT p.claim_id, b.position, p.start, p."end", p.words FROM claims_piece p
           JOIN claims_block b ON b.id = p.block_id WHERE p.version_id = %s ORDER BY b.position, p.start, p.id""",
        reading.version.pk,
    ):
        pieces.setdefault(row[0], []).append(dict(zip(("block", "start", "end", "words"), row[1:], strict=True)))
    hashes: dict[int, str] = {}
    if reading.rows.until is None:
        hashes = dict(
            reading.rows.all(
                "SELECT id, claim_content_hash(id) FROM claims_claim WHERE article_id = %s", reading.article.pk
            )
        )
    schemes = dict(
        reading.rows.all("SELECT id, number FROM claims_verdictscheme WHERE desk_id = %s", reading.article.desk_id)
    )
    return [
        pick(row, CLAIM)
        | {
            "figure_value": plain_number(row["figure_value"]),
            "figure_high": plain_number(row["figure_high"]),
            "risk_flags": sorted(row["risk_flags"]),
            "verdict_flags": sorted(row["verdict_flags"]),
            "speaker": row["speaker_cited"],
            "speaker_id": row["speaker_id"],
            "via": row["via_cited"],
            "via_id": row["via_id"],
            "scheme": schemes.get(row["scheme_id"]),
            "reply_accepted_by": reading.who(row["reply_accepted_by_id"]),
            "stet_by": reading.who(row["stet_by_id"]),
            "assignee": reading.who(row["assignee_id"]),
            "created_by": reading.who(row["created_by_id"]),
            "created_at": row["created_at"],
            "pieces": pieces.get(row["id"], []),
            "content_hash": hashes.get(row["id"]),
        }
        for row in sorted(reading.claims, key=lambda row: row["number"])
    ]


def evidence(reading: Reading) -> list[Row]:
    """Return the evidence, removed evidence too; of a calculation what it says and gives, in words, too."""
    found = _evidence(reading)
    beside: dict[int, list[Row]] = {}
    for row in found:
        row.setdefault("calculation", {})  # a row from before there were any
        beside.setdefault(row["claim_id"], []).append(row)
    return [
        pick(row, EVIDENCE)
        | {
            "calculated": calculation_words(row["calculation"], beside[row["claim_id"]]),
            "claim": reading.number[row["claim_id"]],
            "source": row["source_id"],
            "copied_from": row["copied_from_id"],
            "added_by": reading.who(row["added_by_id"]),
            "removed_by": reading.who(row["removed_by_id"]),
            "salt": row.get("salt", "") if row.get("hidden") else "",
        }
        for row in found
    ]


def _evidence(reading: Reading) -> list[Row]:
    """Return the rows of evidence. History has digests of words off the record: the words themselves, if they still are
    the same, are those of the row as it is now."""
    rows = reading.rows.of("evidence", "claim_id", reading.number)
    now = Rows(reading.article, reading.article.current_version)  # type: ignore[arg-type]
    live = {row["id"]: row for row in now.of("evidence", "claim_id", reading.number)}
    restricted = _restricted({row["source_id"] for row in rows})
    if reading.rows.until is not None:
        rows = [_with_words(row, live.get(row["id"])) for row in rows]
    return [_without_words(row) if row["source_id"] in restricted else row for row in rows]


def _restricted(sources: Iterable[int]) -> set[int]:
    """Those of the ids that are restricted sources: a file is passed on, so that no dossier has their words."""
    found = Source._base_manager.filter(pk__in=sources, access=Access.RESTRICTED)
    return set(found.values_list("pk", flat=True))


def _without_words(row: Row) -> Row:
    """A row of evidence with the digests in place of words that signed content and history have."""
    said = {name: row[name] for name in WORDS if row[name] and not str(row[name]).startswith("sha256:")}
    return row | {name: hidden(row, name) for name in said} | {"salt": ""}


def _with_words(row: Row, live: Row | None) -> Row:
    if live is None:
        return row
    said = {name: live[name] for name, value in row.items() if name in live and value == hidden(live, name)}
    return row | said | {"salt": live["salt"]}


def links(reading: Reading) -> list[Row]:
    """Return how claims are linked."""
    found = reading.rows.of("claimlink", "claim_id", reading.number)
    return [
        {"claim": reading.number[row["claim_id"]], "kind": row["kind"], "to": reading.number[row["to_id"]]}
        for row in found
    ]


def lineage(reading: Reading) -> list[Row]:
    """Return what claims were split or merged from."""
    found = reading.rows.of("lineage", "child_id", reading.number)
    return [
        {"claim": reading.number[row["child_id"]], "kind": row["kind"], "from": reading.number[row["parent_id"]]}
        for row in found
        if row["parent_id"] in reading.number
    ]


def marks(reading: Reading) -> list[Row]:
    """Return the “no claim here” marks that stand."""
    marks = reading.rows.of("noclaimmark", "version_id", [reading.version.pk])
    return [
        {
            "block": reading.blocks[row["block_id"]].position,
            "start": row["start"],
            "end": row["end"],
            "words": row["words"],
            "reason": row["reason"],
            "made_by": reading.who(row["made_by_id"]),
            "reviewed_by": reading.who(row["looked_by_id"]),
        }
        for row in sorted(marks, key=lambda row: (reading.blocks[row["block_id"]].position, row["start"], row["id"]))
        if row["removed_at"] is None
    ]


def sources(reading: Reading, cited: set[int]) -> list[Row]:
    """The sources of the evidence, and those that they derive from, as they are now."""
    found: dict[int, Row] = {}
    origins: dict[int, list[Row]] = {}
    now = Rows(reading.article, reading.article.current_version)  # type: ignore[arg-type]
    while wanted := sorted(cited - found.keys()):
        found |= {row["id"]: row for row in now.of("source", "id", wanted)}
        cited = cited | {found[pk]["merged_into_id"] for pk in wanted if found[pk]["merged_into_id"]}
        for row in now.of("derivation", "source_id", wanted):
            origins.setdefault(row["source_id"], []).append(
                {"source": row["origin_id"], "kind": row["kind"], "drift": row["drift"]}
            )
            cited = cited | {row["origin_id"]}
    sides = sides_of(reading, "source_id")
    for pk in _restricted(found):
        kept = {name: found[pk][name] for name in ("id", "kind", "language", "off_record", "terms", "reference")}
        kept |= {"title": TITLE, "published_on": None, "speaker_id": None}
        found[pk] |= dict.fromkeys(SOURCE, "") | kept
    return [
        pick(row, SOURCE)
        | with_origins(origins.get(row["id"], []))
        | {"merged_into": row["merged_into_id"]}
        | {"speaker": row["speaker_id"], "side": sides.get(row["id"], "")}
        for _, row in sorted(found.items())
    ]


def with_origins(origins: list[Row]) -> Row:
    """Return what a source says of its origins; ``origin`` is the first, as there was one alone before."""
    return {"origin": origins[0]["source"] if origins else None, "origins": origins}


def captures(reading: Reading, sources: list[Row]) -> list[Row]:
    """Return the captures of the sources that have ended, the oldest first.

    The bytes of each, and then of what a browser drew of it, are in the zip under ``file``, those of the newest first,
    until all together are CAPTURED_MOST; ``file`` is "" for the others. The same bytes are there once.
    """
    ended = Capture.objects.filter(source__in=[row["id"] for row in sources], ended_at__isnull=False)
    ended = ended.filter(source__access=Access.DESK)
    found = [
        {name: getattr(one, name) for name in CAPTURE}
        | {"source": one.source_id, "state": str(one.state), "asked_by": reading.who(one.person_id)}
        | {"asked_at": moment(one.asked_at), "ended_at": moment(one.ended_at), "file": ""}
        | {
            "drawn": [file | {"file": ""} for file in one.drawn],
            "drawn_at": moment(one.drawn_at) if one.drawn_at else "",
        }
        for one in ended.defer("text", "exchanges").order_by("id")
    ]
    taken: set[str] = set()
    left = CAPTURED_MOST
    drawn = [(file, f".{file['kind']}") for row in reversed(found) for file in row["drawn"]]
    for row, suffix in [(row, SUFFIXES.get(row["media"], "")) for row in reversed(found)] + drawn:
        if row["sha256"] and row["sha256"] not in taken and row["size"] <= left:
            taken.add(row["sha256"])
            left -= row["size"]
        if row["sha256"] in taken:
            row["file"] = f"captures/{row['sha256']}{suffix}"
    return found


def sides_of(reading: Reading, column: str) -> dict[int, str]:
    """Return {id of a speaker or source: its side}."""
    names = {row["id"]: row["name"] for row in reading.rows.of("side", "article_id", [reading.article.pk])}
    placed = reading.rows.of("placement", "article_id", [reading.article.pk])
    return {row[column]: names.get(row["side_id"], "") for row in placed if row[column]}


def speakers(reading: Reading, sources: list[Row]) -> list[Row]:
    """Return the speakers of the claims and sources."""
    wanted = {row[name] for row in reading.claims for name in ("speaker_id", "via_id") if row[name]}
    wanted |= {row["speaker"] for row in sources if row["speaker"]}
    sides = sides_of(reading, "speaker_id")
    aliases: dict[int, list[str]] = {}
    for pk, name in reading.rows.all(
        "SELECT speaker_id, name FROM claims_speakeralias WHERE speaker_id = ANY (%s) ORDER BY name, id",
        sorted(wanted | sides.keys()),
    ):
        aliases.setdefault(pk, []).append(name)
    return [
        dict(zip(("id", "name", "kind", "description", "website", "wikidata", "merged_into"), row, strict=True))
        | {"aliases": aliases.get(row[0], []), "side": sides.get(row[0], "")}
        for row in reading.rows.all(
            """SELECT id, name, kind, description, website, wikidata, merged_into_id FROM claims_speaker
               WHERE id = ANY (%s) ORDER BY id""",
            sorted(wanted | sides.keys()),
        )
    ]


def schemes(reading: Reading) -> list[Row]:
    """Return the verdict schemes that claims were judged by."""
    used = sorted({row["scheme_id"] for row in reading.claims if row["scheme_id"]})
    found: dict[int, Row] = {}
    for number, verdict, code, label, glyph, meaning in reading.rows.all(
        """SELECT s.number, v.verdict, v.code, v.label, v.glyph, v.meaning FROM claims_verdictscheme s
           JOIN claims_schemeverdict v ON v.scheme_id = s.id WHERE s.id = ANY (%s) ORDER BY s.number, v.id""",
        used,
    ):
        scheme = found.setdefault(number, {"number": number, "verdicts": []})
        said = {"verdict": verdict, "code": code, "label": label, "glyph": glyph, "meaning": meaning}
        scheme["verdicts"].append(said)
    return list(found.values())
