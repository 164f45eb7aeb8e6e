"""What the claim panel shows, loaded in a constant number of queries: four for a claim, whatever hangs on it."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)

from claims.fields import VERDICT
from claims.models import (
    Backing,
    Claim,
    Derivation,
    Evidence,
)
from claims.models.withheld import TITLE as WITHHELD
from claims.queries.claim_history import PAGE
from claims.queries.compiled import Compiled, Slot, among, prepared_cursor
from claims.queries.content import differences, loaded
from claims.queries.findings import (
    CONTACTS,
    LEVELS,
    STANDINGS,
    around,
    as_log,
    as_sides,
    as_standings,
    linked_claims,
    links_of,
    mismatches_of,
)
from claims.queries.held import TEXTS, as_texts, held_in, unheld
from claims.rules.calculations import worked
from claims.rules.case import Log
from claims.rules.evidence import blocking, evaluate, warnings, weighed_of
from claims.rules.sending import lacking
from claims.rules.weight import independence
from claims.states import Access, ClaimState, DerivationKind, LinkKind, Verdict, choice_of
from claims.text.differences import word_diff

#: The states in which a claim is on its way to a signature.
UNSIGNED = {ClaimState.OPEN, ClaimState.CHECKING, ClaimState.CHANGED, ClaimState.IN_REVIEW}
#: Pieces of the writer's backing that a claim shows; the page Backing has all.
BACKING = 50

#: One round trip for what the desk and the article say about a claim: its content, verdict words, rules, reasons,
#: sides, whom it can be assigned to, who has it by Take next, the last sign-off that was voided with what it bound,
#: and how many of its threads are open; the changes of its sources that wait, what the rules read of its evidence, the
#: captured texts that its excerpts may be in, the backing on its lines, and the requests for comment that cover it.
_ABOUT = f"""
SELECT claim_content(c.id)::text,
  ({LEVELS.replace("%s", "c.id")}),
  (SELECT json_agg(json_build_array(v.verdict, v.code, btrim(v.glyph || ' ' || v.label), v.scheme_id = now.id)
     ORDER BY v.id) FROM claims_schemeverdict v,
     (SELECT id FROM claims_verdictscheme WHERE desk_id = c.desk_id ORDER BY number DESC LIMIT 1) now
   WHERE v.scheme_id IN (c.scheme_id, now.id)),
  (SELECT json_agg(json_build_array(kind, words) ORDER BY kind, position, id) FROM claims_reason
   WHERE desk_id = c.desk_id AND kind IN ('return', 'retire', 'reopen', 'not_examined')),
  (SELECT json_agg(json_build_array(id, name) ORDER BY id) FROM claims_side WHERE article_id = c.article_id),
  (SELECT json_agg(json_build_array(w.root_id, o.root_id, l.side_id)) FROM claims_placement l
   LEFT JOIN claims_speaker w ON w.id = l.speaker_id LEFT JOIN claims_source o ON o.id = l.source_id
   WHERE l.article_id = c.article_id),
  (SELECT json_agg(json_build_array(p.id, p.name) ORDER BY p.name, p.id) FROM claims_person p
   WHERE p.is_active AND EXISTS (SELECT 1 FROM claims_membership m WHERE m.person_id = p.id
     AND m.desk_id = c.desk_id AND m.role IN ('checker', 'chief'))),
  (SELECT json_build_array(p.name, l.person_id, l.took, l.until) FROM claims_lease l
   JOIN claims_person p ON p.id = l.person_id WHERE l.claim_id = c.id AND l.until > statement_timestamp()),
  (SELECT count(*) FROM claims_thread WHERE claim_id = c.id AND resolved_at IS NULL),
  (SELECT json_agg(json_build_array(x.id, x.words, (SELECT string_agg(p.name, ', ' ORDER BY p.name, p.id)
     FROM claims_person p WHERE p.id = ANY (x.makers)), x.makers, CASE x.finding WHEN '' THEN NULL
       ELSE json_build_array(x.was #>> '{{}}', x.now #>> '{{}}') END, x.changed_at) ORDER BY x.id)
   FROM claims_sourcechange x
   WHERE x.claim_id = c.id AND x.settled_at IS NULL),
  ({STANDINGS.replace("%s", "c.id")}),
  ({TEXTS.replace("%s", "c.id")}),
  (SELECT json_agg(b.said ORDER BY b.position) FROM (
     SELECT b.position, json_build_array(
       b.id, b.kind, b.author, b.date, left(b.words, 600), b.address, left(b.quote, 200),
       b.address <> '' AND EXISTS (
         SELECT 1 FROM claims_evidence e JOIN claims_source o ON o.id = e.source_id WHERE e.claim_id = c.id
           AND e.removed_at IS NULL AND address_page(o.address) = address_page(b.address))) AS said
     FROM claims_backing b JOIN claims_article a ON a.id = c.article_id AND a.current_version_id = b.version_id
     WHERE EXISTS (SELECT 1 FROM claims_line l JOIN claims_piece p ON p.block_id = l.block_id AND p.claim_id = c.id
       AND p.start < l."end" AND p."end" > l.start
       WHERE l.block_id = b.block_id AND l.start < b."end" AND l."end" > b.start)
     ORDER BY b.position LIMIT {BACKING}) b),
  ({CONTACTS.replace("%s", "c.id")}),
  s.signer, s.signer_id, s.signed_at, s.void_reason, s.content::text, s.accepted_by
FROM claims_claim c
LEFT JOIN LATERAL (
  SELECT p.name AS signer, v.signer_id, v.signed_at, v.void_reason, v.content,
    (SELECT name FROM claims_person WHERE id = (v.content ->> 'reply_accepted_by')::bigint) AS accepted_by
  FROM claims_signoff v JOIN claims_person p ON p.id = v.signer_id
  WHERE v.claim_id = c.id AND v.voided_at IS NOT NULL ORDER BY v.voided_at DESC, v.id DESC LIMIT 1
) s ON true
WHERE c.id = %s"""  # noqa: S608 - nothing of it was typed


@dataclass
class Voided:
    """The sign-off of a claim that was voided last, and what it bound; ``people`` names whom that mentions by id."""

    signer: str
    signer_id: int
    signed_at: datetime
    reason: str
    content: dict
    people: dict


@dataclass
class Held:
    """Who has a claim by Take next: a name, a person's id, whether it was nobody's before, and until when (UTC)."""

    name: str
    person: int
    took: bool
    until: datetime


@dataclass
class About:
    """``verdicts`` are (verdict, code of the desk's own, label, whether the scheme is the desk's newest), of the newest
    scheme and of the claim's; ``sides`` (id, name); ``side_of`` as as_sides gives it.

    ``changes`` are the changes of sources that wait: (id, what changed, who changed it, their ids, the words that stood
    there and stand there now, word by word, where the watch found it, when).
    ``backing`` are the pieces of the writer's backing on its lines, with the beginning of their words; one whose
    address is that of a source of its evidence is ``taken``. ``texts`` are the captured ones of held.py.
    """

    content: dict
    levels: dict
    verdicts: list
    reasons: dict
    sides: list
    side_of: dict
    assignees: list
    lease: Held | None
    voided: Voided | None
    open_threads: int
    changes: list
    standings: dict
    texts: list
    backing: list
    log: Log

    @property
    def verdict_labels(self):
        """{verdict: what the claim's scheme calls it}; what the newest one does, where the claim has none."""
        return {
            verdict: label
            for verdict, own, label, newest in sorted(self.verdicts, key=itemgetter(3), reverse=True)
            if not own
        }

    @property
    def verdict_choices(self):
        """[(value, label)] of what a claim may be judged now; one of the desk's own stands behind what it counts as."""
        order = list(Verdict)
        offered = sorted((order.index(verdict), own, label) for verdict, own, label, newest in self.verdicts if newest)
        return [(choice_of(order[at], own), label) for at, own, label in offered]


def about(claim):
    """The About of a claim, in one query."""
    with prepared_cursor() as cursor:
        cursor.execute(_ABOUT, [claim.pk])
        content, *rest, threads, changes, standings, texts, backing, log = (row := cursor.fetchone())[:-6]
    levels, verdicts, reasons, sides, placed, assignees, lease, changes, backing = (
        json.loads(part) if isinstance(part, str) else part for part in (*rest, changes, backing)
    )
    by_kind = defaultdict(list)
    for kind, words in reasons or []:
        by_kind[kind].append(words)
    return About(
        content=loaded(content),
        levels=levels or {},
        verdicts=verdicts or [(value, "", label, True) for value, label in Verdict.choices],
        reasons=dict(by_kind),
        sides=[tuple(side) for side in sides or []],
        side_of=as_sides(placed or []),
        assignees=[tuple(person) for person in assignees or []],
        lease=lease and Held(*lease[:3], datetime.fromisoformat(lease[3])),
        voided=_voided(*row[-6:]),
        open_threads=threads,
        changes=[
            (*change, word_diff(*passages) if passages and any(passages) else None, datetime.fromisoformat(at))
            for *change, passages, at in changes or []
        ],
        standings=as_standings(standings),
        texts=as_texts(texts),
        backing=[_backing(*one) for one in backing or []],
        log=as_log(log),
    )


def _backing(pk, kind, author, date, words, address, quote, taken):
    shown = Backing(pk=pk, kind=kind, author=author, date=date, words=words, address=address, quote=quote)
    shown.taken = taken
    return shown


def _voided(signer, signer_id, signed_at, reason, content, accepted_by):
    if signer_id is None:
        return None
    bound = loaded(content)
    people = {bound["reply_accepted_by"]: accepted_by} if accepted_by else {}
    return Voided(signer, signer_id, signed_at, reason, bound, people)


def since_signed(claim, about):
    """The Differences between what the last voided sign-off bound and the claim now, whoever signed it.

    None where no sign-off was ever voided, and while the claim is signed off or retired.
    """
    if about.voided is None or claim.state not in UNSIGNED:
        return None
    people = about.voided.people | {claim.reply_accepted_by_id: str(claim.reply_accepted_by)}
    return differences(about.voided.content, about.content, verdicts=about.verdict_labels, people=people)


@dataclass
class LinkShown:
    """A link from the claim's own ``end`` ("claim" or "to"): ``how`` it reads there, the other claim, its evidence."""

    pk: int
    end: str
    how: str
    other: Claim
    evidence: list


#: A link read from its other end.
BACKWARDS = {
    LinkKind.DENIES: "is denied by",
    LinkKind.REPEATS: "is repeated by",
    LinkKind.PART_OF: "has as a part",
}


@dataclass
class Findings:
    """``missing`` are (field, words) of what a claim lacks before any rule, ``mismatches`` what its words do not hold,
    each with the Offers of what they say instead; ``independence`` says what counts as fewer; the rest are rules'
    Findings."""

    missing: list
    mismatches: list
    stops: list
    warns: list
    met: list
    independence: list


def evidence_and_links(claim):
    """(the claim's evidence oldest first, its removed evidence, its links as LinkShown, as the rules read them).

    Of removed evidence the PAGE that were removed last; ``every`` of each says how many there are. ``derives`` of each
    piece has (verb, title of the origin, what drifted) for each origin of its source.
    """
    links = links_of(claim)
    others = {link.to_id if link.claim_id == claim.pk else link.claim_id for link in links}
    by_claim = defaultdict(list)
    removed = []
    for row in _EVIDENCE(claim=claim.pk, claims=[claim.pk, *others]):
        row.derives = [(DerivationKind(kind).label.lower(), *rest) for kind, *rest in map(json.loads, row.derives)]
        (by_claim[row.claim_id] if row.removed_at is None else removed).append(row)
    for rows in by_claim.values():
        for row in rows:
            row.worked = worked(row.calculation, rows) if row.calculation else None
    shown = []
    for link in links:
        out = link.claim_id == claim.pk
        other = link.to if out else link.claim
        how = link.get_kind_display() if out else BACKWARDS[link.kind]
        shown.append(LinkShown(link.pk, "claim" if out else "to", how, other, by_claim[other.pk]))
    return by_claim[claim.pk], removed, shown, linked_claims(claim, links, by_claim)


def derives_of(source):
    """An array, for each origin of the source that a column names: how it derives, the origin's title, the drift."""
    named = Case(When(origin__access=Access.RESTRICTED, then=Value(WITHHELD.lower())), default="origin__title")
    said = Func("kind", named, "drift", template="json_build_array(%(expressions)s)::text", output_field=TextField())
    return ArraySubquery(Derivation.objects.filter(source=OuterRef(source)).order_by("pk").values_list(said))


def _evidence():
    gone = Evidence.objects.filter(claim=Slot("claim"), removed_at__isnull=False).order_by("-removed_at", "-id")
    return (
        Evidence.objects.filter(among("claim_id", Slot("claims")))
        .filter(Q(removed_at__isnull=True) | Q(pk__in=gone.values("pk")[:PAGE]))
        .annotate(every=Subquery(gone.order_by().values("claim").annotate(n=Count("pk")).values("n")))
        .select_related("source__speaker", "added_by", "removed_by")
        .annotate(copied_from_number=F("copied_from__claim__number"), derives=derives_of("source"))
        .order_by("id")
    )


_EVIDENCE = Compiled(_evidence)


def findings_of(claim, evidence, linked, about):
    """The Findings of a claim; each piece of its ``evidence`` then has what is ``held`` of it: a Held, or None."""
    held = held_in(evidence, about.texts)
    for row in evidence:
        row.held = held.get(row.pk)
    of = {"standings": about.standings, "levels": about.levels, "unheld": unheld(held), "log": about.log}
    found = evaluate(claim, evidence=evidence, linked=linked, **of)
    unsigned = claim.state in UNSIGNED
    return Findings(
        missing=lacking(claim) if unsigned else [],
        mismatches=mismatches_of(claim, around(claim)) if unsigned else [],
        stops=blocking(found),
        warns=warnings(found),
        met=[finding for finding in found if finding.ok],
        independence=independence(weighed_of(claim, evidence, linked, about.standings)),
    )


def claims_to_list(article):
    """The article's claims in reading order, retired ones last, light: for the list and for choosing another claim."""
    rows = _TO_LIST(article=article.pk)
    return [row for retired in (False, True) for row in rows if (row.state == ClaimState.RETIRED) is retired]


_TO_LIST = Compiled(
    lambda: (
        Claim.objects.filter(article=Slot("article"))
        .only("article_id", "number", "statement", "quoted", "state", "line_number", *VERDICT)
        .order_by("line_number", "number")
    )
)
