"""A rule of its own for denials; the command reference gives it to every desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_drafts")]

    operations = [
        migrations.AlterField(
            model_name="evidencerule",
            name="code",
            field=models.CharField(
                choices=[
                    ("truth", "Supported or refuted needs a direct independent record or two origins"),
                    ("reference", "A name, title, place, date or spelling needs a reference"),
                    ("locator", "A figure needs a locator"),
                    ("answer", "Contradicting evidence must be answered in the rationale"),
                    ("primary", "A primary record needs a locator and the original or an identified translation"),
                    ("not_found", "Not found and not enough evidence say where was looked"),
                    ("reply", "An allegation that stays in print needs a reply"),
                    ("linked", "Linked claims have compatible verdicts"),
                    ("denies", "A denial is linked to the claim that it denies"),
                    ("coverage", "The gate: every line is covered"),
                ],
                max_length=16,
            ),
        ),
    ]
