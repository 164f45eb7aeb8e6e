"""What people do with their own account; what staff do with others' is in the admin."""

from claims.history import acting, record
from claims.models import Desk, Person


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


def _store(person, password, said):
    with acting(person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        data = {"person": person.pk, "field": "password"}
        for desk in Desk.objects.filter(memberships__person=person).distinct().order_by("pk"):
            record("person_access", f"{person} {said}", actor=person, desk=desk, data=data)
    return Person.objects.get(pk=person.pk)
