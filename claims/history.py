"""The record: ``record(…)`` is the only writer of Event, and ``acting(…)`` says whose transaction this is."""

from contextlib import contextmanager

from django.db import connection, transaction

from claims.models import Event, Outbox


@contextmanager
def acting(actor):
    """Open one transaction (or a savepoint in one) whose writes are ``actor``'s, a Person.

    The database refuses writes of signed content without an actor. The setting ends with the transaction, never with
    the connection: connections are pooled.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(actor.pk)])
        yield


def record(verb, words, *, actor, desk=None, article=None, claim=None, data=None, follow=()):
    """Append one Event, in words, to the chain of its article (or of ``desk`` where there is none).

    Call it last in the transaction: it locks the head of the chain. ``follow`` names what must follow; each becomes an
    outbox row that the relay rings for until it is done. Sequence, hashes and time (UTC) are the database's.
    """
    if claim is not None:
        article = article or claim.article
    event = Event.objects.create(
        chain_id=0,  # the database finds the chain
        desk_id=article.desk_id if article is not None else desk.pk,
        article=article,
        claim=claim,
        actor=actor,
        verb=verb,
        words=words,
        data=data or {},
    )
    Outbox.objects.bulk_create(Outbox(event=event, kind=kind) for kind in follow)
    return event
