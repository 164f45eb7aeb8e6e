-- Pages that people asked for: who asked for what stays as it is, and each has one end.

CREATE OR REPLACE FUNCTION fetch_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{attempts,ended_at,failure,status,final_address,redirects,headers,upload_id,text,
  markdown,notes}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.person_id := factcheck_actor(); NEW.asked_at := clock_timestamp();
    NEW.attempts := 0; NEW.ended_at := NULL; NEW.failure := ''; NEW.upload_id := NULL;
    IF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                   WHERE m.desk_id = NEW.desk_id AND m.person_id = NEW.person_id
                     AND m.role IN ('writer', 'checker', 'reviewer', 'chief')) THEN
      PERFORM refuse('fetch_role', 403, 'Fetching a page needs a role on this desk that works on it.');
    ELSIF NEW.article_id IS NOT NULL
       AND NEW.desk_id IS DISTINCT FROM (SELECT a.desk_id FROM claims_article a WHERE a.id = NEW.article_id) THEN
      PERFORM refuse('fetch_desk', 409, 'A page is fetched for the desk of its article.');
    END IF;
    RETURN NEW;
  ELSIF OLD.ended_at IS NULL AND NEW.attempts >= OLD.attempts AND to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN
    IF NEW.upload_id IS NOT NULL
       AND NEW.person_id IS DISTINCT FROM (SELECT u.person_id FROM claims_upload u WHERE u.id = NEW.upload_id) THEN
      PERFORM refuse('fetch_upload', 403, 'A page is kept in the name of whoever asked for it.');
    END IF;
    NEW.ended_at := CASE WHEN NEW.ended_at IS NOT NULL THEN clock_timestamp() END;
    RETURN NEW;
  END IF;
  PERFORM refuse('append_only', 409, 'What became of a fetched page is never changed.');
END $$;
CREATE TRIGGER fetch_before BEFORE INSERT OR UPDATE ON claims_fetch FOR EACH ROW EXECUTE FUNCTION fetch_before();

-- The articles of some desks that are the same page as an address: [desk, address] pairs are compared as address_page
-- has them. Only addresses that have the last part of the page's are computed.
CREATE OR REPLACE FUNCTION articles_at(desks bigint[], address text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT a.id FROM claims_article a,
    (SELECT page, coalesce(substring(page FROM '([^/?&=]{4,})$'), address_host($2))
     FROM (SELECT address_page($2)) x (page)) p (page, last)
  WHERE a.desk_id = ANY ($1) AND p.page <> '' AND a.address <> '' AND position(p.last IN a.address) > 0
    AND address_page(a.address) = p.page
  ORDER BY a.id DESC LIMIT 5 $$;
