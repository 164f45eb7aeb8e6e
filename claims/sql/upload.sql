-- Files as they came in: the bytes stay as they are, in the name of whoever brought them in. A file that a version or a
-- waiting text names is kept; the others may be deleted.

CREATE OR REPLACE FUNCTION upload_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM refuse('append_only', 409, 'A file is kept as it came in.');
  END IF;
  NEW.person_id := factcheck_actor(); NEW.uploaded_at := clock_timestamp();
  NEW.size := octet_length(NEW.raw); NEW.sha256 := encode(sha256(NEW.raw), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER upload_before BEFORE INSERT OR UPDATE ON claims_upload FOR EACH ROW EXECUTE FUNCTION upload_before();

-- Refuses a file that is neither this person's nor one that the article has already.
CREATE OR REPLACE FUNCTION upload_is_theirs(upload bigint, article bigint, person bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF upload IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM claims_upload u WHERE u.id = $1 AND (u.person_id = $3
        OR EXISTS (SELECT 1 FROM claims_version v WHERE v.upload_id = u.id AND v.article_id = $2)
        OR EXISTS (SELECT 1 FROM claims_incomingversion i WHERE i.upload_id = u.id AND i.article_id = $2))) THEN
    PERFORM refuse('upload_own', 403, 'A version comes as a file of whoever brings it in, or of the article.');
  END IF;
END $$;
