"""Work through what new versions did: tray, changed claims, changed contexts, spelling; and the changes memo."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.editing.claims import let_stand
from claims.editing.versions import acknowledge, attach, keep_words, replace, retire
from claims.editing.wording import carry_out, decline, place_of, proposed_text, reworded, without_words
from claims.errors import Conflict, DeskError, Invalid, NotNow, NotYours
from claims.forms.version import ConfirmForm, SettleForm, WordingForm, pieces_value
from claims.models import Reason
from claims.permissions import (
    allow,
    may_acknowledge,
    may_answer_wording,
    may_bring_version,
    may_cut,
    may_decide_wording,
)
from claims.queries import claims_for, get_article_for, get_claim_for
from claims.queries.queues import standings_of
from claims.queries.reconcile import memo_of, spelling_candidates, unsettled
from claims.states import LineDecision, ReasonKind
from claims.text.counted import plural
from claims.text.differences import word_diff
from claims.views.kept import typed_in
from claims.views.versions import Proposed, accept, preview
from claims.workflow import confirm_spelling
from claims.workflow.articles import authors_of
from claims.workflow.claims import may_do
from claims.workflow.versions import spelling_changes


def _page(request, article, status=200, claim=None, refusal="", typed=None, conflict=None):
    tray, changed, contexts = unsettled(article)
    standings = standings_of([one.claim for one in contexts], request.user, anew=True)
    for one in contexts:
        one.may = may_acknowledge(standings[one.claim.pk])
    for one in tray:
        for place in one.places:
            place["value"] = pieces_value(place["pieces"])
    listed = {one.claim.pk for one in (*tray, *changed, *contexts)}
    reasons = Reason.objects.filter(desk=article.desk_id, kind=ReasonKind.RETIRE).order_by("position", "id")
    context = {
        "article": article,
        "tray": tray,
        "changed": changed,
        "contexts": contexts,
        "total": len(tray) + len(changed) + len(contexts),
        "may": may_cut(request.user, article),
        "may_retire": may_do("retire", request.user, article.desk_id),
        "may_bring": bool(may_bring_version(request.user, article)),
        "reasons": reasons.values_list("words", flat=True),
        "refused": {
            "claim": claim,
            "words": refusal,
            "typed": typed or {},
            "conflict": conflict,
            "elsewhere": bool(refusal) and claim not in listed,
        },
        "section": "articles",
    }
    return render(request, "reconcile/page.html", context, status=status)


@require_safe
def reconcile(request, pk):
    """Show the tray, the changed claims and the changed contexts of an article, in one list."""
    return _page(request, get_article_for(request.user, pk))


def _settle(request, pk, may, act, said):
    """Do one thing to one claim, and show the next; if refused, show the page with the reason and what was typed."""
    claim = get_claim_for(request.user, pk)
    article = get_article_for(request.user, claim.article_id)
    allow(may(request.user, claim))
    form = SettleForm(request.POST)
    following = _following(article, claim)
    try:
        if not form.is_valid():
            unread = ["The form could not be read. Check it, then decide."]
            raise Invalid((form.errors.get("statement") or form.errors.get("reason") or unread)[0])
        done = act(claim, form.cleaned_data | {"base": form.base_of(claim)})
    except NotYours:
        raise
    except DeskError as refused:
        conflict = refused.fields.get("statement") if isinstance(refused, Conflict) else None
        article = get_article_for(request.user, article.pk)
        return _page(
            request,
            article,
            status=refused.status,
            claim=claim.pk,
            refusal=refused.words,
            typed=request.POST,
            conflict=conflict,
        )
    messages.success(request, said(claim, done))
    return redirect(reverse("claims:reconcile", args=[article.pk]) + (f"#claim-{following}" if following else ""))


def _following(article, claim):
    """Return the number of the claim after this one in the list; None for the last."""
    listed = [one.claim.number for part in unsettled(article) for one in part]
    at = listed.index(claim.number) + 1 if claim.number in listed else len(listed)
    return listed[at] if at < len(listed) else None


def _may_work(person, claim):
    return may_cut(person, claim.article)


def _may_retire(person, claim):
    return may_do("retire", person, claim.desk_id)


def _may_acknowledge(person, claim):
    return may_acknowledge(standings_of([claim], person, anew=True)[claim.pk])


@require_POST
def keep(request, pk):
    """Keep a claim with its new words."""

    def act(claim, said):
        statement = said["statement"] if "statement" in request.POST else None
        return keep_words(claim, actor=request.user, quoted=said["quoted"], statement=statement, base=said["base"])

    return _settle(request, pk, _may_work, act, lambda claim, _: f"Claim {claim.number} keeps its new words.")


@require_POST
def claim_attach(request, pk):
    """Give a claim in the tray words again."""

    def act(claim, said):
        return attach(claim, said["pieces"], actor=request.user, edition=said["edition"])

    said = "Claim {} is attached again: “{}”.".format
    return _settle(request, pk, _may_work, act, lambda claim, done: said(claim.number, done.quoted))


@require_POST
def claim_replace(request, pk):
    """Make a new claim of other words in place of one that lost its own."""

    def act(claim, said):
        return replace(claim, said["pieces"], actor=request.user, edition=said["edition"])

    said = "Claim {} is new, and claim {} is retired.".format
    return _settle(request, pk, _may_retire, act, lambda claim, made: said(made.number, claim.number))


@require_POST
def claim_gone(request, pk):
    """Retire a claim whose words are gone, with a reason."""

    def act(claim, said):
        return retire(claim, actor=request.user, edition=said["edition"], reason=said["reason"])

    return _settle(request, pk, _may_retire, act, lambda claim, _: f"Claim {claim.number} is retired.")


@require_POST
def context_acknowledge(request, pk):
    """Acknowledge that a signed claim still holds in its changed context."""
    return _settle(
        request,
        pk,
        _may_acknowledge,
        lambda claim, said: acknowledge(claim, actor=request.user, edition=said["edition"]),
        lambda claim, _: f"Claim {claim.number} still holds: acknowledged.",
    )


# The signer's list of changes of spelling


def _to_confirm(person):
    """Return [{claim, hash, parts, since}] of claims that this person signed and may confirm now; three queries."""
    claims = list(spelling_candidates(person))
    found = spelling_changes(claims, person)
    return [
        {
            "claim": claim,
            "hash": found[claim.pk][1],
            "parts": word_diff(found[claim.pk][0][0].old_words, claim.quoted),
            "since": found[claim.pk][0][-1],
        }
        for claim in claims
        if claim.pk in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def spelling(request):
    """Show claims that one signed and whose spelling, capitals or numerals changed since, and confirm them."""
    if request.method != "POST":
        return _spelling_page(request)
    form = ConfirmForm(request.POST)
    chosen = form.chosen() if form.is_valid() else []
    if not chosen:
        return _spelling_page(request, status=422, refusal="Select the claims that you checked.", ticked=set())
    claims = claims_for(request.user).in_bulk([pk for pk, *_ in chosen])
    if any(pk not in claims for pk, *_ in chosen):
        raise Http404
    for claim in claims.values():
        allow(may_do("approve", request.user, claim.desk_id))
    done, refused = [], []
    for pk, edition, content_hash in chosen:
        try:
            shown = {"content_hash": content_hash, "edition": edition}
            done.append(confirm_spelling(claims[pk], actor=request.user, **shown))
        except DeskError as error:
            refused.append(error.words)
    if done:
        messages.success(request, f"Confirmed: {plural(len(done), 'claim')}.")
    if refused:
        return _spelling_page(request, status=409, refusal=" ".join(refused), ticked={pk for pk, *_ in chosen})
    return redirect("claims:spelling")


def _spelling_page(request, status=200, refusal="", ticked=None):
    """Return the page; ``ticked`` are the ids of claims selected in a form that came back; None selects all."""
    rows = _to_confirm(request.user)
    for row in rows:
        row["ticked"] = ticked is None or row["claim"].pk in ticked
    context = {"rows": rows, "refusal": refusal, "section": "queues"}
    return render(request, "spelling/page.html", context, status=status)


# Line decisions


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
    except NotYours:
        raise
    except Invalid as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return _wording_page(request, article, claim, form, status=422)
    except DeskError as refused:
        return _wording_again(request, pk, form, refused)
    action = reverse("claims:wording", args=[claim.pk])
    title = f"The decision on claim {claim.number}"
    if step != "accept":
        return preview(request, article, proposed, title=title, action=action)

    def carry():
        return carry_out(
            claim,
            actor=request.user,
            base=said["base"],
            edition=said["edition"],
            words=said["words"],
            reason=said["reason"],
        )

    def again(now):
        fresh = get_claim_for(request.user, pk)
        fresh.article = now
        return _wording(now, fresh, said | {"base": now.current_version.number, "edition": fresh.edition})

    try:
        return accept(request, article, proposed, again=again, title=title, action=action, carry=carry)
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
    return Proposed(blocks, "", said["base"], hidden, wording=at, cut=cut)


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
    rows = memo_of(article)
    context = {
        "article": article,
        "rows": rows,
        "open": sum(row.status in ("open", "again") for row in rows),
        "disputed": sum(row.status == "declined" for row in rows),
        "may": may_answer_wording(request.user, article),
        "chief": bool(may_decide_wording(request.user, article, authors_of(article))),
        "section": "articles",
    }
    return render(request, "memo/page.html", context)
