"""What went out, and where it differs from what was signed."""

from django.db import models


class Publication(models.Model):
    """The text of an article as it went out at an address, compared line by line with the ``version`` that was signed.

    Where it was fetched, ``upload`` is the page as it came. Written once. ``differences`` are the lines that differ, in
    order: {kind, old, new}, kind as claims/text/anchors says it; the database adds one of the words that differ
    besides. It sets hash, person and time.
    """

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="publications")
    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="+")
    address = models.URLField(max_length=2000)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, default="", editable=False, help_text="SHA-256 of the text in UTF-8.")
    differences = models.JSONField(default=list)
    upload = models.ForeignKey("claims.Upload", models.PROTECT, null=True, related_name="publications")
    by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(address=""), name="publication_says_what")
        ]
        ordering = ["-id"]

    def __str__(self):
        return self.address

    @property
    def differs(self):
        """How many lines differ."""
        return len(self.differences)
