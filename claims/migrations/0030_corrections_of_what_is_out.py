"""What was wrong in something published is a row of its own, with who reported it and who decided."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0029_signed_articles_of_others_are_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveIntegerField(default=0, editable=False, help_text="Within its article, from 1."),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("complaint", "A complaint"),
                            ("claim_changed", "A signed claim changed"),
                            ("went_out", "It went out otherwise"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reported", models.TextField(help_text="What was reported, in words.")),
                ("reported_by", models.CharField(blank=True, help_text="From whom a complaint came.", max_length=200)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correction", "Correction"),
                            ("clarification", "Clarification"),
                            ("update", "Update"),
                            ("retraction", "Retraction"),
                        ],
                        max_length=16,
                    ),
                ),
                ("was_wrong", models.TextField(blank=True, help_text="What was wrong.")),
                ("is_right", models.TextField(blank=True, help_text="What is right.")),
                ("since", models.DateTimeField(blank=True, help_text="UTC: since when readers see it.", null=True)),
                ("dismissed", models.TextField(blank=True, help_text="Why nothing is corrected.")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="claims.article"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="claims.claim",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["article", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)), fields=["article"], name="correction_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="correction_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("claim",),
                        name="correction_open_once_for_a_claim",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["complaint", "claim_changed", "went_out"])),
                        name="correction_cause_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "correction", "clarification", "update", "retraction"])),
                        name="correction_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported", ""), _negated=True), name="correction_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", "complaint"), _negated=True),
                            models.Q(("reported_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_says_from_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("since__isnull", True),
                                ("dismissed", ""),
                                ("is_right", ""),
                                ("kind", ""),
                                ("was_wrong", ""),
                            ),
                            models.Q(
                                ("dismissed", ""),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("since__isnull", False),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("was_wrong", ""), _negated=True),
                                models.Q(("is_right", ""), _negated=True),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("since__isnull", True),
                                ("is_right", ""),
                                ("kind", ""),
                                ("was_wrong", ""),
                                models.Q(("dismissed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_open_decided_or_dismissed",
                    ),
                ],
            },
        ),
    ]
