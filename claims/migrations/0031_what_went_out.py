"""The text that went out is kept, and a correction may be about a line of it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0030_corrections_of_what_is_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="line",
            field=models.PositiveIntegerField(
                blank=True, help_text="Which of the lines that went out otherwise it is about, from 0.", null=True
            ),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.URLField(max_length=2000)),
                ("text", models.TextField()),
                (
                    "text_hash",
                    models.CharField(
                        default="", editable=False, help_text="SHA-256 of the text in UTF-8.", max_length=64
                    ),
                ),
                ("differences", models.JSONField(default=list)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="claims.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.version"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="publication",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="claims.publication",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=("publication", "line"), name="correction_once_for_a_line"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("because", "went_out"), ("line__isnull", False), ("publication__isnull", False)),
                    models.Q(
                        models.Q(("because", "went_out"), _negated=True),
                        ("line__isnull", True),
                        ("publication__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="correction_of_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("address", ""), _negated=True)),
                name="publication_says_what",
            ),
        ),
    ]
