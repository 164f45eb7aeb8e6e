"""A desk and its own settings: verdict scheme, evidence rules, signatures, reasons."""

from django.db import models
from django.db.models import Q

from claims.states import ReasonKind, RiskFlag, RuleCode, RuleLevel, Verdict, choice_of


class Desk(models.Model):
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    language = models.CharField(max_length=16, default="en", help_text="A language tag, such as en or az.")
    timezone = models.CharField(max_length=64, default="UTC", help_text="An IANA name, such as Europe/Berlin.")
    cross_sign = models.BooleanField(
        default=False,
        help_text="When nobody eligible remains, two contributors may sign the same content. It says so everywhere.",
    )
    reply_hours = models.PositiveSmallIntegerField(
        default=24,
        db_default=24,
        help_text="A request for a reply gives the accused at least this many hours, or it is no reasonable time.",
    )
    #: What the columns of the desk's spreadsheets hold: {head, folded: a name of COLUMNS, or ""}
    #: (claims/editing/sheet_columns.py).
    sheet_columns = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class VerdictScheme(models.Model):
    """A numbered version of a desk's words for verdicts. Once a claim uses it, a change is a new version."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="schemes")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "number"], name="scheme_number_once")]
        ordering = ["desk_id", "-number"]

    def __str__(self):
        return f"{self.desk} scheme {self.number}"


class SchemeVerdict(models.Model):
    """What a scheme calls one verdict, and what it means; with a ``code``, it is a verdict of the desk's own.

    Rules, lists and the gate treat one of the desk's own as ``verdict``, which it counts as.
    """

    scheme = models.ForeignKey(VerdictScheme, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=16, choices=Verdict)
    code = models.SlugField(max_length=30, blank=True, default="", db_default="", db_index=False)
    label = models.CharField(max_length=60)
    glyph = models.CharField(max_length=4, blank=True, default="", db_default="")
    meaning = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "verdict"], condition=Q(code=""), name="scheme_verdict_once"),
            models.UniqueConstraint(fields=["scheme", "code"], condition=~Q(code=""), name="scheme_code_once"),
            models.CheckConstraint(condition=Q(code="") | ~Q(glyph=""), name="scheme_own_verdict_has_glyph"),
        ]
        ordering = ["id"]

    def __str__(self):
        return f"{self.glyph} {self.label}" if self.glyph else self.label

    @property
    def choice(self):
        """Return the verdict as a form offers it, and a claim has it (``Claim.verdict_choice``)."""
        return choice_of(self.verdict, self.code)


class EvidenceRule(models.Model):
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="evidence_rules")
    code = models.CharField(max_length=16, choices=RuleCode)
    level = models.CharField(max_length=8, choices=RuleLevel, default=RuleLevel.WARN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="evidence_rule_once")]
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_code_display()}: {self.get_level_display()}"


class SignatureRule(models.Model):
    """How many approvals a claim with this risk flag needs, and whether one of them must be from legal."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="signature_rules")
    risk_flag = models.CharField(max_length=16, choices=RiskFlag)
    approvals = models.PositiveSmallIntegerField(default=1, help_text="How many people sign, legal included.")
    legal = models.BooleanField(default=False, help_text="One of them is legal's.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "risk_flag"], name="signature_rule_once"),
            models.CheckConstraint(condition=Q(approvals__gte=1, approvals__lte=5), name="signature_rule_one_to_five"),
        ]
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_risk_flag_display()}: {self.approvals}"


class Reason(models.Model):
    """A prepared reason, offered where a reason is asked for; people may always type their own."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="reasons")
    kind = models.CharField(max_length=16, choices=ReasonKind)
    words = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "kind", "words"], name="reason_once")]
        ordering = ["kind", "position", "id"]

    def __str__(self):
        return self.words
