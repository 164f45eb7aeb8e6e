"""A new version comes in: every claim's words are placed anew, and what that does to each is written with it."""

from django.utils import timezone

from claims.editing.articles import make_current, write_text
from claims.editing.attributions import mark_who_speaks, told_of
from claims.editing.claims import change_words, cut_claim, must_be_live, save_claim
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Anchoring, Claim, Lineage, NoClaimMark, Piece, Version
from claims.permissions import allow, may_acknowledge, may_bring_version, may_cut
from claims.queries.limits import WRITING, at_most
from claims.queries.revision import plan_revision
from claims.queries.signable import standings_of
from claims.states import AnchorResult, ArticleState, ClaimState, LineageKind, Settlement
from claims.text.counted import plural
from claims.workflow.articles import lock_article
from claims.workflow.claims import lock, perform
from claims.workflow.versions import leave_review, retire_cut

SAYS = {
    AnchorResult.KEPT: "kept",
    AnchorResult.CONTEXT_CHANGED: "with a changed context",
    AnchorResult.CHANGED: "changed",
    AnchorResult.LOST: "lost",
    AnchorResult.AMBIGUOUS: "with equally good matches",
}
TOO_LONG = (
    f"Nothing was written: to find the claims again in so long a text took more than {WRITING} seconds. Bring the"
    " changes in by parts, one version after another, or make an article of its own of what is new."
)


class Rebase(NotNow):
    """Another version came in since the one that a text was written against; ``version`` is it."""

    def __init__(self, version):
        super().__init__(
            f"Version {version.number} came in meanwhile, from {version.created_by}. Your text was written without it,"
            " and takes back what it changed wherever yours says otherwise: this is what it does."
        )
        self.version = version


def bring_in(article, blocks, *, actor, base, note="", wording=None, cut=None, seconds=None, upload=None):
    """Write the article's next version and place every claim in it. Returns (Version, Plan).

    ``blocks`` and ``upload`` as in write_text, ``base`` is the number of the version that they were written against:
    Rebase when it is not the current one any more. ``wording`` as in plan_revision; ``cut`` is the id of a claim whose
    words were taken out as its line decision said, and which is retired. ``seconds`` of processing may go into placing
    the claims, or WRITING. Raises NotYours, NotNow, Invalid, TooLong.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_bring_version(actor, article))
        _may_change(article, base)
        # Locked before they are read: whoever changes one of them is waited for.
        list(Claim.objects.filter(article=article).select_for_update(no_key=True).order_by("pk").values_list("pk"))
        check = at_most(WRITING if seconds is None else seconds, TOO_LONG)
        plan = plan_revision(article, blocks, wording=wording, check=check)
        if plan.same_text:
            raise Invalid("Nothing is changed: the text is that of the version in work.", "text")
        before = article.current_version
        version = write_text(article, blocks, actor=actor, note=note, upload=upload, before=before)
        _write_places(version, plan)
        make_current(article, version)
        retired = _write_states(version, plan, cut)
        _record(article, version, plan, actor, note, retired)
    return version, plan


def _may_change(article, base):
    if article.state == ArticleState.WITHDRAWN:
        raise NotNow("The article is withdrawn. Let the chief reopen it first.")
    if article.state in ArticleState.out() and not article.corrections.filter(settled_at=None).exists():
        raise NotNow("The article is published. Open a correction on its page “Corrections”, then bring the text in.")
    if article.current_version.number != base:
        raise Rebase(Version.objects.select_related("created_by").get(pk=article.current_version_id))


def _write_places(version, plan):
    """The claims' words and the marks in the new version, and an Anchoring for each live claim."""
    blocks = {block.position: block for block in version.blocks.all()}
    Piece.objects.bulk_create(
        Piece(
            claim=one.claim,
            version=version,
            block=blocks[position],
            position=at,
            start=start,
            end=end,
            words=words,
            bound_words=bound,
        )
        for one in plan.claims
        # A retired claim covers nothing; its words go along while they stand there, so that it can be restored.
        if one.claim.state != ClaimState.RETIRED or one.stands
        for at, (position, start, end, words, bound) in enumerate(one.pieces)
    )
    NoClaimMark.objects.bulk_create(
        NoClaimMark(
            version=version,
            block=blocks[position],
            start=start,
            end=end,
            words=words,
            reason=mark.reason,
            made_by_id=mark.made_by_id,
            looked_by_id=mark.looked_by_id,
            looked_at=mark.looked_at,
            carried_from=mark,
        )
        for mark, position, start, end, words in plan.marks
    )
    Anchoring.objects.bulk_create(
        Anchoring(
            claim=one.claim,
            version=version,
            result=one.result,
            reason=one.reason,
            score=one.score,
            moved=one.moved,
            minor=one.minor,
            differences=one.differences,
            candidates=one.candidates,
            state_was=one.claim.state,
            old_words=one.old_words,
            new_words=one.new_words,
            old_line=one.old_line,
            new_line=one.new_line,
        )
        for one in plan.live
    )


