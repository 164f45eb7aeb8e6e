"""Sign-offs: one person's decision on exactly this content of a claim or an article."""

from django.db import models
from django.db.models import F, Q

from claims.states import ArticleSignOffKind, SignOffKind


class Contributor(models.Model):
    """Somebody who added, changed, confirmed or removed what a sign-off binds. The database writes it, permanently."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="contributors")
    person = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    because = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "person"], name="contributor_once")]
        ordering = ["id"]


class SignOff(models.Model):
    """``content_hash`` is ``claim_content_hash`` of what the form showed; ``content`` is that content in full.

    Where a text was redacted in it, ``content`` has the blank, and ``redacted_hash`` is the hash of that.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="signoffs")
    signer = models.ForeignKey("claims.Person", models.PROTECT, related_name="signoffs")
    kind = models.CharField(max_length=8, choices=SignOffKind, default=SignOffKind.REVIEW)
    content_hash = models.CharField(max_length=64)
    redacted_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001 - null: nothing was
    content = models.JSONField(editable=False, null=True)
    rules_event = models.ForeignKey(
        "claims.Event",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The last change of the desk's rules, or of the signer's roles, before it; the database sets it.",
    )
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(db_default=models.functions.Now())
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, editable=False, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "signer"], condition=Q(voided_at__isnull=True), name="signoff_live_once"
            ),
            models.CheckConstraint(condition=~Q(content_hash=""), name="signoff_binds_content"),
        ]
        indexes = [models.Index(fields=["signer", "claim"], name="signoff_by_signer")]
        ordering = ["id"]


class ArticleSignOff(models.Model):
    """The chief's decision on exactly this version, marks and claims; a release with exceptions takes two people."""

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="signoffs")
    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ArticleSignOffKind, default=ArticleSignOffKind.SIGNED)
    signer = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    redacted_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001 - null: nothing was
    content_form = models.PositiveSmallIntegerField(
        db_default=1, editable=False, help_text="Which form of article_content the hash is of; the database sets it."
    )
    rules_event = models.ForeignKey(
        "claims.Event",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The last change of the desk's rules, or of the signer's roles, before it; the database sets it.",
    )
    reason = models.TextField(blank=True)
    signed_at = models.DateTimeField(db_default=models.functions.Now())
    seconded_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, editable=False, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind"], condition=Q(voided_at__isnull=True), name="article_signoff_live_once"
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("signer")), name="article_signoff_two_people"
            ),
            models.CheckConstraint(condition=~Q(kind="released") | ~Q(reason=""), name="article_release_says_why"),
        ]
        ordering = ["id"]

    @property
    def hash_now(self):
        """Return the hash of what was signed, as it is since a text in it was redacted, if one was."""
        return self.redacted_hash or self.content_hash


class ReleaseException(models.Model):
    """One open item of the gate that an article was released with; it is shown until it is closed.

    The database closes it when the item is met (``closed_by`` is null then); or somebody other than its owner does,
    with a reason.
    """

    signoff = models.ForeignKey(ArticleSignOff, models.PROTECT, related_name="exceptions")
    item = models.CharField(max_length=80, help_text="The gate's key of the item, such as claim:12 or line:4.")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    closed_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=1000, blank=True, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signoff", "item"], name="exception_once")]
        indexes = [models.Index(fields=["id"], condition=Q(closed_at__isnull=True), name="exception_open")]
        ordering = ["id"]
