"""Drafts: a version is read, and a person accepts, fixes or drops each suggestion. A draft covers nothing."""

from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.editing.alone import alone
from claims.editing.attributions import mark_who_speaks, told_of
from claims.editing.claims import checked_pieces, new_claim, quoted_words, united
from claims.editing.reading import Part, text_notes
from claims.editing.speakers import speaker_named
from claims.errors import NotNow
from claims.fields import FIRST_CUT
from claims.history import acting, record
from claims.models import Article, Draft, DraftRun
from claims.permissions import allow, may_cut
from claims.queries.drafts import offered
from claims.queries.speakers import whom_it_may_mean
from claims.states import ClaimState, DraftState, SpeakerKind
from claims.text.suggest import lexicon, of_record
from claims.workflow.articles import keep_signoff, lock_article

#: Lines that are written at once.
CHUNK = 100


def read_version(run_id):
    """Read the next part of a version, some lines a transaction, so that its drafts appear as they come.

    Returns whether there was anything to do. Idempotent: a reading that was broken off goes on behind the last line
    that was written; one that somebody else works on is left to them. Most articles are one part; of a longer one, each
    part and the notes on the whole are a turn, and others have theirs in between.
    """
    with alone("reading", run_id) as ours:
        return ours and _read(run_id)


def _read(run_id):
    mine = DraftRun.objects.filter(pk=run_id, finished_at__isnull=True, attempts__lt=DraftRun.ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1):
        return False
    run = DraftRun.objects.select_related("version__article").get(pk=run_id)
    article = run.version.article
    if article.current_version_id != run.version_id:  # another one is in work: nobody looks at these any more
        DraftRun.objects.filter(pk=run_id).update(finished_at=timezone.now())
        return True
    part = Part(run.version, article, run.done) if run.done < run.lines else None
    while part and run.done < part.last:
        until = min(run.done + CHUNK, part.last)
        with transaction.atomic():
            # A reading that goes on after the lexicon changed counts otherwise than the one that was broken off.
            Draft.objects.bulk_create(part.drafts(run.done, until), ignore_conflicts=True)
            run.done = until
            DraftRun.objects.filter(pk=run_id).update(done=until, attempts=1, moved_at=Now())
    if part and (run.done < run.lines or part.above):  # the others have their turn
        DraftRun.objects.filter(pk=run_id).update(attempts=0)
        return True
    found = text_notes(run.version, article.language)
    DraftRun.objects.filter(pk=run_id).update(notes=found, finished_at=timezone.now())
    return True


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
        marks = _mark_attribution(article, [draft], actor)
        words = f"{actor} made claim {claim.number} of a draft: “{claim.quoted}”{told_of(marks)}"
        data = {"words": claim.quoted, "draft": draft.pk, "marks": [mark.pk for mark in marks]}
        record("claim_made", words, actor=actor, claim=claim, data=data)
    return claim


def accept_line(article, line, *, actor, as_one=False, voids=False):
    """Make claims of all open drafts of a line, or one claim of them. Returns the claims, none where there is no draft.

    As one, it has all their words, and what the first of them says; its statement is to be written. Raises NotYours,
    NotNow, TextMoved; Voids as cut_claim does.
    """
    with acting(actor):
        article, drafts = _open_of_lines(article, line, line, actor, voids)
        if as_one and drafts:
            claims = [_accept_as_one(article, drafts, actor)]
        else:
            claims = [_accept(article, draft, actor) for draft in drafts]
        _accepted(article, f"line {line}", claims, drafts, actor)
    return claims


def accept_lines(article, first, last, *, actor, voids=False):
    """Make claims of all open drafts of a range of lines, as one act. Raises NotYours; Voids as cut_claim does.

    Returns (the claims; of each draft that could not be accepted, its line and why).
    """
    claims, made_of, refused = [], [], []
    with acting(actor):
        article, drafts = _open_of_lines(article, first, last, actor, voids)
        for draft in drafts:
            try:
                with transaction.atomic():
                    claims.append(_accept(article, draft, actor))
                made_of.append(draft)
            except NotNow as error:
                refused.append(f"line {draft.line_number}: {error}")
        _accepted(article, f"lines {first} to {last}", claims, made_of, actor)
    return claims, refused


def _open_of_lines(article, first, last, actor, voids):
    """(the article, locked; the open drafts of a range of its lines, in order)."""
    article = lock_article(article.pk)
    allow(may_cut(actor, article))
    if not voids:
        keep_signoff(article)
    rows = Draft.objects.select_for_update(of=["self"]).filter(
        offered(), version_id=article.current_version_id, line_number__range=(first, last)
    )
    return article, list(rows.select_related("version").order_by("position"))


def _accepted(article, where, claims, drafts, actor):
    """Record that claims were made of ``drafts``, and mark who speaks on their lines."""
    for claim in claims:
        words = f"{actor} made claim {claim.number} of a draft: “{claim.quoted}”"
        record("claim_made", words, actor=actor, claim=claim, data={"words": claim.quoted})
    if not claims:
        return
    marks = []
    for _, on_line in groupby(drafts, attrgetter("line_number")):
        marks += _mark_attribution(article, list(on_line), actor)
    numbers = ", ".join(str(claim.number) for claim in claims)
    data = {"claims": [claim.pk for claim in claims], "drafts": [draft.pk for draft in drafts]}
    data["marks"] = [mark.pk for mark in marks]
    words = f"{actor} accepted all drafts of {where}: claim{'s' if len(claims) > 1 else ''} {numbers}"
    record("drafts_accepted", words + told_of(marks), actor=actor, article=article, data=data)


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
        raise NotNow(f"This suggestion is already {draft.get_state_display().lower()}.")
    if draft.version_id != draft.version.article.current_version_id:
        raise NotNow("The text changed, and is read anew. Look at its new drafts.")
    return draft


def _decide(draft, state, actor, claim=None):
    draft.state, draft.claim, draft.decided_by, draft.decided_at = state, claim, actor, timezone.now()
    draft.save(update_fields=["state", "claim", "decided_by", "decided_at"])


def _mark_attribution(article, drafts, actor):
    """Mark what is then open of the lines of accepted drafts and says no more than who speaks. Returns the marks."""
    tellers = [(draft.speaker, draft.speaker_as_printed, draft.verb) for draft in drafts]
    return mark_who_speaks(article, drafts[0].line_number, tellers, actor)


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
        raise NotNow(f"Claim {other.number} already says this about these words. Drop the suggestion.")
    kind = speaker_kind(draft.speaker, article.language)
    said = {name: getattr(draft, name) for name in FIRST_CUT}
    # “officials”, “his aide” or “she” stays as printed: a record with such a name would be everybody's.
    named = not article.language.lower().startswith("en") or of_record(draft.speaker)
    said["speaker"] = _whom(article, draft.speaker, draft.speaker_as_printed, kind) if named else None
    said["via"] = _whom(article, draft.via, "", SpeakerKind.PERSON)
    claim = new_claim(article, checked, actor, **said)
    _decide(draft, DraftState.ACCEPTED, actor, claim)
    return claim


def _whom(article, name, printed, kind):
    """The speaker whom a suggestion names; None where two fit: the panel asks which of them."""
    fits = whom_it_may_mean(article, name, printed)
    if len(fits) > 1:
        return None
    return fits[0] if fits else speaker_named(article.desk_id, name, kind=kind)