def _write_states(version, plan, cut):
    """Claims in review whose words moved leave it; one that was cut as decided is retired. Returns that one."""
    retired = None
    review = {one.claim.pk for one in plan.live if one.claim.state == ClaimState.IN_REVIEW}
    # The database lets only those stay whose words are the same but for spelling.
    stay = set(Claim.objects.filter(pk__in=review, state=ClaimState.IN_REVIEW).values_list("pk", flat=True))
    for one in plan.live:
        claim = one.claim
        if claim.pk == cut and not one.pieces:
            claim.refresh_from_db(fields=["state"])
            retire_cut(claim)
            retired = claim
        elif claim.pk in review and not one.stands and not (one.minor and claim.pk in stay):
            leave_review(claim, f"Version {version.number}: {_said(one)}")
    return retired


def _said(one):
    """What a version did to a claim, in words."""
    if one.came_back:
        return f"the words of claim {one.claim.number} came back: “{one.new_words}”"
    if not one.pieces:
        return f"the words of claim {one.claim.number} are {SAYS[one.result]}: “{one.old_words}”"
    if one.result == AnchorResult.CONTEXT_CHANGED:
        return f"the text around claim {one.claim.number} changed"
    if one.old_words == one.new_words:
        return f"the words of claim {one.claim.number} mean another thing now. {one.reason}"
    return f"the words of claim {one.claim.number} changed: “{one.old_words}” became “{one.new_words}”"


def _record(article, version, plan, actor, note, retired):
    # The claim that was just retired is not live any more, and has its event all the same.
    for one in (one for one in plan.claims if one.claim.state != ClaimState.RETIRED or one.claim == retired):
        if one.came_back:
            settle(one.claim, Settlement.RESTORED, actor=actor)
        if one.says_something:
            words = f"{actor} brought in version {version.number}: {_said(one)}"
            data = {"version": version.number, "result": one.result, "differences": one.differences}
            record("reanchored", words, actor=actor, claim=_with_article(one.claim, article), data=data)
        if one.claim == retired:
            words = f"{actor} retired claim {retired.number}: the line was cut as decided"
            record("retire", words, actor=actor, claim=_with_article(retired, article), data={"state": retired.state})
    counts = plan.counts
    said = [f"{counts[result]} {SAYS[result]}" for result in AnchorResult if counts[result]]
    words = f"{actor} brought in version {version.number}{f' ({note})' if note else ''}: " + (
        f"claims {', '.join(said)}" if said else "no claim yet"
    )
    if plan.dropped:
        words += f"; {plural(len(plan.dropped), 'no-claim mark')} dropped"
    data = {"version": version.number, "hash": version.hash, "claims": {key: counts[key] for key in counts}}
    record("version_in", words, actor=actor, article=article, data=data)


def _with_article(claim, article):
    claim.article = article
    return claim


# What is settled afterwards


def settle(claim, how, *, actor, results=tuple(AnchorResult.values)):
    """Settle what versions did to a claim and nobody has settled yet. Call inside acting(). Returns the Anchorings."""
    pending = Anchoring.objects.filter(claim=claim, settled_how="", result__in=results).exclude(
        result=AnchorResult.KEPT
    )
    rows = list(pending.order_by("pk"))
    for row in rows:
        row.settled_how, row.settled_by, row.settled_at = how, actor, timezone.now()
        row.save(update_fields=["settled_how", "settled_by", "settled_at"])
    return rows


