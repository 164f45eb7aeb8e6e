"""An article, its versions, their blocks and lines. A version and its parts never change once written."""

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from claims.models.loaded import Loaded
from claims.models.source import marks_field
from claims.states import NO_DUE, ArticleState, BlockKind, BylineAnswer, Ownership


class Article(Loaded):
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="articles")
    ownership = models.CharField(max_length=8, choices=Ownership, default=Ownership.OURS)
    headline = models.CharField(max_length=500)
    outlet = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    published_date = models.DateField(null=True, blank=True)
    published_time = models.TimeField(null=True, blank=True)
    published_zone = models.CharField(max_length=64, blank=True, help_text="An IANA name; empty when unknown.")
    language = models.CharField(max_length=16, default="en")
    deadline = models.DateTimeField(default=NO_DUE, help_text="UTC; the far future when there is none.")
    state = models.CharField(max_length=16, choices=ArticleState, default=ArticleState.IN_CHECKING)
    current_version = models.ForeignKey("claims.Version", models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=1, help_text="Counts the edits of these fields.")
    created_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    intake = models.UUIDField(
        db_default=RandomUUID(),
        editable=False,
        help_text="The intake form that it came from: sent twice, it is one article.",
    )
    known_by = marks_field()  # with the chain's, what the article itself and its outlets are known by
    signed_through = models.BooleanField(
        db_default=False,
        editable=False,
        help_text="Its last open claim was signed off or retired. Claims may have been opened since: ask them again.",
    )
    search = models.GeneratedField(
        expression=Func("headline", "outlet", function="search_vector", output_field=SearchVectorField()),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["desk", "state", "deadline", "id"], name="article_by_deadline"),
            models.Index(
                fields=["desk", "deadline", "id"],
                condition=Q(state__in=["in_checking", "signed_off", "released"]),
                name="article_in_work",
            ),
            models.Index(
                fields=["desk", "deadline", "id"],
                condition=Q(state="in_checking", signed_through=True),
                name="article_signed_through",
            ),
            models.Index(fields=["desk", "id"], name="article_by_desk"),
            GinIndex(fields=["search"], name="article_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArticleState.values), name="article_state_known"),
            models.UniqueConstraint(fields=["created_by", "intake"], name="article_intake_once"),
        ]

    def __str__(self):
        return self.headline

    @property
    def ours(self):
        return self.ownership == Ownership.OURS

    @property
    def signed_state(self):
        """The state that its sign-off leads to."""
        return ArticleState.SIGNED_OFF if self.ours else ArticleState.CHECKED

    @property
    def has_deadline(self):
        return self.deadline < NO_DUE


class ArticleAuthor(models.Model):
    """A name in the byline; ``person`` if it is a member of the desk. Removing a name does not free them to sign.

    The database adds what may be a member's name in the text itself, as one that is not in the byline (removed).
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="authors")
    name = models.CharField(max_length=200)
    person = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    asked = models.BooleanField(
        db_default=False, editable=False, help_text="The database has asked which members this name may be."
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["id"], condition=Q(asked=False), name="author_not_asked")]

    def __str__(self):
        return self.name


class BylineQuestion(models.Model):
    """Whether a name in a byline, such as "R. Lindqvist", is this member of the desk. The database makes the question.

    Until somebody else answers, the member can sign nothing of the article; the answer ``same`` makes them its author.
    """

    author = models.ForeignKey(ArticleAuthor, models.PROTECT, related_name="questions")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=BylineAnswer, blank=True)
    answered_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "person"], name="byline_question_once"),
            models.CheckConstraint(condition=Q(answer__in=["", *BylineAnswer.values]), name="byline_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="byline_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=~Q(answer=BylineAnswer.OTHER), name="byline_may_be")]
        ordering = ["id"]


class ChainLink(models.Model):
    """One outlet in the chain through which an article was republished, first publisher first."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="chain")
    outlet = models.CharField(max_length=200)
    address = models.URLField(max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    known_by = marks_field()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.outlet


class Side(models.Model):
    """One party to the matter that an article reports on."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="sides")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "name"], name="side_once")]
        ordering = ["id"]

    def __str__(self):
        return self.name


class Placement(models.Model):
    """A speaker or a source placed on a side, for one article."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="placements")
    side = models.ForeignKey(Side, models.CASCADE, related_name="placements")
    speaker = models.ForeignKey("claims.Speaker", models.PROTECT, null=True, blank=True, related_name="placements")
    source = models.ForeignKey("claims.Source", models.PROTECT, null=True, blank=True, related_name="placements")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=False, source__isnull=True) | Q(speaker__isnull=True, source__isnull=False),
                name="placement_one_thing",
            ),
            models.UniqueConstraint(fields=["article", "speaker"], name="placement_speaker_once"),
            models.UniqueConstraint(fields=["article", "source"], name="placement_source_once"),
        ]


class Version(models.Model):
    """The article's text at one moment. ``hash`` is the SHA-256 of its blocks: kinds, texts, and which are left out."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    upload = models.ForeignKey(
        "claims.Upload", models.PROTECT, null=True, related_name="versions", help_text="The file that it came as."
    )
    created_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="version_number_once")]
        ordering = ["number"]

    def __str__(self):
        return f"Version {self.number}"


class Block(Loaded):
    """A paragraph, headline or other block; ``text`` is normalised. A left-out block stays here, with who and why.

    A note has its mark as ``note_number`` ("1", "iv"), and where this mark stands in the running text, which does not
    hold it: behind code point ``note_at`` of the version's block at position ``note_block``. Both are null where that
    is not known.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="blocks")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=BlockKind, default=BlockKind.PARAGRAPH)
    text = models.TextField()
    left_out = models.BooleanField(default=False)
    left_out_reason = models.CharField(max_length=200, blank=True)
    left_out_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    note_number = models.CharField(max_length=12, blank=True)
    note_block = models.PositiveIntegerField(null=True)
    note_at = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="block_position_once"),
            models.CheckConstraint(
                condition=Q(note_number="", note_block__isnull=True, note_at__isnull=True)
                | Q(kind="note", note_block__isnull=True, note_at__isnull=True)
                | ~Q(note_number="") & Q(kind="note", note_block__isnull=False, note_at__isnull=False),
                name="block_note_has_its_mark",
            ),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
            models.CheckConstraint(
                condition=Q(left_out=False) | (~Q(left_out_reason="") & Q(left_out_by__isnull=False)),
                name="block_left_out_says_why",
            ),
        ]
        ordering = ["position"]


class Line(models.Model):
    """One sentence (or one picture): code points ``start`` to ``end`` of its block. Left-out blocks have no lines."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="lines")
    block = models.ForeignKey(Block, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="line_number_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="line_has_words"),
        ]
        ordering = ["number"]


class NoClaimMark(Loaded):
    """Words marked as holding no claim, with a reason. Before sign-off, a second person reviews every mark.

    On a line that a new version did not change, the mark is ``carried_from`` the one in the version before, with who
    made it and who reviewed it.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="marks")
    block = models.ForeignKey(Block, models.PROTECT, related_name="marks")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    looked_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["version"], condition=Q(removed_at__isnull=True), name="mark_live"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mark_has_words"),
            models.UniqueConstraint(fields=["version", "carried_from"], name="mark_carried_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="mark_says_why"),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("made_by")), name="mark_looked_by_another"
            ),
        ]
        ordering = ["block__position", "start"]


class Presence(models.Model):
    """Who has an article open now. It has no row history and belongs to no version."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    person = models.ForeignKey("claims.Person", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="presence_once")]
