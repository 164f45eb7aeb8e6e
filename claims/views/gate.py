"""An article's gate: what is still open, sign-off, release with exceptions, publication."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.errors import Refused
from claims.forms.gate import CloseForm, HashForm, ReasonForm, ReleaseForm, people_of
from claims.models import ReleaseException
from claims.permissions import allow, may_close_exception, may_second_release, may_sign_article
from claims.queries import get_article_for, get_exception_for, get_release_for
from claims.queries.galley import galley_of
from claims.queries.gate import found_in, gate_of
from claims.rules.gate import MET
from claims.states import ARTICLE_MOVES, ArticleSignOffKind, ArticleState
from claims.views.kept import typed_in
from claims.workflow import (
    close_exception,
    propose_release,
    publish,
    reopen_article,
    second_release,
    sign_off_article,
    withdraw_article,
)
from claims.workflow.articles import article_hash, article_standing, opened_since, signed_again

#: How many of an article's sign-offs the gate shows, newest first.
SHOWN = 30
PUBLISHABLE = {state for state, to in ARTICLE_MOVES if to == ArticleState.PUBLISHED}
#: The moves that ask for a reason; their form is not shown again if the article has already made the move.
REASONED = {"reopen": ArticleState.IN_CHECKING, "withdraw": ArticleState.WITHDRAWN}


def _parts(article, items, galley):
    """Return the gate's parts for the page, each with its items, and the link of each item."""
    claims = {claim.number: claim for claim in galley.claims}
    lines = {line.number: line for line in galley.lines}
    bench, marks = reverse("claims:bench", args=[article.pk]), reverse("claims:marks", args=[article.pk])
    threads = reverse("claims:article_threads", args=[article.pk])
    reconcile = reverse("claims:reconcile", args=[article.pk])
    parts = []
    for kind, met in MET.items():
        found = [item for item in items if item.kind == kind]
        if not found:
            continue
        rows = []
        for item in found:
            row = {"item": item, "words": item.words}
            if kind == "byline":
                row["href"] = reverse("claims:article_details", args=[article.pk]) + "#byline"
            elif kind == "query":
                where = reverse("claims:claim", args=[article.pk, item.claim_number]) if item.claim_number else ""
                row["href"] = f"{where}?tab=threads" if where else f"{threads}#thread-{item.key.partition(':')[2]}"
            elif item.claim_number is not None:
                row |= {
                    "claim": claims.get(item.claim_number),
                    "href": f"{reconcile}#claim-{item.claim_number}"
                    if kind in ("tray", "context")
                    else reverse("claims:claim", args=[article.pk, item.claim_number]),
                }
            elif item.line_number is not None:
                row |= {
                    "line": lines.get(item.line_number),
                    "href": f"{bench}?line={item.line_number}#line-{item.line_number}",
                }
            rows.append(row)
        ok = all(item.ok for item in found)
        parts.append(
            {
                "kind": kind,
                "title": met.removesuffix("."),
                "ok": ok,
                "blocks": any(item.blocks for item in found if not item.ok),
                "rows": [] if ok or kind == "marks" else rows,
                "words": found[0].words if kind == "marks" and not ok else "",
                "href": marks if kind == "marks" else "",
            }
        )
    return parts


def _sign_offer(article, verdict, stops):
    """Return why the article cannot be signed off now, in words; "" if it can be.

    ``verdict`` is the answer of may_sign_article.
    """
    if not verdict:
        return verdict.reason
    if article.ours and article.state in ArticleState.out():
        if why_not := signed_again(article)[1]:
            return why_not
    elif (article.state, article.signed_state) not in ARTICLE_MOVES:
        return f"The article is {article.get_state_display().lower()} now."
    if stops:
        return f"Not possible yet: {len(stops)} item{'s are' if len(stops) > 1 else ' is'} missing."
    return ""


def _page(request, article, status=200, **forms):
    """Return the gate's page; ``forms`` are those that came back as typed, by the name of their move."""
    person = request.user
    standing = article_standing(article, person)
    galley = galley_of(article)
    items = gate_of(article)
    stops = [item for item in items if item.blocks and not item.ok]
    content_hash = article_hash(article.pk)
    history = list(
        article.signoffs.select_related("version", "signer", "seconded_by", "voided_by", "rules_event__actor").order_by(
            "-id"
        )
    )
    exceptions = list(
        ReleaseException.objects.filter(signoff__article=article).select_related("owner", "closed_by").order_by("id")
    )
    proposal = next(
        (one for one in history if one.kind == ArticleSignOffKind.RELEASED and not (one.voided_at or one.seconded_at)),
        None,
    )
    took_effect = [one for one in history if one.kind == ArticleSignOffKind.SIGNED or one.seconded_at]
    released = {one.pk for one in took_effect}
    chief = may_sign_article(standing)
    parts = _parts(article, items, galley)
    met = sum(part["ok"] for part in parts)
    article.gate = [met, len(parts)]
    context = {
        "article": article,
        "parts": parts,
        "met": met,
        "stops": stops,
        "content_hash": content_hash,
        "why_not": _sign_offer(article, chief, stops),
        "chief": chief,
        "opened_since": opened_since(article, stops) if chief and article.state in PUBLISHABLE else [],
        "moves": {to for state, to in ARTICLE_MOVES if state == article.state},
        "proposal": proposal,
        "proposed": [one for one in exceptions if proposal and one.signoff_id == proposal.pk],
        "proposal_moved": bool(proposal) and proposal.hash_now != content_hash,
        "may_second": proposal and may_second_release(person, standing, proposal.signer_id),
        "exceptions": sorted(
            (one for one in exceptions if one.signoff_id in released), key=lambda one: (bool(one.closed_at), one.pk)
        ),
        "history": history[:SHOWN],
        "history_before": max(len(history) - SHOWN, 0),
        "signed": took_effect[0] if took_effect else None,
        "out": article.ours and article.state in ArticleState.out(),
        "found": found_in(article, galley.claims) if article.state == ArticleState.CHECKED else None,
        "section": "articles",
    }
    if chief and article.ours and article.state == ArticleState.IN_CHECKING and stops:
        context["release"] = ReleaseForm(items=stops, people=people_of(article.desk_id))
    for one in context["exceptions"]:
        one.may = bool(may_close_exception(person, standing, one.owner_id)) and not one.closed_at
    context |= forms
    gone = [move for move, to in REASONED.items() if move in forms and not (chief and to in context["moves"])]
    context["typed"] = typed_in((move, forms[move].data.get("reason", "")) for move in gone)
    context["problems"] = [
        (f"id_{name}" if move == "release" else f"{getattr(form, 'name', move)}_{name}", words)
        for move, form in forms.items()
        if hasattr(form, "errors")
        for name, errors in form.errors.items()
        for words in errors
    ]
    return render(request, "gate/page.html", context, status=status)


