"""The last form that each person sent, so that a form sent twice is handled once."""

from django.db import models


class SentForm(models.Model):
    """A hash of what a person sent last, and the address its answer led to. It has no row history, and no event."""

    person = models.OneToOneField("claims.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    sent_at = models.DateTimeField()
