"""The workbench: the article's lines and their bar; making claims and marks, and undoing that."""

import json
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from claims.editing.articles import see
from claims.editing.claims import cut_claim
from claims.editing.lines import (
    accept_suggestions,
    assign_lines,
    date_lines,
    mark_lines,
    mark_lines_as_fits,
    take_lines,
)
from claims.editing.marks import mark_no_claim, remove_mark
from claims.editing.undo import undo_last
from claims.errors import ClaimedAlready, Invalid
from claims.forms.bench import AskForm, LineForm, MarkForm, RangeForm, UndoForm
from claims.models import Article
from claims.queries import get_article_for, get_claim_numbered, get_mark_for
from claims.queries.galley import galley_of
from claims.queries.workbench import get_workbench_for, news_of, pulse
from claims.states import NO_DUE
from claims.views.drawing import reading
from claims.views.panel import assignee_of, panel_context
from claims.views.workbench import (
    allow,
    attempt,
    bench_address,
    galley_now,
    respond,
    wants_part,
    whole_page,
)

#: The fields that a form sends again to make another claim of the same words.
REPEATED = ("version", "line", "open", "pieces", "what", "first", "last")
#: How often a person whose page polls is recorded as reading.
SEEN_EVERY = timedelta(seconds=15)


def _show(request, pk, number=None):
    article = get_workbench_for(request.user, pk)
    claim = get_claim_numbered(article, number) if number else None
    if claim:
        claim.article = article
    if not wants_part(request):
        return whole_page(request, article, claim=claim, line=AskForm.read(request.GET)["line"])
    push = bench_address(pk, number)
    return respond(request, "panel/panel.html", panel_context(request, article, claim), HX_Push_Url=push)


@require_safe
def bench(request, pk):
    """Show the workbench of an article; for htmx its galley (``part=galley``), or the panel without a claim."""
    if wants_part(request) and AskForm.read(request.GET)["part"]:
        return galley_now(request, pk)
    return _show(request, pk)


@require_safe
def claim(request, pk, number):
    """Show the workbench with one claim open; for htmx the claim's panel."""
    return _show(request, pk, number)


@require_safe
def changes(request, pk):
    """Return the galley if anything happened since the event of sequence ``since``; otherwise 204.

    ``claim`` is the open claim: what others did to it comes as a notice. ``here`` says whom the page shows as reading,
    ``drafted`` how many lines it shows as read for suggestions.
    """
    ask, now = AskForm.read(request.GET), timezone.now()
    sequence, here, seen, read = pulse(request.user, pk)
    if seen is None or now - seen >= SEEN_EVERY:
        see(Article(pk=pk), request.user, now)
    if (sequence or 0) == (ask["since"] or 0) and (read or 0) == (ask["drafted"] or 0):
        if reading(here) == (ask["here"] or ""):
            return HttpResponse(status=204)
        return respond(request, "bench/page.html#presence_now", {"reading": reading(here)})
    return galley_now(request, pk, news=lambda article, ask: news_of(article, ask["claim"], request.user, ask["since"]))


def _on_line(request, pk, form_class, act, *, doing, rest=False):
    """Do something with words of a line, and answer with the galley.

    ``act`` gets article, form, pieces, the line as it is now, and whether it may void a sign-off. Returns its result
    and the line's number, or an error page. ``doing`` is the button's label.
    """
    article = get_article_for(request.user, pk)
    allow(request, article)
    form = form_class(request.POST)

    def on_line(voids):
        if not form.is_valid():
            raise Invalid("Choose the words again.", "line")
        number = form.cleaned_data["line"]
        line = next((one for one in galley_of(article, line=number).lines if one.number == number), None)
        return act(article, form, form.chosen(article, line, rest=rest), line, voids), number

    return attempt(request, article, on_line, doing=doing)


