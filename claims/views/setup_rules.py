"""Setting up what a desk judges by: its rules, and the words of its verdicts."""

from django.contrib import messages
from django.shortcuts import redirect

from claims import reference
from claims.editing import desks as editing
from claims.errors import Conflict, NotNow, Refused
from claims.forms.setup import (
    OWN,
    RulesForm,
    VerdictsForm,
)
from claims.glossary import RULES
from claims.permissions import allow, may_set_rules
from claims.queries import get_desk_for
from claims.states import RiskFlag, RuleCode, RuleLevel, Verdict
from claims.views.answers import explain
from claims.views.setup_frame import GET_OR_POST, ON_A_PAGE, framed


@GET_OR_POST
def setup_rules(request, slug):
    """Show each rule of the desk with what it asks; change them."""
    desk = get_desk_for(request.user, slug)
    if request.method != "POST":
        return _rules(request, desk)
    allow(may_set_rules(request.user, desk.pk))
    values = _rule_values(desk)
    form, base = RulesForm(request.POST, values=values), RulesForm(request.POST, values=values, prefix="base")
    if not form.is_valid():
        return _rules(request, desk, form=form, base=base, status=422)
    why = form.cleaned_data["reason"]
    try:
        changed = editing.set_rules(desk, base.read(), form.read(), reason=why, actor=request.user)
    except Conflict as error:
        return _rules(request, desk, form=_rebased(form, base), conflict=_rules_named(error.fields), status=409)
    except Refused as error:
        explain(error, form)
        return _rules(request, desk, form=form, base=base, status=error.status)
    messages.success(request, "The rules are changed." if changed else "Nothing was changed.")
    return redirect("claims:setup_rules", desk.slug)


def _rule_values(desk):
    return editing.rule_values(desk, desk.evidence_rules.all(), desk.signature_rules.all())


def _rules(request, desk, *, form=None, base=None, conflict=None, status=200):
    values = _rule_values(desk)
    form = form or RulesForm(values=values)
    context = {
        "form": form,
        "base": base or RulesForm(values=values, prefix="base"),
        "conflict": conflict,
        "may": may_set_rules(request.user, desk.pk),
        "rules": [
            (RuleCode(key), RULES[RuleCode(key)], form[form.name("rule", key)], RuleLevel(value).label)
            for (what, key), value in values.items()
            if what == "rule"
        ],
        "flags": [
            (RiskFlag(key), form[f"approvals-{key}"], form[f"legal-{key}"], value, values["legal", key])
            for (what, key), value in values.items()
            if what == "approvals"
        ],
        "reply_hours": form["reply_hours"],
        "cross_sign": form["cross_sign"],
    }
    return framed(request, desk, "rules", context, status)


def _rebased(form, base):
    """Return the form opened anew on what is there now; what was changed here stays as it was typed."""
    was, mine = base.read(), form.read()
    kept = {key: mine[key] for key in mine if mine[key] != was[key]}
    again = type(form)(values=form.values | kept)
    again.initial |= {name: said for name, said in form.cleaned_data.items() if name.startswith(("own-", "reason"))}
    return again


def _rules_named(fields):
    """Return a conflict's fields as [(label, {base, theirs, mine})] in words."""
    named = []
    for key, values in fields.items():
        what, _, of = key.partition("-")
        if what == "rule":
            label, words = RuleCode(of).label, lambda value: RuleLevel(value).label
        elif what == "approvals":
            label, words = f"{RiskFlag(of).label}: signatures", str
        elif what == "reply_hours":
            label, words = "Hours that an accused has to reply", str
        else:
            label = "Cross-sign" if what == "cross_sign" else f"{RiskFlag(of).label}: legal’s among them"
            words = _yes_or_no
        named.append((label, {which: words(value) for which, value in values.items()}))
    return named


def _yes_or_no(value):
    return "yes" if value else "no"


@GET_OR_POST
def setup_verdicts(request, slug):
    """Show the desk's words for verdicts; change them, in a new scheme where claims were judged by this one."""
    desk = get_desk_for(request.user, slug)
    if not desk.schemes.exists():
        raise NotNow(
            "This desk has no words for verdicts yet. An administrator of the machine runs: manage.py reference"
        )
    if request.method != "POST":
        return _verdicts(request, desk)
    allow(may_set_rules(request.user, desk.pk))
    values = editing.verdict_values(reference.current_scheme(desk).verdicts.all())
    form, base = VerdictsForm(request.POST, values=values), VerdictsForm(request.POST, values=values, prefix="base")
    if not form.is_valid():
        return _verdicts(request, desk, form=form, base=base, status=422)
    why = form.cleaned_data["reason"]
    try:
        scheme = editing.set_verdicts(desk, base.read(), form.read(), reason=why, actor=request.user, own=form.own())
    except Conflict as error:
        named = [_verdict_named(*pair) for pair in error.fields.items()]
        return _verdicts(request, desk, form=_rebased(form, base), conflict=named, status=409)
    except Refused as error:
        explain(error, form)
        return _verdicts(request, desk, form=form, base=base, status=error.status)
    said = f"Claims are judged by scheme {scheme.number} from now on." if scheme else "Nothing was changed."
    messages.success(request, said)
    return redirect("claims:setup_verdicts", desk.slug)


def _verdict_named(key, values):
    verdict, _, field = key.rpartition("-")
    verdict, _, own = verdict.partition(":")
    what = {"label": "word", "glyph": "glyph"}.get(field, "what it means")
    return f"{own or Verdict(verdict).label}: {what}", values


def _verdicts(request, desk, *, form=None, base=None, conflict=None, status=200):
    scheme = reference.current_scheme(desk)
    verdicts = list(scheme.verdicts.all())
    values = editing.verdict_values(verdicts)
    form = form or VerdictsForm(values=values)
    context = {
        "scheme": scheme,
        "in_use": reference.in_use(scheme),
        "earlier": desk.schemes.exclude(pk=scheme.pk).prefetch_related("verdicts")[:ON_A_PAGE],
        "form": form,
        "base": base or VerdictsForm(values=values, prefix="base"),
        "conflict": conflict,
        "rows": [(one, [form["-".join(key)] for key in editing.verdict_values([one])]) for one in verdicts],
        "own_open": any(form[f"own-{name}"].value() for name in OWN),
        "own": [form[f"own-{name}"] for name in OWN],
        "may": may_set_rules(request.user, desk.pk),
    }
    return framed(request, desk, "verdicts", context, status)
