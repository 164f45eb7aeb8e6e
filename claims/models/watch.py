"""The watch over sources that signed claims rest on: what is looked at again, and when."""

from django.db import models
from django.db.models.functions import Now


class Watch(models.Model):
    """A source whose address is looked at again; one row for each, and one look at a time.

    Whoever looks takes it (``taken_at``), and what comes of the look is written once, by whoever took it. ``tries``
    counts looks in a row that failed in a way that may pass. ``said`` is in words what the last look came to. ``found``
    is what of its evidence no longer stands there: [{"evidence": its id, "finding": one of WatchFinding, "words": what
    changed, "was", "now": the passages}]; what is new in it flags the signed claims (claims/sql/watch.sql).
    """

    TRIES = 3  # failures in a row after which an address counts as gone

    source = models.OneToOneField("claims.Source", models.PROTECT, related_name="watch")
    due_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    found = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="watch_due")]
        ordering = ["id"]
