-- Threads: what is said stays as it was said.

-- The article is locked first: its sign-off and a new query wait for each other.
CREATE OR REPLACE FUNCTION thread_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint := factcheck_actor(); the record;
BEGIN
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.opened_by_id IS DISTINCT FROM who THEN
      PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
    ELSIF NEW.claim_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM claims_claim WHERE id = NEW.claim_id AND article_id = NEW.article_id)
       OR NEW.evidence_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM claims_evidence WHERE id = NEW.evidence_id AND claim_id = NEW.claim_id) THEN
      PERFORM refuse('thread_place', 409, 'A thread is about a claim of its article, and evidence of that claim.');
    END IF;
    NEW.opened_at := now(); NEW.resolved_by_id := NULL; NEW.resolved_at := NULL; NEW.given_to_id := NULL;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - '{resolved_by_id,resolved_at,given_to_id}'::text[]
       IS DISTINCT FROM to_jsonb(OLD) - '{resolved_by_id,resolved_at,given_to_id}'::text[]
     OR NEW.resolved_by_id IS NOT NULL AND OLD.resolved_by_id IS NOT NULL THEN
    PERFORM refuse('append_only', 409, 'A thread is resolved or reopened, and never changed.');
  END IF;
  IF NEW.given_to_id IS DISTINCT FROM OLD.given_to_id
     AND NOT EXISTS (SELECT 1 FROM claims_person WHERE id = who AND is_staff AND is_active) THEN
    PERFORM refuse('query_given', 403, 'Staff give a query to somebody else.');
  END IF;
  IF NEW.resolved_by_id IS NOT NULL THEN
    IF NEW.resolved_by_id <> who THEN
      PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
    ELSIF NEW.is_query AND who <> NEW.opened_by_id AND NOT holds(the.desk_id, who, 'chief')
       AND NOT EXISTS (SELECT 1 FROM claims_person p
                       WHERE p.id = NEW.opened_by_id AND NOT p.is_active AND who = NEW.given_to_id) THEN
      PERFORM refuse('query_resolve', 403, 'A query is resolved by whoever opened it, or by a chief.');
    END IF;
    NEW.resolved_at := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER thread_before BEFORE INSERT OR UPDATE ON claims_thread FOR EACH ROW EXECUTE FUNCTION thread_before();

CREATE OR REPLACE FUNCTION message_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.author_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  NEW.at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER message_before BEFORE INSERT ON claims_message FOR EACH ROW EXECUTE FUNCTION message_before();
CREATE TRIGGER thread_kept BEFORE DELETE ON claims_thread FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER thread_kept_whole BEFORE TRUNCATE ON claims_thread FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER message_kept BEFORE UPDATE OR DELETE ON claims_message FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER message_kept_whole BEFORE TRUNCATE ON claims_message FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
