"""The fixture ``cast``: one desk and its people, for any test with a database."""

from types import SimpleNamespace

import pytest

from tests.make import make_desk, make_person


@pytest.fixture
def cast(db):
    """Return ``cast.desk`` and its people: every role once, a second checker and reviewer, an admin, and an outsider.

    ``cast.other_desk`` is the outsider's. ``admin`` is a superuser without any role; ``quiet`` has no role anywhere.
    """
    desk, other = make_desk("City desk"), make_desk("Foreign desk")
    return SimpleNamespace(
        desk=desk,
        other_desk=other,
        writer=make_person("Wanda Writer", "writer", desk=desk, username="wanda"),
        checker=make_person("Leyla Checker", "checker", desk=desk, username="leyla"),
        second_checker=make_person("Sam Checker", "checker", desk=desk, username="sam"),
        reviewer=make_person("Ben Reviewer", "reviewer", desk=desk, username="ben"),
        second_reviewer=make_person("Rosa Reviewer", "reviewer", desk=desk, username="rosa"),
        legal=make_person("Lena Legal", "legal", desk=desk, username="lena"),
        chief=make_person("Chris Chief", "chief", desk=desk, username="chris"),
        observer=make_person("Olga Observer", "observer", desk=desk, username="olga"),
        admin=make_person("Ada Admin", username="ada", is_staff=True, is_superuser=True),
        outsider=make_person("Otto Outsider", "reviewer", "chief", "checker", desk=other, username="otto"),
        quiet=make_person("Quentin Quiet", username="quentin"),
    )
