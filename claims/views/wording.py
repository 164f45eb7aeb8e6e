"""Line decisions: applying or declining them, and the changes memo."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claims.editing.decisions import let_stand
from claims.editing.wording import decline, place_of, proposed_text, reworded, without_words
from claims.errors import Invalid, NotNow, Refused
from claims.forms.version import WordingForm
from claims.permissions import (
    allow,
    may_answer_wording,
    may_decide_wording,
)
from claims.queries import get_article_for, get_claim_for
from claims.queries.cited import cited_by_claim
from claims.queries.off_record import named_in_article
from claims.queries.reconcile import memo_of
from claims.states import LineDecision
from claims.text.differences import word_diff
from claims.views.kept import typed_in
from claims.views.versions import Proposed, accept, preview
from claims.workflow.articles import authors_of


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request, pk):
    """Answer a claim's line decision: show what applying it would do, then apply or decline it."""
    claim = get_claim_for(request.user, pk)
    allow(may_answer_wording(request.user, claim.article))
    article = get_article_for(request.user, claim.article_id)
    claim.article = article
    base = article.current_version.number
    if request.method != "POST":
        form = WordingForm(initial={"words": claim.proposed_words, "base": base, "edition": claim.edition})
        return _wording_page(request, article, claim, form)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _wording_page(request, article, claim, form, status=422)
    said = form.cleaned_data
    step = request.POST.get("action")
    try:
        if step == "decline":
            messages.success(request, _decline(request.user, claim, said))
            return redirect("claims:memo", article.pk)
        proposed = _wording(article, claim, said)
    except Invalid as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return _wording_page(request, article, claim, form, status=422)
    except Refused as refused:
        return _wording_again(request, pk, form, refused)
    action = reverse("claims:wording", args=[claim.pk])
    title = f"The decision on claim {claim.number}"
    if step != "accept":
        return preview(request, article, proposed, title=title, action=action)

    def again(now):
        fresh = get_claim_for(request.user, pk)
        fresh.article = now
        return _wording(now, fresh, said | {"base": now.current_version.number, "edition": fresh.edition})

    try:
        return accept(request, article, proposed, again=again, title=title, action=action)
    except NotNow as refused:
        return _wording_again(request, pk, form, refused)


def _wording_again(request, pk, form, refused):
    """Show the decision as it is now, with what was typed; sending it again answers to what is shown here."""
    claim = get_claim_for(request.user, pk)
    claim.article = article = get_article_for(request.user, claim.article_id)
    data = form.data.copy()
    data["base"], data["edition"] = article.current_version.number, claim.edition
    again = WordingForm(data)
    return _wording_page(request, article, claim, again, status=refused.status, refusal=refused.words)


def _decline(person, claim, said):
    """Decline a line decision: the chief settles it (stet), anybody else leaves it to the chief. Return words."""
    if not may_decide_wording(person, claim.article, authors_of(claim.article)):
        decline(claim, actor=person, edition=said["edition"], reason=said["reason"])
        return f"Declined. The chief decides on claim {claim.number}."
    if not said["reason"].strip():
        raise Invalid("Give a reason for keeping the words.", "reason")
    let_stand(claim, actor=person, reason=said["reason"], edition=said["edition"])
    return f"Declined. The words of claim {claim.number} stay as they are."


def _wording(article, claim, said):
    """Return the Proposed that applies a line decision in these words. Raise NotNow or Invalid."""
    if not _is_open(claim):
        raise NotNow("No line decision is open on this claim.")
    words = proposed_text(claim, said["words"])
    if claim.line_decision == LineDecision.CUT:
        blocks, at = without_words(claim), None
    elif not words:
        raise Invalid("No words are proposed. Type what goes into the text.", "words")
    else:
        blocks, at = reworded(claim, words)
    hidden = [(name, said[name]) for name in ("words", "reason", "base", "edition")]
    cut = claim.pk if claim.line_decision == LineDecision.CUT else None
    decision = {"claim": claim.pk, **{name: said[name] for name in ("edition", "words", "reason")}}
    return Proposed(blocks, "", said["base"], hidden, wording=at, cut=cut, decision=decision)


def _is_open(claim):
    return claim.line_decision != LineDecision.KEEP and not claim.wording_applied and claim.is_live


def _wording_page(request, article, claim, form, status=200, refusal=""):
    try:
        place_of(claim)
        not_in_place = ""
    except NotNow as no:
        not_in_place = no.words
    is_open = _is_open(claim)
    cutting = claim.line_decision == LineDecision.CUT
    held = {"reason": is_open, "words": is_open and not (not_in_place or cutting)}
    context = {
        "article": article,
        "claim": claim,
        "form": form,
        "not_in_place": not_in_place,
        "chief": bool(may_decide_wording(request.user, article, authors_of(article))),
        "cutting": cutting,
        "parts": word_diff(claim.quoted, claim.proposed_words) if claim.proposed_words else [],
        "refusal": refusal,
        "open": is_open,
        "typed": typed_in((name, form.data.get(name, "")) for name in held if not held[name]),
        "section": "articles",
    }
    return render(request, "wording/page.html", context, status=status)


@require_safe
def memo(request, pk):
    """Show everything that was proposed for an article's words, and what came of it; made to be printed."""
    article = get_article_for(request.user, pk)
    rows, sources, secret = memo_of(article), cited_by_claim(article), named_in_article(article)
    context = {
        "article": article,
        # What names a source off the record is read here, and is not on paper.
        "rows": [(row, sources.get(row.claim.number, ()), any(map(secret, row.reasons))) for row in rows],
        "open": sum(row.status in ("open", "again") for row in rows),
        "disputed": sum(row.status == "declined" for row in rows),
        "may": may_answer_wording(request.user, article),
        "chief": bool(may_decide_wording(request.user, article, authors_of(article))),
        "section": "articles",
    }
    return render(request, "memo/page.html", context)