def keep_words(claim, *, actor, quoted, mine=None, base=None):
    """Keep a claim with its new words, and with the statement and other fields as they are said now (``mine``).

    ``quoted`` are the words that the form showed; ``mine`` and ``base`` are as in save_claim. Whoever keeps them has
    confirmed them, and is a contributor. What says who speaks beside them is marked anew, as the mark was dropped with
    the line. Raises NotYours, NotNow, Conflict, Invalid.
    """
    with acting(actor):
        claim = lock(claim.pk)
        allow(may_cut(actor, claim.article))
        must_be_live(claim)
        if not claim.quoted:
            raise NotNow("The claim has no words in the article. Attach it again, or retire it.")
        if quoted.split() != claim.quoted.split():
            raise NotNow("The words changed again since you opened this page. Look at them, then decide.")
        if mine:
            claim, _, _ = save_claim(claim, mine, actor=actor, base=base)
        if not settle(claim, Settlement.KEPT, actor=actor, results=[AnchorResult.CHANGED]):
            raise NotNow("It is settled already.")
        teller = (claim.speaker.name if claim.speaker else "", claim.speaker_as_printed, claim.verb)
        marks = mark_who_speaks(claim.article, claim.line_number, [teller], actor)
        words = f"{actor} kept claim {claim.number} with its new words: “{claim.quoted}”{told_of(marks)}"
        record("words_kept", words, actor=actor, claim=claim, data={"marks": [mark.pk for mark in marks]})
    return claim


def attach(claim, pieces, *, actor, edition):
    """Give a claim in the tray its words again: ``pieces`` as in cut_claim. Raises TextMoved, NotNow, Invalid."""
    with acting(actor):
        if lock(claim.pk).quoted:
            raise NotNow("The claim has its words in the article. Choose other words for it on its own page.")
        claim = change_words(claim, pieces, actor=actor, edition=edition, was="")
        settle(claim, Settlement.ATTACHED, actor=actor)
    return claim


def replace(claim, pieces, *, actor, edition):
    """Make a new claim of other words in place of one that lost its own, which is retired. Returns the new claim.

    Contributors and evidence go along as at a split: what contradicted the one counts on the other.
    """
    with acting(actor):
        article = lock_article(claim.article_id)
        made = cut_claim(article, pieces, actor=actor)
        Lineage.objects.create(parent=claim, child=made, kind=LineageKind.REPLACE)
        claim = perform(
            "retire", claim, actor=actor, edition=edition, reason=f"its words are gone; claim {made.number} is new"
        )
        settle(claim, Settlement.REPLACED, actor=actor)
    return made


def retire(claim, *, actor, edition, reason):
    """Retire a claim whose words are gone, with a reason. Raises NotYours, NotNow, Invalid."""
    with acting(actor):
        claim = perform("retire", claim, actor=actor, edition=edition, reason=reason)
        settle(claim, Settlement.RETIRED, actor=actor)
    return claim


def acknowledge(claim, *, actor, edition):
    """Say that a signed claim still holds in its changed context, as it was shown. Raises NotYours, NotNow."""
    with acting(actor):
        claim = lock(claim.pk)
        must_be_live(claim)
        allow(may_acknowledge(standings_of([claim], actor, anew=True)[claim.pk]))
        if edition != claim.edition:
            raise NotNow("The claim, or the text around it, changed since you opened it. Look again, then decide.")
        if not settle(claim, Settlement.ACKNOWLEDGED, actor=actor, results=[AnchorResult.CONTEXT_CHANGED]):
            raise NotNow("It is acknowledged already.")
        words = f"{actor} acknowledged what changed around claim {claim.number}"
        record("context_acknowledged", words, actor=actor, claim=claim)
    return claim


def acknowledge_all(shown, *, actor):
    """Say the same of several claims, all of them or none. ``shown`` are (claim, the edition that was shown)."""
    with acting(actor):
        for claim, edition in sorted(shown, key=lambda one: one[0].pk):
            acknowledge(claim, actor=actor, edition=edition)
