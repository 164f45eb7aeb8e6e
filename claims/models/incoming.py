"""Next versions of long articles, which a worker creates."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

_WAITS = Q(version__isnull=True, refusal="")


class IncomingVersion(models.Model):
    """A text that ``actor`` accepted as the next version, and whose claims take longer to place than a page may take.

    ``base``, ``blocks``, ``note`` and ``upload`` are as bring_in takes them; ``decision`` is, where the text carries
    out the line decision of a claim, what carry_out takes: {"claim": id, "edition", "words", "reason"}. The row waits
    until it has a ``version`` or a ``refusal`` in words, also if a person took it back. ``attempts`` counts the
    attempts that were begun. A refused text is shown to whoever may add a version, until it is discarded. The database
    keeps all of this (claims/sql/incoming.sql).
    """

    ATTEMPTS = 3  # a text whose creation is interrupted this often is refused

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="incoming")
    actor = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    base = models.PositiveIntegerField()
    blocks = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    decision = models.JSONField(null=True)
    upload = models.ForeignKey("claims.Upload", models.PROTECT, null=True, related_name="incoming")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    version = models.ForeignKey("claims.Version", models.PROTECT, null=True, related_name="+")
    refusal = models.TextField(blank=True)
    discarded_at = models.DateTimeField(null=True)

    WAITS = _WAITS

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=_WAITS, name="incoming_waits_once"),
            models.CheckConstraint(condition=Q(version__isnull=True) | Q(refusal=""), name="incoming_has_one_end"),
        ]

    @property
    def waits(self):
        return self.version_id is None and not self.refusal
