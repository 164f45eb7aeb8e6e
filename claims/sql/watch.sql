-- The watch over sources: what a look finds gone flags the signed claims that rest on it, once, and voids nothing.

CREATE OR REPLACE FUNCTION watch_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.source_id <> OLD.source_id THEN
    PERFORM refuse('watch_stays', 409, 'A watch stays with its source.');
  ELSIF EXISTS (SELECT 1 FROM claims_source WHERE id = NEW.source_id AND hidden) THEN
    IF TG_OP = 'INSERT' THEN
      PERFORM refuse('watch_off_record', 409, 'Nothing is watched of a source that is off the record or restricted.');
    END IF;
    NEW.found := '[]'; NEW.said := '';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER watch_before BEFORE INSERT OR UPDATE ON claims_watch FOR EACH ROW EXECUTE FUNCTION watch_before();

-- What the look before found already was told. What waits of the same kind says what stands there now.
CREATE OR REPLACE FUNCTION watch_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO claims_sourcechange (claim_id, evidence_id, finding, was, now, words, note, makers, changed_at)
    SELECT e.claim_id, e.id, f ->> 'finding', f -> 'was', f -> 'now', f ->> 'words', '', '{}', now()
    FROM jsonb_array_elements(NEW.found) f
    JOIN claims_evidence e ON e.id = (f ->> 'evidence')::bigint AND e.source_id = NEW.source_id
      AND e.removed_at IS NULL AND e.confirmed
    JOIN claims_claim c ON c.id = e.claim_id AND c.state = 'signed_off'
    WHERE NOT OLD.found @> jsonb_build_array(f - '{words,was}'::text[])
    ORDER BY e.id
    ON CONFLICT (evidence_id, finding) WHERE settled_at IS NULL AND finding <> '' DO UPDATE
      SET now = EXCLUDED.now, words = EXCLUDED.words, changed_at = EXCLUDED.changed_at;
  RETURN NULL;
END $$;
CREATE TRIGGER watch_after AFTER UPDATE ON claims_watch FOR EACH ROW WHEN (NEW.found <> OLD.found)
  EXECUTE FUNCTION watch_after();
