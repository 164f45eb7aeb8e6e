"""A query that was asked after the sign-off stops publication."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql") / "publication.sql"


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_queues_of_queries_evidence_and_deadlines")]

    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
