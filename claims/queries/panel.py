"""What the claim panel shows, loaded in a constant number of queries: four for a claim, whatever hangs on it."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat

from claims.models import (
    Anchoring,
    Claim,
    Contributor,
    Desk,
    Event,
    Evidence,
    Lineage,
    Person,
    SignOff,
    Source,
    Speaker,
    SpeakerAlias,
)
from claims.queries.compiled import Compiled, Slot
from claims.queries.content import Difference, differences, facts, loaded
from claims.queries.findings import around, as_sides, linked_claims, links_of
from claims.queries.search import Fold, WordsQuery
from claims.rules.evidence import blocking, evaluate, required_to_send, warnings
from claims.states import AnchorResult, ClaimState, LinkKind, Verdict
from claims.text.differences import word_diff
from claims.text.names import word_patterns

#: The states in which a claim is on its way to a signature.
UNSIGNED = {ClaimState.OPEN, ClaimState.CHECKING, ClaimState.CHANGED, ClaimState.IN_REVIEW}
#: Events on one page of a claim's history; and the newest of anything else that grows with a claim.
PAGE = 30

#: One round trip for what the desk and the article say about a claim: its content, verdict words, rules, reasons,
#: sides, whom it can be assigned to, the last sign-off that was voided, and how many of its threads are open.
_ABOUT = """
SELECT claim_content(c.id)::text,
  (SELECT json_object_agg(code, level) FROM claims_evidencerule WHERE desk_id = c.desk_id AND level <> 'off'),
  (SELECT json_agg(json_build_array(v.verdict, v.label, v.meaning) ORDER BY v.id) FROM claims_schemeverdict v
   WHERE v.scheme_id = coalesce(c.scheme_id,
     (SELECT id FROM claims_verdictscheme WHERE desk_id = c.desk_id ORDER BY number DESC LIMIT 1))),
  (SELECT json_agg(json_build_array(kind, words) ORDER BY kind, position, id) FROM claims_reason
   WHERE desk_id = c.desk_id AND kind IN ('return', 'retire', 'reopen', 'not_examined')),
  (SELECT json_agg(json_build_array(id, name) ORDER BY id) FROM claims_side WHERE article_id = c.article_id),
  (SELECT json_agg(json_build_array(speaker_id, source_id, side_id)) FROM claims_placement
   WHERE article_id = c.article_id),
  (SELECT json_agg(json_build_array(p.id, p.name) ORDER BY p.name, p.id) FROM claims_person p
   WHERE p.is_active AND EXISTS (SELECT 1 FROM claims_membership m WHERE m.person_id = p.id
     AND m.desk_id = c.desk_id AND m.role IN ('checker', 'chief'))),
  (SELECT json_build_array(p.name, s.void_reason, p.id) FROM claims_signoff s JOIN claims_person p ON p.id = s.signer_id
   WHERE s.claim_id = c.id AND s.voided_at IS NOT NULL ORDER BY s.voided_at DESC, s.id DESC LIMIT 1),
  (SELECT count(*) FROM claims_thread WHERE claim_id = c.id AND resolved_at IS NULL)
FROM claims_claim c WHERE c.id = %s"""


@dataclass
class About:
    """``verdicts`` are (value, label, meaning); ``sides`` (id, name); ``side_of`` as rules/weight.Sides."""

    content: dict
    levels: dict
    verdicts: list
    reasons: dict
    sides: list
    side_of: dict
    assignees: list
    voided: list | None
    open_threads: int

    @property
    def verdict_labels(self):
        return {value: label for value, label, _ in self.verdicts}


def about(claim):
    """The About of a claim, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [claim.pk])
        content, levels, verdicts, reasons, sides, placed, assignees, voided, threads = cursor.fetchone()
    levels, verdicts, reasons, sides, placed, assignees, voided = (
        json.loads(part) if isinstance(part, str) else part
        for part in (levels, verdicts, reasons, sides, placed, assignees, voided)
    )
    by_kind = defaultdict(list)
    for kind, words in reasons or []:
        by_kind[kind].append(words)
    return About(
        content=loaded(content),
        levels=levels or {},
        verdicts=verdicts or [(value, label, "") for value, label in Verdict.choices],
        reasons=dict(by_kind),
        sides=[tuple(side) for side in sides or []],
        side_of=as_sides(placed or []),
        assignees=[tuple(person) for person in assignees or []],
        voided=voided,
        open_threads=threads,
    )


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
    """``missing`` are words about what a claim lacks before any rule; the rest are rules' Findings."""

    missing: list
    stops: list
    warns: list
    met: list


