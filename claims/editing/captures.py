"""Captures of sources: asked for, made by a worker, or brought in by hand."""

from django.db.models import F
from django.db.models.functions import Now

from claims.errors import NotNow
from claims.fetch import why
from claims.history import acting, record
from claims.models import Capture, Source
from claims.permissions import allow, may_edit_source

MOST = 500  # captures that wait for one person
COPY = "add a copy of it as a file"  # what to do where a page cannot be fetched


def capture_first(source, *, actor):
    """Ask for the first capture of a source, where it has an address and none was asked for. Inside acting()."""
    if not source.address or source.off_record or source.captures.filter(address=source.address).exists():
        return
    if Capture.objects.filter(person=actor, ended_at=None).count() < MOST:
        Capture.objects.create(source=source, person=actor, address=source.address)


def capture(source, *, actor):
    """Ask for one more capture of a source, as it is now. Returns the Capture.

    Raises NotYours, and NotNow where one is on its way or nothing can be captured.
    """
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
        if not source.address and not source.off_record:
            raise NotNow("This source has no address. Add a copy of it as a file.")
        if source.captures.filter(ended_at=None).exists():
            raise NotNow("It is being captured already.")
        if Capture.objects.filter(person=actor, ended_at=None).count() >= MOST:
            raise NotNow(f"{MOST} captures wait for you already. Ask for the rest when some of them are here.")
        return Capture.objects.create(source=source, person=actor, address=source.address)


def add_copy(source, *, actor, **kept):
    """Take a file in place of what could not be fetched: ``kept`` are its fields, as `read_file` gives them.

    Returns the Capture. Raises NotYours, and NotNow for a source that is off the record.
    """
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        made = Capture.objects.create(source=source, person=actor, address=source.address, by_hand=True, **kept)
        without = ", without what the file said of itself" if made.stripped else ""
        words = f"{actor} added a copy of the source {source.known_as}{without}"
        data = {"source": source.pk, "capture": made.pk, "sha256": made.sha256}
        record("source_copied", words, actor=actor, desk=source.desk, data=data)
        return made


def begin(pk):
    """Count an attempt to capture a source. Returns the Capture; None if it has ended, or does so now.

    It ends after too many attempts, and where the source went off the record since.
    """
    asked = Capture.objects.select_related("person").filter(pk=pk, ended_at=None).first()
    if asked is None:
        return None
    if end_off_record(asked):
        return None
    if asked.attempts >= Capture.ATTEMPTS:
        end(asked, failure=why("interrupted", COPY))
        return None
    with acting(asked.person):  # in its own transaction, so that it counts even if this process dies
        Capture.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
    return asked


def end_off_record(asked):
    """End a capture whose source went off the record since, without anything of it. Returns whether it did."""
    if gone := Source.objects.filter(pk=asked.source_id, off_record=True).exists():
        end(asked)
    return gone


def end(asked, **result):
    """Write down what became of a capture, once: nothing of a source that went off the record meanwhile."""
    with acting(asked.person):
        if Capture.objects.select_for_update().filter(pk=asked.pk, ended_at=None).exists():
            if Source.objects.select_for_update(no_key=True).get(pk=asked.source_id).off_record:
                result = {"failure": "The source went off the record before it was captured."}
            Capture.objects.filter(pk=asked.pk).update(ended_at=Now(), **result)


def begin_drawing(pk):
    """Count an attempt to have a browser draw a capture. Returns the Capture; None if it is drawn, or is not to be."""
    asked = Capture.objects.select_related("person").filter(pk=pk, draws__isnull=False, drawn_at=None).first()
    if asked is None:
        return None
    if asked.draws >= Capture.DRAWS:
        end_drawing(asked, drawn_note="No browser has drawn it: this was interrupted several times.")
        return None
    with acting(asked.person):  # in its own transaction, so that it counts even if this process dies
        Capture.objects.filter(pk=pk).update(draws=F("draws") + 1)
    return asked


def end_drawing(asked, **result):
    """Write down what a browser drew, once: nothing of a source that went off the record meanwhile."""
    with acting(asked.person):
        if Capture.objects.select_for_update().filter(pk=asked.pk, drawn_at=None).exists():
            if Source.objects.select_for_update(no_key=True).get(pk=asked.source_id).off_record:
                result = {"drawn_note": "The source went off the record before a browser had drawn it."}
            elif Capture.objects.filter(pk=asked.pk, lacks=Capture.REDACTED).exists():
                result = {"drawn_note": Capture.REDACTED}
            Capture.objects.filter(pk=asked.pk).update(drawn_at=Now(), **result)
