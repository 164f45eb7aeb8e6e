"""The demo desk is built by calling the real operations as its people, in one transaction: all of it, or nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from claims import reference
from claims.demo import DESK
from claims.demo.articles import (
    FRESH,
    FRESH_HEADLINE,
    LOOKED_THROUGH,
    MAIN,
    MAIN_HEADLINE,
    MAIN_LEFT_OUT,
    NO_CLAIM,
    REWRITTEN,
    REWRITTEN_NOTE,
    SIGNED,
    SIGNED_HEADLINE,
    SIGNED_OUTLET,
)
from claims.demo.claims import CONTACTS, DRAFTS, LATE, LINKS, MERGE, QUERY, SPLIT
from claims.demo.corrected import (
    CORRECTED,
    CORRECTED_DRAFTS,
    CORRECTED_HEADLINE,
    CORRECTED_NO_CLAIM,
    DECIDED,
    READER,
    REPORTED,
    REPORTED_SINCE,
    RIGHT_DAY,
    RIGHT_DAY_NOTE,
    WENT_OUT_AT,
)
from claims.demo.desk import make_confidential, make_people, make_speakers_and_sources, watch
from claims.demo.people import SIDES, SPEAKERS
from claims.demo.signed import SIGNED_DRAFTS, SIGNED_NO_CLAIM
from claims.demo.sources import (
    GONE,
    SOURCES,
    WITHDRAWN,
)
from claims.editing.articles import create_article
from claims.editing.claims import cut_claim, field_values, save_claim, set_due
from claims.editing.contacts import log_answer, log_request
from claims.editing.evidence import add_calculation, add_evidence, confirm_evidence
from claims.editing.lineage import merge_claims, split_claim
from claims.editing.links import link_claims
from claims.editing.marks import look_through, mark_no_claim
from claims.editing.sources import change_source
from claims.editing.speakers import place
from claims.editing.threads import open_thread
from claims.editing.versions import bring_in
from claims.models import Claim, Desk
from claims.queries.galley import galley_of
from claims.queries.revision import blocks_of
from claims.states import CalculationKind, ExcerptKind, Outcome, Ownership, ReadBack, Stance, Terms
from claims.workflow import (
    decide_correction,
    open_correction,
    perform,
    publish,
    record_publication,
    sign_off_article,
    standing_of,
)
from claims.workflow.articles import article_hash


def build():
    """Make the demo desk. Returns it, or None when it is there already."""
    with transaction.atomic():
        desk, made = Desk.objects.get_or_create(name=DESK, defaults={"slug": "world"})
        if not made:
            return None
        reference.ensure(desk)
        people = make_people(desk)
        sources = make_speakers_and_sources(desk, people["leyla"])
        make_confidential(desk, people)
        _Work(_main(desk, people), people, sources, now=timezone.now()).main()
        _Work(_signed(desk, people), people, sources, now=timezone.now()).signed()
        _Work(_published(desk, people), people, sources, now=timezone.now()).corrected()
        _fresh(desk, people)
        key, by, why = WITHDRAWN
        change_source(sources[key], actor=people[by], base={"withdrawn": ""}, withdrawn=why)
        watch(sources[GONE])
    return desk


def _blocks(blocks, left_out=()):
    rows = [{"kind": kind, "text": text} for kind, text in blocks]
    rows += [
        {"kind": kind, "text": text, "left_out": True, "left_out_reason": reason} for kind, text, reason in left_out
    ]
    return rows


def _main(desk, people):
    wren = people["wren"]
    return create_article(
        desk,
        actor=wren,
        headline=MAIN_HEADLINE,
        blocks=_blocks(MAIN, [MAIN_LEFT_OUT]),
        authors=[(wren.name, wren)],
        deadline=timezone.now() + timedelta(hours=2, minutes=40),
        sides=SIDES,
        placements=[(name, side) for name, (_, _, side) in SPEAKERS.items() if side],
    )


def _signed(desk, people):
    return create_article(
        desk,
        actor=people["chris"],
        ownership=Ownership.THEIRS,
        headline=SIGNED_HEADLINE,
        outlet=SIGNED_OUTLET,
        blocks=_blocks(SIGNED),
        authors=[("Demo Courier staff", None)],
        chain=[(SIGNED_OUTLET, "")],
    )


def _published(desk, people):
    wren = people["wren"]
    return create_article(
        desk,
        actor=wren,
        headline=CORRECTED_HEADLINE,
        blocks=_blocks(CORRECTED),
        authors=[(wren.name, wren)],
    )


def _fresh(desk, people):
    wren = people["wren"]
    return create_article(
        desk,
        actor=wren,
        headline=FRESH_HEADLINE,
        blocks=_blocks(FRESH),
        authors=[(wren.name, wren)],
        deadline=timezone.now() + timedelta(days=1, hours=3),
        sides=SIDES,
        placements=[(name, side) for name, (_, _, side) in SPEAKERS.items() if side],
    )


class _Work:
    """The desk's work on one article; ``claims`` maps each draft's key to its claim."""

    def __init__(self, article, people, sources, *, now):
        self.article, self.people, self.sources, self.now = article, people, sources, now
        self.blocks = list(article.current_version.blocks.filter(left_out=False))
        self.claims = {}

    def main(self):
        for key, source in SOURCES.items():
            if source["side"]:
                place(self.article, actor=self.people["leyla"], side=source["side"], source=self.sources[key])
        self._cut(DRAFTS)
        self._split_and_merge()
        self._check(DRAFTS)
        for key, kind, to in LINKS:
            link_claims(self.claims[key], self.claims[to], kind, actor=self.people["leyla"])
        self._ask()
        self._assign()
        self._finish(DRAFTS)
        for key, by, finding in LATE:
            self._add(self.claims[key], self.people[by], finding)
        key, by, words = QUERY
        open_thread(self.article, actor=self.people[by], claim=self.claims[key], words=words, is_query=True)
        self._mark(NO_CLAIM)
        by, made_by = LOOKED_THROUGH
        self._look_through(by, made_by)
        self._rewrite(REWRITTEN, REWRITTEN_NOTE)

    def signed(self):
        self._cut(SIGNED_DRAFTS)
        self._check(SIGNED_DRAFTS)
        self._finish(SIGNED_DRAFTS)
        self._mark(SIGNED_NO_CLAIM)
        self._look_through("rosa", "leyla")
        self._sign()

    def corrected(self):
        """Published, corrected after a reader's complaint, signed again; another complaint is open since."""
        chief, reader = self.people["chris"], {"actor": self.people["leyla"], "reported_by": READER}
        self._cut(CORRECTED_DRAFTS)
        self._check(CORRECTED_DRAFTS)
        self._finish(CORRECTED_DRAFTS)
        self._mark(CORRECTED_NO_CLAIM)
        self._look_through("rosa", "leyla")
        self._sign()
        publish(self.article, actor=chief)
        blocks = blocks_of(self.article.current_version)
        text = "\n\n".join(block["text"] for block in blocks)
        record_publication(self.article, actor=chief, address=WENT_OUT_AT, text=text, blocks=blocks)
        correction = open_correction(self.article, reported=REPORTED, claim=self.claims["captured_count"], **reader)
        self._rewrite(RIGHT_DAY, RIGHT_DAY_NOTE)
        self.article.refresh_from_db()
        self.blocks = list(self.article.current_version.blocks.filter(left_out=False))
        self._finish(CORRECTED_DRAFTS)
        self._mark(CORRECTED_NO_CLAIM[1:2])
        self._look_through("rosa", "leyla")
        decide_correction(correction, actor=chief, since=self.now, **DECIDED)
        self._sign()
        open_correction(self.article, reported=REPORTED_SINCE, **reader)

    def _sign(self):
        sign_off_article(self.article, actor=self.people["chris"], content_hash=article_hash(self.article.pk))

    def _piece(self, words):
        """Where ``words`` first stand: (block id, start, end, words)."""
        block = next(block for block in self.blocks if words in block.text)
        start = block.text.index(words)
        return block.pk, start, start + len(words), words

    def _cut(self, drafts):
        for draft in drafts:
            if draft.words:
                pieces = [self._piece(words) for words in draft.words]
                self.claims[draft.key] = cut_claim(
                    self.article, pieces, actor=self.people[draft.cut_by], statement=draft.statement
                )

    def _split_and_merge(self):
        key, by, parts = SPLIT
        whole = self.claims[key]
        for finding in next(draft for draft in DRAFTS if draft.key == key).found:
            self._add(whole, self.people["leyla"], finding)
        whole.refresh_from_db()
        made = split_claim(
            whole,
            [([self._piece(words)], statement) for _, words, statement in parts],
            actor=self.people[by],
            edition=whole.edition,
        )
        for (part, _, _), claim in zip(parts, made, strict=True):
            self.claims[part] = claim
            for evidence in claim.evidence.filter(confirmed=False):
                confirm_evidence(evidence, actor=self.people["leyla"])
        keys, by, merged, statement = MERGE
        claims = [Claim.objects.get(pk=self.claims[key].pk) for key in keys]
        self.claims[merged] = merge_claims(
            claims,
            actor=self.people[by],
            statement=statement,
            editions={claim.pk: claim.edition for claim in claims},
        )

    def _save(self, key, actor, mine):
        claim = Claim.objects.select_related("speaker", "via").get(pk=self.claims[key].pk)
        save_claim(claim, mine, actor=actor, base=field_values(claim))

    def _check(self, drafts):
        for draft in drafts:
            if not draft.checker:
                if draft.fields:
                    self._save(draft.key, self.people[draft.cut_by], draft.fields)
                continue
            checker = self.people[draft.checker]
            perform("take", self.claims[draft.key], actor=checker)
            for finding in draft.found:
                self._add(self.claims[draft.key], checker, finding)
            for one in draft.sums:
                self._add_up(self.claims[draft.key], checker, one)
            mine = dict(draft.fields)
            if mine.get("verdict"):
                mine["known_on"] = self.now.date()
            if mine.get("waiting_on"):
                mine["waiting_until"] = self.now + timedelta(hours=1, minutes=30)
            self._save(draft.key, checker, mine)

    def _add(self, claim, actor, finding):
        add_evidence(
            claim,
            actor=actor,
            source=self.sources[finding.source],
            bears_on=finding.bears_on,
            stance=finding.stance,
            excerpt=finding.gist,
            excerpt_kind=ExcerptKind.VERBATIM if finding.verbatim else ExcerptKind.GIST,
            excerpt_language="en",
            figure_found=finding.figure,
            locator=finding.locator,
            note=finding.note,
            answer=finding.answer,
        )

    def _add_up(self, claim, actor, one):
        inputs = [
            {"label": label, "figure": figure, "where": "", "evidence": claim.evidence.get(source=self.sources[key]).pk}
            for label, figure, key in one.figures
        ]
        calculation = {"kind": CalculationKind.SUM, "formula": "", "language": "en", "inputs": inputs}
        calculation |= {"result": one.result}
        add_calculation(claim, actor=actor, calculation=calculation, stance=Stance.CONTEXT, note=one.note)

    def _ask(self):
        for keys, by, said, ago, time, answer in CONTACTS:
            actor, asked = self.people[by], self.now - timedelta(hours=ago)
            times = {"asked_at": asked, "deadline": asked + timedelta(hours=time)}
            claims = [self.claims[key] for key in keys]
            contact = log_request(claims, actor=actor, asked_by=actor.name, **said, **times)
            if answer:
                when = asked + timedelta(hours=2)
                became = {"outcome": Outcome.ANSWERED, "answer": answer, "answered_at": when, "terms": Terms.ON_RECORD}
                log_answer(contact, actor=actor, **became, read_back=ReadBack.NOT)

    def _assign(self):
        chief, tom = self.people["chris"], self.people["tom"]
        late, soon = self.now - timedelta(minutes=35), self.now + timedelta(minutes=50)
        perform("assign", self.claims["prosecutors_announced"], actor=chief, assignee=tom, due=late)
        perform("assign", self.claims["militants"], actor=chief, assignee=tom, due=soon)
        perform("assign", self.claims["f16_ganja"], actor=chief, assignee=self.people["leyla"], due=soon)
        for key, minutes in [("s300", 25), ("weapons", 70)]:
            set_due(self.claims[key], actor=chief, due=self.now + timedelta(minutes=minutes))

    def _finish(self, drafts):
        for draft in drafts:
            for action, by, *reason in draft.steps:
                claim = self.claims[draft.key]
                content_hash = standing_of(claim).content_hash if action == "approve" else ""
                perform(
                    action, claim, actor=self.people[by], content_hash=content_hash, reason=reason[0] if reason else ""
                )

    def _mark(self, no_claim):
        lines = galley_of(self.article).lines
        for starts, reason, by in no_claim:
            line = next(line for line in lines if line.line.block.text[line.line.start :].startswith(starts))
            block = line.line.block
            pieces = [(block.pk, start, end, block.text[start:end]) for start, end in line.coverage.open]
            mark_no_claim(self.article, pieces, actor=self.people[by], reason=reason)

    def _look_through(self, by, made_by):
        marks = [mark.pk for mark in galley_of(self.article).marks if mark.made_by == self.people[made_by]]
        look_through(self.article, marks, actor=self.people[by])

    def _rewrite(self, rewritten, note):
        version = self.article.current_version
        blocks = blocks_of(version)
        for block in blocks:
            for words, instead in rewritten:
                block["text"] = block["text"].replace(words, instead)
        bring_in(self.article, blocks, actor=self.people["wren"], base=version.number, note=note)
