"""The fixture ``cast``, and ``make_cast``: one desk and its people, for any test with a database."""

from types import SimpleNamespace

import pytest

from tests.make import make_desk, make_people
from tests.stored import AsFirstMade


@pytest.fixture
def cast(db):
    """Return what ``make_cast`` does."""
    return CAST()


def make_cast():
    """Return ``cast.desk`` and its people: every role once, a second checker and reviewer, an admin, and an outsider.

    ``cast.other_desk`` is the outsider's. ``admin`` is a superuser without any role; ``quiet`` has no role anywhere.
    """
    desk, other = make_desk("City desk"), make_desk("Foreign desk")
    people = {
        "writer": {"name": "Wanda Writer", "roles": ["writer"]},
        "checker": {"name": "Leyla Checker", "roles": ["checker"]},
        "second_checker": {"name": "Sam Checker", "roles": ["checker"]},
        "reviewer": {"name": "Ben Reviewer", "roles": ["reviewer"]},
        "second_reviewer": {"name": "Rosa Reviewer", "roles": ["reviewer"]},
        "legal": {"name": "Lena Legal", "roles": ["legal"]},
        "chief": {"name": "Chris Chief", "roles": ["chief"]},
        "observer": {"name": "Olga Observer", "roles": ["observer"]},
        "admin": {"name": "Ada Admin", "is_staff": True, "is_superuser": True},
        "outsider": {"name": "Otto Outsider", "roles": ["reviewer", "chief", "checker"], "desk": other},
        "quiet": {"name": "Quentin Quiet"},
    }
    usual = {"desk": desk, "roles": []}
    rows = [usual | row | {"username": row["name"].split()[0].lower()} for row in people.values()]
    return SimpleNamespace(desk=desk, other_desk=other, **dict(zip(people, make_people(*rows), strict=True)))


CAST = AsFirstMade(make_cast)
