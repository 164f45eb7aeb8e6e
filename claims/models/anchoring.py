"""What a new version did to claims' words, and answers to line decisions. Neither is ever changed after writing."""

from django.db import models
from django.db.models import Q

from claims.states import AnchorResult, Answer, ClaimState, LineDecision, Settlement


class Anchoring(models.Model):
    """What happened to ``claim``'s words when ``version`` was added, in words for a person.

    ``state_was`` is the claim's state in the earlier version, ``old_words`` its words there, ``old_line`` and
    ``new_line`` the sentences around them. ``differences`` are [kind, old, new]; ``candidates`` the most likely places
    of words that were not placed: {"score", "pieces": [[block's position, start, end, words]]}, code points. ``minor``
    means that they differ only in spelling, capitals or the style of a numeral, as ``only_spelling`` in SQL says too;
    the database clears it if they do not.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="anchorings")
    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="anchorings")
    result = models.CharField(max_length=16, choices=AnchorResult)
    reason = models.TextField(blank=True)
    score = models.FloatField(default=1)
    moved = models.BooleanField(default=False)
    minor = models.BooleanField(default=False)
    differences = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    state_was = models.CharField(max_length=16, choices=ClaimState)
    old_words = models.TextField(blank=True)
    new_words = models.TextField(blank=True)
    old_line = models.TextField(blank=True)
    new_line = models.TextField(blank=True)
    at = models.DateTimeField(db_default=models.functions.Now(), editable=False)
    settled_how = models.CharField(max_length=16, choices=Settlement, blank=True, default="")
    settled_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="anchoring_once"),
            models.CheckConstraint(condition=Q(result__in=AnchorResult.values), name="anchoring_result_known"),
            models.CheckConstraint(
                condition=Q(settled_how="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(settled_how="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="anchoring_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], condition=Q(settled_how="") & ~Q(result="kept"), name="anchoring_unsettled"),
        ]
        ordering = ["id"]

    @property
    def text_shown(self):
        """Return what to compare: the words or, if they are the same, the sentences around them."""
        if self.result == AnchorResult.CONTEXT_CHANGED or self.old_words == self.new_words:
            return self.old_line, self.new_line
        return self.old_words, self.new_words


class WordingAnswer(models.Model):
    """The answer to a claim's line decision: accepted as proposed, accepted in other words, or declined.

    ``decision`` and ``proposed_words`` are what was answered, ``old_words`` the claim's words at that time; ``words``
    are those that went into ``version``.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="wording_answers")
    decision = models.CharField(max_length=16, choices=LineDecision)
    old_words = models.TextField(blank=True)
    proposed_words = models.TextField(blank=True)
    answer = models.CharField(max_length=16, choices=Answer)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    version = models.ForeignKey("claims.Version", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer=Answer.DECLINED) | ~Q(reason=""), name="wording_declined_says_why"
            ),
        ]
        ordering = ["id"]
