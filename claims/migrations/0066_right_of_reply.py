"""What was noted about replies gets a place of its own, evidence may be a public reply, and a missing one a reason."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0065_source_watch"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="no_reply_reason",
            field=models.TextField(blank=True, default="", help_text="Why an allegation stands without a reply."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="evidence",
            name="public_reply",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="It is what the accused said in public about the allegation.",
            ),
        ),
        migrations.CreateModel(
            name="FormerReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No reply yet"),
                            ("sought", "Reply sought, with reasonable time"),
                            ("public", "Public reply cited"),
                            ("waived", "Not needed, for a reason that the chief or legal accepts"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("asked", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_reply", to="claims.claim"
                    ),
                ),
            ],
        ),
    ]
