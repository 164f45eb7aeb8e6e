"""Line decisions are carried out: proposed words are accepted, edited or declined, and go into the next version."""

from claims.editing.versions import bring_in
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Piece, Version, WordingAnswer
from claims.permissions import allow, may_answer_wording
from claims.queries.revision import blocks_of, with_notes
from claims.states import Answer, ClaimState, LineDecision
from claims.text.cutting import cut_of
from claims.text.normalise import normalise
from claims.text.typography import same_words
from claims.workflow.claims import lock


def place_of(claim):
    """The claim's one piece in the version in work, with its block. Raises NotNow where it has none, or several."""
    pieces = list(
        Piece.objects.filter(claim=claim, version_id=claim.article.current_version_id).select_related("block")
    )
    if not pieces:
        raise NotNow("The claim has no words in the article. Attach it again first.")
    if len(pieces) > 1:
        raise NotNow("The claim covers several pieces of the line. Edit the line itself.")
    return pieces[0]


def reworded(claim, words):
    """(blocks, wording): the text in work with the claim's words replaced, as bring_in takes both.

    ``wording`` is None where the words are not the ones proposed. Raises NotNow.
    """
    piece = place_of(claim)
    before = blocks_of(claim.article.current_version)
    blocks = [dict(block) for block in before]
    text = piece.block.text
    blocks[piece.block.position]["text"] = text[: piece.start] + words + text[piece.end :]
    blocks = with_notes(before, blocks)
    proposed = claim.line_decision != LineDecision.CUT and same_words(words, proposed_text(claim))
    return blocks, (claim.pk, piece.block.position, piece.start, piece.start + len(words)) if proposed else None


def without_words(claim):
    """The blocks of the text in work without the claim's words; a line, or a block, of which nothing is left goes."""
    piece = place_of(claim)
    before = blocks_of(claim.article.current_version)
    blocks = [dict(block) for block in before]
    text = piece.block.text
    start, end, joint = cut_of(text, piece.start, piece.end, claim.article.language)
    rest = text[:start] + joint + text[end:]
    if rest:
        blocks[piece.block.position]["text"] = rest
    else:
        del blocks[piece.block.position]
    return with_notes(before, blocks)


def proposed_text(claim, words=""):
    """What goes into the text, as a text has it: these words, or those that the claim proposes."""
    return " ".join(normalise(words or claim.proposed_words).split())


def carry_out(claim, *, actor, base, edition, words="", reason="", seconds=None):
    """Carry a claim's line decision out in a new version, word for word or in other ``words``. Returns (Version, Plan).

    Word for word, what was signed with the proposed words takes effect without another signature. ``seconds`` as in
    bring_in. Raises NotYours, NotNow (Rebase among it), Invalid, TooLong.
    """
    with acting(actor):
        claim = _open(claim, actor, edition)
        cutting = claim.line_decision == LineDecision.CUT
        words = proposed_text(claim, words)
        if cutting:
            blocks, wording, answer = without_words(claim), None, Answer.ACCEPTED
        elif not words:
            raise Invalid("No words are proposed. Edit the line itself.", "words")
        else:
            blocks, wording = reworded(claim, words)
            answer = Answer.ACCEPTED if wording else Answer.EDITED
        note = f"the decision on claim {claim.number}, {Answer(answer).label.lower()}"
        version, plan = bring_in(
            claim.article,
            blocks,
            actor=actor,
            base=base,
            note=note,
            wording=wording,
            cut=claim.pk if cutting else None,
            seconds=seconds,
        )
        _answer(claim, actor, answer, words="" if cutting else words, reason=reason, version=version)
        if answer == Answer.EDITED:  # it is carried out, and what stands there now is checked
            now = lock(claim.pk)
            now.line_decision = LineDecision.KEEP
            cleared = ["proposed_words", "reworded_statement", "reworded_verdict", "reworded_verdict_own"]
            for name in cleared:
                setattr(now, name, "")
            now.save(update_fields=["line_decision", *cleared])
    return version, plan


def decline(claim, *, actor, edition, reason):
    """Decline a claim's line decision, with a reason; the chief decides then. Raises NotYours, NotNow, Invalid."""
    with acting(actor):
        claim = _open(claim, actor, edition)
        if not reason.strip():
            raise Invalid("Say why the words stay.", "reason")
        return _answer(claim, actor, Answer.DECLINED, reason=reason.strip())


def _open(claim, actor, edition):
    claim = lock(claim.pk)
    claim.article.current_version = Version.objects.get(pk=claim.article.current_version_id)
    allow(may_answer_wording(actor, claim.article))
    if edition != claim.edition:
        raise NotNow("The claim changed since you opened it. Look again, then answer.")
    if claim.state == ClaimState.RETIRED or claim.line_decision == LineDecision.KEEP or claim.wording_applied:
        raise NotNow("No line decision is open on this claim.")
    return claim


def _answer(decided, actor, answer, *, words="", reason="", version=None):
    """``decided`` is the claim as it was when it was answered to: its words may be others by now."""
    row = WordingAnswer.objects.create(
        claim=decided,
        decision=decided.line_decision,
        old_words=decided.quoted,
        proposed_words=decided.proposed_words,
        answer=answer,
        words=words,
        reason=reason,
        version=version,
        by=actor,
    )
    decision = decided.get_line_decision_display().lower()
    says = {
        Answer.ACCEPTED: "accepted",
        Answer.EDITED: "accepted, in other words,",
        Answer.DECLINED: "declined",
    }[answer]
    said = f"{actor} {says} the decision to {decision} on claim {decided.number}"
    said += f": “{words}”" if words and answer == Answer.EDITED else ""
    said += f": {reason}" if reason else ""
    data = {"answer": answer, "decision": decided.line_decision, "version": version.number if version else None}
    record("wording_answered", said, actor=actor, claim=decided, data=data)
    return row
