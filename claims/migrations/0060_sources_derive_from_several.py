"""A source may derive from more than one other, in ways that are told apart."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("republishes", "Republishes"),
    ("translates", "Translates"),
    ("quotes", "Quotes"),
    ("summarises", "Summarises"),
    ("reports_on", "Reports on"),
    ("derives_from", "Derives from"),
]


class Migration(migrations.Migration):
    dependencies = [("claims", "0059_excerpts_in_captures")]

    operations = [
        migrations.CreateModel(
            name="Derivation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, default="derives_from", max_length=16)),
                ("drift", models.TextField(blank=True)),
                ("said_at", models.DateTimeField(editable=False, null=True)),
                (
                    "said_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="derivations", to="claims.source"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="derivatives", to="claims.source"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=["source", "origin"], name="derivation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("source")), _negated=True), name="derivation_of_another"
                    ),
                ],
            },
        ),
    ]
