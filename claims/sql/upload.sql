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

-- A version's backing is written with its text, and stands on words of it.
CREATE OR REPLACE FUNCTION backing_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_version v JOIN claims_article a ON a.id = v.article_id
             JOIN claims_version now_ ON now_.id = a.current_version_id
             WHERE v.id = NEW.version_id AND v.number <= now_.number) THEN
    PERFORM refuse('append_only', 409, 'The backing of a version is written with its text.');
  ELSIF NEW.block_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM claims_block b
      WHERE b.id = NEW.block_id AND b.version_id = NEW.version_id AND NEW."end" <= char_length(b.text)) THEN
    PERFORM refuse('backing_stands', 409, 'Backing stands on words of its version.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER backing_before BEFORE INSERT ON claims_backing FOR EACH ROW EXECUTE FUNCTION backing_before();
CREATE TRIGGER backing_kept BEFORE UPDATE OR DELETE ON claims_backing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER backing_kept_whole BEFORE TRUNCATE ON claims_backing FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
