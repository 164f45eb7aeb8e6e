"""What a dossier leaves out in each profile. Where something must not leave, its hash stays and its text does not."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices

from claims import states
from claims.export.dossier.of_claims import with_origins
from claims.export.dossier.of_contacts import without_names
from claims.export.dossier.read import Document, changed
from claims.export.dossier.rows import Row
from claims.queries.off_record import OUT, Found, names_of
from claims.states import ClaimState, DossierProfile, Terms

#: What a profile leaves out, in words for the page, index.html and dossier.json.
LEFT_OUT: dict[str, tuple[str, ...]] = {
    DossierProfile.INTERNAL: (
        "Threads that legal opened or wrote in.",
        "Of the contact log, names and words where the answer was not on the record.",
        "Suggestions that nobody accepted, and the history of each row.",
        "What the desk holds of other articles.",
        "Files of captured sources beyond 20 MB in all, the oldest first; their hashes stay.",
    ),
    DossierProfile.SHAREABLE: (
        "Sources that are not on the record, evidence from them, and every text that names one of them.",
        "Threads and queries, those with legal among them.",
        "Internal notes: on evidence, sources, sign-offs and versions; reasons for overriding rules, for returning a"
        " claim and for letting words stand; what the writer was told about a line; whom the desk asked and what"
        " they answered.",
        "Evidence that was removed or that nobody confirmed, retired claims, and who has a claim or waits for whom.",
        "The text of blocks that are no part of the article, and the file that the version came as.",
        "The files of captured sources, what they are called, where sites sent on to and what they sent with them, and"
        " what address a source had before; the hashes of files stay.",
        "Complaints, corrections that were dismissed or are open, and the exceptions of a release.",
        "The text of all events but these: the first version came in; a claim was taken, sent or approved; the article"
        " was signed off or published. Of every event the hash stays.",
    ),
}
AS_ROLES = (
    "Names of people of the desk, also a first or last name alone unless the article, a speaker or a source has it:"
    " their roles stand for them. The byline stays."
)
#: What stands for a part of a name that several people have.
SOMEBODY = "a member of the desk"

#: Events whose words and data hold nothing that anybody typed.
TOLD = {
    "article_taken_in",
    "take",
    "send",
    "approve",
    "article_signed_off",
    "article_corrected",
    "published",
    "redacted",
}
#: Keys of claims, evidence, sources and so on that hold internal notes.
NOTES = {
    "note",
    "rules_passed",
    "stet_reason",
    "stet_by",
    "returned_reason",
    "waiting_on",
    "assignee",
    "decision_reason",
    "no_reply_reason",
    "reply_note",
    "void_reason",
    "reliability",
    "reliability_reason",
}
#: What data such an event has: nothing that anybody typed either.
TOLD_DATA = {"action", "state", "signoff", "content_hash", "kind", "version", "hash", "redaction", "blanked"}
#: Keys of texts that stand as they were hashed, or as readers of the article see them.
AS_IT_STANDS = {"content", "hashed", "text", "words", "quoted", "headline", "authors", "outlet", "chain", "sides"}
#: Who a person of the desk is, in each part of a dossier.
PEOPLE = {
    "actor",
    "added_by",
    "answer_logged_by",
    "asked_by",
    "assignee",
    "by",
    "created_by",
    "left_out_by",
    "logged_by",
    "made_by",
    "opened_by",
    "removed_by",
    "reply_accepted_by",
    "reviewed_by",
    "seconded_by",
    "settled_by",
    "signer",
    "stet_by",
    "struck_by",
    "voided_by",
}
#: The words of all closed lists, and the verbs of events that are told.
CODES = TOLD | {
    value
    for words in vars(states).values()
    if isinstance(words, type) and issubclass(words, TextChoices)
    for value in words.values
}


def in_profile(document: Document, profile: str, roles: Mapping[str, str], *, as_roles: bool = False) -> Document:
    """Return a dossier as read gives it, without what the profile leaves out; it says what that is."""
    left_out = [*LEFT_OUT[profile], *([AS_ROLES] if as_roles else [])]
    head = {"profile": str(profile), "names": "roles" if as_roles else "names", "left_out": left_out}
    if profile == DossierProfile.INTERNAL:
        return document | head | {"contacts": [without_names(row) for row in document["contacts"]]}
    return _shareable(document, _with_parts(roles, document) if as_roles else {}) | head


def _shareable(document: Document, roles: Mapping[str, str]) -> Document:
    secret = _secret(document)
    named = _any_of(roles)
    gone = {row["number"] for row in document["claims"] if row["state"] == ClaimState.RETIRED}
    sources = {row["id"]: row for row in document["sources"] if row["terms"] == Terms.ON_RECORD}
    evidence = [
        row
        for row in document["evidence"]
        if row["source"] in sources and row["confirmed"] and not row["removed_at"] and row["claim"] not in gone
    ]
    evidence = _calculated_within(evidence)
    used = {row["source"] for row in evidence}
    used = _with_origins(used | {sources[pk]["merged_into"] for pk in used} & sources.keys(), sources)
    held = {row["id"] for row in evidence}
    claims = [_without_notes(row) for row in document["claims"] if row["number"] not in gone]
    speakers = {row[name] for row in claims for name in ("speaker_id", "via_id")}
    speakers |= {sources[pk]["speaker"] for pk in used}
    kept = document | {
        "version": document["version"] | {"note": ""},
        "original": None,
        "imported": document["imported"] and document["imported"] | {"sign_offs": []},
        "blocks": [row | ({"text": None, "left_out_by": ""} if row["left_out"] else {}) for row in document["blocks"]],
        "claims": claims,
        "evidence": [_without_notes(row) for row in evidence],
        "contacts": [
            without_names(row, at_all=True) | {"source": None, "claims": numbers}
            for row in document["contacts"]
            if (numbers := [number for number in row["claims"] if number not in gone])
        ],
        "links": _within(document["links"], gone, "claim", "to"),
        "lineage": _within(document["lineage"], gone, "claim", "from"),
        "sources": [
            _without_notes(row)
            | with_origins([one for one in row["origins"] if one["source"] in used])
            | ({} if row["merged_into"] in used else {"merged_into": None})
            for pk, row in sources.items()
            if pk in used
        ],
        "captures": [
            row
            | {"file": "", "name": "", "final_address": "", "redirects": [], "headers": [], "drawn": []}
            | ({} if row["address"] == sources[row["source"]]["address"] else {"address": ""})
            for row in document["captures"]
            if row["source"] in used
        ],
        "speakers": [_unknown(row, secret) for row in document["speakers"] if row["id"] in speakers],
        "sign_offs": [
            _without_notes(row) | {"content": _content(row["content"], held, secret, named)}
            for row in document["sign_offs"]
            if row["claim"] not in gone
        ],
        "article_sign_offs": [
            _without_notes(row)
            | {"reason": "", "exceptions": [], "content": _article_content(row["content"], secret, named)}
            for row in document["article_sign_offs"]
        ],
        "corrections": [
            row | {"reported": "", "reported_by": "", "opened_by": ""} for row in document["corrections"] if row["kind"]
        ],
        "publications": [row | {"text": "", "differences": []} for row in document["publications"]],
        "threads": [],
        "events": [_event(row, secret, named, roles) for row in document["events"]],
    }
    return _scrubbed(kept, secret, named, roles)


def _without_notes(row: Row) -> Row:
    return {name: _empty(value) if name in NOTES else value for name, value in row.items()}


def _empty(value: Any) -> Any:
    return {} if isinstance(value, dict) else ""


def _within(rows: Iterable[Row], gone: set[int], *ends: str) -> list[Row]:
    return [row for row in rows if not any(row[end] in gone for end in ends)]


def _calculated_within(evidence: list[Row]) -> list[Row]:
    """Return the evidence without calculations that rest on a piece which is not there, or on such a calculation."""
    while True:
        held = {row[name] for row in evidence for name in ("id", "copied_from")}
        kept = [row for row in evidence if all(pk in held for pk in _named_by(row))]
        if len(kept) == len(evidence):
            return kept
        evidence = kept


def _named_by(row: Row) -> list[int]:
    inputs = row["calculation"].get("inputs", [])
    return [one["evidence"] for one in inputs if one["evidence"] is not None]


def _with_origins(used: set[int], sources: Mapping[int, Row]) -> set[int]:
    found, step = set(used), set(used)
    while step:
        origins = {one["source"] for pk in step for one in sources[pk]["origins"]}
        step = (origins & sources.keys()) - found
        found |= step
    return found


def _secret(document: Document) -> Found:
    """Return whether a text names a source of the dossier that is off the record, or who is behind it."""
    printed = " ".join(row["text"] for row in document["blocks"] if not row["left_out"])
    speakers = {row["id"]: row for row in document["speakers"]}
    known = []
    for row in document["sources"]:
        if row["terms"] != Terms.ON_RECORD:
            speaker = speakers.get(row["speaker"], {"name": "", "aliases": []})
            people = [row["author"], speaker["name"], *speaker["aliases"]]
            known.append((row["title"], people, [row["publisher"], row["address"]]))
    known += [(row["whom"], [], []) for row in document["contacts"] if without_names(row) is not row]
    return names_of(known, printed)


def _unknown(row: Row, secret: Found) -> Row:
    """Return a speaker, without what it is known by elsewhere where the name has to stay on the desk."""
    known = {"description": "", "website": "", "wikidata": ""} if secret(row["name"]) else {}
    return row | known


def _with_parts(roles: Mapping[str, str], document: Document) -> dict[str, str]:
    """Return what stands for the names of people, and for their parts as people call each other.

    A part that the article, a speaker or a source has may be theirs, and stays.
    """
    sources = [[row["title"], row["author"], row["publisher"]] for row in document["sources"]]
    speakers = [[row["name"], *row["aliases"]] for row in document["speakers"]]
    texts = [[row["text"] for row in document["blocks"]], document["article"]["authors"], roles.values()]
    others = " ".join(text for row in (*sources, *speakers, *texts) for text in row)
    whole = _any_of(roles)
    taken = set(re.findall(r"\w+", whole.sub(" ", others) if whole else others))
    found: dict[str, str] = {}
    for name, role in roles.items():
        for part in re.findall(r"\w{3,}", name):
            if part not in taken and not part.islower():
                found[part] = SOMEBODY if found.get(part, role) != role else role
    return found | dict(roles)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(filter(None, names), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None


def _content(text: str | None, held: set[int], secret: Found, named: re.Pattern[str] | None) -> str | None:
    """The content of a claim's sign-off as it was hashed, if nothing in it has to stay on the desk."""
    if text is None or not _may_leave(text, secret, named):
        return None
    said = json.loads(text)
    if said.get("contacts") or any(said.get(name) not in (None, "", {}) for name in NOTES):
        return None
    for row in said.get("evidence") or []:
        if row["id"] not in held or row.get("note"):
            return None
    return text


