"""What people do with their own account; what staff do with others' is in the admin."""

from claims.history import acting, record
from claims.models import Desk, Person


def change_own_password(person, password):
    """Set ``person``'s password, as their own doing; their other sessions end. It is told on each of their desks.

    Returns the person as saved: the database says that they need not change it again.
    """
    with acting(person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        for desk in Desk.objects.filter(memberships__person=person).distinct().order_by("pk"):
            record("person_access", f"{person} changed their own password", actor=person, desk=desk)
    return Person.objects.get(pk=person.pk)
