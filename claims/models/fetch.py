"""Pages of the web that people asked for, and what became of each."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Fetch(models.Model):
    """A page that ``person`` asked for: as a new article for ``desk``, or as the next version of ``article``.

    ``note`` is what they said of that version. With ``went_out`` it is what went out of the article. It waits until it
    has ended: with an ``upload``, the page as it came, and the ``text`` that was read from it (Markdown if
    ``markdown``) with ``notes`` on how; or with a ``failure`` in words. ``status``, ``final_address``, ``redirects``
    and ``headers`` are those of claims.fetch.Answer. ``attempts`` counts the attempts that were begun. The database
    keeps it (claims/sql/fetch.sql). One that became nothing is deleted with its upload, after a day.
    """

    ATTEMPTS = 3  # a fetch that is interrupted this often has failed

    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="+")
    article = models.ForeignKey("claims.Article", models.PROTECT, null=True, related_name="+")
    address = models.URLField(max_length=2000)
    note = models.CharField(max_length=200, blank=True)
    went_out = models.BooleanField(default=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    final_address = models.URLField(max_length=4000, blank=True)
    redirects = models.JSONField(default=list)
    headers = models.JSONField(default=list)
    upload = models.ForeignKey("claims.Upload", models.CASCADE, null=True, related_name="fetches")
    text = models.TextField(blank=True)
    markdown = models.BooleanField(default=False)
    notes = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="fetch_by_person"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="fetch_waits"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, failure="", upload=None)
                | Q(ended_at__isnull=False) & (Q(failure="") ^ Q(upload=None)),
                name="fetch_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(went_out=False) | Q(article__isnull=False), name="fetch_went_out_of_an_article"
            ),
        ]

    @property
    def waits(self):
        return self.ended_at is None
