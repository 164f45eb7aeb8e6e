"""Drafts: a version is read, and a person accepts, fixes or drops each suggestion. A draft covers nothing."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.editing.claims import checked_pieces, new_claim, quoted_words, united
from claims.editing.sources import name_key, speaker_named
from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Article, Block, Draft, DraftRun, LexiconEntry, Line, NoClaimMark, Piece, Placement
from claims.permissions import allow, may_cut
from claims.queries.joined import Joined
from claims.states import ClaimState, DraftState, LexiconKind, SpeakerKind
from claims.text.coverage import coverage
from claims.text.repeats import notes
from claims.text.suggest import Lexicon, lexicon, suggest
from claims.text.typography import fold
from claims.text.words import word_spans
from claims.workflow.articles import keep_signoff, lock_article

#: Lines that are written at once.
CHUNK = 100


def readings_waiting(limit=20):
    """The ids of readings that are not finished, those first that were broken off least often."""
    waiting = DraftRun.objects.filter(finished_at__isnull=True, attempts__lt=DraftRun.ATTEMPTS)
    return list(waiting.order_by("attempts", "id").values_list("pk", flat=True)[:limit])


def read_version(run_id):
    """Read one version to its end, some lines a transaction, so that its drafts appear as they come.

    Idempotent: a reading that was broken off goes on behind the last line that was written; one that somebody else
    works on is left to them.
    """
    with _to_ourselves(run_id) as ours:
        if ours:
            _read(run_id)


@contextmanager
def _to_ourselves(run_id):
    """Whether nobody else works on this reading; if so, nobody does until the end of the block.

    PostgreSQL keeps it for this connection, so that it is free at once when a worker dies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('reading', %s))", [run_id])
        ours = cursor.fetchone()[0]
    try:
        yield ours
    finally:
        if ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('reading', %s))", [run_id])


def _read(run_id):
    mine = DraftRun.objects.filter(pk=run_id, finished_at__isnull=True, attempts__lt=DraftRun.ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1):
        return
    run = DraftRun.objects.select_related("version__article").get(pk=run_id)
    article = run.version.article
    if article.current_version_id != run.version_id:  # another one is in work: nobody looks at these any more
        DraftRun.objects.filter(pk=run_id).update(finished_at=timezone.now())
        return
    reading = _Reading(run.version, article)
    while run.done < run.lines:
        until = min(run.done + CHUNK, run.lines)
        with transaction.atomic():
            # A reading that goes on after the lexicon changed counts otherwise than the one that was broken off.
            Draft.objects.bulk_create(reading.drafts(run.done, until), ignore_conflicts=True)
            run.done = until
            DraftRun.objects.filter(pk=run_id).update(done=until, attempts=1, moved_at=Now())
    DraftRun.objects.filter(pk=run_id).update(notes=reading.notes(), finished_at=timezone.now())


class _Reading:
    """One version with all that is suggested for it, in order."""

    def __init__(self, version, article):
        self.version = version
        blocks = Block.objects.filter(version=version, left_out=False).order_by("position")
        self.joined = Joined(blocks.values_list("pk", "text", "kind"))
        rows = Line.objects.filter(version=version).order_by("number").values_list("block_id", "start", "end")
        self.lines = [self.joined.span(*row) for row in rows]
        self.language = article.language
        parties = [placement.speaker.name for placement in _placed(article)]
        self.found = suggest(self.joined.text, self.language, desk_lexicon(article.desk_id, self.language), parties)
        self.accounted = _accounted(version)
        self.dropped = _dropped(article, version)
        self.at = 0

    def drafts(self, first, until):
        """The drafts of the lines numbered ``first`` + 1 to ``until``, not saved."""
        begins = self.lines[first][0]
        ends = self.lines[until - 1][1]
        return [
            draft
            for position, one in enumerate(self.found)
            if begins <= one.line[0] < ends and (draft := self._draft(position, one, first, until))
        ]

    def _draft(self, position, one, first, until):
        pieces = [(*piece, self.joined.words(*piece)) for piece in self.joined.pieces(sorted(one.content))]
        number = next((at + 1 for at in range(first, until) if self.lines[at][1] > one.line[0]), 0)
        if not pieces or not number or all(self._is_accounted(*piece[:3]) for piece in pieces):
            return None
        words = quoted_words(pieces)
        figure = next((figure for figure in one.figures if figure.value is not None), None)
        printed = " ".join(self.joined.text[slice(*span)] for span in one.source)
        return Draft(
            version=self.version,
            line_number=number,
            position=position,
            pieces=[list(piece) for piece in pieces],
            words=words,
            statement=one.statement[:20_000],
            kind=one.kind,
            speech_act=one.speech_act,
            form=one.form,
            verb=one.verb[:80],
            verb_endorses=one.verb_endorses,
            speaker=one.speaker[:200] if name_key(one.speaker) else "",
            speaker_as_printed=" ".join(printed.split())[:300],
            speaker_reason=one.speaker_reason[:300],
            via=one.via[:200] if name_key(one.via) else "",
            figure_value=figure.value if figure else None,
            figure_high=figure.high if figure else None,
            figure_unit=figure.unit[:80] if figure else "",
            figure_modifier=figure.modifier if figure else "",
            priority=one.priority,
            reason=one.reason[:400],
            state=DraftState.DROPPED if (fold(words), one.statement) in self.dropped else DraftState.OPEN,
        )

    def _is_accounted(self, block, start, end):
        """Whether somebody has made claims or marks of most of these words: they are not offered again."""
        text = self.joined.text[slice(*self.joined.span(block, 0, end))]
        still_open = coverage(text, (start, end), self.accounted.get(block, ()), ()).open
        return 2 * sum(len(word_spans(text[a:b])) for a, b in still_open) < len(word_spans(text[start:end]))

    def notes(self):
        """What is said about the text as a whole, with the numbers of the lines that it is about."""
        starts = {}
        for number, (start, end) in enumerate(self.lines, start=1):
            starts[number] = (start, end)
        found = []
        for note in notes(self.joined.text, self.lines, None, self.language):
            about = [n for n, (start, end) in starts.items() if any(a < end and b > start for a, b in note.spans)]
            found.append({"kind": note.kind, "words": note.words, "lines": about})
        return found


