"""Leases: who has a claim in front of them that Take next handed out, and until when."""

from django.db import models
from django.db.models.functions import Now


class Lease(models.Model):
    """A claim that Take next handed out to a person, for as long as they work on it; one for each claim.

    It ends at ``until`` (UTC), half an hour after the last thing that the person did on the claim, and nobody else is
    handed the claim before. ``took``: the claim was nobody's, and is again when the lease ends by itself. The database
    sets the times, renews and ends it (claims/sql/lease.sql).
    """

    claim = models.OneToOneField("claims.Claim", models.CASCADE, primary_key=True, related_name="lease")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="leases")
    took = models.BooleanField(default=False)
    taken_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["until"], name="lease_until")]
        ordering = ["until"]
