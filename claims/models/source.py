"""Speakers, and sources that can be looked at or asked."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Func, Q, TextField, When
from django.db.models.functions import Collate, Left, Now

from claims.models.loaded import Loaded
from claims.models.withheld import TITLE as WITHHELD
from claims.models.withheld import WORDS, NothingKept, Seen, is_withheld
from claims.states import Access, Reliability, SourceKind, SpeakerKind, Terms, WatchFinding


def marks_field():
    """What a speaker, a source or an outlet is known by: names as they are compared, sites with an @ before them."""
    return ArrayField(models.TextField(), default=list, db_default=[], editable=False)


#: How a source's title begins, whatever its case and accents; at most 100 characters, as an index can hold them.
TITLE = Collate(Left(Func("title", function="search_fold", output_field=TextField()), 100), "C")


class Speaker(Loaded):
    """Who asserts something. ``key`` is the name folded for comparison: a desk has one speaker for each key.

    A merged speaker stays, and points to the one that it is the same as: claims keep the record that they were signed
    with. The database writes ``root``, the speaker that is left at the end of these pointers (itself, if it is not
    merged), and ``marks`` (claims/sql/source.sql).
    """

    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="speakers")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=16, choices=SpeakerKind, default=SpeakerKind.PERSON)
    description = models.CharField(max_length=300, blank=True, help_text="Such as: president of Azerbaijan.")
    person = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="+")
    website = models.URLField(
        max_length=500, blank=True, help_text="The official address: what stands at it is the speaker's own word."
    )
    wikidata = models.CharField(max_length=20, blank=True, help_text="The number of the item, such as Q57298.")
    edition = models.PositiveIntegerField(default=1, db_default=1)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    root = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="group")
    marks = marks_field()

    class Meta:
        indexes = [GinIndex(fields=["marks"], name="speaker_marks")]
        constraints = [
            models.UniqueConstraint(fields=["desk", "key"], name="speaker_once"),
            models.CheckConstraint(
                condition=Q(wikidata="") | Q(wikidata__regex=r"^Q[1-9][0-9]{0,17}$"), name="speaker_wikidata_number"
            ),
        ]
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    @property
    def who(self):
        """Return the id of the speaker that this one is the same as: its own, if it is not merged."""
        return self.root_id or self.pk

    @property
    def is_publication(self):
        """Whether it is the publication itself; a merged one has the kind of the one that it is the same as."""
        return (self if self.who == self.pk else self.root).kind == SpeakerKind.PUBLICATION


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


class Source(Loaded):
    """Something that can be looked at, or someone who can be asked. ``origins`` are the sources that it derives from.

    A merged source stays, and points to the one that it is the same as: evidence keeps the record and the citation that
    it was signed with, and the rules read what ``root`` says, the source that is left at the end of these pointers
    (itself, if it is not merged).

    The database writes ``root``, ``marks``, ``page`` (a digest that addresses of one page share), ``control`` (digests
    of who controls it), and who withdrew it or said how far the desk relies on it, and when.
    """

    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16, choices=SourceKind, default=SourceKind.WEB_PAGE)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True)
    origins = models.ManyToManyField(
        "self", through="claims.Derivation", symmetrical=False, related_name="derived", editable=False
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="sources", help_text="Whose word it carries."
    )
    terms = models.CharField(max_length=16, choices=Terms, default=Terms.ON_RECORD, db_default=Terms.ON_RECORD)
    off_record = models.GeneratedField(
        expression=Case(When(terms=Terms.OFF_RECORD, then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
        help_text="Satisfies no rule.",
    )
    access = models.CharField(max_length=16, choices=Access, default=Access.DESK, db_default=Access.DESK)
    hidden = models.GeneratedField(
        expression=Case(When(Q(terms=Terms.OFF_RECORD) | Q(access=Access.RESTRICTED), then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
        help_text="Its words stand in its row, and in those of its evidence, and nowhere else.",
    )
    reference = models.BooleanField(default=False, help_text="On the desk's reference list.")
    withdrawn = models.TextField(
        blank=True, default="", db_default="", help_text="Why nobody may rest on it any more; it satisfies no rule."
    )
    withdrawn_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, editable=False, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    controlled_by = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Who owns, runs or pays for it."
    )
    interests = models.TextField(
        blank=True, default="", db_default="", help_text="What it has to gain or lose by what it says."
    )
    reliability = models.CharField(max_length=16, choices=Reliability, blank=True, default="", db_default="")
    reliability_reason = models.TextField(blank=True, default="", db_default="")
    rated_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, editable=False, related_name="+")
    rated_at = models.DateTimeField(null=True, editable=False)
    note = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    root = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="group")
    marks = marks_field()
    control = ArrayField(models.TextField(), default=list, db_default=[], editable=False)
    page = models.TextField(default="", db_default="", editable=False)
    #: Whether it was loaded for somebody who may not see it: without words.
    withheld = False
    #: Titles and authors that it had: nobody is shown them while it is off the record, wherever they were written.
    known_before = ArrayField(models.TextField(), default=list, db_default=[], editable=False)
    #: For the digests that its history holds in place of its words while it is off the record.
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)
    # The search must not find who spoke off the record.
    search = models.GeneratedField(
        expression=Case(
            When(
                ~Q(terms=Terms.OFF_RECORD) & Q(access=Access.DESK),
                then=Func("title", "publisher", "author", function="search_vector", output_field=SearchVectorField()),
            ),
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(null=True),
        db_persist=True,
        null=True,
    )

    objects = Seen()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "id"], name="source_by_desk"),
            models.Index(fields=["desk", "page"], condition=~Q(page=""), name="source_by_page"),
            GinIndex(fields=["search"], name="source_search"),
            # No index has the title of a source off the record.
            models.Index("desk", TITLE, condition=~Q(terms=Terms.OFF_RECORD), name="source_by_title"),
            models.Index(fields=["desk"], condition=Q(terms=Terms.OFF_RECORD), name="source_off_record"),
            GinIndex(fields=["marks"], name="source_marks"),
            GinIndex(fields=["control"], name="source_control"),
            models.Index(fields=["desk"], condition=Q(access=Access.RESTRICTED), name="source_restricted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["desk", "address"], condition=~Q(address=""), name="source_address_once"),
            models.CheckConstraint(condition=Q(terms__in=Terms.values), name="source_terms_known"),
            models.CheckConstraint(
                condition=Q(access=Access.DESK) | Q(access=Access.RESTRICTED) & ~Q(terms=Terms.ON_RECORD),
                name="source_restricted_terms",
            ),
            models.CheckConstraint(
                condition=Q(reliability="") | Q(reliability__in=Reliability.values) & ~Q(reliability_reason=""),
                name="source_reliability_says_why",
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        """Return the object of a row; of a source that whoever reads may not see, without words (``withheld``)."""
        new = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row = new.__dict__
        if row.get("access", Access.RESTRICTED) == Access.RESTRICTED and is_withheld(row.get("id")):
            row |= {name: kept for name, kept in _WITHHELD.items() if name in row}
            row |= {name: WORDS for name in ("withdrawn",) if row.get(name)}
            row["withheld"] = True
            new._state.fields_cache = NothingKept()
        return new

    @property
    def known_as(self):
        """Return its title as what is kept names it: one off the record, or restricted, has none there."""
        if self.terms == Terms.OFF_RECORD:
            return "an off-record source"
        return "a restricted source" if self.access == Access.RESTRICTED else self.title

    @property
    def which(self):
        """Return the id of the source that this one is the same as: its own, if it is not merged."""
        return self.root_id or self.pk


#: What stands in a source that is withheld. It is withdrawn or not, whoever reads.
_WITHHELD = {
    **dict.fromkeys(("publisher", "author", "address", "controlled_by", "interests", "reliability_reason", "note"), ""),
    **{"title": WITHHELD, "published_on": None, "speaker_id": None, "known_before": (), "marks": (), "page": ""},
    **{"control": (), "search": None, "salt": None},
}


class SourceReader(models.Model):
    """A person who may see a restricted source, beside whoever entered it and the chiefs of its desk."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="readers")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    named_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "person"], name="source_reader_once")]
        ordering = ["id"]


