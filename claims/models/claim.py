"""A claim: its words in the article, a statement that stands alone, and what was found about it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from claims.models.loaded import Loaded
from claims.states import (
    NO_DUE,
    Attribution,
    ClaimKind,
    ClaimState,
    FigureModifier,
    Form,
    LineageKind,
    LineDecision,
    LinkKind,
    RiskFlag,
    SpeechAct,
    Verdict,
    VerdictFlag,
    choice_of,
)

#: {verdict: its word}. Django's own get_…_display makes this anew for each claim of a page.
VERDICT_LABELS: dict[str, str] = {verdict.value: str(verdict.label) for verdict in Verdict}
#: {state: its word}, for the same reason.
STATE_LABELS: dict[str, str] = {state.value: str(state.label) for state in ClaimState}


class Claim(Loaded):
    """One checkable assertion.

    The database writes ``edition``, which counts the edits of this row; ``quoted`` and ``line_number``, derived from
    the pieces; ``speaker_cited`` and ``via_cited``, the names at the time when the speaker was chosen;
    ``verdict_cited`` and ``reworded_verdict_cited``, what the claim's scheme calls these verdicts;
    ``wording_applied``, whether the article has the proposed words, word for word; and ``context_edition``.
    """

    article = models.ForeignKey("claims.Article", models.PROTECT, related_name="claims")
    desk = models.ForeignKey("claims.Desk", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=ClaimState, default=ClaimState.OPEN)
    state_since = models.DateTimeField(auto_now_add=True)
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    # What the sign-off binds, with the pieces, the evidence and the links.
    statement = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=ClaimKind, default=ClaimKind.OTHER)
    risk_flags = ArrayField(models.CharField(max_length=16, choices=RiskFlag), default=list, blank=True)
    speech_act = models.CharField(max_length=16, choices=SpeechAct, default=SpeechAct.ASSERTS)
    verb = models.CharField(max_length=80, blank=True)
    verb_endorses = models.BooleanField(default=False)
    form = models.CharField(max_length=16, choices=Form, default=Form.NONE)
    speaker = models.ForeignKey("claims.Speaker", models.PROTECT, null=True, blank=True, related_name="claims")
    speaker_cited = models.CharField(max_length=200, blank=True, editable=False)
    speaker_as_printed = models.CharField(max_length=300, blank=True)
    via = models.ForeignKey("claims.Speaker", models.PROTECT, null=True, blank=True, related_name="+")
    via_cited = models.CharField(max_length=200, blank=True, editable=False)
    figure_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    figure_high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    figure_unit = models.CharField(max_length=80, blank=True)
    figure_modifier = models.CharField(max_length=16, choices=FigureModifier, blank=True, default="")
    attribution = models.CharField(max_length=16, choices=Attribution, default=Attribution.OPEN)
    attribution_note = models.TextField(blank=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True, default="")
    verdict_own = models.SlugField(
        max_length=30, blank=True, default="", db_default="", db_index=False, help_text="A verdict of the desk's own."
    )
    verdict_flags = ArrayField(models.CharField(max_length=16, choices=VerdictFlag), default=list, blank=True)
    true_for = models.CharField(max_length=120, blank=True)
    known_on = models.DateField(null=True, blank=True)
    scheme = models.ForeignKey("claims.VerdictScheme", models.PROTECT, null=True, blank=True, related_name="+")
    rationale = models.TextField(blank=True)
    line_decision = models.CharField(max_length=16, choices=LineDecision, default=LineDecision.KEEP)
    proposed_words = models.TextField(blank=True)
    reworded_statement = models.TextField(blank=True)
    reworded_verdict = models.CharField(max_length=16, choices=Verdict, blank=True, default="")
    reworded_verdict_own = models.SlugField(max_length=30, blank=True, default="", db_default="", db_index=False)
    decision_reason = models.TextField(blank=True, help_text="Why the line cannot stay as it is, for the writer.")
    must_fix = models.BooleanField(default=False, help_text="The line must not go out as it is; else a suggestion.")
    no_reply_reason = models.TextField(blank=True, help_text="Why an allegation stands without a reply.")
    reply_accepted_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="+")
    rules_passed = models.JSONField(
        default=dict,
        blank=True,
        help_text="{what a rule that warns says (rules.evidence.Finding.key): why it was passed}. Under the empty key "
        "stands what was given for all rules at once, before each had its own reason; it passes none.",
    )

    # What the sign-off does not bind.
    stet_reason = models.TextField(blank=True)
    stet_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="+")
    priority = models.SmallIntegerField(default=0)
    assignee = models.ForeignKey("claims.Person", models.PROTECT, null=True, blank=True, related_name="assigned")
    due = models.DateTimeField(default=NO_DUE)
    waiting_on = models.CharField(max_length=200, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("claims.Person", models.PROTECT, null=True, related_name="+")
    returned_reason = models.TextField(blank=True)
    quoted = models.TextField(blank=True, editable=False)
    line_number = models.PositiveIntegerField(default=0, editable=False)
    verdict_cited = models.CharField(max_length=70, blank=True, default="", db_default="", editable=False)
    reworded_verdict_cited = models.CharField(max_length=70, blank=True, default="", db_default="", editable=False)
    wording_applied = models.BooleanField(default=False, editable=False)
    context_edition = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts the versions that changed what stands around its words."
    )
    search = models.GeneratedField(
        expression=Func(
            "statement", "quoted", "speaker_cited", function="search_vector", output_field=SearchVectorField()
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["article", "line_number", "id"], name="claim_by_line"),
            models.Index(fields=["desk", "id"], name="claim_newest"),
            # For the list of claims, also where few or none have this verdict in this state.
            models.Index(fields=["desk", "verdict", "state", "id"], condition=~Q(verdict=""), name="claim_by_verdict"),
            # Counts also need the article, since its authors may not sign and withdrawn ones do not count. Included
            # here, it lets them read this index only.
            models.Index(
                fields=["desk", "state", "-priority", "due", "id"], include=["article"], name="claim_in_queue"
            ),
            # What legal may have to sign.
            models.Index(
                fields=["desk", "-priority", "due", "id"],
                include=["article", "risk_flags"],
                condition=Q(state="in_review") & ~Q(risk_flags=[]),
                name="claim_at_risk",
            ),
            models.Index(
                fields=["assignee", "-priority", "due", "id"],
                include=["desk", "article"],
                condition=Q(state__in=["open", "checking", "changed"]),
                name="claim_in_my_work",
            ),
            models.Index(
                fields=["assignee", "-priority", "due", "id"],
                include=["desk", "article"],
                condition=Q(state="checking") & ~Q(returned_reason=""),
                name="claim_returned",
            ),
            models.Index(
                fields=["desk", "-priority", "due", "id"],
                include=["article"],
                condition=Q(assignee__isnull=True, state__in=["open", "checking", "changed"]),
                name="claim_to_assign",
            ),
            models.Index(
                fields=["desk", "-priority", "due", "id"],
                include=["article", "verdict"],
                condition=Q(state__in=["open", "checking", "changed"]),
                name="claim_in_work",
            ),
            models.Index(
                fields=["desk", "due", "id"],
                include=["article"],
                condition=Q(state__in=["open", "checking", "changed", "in_review"]),
                name="claim_due",
            ),
            GinIndex(fields=["search"], name="claim_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="claim_number_once"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(condition=Q(verdict="") | Q(verdict__in=Verdict.values), name="claim_verdict_known"),
            models.CheckConstraint(condition=Q(attribution__in=Attribution.values), name="claim_attribution_known"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.NOT_EXAMINED)
                | (Q(risk_flags=[]) & Q(speaker__isnull=False) & ~Q(rationale="")),
                name="claim_not_examined_only_attributed",
            ),
            models.CheckConstraint(condition=Q(verdict="") | Q(scheme__isnull=False), name="claim_verdict_has_scheme"),
            models.CheckConstraint(condition=Q(stet_by__isnull=True) | ~Q(stet_reason=""), name="claim_stet_says_why"),
            models.CheckConstraint(
                condition=Q(figure_high__isnull=True) | Q(figure_high__gte=F("figure_value")),
                name="claim_figure_range_rises",
            ),
        ]

    def __str__(self):
        return self.statement or self.quoted or f"Claim {self.number}"

    @property
    def has_due(self):
        return self.due < NO_DUE

    @property
    def is_live(self):
        return self.state != ClaimState.RETIRED

    @property
    def standing_statement(self):
        """Return the statement about the words now in the article: the reworded one once the wording was applied."""
        return self.reworded_statement if self.wording_applied and self.reworded_statement else self.statement

    @property
    def standing_verdict(self):
        """Return the verdict on the words now in the article: of the reworded ones once the wording was applied."""
        return self.reworded_verdict if self.wording_applied and self.reworded_verdict else self.verdict

    @property
    def verdict_choice(self):
        """Return the verdict with the desk's own that it is: "supported:mostly"."""
        return choice_of(self.verdict, self.verdict_own)

    @property
    def verdict_label(self):
        """Return what the desk calls the verdict, with the glyph of one of its own; empty without a verdict."""
        return self.verdict_cited or VERDICT_LABELS.get(self.verdict, "")

    @property
    def verdict_glyph(self):
        """Return the glyph of a verdict of the desk's own; empty for any other."""
        return self.verdict_cited.partition(" ")[0] if self.verdict_own else ""

    @property
    def reworded_verdict_choice(self):
        return choice_of(self.reworded_verdict, self.reworded_verdict_own)

    @property
    def reworded_verdict_label(self):
        return self.reworded_verdict_cited or VERDICT_LABELS.get(self.reworded_verdict, "")


