"""What was noted about replies moves as it was, so that what was signed stays signed. Nobody did this to a claim: no
trigger fires."""

from django.db import migrations

MOVE = """
ALTER TABLE claims_claim DISABLE TRIGGER USER;
INSERT INTO claims_formerreply (claim_id, reply, note, asked, until)
  SELECT id, reply, reply_note, reply_asked, reply_until FROM claims_claim
  WHERE reply IN ('sought', 'public') OR reply = '' AND reply_note <> '' OR reply = 'waived' AND reply_note = ''
    OR reply_asked IS NOT NULL OR reply_until IS NOT NULL ORDER BY id;
UPDATE claims_claim SET no_reply_reason = reply_note WHERE reply = 'waived' AND reply_note <> '';
ALTER TABLE claims_claim ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0066_right_of_reply"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
