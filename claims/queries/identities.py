"""Who may read who a source is, and who has; never who it is."""

from typing import NamedTuple

from django.db import connection

from claims.models import Event, Identity, IdentityReader, Person, Source
from claims.permissions import Answer, Denied
from claims.sealing import has_key

#: How many of what was done with an identity its page lists.
LISTED = 50
VERBS = ["identity_entered", "identity_changed", "identity_deleted", "identity_read", "identity_reader"]


def may_read_identity(person: Person, source: Source) -> Answer:
    """Whether a person may read who a source is, as the database says it."""
    if _asked("SELECT reads_identity(%s, %s)", source, person):
        return True
    return Denied("Only whoever entered who this source is reads it, and the people who were named for it.")


def may_name_readers(person: Person, source: Source) -> Answer:
    """Whether a person may say who else reads it."""
    if _asked("SELECT names_readers(%s, %s)", source, person):
        return True
    return Denied("Who reads it is said by whoever entered it, and by a chief of this desk.")


class Confidential(NamedTuple):
    """What the page of an identity shows to one person."""

    identity: Identity | None
    reads: bool
    names: bool
    key_is_here: bool
    readers: list[IdentityReader]
    events: list[Event]


def confidential(source: Source, person: Person) -> Confidential:
    """Return what of an identity a person sees: who may read it, and, for these and chiefs, who did and why."""
    identity = Identity.objects.filter(source=source).select_related("entered_by").defer("sealed").first()
    if identity is None:
        return Confidential(None, False, False, False, [], [])
    reads, names = bool(may_read_identity(person, source)), bool(may_name_readers(person, source))
    done = Event.objects.filter(desk=source.desk_id, article=None, verb__in=VERBS, data__source=source.pk)
    return Confidential(
        identity,
        reads,
        names,
        has_key(identity.key_id),
        list(identity.readers.select_related("person", "named_by")),
        list(done.select_related("actor").order_by("-id")[:LISTED]) if reads or names else [],
    )


def may_be_named(source: Source, identity: Identity, person: Person) -> list[Person]:
    """Return the people of the desk whom ``person`` may name: neither themselves nor who reads it already."""
    others = Person.objects.filter(is_active=True, memberships__desk=source.desk_id).exclude(pk=person.pk)
    others = others.exclude(pk=identity.entered_by_id).exclude(pk__in=identity.readers.values("person"))
    return list(others.distinct().order_by("name", "pk"))


def _asked(question: str, source: Source, person: Person) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [source.pk, person.pk])
        return bool(cursor.fetchone()[0])
