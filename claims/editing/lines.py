"""Several lines at once: their claims taken, assigned or given a due date, or what is open of them marked."""

from django.db import transaction

from claims.editing.claims import set_due
from claims.editing.marks import mark_no_claim
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting
from claims.permissions import allow, may_assign, may_cut
from claims.queries.galley import galley_of
from claims.states import NO_DUE, ClaimState
from claims.text.counted import plural
from claims.text.coverage import COVERED
from claims.workflow.articles import lock_article
from claims.workflow.claims import perform

#: Lines at once, and reasons why something was not done that a message names.
MOST, NAMED = 200, 3


def take_lines(article, first, last, *, actor):
    """Take the claims of a range of lines that nobody has. Returns what was done, in words.

    Claims that cannot be taken stay as they are, and the words say why. Raises NotYours, Invalid where there are none.
    """

    def take(claim):
        perform("take", claim, actor=actor)

    allow(may_cut(actor, article))
    with acting(actor):
        return _each(lock_article(article.pk), first, last, take, "taken")


def assign_lines(article, first, last, *, actor, assignee):
    """The chief assigns the claims of a range of lines (None: to nobody). Returns and raises as take_lines."""

    def assign(claim):
        perform("assign", claim, actor=actor, assignee=assignee)

    allow(may_assign(actor, article))
    with acting(actor):
        return _each(lock_article(article.pk), first, last, assign, f"assigned to {assignee or 'nobody'}")


def date_lines(article, first, last, *, actor, due):
    """The chief sets when the claims of a range of lines are due (UTC; NO_DUE for never). As take_lines."""

    def date(claim):
        if claim.state == ClaimState.SIGNED_OFF:
            raise NotNow("It is signed off.")
        set_due(claim, actor=actor, due=due)

    allow(may_assign(actor, article))
    done = "left without a due date" if due == NO_DUE else "given a due date"
    with acting(actor):
        return _each(lock_article(article.pk), first, last, date, done)


def mark_lines(article, first, last, *, actor, reason, voids=True):
    """Mark all that is open of a range of lines as holding no claim: one act, which one undo takes back.

    Returns what was done, in words. Raises as mark_no_claim does, and Invalid where nothing is open.
    """
    pieces = [
        (line.line.block_id, start, end, line.line.block.text[start:end])
        for line in _lines(article, first, last)
        if line.coverage.state != COVERED
        for start, end in line.coverage.open
    ]
    if not pieces:
        raise Invalid("Every word of these lines is accounted for.", "line")
    marks = mark_no_claim(article, pieces, actor=actor, reason=reason, voids=voids)
    return f"{plural(len(marks), 'mark')} made on lines {first} to {last}."


def _lines(article, first, last):
    if not first <= last < first + MOST:
        raise Invalid(f"Choose a first line and a last one after it, {MOST} lines at most.", "last")
    return [line for line in galley_of(article).lines if first <= line.number <= last]


def _each(article, first, last, act, done):
    """Do ``act`` to each claim of the lines; one that is refused leaves the others as they are."""
    claims = {claim.pk: claim for line in _lines(article, first, last) for claim in line.claims}
    if not claims:
        raise Invalid("These lines have no claim.", "line")
    refused = []
    for _, claim in sorted(claims.items()):
        try:
            with transaction.atomic():
                act(claim)
        except (NotNow, NotYours) as error:
            refused.append(f"claim {claim.number}: {error}")
    words = f"{plural(len(claims) - len(refused), 'claim')} of lines {first} to {last} {done}."
    if refused:
        more = f" And {len(refused) - NAMED} more." if len(refused) > NAMED else ""
        words += f" Not done: {' '.join(refused[:NAMED])}{more}"
    return words
