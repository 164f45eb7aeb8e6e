"""Suggestions: claims that a program proposes, and that a person accepts, edits or drops. They cover nothing."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.states import ClaimKind, DraftState, FigureModifier, Form, LexiconKind, SpeechAct


class DraftRun(models.Model):
    """The reading of one version for suggestions: ``done`` of its ``lines`` are read. It is written with its version.

    ``attempts`` counts the readings begun since ``moved_at``, the time of the last progress. ``notes`` are about the
    text as a whole: {"kind", "words", "lines": [numbers]}.
    """

    ATTEMPTS = 5  # a text whose reading fails this often is left to people

    version = models.OneToOneField("claims.Version", models.CASCADE, related_name="draft_run")
    lines = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(finished_at__isnull=True), name="draft_run_waiting")]

    @property
    def failed(self):
        return self.finished_at is None and self.attempts >= self.ATTEMPTS


class Draft(models.Model):
    """One suggestion on a line of a version. ``pieces`` are [block id, start, end, words], code points.

    ``reason`` says why it was suggested, ``speaker_reason`` how the speaker was found; ``priority``, from 0 to 100, is
    used for sorting only.
    """

    version = models.ForeignKey("claims.Version", models.CASCADE, related_name="drafts")
    line_number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    pieces = models.JSONField()
    words = models.TextField()
    statement = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=ClaimKind, default=ClaimKind.OTHER)
    speech_act = models.CharField(max_length=16, choices=SpeechAct, default=SpeechAct.ASSERTS)
    form = models.CharField(max_length=16, choices=Form, default=Form.NONE)
    verb = models.CharField(max_length=80, blank=True)
    verb_endorses = models.BooleanField(default=False)
    speaker = models.CharField(max_length=200, blank=True)
    speaker_as_printed = models.CharField(max_length=300, blank=True)
    speaker_reason = models.CharField(max_length=300, blank=True)
    via = models.CharField(max_length=200, blank=True)
    figure_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    figure_high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    figure_unit = models.CharField(max_length=80, blank=True)
    figure_modifier = models.CharField(max_length=16, choices=FigureModifier, blank=True, default="")
    priority = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=16, choices=DraftState, default=DraftState.OPEN)
    claim = models.ForeignKey("claims.Claim", models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="draft_position_once"),
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
        ]
        indexes = [
            models.Index(fields=["version", "position"], condition=Q(state="open"), name="draft_open"),
            models.Index(fields=["claim"], condition=Q(claim__isnull=False), name="draft_of_claim"),
        ]
        ordering = ["position"]


class LexiconEntry(models.Model):
    """A word that the desk has taught the suggestions: a reporting verb with what it does, a title, or a unit."""

    desk = models.ForeignKey("claims.Desk", models.CASCADE, related_name="lexicon")
    kind = models.CharField(max_length=8, choices=LexiconKind)
    words = models.CharField(max_length=80, help_text="A verb in its base form, such as: intimate.")
    speech_act = models.CharField(
        max_length=16, choices=SpeechAct, default=SpeechAct.ASSERTS, help_text="Of a verb: what it does."
    )
    endorses = models.BooleanField(
        default=False, help_text="Of a verb: what is said must be true then, not just said (“admit”)."
    )

    class Meta:
        verbose_name_plural = "lexicon entries"
        constraints = [models.UniqueConstraint(fields=["desk", "kind", "words"], name="lexicon_entry_once")]
        ordering = ["kind", "words"]

    def __str__(self):
        return self.words