def evidence_and_links(claim):
    """(the claim's evidence oldest first, its removed evidence, its links as LinkShown, as the rules read them).

    Of removed evidence the PAGE that were removed last; ``every`` of each says how many there are.
    """
    links = links_of(claim)
    others = {link.to_id if link.claim_id == claim.pk else link.claim_id for link in links}
    gone = Evidence.objects.filter(claim=claim, removed_at__isnull=False).order_by("-removed_at", "-id")
    rows = (
        Evidence.objects.filter(claim__in=[claim.pk, *others])
        .filter(Q(removed_at__isnull=True) | Q(pk__in=gone.values("pk")[:PAGE]))
        .annotate(every=Subquery(gone.order_by().values("claim").annotate(n=Count("pk")).values("n")))
        .select_related("source__origin__origin__origin", "source__speaker", "added_by", "removed_by")
        .order_by("id")
    )
    by_claim = defaultdict(list)
    removed = []
    for row in rows:
        (by_claim[row.claim_id] if row.removed_at is None else removed).append(row)
    shown = []
    for link in links:
        out = link.claim_id == claim.pk
        other = link.to if out else link.claim
        how = link.get_kind_display() if out else BACKWARDS[link.kind]
        shown.append(LinkShown(link.pk, "claim" if out else "to", how, other, by_claim[other.pk]))
    return by_claim[claim.pk], removed, shown, linked_claims(claim, links, by_claim)


def findings_of(claim, evidence, linked, about):
    found = evaluate(claim, evidence=evidence, linked=linked, sides=about.side_of, levels=about.levels)
    return Findings(
        missing=required_to_send(claim, around(claim)) if claim.state in UNSIGNED else [],
        stops=blocking(found),
        warns=warnings(found),
        met=[finding for finding in found if finding.ok],
    )


def claims_to_list(article):
    """The article's claims in reading order, retired ones last, light: for the list and for choosing another claim."""
    rows = _TO_LIST(article=article.pk)
    return sorted(rows, key=lambda claim: (claim.state == ClaimState.RETIRED, claim.line_number, claim.number))


_TO_LIST = Compiled(
    lambda: Claim.objects.filter(article=Slot("article")).only(
        "article_id", "number", "statement", "quoted", "state", "line_number"
    )
)


@dataclass
class SignOffShown:
    signoff: SignOff
    facts: list


def signoffs_of(claim, about):
    """(sign-offs newest first with what each bound, differences since the newest voided one, contributors).

    The differences are empty while a sign-off stands, and None where none was ever voided.
    """
    rows = list(
        SignOff.objects.filter(claim=claim)
        .select_related("signer", "voided_by", "rules_event__actor")
        .annotate(bound=Cast("content", TextField()))
        .defer("content")
        .order_by("-id")
    )
    contents = [loaded(row.bound) for row in rows]
    ids = {content.get("reply_accepted_by") for content in [*contents, about.content]} - {None}
    people = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    say = {"verdicts": about.verdict_labels, "people": people}
    shown = [SignOffShown(row, facts(content, **say)) for row, content in zip(rows, contents, strict=True)]
    voided = [(row, content) for row, content in zip(rows, contents, strict=True) if row.voided_at]
    since: list[Difference] | None = None
    if voided:
        newest = max(voided, key=lambda pair: (pair[0].voided_at, pair[0].pk))
        since = [] if any(row.voided_at is None for row in rows) else differences(newest[1], about.content, **say)
    contributors = Contributor.objects.filter(claim=claim).select_related("person").order_by("id")
    return shown, since, list(contributors)


def text_since(claim, signoffs):
    """(what versions did to the words of a claim, or around them, since it was signed last; how many before these).

    Each is (Anchoring, its difference), the PAGE newest of them, oldest first; the Anchoring has its version and who
    brought that in. One query.
    """
    rows = Anchoring.objects.filter(claim=claim).exclude(result=AnchorResult.KEPT)
    if signoffs:
        rows = rows.filter(at__gt=max(shown.signoff.signed_at for shown in signoffs))
    rows = rows.select_related("version__created_by").annotate(every=Window(Count("pk"))).order_by("-id")
    newest = list(rows[:PAGE])[::-1]
    return [(row, word_diff(*row.text_shown)) for row in newest], newest[0].every - len(newest) if newest else 0