def _placed(article):
    return Placement.objects.filter(article=article, speaker__isnull=False).select_related("speaker")


def _accounted(version):
    """{block: the spans of it that live claims cover or that are marked *no claim here*}."""
    found = {}
    pieces = Piece.objects.filter(version=version).exclude(claim__state=ClaimState.RETIRED)
    marks = NoClaimMark.objects.filter(version=version, removed_at__isnull=True)
    for rows in (pieces, marks):
        for block, start, end in rows.values_list("block_id", "start", "end"):
            found.setdefault(block, []).append((start, end))
    return found


def _dropped(article, version):
    """(words, statement) of what was dropped in earlier versions: dropped is dropped."""
    rows = Draft.objects.filter(version__article=article, version__number__lt=version.number, state=DraftState.DROPPED)
    return {(fold(words), statement) for words, statement in rows.values_list("words", "statement")}


def desk_lexicon(desk_id, language):
    """The lexicon of a language with the desk's own entries; None where no lexicon is shipped."""
    try:
        shipped: Lexicon = lexicon(language)
    except LookupError:
        return None
    entries = list(LexiconEntry.objects.filter(desk=desk_id))
    if not entries:
        return shipped
    return shipped.extended(
        verbs=[(one.words, one.speech_act, one.endorses) for one in entries if one.kind == LexiconKind.VERB],
        titles=[one.words for one in entries if one.kind == LexiconKind.TITLE],
        units=[one.words for one in entries if one.kind == LexiconKind.UNIT],
    )


def speaker_kind(name, language):
    """What kind of speaker a name most likely is, by the words in it; a person where none of them says otherwise."""
    try:
        sets = lexicon(language).sets
    except LookupError:
        return SpeakerKind.PERSON
    words = {word.casefold() for word in name.split()}
    for kind, listed in (
        (SpeakerKind.ORGANISATION, sets["bodies"]),
        (SpeakerKind.DOCUMENT, sets["document_nouns"]),
        (SpeakerKind.GROUP, sets["group_nouns"] | sets["fighters"] | {"side", "leadership"}),
    ):
        if words & listed:
            return kind
    return SpeakerKind.PERSON


# What a person does with them


def accept(draft, *, actor, voids=False):
    """Make a claim of a draft. Returns it. Raises NotYours, NotNow, TextMoved; Voids as cut_claim does."""
    with acting(actor):
        article = lock_article(draft.version.article_id)
        allow(may_cut(actor, article))
        if not voids:
            keep_signoff(article)
        claim = _accept(article, _open(draft.pk), actor)
        words = f"{actor} made claim {claim.number} of a draft: “{claim.quoted}”"
        data = {"words": claim.quoted, "draft": draft.pk}
        record("claim_made", words, actor=actor, claim=claim, data=data)
    return claim


