-- Who a confidential source is. It comes here encrypted, and is given out with an event of who reads it and why.

-- Whether a person reads who a source is: whoever entered it and who is named for it, while they have a role on its
-- desk. Being a chief, an admin or a superuser is not enough.
CREATE OR REPLACE FUNCTION reads_identity(source bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM claims_identity i JOIN claims_source s ON s.id = i.source_id
    JOIN claims_membership m ON m.desk_id = s.desk_id AND m.person_id = person
    JOIN claims_person p ON p.id = m.person_id AND p.is_active
    WHERE i.source_id = source AND (i.entered_by_id = person OR EXISTS (
      SELECT 1 FROM claims_identityreader r WHERE r.identity_id = i.id AND r.person_id = person))) $$;

-- Whether a person names who reads it: whoever entered it, and a chief.
CREATE OR REPLACE FUNCTION names_readers(source bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM claims_identity i JOIN claims_source s ON s.id = i.source_id
    WHERE i.source_id = source AND (i.entered_by_id = person AND reads_identity(source, person)
                                    OR holds(s.desk_id, person, 'chief'))) $$;

-- The event of what was done with an identity. It names the source by its number: nothing of it is in the words.
CREATE OR REPLACE FUNCTION identity_event(source bigint, verb text, says text, data jsonb DEFAULT '{}') RETURNS void
LANGUAGE sql AS $$
  INSERT INTO claims_event (chain_id, desk_id, actor_id, verb, words, data)
    SELECT 0, s.desk_id, p.id, identity_event.verb, name_shown(p.name, p.username) || ' ' || says,
           jsonb_build_object('source', s.id) || identity_event.data
    FROM claims_source s, claims_person p WHERE s.id = identity_event.source AND p.id = factcheck_actor() $$;

