"""Read all that the desk holds of one version of an article, as plain values: the internal dossier, before a profile.

What is hashed is in it as the exact text that the database hashes: the content of each sign-off, and each event.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from claims.export.dossier.rows import Row, Rows
from claims.models import Article, Person, RowHistory, Version
from claims.queries import original_of
from claims.queries.dossiers import import_of
from claims.states import NO_DUE, Role
from claims.workflow.articles import lock_article

FORMAT = "factcheck-dossier"
SCHEMA = 1

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
    "reply",
    "reply_note",
    "reply_asked",
    "reply_until",
    "rules_passed",
    "stet_reason",
    "returned_reason",
    "waiting_on",
    "quoted",
    "line_number",
)
EVIDENCE = (
    "id",
    "citation",
    "bears_on",
    "stance",
    "directness",
    "against_interest",
    "excerpt",
    "excerpt_kind",
    "excerpt_language",
    "translation",
    "translator",
    "locator",
    "figure_found",
    "note",
    "answer",
    "confirmed",
    "added_at",
    "removed_at",
)
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
    "reference",
    "withdrawn",
    "note",
)
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
SIGN_OFF = ("id", "kind", "content_hash", "signed_at", "voided_at", "void_reason")

#: Role → what a person is called where roles stand for names; the first that they hold.
ROLES = (Role.CHIEF, Role.LEGAL, Role.REVIEWER, Role.CHECKER, Role.WRITER, Role.OBSERVER)

type Document = dict[str, Any]


def read(article: Article, version: Version) -> tuple[Document, dict[str, str]]:
    """Return (the dossier of a version, {name of a person: what stands for it where names are roles}).

    The article is locked while it is read, so that nothing that a sign-off binds changes meanwhile. The event of a
    dossier that was asked for last is no part of it: the same state is the same dossier. About thirty queries, whatever
    the length of the article.
    """
    with transaction.atomic():
        reading = _Reading(lock_article(article.pk), version)
        return reading.document(), reading.roles


def _pick(row: Row, names: Iterable[str]) -> Row:
    return {name: row.get(name) for name in names}


class _Reading:
    def __init__(self, article: Article, version: Version) -> None:
        self.article, self.version = article, version
        self.rows = Rows(article, version)
        self.claims = self.rows.of("claim", "article_id", [article.pk])
        self.number = {row["id"]: row["number"] for row in self.claims}
        self.people: dict[int, str] = {}
        self.roles: dict[str, str] = {}
        self._load_people()

    def _load_people(self) -> None:
        desk = self.article.desk_id
        acted = self.article.events.values("actor")
        people = Person.objects.filter(Q(memberships__desk=desk) | Q(pk__in=acted)).distinct().order_by("pk")
        counts: dict[str, int] = {}
        for person in people.prefetch_related("memberships"):
            held = {one.role for one in person.memberships.all() if one.desk_id == desk}
            role = next((one.label for one in ROLES if one in held), "Former member")
            counts[role] = counts.get(role, 0) + 1
            self.people[person.pk] = str(person)
            self.roles[str(person)] = f"{role} {counts[role]}"

    def who(self, pk: int | None) -> str:
        if pk is None:
            return ""
        if pk not in self.people:
            person = Person.objects.get(pk=pk)
            self.people[pk] = str(person)
            self.roles[str(person)] = f"Former member {pk}"
        return self.people[pk]

    def document(self) -> Document:
        evidence = self._evidence()
        sources = self._sources({row["source"] for row in evidence})
        made: Document = {
            "format": FORMAT,
            "schema": SCHEMA,
            "origin": self._origin(),
            "article": self._article(),
            "version": self._version(),
            "versions": self._versions(),
            "original": self._original(),
            "imported": self._imported(),
            "blocks": self._blocks(),
            "lines": self._lines(),
            "claims": self._claims(),
            "evidence": evidence,
            "links": self._links(),
            "lineage": self._lineage(),
            "marks": self._marks(),
            "sources": sources,
            "speakers": self._speakers(sources),
            "schemes": self._schemes(),
            "sign_offs": self._sign_offs(),
            "article_sign_offs": self._article_sign_offs(),
            "corrections": self._corrections(),
            "publications": self._publications(),
            "threads": self._threads(),
        }
        return made | self._record()

    def _origin(self) -> Row:
        desk = self.article.desk
        return {
            "desk": desk.name,
            "slug": desk.slug,
            "timezone": desk.timezone,
            "article": self.article.pk,
            "chain": self.article.event_chain.pk,
        }

    def _article(self) -> Row:
        (row,) = self.rows.of("article", "id", [self.article.pk])
        own = [self.article.pk]
        authors = self.rows.of("articleauthor", "article_id", own)
        chain = self.rows.of("chainlink", "article_id", own)
        kept = _pick(row, ARTICLE)
        if kept["deadline"] and kept["deadline"][:4] == str(NO_DUE.year):
            kept["deadline"] = None
        return kept | {
            "authors": [one["name"] for one in _in_order(authors) if one["removed_at"] is None],
            "chain": [[one["outlet"], one["address"]] for one in _in_order(chain)],
            "sides": [one["name"] for one in self.rows.of("side", "article_id", own)],
        }

    def _version(self) -> Row:
        version = self.version
        return {
            "number": version.number,
            "hash": version.hash,
            "note": version.note,
            "created_at": _moment(version.created_at),
            "created_by": self.who(version.created_by_id),
            "current": version.pk == self.article.current_version_id,
        }

    def _versions(self) -> list[Row]:
        return [
            {"number": one.number, "hash": one.hash, "created_at": _moment(one.created_at)}
            for one in self.article.versions.filter(number__lte=self.version.number).order_by("number")
        ]

    def _original(self) -> Row | None:
        """The file that the version came as; its bytes are in the zip under ``file``."""
        kept = original_of(self.version)
        if kept is None:
            return None
        said = {"name": kept.name, "size": kept.size, "sha256": kept.sha256, "uploaded_at": _moment(kept.uploaded_at)}
        return said | {"file": f"original.{kept.kind}"}

    def _imported(self) -> Row | None:
        """What an imported article had been on another desk; the file that it came in stays there, by its hash."""
        came = import_of(self.article)
        if came is None:
            return None
        said = {"desk": came.desk, "article": came.number, "sequence": came.sequence, "head": came.head}
        return said | {"sha256": came.sha256, "by": self.who(came.actor_id), "sign_offs": came.signoffs}

    def _blocks(self) -> list[Row]:
        self.blocks = {block.pk: block for block in self.version.blocks.order_by("position")}
        return [
            {
                "position": block.position,
                "kind": block.kind,
                "text": block.text,
                "left_out": block.left_out,
                "left_out_reason": block.left_out_reason,
                "left_out_by": self.who(block.left_out_by_id),
            }
            for block in self.blocks.values()
        ]

    def _lines(self) -> list[Row]:
        return [
            {"number": one.number, "block": self.blocks[one.block_id].position, "start": one.start, "end": one.end}
            for one in self.version.lines.order_by("number")
        ]

    def _claims(self) -> list[Row]:
        pieces: dict[int, list[Row]] = {}
        for row in self.rows.all(
            """SELECT p.claim_id, b.position, p.start, p."end", p.words FROM claims_piece p
               JOIN claims_block b ON b.id = p.block_id WHERE p.version_id = %s ORDER BY b.position, p.start, p.id""",
            self.version.pk,
        ):
            pieces.setdefault(row[0], []).append(dict(zip(("block", "start", "end", "words"), row[1:], strict=True)))
        hashes: dict[int, str] = {}
        if self.rows.until is None:
            hashes = dict(
                self.rows.all(
                    "SELECT id, claim_content_hash(id) FROM claims_claim WHERE article_id = %s", self.article.pk
                )
            )
        schemes = dict(
            self.rows.all("SELECT id, number FROM claims_verdictscheme WHERE desk_id = %s", self.article.desk_id)
        )
        return [
            _pick(row, CLAIM)
            | {
                "figure_value": _plain_number(row["figure_value"]),
                "figure_high": _plain_number(row["figure_high"]),
                "risk_flags": sorted(row["risk_flags"]),
                "verdict_flags": sorted(row["verdict_flags"]),
                "speaker": row["speaker_cited"],
                "speaker_id": row["speaker_id"],
                "via": row["via_cited"],
                "via_id": row["via_id"],
                "scheme": schemes.get(row["scheme_id"]),
                "reply_accepted_by": self.who(row["reply_accepted_by_id"]),
                "stet_by": self.who(row["stet_by_id"]),
                "assignee": self.who(row["assignee_id"]),
                "created_by": self.who(row["created_by_id"]),
                "created_at": row["created_at"],
                "pieces": pieces.get(row["id"], []),
                "content_hash": hashes.get(row["id"]),
            }
            for row in sorted(self.claims, key=lambda row: row["number"])
        ]

    def _evidence(self) -> list[Row]:
        return [
            _pick(row, EVIDENCE)
            | {
                "claim": self.number[row["claim_id"]],
                "source": row["source_id"],
                "copied_from": row["copied_from_id"],
                "added_by": self.who(row["added_by_id"]),
                "removed_by": self.who(row["removed_by_id"]),
            }
            for row in self.rows.of("evidence", "claim_id", self.number)
        ]

    def _links(self) -> list[Row]:
        found = self.rows.of("claimlink", "claim_id", self.number)
        return [
            {"claim": self.number[row["claim_id"]], "kind": row["kind"], "to": self.number[row["to_id"]]}
            for row in found
        ]

    def _lineage(self) -> list[Row]:
        found = self.rows.of("lineage", "child_id", self.number)
        return [
            {"claim": self.number[row["child_id"]], "kind": row["kind"], "from": self.number[row["parent_id"]]}
            for row in found
            if row["parent_id"] in self.number
        ]

    def _marks(self) -> list[Row]:
        marks = self.rows.of("noclaimmark", "version_id", [self.version.pk])
        return [
            {
                "block": self.blocks[row["block_id"]].position,
                "start": row["start"],
                "end": row["end"],
                "words": row["words"],
                "reason": row["reason"],
                "made_by": self.who(row["made_by_id"]),
                "reviewed_by": self.who(row["looked_by_id"]),
            }
            for row in sorted(marks, key=lambda row: (self.blocks[row["block_id"]].position, row["start"], row["id"]))
            if row["removed_at"] is None
        ]

    def _sources(self, cited: set[int]) -> list[Row]:
        """The sources of the evidence, and those that they derive from, as they are now."""
        found: dict[int, Row] = {}
        now = Rows(self.article, self.article.current_version)  # type: ignore[arg-type]
        while wanted := cited - found.keys():
            for row in now.of("source", "id", sorted(wanted)):
                found[row["id"]] = row
                if row["origin_id"]:
                    cited = cited | {row["origin_id"]}
        sides = self._sides("source_id")
        return [
            _pick(row, SOURCE)
            | {"origin": row["origin_id"], "speaker": row["speaker_id"], "side": sides.get(row["id"], "")}
            for _, row in sorted(found.items())
        ]

    def _sides(self, column: str) -> dict[int, str]:
        names = {row["id"]: row["name"] for row in self.rows.of("side", "article_id", [self.article.pk])}
        placed = self.rows.of("placement", "article_id", [self.article.pk])
        return {row[column]: names.get(row["side_id"], "") for row in placed if row[column]}

    def _speakers(self, sources: list[Row]) -> list[Row]:
        wanted = {row[name] for row in self.claims for name in ("speaker_id", "via_id") if row[name]}
        wanted |= {row["speaker"] for row in sources if row["speaker"]}
        sides = self._sides("speaker_id")
        aliases: dict[int, list[str]] = {}
        for pk, name in self.rows.all(
            "SELECT speaker_id, name FROM claims_speakeralias WHERE speaker_id = ANY (%s) ORDER BY name, id",
            sorted(wanted | sides.keys()),
        ):
            aliases.setdefault(pk, []).append(name)
        return [
            dict(zip(("id", "name", "kind", "description", "website", "wikidata", "merged_into"), row, strict=True))
            | {"aliases": aliases.get(row[0], []), "side": sides.get(row[0], "")}
            for row in self.rows.all(
                """SELECT id, name, kind, description, website, wikidata, merged_into_id FROM claims_speaker
                   WHERE id = ANY (%s) ORDER BY id""",
                sorted(wanted | sides.keys()),
            )
        ]

    def _schemes(self) -> list[Row]:
        used = sorted({row["scheme_id"] for row in self.claims if row["scheme_id"]})
        found: dict[int, Row] = {}
        for number, verdict, code, label, glyph, meaning in self.rows.all(
            """SELECT s.number, v.verdict, v.code, v.label, v.glyph, v.meaning FROM claims_verdictscheme s
               JOIN claims_schemeverdict v ON v.scheme_id = s.id WHERE s.id = ANY (%s) ORDER BY s.number, v.id""",
            used,
        ):
            scheme = found.setdefault(number, {"number": number, "verdicts": []})
            said = {"verdict": verdict, "code": code, "label": label, "glyph": glyph, "meaning": meaning}
            scheme["verdicts"].append(said)
        return list(found.values())

    def _sign_offs(self) -> list[Row]:
        contents = dict(
            self.rows.all("SELECT id, content::text FROM claims_signoff WHERE claim_id = ANY (%s)", list(self.number))
        )
        return [
            _pick(row, SIGN_OFF)
            | {
                "claim": self.number[row["claim_id"]],
                "signer": self.who(row["signer_id"]),
                "voided_by": self.who(row["voided_by_id"]),
                "note": row["note"],
                "content": contents.get(row["id"]),
            }
            for row in self.rows.of("signoff", "claim_id", self.number)
        ]

    def _article_sign_offs(self) -> list[Row]:
        found = self.rows.of("articlesignoff", "article_id", [self.article.pk])
        exceptions: dict[int, list[Row]] = {}
        for row in self.rows.of("releaseexception", "signoff_id", [row["id"] for row in found]):
            said = _pick(row, ("item", "words", "closed_at", "closed_reason"))
            said |= {"owner": self.who(row["owner_id"]), "closed_by": self.who(row["closed_by_id"])}
            exceptions.setdefault(row["signoff_id"], []).append(said)
        numbers = dict(self.rows.all("SELECT id, number FROM claims_version WHERE article_id = %s", self.article.pk))
        return [
            _pick(row, SIGN_OFF)
            | {
                "version": numbers[row["version_id"]],
                "signer": self.who(row["signer_id"]),
                "reason": row["reason"],
                "seconded_by": self.who(row["seconded_by_id"]),
                "seconded_at": row["seconded_at"],
                "voided_by": self.who(row["voided_by_id"]),
                "exceptions": exceptions.get(row["id"], []),
                "content": self._article_content(row),
            }
            for row in found
        ]

    def _article_content(self, row: Row) -> str | None:
        """What an article's sign-off binds, where it is that still: it is not kept with the sign-off."""
        if row["voided_at"] or self.rows.until is not None:
            return None
        return self.rows.one(
            """SELECT content FROM (SELECT article_content(%s, %s)::text) c (content)
               WHERE encode(sha256(convert_to(content, 'UTF8')), 'hex') = %s""",
            self.article.pk,
            row["content_form"],
            row["content_hash"],
        )

    def _corrections(self) -> list[Row]:
        names = ("number", "because", "reported", "reported_by", "opened_at", "kind", "was_wrong", "is_right", "since")
        return [
            _pick(row, (*names, "dismissed", "settled_at"))
            | {
                "claim": self.number.get(row["claim_id"]),
                "opened_by": self.who(row["opened_by_id"]),
                "settled_by": self.who(row["settled_by_id"]),
            }
            for row in self.rows.of("correction", "article_id", [self.article.pk])
        ]

    def _publications(self) -> list[Row]:
        return [
            _pick(row, ("address", "at", "text", "differences")) | {"by": self.who(row["by_id"])}
            for row in self.rows.of("publication", "article_id", [self.article.pk])
        ]

    def _threads(self) -> list[Row]:
        """The article's threads, but for those that legal opened or wrote in."""
        desk = self.article.desk_id
        legal = set(
            RowHistory.objects.filter(
                table="claims_membership", operation="insert", new__desk_id=desk, new__role=Role.LEGAL
            ).values_list("new__person_id", flat=True)
        )
        threads = self.rows.of("thread", "article_id", [self.article.pk])
        messages: dict[int, list[Row]] = {}
        for row in self.rows.of("message", "thread_id", [row["id"] for row in threads]):
            messages.setdefault(row["thread_id"], []).append(row)
        return [
            {
                "id": row["id"],
                "claim": self.number.get(row["claim_id"]),
                "evidence": row["evidence_id"],
                "is_query": row["is_query"],
                "opened_at": row["opened_at"],
                "opened_by": self.who(row["opened_by_id"]),
                "resolved_at": row["resolved_at"],
                "resolved_by": self.who(row["resolved_by_id"]),
                "messages": [
                    {"at": one["at"], "author": self.who(one["author_id"]), "words": one["words"]}
                    for one in messages.get(row["id"], [])
                ],
            }
            for row in threads
            if row["opened_by_id"] not in legal
            and not any(one["author_id"] in legal for one in messages.get(row["id"], []))
        ]

    def _record(self) -> Row:
        chain = self.article.event_chain.pk
        last = self.rows.last_event(chain)
        events = [
            {
                "sequence": sequence,
                "at": at,
                "actor": self.who(actor),
                "verb": verb,
                "words": words,
                "claim": self.number.get(claim),
                "previous_hash": previous,
                "hash": digest,
                "hashed": hashed,
            }
            for sequence, at, actor, verb, words, claim, previous, digest, hashed in self.rows.all(
                """SELECT sequence, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_id, verb,
                     words, claim_id, previous_hash, hash,
                     jsonb_build_array(previous_hash, chain_id, sequence, extract(epoch FROM at), actor_id, claim_id,
                                       verb, words, data)::text
                   FROM claims_event WHERE chain_id = %s AND sequence <= %s ORDER BY sequence""",
                chain,
                last,
            )
        ]
        head = events[-1]["hash"] if events else ""
        return {"events": events, "chain": {"id": chain, "sequence": last, "hash": head}}


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


def _plain_number(value: str | None) -> str | None:
    if value is None:
        return None
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(at: Any) -> str:
    return at.isoformat().replace("+00:00", "Z")


#: What a walk over a dossier does with each text: gets the key that it stands under, and the text.
type Change = Callable[[str, str], str]


def changed(value: Any, change: Change, key: str = "") -> Any:
    """Return a dossier, or a part of it, with each text replaced by what ``change`` makes of it."""
    if isinstance(value, Mapping):
        return {name: changed(one, change, name) for name, one in value.items()}
    if isinstance(value, list):
        return [changed(one, change, key) for one in value]
    return change(key, value) if isinstance(value, str) else value
