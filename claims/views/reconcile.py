"""Work through what new versions did: the tray, changed claims and changed contexts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.editing.claims import take_over
from claims.editing.versions import acknowledge, acknowledge_all, attach, keep_words, replace, retire
from claims.errors import Conflict, Invalid, Refused
from claims.forms.version import PrintedForm, SettleForm, StillHoldForm, pieces_value, printed_of
from claims.models import Reason
from claims.permissions import (
    allow,
    may_acknowledge,
    may_bring_version,
    may_cut,
)
from claims.queries import claims_for, get_article_for, get_claim_for
from claims.queries.reconcile import by_edit, unsettled
from claims.queries.signable import standings_of
from claims.rules.printed import says_what_is_printed
from claims.states import ReasonKind
from claims.text.counted import plural
from claims.workflow.claims import may_do


def _page(request, article, status=200, claim=None, refusal="", typed=None, conflict=None):
    tray, changed, contexts = unsettled(article)
    standings = standings_of([one.claim for one in contexts], request.user, anew=True)
    for one in contexts:
        one.may = may_acknowledge(standings[one.claim.pk])
    for one in tray:
        for place in one.places:
            place["value"] = pieces_value(place["pieces"])
    for one in changed:
        if says_what_is_printed(one.claim):
            mine = claim == one.claim.pk
            one.printed = PrintedForm(one.claim, typed if mine else None, contested=conflict if mine else None)
    listed = {one.claim.pk for one in (*tray, *changed, *contexts)}
    reasons = Reason.objects.filter(desk=article.desk_id, kind=ReasonKind.RETIRE).order_by("position", "id")
    context = {
        "article": article,
        "tray": tray,
        "changed": changed,
        "contexts": contexts,
        "edits": [(edit, [one for one in edit if one.may]) for edit in by_edit(contexts)],
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


def _settle(request, pk, may, act, said, stay=False):
    """Do one thing to one claim, and show the next, or ``stay`` at it.

    If refused, show the page with the reason and what was typed.
    """
    claim = get_claim_for(request.user, pk)
    article = get_article_for(request.user, claim.article_id)
    allow(may(request.user, claim))
    form = SettleForm(request.POST)
    following = claim.number if stay else _following(article, claim)
    try:
        if not form.is_valid():
            unread = ["The form could not be read. Check it, then decide."]
            raise Invalid((form.errors.get("statement") or form.errors.get("reason") or unread)[0])
        done = act(claim, form.cleaned_data | {"base": form.base_of(claim)})
    except Refused as refused:
        conflict = refused.fields if isinstance(refused, Conflict) else None
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
    """Keep a claim with its new words; or only take over what they say (``take``), saving what was typed."""

    def act(claim, said):
        mine, base = printed_of(claim, request.POST)
        if "statement" in request.POST:
            mine["statement"], base["statement"] = said["statement"], said["base"]
        if take:
            return take_over(claim, take, actor=request.user, mine=mine, base=base)
        return keep_words(claim, actor=request.user, quoted=said["quoted"], mine=mine, base=base)

    take = request.POST.get("take", "")
    done = (
        "Claim {} says what its words say. Keep it with them when the rest fits."
        if take
        else ("Claim {} keeps its new words.")
    )
    return _settle(request, pk, _may_work, act, lambda claim, _: done.format(claim.number), stay=bool(take))


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


@require_POST
def contexts_acknowledge(request, pk):
    """Acknowledge that all signed claims around which one edit changed the text still hold."""
    article = get_article_for(request.user, pk)
    form = StillHoldForm(request.POST)
    chosen = form.chosen() if form.is_valid() else []
    if not chosen:
        return _page(request, article, status=422, refusal="No claim was named. Confirm the claims one by one.")
    claims = claims_for(request.user).filter(article=article).in_bulk([claim for claim, _ in chosen])
    if any(claim not in claims for claim, _ in chosen):
        raise Http404
    standings = standings_of(list(claims.values()), request.user, anew=True)
    for claim in claims.values():
        allow(may_acknowledge(standings[claim.pk]))
    try:
        acknowledge_all([(claims[claim], edition) for claim, edition in chosen], actor=request.user)
    except Refused as refused:
        return _page(request, article, status=refused.status, refusal=refused.words)
    messages.success(request, f"{plural(len(chosen), 'claim')} still hold: acknowledged.")
    return redirect("claims:reconcile", article.pk)
