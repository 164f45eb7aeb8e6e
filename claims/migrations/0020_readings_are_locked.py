"""A reading belongs to whoever has its lock, not to a lease; and nobody listens to the queue any more."""

from django.db import migrations, models
from django.db.models.functions import Now


def be_quiet(apps, schema_editor):
    """Send no notifications, and drop the rings that piled up while no worker took them; nobody needs either."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE schemaname = 'pgmq' AND tablename = 'q_factcheck'")
        if not (found := cursor.fetchone()):
            return
        cursor.execute(f"SET LOCAL ROLE {schema_editor.quote_name(found[0])}")
        cursor.execute("SELECT pgmq.disable_notify_insert('factcheck')")
        cursor.execute("DELETE FROM pgmq.q_factcheck")
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):

    dependencies = [("claims", "0019_accounts")]
    operations = [
        migrations.RemoveField("draftrun", "leased_until"),
        migrations.AddField("draftrun", "moved_at", models.DateTimeField(db_default=Now())),
        migrations.RunPython(be_quiet, migrations.RunPython.noop),
    ]
