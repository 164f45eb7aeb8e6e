"""Signed-off articles of somebody else's are checked, and what they were released with covers nothing any more."""

from django.db import migrations

#: article_before is as it was before this version, and knows no such move.
CHECKED = """
DO $$
DECLARE kept boolean := EXISTS (
  SELECT 1 FROM pg_trigger WHERE tgname = 'article_before' AND tgrelid = 'claims_article'::regclass);
BEGIN
  IF kept THEN ALTER TABLE claims_article DISABLE TRIGGER article_before; END IF;
  UPDATE claims_article SET state = 'checked' WHERE state = 'signed_off' AND ownership = 'theirs';
  IF kept THEN ALTER TABLE claims_article ENABLE TRIGGER article_before; END IF;
END $$
"""
#: The article of one that was in effect is in checking again (article_signoff_after).
RELEASED = """
UPDATE claims_articlesignoff o SET voided_at = now(), void_reason = 'an article of somebody else is not released'
FROM claims_article a
WHERE a.id = o.article_id AND a.ownership = 'theirs' AND a.state IN ('in_checking', 'released')
  AND o.kind = 'released' AND o.voided_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0028_somebody_elses_articles_end_in_checked")]
    operations = [migrations.RunSQL([CHECKED, RELEASED], migrations.RunSQL.noop)]
