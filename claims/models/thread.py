"""Threads: conversations pinned to an article, a claim or evidence; a query is a thread that blocks."""

from django.db import models
from django.db.models import Q


class Thread(models.Model):
    """A conversation about ``article``, about a ``claim`` of it, or about ``evidence`` of that claim.

    An open query keeps its article from being signed off. Who opened a thread, and what it is about, never changes; it
    can be resolved and reopened. No sign-off binds a thread. If the one who should answer or resolve it has left,
    ``given_to`` does so.
    """

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="threads")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, null=True, related_name="threads")
    evidence = models.ForeignKey("claims.Evidence", models.PROTECT, null=True, related_name="threads")
    is_query = models.BooleanField(default=False)
    opened_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    given_to = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    resolved_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="thread_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=True) | Q(claim__isnull=False), name="thread_evidence_of_a_claim"
            ),
        ]
        indexes = [
            models.Index(
                fields=["article"], condition=Q(is_query=True, resolved_at__isnull=True), name="thread_open_query"
            ),
            models.Index(
                fields=["id"],
                include=["article", "claim", "opened_by"],
                condition=Q(is_query=True, resolved_at__isnull=True),
                name="thread_queries",
            ),
        ]
        ordering = ["id"]


class Message(models.Model):
    """What one person said in a thread; never edited, never deleted."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    author = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="message_says_something")]
        ordering = ["id"]
