"""Who a confidential source is: encrypted, and read by named people only."""

from django.db import models
from django.db.models.functions import Now


class Identity(models.Model):
    """Who a source is, encrypted (claims/sealing.py) with the key named ``key_id``. It has no row history.

    Whoever entered it reads it, and whom they or a chief name; each reading is an event, which the database writes as
    it gives out what is encrypted (claims/sql/identity.sql). No query selects ``sealed``: the app role may not.
    """

    source = models.OneToOneField("claims.Source", models.DO_NOTHING, related_name="identity")
    key_id = models.CharField(max_length=16)
    sealed = models.BinaryField()
    edition = models.PositiveIntegerField(default=1, db_default=1)
    entered_by = models.ForeignKey("claims.Person", models.DO_NOTHING, related_name="+")
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "identities"


class IdentityReader(models.Model):
    """A person who may read who a source is, named by whoever entered it, or by a chief."""

    identity = models.ForeignKey(Identity, models.DB_CASCADE, related_name="readers")
    person = models.ForeignKey("claims.Person", models.DO_NOTHING, related_name="+")
    named_by = models.ForeignKey("claims.Person", models.DO_NOTHING, related_name="+")
    named_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "person"], name="identity_reader_once")]
        ordering = ["id"]
