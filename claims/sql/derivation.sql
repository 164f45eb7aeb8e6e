-- Derivations: which source derives from which. What shares an origin counts once, so a change of them is looked at as
-- any other fact of a source is.

-- Whether a source is another one, or derives from it, however far round. Merged sources are one: what any of them
-- derives from.
CREATE OR REPLACE FUNCTION derives_from(source bigint, origin bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH RECURSIVE above AS (
    SELECT root_id AS id FROM claims_source WHERE id = source
    UNION SELECT o.id FROM above a, LATERAL (
      SELECT (SELECT root_id FROM claims_source WHERE id = d.origin_id)
      FROM claims_source m JOIN claims_derivation d ON d.source_id = m.id WHERE m.root_id = a.id OFFSET 0) o (id)
  )
  SELECT EXISTS (SELECT FROM above WHERE id = (SELECT root_id FROM claims_source WHERE id = origin)) $$;
-- Two people who would close a circle between them wait for each other.
CREATE OR REPLACE FUNCTION derivations_wait(desk bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('claims_derivation', desk)) $$;

CREATE OR REPLACE FUNCTION derivation_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE desk bigint;
BEGIN
  NEW.said_by_id := factcheck_actor(); NEW.said_at := now();
  IF NEW.drift <> '' AND EXISTS (SELECT 1 FROM claims_source WHERE id IN (NEW.source_id, NEW.origin_id)
                                 AND access = 'restricted') THEN
    PERFORM refuse('derivation_drift', 409,
      'Everybody of the desk reads what drifted. Leave it out where one of the two is restricted.');
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.source_id, NEW.origin_id) IS DISTINCT FROM (OLD.source_id, OLD.origin_id) THEN
      PERFORM refuse('derivation_stays', 409, 'An origin stays with its source; remove it and add another.');
    END IF;
    RETURN NEW;
  END IF;
  SELECT s.desk_id INTO desk FROM claims_source s JOIN claims_source o ON o.desk_id = s.desk_id
    WHERE s.id = NEW.source_id AND o.id = NEW.origin_id;
  IF desk IS NULL THEN
    PERFORM refuse('derivation_desk', 409, 'A source derives from a source of its own desk.');
  END IF;
  PERFORM derivations_wait(desk);
  IF derives_from(NEW.origin_id, NEW.source_id) THEN
    PERFORM refuse('derivation_circle', 409, 'It would derive from itself.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER derivation_before BEFORE INSERT OR UPDATE ON claims_derivation FOR EACH ROW
  EXECUTE FUNCTION derivation_before();

-- As source_facts (claims/sql/source_change.sql). How it derives, and what drifted, no rule reads.
CREATE OR REPLACE FUNCTION derivation_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_derivation; ids bigint[]; what text;
BEGIN
  IF TG_OP = 'DELETE' THEN the := OLD; ELSE the := NEW; END IF;
  ids := evidence_on_sources(ARRAY[the.source_id]);
  IF TG_WHEN = 'BEFORE' THEN
    IF EXISTS (SELECT 1 FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id AND c.state = 'signed_off'
               WHERE e.id = ANY (ids) AND is_author(c.article_id, factcheck_actor())) THEN
      PERFORM refuse('source_author', 403,
        'You wrote an article whose signed claims rest on this source. Somebody else changes what it is.');
    END IF;
    PERFORM note_evidence(ids);
    RETURN the;
  END IF;
  SELECT format('%s %s %s', s.called, CASE WHEN TG_OP = 'DELETE' THEN 'no longer derives from'
                                           ELSE replace(the.kind, '_', ' ') END, o.called) INTO what
    FROM source_called(the.source_id) s (called), source_called(the.origin_id) o (called);
  PERFORM compare_evidence(ids, what, true);
  RETURN NULL;
END $$;
CREATE TRIGGER derivation_facts_before BEFORE INSERT OR DELETE ON claims_derivation FOR EACH ROW
  EXECUTE FUNCTION derivation_facts();
CREATE TRIGGER derivation_facts_after AFTER INSERT OR DELETE ON claims_derivation FOR EACH ROW
  EXECUTE FUNCTION derivation_facts();

-- A source in words about a change; one off the record is not named.
CREATE OR REPLACE FUNCTION source_called(source bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN off_record THEN 'an off-record source' WHEN hidden THEN 'a restricted source'
              ELSE format('“%s”', left(title, 120)) END
  FROM claims_source WHERE id = source $$;
