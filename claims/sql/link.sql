-- Links between claims.

-- Links bind both ends; the lower id is locked first.
CREATE OR REPLACE FUNCTION link_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
        two bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.to_id ELSE NEW.to_id END;
BEGIN
  PERFORM 1 FROM claims_claim WHERE id IN (one, two) ORDER BY id FOR NO KEY UPDATE;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF (SELECT count(DISTINCT article_id) FROM claims_claim WHERE id IN (one, two)) <> 1 THEN
    PERFORM refuse('link_within_article', 409, 'Claims are linked within one article.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_before BEFORE INSERT OR DELETE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_before();

CREATE OR REPLACE FUNCTION link_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.created_by_id <> factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_own_hand BEFORE INSERT ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_own_hand();

CREATE OR REPLACE FUNCTION link_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
        two bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.to_id ELSE NEW.to_id END;
BEGIN
  PERFORM claim_content_moved(least(one, two), 'changed a link');
  PERFORM claim_content_moved(greatest(one, two), 'changed a link');
  RETURN NULL;
END $$;
CREATE TRIGGER link_after AFTER INSERT OR DELETE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_after();
CREATE TRIGGER link_kept BEFORE UPDATE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION refuse_change();