def accept_line(article, line, *, actor, as_one=False, voids=False):
    """Make claims of all open drafts of a line, or one claim of them. Returns the claims, none where there is no draft.

    As one, it has all their words, and what the first of them says; its statement is to be written. Raises NotYours,
    NotNow, TextMoved; Voids as cut_claim does.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_cut(actor, article))
        if not voids:
            keep_signoff(article)
        rows = Draft.objects.select_for_update(of=["self"]).filter(
            version_id=article.current_version_id, line_number=line, state=DraftState.OPEN
        )
        drafts = list(rows.select_related("version").order_by("position"))
        if as_one and drafts:
            claims = [_accept_as_one(article, drafts, actor)]
        else:
            claims = [_accept(article, draft, actor) for draft in drafts]
        for claim in claims:
            words = f"{actor} made claim {claim.number} of a draft: “{claim.quoted}”"
            record("claim_made", words, actor=actor, claim=claim, data={"words": claim.quoted})
        if claims:
            numbers = ", ".join(str(claim.number) for claim in claims)
            data = {"claims": [claim.pk for claim in claims], "drafts": [draft.pk for draft in drafts]}
            words = f"{actor} accepted all drafts of line {line}: claim{'s' if len(claims) > 1 else ''} {numbers}"
            record("drafts_accepted", words, actor=actor, article=article, data=data)
    return claims


def drop(draft, *, actor):
    """Drop a draft: it is not offered again, in no later version either. Raises NotYours, NotNow."""
    with acting(actor):
        article = lock_article(draft.version.article_id)
        allow(may_cut(actor, article))
        draft = _open(draft.pk)
        _decide(draft, DraftState.DROPPED, actor)
        words = f"{actor} dropped a draft on line {draft.line_number}: “{draft.words}”"
        record("draft_dropped", words, actor=actor, article=article, data={"drafts": [draft.pk]})
    return draft


def take_up_again(draft_ids, article):
    """Put dropped drafts back among the open ones, and what was dropped for their sake in the version in work.

    Call inside acting(), with the article locked. Returns the words of the first.
    """
    dropped = list(Draft.objects.filter(pk__in=draft_ids, state=DraftState.DROPPED))
    for draft in dropped:
        now = Draft.objects.filter(version_id=article.current_version_id, state=DraftState.DROPPED)
        same = now.filter(words=draft.words, statement=draft.statement)
        reopen_drafts([draft.pk, *same.values_list("pk", flat=True)])
    return dropped[0].words if dropped else ""


def reopen_drafts(ids):
    """Put drafts back among the open ones. Call inside acting(), with the article locked."""
    Draft.objects.filter(pk__in=ids).update(state=DraftState.OPEN, claim=None, decided_by=None, decided_at=None)


def _open(pk):
    draft = Draft.objects.select_for_update(of=["self"]).select_related("version__article").get(pk=pk)
    if draft.state != DraftState.OPEN:
        raise NotNow(f"This draft is {draft.get_state_display().lower()} already.")
    if draft.version_id != draft.version.article.current_version_id:
        raise NotNow("The text changed, and is read anew. Look at its new drafts.")
    return draft


def _decide(draft, state, actor, claim=None):
    draft.state, draft.claim, draft.decided_by, draft.decided_at = state, claim, actor, timezone.now()
    draft.save(update_fields=["state", "claim", "decided_by", "decided_at"])


def _accept_as_one(article, drafts, actor):
    """One claim with the words of all these drafts, which is a first cut as well."""
    first, *others = drafts
    first.pieces = united({tuple(piece[:3]) for draft in drafts for piece in draft.pieces})
    first.statement = first.statement if not others else ""
    claim = _accept(article, first, actor)
    for draft in others:
        _decide(draft, DraftState.ACCEPTED, actor, claim)
    return claim


def _accept(article: Article, draft, actor):
    """The claim of a draft. What a draft says of the words is a first cut: it makes nobody a contributor."""
    checked = checked_pieces(article, [tuple(piece) for piece in draft.pieces])
    same = article.claims.exclude(state=ClaimState.RETIRED).filter(
        quoted=quoted_words(checked), statement=draft.statement
    )
    if other := same.first():
        raise NotNow(f"Claim {other.number} says this of these words already. Drop the draft.")
    kind = speaker_kind(draft.speaker, article.language)
    claim = new_claim(
        article,
        checked,
        actor,
        draft.statement,
        kind=draft.kind,
        speech_act=draft.speech_act,
        form=draft.form,
        verb=draft.verb,
        verb_endorses=draft.verb_endorses,
        speaker=speaker_named(article.desk_id, draft.speaker, kind=kind),
        speaker_as_printed=draft.speaker_as_printed,
        via=speaker_named(article.desk_id, draft.via),
        figure_value=draft.figure_value,
        figure_high=draft.figure_high,
        figure_unit=draft.figure_unit,
        figure_modifier=draft.figure_modifier,
    )
    _decide(draft, DraftState.ACCEPTED, actor, claim)
    return claim