def _article_content(text: str | None, secret: Found, named: re.Pattern[str] | None) -> str | None:
    """The same for an article: its claims' numbers, states and sign-offs, and what the chief said of words."""
    if text is None or not _may_leave(text, secret, named):
        return None
    return None if any(claim[2] for claim in json.loads(text)["claims"] or []) else text


def _may_leave(text: str, secret: Found, named: re.Pattern[str] | None) -> bool:
    return not secret(text) and (named is None or named.search(text) is None)


def _event(row: Row, secret: Found, named: re.Pattern[str] | None, roles: Mapping[str, str]) -> Row:
    """An event that tells nothing that has to stay on the desk; else its place in the chain, and its hash."""
    data = json.loads(row["hashed"])[8] or {}
    if row["verb"] not in TOLD or not data.keys() <= TOLD_DATA or secret(row["hashed"]):
        kept = {name: row[name] for name in ("sequence", "previous_hash", "hash")}
        return dict.fromkeys(row) | kept
    return row if named is None else row | {"hashed": None, "words": _with_roles(row["words"], named, roles)}


def _scrubbed(document: Document, secret: Found, named: re.Pattern[str] | None, roles: Mapping[str, str]) -> Document:
    """Leave out each text that names what is off the record; put roles for names."""

    def change(key: str, text: str) -> str:
        if key in PEOPLE:
            return roles.get(text, text)
        if key in AS_IT_STANDS or text in CODES:  # a word from a closed list names nobody
            return text
        if secret(text):
            return OUT
        return text if named is None else _with_roles(text, named, roles)

    return dict(changed(document, change))


def _with_roles(text: str, named: re.Pattern[str], roles: Mapping[str, str]) -> str:
    return named.sub(lambda found: roles[found[0]], text)
