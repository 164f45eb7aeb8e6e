"""Fixtures for hostile tests: sessions of the app's role, refusals by name, and a claim that is ready to be signed."""

import contextlib
from types import SimpleNamespace

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from claims.apps import APP_ROLE
from claims.errors import DeskError
from claims.history import acting
from tests.make import make_article, make_claim, make_evidence, send_to_review, sign_off

#: Switches every trigger of pgtrigger off, in any session.
IGNORE = "SELECT set_config('pgtrigger.ignore', '{claims.SignOff:*,claims.Claim:*,claims.Contributor:*}', true)"


#: Checks at commit that refuse moves, what moves make void, and corrections, if written by hand without their event.
UNTOLD = ["move_has_event", "void_has_event", "void_by_itself", "correction_has_event", "publication_has_event"]


@contextlib.contextmanager
def refused(constraint):
    """Expect that the database refuses what is done inside, and names this constraint."""
    with pytest.raises((IntegrityError, DeskError, psycopg.IntegrityError)) as caught:
        yield
    error = caught.value
    while not isinstance(error, psycopg.Error):
        error = error.__cause__
    assert error.diag.constraint_name == constraint, str(error)


@pytest.fixture
def hands(app_role):
    """``with hands(actor) as cursor``: work as the app's role for ``actor``, with pgtrigger's triggers off.

    What is written by hand needs no event (``UNTOLD``), unless the test calls ``at_commit``.
    """

    @contextlib.contextmanager
    def at_work(actor):
        with app_role() as cursor, acting(actor):
            cursor.execute(IGNORE)
            yield cursor

    return at_work


@pytest.fixture(autouse=True)
def checked_at_the_end(request):
    """What a test in one transaction has written is checked as at commit, but for ``UNTOLD``, and rolled back."""
    if not request.node.get_closest_marker("django_db") and "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    yield
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(DISTINCT quote_ident(conname), ', ') FROM pg_constraint"
                " WHERE condeferrable AND conname <> ALL (%s)",
                [UNTOLD],
            )
            cursor.execute(f"SET CONSTRAINTS {cursor.fetchone()[0]} IMMEDIATE")
        transaction.set_rollback(True)


@pytest.fixture
def at_commit(db):
    """Return a function that runs the deferred checks of this transaction now."""

    def check():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return check


@pytest.fixture
def app_connection(transactional_db):
    """Open a separate session that begins as the app's role; what it does not commit is rolled back."""
    whose = connection.get_connection_params()
    login = {name: whose[name] for name in ("dbname", "user", "password", "host", "port") if name in whose}
    session = psycopg.connect(**login, options=f"-c role={APP_ROLE}")
    yield session
    session.rollback()
    session.close()


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def in_review(cast, article):
    """Return Leyla's claim with one piece of evidence, sent to review by her."""
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, actor=cast.checker)
    return send_to_review(claim, cast.checker)


@pytest.fixture
def signed(cast, in_review):
    """Return the same claim, signed off by Ben."""
    return sign_off(in_review, cast.reviewer, by=cast.checker)


def standing(claim):
    """Return a claim's state, whose live sign-offs it has, and who contributed (as sets of people)."""
    claim.refresh_from_db()
    return SimpleNamespace(
        state=claim.state,
        signers={signoff.signer for signoff in claim.signoffs.filter(voided_at__isnull=True)},
        contributors={contributor.person for contributor in claim.contributors.all()},
    )
