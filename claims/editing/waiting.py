"""What waits for a worker, and what it drops with time.

It needs the models alone, so that a worker without work has loaded little else.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from claims.models import Capture, Deposit, Dossier, DraftRun, Fetch, IncomingVersion, Redaction


def readings_waiting(but=(), limit=20):
    """The ids of readings that are not finished, but some: those first that broke off least and had least read."""
    waiting = DraftRun.objects.filter(finished_at__isnull=True, attempts__lt=DraftRun.ATTEMPTS).exclude(pk__in=but)
    return list(waiting.order_by("attempts", "done", "id").values_list("pk", flat=True)[:limit])


def texts_waiting():
    """The ids of the texts that wait for a worker; those first that were tried least."""
    waiting = IncomingVersion.objects.filter(IncomingVersion.WAITS)
    return list(waiting.order_by("attempts", "id").values_list("pk", flat=True)[:20])


def fetches_waiting(passed):
    """Return the id of the page that is fetched next, in a list; those that were tried least come first."""
    waiting = Fetch.objects.filter(ended_at=None).exclude(pk__in=passed)
    return list(waiting.order_by("attempts", "id").values_list("pk", flat=True)[:1])


def captures_waiting(passed):
    """Return the id of the source that is captured next, in a list; those that were tried least come first."""
    waiting = Capture.objects.filter(ended_at=None).exclude(pk__in=passed)
    return list(waiting.order_by("attempts", "id").values_list("pk", flat=True)[:1])


def drawings_waiting():
    """Return the id of the capture that a browser draws next, in a list; those that were tried least come first."""
    waiting = Capture.objects.filter(draws__isnull=False, drawn_at=None)
    return list(waiting.order_by("draws", "id").values_list("pk", flat=True)[:1])


def deposits_waiting():
    """Return the id of the deposit that is made next, in a list; those that were tried least come first."""
    return list(Deposit.objects.filter(ended_at=None).order_by("attempts", "id").values_list("pk", flat=True)[:1])


def dossiers_waiting():
    """The ids of the dossiers that wait for a worker, or whose worker died; those first that were tried least."""
    waiting = Dossier.objects.filter(Dossier.WAITS).order_by("attempts", "id")
    return list(waiting.values_list("pk", flat=True)[:20])


def redactions_waiting():
    """Return the id of the redaction that is searched or carried out next, in a list."""
    due = Q(searched_at=None) | Q(ended_by__isnull=False)
    waiting = Redaction.objects.filter(due, ended_at=None, problem="")
    return list(waiting.order_by("attempts", "id").values_list("pk", flat=True)[:1])


def redactions_left():
    """Return whether captured files of a redaction are still there."""
    return Redaction.objects.filter(done=True).exclude(files_left=[]).exists()


def drop_old_dossiers():
    """Drop the content of dossiers that were made DAYS ago. Their rows stay. Returns how many."""
    before = timezone.now() - timedelta(days=Dossier.DAYS)
    return Dossier.objects.filter(Q(made_at__lt=before) & Q(content__isnull=False)).update(content=None)
