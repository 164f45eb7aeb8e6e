"""Redactions: asked for by one person, answered by another; a worker looks for the text, and blanks it.

The database keeps who may, and writes the events (claims/sql/redaction.sql). The text comes to it as data of a COPY:
unlike the values of a statement, PostgreSQL logs that never. From then on no statement has it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from claims.history import acting
from claims.models import Desk, Person, Redaction
from claims.permissions import allow
from claims.queries.redactions import may_redact


@sensitive_variables("text")
def digest_of(text: str) -> str:
    """Return what stays of a text: an HMAC-SHA-256 with SECRET_KEY, in hex. Nobody without it can try out texts."""
    return salted_hmac("claims.redaction", text, algorithm="sha256").hexdigest()


@sensitive_variables("text")
def ask_for_redaction(desk: Desk, *, actor: Person, text: str, reason: str) -> Redaction:
    """Ask that a text be blanked everywhere. The reason, which may not hold it, goes to the record of ``desk``.

    Raises NotYours, NotNow.
    """
    allow(may_redact(actor))
    with acting(actor), connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy("COPY claims_redaction (desk_id, text, digest, reason) FROM STDIN") as data:
            data.write_row((desk.pk, text, digest_of(text), reason))
        return Redaction.objects.filter(asked_by=actor).defer("text").latest("pk")


def confirm(redaction: Redaction, *, actor: Person) -> None:
    """Have the text blanked, as somebody other than who asked for it. Raises NotYours, NotNow."""
    _call(actor, "redaction_answer(%s, true, '')", redaction.pk)


def end(redaction: Redaction, *, actor: Person, reason: str) -> None:
    """Refuse it, or take it back: the text is kept here no longer. Raises NotYours, NotNow."""
    _call(actor, "redaction_answer(%s, false, %s)", redaction.pk, reason)


def search(redaction: Redaction, *, actor: Person) -> None:
    """Look where the text stands. Raises NotYours, NotNow."""
    _call(actor, "redaction_search(%s)", redaction.pk)


def tried(pk: int, problem: str = "") -> None:
    """Count an attempt to carry it out; with a ``problem``, it waits for a person to confirm it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT redaction_tried(%s, %s)", [pk, problem])


def _call(actor: Person, call: str, *values: int | str) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", values)


@contextmanager
def without_writers(actor: Person) -> Iterator[None]:
    """Open a transaction in which nobody else writes what holds words. Raises NotNow while somebody does."""
    with acting(actor):
        with connection.cursor() as cursor:
            cursor.execute("SELECT redaction_lock()")
        yield
