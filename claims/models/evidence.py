"""Evidence: one source that bears on one claim."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from claims.models.loaded import Loaded
from claims.models.withheld import TITLE, WORDS, is_withheld
from claims.states import BearsOn, Directness, ExcerptKind, Stance


class Evidence(Loaded):
    """``citation`` is the source as it was cited when the evidence was added; the database writes it.

    Unconfirmed evidence counts neither for the sign-off nor for the rules until somebody confirms it; evidence that
    contradicts is always confirmed. Removed evidence stays here, and counts for neither; the database writes who
    removed it, and when. It is ``hidden`` if its source was off the record when it was cited: sign-offs hold a digest
    in place of each of its words, made with the ``salt``.

    ``calculation`` is {} but for the desk's own calculations: {"kind": one of CalculationKind, "formula": of the kind
    "formula" alone, "language": in which digits are read, "inputs": [{"label": what it is, "figure": as typed,
    "evidence": the id of the claim's evidence that it is from, or null, "where": where it stands}], "result": what it
    should give, as typed}; claims/text/calculation computes it.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="evidence")
    source = models.ForeignKey("claims.Source", models.PROTECT, related_name="evidence")
    citation = models.TextField(blank=True, editable=False)
    bears_on = models.CharField(max_length=8, choices=BearsOn, default=BearsOn.TRUE)
    stance = models.CharField(max_length=16, choices=Stance, default=Stance.SUPPORTS)
    directness = models.CharField(max_length=8, choices=Directness, default=Directness.REPORTS)
    against_interest = models.BooleanField(
        default=False, help_text="A side speaking against its own interest; only then does its word count for true."
    )
    excerpt = models.TextField(blank=True)
    excerpt_kind = models.CharField(max_length=8, choices=ExcerptKind, default=ExcerptKind.VERBATIM)
    excerpt_language = models.CharField(max_length=16, blank=True)
    translation = models.TextField(blank=True)
    translator = models.CharField(max_length=200, blank=True)
    locator = models.CharField(max_length=200, blank=True, help_text="Page, paragraph, timecode or cell.")
    figure_found = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    calculation = models.JSONField(default=dict, db_default={}, blank=True)
    answer = models.TextField(blank=True, help_text="Why the verdict stands, although this speaks against it.")
    public_reply = models.BooleanField(
        default=False, db_default=False, help_text="It is what the accused said in public about the allegation."
    )
    confirmed = models.BooleanField(default=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="copies")
    added_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)
    hidden = models.BooleanField(default=False, db_default=False, editable=False)
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["claim"], condition=Q(removed_at__isnull=True), name="evidence_live")]
        constraints = [
            models.CheckConstraint(
                condition=Q(translation="") | ~Q(translator=""), name="evidence_translation_names_translator"
            ),
        ]
        ordering = ["id"]

    #: Whether it was loaded for somebody who may not see its source: without words.
    withheld = False

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        """Return the object of a row; of a source that whoever reads may not see, without words (``withheld``)."""
        new = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row = new.__dict__
        if row.get("hidden", True) and is_withheld(row.get("source_id")):
            row |= {name: WORDS for name in _WITHHELD if row.get(name)}
            row |= {
                name: kept for name, kept in (("citation", TITLE), ("excerpt_kind", ExcerptKind.GIST)) if name in row
            }
            row["withheld"] = True
        return new

    @property
    def counts(self):
        """Return whether the rules count it. Contradicting evidence counts even if older data left it unconfirmed."""
        return self.removed_at is None and (self.confirmed or self.stance == Stance.CONTRADICTS)


#: Its words. What it is for the claim (stance, bearing, directness) is seen by everybody.
_WITHHELD = ("excerpt", "translation", "translator", "locator", "figure_found", "note", "answer")
