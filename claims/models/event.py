"""The record: chained events in words; row history; the outbox; the processes' heartbeats."""

import re

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from claims.models.loaded import Loaded
from claims.states import EVENTS


class EventChain(models.Model):
    """The head of one chain of events: an article's, or a desk's. Locked last, so that each event has one successor."""

    article = models.OneToOneField("claims.Article", models.PROTECT, null=True, related_name="event_chain")
    desk = models.OneToOneField("claims.Desk", models.PROTECT, null=True, related_name="event_chain")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, desk__isnull=True) | Q(article__isnull=True, desk__isnull=False),
                name="chain_of_one_thing",
            )
        ]


class Event(Loaded):
    """One thing that happened. The database sets ``sequence``, ``previous_hash``, ``hash`` and ``at``."""

    chain = models.ForeignKey(EventChain, models.PROTECT, related_name="events")
    sequence = models.PositiveBigIntegerField(editable=False, default=0)
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="events")
    article = models.ForeignKey("claims.Article", models.PROTECT, null=True, related_name="events")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, null=True, related_name="events")
    actor = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    words = models.TextField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField(editable=False, db_default=models.functions.Now())
    previous_hash = models.CharField(max_length=64, editable=False, default="")
    hash = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="event_sequence_once")]
        indexes = [
            models.Index(fields=["claim", "sequence"], condition=Q(claim__isnull=False), name="event_by_claim"),
            models.Index(fields=["desk", "id"], name="event_by_desk"),
            models.Index(fields=["desk", "verb", "id"], condition=Q(article__isnull=True), name="event_of_desk"),
        ]
        ordering = ["chain_id", "sequence"]

    def __str__(self):
        return f"{self.actor} {self.done}"

    @property
    def done(self):
        """Return what happened, to follow the actor's name: words that begin with the verb's words.

        Older events may have other words, and so may those of an actor who has changed their name. Such words are
        quoted after the verb's words, so that nobody takes them for the record's own.
        """
        beginnings = EVENTS.get(self.verb, (self.verb.replace("_", " "),))
        said = self.words.removeprefix(f"{self.actor} ")
        if said != self.words and any(_begins(said, beginning) for beginning in beginnings):
            return said
        return f"{beginnings[0].replace(' #', '')}: “{self.words}”"


def _begins(said, beginning):
    """Return whether words begin with ``beginning``, a text of EVENTS, at the end of a word."""
    pattern = re.escape(beginning).replace(r"\#", "[0-9]+") + ("" if beginning.endswith("“") else r"(?!\w)")
    return re.match(pattern, said) is not None


class RowHistory(models.Model):
    """One change of one row, written by a trigger however the change was made. Append-only.

    ``old`` and ``new`` hold the changed columns only; ``actor_id`` is the transaction's actor, null if none was set.
    """

    at = models.DateTimeField(db_default=models.functions.Now())
    transaction = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=6)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        verbose_name_plural = "row history"
        indexes = [
            models.Index(fields=["table", "row_id", "id"], name="row_history_of_row"),
            BrinIndex(fields=["at"], name="row_history_by_time"),
        ]


class Outbox(models.Model):
    """What must follow an event, written in the event's transaction; the relay tries it until it is done."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="outbox")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="outbox_waiting")]


class Heartbeat(models.Model):
    """The time at which a process last reported that it runs."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
