"""What was wrong, or was said to be, in an article of ours that is out; and what became of it."""

from django.db import models
from django.db.models import Q

from claims.states import CorrectionCause, CorrectionKind


class Correction(models.Model):
    """Opened once an article of ours is out, then decided (``kind``) or ``dismissed`` by a chief, once.

    The database opens one where a signed claim changes, and sets ``number``, who opened and who settled it, and when.
    """

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField(default=0, editable=False, help_text="Within its article, from 1.")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, null=True, blank=True, related_name="corrections")
    because = models.CharField(max_length=16, choices=CorrectionCause)
    publication = models.ForeignKey(
        "claims.Publication", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    line = models.PositiveIntegerField(
        null=True, blank=True, help_text="Which of the lines that went out otherwise it is about, from 0."
    )
    reported = models.TextField(help_text="What was reported, in words.")
    reported_by = models.CharField(max_length=200, blank=True, help_text="From whom a complaint came.")
    opened_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    kind = models.CharField(max_length=16, choices=CorrectionKind, blank=True)
    was_wrong = models.TextField(blank=True, help_text="What was wrong.")
    is_right = models.TextField(blank=True, help_text="What is right.")
    since = models.DateTimeField(null=True, blank=True, help_text="UTC: since when readers see it.")
    dismissed = models.TextField(blank=True, help_text="Why nothing is corrected.")
    settled_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="correction_number_once"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(settled_at__isnull=True), name="correction_open_once_for_a_claim"
            ),
            models.UniqueConstraint(fields=["publication", "line"], name="correction_once_for_a_line"),
            models.CheckConstraint(
                condition=Q(because=CorrectionCause.WENT_OUT, publication__isnull=False, line__isnull=False)
                | ~Q(because=CorrectionCause.WENT_OUT) & Q(publication__isnull=True, line__isnull=True),
                name="correction_of_a_line",
            ),
            models.CheckConstraint(condition=Q(because__in=CorrectionCause.values), name="correction_cause_known"),
            models.CheckConstraint(condition=Q(kind__in=["", *CorrectionKind.values]), name="correction_kind_known"),
            models.CheckConstraint(condition=~Q(reported=""), name="correction_says_what"),
            models.CheckConstraint(
                condition=~Q(because=CorrectionCause.COMPLAINT) | ~Q(reported_by=""), name="complaint_says_from_whom"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, since__isnull=True)
                & Q(kind="", was_wrong="", is_right="", dismissed="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, since__isnull=False, dismissed="")
                & ~Q(kind="")
                & ~Q(was_wrong="")
                & ~Q(is_right="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, since__isnull=True)
                & Q(kind="", was_wrong="", is_right="")
                & ~Q(dismissed=""),
                name="correction_open_decided_or_dismissed",
            ),
        ]
        indexes = [models.Index(fields=["article"], condition=Q(settled_at__isnull=True), name="correction_open")]
        ordering = ["article", "number"]

    def __str__(self):
        return f"Correction {self.number}"

    @property
    def is_open(self):
        return self.settled_at is None
