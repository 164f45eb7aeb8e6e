"""What a source derived from goes along; how it did was never said, and by whom is not known."""

from django.db import migrations

GO_ALONG = """
INSERT INTO claims_derivation (source_id, origin_id, kind, drift)
SELECT s.id, s.origin_id, 'derives_from', '' FROM claims_source s
JOIN claims_source o ON o.id = s.origin_id AND o.desk_id = s.desk_id ORDER BY s.id
"""
GO_BACK = """
UPDATE claims_source s SET origin_id = d.origin_id
FROM (SELECT DISTINCT ON (source_id) source_id, origin_id FROM claims_derivation ORDER BY source_id, id) d
WHERE d.source_id = s.id
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0060_sources_derive_from_several")]

    operations = [migrations.RunSQL(GO_ALONG, GO_BACK)]