def history_of(claim, before=None):
    """(one page of a claim's events, newest first; the sequence to page on before, or None)."""
    events = Event.objects.filter(claim=claim).select_related("actor").order_by("-sequence")
    if before is not None:
        events = events.filter(sequence__lt=before)
    page = list(events[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].sequence if len(page) > PAGE else None


def lineage_of(claim):
    """What the claim came from and what became of it: (words, the other claim)."""
    rows = Lineage.objects.filter(Q(parent=claim) | Q(child=claim)).select_related("parent", "child")
    became = {"split": "was split into", "merge": "was merged into"}
    return [
        (row.get_kind_display(), row.parent) if row.child_id == claim.pk else (became[row.kind], row.child)
        for row in rows
    ]


def who_changed(claim, names):
    """{field: the Event of its last change} for those of ``names`` whose change the record holds."""
    found = {}
    events = Event.objects.filter(claim=claim, verb="claim_saved").select_related("actor").order_by("-sequence")
    for event in events[:PAGE]:
        for name in event.data.get("fields", {}):
            if name in names:
                found.setdefault(name, event)
    return found


def found_speakers(desk_id, key, limit=8):
    """The desk's speakers that ``key`` (a name as editing.speakers.name_key gives it) may mean, the likeliest first.

    Each of its words begins a word of the name, of an alias or of the description (claims/text/names.py), whatever the
    case and accents of either. A name that is the key comes first, then names that begin with it, names with all its
    words, aliases, descriptions.
    """
    if not key:
        return []
    if not key.isascii():
        key = Desk.objects.values_list(Fold(Value(key)), flat=True).get(pk=desk_id)
    alias = SpeakerAlias.objects.filter(speaker=OuterRef("pk")).alias(plain=Fold("key"))
    aliases = alias.order_by().values("speaker").annotate(all=StringAgg("plain", Value(" "))).values("all")
    speakers = Speaker.objects.filter(desk_id=desk_id).alias(
        plain=Fold("key"),
        aka=Coalesce(Subquery(aliases), Value(""), output_field=TextField()),
        about=Concat("plain", Value(" "), "aka", Value(" "), Fold("description"), output_field=TextField()),
    )
    named, known, found = Q(), Q(), Q()
    for pattern in word_patterns(key):
        named &= Q(plain__regex=pattern)
        known &= Q(aka__regex=pattern)
        found &= Q(about__regex=pattern)
    rank = Case(
        When(Q(plain=key) | Exists(alias.filter(plain=key)), then=0),
        When(plain__startswith=key, then=1),
        When(named, then=2),
        When(known, then=3),
        default=4,
        output_field=IntegerField(),
    )
    return list(speakers.filter(found).order_by(rank, "name", "id")[:limit])


#: A word with the dots of a host in it: news.am.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


def found_sources(desk_id, words, limit=8):
    """The desk's sources that half-typed ``words`` may mean: at this address, or else each word begins one of title,

    publisher or author, or is the host of its address. The one of exactly this title comes first, then the newest.
    No address, whole or in part, brings up a source that is off the record.
    """
    sources = Source.objects.filter(desk_id=desk_id)
    if re.match(r"https?://", words):
        return list(sources.filter(address__startswith=words, off_record=False).order_by("-id")[:limit])
    found = Q()
    for typed in words.split()[:12]:
        if not re.search(r"\w", typed):
            continue
        host = typed.strip(".-")
        matches = Q(search=WordsQuery(typed.replace('"', " "), each=True))
        if _HOST.fullmatch(host):
            matches |= Q(off_record=False, address__iregex=rf"^https?://([^/]*\.)?{re.escape(host)}")
        found &= matches
    if not found:
        return []
    exact = Case(When(folded=Fold(Value(words)), then=0), default=1, output_field=IntegerField())
    sources = sources.alias(folded=Fold("title"))
    return list(sources.filter(found).order_by(exact, "-id")[:limit])


def exact_source(desk_id, words):
    """The desk's source of exactly this title or address, if there is just one; None otherwise."""
    found = list(Source.objects.filter(Q(title__iexact=words) | Q(address=words), desk_id=desk_id)[:2])
    return found[0] if len(found) == 1 else None


#: The events that say that somebody changed what a claim holds.
FIXES = {
    "claim_saved",
    "words_changed",
    "evidence_added",
    "evidence_changed",
    "evidence_confirmed",
    "evidence_put_back",
    "evidence_removed",
    "linked",
    "unlinked",
    "reply_waived",
}


def fixed_by(person, claim):
    """Whether the person changed anything in a claim since it was sent to review."""
    since = Event.objects.filter(claim=claim, actor=person, at__gte=claim.sent_at or claim.state_since)
    return since.filter(verb__in=FIXES).exists()
