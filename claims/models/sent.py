"""The last form that each person sent, so that the same one sent twice is done once."""

from django.db import models


class SentForm(models.Model):
    """What a person sent last, as a hash, and where its answer led; never tracked, never part of any record."""

    person = models.OneToOneField("claims.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    sent_at = models.DateTimeField()
