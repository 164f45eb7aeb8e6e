"""What is answered when something is done in the panel: the panel, a part of it, or the claim's own page."""

from django.shortcuts import redirect, render
from django.urls import reverse

from claims.forms.claim import ReasonsInput
from claims.queries import get_claim_for
from claims.text.differences import word_diff
from claims.views.side import panel_context


def claim_url(claim, **params):
    return reverse("claims:claim", args=[claim.article_id, claim.number], query={k: v for k, v in params.items() if v})


def answer(request, claim, *, status=200, **over):
    """Return the panel as it is now: the fragment for htmx, otherwise a page that keeps what was typed."""
    claim = get_claim_for(request.user, claim.pk)
    context = panel_context(request, claim.article, claim, **over) | {"oob": request.htmx and request.method == "POST"}
    response = render(request, "panel/panel.html" if request.htmx else "panel/page.html", context, status=status)
    if status < 400 and request.method == "POST":
        response["HX-Trigger"] = "galley-changed"
    return response


def done(request, claim, **over):
    """Return what follows a success: the fresh panel or, without htmx, the claim's own page."""
    if request.htmx or over.get("typed"):
        return answer(request, claim, **over)
    return redirect(claim_url(claim, tab=request.POST.get("tab"), **{"from": request.POST.get("from")}))


def explain(error, *forms):
    """Put the words of a Refused beside the field that it names, in the first of ``forms`` that has it; else above the
    first form. Return the status of the answer."""
    field = getattr(error, "field", "")
    holder = next((form for form in forms if field in form.fields), None)
    (holder or forms[0]).add_error(field if holder else None, error.words)
    return error.status


def contest(field, row):
    """Return the conflict box's row for a field that two people changed: values in words, as changes to the base."""
    labels = {str(value): label for value, label in getattr(field, "choices", ())}

    def words(value):
        if isinstance(value, dict):
            return "\n".join(map(str, value.values()))
        if isinstance(value, list):
            return ", ".join(labels.get(str(one), str(one)) for one in value)
        return "Yes" if value is True else "No" if value is False else labels.get(str(value), str(value))

    base, theirs, mine = (words(row[key]) for key in ("base", "theirs", "mine"))
    takes = isinstance(row["theirs"], str) and row["theirs"] not in ("True", "False")
    return {
        "label": field.label,
        "base": base,
        "theirs": word_diff(base, theirs),
        "mine": word_diff(base, mine),
        "take": row["theirs"] if takes else None,
    }


def part_answer(request, claim, part, *, status=200, **over):
    """Return one part of the panel, with all that changes with it out of band; the rest keeps what was typed.

    The claim's edition is included only if the panel was up to date before.
    """
    fresh = get_claim_for(request.user, claim.pk)
    typed = ReasonsInput().value_from_datadict(request.POST, None, "rules_passed")
    context = panel_context(request, fresh.article, fresh, passed_typed=typed or None, **over)
    context |= {"oob": True, "part": part, "refused": status >= 400}
    seen = request.POST.get("edition", "")
    context["edition"] = fresh.edition if seen == str(claim.edition) else seen
    context["content_hash"] = request.POST.get("content_hash", "")
    response = render(request, "panel/part.html", context, status=status)
    if status < 400 and request.method == "POST":
        response["HX-Trigger"] = "galley-changed"
    return response


def part_done(request, claim, part):
    return part_answer(request, claim, part) if request.htmx else done(request, claim)


def part_or_page(request, claim, part, **over):
    return part_answer(request, claim, part, **over) if request.htmx else answer(request, claim, **over)
