-- Evidence: cited as it was. Support for a signed claim waits unconfirmed; what contradicts a claim counts at once.

CREATE OR REPLACE FUNCTION source_citation(bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' · ', nullif(author, ''), title, nullif(publisher, ''), to_char(published_on, 'YYYY-MM-DD'),
                   nullif(address, ''),
                   CASE WHEN off_record THEN 'off the record' END)
  FROM claims_source WHERE id = $1 $$;

CREATE OR REPLACE FUNCTION evidence_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record;
BEGIN
  SELECT state, desk_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  PERFORM factcheck_actor();
  IF TG_OP = 'INSERT' THEN
    IF the.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_source WHERE id = NEW.source_id) THEN
      PERFORM refuse('evidence_desk', 409, 'The source belongs to another desk.');
    END IF;
    NEW.citation := source_citation(NEW.source_id);
    NEW.edition := 1;
    NEW.removed_by_id := NULL; NEW.removed_at := NULL;
    IF the.state = 'signed_off' THEN NEW.confirmed := false; END IF;
  ELSE
    IF (NEW.claim_id, NEW.source_id, NEW.added_by_id, NEW.added_at)
       IS DISTINCT FROM (OLD.claim_id, OLD.source_id, OLD.added_by_id, OLD.added_at) THEN
      PERFORM refuse('evidence_stays', 409, 'Evidence stays with its claim and source; remove it and add another.');
    END IF;
    NEW.citation := OLD.citation;
    NEW.edition := OLD.edition + 1;
    IF NEW.removed_at IS NULL THEN
      NEW.removed_by_id := NULL;
    ELSIF OLD.removed_at IS NULL THEN
      NEW.removed_at := now(); NEW.removed_by_id := factcheck_actor();
    ELSE
      NEW.removed_at := OLD.removed_at; NEW.removed_by_id := OLD.removed_by_id;
    END IF;
  END IF;
  -- In whatever state the claim is. Whoever says that it does not bear on the claim removes it, by name.
  IF NEW.stance = 'contradicts' THEN NEW.confirmed := true; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_before BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW
  EXECUTE FUNCTION evidence_before();

-- Somebody else's evidence is what goes along at a split or a merge, word for word. Fires after evidence_before.
CREATE OR REPLACE FUNCTION evidence_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own text[] := '{id,claim_id,citation,confirmed,added_at,removed_by_id,removed_at,edition}';
BEGIN
  IF NEW.added_by_id <> factcheck_actor() AND NOT EXISTS (
      SELECT 1 FROM claims_evidence e JOIN claims_lineage l ON l.parent_id = e.claim_id
      WHERE l.child_id = NEW.claim_id AND e.source_id = NEW.source_id AND e.removed_at IS NULL
        AND to_jsonb(e) - own = to_jsonb(NEW) - own) THEN
    PERFORM refuse('evidence_own_hand', 403, 'Nobody adds evidence for somebody else.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_own_hand BEFORE INSERT ON claims_evidence FOR EACH ROW EXECUTE FUNCTION evidence_own_hand();

CREATE OR REPLACE FUNCTION evidence_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE live_before boolean := TG_OP <> 'INSERT' AND OLD.confirmed AND OLD.removed_at IS NULL;
        live_now boolean := TG_OP <> 'DELETE' AND NEW.confirmed AND NEW.removed_at IS NULL;
        cid bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
BEGIN
  IF live_before OR live_now THEN
    IF NOT live_before THEN
      -- Whoever wrote any of it while it waited, or had been removed, wrote what is bound now.
      INSERT INTO claims_contributor (claim_id, person_id, because, at)
        SELECT cid, p, 'added evidence', now() FROM (SELECT NEW.added_by_id UNION
          SELECT actor_id FROM claims_rowhistory
          WHERE "table" = 'claims_evidence' AND row_id = NEW.id AND actor_id IS NOT NULL) x (p)
        ORDER BY p ON CONFLICT DO NOTHING;
    END IF;
    PERFORM claim_content_moved(cid, CASE WHEN NOT live_before THEN 'added evidence'
                                          WHEN NOT live_now THEN 'removed evidence' ELSE 'changed evidence' END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evidence_after AFTER INSERT OR UPDATE OR DELETE ON claims_evidence FOR EACH ROW
  EXECUTE FUNCTION evidence_after();