class Piece(models.Model):
    """A run of a claim's words: code points ``start`` to ``end`` of a block, and the ``words`` in that place.

    ``bound_words`` are the words as a sign-off binds them. They differ from ``words`` only in typography, or if the
    article now has the wording that was signed; the database refuses any other difference.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="pieces")
    version = models.ForeignKey("claims.Version", models.PROTECT, related_name="pieces")
    block = models.ForeignKey("claims.Block", models.PROTECT, related_name="pieces")
    position = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    bound_words = models.TextField(blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="piece_has_words"),
            models.UniqueConstraint(fields=["claim", "block", "start"], name="piece_once"),
        ]
        ordering = ["block__position", "start"]


class ClaimLink(models.Model):
    """``claim`` denies, repeats or is part of ``to``. The sign-offs of both claims bind it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="links")
    to = models.ForeignKey(Claim, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=16, choices=LinkKind)
    created_by = models.ForeignKey("claims.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "to", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(claim=F("to")), name="link_not_to_itself"),
        ]
        ordering = ["id"]


class Lineage(models.Model):
    """``child`` came from ``parent``; the parent's contributors also count as the child's."""

    parent = models.ForeignKey(Claim, models.PROTECT, related_name="became")
    child = models.ForeignKey(Claim, models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=8, choices=LineageKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "child"], name="lineage_once")]
        ordering = ["id"]
