"""Some databases have this column as text: the migration that made it was changed while it was a day old."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0021_long_versions_wait_for_a_worker")]
    operations = [
        migrations.RunSQL("ALTER TABLE claims_takenname ALTER COLUMN key TYPE varchar(300)", migrations.RunSQL.noop)
    ]
