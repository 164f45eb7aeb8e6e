"""Files as they came in, kept with the version that they became, and what a writer noted in them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.states import BackingKind, UploadKind


class Upload(models.Model):
    """A file, or a page from the clipboard, that ``person`` brought in; a Version or IncomingVersion names it.

    ``read`` is what its reader found beside the text, as Document has it: {"backing": [...], "page": {...}}; of a
    spreadsheet {"rows": [...]}. The database sets size, hash, person and time (claims/sql/upload.sql). A file that
    nothing names is deleted after a day. Query it without its bytes (``defer("raw")``), but for the one file that is
    opened.
    """

    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=8, choices=UploadKind)
    raw = models.BinaryField()
    size = models.PositiveIntegerField(default=0, editable=False, help_text="In bytes.")
    sha256 = models.CharField(max_length=64, default="", editable=False)
    read = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="upload_by_person"),
            models.Index(fields=["uploaded_at"], name="upload_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UploadKind.values), name="upload_kind_known"),
        ]


class Backing(models.Model):
    """What the writer noted on words of a version: a comment, a note or a link. It is written with the version.

    It stands on code points ``start`` to ``end`` of ``block``, and so on each line that these touch; without a block,
    its words are not in the text, and it belongs to the article. ``quote`` are the words that it stood on in the
    document, ``prefix`` and ``suffix`` what stood around them. Author and date are as the document has them.
    """

    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="backing")
    position = models.PositiveIntegerField()
    block = models.ForeignKey("claims.Block", models.PROTECT, null=True, related_name="backing")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=8, choices=BackingKind)
    author = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    address = models.CharField(max_length=2000, blank=True)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="backing_position_once"),
            models.CheckConstraint(condition=Q(kind__in=BackingKind.values), name="backing_kind_known"),
            models.CheckConstraint(condition=~Q(words="") | ~Q(address=""), name="backing_says_something"),
            models.CheckConstraint(
                condition=Q(block__isnull=True, start__isnull=True, end__isnull=True)
                | Q(block__isnull=False, start__isnull=False, end__isnull=False, start__lt=F("end")),
                name="backing_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__iregex="^https?://"), name="backing_on_the_web"
            ),
        ]
        ordering = ["position"]

    @property
    def said(self):
        """Who said it, what kind it is and when, in words: "Comment by Wren, 2026-05-04"."""
        by = f" by {self.author}" if self.author else ""
        return f"{self.get_kind_display()}{by}{f', {self.date}' if self.date else ''}"

    @property
    def source_title(self):
        """What a source is called that is made of it: its words, or else where its address leads."""
        if not self.address:
            return _shortened(f"{self.said}: {self.words}")
        words = " ".join(self.words.replace(self.address, " ").split()).strip(" .,;:()[]<>–—-")
        return _shortened(words or self.address.partition("://")[2].rstrip("/"))


def _shortened(words, most=200):
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
