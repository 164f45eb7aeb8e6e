"""Derivations: which source derives from which, how, and what became otherwise on the way."""

from django.db import models
from django.db.models import F, Q

from claims.states import DerivationKind


class Derivation(models.Model):
    """``source`` derives from ``origin``: it translates it, quotes it, and so on. One source may have several origins.

    ``drift`` is what it says otherwise than its origin. Both are of one desk, and no source derives from itself,
    however far round; the database writes who said it, and when (claims/sql/derivation.sql). Nobody is known for what
    was written before that was kept.
    """

    source = models.ForeignKey("claims.Source", models.PROTECT, related_name="derivations")
    origin = models.ForeignKey("claims.Source", models.PROTECT, related_name="derivatives")
    kind = models.CharField(max_length=16, choices=DerivationKind, default=DerivationKind.DERIVES_FROM)
    drift = models.TextField(blank=True)
    said_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, editable=False, related_name="+")
    said_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "origin"], name="derivation_once"),
            models.CheckConstraint(condition=~Q(origin=F("source")), name="derivation_of_another"),
        ]
        ordering = ["id"]

    def __str__(self):
        return f"{self.source} {self.says} {self.origin}"

    @property
    def says(self):
        """Return the verb between the two, as in “A translates B”."""
        return self.get_kind_display().lower()
