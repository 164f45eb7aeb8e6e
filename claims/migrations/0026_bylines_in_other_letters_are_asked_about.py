"""Ask again about bylines where they or a member of the desk are in other letters than Latin ones.

The names are compared at the end of `migrate`, when `claims/sql` is up to date: claims/sql/access.sql.
"""

from django.db import migrations

AGAIN = """
    UPDATE claims_articleauthor a SET asked = false
    WHERE a.person_id IS NULL AND (a.name ~ '[\\u0370-\\u058F\\u10A0-\\u10FF]' OR EXISTS (
      SELECT 1 FROM claims_article t JOIN claims_membership m ON m.desk_id = t.desk_id
      JOIN claims_person p ON p.id = m.person_id
      WHERE t.id = a.article_id AND p.name ~ '[\\u0370-\\u058F\\u10A0-\\u10FF]'))
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0025_evidence_says_what_it_is_a_copy_of")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
