"""Redaction: a text that the law does not let the desk keep, blanked everywhere by two people."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Redaction(models.Model):
    """A ``text`` that ``asked_by`` asked to have blanked, for a ``reason``; ``ended_by`` is who confirmed or ended it.

    A worker looks for it (``searched_at``): ``found`` says in how many rows it stands, {"table.column": rows}. Once
    another person has confirmed it, a worker blanks it (``done``), and ``text`` is emptied here too; ``digest`` stays,
    an HMAC of it with SECRET_KEY. Ended otherwise, ``answer`` says why. ``attempts`` counts the attempts to carry it
    out, and ``problem`` says why the last ones failed. ``files`` are the SHA-256 of captured files that go;
    ``files_left`` of those that could not be deleted. It has no row history. The database writes all but the first
    four (claims/sql/redaction.sql).
    """

    ATTEMPTS = 10  # one that fails this often is confirmed anew

    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="redactions")
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, editable=False)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    searched_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict, db_default={})
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    problem = models.TextField(default="", db_default="", blank=True)
    ended_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    done = models.BooleanField(default=False, db_default=False)
    answer = models.TextField(default="", db_default="", blank=True)
    files = models.JSONField(default=list, db_default=[])
    files_left = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done=False) | ~Q(asked_by=F("ended_by")) & Q(ended_by__isnull=False),
                name="redaction_of_two",
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(text=""), name="redaction_ended_without_text"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="redaction_open")]
        ordering = ["-id"]

    @property
    def works(self):
        """Return whether a worker looks for the text, or blanks it, now or next."""
        return self.ended_at is None and not self.problem and (self.searched_at is None or self.ended_by_id is not None)
