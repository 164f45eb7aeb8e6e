"""An article's no-claim marks, in one list, and their review."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.editing.marks import look_through as look_through_marks
from claims.forms.gate import LookThroughForm
from claims.permissions import allow, may_cut, may_look_through
from claims.queries import get_article_for
from claims.queries.galley import galley_of
from claims.text.counted import plural
from claims.workflow.articles import authors_of


def _mark_rows(article, person):
    """Return every no-claim mark of the current version once, in its line, with the words around it."""
    rows, seen, lines = [], set(), galley_of(article).lines
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        block = line.line.block
        lead, then = (
            block.text[beside.line.start : beside.line.end] if beside and beside.line.block_id == block.pk else ""
            for beside in (before, after)
        )
        for mark in line.marks:
            if mark.pk not in seen:
                seen.add(mark.pk)
                rows.append(
                    {
                        "mark": mark,
                        "line": line.number,
                        "lead": lead,
                        "before": block.text[min(line.line.start, mark.start) : mark.start],
                        "after": block.text[mark.end : max(line.line.end, mark.end)],
                        "then": then,
                        "own": mark.made_by_id == person.pk,
                    }
                )
    return rows


#: How many marks are reviewed at a time: what fits on a screen.
SCREEN = 8
#: Reviewed ones and others' that are shown; the newest of them.
LISTED = 200


def _mark_groups(rows, may):
    """Return [(title, rows)]: the next screen of marks for this person, by reason; then others'; then reviewed ones.

    And how many more wait for this person after that screen.
    """
    yours, others, done = [], [], []
    for row in rows:
        mark = row["mark"]
        where = done if mark.looked_by_id else others if row["own"] or not may else yours
        where.append(row)
    yours.sort(key=lambda row: row["mark"].reason)
    screen = [
        (f"For you to review: {reason}", [*same])
        for reason, same in groupby(yours[:SCREEN], key=lambda row: row["mark"].reason)
    ]
    groups = [*screen, ("For somebody else to review", others[-LISTED:]), ("Reviewed", done[-LISTED:])]
    return [group for group in groups if group[1]], max(len(yours) - SCREEN, 0)


def _marks_page(request, article, status=200, problem=""):
    """Return the page with the no-claim marks of the current version; none is selected at first."""
    verdict = may_look_through(request.user, article, authors_of(article))
    rows = _mark_rows(article, request.user)
    groups, later = _mark_groups(rows, verdict)
    yours = sum(row["mark"].looked_by_id is None and not row["own"] for row in rows) if verdict else 0
    context = {
        "article": article,
        "rows": rows,
        "groups": groups,
        "waiting": sum(row["mark"].looked_by_id is None for row in rows),
        "yours": yours,
        "here": yours - later,
        "later": later,
        "all_ticked": "all" in request.GET,
        "may": verdict,
        "may_remove": may_cut(request.user, article),
        "problem": problem,
        "section": "articles",
    }
    return render(request, "marks/page.html", context, status=status)


@require_safe
def marks(request, pk):
    """Show the no-claim marks of an article, in one list."""
    return _marks_page(request, get_article_for(request.user, pk))


@require_POST
def look_through(request, pk):
    """Mark the selected marks as reviewed by this person."""
    article = get_article_for(request.user, pk)
    allow(may_look_through(request.user, article, authors_of(article)))
    form = LookThroughForm(request.POST, version=article.current_version)
    if not form.is_valid():
        return _marks_page(request, article, status=422, problem=form.errors["marks"][0])
    count = look_through_marks(article, form.cleaned_data["marks"], actor=request.user)
    if not count:
        words = "You cannot review these marks: they were reviewed or unmarked since, or you made them."
        return _marks_page(request, article, status=409, problem=words)
    messages.success(request, f"{plural(count, 'mark')} marked as reviewed.")
    return redirect("claims:marks", article.pk)
