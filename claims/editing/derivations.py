"""Writes of what a source derives from."""

from django.db import IntegrityError, transaction

from claims.editing.meanwhile import take_over
from claims.editing.sources import titled
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Derivation
from claims.permissions import allow, may_edit_source
from claims.queries.source_changes import waiting_said

REMOVED = "Somebody removed this origin meanwhile. Add it again if it belongs here."


def add_origin(source, origin, *, actor, kind, drift=""):
    """Say that a source derives from ``origin``; ``kind`` is a DerivationKind, ``drift`` what became otherwise.

    Raises NotYours, or Invalid where it is said already, or would make a circle.
    """
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        try:
            with transaction.atomic():
                made = Derivation.objects.create(source=source, origin=origin, kind=kind, drift=drift)
        except IntegrityError as error:
            if (unfit := _unfit(error)) is None:
                raise
            raise unfit from error
        _record(made, f"it {made.says} {_said(made)}", actor)
    return made


def _unfit(error):
    name = error.__cause__.diag.constraint_name
    if name == "derivation_once":
        return Invalid("It is among the origins already. Change it there.", "origin")
    if name in {"derivation_circle", "derivation_of_another"}:
        return Invalid("It would derive from itself.", "origin")
    return None


def change_origin(derivation, *, actor, base, kind, drift):
    """Say anew how a source derives from its origin. ``base`` has the values that the form was opened with.

    Raises NotYours, NotNow (it was removed), or Conflict where somebody else changed the same.
    """
    allow(may_edit_source(actor, derivation.source.desk_id))
    with acting(actor):
        now = _locked(derivation)
        changed = take_over(now, {"kind": kind, "drift": drift}, base)
        if changed:
            now.save(update_fields=changed)
            _record(now, f"it {now.says} {_said(now)}", actor)
    return now


def remove_origin(derivation, *, actor):
    """Say that a source does not derive from its origin after all. Raises NotYours, NotNow (it is removed already)."""
    allow(may_edit_source(actor, derivation.source.desk_id))
    with acting(actor):
        now = _locked(derivation)
        words = f"it does not derive from {_said(now)}"
        now.delete()
        _record(derivation, words, actor)


def _locked(derivation):
    found = Derivation.objects.select_for_update(of=("self",)).select_related("source__desk", "origin")
    if (now := found.filter(pk=derivation.pk).first()) is None:
        raise NotNow(REMOVED)
    return now


def _said(derivation):
    """The origin, and what drifted; nothing of it where a source is off the record or restricted."""
    origin = derivation.origin
    drift = "" if origin.hidden or derivation.source.hidden else derivation.drift
    said = titled(origin) if origin.hidden else f"“{origin}”"
    return f"{said} (what drifted: {drift})" if drift else said


def _record(derivation, says, actor):
    source = derivation.source
    words = f"{actor} changed the source {titled(source)}: {says}{waiting_said()}"
    data = {"source": source.pk, "origin": derivation.origin_id}
    record("source_changed", words, actor=actor, desk=source.desk, data=data)
