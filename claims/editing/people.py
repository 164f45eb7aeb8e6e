"""What people do with their own account; what staff do with others' is in the admin."""

from claims.errors import Conflict
from claims.history import acting, record
from claims.models import Desk, Person

#: What people change of their own account, with the words for it.
ACCOUNT_FIELDS = {"name": "name", "timezone": "time zone", "date_language": "language of dates"}


def change_own_password(person, password):
    """Set ``person``'s password, as their own doing; their other sessions end. It is told on each of their desks.

    Returns the person as saved: the database says that they need not change it again.
    """
    return _store(person, password, "changed their own password")


def store_anew(person, password):
    """Store the password that ``person`` logs in with, and whose hash is of an old sort, with the present sort of hash.

    One that they must change first stays as it is.
    """
    if not person.must_change_password:
        person.password = _store(person, password, "logged in, and a new hash of their password was stored").password


def change_account(person, base, mine):
    """Save what ``person`` changed of their own account. Returns the person as saved, and whether anything changed.

    ``mine`` and ``base`` (what the form was opened with) are {name: value} of ACCOUNT_FIELDS. What was changed
    elsewhere meanwhile, and ``mine`` leaves as it was, stays; the same field changed by both raises Conflict, and
    nothing is written. Raises django.core.exceptions.ValidationError for a name that somebody else has.
    """
    with acting(person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        was, now = str(person), {name: getattr(person, name) for name in ACCOUNT_FIELDS}
        changed = {name: mine[name] for name in ACCOUNT_FIELDS if mine[name] not in (base[name], now[name])}
        if conflicts := {
            ACCOUNT_FIELDS[name]: {"base": base[name], "theirs": now[name], "mine": value}
            for name, value in changed.items()
            if base[name] != now[name]
        }:
            raise Conflict(conflicts)
        if changed:
            for name, value in changed.items():
                setattr(person, name, value)
            person.clean()
            person.save(update_fields=list(changed))
        if "name" in changed:
            _tell(person, f"changed the name of {was} to {person}", "name")
    return person, bool(changed)


def end_other_sessions(person):
    """End every session of ``person`` but those that are renewed after it. It is told on each of their desks."""
    with acting(person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.logouts += 1
        person.save(update_fields=["logouts"])
        _tell(person, "logged out everywhere else", "logouts")
    return person


def _store(person, password, said):
    with acting(person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        _tell(person, said, "password")
    return Person.objects.get(pk=person.pk)


def _tell(person, said, field):
    data = {"person": person.pk, "field": field}
    for desk in Desk.objects.filter(memberships__person=person).distinct().order_by("pk"):
        record("person_access", f"{person} {said}", actor=person, desk=desk, data=data)
