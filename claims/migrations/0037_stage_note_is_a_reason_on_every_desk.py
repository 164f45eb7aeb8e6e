"""“Stage note” is offered as a reason for no claim on desks that had their reasons before it was one of a new desk's."""

from django.db import migrations

FORWARD = """
INSERT INTO claims_reason (desk_id, kind, words, position)
  SELECT desk_id, kind, 'Stage note', least(max(position) + 1, 999) FROM claims_reason
  WHERE kind = 'no_claim' GROUP BY desk_id, kind
  ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0036_verdicts_of_a_desks_own"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
