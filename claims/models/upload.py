"""Files as they came in, kept with the version that they became."""

from django.db import models
from django.db.models.functions import Now

from claims.states import UploadKind


class Upload(models.Model):
    """A file, or a page from the clipboard, that ``person`` brought in; a Version or IncomingVersion names it.

    ``read`` is what its reader found beside the text, as Document has it: {"backing": [...]}. The database sets size,
    hash, person and time (claims/sql/upload.sql). A file that nothing names is deleted after a day. Query it without
    its bytes (``defer("raw")``), but for the one file that is opened.
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
            models.CheckConstraint(condition=models.Q(kind__in=UploadKind.values), name="upload_kind_known"),
        ]