def _answer(request, article, move, form, act, done):
    """Make a move of an article, then show its gate; if it is refused, show the gate as it is now with the reason."""
    status = 422
    if form.is_valid():
        try:
            act(form)
        except Refused as refused:
            status = refused.status
            article = get_article_for(request.user, article.pk)
            return _page(request, article, status=status, refused=refused.words, **{move: form})
        messages.success(request, done)
        return redirect("claims:gate", article.pk)
    return _page(request, article, status=status, **{move: form})


@require_safe
def gate(request, pk):
    """Show what an article still lacks, each item with its link, and everything that can be decided about it."""
    return _page(request, get_article_for(request.user, pk))


@require_POST
def article_sign(request, pk):
    """Sign the article off as it was shown."""
    article = get_article_for(request.user, pk)
    allow(may_sign_article(article_standing(article, request.user)))

    def act(form):
        sign_off_article(article, actor=request.user, content_hash=form.cleaned_data["content_hash"])

    out = article.state in ArticleState.out()
    done = "The article is signed again." if out else f"The article is {article.signed_state.label.lower()}."
    return _answer(request, article, "sign", HashForm(request.POST), act, done)


@require_POST
def article_release(request, pk):
    """Propose a release with exceptions; a second person confirms it."""
    article = get_article_for(request.user, pk)
    allow(may_sign_article(article_standing(article, request.user)))
    stops = [item for item in gate_of(article) if item.blocks and not item.ok]
    form = ReleaseForm(request.POST, items=stops, people=people_of(article.desk_id))

    def act(form):
        said = form.cleaned_data
        propose_release(
            article,
            actor=request.user,
            content_hash=said["content_hash"],
            reason=said["reason"],
            owners=form.owners(),
        )

    done = "The release is proposed. A second person has to confirm it."
    return _answer(request, article, "release", form, act, done)


@require_POST
def release_second(request, pk):
    """Confirm a release that somebody else proposed."""
    proposal = get_release_for(request.user, pk)
    article = get_article_for(request.user, proposal.article_id)

    def act(form):
        second_release(proposal, actor=request.user)

    return _answer(request, article, "second", HashForm(request.POST), act, "The article is released with exceptions.")


@require_POST
def exception_close(request, pk):
    """Close one exception of a release that is not met, with a reason."""
    exception = get_exception_for(request.user, pk)
    article = get_article_for(request.user, exception.signoff.article_id)
    allow(may_close_exception(request.user, article_standing(article, request.user), exception.owner_id))

    def act(form):
        close_exception(exception, actor=request.user, reason=form.cleaned_data["reason"])

    form = CloseForm(request.POST, exception=exception)
    return _answer(request, article, "close", form, act, "The exception is closed.")


@require_POST
def article_publish(request, pk):
    """Mark the signed-off or released text as published."""
    article = get_article_for(request.user, pk)
    allow(may_sign_article(article_standing(article, request.user)))

    def act(form):
        publish(article, actor=request.user)

    return _answer(request, article, "publish", HashForm(request.POST), act, "The article is marked published.")


@require_POST
def article_withdraw(request, pk):
    """Withdraw the article, with a reason."""
    article = get_article_for(request.user, pk)
    allow(may_sign_article(article_standing(article, request.user)))

    def act(form):
        withdraw_article(article, actor=request.user, reason=form.cleaned_data["reason"])

    return _answer(request, article, "withdraw", ReasonForm(request.POST), act, "The article is withdrawn.")


@require_POST
def article_reopen(request, pk):
    """Undo a sign-off, a release or a withdrawal, with a reason."""
    article = get_article_for(request.user, pk)
    allow(may_sign_article(article_standing(article, request.user)))

    def act(form):
        reopen_article(article, actor=request.user, reason=form.cleaned_data["reason"])

    return _answer(request, article, "reopen", ReasonForm(request.POST), act, "The article is in checking again.")
