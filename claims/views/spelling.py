"""The signer's list of changes of spelling."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.errors import DeskError
from claims.forms.version import ConfirmForm
from claims.permissions import (
    allow,
)
from claims.queries import claims_for
from claims.queries.reconcile import spelling_candidates
from claims.text.counted import plural
from claims.text.differences import word_diff
from claims.workflow import confirm_spelling
from claims.workflow.claims import may_do
from claims.workflow.versions import spelling_changes


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
