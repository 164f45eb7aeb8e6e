"""Deposits with a web archive: asked for by a person, made by a worker."""

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now

from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Deposit, Source
from claims.permissions import allow, may_edit_source
from claims.queries.captures import may_be_deposited

INTERRUPTED = "Asking the archive was interrupted several times. Ask it again."
CHANGED = "The source is no longer one that is deposited."


def deposit(capture, *, actor):
    """Ask the archive to keep the address of a capture. Returns the Deposit.

    Raises NotYours, and NotNow without an archive, for a source that nobody outside may know, and where it was asked.
    """
    source = capture.source
    allow(may_edit_source(actor, source.desk_id))
    if not settings.ARCHIVE_DEPOSIT:
        raise NotNow("This site has no archive that it deposits with.")
    with acting(actor):
        Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        if capture.deposits.filter(failure="").exists():
            raise NotNow("The archive was asked to keep it already.")
        made = Deposit.objects.create(capture=capture, person=actor)
        words = f"{actor} asked a web archive to keep the source {source.title}"
        data = {"source": source.pk, "capture": capture.pk, "address": capture.address}
        record("source_deposited", words, actor=actor, desk=source.desk, data=data)
        return made


def begin(pk):
    """Count an attempt. Returns the Deposit; None if it has ended, or does so now."""
    asked = Deposit.objects.select_related("person", "capture").filter(pk=pk, ended_at=None).first()
    if asked is None:
        return None
    if asked.attempts >= Deposit.ATTEMPTS or not settings.ARCHIVE_DEPOSIT:
        end(asked, failure=INTERRUPTED)
        return None
    if not may_be_deposited(asked.capture.source_id):
        end(asked, failure=CHANGED)
        return None
    with acting(asked.person):  # in its own transaction, so that it counts even if this process dies
        Deposit.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
    return asked


def end(asked, **result):
    """Write down what became of a deposit, once: ``kept_at`` or ``failure``."""
    with acting(asked.person):
        Deposit.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=Now(), **result)
