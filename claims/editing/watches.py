"""The watch over sources: which are watched, whose turn it is, and what became of a look."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Func, OuterRef, Q, TextField
from django.db.models.functions import Now
from django.utils import timezone

from claims.models import Capture, Evidence, Source, Watch
from claims.states import ClaimState

TAKEN = timedelta(minutes=2)  # after which a look that did not end is another worker's
AGAIN = timedelta(hours=1)  # after a failure that may pass; four times as long after the next
AT_ONCE = 500  # sources that come to be watched in one sweep


def enrol():
    """Watch the sources of signed claims that have an address and a captured text. Returns how many came to be.

    Never one that is off the record, restricted, confidential or withdrawn.
    """
    if not settings.SOURCE_WATCH_HOURS:
        return 0
    wanted = _watchable().filter(watch=None).values_list("pk", flat=True)[:AT_ONCE]
    due = timezone.now() + timedelta(hours=settings.SOURCE_WATCH_HOURS)
    rows = [Watch(source_id=pk, due_at=due) for pk in wanted]
    return len(Watch.objects.bulk_create(rows, ignore_conflicts=True))


def _watchable():
    signed = Evidence.objects.filter(
        source=OuterRef("pk"), claim__state=ClaimState.SIGNED_OFF, removed_at__isnull=True, confirmed=True
    )
    kept = Capture.objects.filter(source=OuterRef("pk"), ended_at__isnull=False).exclude(text="")
    on_record = Source.objects.exclude(address="").filter(hidden=False, withdrawn="", identity=None)
    return on_record.filter(Exists(kept), Exists(signed))


def take_watch(hosts=()):
    """Take the Watch whose turn it is, at no host of ``hosts``; None without one. It has ``host``.

    Two workers never take the same: a row that somebody else is taking is passed over.
    """
    if not settings.SOURCE_WATCH_HOURS:
        return None
    host = Func("source__address", function="address_host", output_field=TextField())
    free = Q(taken_at=None) | Q(taken_at__lt=Now() - TAKEN)
    with transaction.atomic():
        due = Watch.objects.filter(free, due_at__lte=Now()).annotate(host=host).exclude(host__in=hosts)
        taken = (
            due.select_for_update(skip_locked=True, of=("self",)).select_related("source").order_by("due_at").first()
        )
        if taken is not None:
            taken.taken_at = timezone.now()
            taken.save(update_fields=["taken_at"])
    return taken


def is_watched(watch):
    """Return whether its source is still to be looked at."""
    return _watchable().filter(pk=watch.source_id).exists()


def rests_on(source):
    """Return the evidence of signed claims from a source, as the watch reads it."""
    found = Evidence.objects.filter(
        source=source, claim__state=ClaimState.SIGNED_OFF, removed_at__isnull=True, confirmed=True
    )
    return list(found.order_by("id")[:AT_ONCE])


def kept_text(source):
    """Return the newest capture of a source that has a text; None without one."""
    return source.captures.filter(ended_at__isnull=False).exclude(text="").order_by("-id").first()


def same_page(one, others):
    """Return whether an address is one of the page of another, however it is spelt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT address_page(%s) IN (SELECT address_page(a) FROM unnest(%s::text[]) a)", [one, list(others)]
        )
        return cursor.fetchone()[0]


def failed(watch, said):
    """Note a look that failed in a way that may pass. Returns whether it failed so often that it counts as gone."""
    tries = watch.tries + 1
    if tries >= Watch.TRIES:
        return True
    _end(watch, said=said, tries=tries, due_at=timezone.now() + AGAIN * 4 ** (tries - 1))
    return False


def looked(watch, said, found):
    """Write what a look came to, once: what is new in ``found`` flags the signed claims."""
    due = timezone.now() + timedelta(hours=settings.SOURCE_WATCH_HOURS)
    _end(watch, said=said, found=found, tries=0, looked_at=timezone.now(), due_at=due)


def _end(watch, **result):
    """Whoever took it last writes its result; a look that was taken over meanwhile writes none."""
    with transaction.atomic():
        mine = Watch.objects.select_for_update().filter(pk=watch.pk, taken_at=watch.taken_at)
        if mine.exists():
            Watch.objects.filter(pk=watch.pk).update(taken_at=None, **result)