@require_POST
def cut(request, pk):
    """Make a claim of the line, of its uncovered words, or of the chosen words.

    If a claim already has these words, open it; make another one only if the form asks for that.
    """

    def act(article, form, pieces, line, voids):
        if there := form.repeated(line):
            return there, False
        try:
            again = form.cleaned_data["again"]
            return cut_claim(article, pieces, actor=request.user, voids=voids, again=again), True
        except ClaimedAlready as same:
            return same.claim, False

    done = _on_line(request, pk, LineForm, act, doing="Make the claim")
    if isinstance(done, HttpResponse):
        return done
    (claim, made), line = done
    opens = {"HX_Trigger_After_Swap": json.dumps({"claim-made": {"number": claim.number, "made": made}})}
    if made:
        return (
            galley_now(request, pk, **opens) if wants_part(request) else redirect(bench_address(pk, claim.number, line))
        )
    again = {"claim": claim.number, "kept": {name: request.POST.get(name, "") for name in REPEATED}}
    if wants_part(request):
        return galley_now(request, pk, status=409, again=again, **opens)
    article = get_workbench_for(request.user, pk)
    there = get_claim_numbered(article, claim.number)
    return whole_page(request, article, claim=there, line=line, status=409, extra={"again": again})


@require_POST
def mark(request, pk):
    """Mark the line, its uncovered words, or the chosen words as holding no claim, with a reason."""

    def act(article, form, pieces, line, voids):
        return mark_no_claim(article, pieces, actor=request.user, reason=form.why(), voids=voids)

    done = _on_line(request, pk, MarkForm, act, doing="Mark it", rest=True)
    if isinstance(done, HttpResponse):
        return done
    if wants_part(request):
        return galley_now(request, pk)
    return redirect(bench_address(pk, AskForm.read(request.POST)["claim"], done[1]))


@require_POST
def mark_remove(request, pk):
    """Remove a *no claim here* mark."""
    mark = get_mark_for(request.user, pk)
    article_id = mark.version.article_id
    article, ask = get_article_for(request.user, article_id), AskForm.read(request.POST)

    def act(voids):
        remove_mark(mark, actor=request.user, voids=voids)

    done = attempt(request, article, act, doing="Unmark")
    if isinstance(done, HttpResponse):
        return done
    if wants_part(request):
        return galley_now(request, article_id)
    return redirect(bench_address(article_id, ask["claim"], ask["line"]))


@require_POST
def lines_do(request, pk):
    """Do one thing to all of a range of lines; one message says what was done, and what was not and why."""
    article, ask = get_article_for(request.user, pk), AskForm.read(request.POST)
    allow(request, article)
    form = RangeForm(request.POST)

    def act(voids):
        if not form.is_valid():
            raise Invalid(next(errors[0] for errors in form.errors.values()), next(iter(form.errors)))
        said = form.cleaned_data
        at = {"actor": request.user}
        of = article, said["first"], said["last"]
        if said["do"] == "accept":
            return accept_suggestions(*of, **at, voids=voids)
        if said["do"] == "take":
            return take_lines(*of, **at)
        if said["do"] == "assign":
            return assign_lines(*of, **at, assignee=assignee_of(article.desk_id, said["assignee"] or None))
        if said["do"] in ("due", "no_due"):
            return date_lines(*of, **at, due=said["due"] if said["do"] == "due" else NO_DUE)
        if said["do"] == "mark_as_fits":
            return mark_lines_as_fits(*of, **at, voids=voids)
        return mark_lines(*of, **at, reason=said["reason"], voids=voids)

    doing = "Accept them" if request.POST.get("do") == "accept" else "Mark the lines"
    done = attempt(request, article, act, doing=doing, typed={"range_form": form})
    if isinstance(done, HttpResponse):
        return done
    messages.success(request, done)
    return galley_now(request, pk) if wants_part(request) else redirect(bench_address(pk, ask["claim"], ask["line"]))


@require_POST
def undo(request, pk):
    """Undo this person's last act: the claim just made, the marks, a split or a merge."""
    article, ask = get_article_for(request.user, pk), AskForm.read(request.POST)
    allow(request, article)

    def act(voids):
        form = UndoForm(request.POST)
        if not form.is_valid():
            raise Invalid("You have nothing left to undo here.")
        return undo_last(article, actor=request.user, sequence=form.cleaned_data["sequence"], voids=voids)

    done = attempt(request, article, act, doing="Undo")
    if isinstance(done, HttpResponse):
        return done
    verb, restored = done
    messages.success(request, "Undone.")
    if restored:
        number = restored[0].number
        if not wants_part(request):
            return redirect(bench_address(pk, number, ask["line"]))
        opens = {"claim-made": {"number": number, "made": False}}
        return galley_now(request, pk, HX_Trigger_After_Swap=json.dumps(opens))
    if wants_part(request):
        return galley_now(request, pk, **({"HX_Trigger_After_Swap": "claim-unmade"} if verb == "claim_made" else {}))
    return redirect(bench_address(pk, None, ask["line"]))
