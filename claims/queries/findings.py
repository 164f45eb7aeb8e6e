"""What the evidence rules say of a claim: everything that they judge by, loaded in a constant number of queries."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, Substr

from claims.models import Claim, ClaimLink, Contact, Evidence, FormerReply, Line, Person
from claims.queries.compiled import Compiled, Slot, among, prepared_cursor
from claims.queries.held import TEXTS, as_texts, held_in, unheld
from claims.rules.case import Linked, Log
from claims.rules.evidence import Finding, evaluate
from claims.rules.printed import LONGEST_HELD, Around, Mismatch, Offer, mismatches, offers, says_what_is_printed
from claims.rules.weight import Standing
from claims.states import Form

#: Characters before and after a claim's words that are read of their sentence, and of their paragraph.
NEAR, WIDE = 2_000, 10_000
#: Pieces of a claim that its fields are compared with.
PIECES_HELD = 200
_LONGEST_WORD = 200  # characters

#: Of evidence, by its id, what the rules read of it (a Standing), as JSON; NULL for none.
STANDINGS = """SELECT json_object_agg(s.evidence_id, json_build_array(s.keys, s.words, s.words_sided, s.own, s.sided,
  s.other_side, s.of_article, s.off_record, s.withdrawn, s.reference)) FROM evidence_standings(ARRAY(
    SELECT e.id FROM claims_evidence e WHERE e.claim_id = %s AND e.removed_at IS NULL)) s"""


def standings_of(claim: Claim) -> dict[int, Standing]:
    """{evidence's id: its Standing} of what was not removed from a claim; one query."""
    with prepared_cursor() as cursor:
        cursor.execute(STANDINGS, [claim.pk])
        return as_standings(cursor.fetchone()[0])


def as_standings(found: str | Mapping[str, Any] | None) -> dict[int, Standing]:
    """What STANDINGS gives."""
    rows = json.loads(found) if isinstance(found, str) else found or {}
    return {int(pk): Standing(frozenset(keys), frozenset(words), *said) for pk, (keys, words, *said) in rows.items()}


#: The requests for comment that cover a claim, with the hours of its desk, as JSON.
CONTACTS = """SELECT json_build_array(d.reply_hours, (
  SELECT json_agg(to_jsonb(k) || jsonb_build_object(
    'logged_by', l.name, 'answer_logged_by', a.name, 'struck_by', s.name,
    'void', o.off_record OR o.withdrawn <> '', 'covered', (
      SELECT json_agg(other.number ORDER BY other.number) FROM claims_contactclaim y
      JOIN claims_claim other ON other.id = y.claim_id WHERE y.contact_id = k.id)) ORDER BY k.id)
  FROM claims_contactclaim x JOIN claims_contact k ON k.id = x.contact_id JOIN claims_person l ON l.id = k.logged_by_id
  LEFT JOIN claims_person a ON a.id = k.answer_logged_by_id LEFT JOIN claims_person s ON s.id = k.struck_by_id
  LEFT JOIN claims_source o ON o.id = k.source_id WHERE x.claim_id = g.id),
  (SELECT to_jsonb(f) FROM claims_formerreply f WHERE f.claim_id = g.id))::text
FROM claims_claim g JOIN claims_desk d ON d.id = g.desk_id WHERE g.id = %s"""
#: {rule: level} of a claim's desk, as JSON, without those that are off; NULL for none.
LEVELS = """SELECT json_object_agg(r.code, r.level) FROM claims_claim q
  JOIN claims_evidencerule r ON r.desk_id = q.desk_id AND r.level <> 'off' WHERE q.id = %s"""
#: What the rules read beside a claim, its evidence and its links, in one round trip.
_BESIDE = f"""SELECT ({TEXTS.replace("%s", "c.id")}), ({STANDINGS.replace("%s", "c.id")}),
  ({LEVELS.replace("%s", "c.id")}), ({CONTACTS.replace("%s", "c.id")})
FROM claims_claim c WHERE c.id = %s"""  # noqa: S608 - nothing of it was typed
_LOGGERS = ("logged_by", "answer_logged_by", "struck_by")
_MOMENTS = ("asked_at", "deadline", "logged_at", "answered_at", "answer_logged_at", "struck_at")


def as_log(found: str) -> Log:
    """What CONTACTS gives. Each Contact has its people, by name, and numbers of claims as ``covered``."""
    hours, rows, former = json.loads(found)
    contacts = []
    for row in rows or []:
        beside = {name: row.pop(name) for name in ("void", "covered")}
        row |= {name: row[name] and datetime.fromisoformat(row[name]) for name in _MOMENTS}
        people = {name: row.pop(name) for name in _LOGGERS}
        contact = Contact(**row)
        for name, called in people.items():
            if called is not None:
                setattr(contact, name, Person(pk=row[f"{name}_id"], name=called))
        vars(contact).update(beside)
        contacts.append(contact)
    if former:
        former |= {name: former[name] and datetime.fromisoformat(former[name]) for name in ("asked", "until")}
    return Log(hours, tuple(contacts), FormerReply(**former) if former else None)


def as_sides(placements: Iterable[Sequence[int]]) -> dict[tuple[str, int], int]:
    """{("speaker" or "source", its id): the side's id} from placements of one article: (speaker, source, side)."""
    return {("speaker", sp) if sp else ("source", source): side for sp, source, side in placements}


def evidence_of(claims: Iterable[Claim]) -> list[Evidence]:
    """The evidence of some claims that was not removed, oldest first, with its sources."""
    return _EVIDENCE(claims=[claim.pk for claim in claims])


_EVIDENCE = Compiled(
    lambda: (
        Evidence.objects.filter(among("claim_id", Slot("claims")), removed_at__isnull=True)
        .select_related("source__speaker", "added_by")
        .order_by("id")
    )
)


def links_of(claim: Claim) -> list[ClaimLink]:
    """The links of a claim, both ways, with the claims at their other ends."""
    return _LINKS(claim=claim.pk)


_LINKS = Compiled(
    lambda: ClaimLink.objects.filter(Q(claim=Slot("claim")) | Q(to=Slot("claim"))).select_related(
        "claim__speaker", "to__speaker"
    )
)


def linked_claims(
    claim: Claim, links: Iterable[ClaimLink], evidence_by_claim: Mapping[int, Collection[Evidence]] | None = None
) -> list[Linked]:
    """Links as the rules read them: Linked(kind, direction, other claim, its evidence)."""
    evidence_by_claim = evidence_by_claim or {}
    linked = []
    for link in links:
        out = link.claim_id == claim.pk
        other = link.to if out else link.claim
        linked.append(Linked(link.kind, "out" if out else "in", other, evidence_by_claim.get(other.pk, ())))
    return linked


def around(claim: Claim) -> Around:
    """Return the Around of a claim's words in the current version. Makes one query, or none if no field needs it."""
    return arounds([claim])[claim.pk]


def arounds(claims: Sequence[Claim]) -> dict[int, Around]:
    """Return {id: Around} of the words of one article's claims in its current version, in one query at most.

    A sentence is given as far as NEAR characters before and after the claim's words, a paragraph as far as WIDE.
    """
    asked = [claim for claim in claims if says_what_is_printed(claim) and len(claim.quoted) <= LONGEST_HELD]
    found: dict[int, list[tuple[Any, ...]]] = {claim.pk: [] for claim in asked}
    if asked:
        for pk, *row in _lines_around(asked):
            found[pk].append(tuple(row))
    return {claim.pk: _around(found[claim.pk]) if claim.pk in found else Around() for claim in claims}


def _lines_around(claims: Sequence[Claim]) -> Iterable[tuple[Any, ...]]:
    """Return (claim's id, and the row that _around takes) for each line of each of their pieces, in reading order."""
    wide = any(claim.form == Form.DIRECT and (claim.verb or claim.speaker_as_printed) for claim in claims)
    version = claims[0].article.current_version_id
    if len(claims) == 1:
        return _lines_around_one(wide)(version=version, claim=claims[0].pk)
    return _lines(wide, version=version, block__pieces__claim__in=claims)[: (PIECES_HELD + 1) * len(claims)]


@cache
def _lines_around_one(wide: bool) -> Compiled:
    return Compiled(
        lambda: _lines(wide, version=Slot("version"), block__pieces__claim=Slot("claim"))[: PIECES_HELD + 1]
    )


def _lines(wide: bool, **of: Any) -> QuerySet[Line, tuple[Any, ...]]:
    """Return the rows of _lines_around; ``wide`` is with their paragraphs, ``of`` filters by version and claims."""
    head, tail = Greatest("start", "block__pieces__start"), Least("end", "block__pieces__end")
    rows = (
        Line.objects.filter(block__pieces__start__lt=F("end"), block__pieces__end__gt=F("start"), **of)
        .annotate(first=head, last=tail, above=Greatest(F("start"), head - NEAR), below=Least(F("end"), tail + NEAR))
        .annotate(
            words=Substr("block__text", F("above") + 1, F("below") - F("above")),
            paragraph=Substr("block__text", Greatest(0, head - WIDE) + 1, tail + WIDE - Greatest(0, head - WIDE))
            if wide
            else Value(""),
        )
        .order_by("block__pieces__claim", "number", "block__pieces__start")
    )
    columns = ("start", "end", "above", "below", "words", "first", "last", "paragraph")
    return rows.values_list("block__pieces__claim", *columns)


def _around(found: Sequence[tuple[Any, ...]]) -> Around:
    at: dict[str, int] = {}  # {sentence: where it begins}: the pieces of one sentence have it in common
    own, length = [], 0
    for start, end, above, below, words, first, last, _ in found:
        cut = _to_blank(words) if above > start else 0
        # Without the halves of words at the ends that were cut: half a number is another number.
        words = words[cut : len(words) - (_to_blank(words[::-1]) if below < end else 0)]
        if words not in at:
            at[words] = length
            length += len(words) + 1
        own.append((at[words] + first - above - cut, at[words] + last - above - cut))
    if len(found) > PIECES_HELD or length > LONGEST_HELD:
        return Around(too_long=True)
    return Around("\n".join(at), "\n".join(dict.fromkeys(paragraph for *_, paragraph in found)), tuple(own))


def mismatches_of(claim: Claim, around: Around) -> list[tuple[Mismatch, list[Offer]]]:
    """Return what the words of a claim do not hold, each with what they say instead. Loaded: its article."""
    found = mismatches(claim, around)
    offered = offers(claim, around, found)
    return [(one, offered.get(one.fact, [])) for one in found]


def _to_blank(words: str) -> int:
    return next((at for at, character in enumerate(words[:_LONGEST_WORD]) if character.isspace()), 0)


def findings_for(
    claim: Claim, *, evidence: Iterable[Evidence] | None = None, links: Iterable[ClaimLink] | None = None
) -> list[Finding]:
    """The Findings of every rule that applies to the claim as it stands. At most four queries."""
    evidence = evidence_of([claim]) if evidence is None else list(evidence)
    with prepared_cursor() as cursor:
        cursor.execute(_BESIDE, [claim.pk])
        texts, standings, levels, log = cursor.fetchone()
    return evaluate(
        claim,
        evidence=evidence,
        unheld=unheld(held_in(evidence, as_texts(texts))),
        linked=linked_claims(claim, links_of(claim) if links is None else links),
        standings=as_standings(standings),
        levels=json.loads(levels) if isinstance(levels, str) else levels or {},
        log=as_log(log),
    )
