-- Whoever is named for something did it: in evidence, links, marks and the record.

-- Somebody else's evidence is what is copied along at a split or a merge, word for word. Fires after evidence_before (by name).
CREATE FUNCTION evidence_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own text[] := '{id,claim_id,citation,confirmed,added_at,removed_by_id,removed_at,edition}';
BEGIN
  IF NEW.added_by_id <> factcheck_actor() AND NOT EXISTS (
      SELECT 1 FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id JOIN claims_claim mine ON mine.article_id = c.article_id
      WHERE mine.id = NEW.claim_id AND e.source_id = NEW.source_id AND to_jsonb(e) - own = to_jsonb(NEW) - own) THEN
    RAISE EXCEPTION 'Nobody adds evidence for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_own_hand';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_own_hand BEFORE INSERT ON claims_evidence FOR EACH ROW EXECUTE FUNCTION evidence_own_hand();

CREATE FUNCTION link_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.created_by_id <> factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_own_hand BEFORE INSERT ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_own_hand();

-- A mark is taken back in one's own name, and looked through by somebody who works on claims. Fires after mark_before (by name),
-- which sees to it that a mark that follows its words stays looked through by whom it was.
CREATE FUNCTION mark_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE desk bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.removed_by_id, NEW.removed_at) IS DISTINCT FROM (OLD.removed_by_id, OLD.removed_at) AND NEW.removed_by_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  IF NEW.looked_by_id IS NOT NULL AND (CASE WHEN TG_OP = 'INSERT' THEN NEW.carried_from_id IS NULL ELSE NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id END) THEN
    SELECT a.desk_id INTO desk FROM claims_version v JOIN claims_article a ON a.id = v.article_id WHERE v.id = NEW.version_id;
    IF NOT (holds(desk, NEW.looked_by_id, 'checker') OR holds(desk, NEW.looked_by_id, 'reviewer') OR holds(desk, NEW.looked_by_id, 'chief')) THEN
      RAISE EXCEPTION 'Marks are looked through by a checker, reviewer or chief of this desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_role';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_own_hand BEFORE INSERT OR UPDATE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION mark_own_hand();

-- Named by nobody, a transaction says of nobody what they did.
CREATE FUNCTION event_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.actor_id IS DISTINCT FROM nullif(current_setting('factcheck.actor', true), '')::bigint THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_own_hand BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION event_own_hand();
