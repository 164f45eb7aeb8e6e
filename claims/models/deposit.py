"""Deposits: addresses of captures that a web archive was asked to keep too, where anybody can look them up."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.states import DepositState


class Deposit(models.Model):
    """The address of a capture, which ``person`` asked a web archive to keep; it waits until it has ended.

    It ends with where the archive has it (``kept_at``), or with a ``failure`` in words. ``attempts`` counts the
    attempts that were begun. The database keeps it, and which sources none is asked for (claims/sql/deposit.sql).
    """

    ATTEMPTS = 3  # one that is interrupted this often has failed

    capture = models.ForeignKey("claims.Capture", models.PROTECT, related_name="deposits")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    kept_at = models.URLField(max_length=4000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="deposit_waits")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, failure="", kept_at="")
                | Q(ended_at__isnull=False) & (Q(failure="") ^ Q(kept_at="")),
                name="deposit_has_one_end",
            ),
            models.UniqueConstraint(fields=["capture"], condition=Q(failure=""), name="deposit_once"),
        ]
        ordering = ["-id"]

    @property
    def state(self):
        """Return the DepositState: how far it is."""
        if self.ended_at is None:
            return DepositState.ASKED
        return DepositState.FAILED if self.failure else DepositState.DEPOSITED
