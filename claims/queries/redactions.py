"""Who may redact, and the redactions there are."""

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.shortcuts import get_object_or_404

from claims.models import Person, Redaction
from claims.permissions import Answer, Denied
from claims.queries import desk_ids

#: How many of those that have ended are listed.
LISTED = 200


def may_redact(person: Person) -> Answer:
    """Whether a person may ask for a redaction, or answer one, as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT redacts(%s)", [person.pk])
        if cursor.fetchone()[0]:
            return True
    return Denied("A redaction blanks a text on all desks of this site. It is for a chief or legal of every desk.")


def places(found: dict[str, int]) -> list[tuple[str, int]]:
    """Return (place in plain words, rows) of what was found as {"table.column": rows}, the most first."""
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [(_place(name), rows) for name, rows in ordered]


def _place(name: str) -> str:
    table, column = name.split(".")
    for model in apps.get_models():
        if model._meta.db_table == table:
            try:
                field = str(getattr(model._meta.get_field(column), "verbose_name", column))
            except FieldDoesNotExist:
                field = column
            return f"{str(model._meta.verbose_name_plural).capitalize()}: {field}"
    return name


def get_redaction_for(person: Person, pk: int) -> Redaction:
    """A redaction that was asked for on a desk of this person. Raises Http404."""
    found = Redaction.objects.select_related("asked_by", "ended_by", "desk")
    return get_object_or_404(found.filter(desk_id__in=desk_ids(person)), pk=pk)


def redactions(person: Person) -> tuple[list[Redaction], Iterable[Redaction]]:
    """Return the redactions that have not ended, and the last that have, to somebody who may see them; else none."""
    if not may_redact(person):
        return [], []
    all_ = Redaction.objects.select_related("asked_by", "ended_by", "desk")
    return list(all_.filter(ended_at=None)), list(all_.exclude(ended_at=None).defer("text")[:LISTED])
