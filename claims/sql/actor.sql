-- Who writes, and what is never changed.

CREATE OR REPLACE FUNCTION factcheck_actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE who text := current_setting('factcheck.actor', true);
BEGIN
  IF who IS NULL OR who = '' THEN
    RAISE EXCEPTION 'Nobody is named as the author of this change.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_needs_actor';
  END IF;
  -- An older snapshot would hash what was there before the lock was waited for.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'What a sign-off binds is written under read committed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_needs_read_committed';
  END IF;
  RETURN who::bigint;
END $$;

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once and never changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

-- Identity is never moved: two rows that swap their ids would swap their contributors, or their people.
CREATE OR REPLACE FUNCTION identity_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A row keeps its id.' USING ERRCODE = 'check_violation', CONSTRAINT = 'identity_stays';
END $$;
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'claims\_%'
             AND attname = 'id'
           LOOP
    EXECUTE format('CREATE TRIGGER identity_before BEFORE UPDATE ON %s FOR EACH ROW WHEN (NEW.id <> OLD.id)'
                   ' EXECUTE FUNCTION identity_before()', t);
  END LOOP;
END $$;
