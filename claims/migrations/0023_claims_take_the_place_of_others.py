"""A claim made in place of one that lost its words comes from it, as the parts of a split do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0022_taken_names_are_bounded")]
    operations = [
        migrations.AlterField(
            model_name="lineage",
            name="kind",
            field=models.CharField(
                choices=[("split", "split from"), ("merge", "merged from"), ("replace", "in place of")], max_length=8
            ),
        )
    ]
