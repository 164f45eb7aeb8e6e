"""Dossiers: all of an article in one file, which a worker makes; and what an article had been on another desk."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.states import DossierProfile, DossierState

_WAITS = Q(state__in=[DossierState.WAITING, DossierState.MAKING])


class Dossier(models.Model):
    """A zip that ``actor`` asked for, of one version of an article, in one profile; ``as_roles`` names nobody.

    A worker makes it, in STEPS; ``attempts`` counts the attempts that were begun, and ``words`` say why it failed.
    ``sequence`` is the last event that it holds. ``content`` is dropped after a while; the row stays. The database
    keeps all of this (claims/sql/dossier.sql).
    """

    ATTEMPTS = 3  # one whose making is interrupted this often has failed
    DAYS = 7  # for how long its content is kept, unless another one takes its place
    STEPS = ("Waiting for a worker", "Reading the article", "Writing the pages", "Writing the PDF", "Packing")

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="dossiers")
    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="+")
    profile = models.CharField(max_length=10, choices=DossierProfile)
    as_roles = models.BooleanField(default=False)
    actor = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=8, choices=DossierState, default=DossierState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)
    sequence = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    content = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)

    WAITS = _WAITS

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
            models.CheckConstraint(condition=Q(profile__in=DossierProfile.values), name="dossier_profile_known"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(words=""), name="dossier_failed_says_why"),
            models.UniqueConstraint(
                fields=["version", "profile", "as_roles"], condition=_WAITS, name="dossier_waits_once"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "-id"], name="dossier_of_article"),
            models.Index(fields=["made_at"], condition=Q(content__isnull=False), name="dossier_with_content"),
        ]
        ordering = ["-id"]

    @property
    def waits(self):
        return self.state in (DossierState.WAITING, DossierState.MAKING)

    @property
    def step_words(self):
        return self.STEPS[min(self.step, len(self.STEPS) - 1)]

    @property
    def names(self):
        """Return what it is called: "internal", "shareable", "shareable, roles for names"."""
        return self.get_profile_display() + (", roles for names" if self.as_roles else "")


class ArticleImport(models.Model):
    """The dossier.json that an article was imported from: all that it had been on another desk, as history.

    Written once, with the article. The database sets person, time and ``sha256`` of the ``content``.
    """

    article = models.OneToOneField("claims.Article", models.PROTECT, related_name="imported")
    actor = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    desk = models.CharField(max_length=120, help_text="The name of the desk that it came from.")
    number = models.PositiveBigIntegerField(help_text="The article's number there.")
    sequence = models.PositiveBigIntegerField(help_text="The last event of its record there.")
    head = models.CharField(max_length=64, help_text="The hash of that event.")
    signoffs = models.JSONField(default=list, help_text="The sign-offs there: claim, signer, kind, when, hash, void.")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, editable=False)

    def __str__(self):
        return f"{self.desk}, article {self.number}"