class SourceChange(models.Model):
    """What changed about a source, or about a speaker, that a claim rests on; it waits for a person.

    The database writes it (claims/sql/source_change.sql); ``was`` and ``now`` are what the rules read of the evidence.
    ``changed_by`` is who did last. Without ``evidence`` it is the claim's own speaker that changed. With a ``finding``
    it is what the watch found gone at the address of the source (claims/sql/watch.sql): nobody's change, and ``was``
    and ``now`` are the passages.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="source_changes")
    evidence = models.ForeignKey("claims.Evidence", models.PROTECT, null=True, related_name="changes")
    was = models.JSONField(null=True)
    now = models.JSONField(null=True)
    words = models.TextField(blank=True, help_text="What changed.")
    finding = models.CharField(max_length=8, choices=WatchFinding, blank=True, default="", db_default="")
    changed_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    makers = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], help_text="The ids of everybody who changed it since."
    )
    changed_at = models.DateTimeField()
    settled_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text="What the change means for the claim.")

    class Meta:
        indexes = [
            models.Index(fields=["claim"], condition=Q(settled_at__isnull=True), name="source_change_waits"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(settled_at__isnull=True, finding=""), name="source_change_once"
            ),
            models.UniqueConstraint(
                fields=["evidence", "finding"],
                condition=Q(settled_at__isnull=True) & ~Q(finding=""),
                name="watch_finding_once",
            ),
            models.CheckConstraint(condition=~Q(finding="", changed_by=None), name="source_change_is_somebodys"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(settled_at__isnull=True, evidence__isnull=True),
                name="speaker_change_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(note=""), name="source_change_settled_says_what"
            ),
        ]
        ordering = ["id"]
