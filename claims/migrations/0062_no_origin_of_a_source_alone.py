"""The one origin that a source had is a derivation by now. What looks at its column is made anew after migrating."""

from django.db import migrations, models

TRIGGERS = """
DROP TRIGGER IF EXISTS source_facts_before ON claims_source;
DROP TRIGGER IF EXISTS source_facts_after ON claims_source;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0061_origins_are_derivations")]

    operations = [
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="source", name="source_not_its_own_origin"),
        migrations.RemoveField(model_name="source", name="origin"),
        migrations.AddField(
            model_name="source",
            name="origins",
            field=models.ManyToManyField(
                editable=False, related_name="derived", through="claims.Derivation", to="claims.source"
            ),
        ),
    ]
