"""An article with its claims comes from another desk: as work to go on with, and with its sign-offs as history."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, ProgrammingError
from django.utils import timezone

from claims.editing.articles import people_named, write_whole
from claims.editing.evidence import SAID
from claims.editing.imported_contacts import import_contacts
from claims.editing.imported_rows import SOURCE, SOURCE_SINCE, UNSOUND, block_of, number_in, origins_of, sound, time_in
from claims.editing.sources import make_source
from claims.editing.speakers import find_speaker, name_key, speaker_meant, speaker_named
from claims.errors import Invalid
from claims.history import acting, check_now, record
from claims.models import (
    Article,
    ArticleImport,
    ChainLink,
    Claim,
    ClaimLink,
    Derivation,
    Evidence,
    Lineage,
    NoClaimMark,
    Piece,
    Placement,
    SchemeVerdict,
    Source,
    SpeakerAlias,
    VerdictScheme,
)
from claims.permissions import allow, may_bring_in, may_import
from claims.queries.found import source_at
from claims.states import NO_DUE, ClaimState, LineDecision, Stance, Terms
from claims.text.counted import plural

#: What of a claim comes along as it is. Not what somebody decided by name: a reply that is not needed, words that may
#: stand, rules that are overridden (their reasons name evidence by numbers of the other desk).
CLAIM = (
    "statement",
    "kind",
    "risk_flags",
    "speech_act",
    "verb",
    "verb_endorses",
    "form",
    "speaker_as_printed",
    "figure_unit",
    "figure_modifier",
    "attribution",
    "attribution_note",
    "verdict",
    "verdict_flags",
    "true_for",
    "rationale",
    "line_decision",
    "proposed_words",
    "reworded_statement",
    "reworded_verdict",
    "decision_reason",
    "must_fix",
)
EVIDENCE = (*SAID, "confirmed")
ARTICLE = ("ownership", "headline", "outlet", "address", "published_zone", "language")


def import_article(desk, document, content, *, actor):
    """Make an article of a dossier.json that was verified. Returns it.

    ``document`` is what ``content``, its bytes, says: an internal dossier as docs/in-and-out.md has it. No sign-off is
    live here: a claim that was signed off, in review or changed is *checking*, with nobody, since sending it to review
    adopts it, which takes somebody of this desk who has read it. Whoever imports is a contributor of every claim that
    was judged, and signs none. Marks wait for a review. One event says where all came from. Raises NotYours, NotNow,
    Invalid.
    """
    allow(may_bring_in(actor, desk.pk))
    allow(may_import(actor, desk.pk))
    try:
        with acting(actor):
            article = _Import(desk, document, actor).article(content)
            check_now()
    except (*UNSOUND, ValidationError, DataError, IntegrityError, ProgrammingError) as wrong:
        said = "; ".join(wrong.messages) if isinstance(wrong, ValidationError) else str(wrong).partition("\n")[0]
        raise Invalid(f"This file cannot be imported: {said}") from wrong
    return article


class _Import:
    def __init__(self, desk, document, actor):
        self.desk, self.document, self.actor = desk, document, actor
        self.scheme = VerdictScheme.objects.filter(desk=desk).order_by("-number").first()
        self.own = set(SchemeVerdict.objects.filter(scheme=self.scheme).values_list("verdict", "code"))

    def article(self, content):
        said = self.document["article"]
        fields = {name: said[name] for name in ARTICLE}
        fields |= {
            "published_date": said["published_date"] and date.fromisoformat(said["published_date"]),
            "published_time": said["published_time"],
            "deadline": time_in(said["deadline"]) or NO_DUE,
        }
        self.made = Article(desk=self.desk, created_by=self.actor, **fields)
        sound(self.made, fields)
        self.made.save()
        for outlet, address in said["chain"]:
            sound(ChainLink(outlet=outlet, address=address), ("outlet", "address"))
        version = write_whole(
            self.made,
            [block_of(row) for row in self.document["blocks"]],
            actor=self.actor,
            authors=people_named(self.desk, said["authors"]),
            chain=said["chain"],
            sides=said["sides"],
        )
        self.blocks = {block.position: block for block in version.blocks.all()}
        self.version = version
        self.speakers = self._speakers()
        self.sources = self._sources()
        self._place()
        self.claims = self._claims()
        self._lineage()
        self._pieces()
        self._evidence()
        self._links()
        live = {claim.number: claim for claim in Claim.objects.filter(article=self.made)}
        rows = self.document.get("contacts", [])  # older files have none
        import_contacts(self.made, rows, live, self.sources, actor=self.actor)
        self._states()
        self._marks()
        self._record(content)
        self.made.refresh_from_db()
        return self.made

    def _speakers(self):
        """{id there: the Speaker here}: the desk's by name or other name, or the one meant, or a new one."""
        found, merged = {}, {}
        for row in self.document["speakers"]:
            merged[row["id"]] = row["merged_into"]
            names = [row["name"], *row["aliases"]]
            known = next(filter(None, (find_speaker(self.desk.pk, name) for name in names)), None)
            found[row["id"]] = known or self._new_speaker(row)
        return {pk: found.get(merged[pk], speaker) for pk, speaker in found.items()}

    def _new_speaker(self, row):
        new = {"kind": row["kind"], "description": row["description"][:300]}
        try:
            speaker = speaker_meant(self.made, row["name"], **new)
        except Invalid:  # two of the desk may be meant: nobody guesses
            speaker = speaker_named(self.desk.pk, row["name"], **new)
        if speaker.name == row["name"] and not speaker.website and not speaker.wikidata:
            speaker.website, speaker.wikidata = row["website"], row["wikidata"]
            sound(speaker, ("website", "wikidata"))
            speaker.save(update_fields=["website", "wikidata"])
        for name in row["aliases"]:
            if not find_speaker(self.desk.pk, name):
                SpeakerAlias.objects.create(speaker=speaker, desk=self.desk, name=name[:200], key=name_key(name))
        return speaker

    def _sources(self):
        """{id there: the Source here}: the desk's at this address or of this title and date, or a new one."""
        found = {row["id"]: self._source(row) for row in self.document["sources"]}
        for row in self.document["sources"]:
            source, is_new = found[row["id"]]
            for one in origins_of(row) if is_new else ():
                origin = found.get(one["source"], (None, False))[0]
                made = Derivation(source=source, origin=origin, kind=one["kind"], drift=one["drift"])
                if origin is not None and origin.pk != source.pk:
                    sound(made, ("kind", "drift"))
                    made.save()
        same = {row["id"]: row.get("merged_into") for row in self.document["sources"]}
        return {pk: found.get(same[pk], found[pk])[0] for pk in found}

    def _source(self, row):
        fields = {name: row[name] for name in SOURCE}
        fields |= {name: row.get(name, "") for name in SOURCE_SINCE}
        # In dossiers from before, a source was on the record or off it.
        fields["terms"] = row.get("terms") or (Terms.OFF_RECORD if row["off_record"] else Terms.ON_RECORD)
        fields |= {"published_on": row["published_on"] and date.fromisoformat(row["published_on"])}
        fields["speaker"] = self.speakers.get(row["speaker"])
        sound(Source(desk=self.desk, **fields), [*SOURCE, *SOURCE_SINCE, "terms"])
        newest = Source.objects.filter(desk=self.desk).order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            source = make_source(self.desk.pk, actor=self.actor, **fields)
        except Invalid:
            source = self._known(fields)
        if source is None or source.terms != fields["terms"]:
            # What was told off the record there is not told on the record here.
            source = Source.objects.create(desk=self.desk, created_by=self.actor, **fields | {"address": ""})
        return source, source.pk > newest

    def _known(self, fields):
        """The source that the desk has, described otherwise: its own description stays."""
        if fields["address"]:
            exact = Source.objects.filter(desk=self.desk, address=fields["address"]).first()
            return exact or source_at(self.desk.pk, fields["address"])
        return Source.objects.filter(desk=self.desk, address="", title__iexact=fields["title"]).order_by("pk").first()

    def _place(self):
        sides = {side.name: side for side in self.made.sides.all()}
        for kind, rows, here in (
            ("speaker", self.document["speakers"], self.speakers),
            ("source", self.document["sources"], self.sources),
        ):
            for row in rows:
                if side := sides.get(row["side"]):
                    thing = here[row["id"]]
                    placed = {kind: (thing.root or thing) if kind == "speaker" else thing}
                    Placement.objects.get_or_create(article=self.made, **placed, defaults={"side": side})

    def _claims(self):
        return {row["number"]: self._claim(row) for row in self.document["claims"]}

    def _claim(self, row):
        fields = {name: row[name] for name in CLAIM}
        own = {"verdict": row["verdict_own"], "reworded_verdict": row["reworded_verdict_own"]}
        if row["wording_applied"]:  # the article has the proposed words, and the claim is about them
            fields["statement"] = row["reworded_statement"] or row["statement"]
            if row["reworded_verdict"]:
                fields["verdict"], own["verdict"] = row["reworded_verdict"], own["reworded_verdict"]
            fields |= {"line_decision": LineDecision.KEEP, "proposed_words": "", "reworded_statement": ""}
            fields["reworded_verdict"] = own["reworded_verdict"] = ""
        for name, code in own.items():
            fields[f"{name}_own"] = code if (fields[name], code) in self.own else ""
        claim = Claim(
            article=self.made,
            desk=self.desk,
            number=row["number"],
            created_by=self.actor,
            speaker=self.speakers.get(row["speaker_id"]),
            via=self.speakers.get(row["via_id"]),
            scheme=self.scheme if fields["verdict"] or fields["reworded_verdict"] else None,
            figure_value=number_in(row["figure_value"]),
            figure_high=number_in(row["figure_high"]),
            known_on=row["known_on"] and date.fromisoformat(row["known_on"]),
            due=self.made.deadline,
            **fields,
        )
        sound(claim, [*fields, "number", "figure_value", "figure_high"])
        claim.save()
        return claim

    def _lineage(self):
        """Before there is evidence: what goes along with lineage went along there already."""
        for row in self.document["lineage"]:
            parent, child = self.claims[row["from"]], self.claims[row["claim"]]
            Lineage.objects.create(parent=parent, child=child, kind=row["kind"])

    def _pieces(self):
        for row in self.document["claims"]:
            Piece.objects.bulk_create(
                Piece(
                    claim=self.claims[row["number"]],
                    version=self.version,
                    block=self.blocks[one["block"]],
                    position=at,
                    start=one["start"],
                    end=one["end"],
                    words=one["words"],
                )
                for at, one in enumerate(row["pieces"])
            )

    def _evidence(self):
        """Evidence that was not removed. What contradicts a claim goes along when that is retired, by itself."""
        retired = {row["number"] for row in self.document["claims"] if row["state"] == ClaimState.RETIRED}
        rows = [row for row in self.document["evidence"] if not row["removed_at"]]
        goes_along = {row["id"] for row in rows if row["claim"] in retired and row["stance"] == Stance.CONTRADICTS}
        here, later = {}, []
        for row in rows:
            if row["copied_from"] in goes_along and row["claim"] not in retired:
                later.append(row)
            else:
                here[row["id"]] = self._add(row)
        for number in sorted(retired):
            Claim.objects.filter(pk=self.claims[number].pk).update(state=ClaimState.RETIRED)
        for row in later:
            went = Evidence.objects.filter(
                claim=self.claims[row["claim"]], copied_from=here[row["copied_from"]]
            ).first()
            if went is None:
                self._add(row)
            else:
                went.answer = row["answer"]
                went.save(update_fields=["answer"])

    def _add(self, row):
        # Older files have no public replies.
        fields = {name: row[name] for name in EVIDENCE if name in row} | {"calculation": self._calculation(row)}
        claim, source = self.claims[row["claim"]], self.sources[row["source"]]
        evidence = Evidence(claim=claim, source=source, added_by=self.actor, **fields)
        sound(evidence, EVIDENCE)
        evidence.save()
        return evidence

    def _calculation(self, row):
        """Return a calculation whose figures say where they are from in words: evidence has other numbers here."""
        calculation = row.get("calculation")
        if not calculation:
            return {}
        cited = {one["id"]: one["citation"] for one in self.document["evidence"]}
        inputs = [
            one | {"evidence": None, "where": ", ".join(filter(None, [cited.get(one["evidence"]), one["where"]]))}
            for one in calculation["inputs"]
        ]
        return calculation | {"inputs": inputs}

    def _links(self):
        ClaimLink.objects.bulk_create(
            ClaimLink(
                claim=self.claims[row["claim"]], to=self.claims[row["to"]], kind=row["kind"], created_by=self.actor
            )
            for row in self.document["links"]
        )

    def _states(self):
        worked_on = {ClaimState.CHECKING, ClaimState.IN_REVIEW, ClaimState.SIGNED_OFF, ClaimState.CHANGED}
        numbers = [row["number"] for row in self.document["claims"] if row["state"] in worked_on]
        Claim.objects.filter(article=self.made, number__in=numbers).update(state=ClaimState.CHECKING)

    def _marks(self):
        for row in self.document["marks"]:
            block = self.blocks[row["block"]]
            where = {"block": block, "start": row["start"], "end": row["end"], "words": row["words"]}
            NoClaimMark.objects.create(
                version=self.version, **where, reason=row["reason"][:200], made_by=self.actor, made_at=timezone.now()
            )

    def _record(self, content):
        origin, chain = self.document["origin"], self.document["chain"]
        names = ("claim", "signer", "kind", "signed_at", "content_hash", "voided_at")
        signoffs = [{name: row[name] for name in names} for row in self.document["sign_offs"]]
        signoffs += [
            {**{name: row.get(name) for name in names}, "claim": None} for row in self.document["article_sign_offs"]
        ]
        kept = ArticleImport.objects.create(
            article=self.made,
            actor=self.actor,
            desk=origin["desk"][:120],
            number=origin["article"],
            sequence=chain["sequence"],
            head=chain["hash"],
            signoffs=signoffs,
            content=content,
        )
        kept.refresh_from_db(fields=["sha256"])
        live = sum(row["voided_at"] is None for row in signoffs)
        count = plural(len(self.claims), "claim")
        words = (
            f"{self.actor} imported the article from “{kept.desk}” (article {kept.number} there): version"
            f" {self.document['version']['number']}, {count}; {plural(live, 'sign-off')} there, none here; its record"
            f" there goes to event {kept.sequence}, {kept.head}"
        )
        data = {
            "desk": kept.desk,
            "article": kept.number,
            "version": self.document["version"]["number"],
            "hash": self.version.hash,
            "sequence": kept.sequence,
            "head": kept.head,
            "sha256": kept.sha256,
            "states": {str(row["number"]): row["state"] for row in self.document["claims"]},
            "signoffs": signoffs,
        }
        record("article_imported", words, actor=self.actor, article=self.made, data=data)
