"""Add a calculation beside its claim, and change one: the machine computes it each time, before it is saved too."""

from django.views.decorators.http import require_http_methods

from claims.editing.evidence import add_calculation, change_evidence
from claims.errors import Conflict, Invalid
from claims.forms.calculation import CalculationForm, calculation_initial, calculation_values
from claims.permissions import allow, may_add_evidence
from claims.queries import get_claim_for, get_evidence_for
from claims.queries.content import figure_words
from claims.queries.findings import evidence_of
from claims.rules.calculations import worked
from claims.states import BearsOn, CalculationKind, Stance
from claims.views.answers import contest, done, part_answer, part_or_page


def _open(request, claim, form, row=None, conflict=None, checked=None, status=200):
    if not conflict:
        wrong = next((name for name in form.fields if form.errors.get(name)), "")
        if wrong or checked is None:
            form.fields[wrong or f"label-{form.letters[0]}"].widget.attrs["data-focus"] = True
    opened = {"form": form, "row": row, "conflict": conflict, "calculation": True, "checked": checked}
    return part_or_page(request, claim, "evidence", evidence_open=opened, status=status)


def _done(request, claim):
    return part_answer(request, claim, "evidence") if request.htmx else done(request, claim)


@require_http_methods(["GET", "HEAD", "POST"])
def calculation_add(request, pk):
    """Open the form of a new calculation, compute what is in it, or add it."""
    claim = get_claim_for(request.user, pk)
    allow(may_add_evidence(request.user, claim.article))
    evidence = evidence_of([claim])
    if request.method != "POST":
        figure = claim.figure_value, claim.figure_high, claim.figure_unit, claim.figure_modifier
        first = {
            "kind": CalculationKind.SHARE,
            "stance": Stance.SUPPORTS,
            "result": figure_words(*figure),
            "base": "{}",
        }
        return _open(request, claim, CalculationForm(claim=claim, evidence=evidence, initial=first))
    form = CalculationForm(request.POST, claim=claim, evidence=evidence)
    if answer := _unsaved(request, claim, form, evidence):
        return answer
    try:
        add_calculation(claim, actor=request.user, bears_on=BearsOn.TRUE, **form.said())
    except Invalid as error:
        form.refuse(error.words, error.field)
        return _open(request, claim, form, status=error.status)
    return _done(request, claim)


def calculation_change(request, claim, row):
    """The same for a calculation that is evidence of the claim already."""
    evidence = [one for one in evidence_of([claim]) if one.pk != row.pk]
    values = calculation_values(row)
    if request.method != "POST":
        form = CalculationForm(claim=claim, evidence=evidence, initial=calculation_initial(values))
        return _open(request, claim, form, row=row)
    form = CalculationForm(request.POST, claim=claim, evidence=evidence)
    if answer := _unsaved(request, claim, form, evidence, row):
        return answer
    base = values | form.cleaned_data["base"]
    try:
        change_evidence(row, actor=request.user, base=base, **form.said())
    except Conflict as error:
        fresh = get_evidence_for(request.user, row.pk)
        rows = [_contest(form, name, told, base, fresh, evidence) for name, told in error.fields.items()]
        return _again(request, claim, form, fresh, rows, evidence)
    except Invalid as error:
        form.refuse(error.words, error.field)
        return _open(request, claim, form, row=row, status=error.status)
    return _done(request, claim)


def _unsaved(request, claim, form, evidence, row=None):
    """Return the form with what is wrong, or with what it gives where that was asked for; None where it is saved."""
    if not form.is_valid():
        return _open(request, claim, form, row, status=422)
    shown = worked(form.calculation(), evidence)
    if shown.checked.trouble:
        form.refuse(shown.checked.trouble, shown.checked.at)
        return _open(request, claim, form, row, status=422)
    return _open(request, claim, form, row, checked=shown) if "compute" in request.POST else None


def _contest(form, name, told, base, fresh, evidence):
    """Return the row of the conflict box for one field; a calculation is told in words."""
    if name != "calculation":
        return contest(form.fields[name], told) | {"name": name}
    said = {"base": base["calculation"], "theirs": fresh.calculation, "mine": form.calculation()}
    words = {key: worked(one, evidence).words if one else "" for key, one in said.items()}
    form.fields["kind"].label, label = "Calculation", form.fields["kind"].label
    row = contest(form.fields["kind"], words) | {"name": "", "take": None}
    form.fields["kind"].label = label
    return row


def _again(request, claim, form, fresh, rows, evidence):
    """Return the form to decide again, as it was typed: saved once more, it replaces what others wrote."""
    now = calculation_values(fresh)
    data = form.data.copy()
    data["base"] = calculation_initial(now)["base"]
    again = CalculationForm(data, claim=claim, evidence=evidence)
    return _open(request, claim, again, row=fresh, conflict=rows, status=409)
