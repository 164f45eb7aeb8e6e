"""Captures: what stood at the address of a source at one moment, or a copy that somebody brought in its place."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.states import CaptureState


class Capture(models.Model):
    """A stored, hashed copy of a source at one moment, asked for by ``person``; or the attempt to make one.

    It waits until it has ended: with a file, which is kept under its ``sha256`` (claims/files.py), or with a
    ``failure`` in words. ``lacks`` says in words why a file has no readable ``text``. A copy that was brought in
    ``by_hand`` has ended from the start. ``address`` is the source's at that time; ``status``, ``final_address``,
    ``redirects``, ``headers`` and ``exchanges`` are those of claims.fetch.Answer; ``own_address`` is what the page
    calls its own, and ``page`` a digest of it, or else of the final one, as a Source has it; ``media`` is what the
    bytes are, whatever the site said of them; ``metadata`` is what the file says of itself, as [name, value], unless
    that was removed before it was kept (``stripped``). ``attempts`` counts the attempts begun. The database keeps it:
    who asked for what stays as it is, and each has one end, which is never changed (claims/sql/capture.sql).

    A page may be drawn by a browser after it has ended, once: ``draws`` counts the attempts, and is None where none is
    wanted. ``drawn`` has the files, each {"kind": "png" or "pdf", "sha256", "size"}; ``drawn_note`` says in words with
    what, and what is missing, or why there is none.
    """

    ATTEMPTS = 3  # a capture that is interrupted this often has failed
    deposit: Any = None  # its newest Deposit, where a query gives it one
    #: What it lacks where a text in it was redacted, as claims/sql/redaction.sql writes it.
    REDACTED = "A text in it was redacted, and its file was deleted."
    DRAWS = 2  # attempts to draw a page, after which it is not

    source = models.ForeignKey("claims.Source", models.PROTECT, related_name="captures")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    address = models.URLField(max_length=2000, blank=True)
    by_hand = models.BooleanField(default=False)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    lacks = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    final_address = models.URLField(max_length=4000, blank=True)
    own_address = models.URLField(max_length=2000, blank=True, default="", db_default="")
    page = models.TextField(default="", db_default="", editable=False)
    redirects = models.JSONField(default=list)
    headers = models.JSONField(default=list)
    exchanges = models.JSONField(default=list)
    name = models.CharField(max_length=255, blank=True)
    media = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    metadata = models.JSONField(default=list)
    stripped = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    tool = models.CharField(max_length=100, blank=True, help_text="What fetched and read it, with versions.")
    draws = models.PositiveSmallIntegerField(null=True, editable=False)
    drawn_at = models.DateTimeField(null=True, editable=False)
    drawn = models.JSONField(default=list, db_default=[], editable=False)
    drawn_note = models.TextField(default="", db_default="", editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["source", "-id"], name="capture_by_source"),
            models.Index(fields=["page"], condition=~Q(page=""), name="capture_by_page"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="capture_waits"),
            models.Index(fields=["id"], condition=Q(draws__isnull=False, drawn_at=None), name="capture_to_draw"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, failure="", sha256="")
                | Q(ended_at__isnull=False) & (~Q(failure="", sha256="") & (Q(failure="") | Q(sha256=""))),
                name="capture_has_one_end",
            ),
            models.CheckConstraint(condition=Q(sha256="") | Q(sha256__regex="^[0-9a-f]{64}$"), name="capture_hash"),
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(ended_at__isnull=False, failure=""), name="capture_by_hand_is_here"
            ),
            models.CheckConstraint(condition=Q(by_hand=True) | Q(stripped=False), name="capture_stripped_by_hand"),
        ]
        ordering = ["-id"]

    @property
    def file_name(self):
        """Return what its file is called where somebody saves it."""
        return self.name or f"capture-{self.pk}"

    @property
    def waits(self):
        return self.ended_at is None

    @property
    def is_drawn_later(self):
        """Return whether a browser is still to draw it."""
        return self.ended_at is not None and self.draws is not None and self.drawn_at is None

    def drawn_name(self, kind):
        """Return what a file that a browser drew, "png" or "pdf", is called where somebody saves it."""
        return f"capture-{self.pk}.{kind}"

    @property
    def state(self):
        """Return the CaptureState: how far it is."""
        if self.waits:
            return CaptureState.FETCHING if self.attempts else CaptureState.QUEUED
        if self.failure:
            return CaptureState.FAILED
        return CaptureState.PARTIAL if self.lacks else CaptureState.CAPTURED
