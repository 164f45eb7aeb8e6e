"""A source has terms: on the record or off it, and two between."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0051_captures_of_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="terms",
            field=models.CharField(
                choices=[
                    ("on_record", "On the record"),
                    ("background", "On background"),
                    ("unattributed", "Not for attribution"),
                    ("off_record", "Off the record"),
                ],
                db_default="on_record",
                default="on_record",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("terms__in", ["on_record", "background", "unattributed", "off_record"])),
                name="source_terms_known",
            ),
        ),
    ]
