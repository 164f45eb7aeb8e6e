"""Several lines at once: their suggestions accepted, their claims taken, assigned or dated, and the rest marked."""

from collections import defaultdict

from django.db import transaction

from claims.editing.claims import set_due
from claims.editing.drafts import accept_lines
from claims.editing.marks import mark_for_reasons, mark_no_claim, reason_that_fits
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting
from claims.permissions import allow, may_assign, may_cut
from claims.queries.drafts import open_drafts
from claims.queries.galley import galley_of
from claims.reference import FITTING
from claims.states import NO_DUE, ClaimState, ReasonKind
from claims.text.counted import plural
from claims.text.coverage import COVERED, UNTOUCHED
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
    pieces = [piece for line in _not_covered(article, first, last) for piece in _open_of(line)]
    marks = mark_no_claim(article, pieces, actor=actor, reason=reason, voids=voids)
    return f"{plural(len(marks), 'mark')} made on lines {first} to {last}."


def mark_lines_as_fits(article, first, last, *, actor, voids=True):
    """As mark_lines, each line for the reason of the desk's that fits its open words.

    A line stays open where a suggestion is left on it, or where it has no claim and no mark yet and its words give no
    reason: somebody has to read it.
    """
    suggested = open_drafts(article.current_version)
    reasons = set(article.desk.reasons.filter(kind=ReasonKind.NO_CLAIM).values_list("words", flat=True))
    by_reason, left = defaultdict(list), []
    for line in _not_covered(article, first, last):
        reason = reason_that_fits(line, article.language)
        whole = line.coverage.state == UNTOUCHED and reason == FITTING[""]
        if whole or reason not in reasons or line.number in suggested:
            left.append(line.number)
        else:
            by_reason[reason] += _open_of(line)
    stays = ""
    if left:
        more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
        which = "line" if len(left) == 1 else "lines"
        stays = f" Read {which} {', '.join(map(str, left[:NAMED]))}{more} first: a claim may be in the words."
    if not by_reason:
        raise Invalid(stays.strip(), "line")
    marks = mark_for_reasons(article, by_reason, actor=actor, voids=voids)
    return f"{plural(len(marks), 'mark')} made on lines {first} to {last}.{stays}"


def accept_suggestions(article, first, last, *, actor, voids=True):
    """Accept all suggestions of a range of lines: one act, which one undo takes back.

    Returns what was done, in words; they name what could not be accepted. Raises Invalid where there are none.
    """
    _lines(article, first, last)
    claims, refused = accept_lines(article, first, last, actor=actor, voids=voids)
    if not claims:
        raise Invalid(" ".join(refused) or "These lines have no suggestion.", "line")
    return _told(f"{plural(len(claims), 'claim')} made on lines {first} to {last}.", refused)


def _open_of(line):
    text = line.line.block.text
    return [(line.line.block_id, start, end, text[start:end]) for start, end in line.coverage.open]


def _not_covered(article, first, last):
    lines = [line for line in _lines(article, first, last) if line.coverage.state != COVERED]
    if not lines:
        raise Invalid("Every word of these lines is accounted for.", "line")
    return lines


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
    return _told(f"{plural(len(claims) - len(refused), 'claim')} of lines {first} to {last} {done}.", refused)


def _told(words, refused):
    if not refused:
        return words
    more = f" And {len(refused) - NAMED} more." if len(refused) > NAMED else ""
    return f"{words} Not done: {' '.join(refused[:NAMED])}{more}"
