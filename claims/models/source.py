"""Speakers, and sources that can be looked at or asked."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, Q, When

from claims.states import SourceKind, SpeakerKind


class Speaker(models.Model):
    """Who asserts something. ``key`` is the name folded for comparison: a desk has one speaker for each key."""

    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="speakers")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=16, choices=SpeakerKind, default=SpeakerKind.PERSON)
    description = models.CharField(max_length=300, blank=True, help_text="Such as: president of Azerbaijan.")
    person = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="speaker_once")]
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class SpeakerAlias(models.Model):
    """Another spelling or name of a speaker; no two speakers of a desk share one."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="aliases")
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="alias_once")]
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class Source(models.Model):
    """Something that can be looked at, or someone who can be asked. ``origin`` is the source that it derives from."""

    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16, choices=SourceKind, default=SourceKind.WEB_PAGE)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="sources", help_text="Whose word it carries."
    )
    off_record = models.BooleanField(default=False, help_text="Satisfies no rule.")
    reference = models.BooleanField(default=False, help_text="On the desk's reference list.")
    note = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # The search must not find who spoke off the record.
    search = models.GeneratedField(
        expression=Case(
            When(
                off_record=False,
                then=Func("title", "publisher", "author", function="search_vector", output_field=SearchVectorField()),
            ),
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(null=True),
        db_persist=True,
        null=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["desk", "id"], name="source_by_desk"),
            GinIndex(fields=["search"], name="source_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["desk", "address"], condition=~Q(address=""), name="source_address_once"),
            models.CheckConstraint(condition=~Q(origin=F("id")), name="source_not_its_own_origin"),
        ]

    def __str__(self):
        return self.title
