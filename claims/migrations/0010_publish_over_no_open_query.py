"""Kept for databases that have run it: what it did is in claims/sql now, which every `migrate` ends with."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_queues_of_queries_evidence_and_deadlines")]
    operations = []
