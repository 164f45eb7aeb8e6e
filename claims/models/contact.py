"""The contact log: whom the desk asked about claims, what it asked, and what they answered."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.states import Channel, Outcome, ReadBack, Reply, Terms


class Contact(models.Model):
    """One request to one person or body, about claims of one article; times are UTC.

    What was asked is written down once, by ``logged_by``: ``asked_by`` is a name, since who asked may be nobody of the
    desk. ``seeks_reply``: it asks the accused about what the claims accuse them of. The answer is written down once
    too, and a request that was entered by mistake is struck out once, with a reason; a correction is a new one. The
    database keeps it (claims/sql/contact.sql). Nothing of it is in the history of rows: what somebody said off the
    record stands here alone. ``source`` is the answer as a source, where it is one; who loads it says whether that
    is ``void`` now: off the record, or withdrawn.
    """

    void = False

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="contacts")
    claims = models.ManyToManyField("claims.Claim", through="ContactClaim", related_name="contacts")
    whom = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.TELEPHONE)
    questions = models.TextField()
    deadline = models.DateTimeField()
    seeks_reply = models.BooleanField(default=True)
    logged_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(db_default=Now(), editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.NONE)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    terms = models.CharField(max_length=12, choices=Terms, blank=True)
    read_back = models.CharField(max_length=8, choices=ReadBack, blank=True, default=ReadBack.NOT)
    source = models.ForeignKey("claims.Source", models.PROTECT, null=True, related_name="contacts")
    answer_logged_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    answer_logged_at = models.DateTimeField(null=True, editable=False)
    struck_reason = models.TextField(blank=True)
    struck_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["article", "deadline", "id"], name="contact_by_deadline")]
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=models.F("asked_at")), name="contact_gives_time"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None, answer_logged_at=None, answer="", terms="")
                | ~Q(outcome="") & ~Q(terms="") & Q(answered_at__gte=models.F("asked_at")),
                name="contact_answer_is_whole",
            ),
            models.CheckConstraint(condition=Q(struck_at=None) | ~Q(struck_reason=""), name="contact_struck_why"),
        ]
        ordering = ["id"]

    def __str__(self):
        return f"Request {self.pk}"

    @property
    def waits(self):
        return not self.outcome and self.struck_at is None

    @property
    def is_late(self):
        """Return whether nobody answered by the deadline."""
        return self.waits and self.deadline <= timezone.now()

    @property
    def is_named(self):
        """Return whether its names and words may go beyond the desk: they were not said on other terms."""
        return self.terms in ("", Terms.ON_RECORD)


class ContactClaim(models.Model):
    """A claim that a request covers."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="covers")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "contact"], name="contact_covers_once")]
        ordering = ["id"]


class FormerReply(models.Model):
    """What was noted about the reply of the accused before there was a contact log, as it was; times are UTC.

    Sign-offs from then bind it (``claim_content`` in claims/sql/content.sql). It names nobody who was asked, so that no
    rule counts it any more. The web server only reads it.
    """

    claim = models.OneToOneField("claims.Claim", models.PROTECT, related_name="former_reply")
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    note = models.TextField(blank=True)
    asked = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
