"""Marks: words said to hold no claim, and looked through by somebody else."""

from django.db.models import Q
from django.utils import timezone

from claims.editing.claims import checked_pieces, quoted_words
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import NoClaimMark
from claims.permissions import allow, may_cut, may_look_through
from claims.reference import FITTING
from claims.text.counted import plural
from claims.text.no_claim import guess
from claims.workflow.articles import authors_of, keep_signoff, lock_article


def mark_no_claim(article, pieces, *, actor, reason, voids=True):
    """Mark words as holding no claim, with a reason. ``pieces`` and ``voids`` as in cut_claim. Returns the marks."""
    return mark_for_reasons(article, {reason.strip(): pieces}, actor=actor, voids=voids)


def mark_for_reasons(article, by_reason, *, actor, voids=True):
    """Mark the pieces of each reason, {reason: pieces}, as one act, which one undo takes back. As mark_no_claim."""
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_cut(actor, article))
        if "" in by_reason:
            raise Invalid("Say why there is no claim here.", "reason")
        checked = {reason: checked_pieces(article, pieces) for reason, pieces in by_reason.items()}
        if not voids:
            keep_signoff(article)
        marks = [mark for reason, pieces in checked.items() for mark in write_marks(pieces, actor, reason)]
        if marks:
            said = [f"({reason}): “{quoted_words(pieces)}”" for reason, pieces in checked.items()]
            words = f"{actor} marked no claim here {'; '.join(said)}"
            record("marked", words, actor=actor, article=article, data={"marks": [mark.pk for mark in marks]})
    return marks


def reason_that_fits(line, language):
    """The ready reason for no claim that fits the open words of a GalleyLine; "" if all of it is accounted for."""
    text = line.line.block.text
    words = " ".join(text[start:end] for start, end in line.coverage.open)
    if not words:
        return ""
    before = text[line.line.start : line.coverage.open[0][0]]
    rest = text[line.coverage.open[-1][1] : line.line.end]
    words = words if any(map(str.isalnum, before)) else before + words
    words = words if any(map(str.isalnum, rest)) else words + rest
    return FITTING[guess(words, language)]


def write_marks(checked, actor, reason):
    """Mark ``checked`` pieces that are not marked yet. Returns the marks; call inside acting(), and record them."""
    marks = []
    for block, start, end, words in checked:
        same = Q(start=start, end=end, block=block, removed_at__isnull=True)
        if not NoClaimMark.objects.filter(same).exists():
            mark = NoClaimMark(
                version_id=block.version_id,
                block=block,
                start=start,
                end=end,
                words=words,
                reason=reason[:200],
                made_by=actor,
            )
            mark.save()
            marks.append(mark)
    return marks


def remove_mark(mark, *, actor, voids=True, undoable=True):
    """Take a *no claim here* mark back. ``voids`` as in cut_claim; what undo itself removes is not ``undoable``."""
    with acting(actor):
        article = lock_article(mark.version.article_id)
        allow(may_cut(actor, article))
        mark = NoClaimMark.objects.select_for_update(of=("self",)).get(pk=mark.pk)
        if mark.removed_at:
            raise NotNow("That mark is gone already.")
        if not voids:
            keep_signoff(article)
        mark.removed_by, mark.removed_at = actor, timezone.now()
        mark.save(update_fields=["removed_by", "removed_at"])
        words = f"{actor} unmarked “{mark.words}”"
        record("mark_removed", words, actor=actor, article=article, data={"marks" if undoable else "undone": [mark.pk]})
    return mark


def mark_again(ids, article, *, actor):
    """Mark the words of removed marks (``ids``) once more, in the actor's name. Raises NotNow in another version."""
    for mark in NoClaimMark.objects.filter(pk__in=ids).order_by("pk"):
        if mark.version_id != article.current_version_id:
            raise NotNow("A new version of the article came in since. Mark the words again.")
        mark_no_claim(article, [(mark.block_id, mark.start, mark.end, mark.words)], actor=actor, reason=mark.reason)


def look_through(article, mark_ids, *, actor):
    """Say that one has looked through these marks, made by others. Returns how many were; one's own stay for others."""
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_look_through(actor, article, authors_of(article)))
        marks = NoClaimMark.objects.filter(
            pk__in=mark_ids,
            version_id=article.current_version_id,
            removed_at__isnull=True,
            looked_by__isnull=True,
        ).exclude(made_by=actor)
        count = marks.update(looked_by=actor, looked_at=timezone.now())
        if count:
            words = f"{actor} reviewed {plural(count, 'no-claim mark')}"
            record("marks_looked_through", words, actor=actor, article=article, data={"count": count})
    return count