-- Give out what is encrypted, with the event of it. Web and worker have no other way to it. Why it is read is said
-- after that (identity_read): Python compares it with the name first, and no statement has a reason that names who it
-- is.
CREATE OR REPLACE FUNCTION identity_opened(source bigint, OUT key_id text, OUT sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM identity_readable(source);
  PERFORM identity_event(source, 'identity_opened', format('opened who source #%s is', source));
  SELECT i.key_id, i.sealed INTO key_id, sealed FROM claims_identity i WHERE i.source_id = source;
END $$;
CREATE OR REPLACE FUNCTION identity_read(source bigint, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM identity_readable(source);
  IF reason !~ '\S' THEN PERFORM refuse('identity_reason', 409, 'Say why you read it.'); END IF;
  PERFORM identity_event(source, 'identity_read', format('read who source #%s is: %s', source, reason),
                         jsonb_build_object('reason', reason));
END $$;
CREATE OR REPLACE FUNCTION identity_readable(source bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT reads_identity(source, factcheck_actor()) THEN
    PERFORM refuse('identity_reader', 403,
      'Only whoever entered who this source is reads it, and the people who were named for it.');
  END IF;
END $$;
-- At commit, who opened it has said why, in the same transaction.
CREATE OR REPLACE FUNCTION opened_says_why() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims_event e WHERE e.chain_id = NEW.chain_id AND e.sequence > NEW.sequence
                 AND e.verb = 'identity_read' AND e.actor_id = NEW.actor_id
                 AND e.data -> 'source' = NEW.data -> 'source' AND written_now('claims_event', e.id)) THEN
    PERFORM refuse('identity_reason', 409, 'Say why you read it.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER opened_says_why AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.verb = 'identity_opened') EXECUTE FUNCTION opened_says_why();

CREATE OR REPLACE FUNCTION confidential_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Encrypted with another key by the owner of the tables: nobody reads it, and it says what it said.
  IF TG_OP = 'UPDATE' AND NOT as_the_app()
     AND to_jsonb(NEW) - '{key_id,sealed}'::text[] = to_jsonb(OLD) - '{key_id,sealed}'::text[] THEN
    RETURN NEW;
  ELSIF TG_OP = 'INSERT' THEN
    NEW.entered_by_id := factcheck_actor(); NEW.entered_at := clock_timestamp(); NEW.edition := 1;
    IF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                   JOIN claims_source s ON s.id = NEW.source_id AND s.desk_id = m.desk_id
                   WHERE m.person_id = NEW.entered_by_id AND m.role IN ('writer', 'checker', 'reviewer', 'chief')) THEN
      PERFORM refuse('identity_role', 403, 'Entering who a source is needs a role on its desk that works on sources.');
    END IF;
  ELSIF NOT reads_identity(OLD.source_id, factcheck_actor()) THEN
    PERFORM refuse('identity_reader', 403, 'Only somebody who may read who this source is changes or deletes it.');
  ELSIF TG_OP = 'DELETE' THEN
    RETURN OLD;
  ELSIF (NEW.source_id, NEW.entered_by_id, NEW.entered_at)
        IS DISTINCT FROM (OLD.source_id, OLD.entered_by_id, OLD.entered_at) THEN
    PERFORM refuse('identity_stays', 409, 'Who a source is stays with the source, and with who entered it.');
  ELSE
    NEW.edition := OLD.edition + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER confidential_before BEFORE INSERT OR UPDATE OR DELETE ON claims_identity FOR EACH ROW
  EXECUTE FUNCTION confidential_before();

CREATE OR REPLACE FUNCTION confidential_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM identity_event(NEW.source_id, 'identity_entered', format('entered who source #%s is', NEW.source_id));
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM identity_event(OLD.source_id, 'identity_deleted', format('deleted who source #%s is', OLD.source_id));
  ELSIF NEW.edition <> OLD.edition THEN
    PERFORM identity_event(NEW.source_id, 'identity_changed', format('changed who source #%s is', NEW.source_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER confidential_after AFTER INSERT OR UPDATE OR DELETE ON claims_identity FOR EACH ROW
  EXECUTE FUNCTION confidential_after();

-- Named for it by somebody else, and with a role on the desk. A reader goes with the identity, or is removed by whoever
-- may name one, or leaves by themselves.
CREATE OR REPLACE FUNCTION reader_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_ bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.identity_id ELSE NEW.identity_id END;
  the bigint := (SELECT source_id FROM claims_identity WHERE id = of_);
  who bigint := factcheck_actor();
BEGIN
  IF TG_OP = 'DELETE' AND (the IS NULL OR OLD.person_id = who AND reads_identity(the, who)) THEN RETURN OLD; END IF;
  IF NOT names_readers(the, who) THEN
    PERFORM refuse('identity_names', 403,
      'Who reads it is said by whoever entered it, and by a chief of this desk.');
  ELSIF TG_OP = 'DELETE' THEN
    RETURN OLD;
  ELSIF NEW.person_id = who THEN
    PERFORM refuse('identity_own_name', 403, 'Nobody names themselves: somebody else who may do so names you.');
  ELSIF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_source s ON s.id = the AND s.desk_id = m.desk_id
                    JOIN claims_person p ON p.id = m.person_id AND p.is_active WHERE m.person_id = NEW.person_id) THEN
    PERFORM refuse('identity_names', 409, 'Only people with a role on this desk are named.');
  END IF;
  NEW.named_by_id := who; NEW.named_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER reader_before BEFORE INSERT OR DELETE ON claims_identityreader FOR EACH ROW
  EXECUTE FUNCTION reader_before();
CREATE TRIGGER reader_kept BEFORE UPDATE ON claims_identityreader FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION reader_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the bigint := (SELECT source_id FROM claims_identity
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.identity_id ELSE NEW.identity_id END);
  whom bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.person_id ELSE NEW.person_id END;
  name text := (SELECT name_shown(p.name, p.username) FROM claims_person p WHERE p.id = whom);
BEGIN
  IF the IS NOT NULL THEN
    PERFORM identity_event(the, 'identity_reader', format(CASE TG_OP
      WHEN 'INSERT' THEN 'named a reader of who source #%s is: %s'
      ELSE 'removed a reader of who source #%s is: %s' END, the, name),
      jsonb_build_object('person', whom));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reader_after AFTER INSERT OR DELETE ON claims_identityreader FOR EACH ROW
  EXECUTE FUNCTION reader_after();
