-- Restricted sources: who sees them. Everybody else is told that there is one, and what it is for a claim.

-- Whether a person sees a source: everybody of its desk, or, of a restricted one, whoever entered it, who is named for
-- it, and a chief, while they have a role on the desk.
CREATE OR REPLACE FUNCTION sees_source(source bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM withheld_sources(person) w WHERE w = source) $$;
CREATE OR REPLACE FUNCTION withheld_sources(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 10 AS $$
  SELECT s.id FROM claims_source s WHERE s.access = 'restricted' AND NOT EXISTS (
    SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
    WHERE m.desk_id = s.desk_id AND m.person_id = person AND (m.role = 'chief' OR s.created_by_id = person
      OR EXISTS (SELECT 1 FROM claims_sourcereader r WHERE r.source_id = s.id AND r.person_id = person))) $$;
-- The claims with evidence from a source that a person may not see.
CREATE OR REPLACE FUNCTION withheld_claims(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 10 AS $$
  SELECT DISTINCT e.claim_id FROM withheld_sources(person) w JOIN claims_evidence e ON e.source_id = w
  WHERE e.removed_at IS NULL $$;

-- Only who sees a restricted source writes of it.
CREATE OR REPLACE FUNCTION source_seen(source bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT sees_source(source, factcheck_actor()) THEN
    PERFORM refuse('source_unseen', 403,
      'This is a restricted source that you may not see. A chief of the desk can name you for it.');
  END IF;
END $$;

-- Restricted it is from the start: what everybody could read is not taken back. Who entered it sees it for good.
CREATE OR REPLACE FUNCTION source_access(was claims_source, is_ claims_source) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF was.id IS NULL THEN RETURN; END IF;
  IF was.access = 'restricted' AND as_the_app() THEN PERFORM source_seen(was.id); END IF;
  IF is_.access = 'restricted' AND was.access <> 'restricted' THEN
    PERFORM refuse('source_access', 409,
      'Everybody of the desk could read this source. Enter what only named people may see as a source of its own.');
  ELSIF was.access = 'restricted' AND is_.created_by_id IS DISTINCT FROM was.created_by_id THEN
    PERFORM refuse('source_access', 409, 'Who entered a restricted source stays with it.');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION source_reader_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_source; who bigint := factcheck_actor();
BEGIN
  SELECT * INTO the FROM claims_source
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.source_id ELSE NEW.source_id END FOR NO KEY UPDATE;
  PERFORM source_seen(the.id);
  IF NOT EXISTS (SELECT 1 FROM unnest('{writer,checker,reviewer,chief}'::text[]) r (role)
                 WHERE holds(the.desk_id, who, r.role)) THEN
    PERFORM refuse('source_reader_role', 403, 'Who sees a source is said by people who edit sources of this desk.');
  ELSIF TG_OP = 'DELETE' THEN
    RETURN OLD;
  ELSIF the.access <> 'restricted' THEN
    PERFORM refuse('source_reader', 409, 'Everybody of the desk sees this source.');
  ELSIF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                    WHERE m.desk_id = the.desk_id AND m.person_id = NEW.person_id) THEN
    PERFORM refuse('source_reader', 409, 'Only people with a role on this desk are named.');
  END IF;
  NEW.named_by_id := who; NEW.named_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER source_reader_before BEFORE INSERT OR DELETE ON claims_sourcereader FOR EACH ROW
  EXECUTE FUNCTION source_reader_before();
CREATE TRIGGER source_reader_kept BEFORE UPDATE ON claims_sourcereader FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION source_reader_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.source_id ELSE NEW.source_id END;
  whom bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.person_id ELSE NEW.person_id END;
BEGIN
  PERFORM identity_event(the, 'source_person', format(CASE TG_OP
    WHEN 'INSERT' THEN 'named somebody who sees the restricted source #%s: %s'
    ELSE 'removed somebody who saw the restricted source #%s: %s' END, the,
    (SELECT name_shown(p.name, p.username) FROM claims_person p WHERE p.id = whom)),
    jsonb_build_object('person', whom));
  RETURN NULL;
END $$;
CREATE TRIGGER source_reader_after AFTER INSERT OR DELETE ON claims_sourcereader FOR EACH ROW
  EXECUTE FUNCTION source_reader_after();
